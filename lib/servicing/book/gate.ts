/**
 * Between a bank's days: while an end of day runs, nothing is booked on loans, and an end of day begins only when what is
 * being booked has committed. Bookings share an advisory lock of the bank, the end of day takes it alone.
 */
import { loadParameters } from '@/lib/admin/parameters'
import type { Actor } from '@/lib/platform/actor'
import type { PlainDate } from '@/lib/platform/dates'
import { fromDbOrNull, isAfter, isBefore } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import type { Tx } from '@/lib/platform/tenant'

/** The lock's name, for `pg_advisory_xact_lock(_shared)`. */
export const gateKey = (bankId: string): string => `servicing.day:${bankId}`

const inside = new WeakSet<Tx>()

/** Lets the end of day itself book while the gate is shut for everybody else. */
export async function insideEndOfDay<T>(tx: Tx, run: () => Promise<T>): Promise<T> {
  inside.add(tx)
  return run()
}

/** Takes part in the day: refuses E_DAY_CLOSING while the day is being closed. */
export async function enterDay(tx: Tx, bankId: string): Promise<void> {
  if (inside.has(tx)) return
  const [row] = await tx.$queryRaw<{ running: boolean }[]>`
    with gate as materialized (select pg_advisory_xact_lock_shared(hashtextextended(${gateKey(bankId)}, 0)))
    select exists (select from business_day_run where bank_id = ${bankId}::uuid and state = 'RUNNING') as running from gate`
  if (row?.running) throw refuse('E_DAY_CLOSING')
}

/** A value date lies in the loan's life, in an open period, and not too far back. */
export async function checkValueDate(
  tx: Tx,
  bankId: string,
  what: { valueDate: PlainDate; today: PlainDate; startDate: PlainDate; backDatedDays: number },
): Promise<void> {
  const field = (code: string) => ({ fields: [{ path: 'valueDate', code }] })
  if (isAfter(what.valueDate, what.today) || isBefore(what.valueDate, what.startDate))
    throw refuse('E_DATE:valueDate', {}, field('E_DATE:valueDate'))
  if (what.valueDate.equals(what.today)) return
  const earliest = what.today.subtract({ days: what.backDatedDays })
  if (isBefore(what.valueDate, earliest))
    throw refuse('E_BACK_DATED', { earliest: earliest.toString() }, field('E_BACK_DATED'))
  const open = await firstOpenDay(tx, bankId)
  if (open && isBefore(what.valueDate, open))
    throw refuse('E_PERIOD_CLOSED', { open: open.toString() }, field('E_PERIOD_CLOSED'))
}

/** The first day after the closed accounting periods; null while none has been closed. */
export async function firstOpenDay(tx: Tx, bankId: string): Promise<PlainDate | null> {
  const closed = await tx.accountingPeriod.findFirst({
    where: { bankId, state: 'CLOSED' },
    orderBy: { month: 'desc' },
    select: { month: true },
  })
  return fromDbOrNull(closed?.month)?.add({ months: 1 }) ?? null
}

/** The same before anything is booked: for previews and requests. */
export async function checkBackDated(
  { tx, actor, today }: { tx: Tx; actor: Actor; today: PlainDate },
  startDate: PlainDate,
  valueDate: PlainDate,
): Promise<void> {
  const backDatedDays = valueDate.equals(today)
    ? 0
    : (await loadParameters(tx, actor.bankId, today)).servicing.backDatedDays
  await checkValueDate(tx, actor.bankId, { valueDate, today, startDate, backDatedDays })
}
