/** How long an approval, a score and a public check hold, and when a refusal may be reconsidered (§6.2, §6.4). */
import { addMonths, daysBetween, isAfter, minDate, type PlainDate } from '@/lib/platform/dates'

export type ValidityParameters = {
  planMonths: number
  firstContractMonths: number
  signDays: number
  drawDays: number
  publicCheckDays: number
  scoreDays: number
  reconsiderationDays: number
}

/** A period of n days or months from an approval ends with the n-th day or the same day n months later, included. */
export type PlanValidity = { firstContractBy: PlainDate; validUntil: PlainDate }

/** A plan is good for new business for 12 months, and only when its first contract comes within 6 (§6.4). */
export function planValidity(approvedOn: PlainDate, p: ValidityParameters): PlanValidity {
  return {
    firstContractBy: addMonths(approvedOn, p.firstContractMonths),
    validUntil: addMonths(approvedOn, p.planMonths),
  }
}

/** True when no new contract may be made under the plan any more. */
export function planExpired(
  approvedOn: PlainDate,
  firstContractOn: PlainDate | null,
  today: PlainDate,
  p: ValidityParameters,
): boolean {
  const v = planValidity(approvedOn, p)
  if (isAfter(today, v.validUntil)) return true
  const first = firstContractOn ?? today
  return isAfter(first, v.firstContractBy)
}

export type MerchantValidity = { signBy: PlainDate; drawBy: PlainDate }

/** A merchant's approval: sign within 60 days, draw within 90, both from the approval and inside the plan (§6.4). */
export function merchantValidity(
  approvedOn: PlainDate,
  planValidUntil: PlainDate,
  p: ValidityParameters,
): MerchantValidity {
  return {
    signBy: minDate(approvedOn.add({ days: p.signDays }), planValidUntil),
    drawBy: approvedOn.add({ days: p.drawDays }),
  }
}

/** The item event due today, if any: an unsigned approval lapses after 60 days, a signed undrawn one after 90. */
export function merchantApprovalExpired(v: MerchantValidity, signed: boolean, today: PlainDate): boolean {
  return isAfter(today, signed ? v.drawBy : v.signBy)
}

/** A check made on `madeOn` still counts on `on` when it is at most `days` old and not in the future (§6.4). */
export function isFresh(madeOn: PlainDate, on: PlainDate, days: number): boolean {
  const age = daysBetween(madeOn, on)
  return age >= 0 && age <= days
}

export type ReconsiderationRefusal = 'E_RECONSIDERATION_USED' | 'E_RECONSIDERATION_LATE' | 'E_RECONSIDERATION_FACTS'

/** Once per plan version, within 30 days of the rejection, with new facts; it goes to the next level (§6.2). */
export function checkReconsideration(
  r: { rejectedOn: PlainDate; today: PlainDate; earlier: number; newFacts: string },
  p: ValidityParameters,
): ReconsiderationRefusal | null {
  if (r.earlier > 0) return 'E_RECONSIDERATION_USED'
  if (isAfter(r.today, r.rejectedOn.add({ days: p.reconsiderationDays }))) return 'E_RECONSIDERATION_LATE'
  return r.newFacts.trim() === '' ? 'E_RECONSIDERATION_FACTS' : null
}
