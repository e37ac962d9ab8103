import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { date } from '@/lib/platform/dates'
import { withTenant } from '@/lib/platform/tenant'
import { proveLedger } from '@/lib/servicing/end-of-day/prove'
import { closeBusinessDay } from '@/lib/servicing/end-of-day/run'
import { type TestDatabase, testDatabase } from '../../database'
import { testBank } from '../../fixtures/people'
import { bookOrders, portfolio, standOn, systemOf } from '../../fixtures/portfolio'
import { dice, randomTerms } from '../../model/lives'

const START = date('2026-01-12')
const LAST = date('2026-02-28')
const LOANS = 150
const KILLS = 20

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
}, 120_000)
afterAll(() => db.drop())

type Bank = Awaited<ReturnType<typeof testBank>>

/** The same loans in every bank, with some money already in suspense and some rates that will move. */
async function open(code: string): Promise<Bank> {
  const bank = await testBank(code)
  await standOn(bank.id, START)
  const d = dice(5)
  const { loanIds } = await portfolio(
    db,
    bank,
    Array.from({ length: LOANS }, () => randomTerms(d, START, true)),
  )
  const orders = loanIds
    .filter((_, i) => i % 3 === 0)
    .map((loanId) => ({
      loanId,
      add: [
        { fact: { kind: 'PAY' as const, amountFen: 3_000_000n, prepay: null, fromSuspense: false }, valueDate: START },
      ],
    }))
  const booked = await bookOrders(systemOf(bank), { orders })
  if (!booked.ok) throw new Error(booked.error.code)
  return bank
}

/** Everything that the days have made of a bank, in figures that do not depend on ids. */
async function figures(bank: Bank) {
  return withTenant({ bankId: bank.id, partyId: null }, async (tx) => ({
    loans: await tx.$queryRaw`
      select l.terms, l.state, s.principal_fen, s.principal_due_fen, s.interest_due_fen, s.interest_ripe_fen, s.row_no, s.int_base_fen, s.int_from, s.int_to,
        s.pen_posted_fen, s.pen_base_fen, s.pen_from, s.com_posted_fen, s.com_base_fen, s.penalty_fen, s.compound_fen, s.suspense_fen, s.dpd, s.class,
        s.accruing, s.provision_fen, s.next_on
      from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id where l.bank_id = ${bank.id}::uuid order by right(l.number, length(l.number) - 6)::int`,
    ledger: await tx.$queryRaw`
      select j.business_date, j.event, l.account_code, sum(l.debit_fen)::text as debit, sum(l.credit_fen)::text as credit, count(distinct j.id)::int as journals
      from journal j join journal_line l on l.bank_id = j.bank_id and l.journal_id = j.id where j.bank_id = ${bank.id}::uuid
      group by 1, 2, 3 order by 1, 2, 3`,
    days: await tx.$queryRaw`select day, state, counts from business_day_run where bank_id = ${bank.id}::uuid order by day`,
    debits:
      await tx.$queryRaw`select day, amount_fen::text as amount, count(*)::int from debit_instruction where bank_id = ${bank.id}::uuid group by 1, 2 order by 1, 2`,
    statements:
      await tx.$queryRaw`select month, principal_fen::text as principal, due_fen::text as due from loan_statement where bank_id = ${bank.id}::uuid order by 1, 2, 3`,
    proof: await proveLedger(tx, bank.id, LAST.add({ days: 1 }).toString()),
  }))
}

/** Runs the closing process; kills it so many milliseconds after it began to work. Answers whether it had finished. */
function run(code: string, killAfter: number | null): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--import', './scripts/resolve.mjs', 'tests/integration/servicing/crash-child.ts', code, LAST.toString()],
      { cwd: join(import.meta.dirname, '../../..'), env: process.env, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    let said = ''
    let wrong = ''
    let timer: NodeJS.Timeout | undefined
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (killAfter !== null && said.includes('ready') && !timer)
        timer = setTimeout(() => child.kill('SIGKILL'), killAfter)
    })
    child.stderr.on('data', (chunk: Buffer) => {
      wrong += chunk.toString()
    })
    child.on('close', (exit, signal) => {
      clearTimeout(timer)
      if (signal === 'SIGKILL') resolve(false)
      else if (exit === 0 && said.includes('done')) resolve(true)
      else reject(new Error(wrong || `exit ${exit}`))
    })
  })
}

test('an end of day that is killed at twenty random moments gives the figures of one that never was, to the fen', async () => {
  const [whole, broken] = [await open('KWH'), await open('KBR')]
  for (let day = START; !day.equals(LAST.add({ days: 1 })); day = day.add({ days: 1 })) {
    const closed = await closeBusinessDay(systemOf(whole), { date: day.toString() })
    if (!closed.ok) throw new Error(JSON.stringify(closed.error))
  }
  const d = dice(Number(process.env.CRASH_SEED ?? 3))
  let kills = 0
  for (let finished = false; kills < KILLS && !finished; ) {
    finished = await run('KBR', d.int(5, 700))
    if (!finished) kills++
  }
  await run('KBR', null)
  expect(kills).toBe(KILLS)
  expect(await figures(broken)).toEqual(await figures(whole))
  expect((await figures(whole)).proof.agreed).toBe(true)
}, 600_000)
