/** Closing a month of accounting: nothing is value-dated into it afterwards. The last month of a year takes its profit. */
import { z } from 'zod'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { fromDb, isBefore, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { sumFen, toYuan } from '@/lib/platform/money'
import { nextNumber } from '@/lib/platform/numbering'
import { zDate } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { journalNumber } from './post'

/** Every day of the month is closed, the months before are closed or were never used, and debits equal credits. */
export const closePeriod = defineCommand({
  name: 'ledger.closePeriod',
  input: z.strictObject({ month: zDate }),
  access: { roles: ['OPS_CHECKER'] },
  timeoutMs: 120_000,
  async run(ctx) {
    const { tx, actor, input, now, today } = ctx
    const { bankId } = actor
    const month = input.month.with({ day: 1 })
    const last = month.with({ day: month.daysInMonth })
    if (!isBefore(last, today))
      throw refuse('E_PERIOD_NOT_OVER', { last: last.toString(), businessDate: today.toString() })
    const row = await tx.accountingPeriod.findFirst({ where: { bankId, month: toDb(month) } })
    if (row?.state === 'CLOSED') throw refuse('E_PERIOD_CLOSED', { open: month.add({ months: 1 }).toString() })
    const first = await tx.journal.findFirst({
      where: { bankId },
      orderBy: { businessDate: 'asc' },
      select: { businessDate: true },
    })
    const before = month.subtract({ months: 1 })
    if (first && isBefore(fromDb(first.businessDate), month)) {
      const earlier = await tx.accountingPeriod.findFirst({ where: { bankId, month: toDb(before), state: 'CLOSED' } })
      if (!earlier) throw refuse('E_PERIOD_ORDER', { month: before.toString().slice(0, 7) })
    }
    const [balance] = await tx.$queryRaw<{ debit: bigint; credit: bigint }[]>`
      select coalesce(sum(debit_fen), 0)::bigint as debit, coalesce(sum(credit_fen), 0)::bigint as credit from ledger_balance
      where bank_id = ${bankId}::uuid and day = ${toDb(last)}::date`
    const { debit, credit } = balance ?? { debit: 0n, credit: 0n }
    if (debit !== credit) throw refuse('E_LEDGER_DIFFERENCE', { differences: [], imbalance: toYuan(debit - credit) })
    const profit = month.month === 12 ? await closeYear(ctx, month.year) : null
    await tx.accountingPeriod.upsert({
      where: { bankId_month: { bankId, month: toDb(month) } },
      create: {
        bankId,
        month: toDb(month),
        state: 'CLOSED',
        closedBy: actor.userId,
        closedAt: now,
        totals: { turnover: toYuan(debit) },
      },
      update: {
        state: 'CLOSED',
        closedBy: actor.userId,
        closedAt: now,
        totals: { turnover: toYuan(debit) },
        version: { increment: 1 },
      },
    })
    ctx.audit({
      objectType: 'accountingPeriod',
      objectId: month.toString().slice(0, 7),
      to: 'CLOSED',
      detail: { turnover: toYuan(debit), ...(profit === null ? {} : { profit: toYuan(profit) }) },
    })
    return { month, state: 'CLOSED' as const, turnoverFen: debit, profitFen: profit }
  },
})

/** Income and expense of the year go to its profit, each account by its balance at the year's end. */
async function closeYear(ctx: CommandContext<unknown>, year: number): Promise<bigint> {
  const { tx, actor, now, today } = ctx
  const { bankId } = actor
  const end = toDb(Temporal.PlainDate.from({ year, month: 12, day: 31 }))
  const rows = await tx.$queryRaw<{ code: string; balance: bigint }[]>`
    select b.account_code as code, sum(b.debit_fen - b.credit_fen)::bigint as balance from ledger_balance b
    join gl_account a on a.bank_id = b.bank_id and a.code = b.account_code
    where b.bank_id = ${bankId}::uuid and b.day = ${end}::date and a.kind in ('INCOME', 'EXPENSE')
    group by b.account_code having sum(b.debit_fen - b.credit_fen) <> 0`
  if (rows.length === 0) return 0n
  const id = newId()
  const number = journalNumber(await nextNumber(tx, bankId, 'journal'))
  await tx.journal.create({
    data: {
      bankId,
      id,
      number,
      businessDate: toDb(today),
      valueDate: end,
      event: 'YEAR_CLOSE',
      objectType: 'accountingPeriod',
      objectId: id,
      memo: String(year),
      postedBy: actor.userId,
      at: now,
    },
  })
  const profit = -sumFen(rows.map((r) => r.balance))
  const lines = [...rows.map((r) => ({ code: r.code, fen: -r.balance })), { code: '4103', fen: -profit }]
  await tx.journalLine.createMany({
    data: lines.map((l, position) => ({
      bankId,
      id: newId(),
      journalId: id,
      accountCode: l.code,
      debitFen: l.fen > 0n ? l.fen : 0n,
      creditFen: l.fen < 0n ? -l.fen : 0n,
      position,
    })),
  })
  return profit
}
