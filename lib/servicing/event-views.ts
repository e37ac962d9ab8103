/** What was booked on a loan as people read it: by whom, why, and what was taken back since. */
import { fromDb } from '@/lib/platform/dates'
import type { Tx } from '@/lib/platform/tenant'
import type { StoredLoan } from './book/read'
import { fromSerial } from './rules/serial-day'

/** In the order of booking. `by` is null where the bank's machinery booked; `why` is the reason of the change behind it. */
export async function eventViews(tx: Tx, bankId: string, loan: StoredLoan) {
  const people = [...new Set(loan.history.flatMap((e) => (e.postedBy ? [e.postedBy] : [])))]
  const [users, changes] = [
    await tx.appUser.findMany({ where: { bankId, id: { in: people } }, select: { id: true, name: true } }),
    await tx.loanChange.findMany({
      where: { bankId, loanId: loan.id, state: 'DONE' },
      select: { id: true, reason: true },
    }),
  ]
  const nameOf = new Map(users.map((u) => [u.id, u.name]))
  const reasonOf = new Map(changes.map((c) => [c.id, c.reason]))
  return loan.history.map((e) => ({
    id: e.id,
    kind: e.kind,
    valueDate: fromSerial(e.on),
    bookedOn: fromDb(e.bookedOn),
    amountFen: 'amountFen' in e ? e.amountFen : 0n,
    source: e.source,
    by: e.postedBy ? (nameOf.get(e.postedBy) ?? null) : null,
    why: (e.changeId && reasonOf.get(e.changeId)) ?? null,
    reversed: e.reversedBy !== null,
    reversedOn: e.reversedOn ? fromDb(e.reversedOn) : null,
    reversedWhy: (e.reversedChangeId && reasonOf.get(e.reversedChangeId)) ?? null,
    at: e.at,
  }))
}
