/** Parameters whose values are words: among which a bank chooses, and what every choice must hold (§12). */
import { SEAT_ROLES } from '@/lib/approvals/parameters'
import { type SeatRole, seatsComplete } from '@/lib/approvals/rules/routing'
import { ASSIST_FUND_REFUNDS } from '@/lib/guarantees/rules/movements'
import { MERCHANT_SLOTS, OPERATOR_SLOTS } from '@/lib/intake/slots'
import { ROLES } from '@/lib/platform/actor'
import { wordsOf } from '@/lib/platform/parameters'

export type Choice = {
  options: readonly string[]
  /** several of them together; else one */
  list: boolean
  /** those that no bank may leave out */
  always?: readonly string[]
  /** what the words must be together */
  fits?: (words: readonly string[]) => boolean
}

const MODES = ['JG', 'AF', 'GC', 'LI', 'PK', 'DF']
const MARKET_GRADES = ['AAA', 'AA', 'A', 'B']
const SEATS: Choice = { options: SEAT_ROLES, list: true, fits: (words) => seatsComplete(words as SeatRole[]) }

const CHOICES: Record<string, Choice> = {
  'auth.mfaRoles': { options: ROLES, list: true },
  'approvals.countersign.order': { options: ['PARALLEL', 'SEQUENTIAL'], list: false },
  'approvals.countersign.proof': { options: ['NEVER', 'FINAL', 'EVERY'], list: false },
  'approvals.authority.addOn.seats': SEATS,
  'approvals.authority.escalation.marketGrades': { options: MARKET_GRADES, list: true },
  'plans.af.assistFundRefund': { options: ASSIST_FUND_REFUNDS, list: false },
  'intake.macros': { options: ['REFUSE', 'STRIP'], list: false },
  'intake.requiredSlots': { options: MERCHANT_SLOTS, list: true, always: OPERATOR_SLOTS },
  'plans.gc.admission.ratings': { options: ['AAA', 'AA', 'A', 'BBB'], list: true },
}

/** The choice that a parameter is; null for figures, switches and free text. */
export function choiceOf(key: string): Choice | null {
  if (/^approvals\.authority\.levels\.\d+\.seats$/.test(key)) return SEATS
  if (/^approvals\.authority\.levels\.\d+\.modes$/.test(key)) return { options: MODES, list: true }
  return CHOICES[key] ?? null
}

/** Whether a text is one of the choices, or for a list some of them. An empty `auth.mfaRoles` asks nobody for more. */
export function isChosen(key: string, text: string): boolean {
  const choice = choiceOf(key)
  if (!choice || (key === 'auth.mfaRoles' && text === '')) return true
  const words = choice.list ? wordsOf(text) : [text]
  return (
    words.every((w) => choice.options.includes(w)) &&
    (choice.always ?? []).every((w) => words.includes(w)) &&
    (choice.fits?.(words) ?? true)
  )
}
