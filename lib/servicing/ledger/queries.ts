/** What the ledger says: trial balance, balances by dimension, journals, chart and rules. */
import { z } from 'zod'
import { fromDb, type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { sumFen } from '@/lib/platform/money'
import { defineQuery } from '@/lib/platform/queries'
import { zDate, zId, zYuan } from '@/lib/platform/schema'
import { Prisma, type Tx } from '@/lib/platform/tenant'
import { LEDGER_READERS, LOAN_LEDGER_READERS } from './readers'

type Turnover = { code: string; debit: bigint; credit: bigint }

/** Turnover of every account up to the end of a day: the last closed day's, and what was posted since. */
async function turnoverUpTo(tx: Tx, bankId: string, day: PlainDate): Promise<Map<string, Turnover>> {
  const rows = await tx.$queryRaw<Turnover[]>`
    with closed as (select max(day) as day from ledger_balance where bank_id = ${bankId}::uuid and day <= ${toDb(day)}::date)
    select code, sum(debit)::bigint as debit, sum(credit)::bigint as credit from (
      select b.account_code as code, b.debit_fen as debit, b.credit_fen as credit from closed
      join ledger_balance b on b.bank_id = ${bankId}::uuid and b.day = closed.day
      union all
      select n.account_code, n.debit_fen, n.credit_fen from closed join journal j on j.bank_id = ${bankId}::uuid
        and j.business_date > coalesce(closed.day, date '0001-01-01') and j.business_date <= ${toDb(day)}::date
      join journal_line n on n.bank_id = j.bank_id and n.journal_id = j.id) x group by code`
  return new Map(rows.map((r) => [r.code, r]))
}

/** Balances of every account at the end of a day; debits equal credits to the fen, and the answer says so. */
export const trialBalance = defineQuery({
  name: 'ledger.trialBalance',
  input: z.strictObject({ date: zDate.optional() }),
  access: { roles: LEDGER_READERS },
  async run({ tx, actor, input, today }) {
    const date = input.date ?? today
    const accountRows = await tx.glAccount.findMany({ where: { bankId: actor.bankId }, orderBy: { code: 'asc' } })
    const turnover = await turnoverUpTo(tx, actor.bankId, date)
    const accounts = accountRows.map((a) => {
      const t = turnover.get(a.code)
      const [debitFen, creditFen] = [t?.debit ?? 0n, t?.credit ?? 0n]
      return {
        code: a.code,
        nameZh: a.nameZh,
        nameEn: a.nameEn,
        kind: a.kind,
        debitFen,
        creditFen,
        balanceFen: debitFen - creditFen,
      }
    })
    const debitFen = sumFen(accounts.map((a) => a.debitFen))
    const creditFen = sumFen(accounts.map((a) => a.creditFen))
    return {
      date,
      accounts,
      totals: { debitFen, creditFen },
      balanced: debitFen === creditFen,
      differenceFen: debitFen - creditFen,
    }
  },
})

/** GET /ledger/balances: one account by market, or one batch by account, at the end of a day. */
export const ledgerBalances = defineQuery({
  name: 'ledger.balances',
  input: z
    .strictObject({
      date: zDate.optional(),
      account: z.string().max(20).optional(),
      batchId: zId.optional(),
      marketId: zId.optional(),
    })
    .refine(
      (i) => i.account !== undefined || i.batchId !== undefined || i.marketId !== undefined,
      'E_DIMENSION_MISSING',
    ),
  access: { roles: LEDGER_READERS },
  async run({ tx, actor, input, today }) {
    const date = input.date ?? today
    const { bankId } = actor
    const only = Prisma.sql`${input.account ? Prisma.sql`and n.account_code = ${input.account}` : Prisma.empty}
      ${input.batchId ? Prisma.sql`and n.batch_id = ${input.batchId}::uuid` : Prisma.empty}
      ${input.marketId ? Prisma.sql`and n.market_id = ${input.marketId}::uuid` : Prisma.empty}`
    const rows = await tx.$queryRaw<
      { account: string; market_id: string | null; batch_id: string | null; debit: bigint; credit: bigint }[]
    >(Prisma.sql`
      select n.account_code as account, n.market_id, n.batch_id, sum(n.debit_fen)::bigint as debit, sum(n.credit_fen)::bigint as credit
      from journal_line n join journal j on j.bank_id = n.bank_id and j.id = n.journal_id
      where n.bank_id = ${bankId}::uuid and j.business_date <= ${toDb(date)}::date ${only}
      group by n.account_code, n.market_id, n.batch_id order by n.account_code`)
    const [markets, batches] = [
      await tx.market.findMany({
        where: { bankId, id: { in: ids(rows.map((r) => r.market_id)) } },
        select: { id: true, code: true, name: true },
      }),
      await tx.batch.findMany({
        where: { bankId, id: { in: ids(rows.map((r) => r.batch_id)) } },
        select: { id: true, code: true },
      }),
    ]
    return {
      date,
      items: rows.map((r) => ({
        account: r.account,
        market: markets.find((m) => m.id === r.market_id) ?? null,
        batch: batches.find((b) => b.id === r.batch_id) ?? null,
        debitFen: r.debit,
        creditFen: r.credit,
        balanceFen: r.debit - r.credit,
      })),
    }
  },
})

const ids = (all: (string | null)[]): string[] => [...new Set(all.filter((id) => id !== null))]

type LineRow = {
  number: string
  business_date: Date
  value_date: Date | null
  event: string
  memo: string | null
  account_code: string
  debit_fen: bigint
  credit_fen: bigint
  at: Date
}

/** Lines as journals, in the order given. */
function journalsOf(rows: readonly LineRow[]) {
  return [...Map.groupBy(rows, (r) => r.number).values()].map((lines) => ({
    number: lines[0]!.number,
    date: fromDb(lines[0]!.business_date),
    valueDate: fromDb(lines[0]!.value_date ?? lines[0]!.business_date),
    event: lines[0]!.event,
    memo: lines[0]!.memo,
    at: lines[0]!.at,
    lines: lines.map((l) => ({ account: l.account_code, debitFen: l.debit_fen, creditFen: l.credit_fen })),
  }))
}

/** The journals that touched one loan, oldest first, with their lines: `GET /loans/{id}/ledger`. */
export const loanLedger = defineQuery({
  name: 'ledger.ofLoan',
  input: z.strictObject({ loanId: zId }),
  access: { roles: LOAN_LEDGER_READERS },
  async run({ tx, actor, input }) {
    const rows = await tx.$queryRaw<LineRow[]>`
      select j.number, j.business_date, j.value_date, j.event, j.memo, l.account_code, l.debit_fen, l.credit_fen, j.at
      from journal_line l join journal j on j.bank_id = l.bank_id and j.id = l.journal_id
      where l.bank_id = ${actor.bankId}::uuid and l.loan_id = ${input.loanId}::uuid order by j.number, l.position`
    return { items: journalsOf(rows) }
  },
})

/** GET /ledger/journals: search by number, event, day, account, loan or amount; newest first, by keyset. */
export const journalSearch = defineQuery({
  name: 'ledger.journals',
  input: z.strictObject({
    search: z.string().trim().max(60).optional(),
    event: z.string().max(40).optional(),
    account: z.string().max(20).optional(),
    from: zDate.optional(),
    to: zDate.optional(),
    amount: zYuan.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(20).optional(),
  }),
  access: { roles: LEDGER_READERS },
  async run({ tx, actor, input }) {
    const { bankId } = actor
    const where = Prisma.sql`
      ${input.cursor ? Prisma.sql`and j.number < ${input.cursor}` : Prisma.empty}
      ${input.event ? Prisma.sql`and j.event = ${input.event}` : Prisma.empty}
      ${input.from ? Prisma.sql`and j.business_date >= ${toDb(input.from)}::date` : Prisma.empty}
      ${input.to ? Prisma.sql`and j.business_date <= ${toDb(input.to)}::date` : Prisma.empty}
      ${input.account ? Prisma.sql`and exists (select from journal_line l where l.bank_id = j.bank_id and l.journal_id = j.id and l.account_code = ${input.account})` : Prisma.empty}
      ${input.amount === undefined ? Prisma.empty : Prisma.sql`and exists (select from journal_line l where l.bank_id = j.bank_id and l.journal_id = j.id and l.debit_fen = ${input.amount})`}
      ${
        input.search
          ? Prisma.sql`and (j.number = ${input.search.toUpperCase()} or j.memo ilike ${`%${input.search}%`}
          or j.object_id in (select id from loan where bank_id = ${bankId}::uuid and number = ${input.search}))`
          : Prisma.empty
      }`
    const rows = await tx.$queryRaw<
      {
        id: string
        number: string
        business_date: Date
        value_date: Date | null
        event: string
        object_type: string
        object_id: string
        memo: string | null
        at: Date
        lines: bigint
        amount: bigint
      }[]
    >(Prisma.sql`
      select j.id, j.number, j.business_date, j.value_date, j.event, j.object_type, j.object_id, j.memo, j.at, count(l.id) as lines, sum(l.debit_fen)::bigint as amount
      from (select * from journal j where j.bank_id = ${bankId}::uuid ${where} order by j.number desc limit ${input.limit + 1}) j
      join journal_line l on l.bank_id = j.bank_id and l.journal_id = j.id
      group by j.id, j.number, j.business_date, j.value_date, j.event, j.object_type, j.object_id, j.memo, j.at order by j.number desc`)
    const page = rows.slice(0, input.limit)
    return {
      items: page.map((r) => ({
        id: r.id,
        number: r.number,
        date: fromDb(r.business_date),
        valueDate: fromDb(r.value_date ?? r.business_date),
        event: r.event,
        objectType: r.object_type,
        objectId: r.object_id,
        memo: r.memo,
        at: r.at,
        lines: Number(r.lines),
        amountFen: r.amount,
      })),
      nextCursor: rows.length > input.limit ? page.at(-1)!.number : null,
    }
  },
})

/** GET /ledger/journals/{number}: one journal with its lines; at most the first thousand of a large one. */
export const journalDetail = defineQuery({
  name: 'ledger.journal',
  input: z.strictObject({ number: z.string().max(20) }),
  access: { roles: LEDGER_READERS },
  async run({ tx, actor, input }) {
    const { bankId } = actor
    const journal = await tx.journal.findFirst({ where: { bankId, number: input.number } })
    if (!journal) throw refuse('E_NOT_FOUND', { object: 'journal' })
    const lines = await tx.journalLine.findMany({
      where: { bankId, journalId: journal.id },
      orderBy: { position: 'asc' },
      take: 1000,
    })
    const loans = await tx.loan.findMany({
      where: { bankId, id: { in: ids(lines.map((l) => l.loanId)) } },
      select: { id: true, number: true },
    })
    const batches = await tx.batch.findMany({
      where: { bankId, id: { in: ids(lines.map((l) => l.batchId)) } },
      select: { id: true, code: true },
    })
    return {
      number: journal.number,
      date: fromDb(journal.businessDate),
      valueDate: fromDb(journal.valueDate ?? journal.businessDate),
      event: journal.event,
      memo: journal.memo,
      at: journal.at,
      lines: lines.map((l) => ({
        account: l.accountCode,
        debitFen: l.debitFen,
        creditFen: l.creditFen,
        loan: loans.find((x) => x.id === l.loanId) ?? null,
        batch: batches.find((x) => x.id === l.batchId) ?? null,
      })),
    }
  },
})

/** GET /ledger/chart: the bank's accounts and posting rules. */
export const ledgerChart = defineQuery({
  name: 'ledger.chart',
  input: z.strictObject({}),
  access: { roles: LEDGER_READERS },
  async run({ tx, actor }) {
    const where = { bankId: actor.bankId }
    const accounts = await tx.glAccount.findMany({ where, orderBy: { code: 'asc' } })
    const rules = await tx.postingRule.findMany({ where, orderBy: [{ event: 'asc' }, { part: 'asc' }] })
    const periods = await tx.accountingPeriod.findMany({ where, orderBy: { month: 'desc' }, take: 36 })
    const changes = await tx.ledgerChange.findMany({ where, orderBy: { proposedAt: 'desc' }, take: 50 })
    const people = await tx.appUser.findMany({
      where: { ...where, id: { in: changes.flatMap((c) => [c.proposedBy, ...(c.decidedBy ? [c.decidedBy] : [])]) } },
      select: { id: true, name: true },
    })
    const who = (id: string | null) => people.find((p) => p.id === id)?.name ?? null
    return {
      accounts: accounts.map(({ code, nameZh, nameEn, kind, glCode, closed }) => ({
        code,
        nameZh,
        nameEn,
        kind,
        glCode,
        closed,
      })),
      rules: rules.map(({ event, part, debit, credit }) => ({ event, part, debit, credit })),
      periods: periods.map((p) => ({ month: fromDb(p.month), state: p.state, closedAt: p.closedAt })),
      changes: changes.map((c) => ({
        id: c.id,
        kind: c.kind as 'ACCOUNT' | 'RULE',
        object: c.object,
        before: c.before as Record<string, string | boolean | null> | null,
        value: c.value as Record<string, string | boolean | null>,
        state: c.state,
        reason: c.reason,
        proposedBy: who(c.proposedBy),
        proposedAt: c.proposedAt,
        decidedBy: who(c.decidedBy),
        decidedAt: c.decidedAt,
        mine: c.proposedBy === actor.userId,
      })),
    }
  },
})
