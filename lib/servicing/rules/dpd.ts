/** Days past due (§8.4). */
import { daysBetween, minDate, type PlainDate } from '@/lib/platform/dates'
import type { Fen } from '@/lib/platform/money'

/** An instalment with what is still unpaid of its principal and interest (penalty does not make a loan past due). */
export type OpenInstalment = { dueDate: PlainDate; unpaidFen: Fen }

export type PastDue = { dpd: number; oldestUnpaidDueDate: PlainDate | null }

/**
 * DPD = as_of − oldest due date with anything unpaid, principal or interest; 0 on the due date itself and for loans with
 * nothing due. A partial payment does not move it until that instalment is cleared in full. Due dates are those after
 * the holiday shift: no day past due runs while the bank is closed for the due date.
 */
export function daysPastDue(instalments: readonly OpenInstalment[], asOf: PlainDate): PastDue {
  const open = instalments.filter((i) => i.unpaidFen > 0n)
  const oldest = open.reduce<PlainDate | null>((m, i) => (m ? minDate(m, i.dueDate) : i.dueDate), null)
  const days = oldest ? daysBetween(oldest, asOf) : 0
  return days > 0 ? { dpd: days, oldestUnpaidDueDate: oldest } : { dpd: 0, oldestUnpaidDueDate: null }
}
