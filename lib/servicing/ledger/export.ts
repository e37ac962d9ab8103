/** A closed day's journal for the bank's general ledger: by account of that ledger, the same bytes whenever it is asked for. */
import { createHash } from 'node:crypto'
import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import { defineCommand } from '@/lib/platform/commands'
import { fromDb, type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { sumFen, toYuan } from '@/lib/platform/money'
import { defineQuery } from '@/lib/platform/queries'
import { zDate } from '@/lib/platform/schema'
import type { Tx } from '@/lib/platform/tenant'
import { LEDGER_READERS } from './readers'

type Line = {
  number: string
  date: string
  valueDate: string
  event: string
  account: string
  market: string
  debit: string
  credit: string
}

/** A journal's lines summed by the bank's own account, market and side: what its general ledger books. */
async function dayLines(tx: Tx, bankId: string, day: PlainDate): Promise<Line[]> {
  const rows = await tx.$queryRaw<
    {
      number: string
      business_date: Date
      value_date: Date | null
      event: string
      account: string
      market: string | null
      debit: bigint
      credit: bigint
    }[]
  >`
    select j.number, j.business_date, j.value_date, j.event, coalesce(a.gl_code, l.account_code) as account, m.code as market,
      sum(l.debit_fen)::bigint as debit, sum(l.credit_fen)::bigint as credit
    from journal j join journal_line l on l.bank_id = j.bank_id and l.journal_id = j.id
    left join gl_account a on a.bank_id = l.bank_id and a.code = l.account_code
    left join market m on m.bank_id = l.bank_id and m.id = l.market_id
    where j.bank_id = ${bankId}::uuid and j.business_date = ${toDb(day)}::date
    group by j.number, j.business_date, j.value_date, j.event, coalesce(a.gl_code, l.account_code), m.code, l.debit_fen > 0
    order by j.number, account, market, debit desc`
  return rows.map((r) => ({
    number: r.number,
    date: fromDb(r.business_date).toString(),
    valueDate: fromDb(r.value_date ?? r.business_date).toString(),
    event: r.event,
    account: r.account,
    market: r.market ?? '',
    debit: toYuan(r.debit),
    credit: toYuan(r.credit),
  }))
}

/** Of the CSV's bytes: what the receiver can check. */
const hashOf = (lines: readonly Line[]): string => createHash('sha256').update(exportCsv(lines)).digest('hex')

/** Takes a closed day's journal for the bank's ledger. Taken again it is the same, number and all. */
export const exportJournal = defineCommand({
  name: 'ledger.export',
  input: z.strictObject({ date: zDate }),
  access: { roles: ['OPS_MAKER', 'OPS_CHECKER', 'SYSTEM'] },
  timeoutMs: 120_000,
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const { bankId } = actor
    const day = toDb(input.date)
    const run = await tx.businessDayRun.findFirst({ where: { bankId, day, state: 'DONE' }, select: { id: true } })
    if (!run) throw refuse('E_DAY_OPEN', { date: input.date.toString() })
    const number = `GL${input.date.toString().replaceAll('-', '')}`
    const before = await tx.ledgerExport.findFirst({ where: { bankId, day } })
    const lines = before ? (before.content as Line[]) : await dayLines(tx, bankId, input.date)
    const sha256 = before?.sha256 ?? hashOf(lines)
    const facts = {
      number,
      date: input.date,
      journals: new Set(lines.map((l) => l.number)).size,
      lines: lines.length,
      debitFen: sumFen(lines.map((l) => BigInt(l.debit.replace('.', '')))),
      sha256,
      again: before !== null,
    }
    if (!before)
      await tx.ledgerExport.create({
        data: {
          bankId,
          day,
          number,
          journals: facts.journals,
          lines: facts.lines,
          debitFen: facts.debitFen,
          sha256,
          content: lines,
          takenBy: actor.userId,
          at: now,
        },
      })
    ctx.audit({ objectType: 'ledgerExport', objectId: number, to: 'TAKEN', detail: { sha256, again: facts.again } })
    return facts
  },
})

/** GET /ledger/exports/{date}: the content of an export that was taken. */
export const exportContent = defineQuery({
  name: 'ledger.exportContent',
  input: z.strictObject({ date: zDate }),
  access: { roles: LEDGER_READERS },
  async run({ tx, actor, input }) {
    const taken = await tx.ledgerExport.findFirst({ where: { bankId: actor.bankId, day: toDb(input.date) } })
    if (!taken) throw refuse('E_NOT_FOUND', { object: 'ledgerExport' })
    return { number: taken.number, date: input.date, sha256: taken.sha256, lines: taken.content as Line[] }
  },
})

/** The same lines as a file for spreadsheets and hosts. */
export function exportCsv(lines: readonly Line[]): string {
  return stringify([...lines], {
    header: true,
    columns: ['number', 'date', 'valueDate', 'event', 'account', 'market', 'debit', 'credit'],
    escape_formulas: true,
    bom: true,
  })
}
