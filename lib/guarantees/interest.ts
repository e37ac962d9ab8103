/** Deposit interest of an account by days of balance, in one statement for all its sub-ledgers (INV-A9). */
import { type PlainDate, toDb } from '@/lib/platform/dates'
import type { Fen, Ppm } from '@/lib/platform/money'
import type { Tx } from '@/lib/platform/tenant'
import { depositInterest } from './rules/movements'

/** What each sub-ledger earned after `from` (null: since its first movement) up to `upTo`; all of it to the pool where the pool owns it. */
export async function interestOf(
  ctx: { tx: Tx; actor: { bankId: string } },
  account: { id: string; interestOwner: string },
  from: PlainDate | null,
  upTo: PlainDate,
  ratePpm: Ppm,
): Promise<{ subLedgerId: string; interestFen: Fen }[]> {
  const { tx, actor } = ctx
  const rows = await tx.$queryRaw<{ sub_ledger_id: string; days: { toString(): string } }[]>`
    select sub_ledger_id, sum(effect_fen::numeric * (${toDb(upTo)}::date - greatest(value_date, coalesce(${from ? toDb(from) : null}::date, value_date)))) as days
    from account_movement where bank_id = ${actor.bankId}::uuid and account_id = ${account.id}::uuid and value_date < ${toDb(upTo)}::date
    group by sub_ledger_id order by sub_ledger_id`
  const earned = rows
    .map((r) => ({ subLedgerId: r.sub_ledger_id, balanceDays: BigInt(r.days.toString().split('.')[0]!) }))
    .filter((r) => r.balanceDays > 0n)
  if (account.interestOwner === 'MEMBER')
    return earned
      .map((r) => ({ subLedgerId: r.subLedgerId, interestFen: depositInterest(r.balanceDays, ratePpm) }))
      .filter((r) => r.interestFen > 0n)
  const pool = await tx.marginSubLedger.findFirst({
    where: { bankId: actor.bankId, accountId: account.id, applicationId: null },
    orderBy: { subNo: 'asc' },
    select: { id: true },
  })
  const total = depositInterest(
    earned.reduce((n, r) => n + r.balanceDays, 0n),
    ratePpm,
  )
  const target = pool?.id ?? earned[0]?.subLedgerId
  return target && total > 0n ? [{ subLedgerId: target, interestFen: total }] : []
}
