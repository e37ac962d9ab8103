/**
 * What a payment pays (LEG-10; Civil Code art. 561).
 *
 * - LEGAL (DEFAULT): costs of enforcement, then interest, then principal, over everything that is due; in each of the
 *   three the oldest due first. Interest means penalty, then compound interest, then contract interest.
 * - PRINCIPAL_FIRST: costs, then principal, then interest; where the tenant allows it, for loans more than 90 days past due.
 * - BY_INSTALMENT: costs, then instalment by instalment, in each interest before principal; only where the contract says so.
 * What is left after all dues is surplus: it is kept in suspense, never turned into a prepayment by itself.
 */
import { isBefore, type PlainDate } from '@/lib/platform/dates'
import { type Fen, maxFen, minFen } from '@/lib/platform/money'

export const ALLOCATION_ORDERS = ['LEGAL', 'PRINCIPAL_FIRST', 'BY_INSTALMENT'] as const
export type AllocationOrder = (typeof ALLOCATION_ORDERS)[number]

/** The parts of one instalment that are due and unpaid, in fen. */
export type Due = {
  no: number
  dueDate: PlainDate
  penaltyFen: Fen
  compoundFen: Fen
  interestFen: Fen
  principalFen: Fen
}

export type AllocatedLine = Due & {
  /** nothing of this instalment is left unpaid */
  cleared: boolean
}

export type Allocation = {
  costsFen: Fen
  penaltyFen: Fen
  compoundFen: Fen
  interestFen: Fen
  principalFen: Fen
  /** paid beyond everything due */
  surplusFen: Fen
  /** what each instalment got, in the order of due dates; instalments that got nothing are left out */
  lines: AllocatedLine[]
}

type Part = 'penaltyFen' | 'compoundFen' | 'interestFen' | 'principalFen'
const INTEREST: Part[] = ['penaltyFen', 'compoundFen', 'interestFen']

/** LEGAL, unless the tenant allows principal first and the loan is more than 90 days past due (LEG-10). */
export function orderFor(tenant: { principalFirstAfter90: boolean }, dpd: number): AllocationOrder {
  return tenant.principalFirstAfter90 && dpd > 90 ? 'PRINCIPAL_FIRST' : 'LEGAL'
}

/** Shares a payment over costs and dues. The parts and the surplus always add up to the payment. */
export function allocate(amountFen: Fen, owed: { costsFen: Fen; dues: Due[] }, order: AllocationOrder): Allocation {
  const dues = [...owed.dues].sort((a, b) => compareDues(a, b))
  const paid = dues.map((d) => ({ ...d, penaltyFen: 0n, compoundFen: 0n, interestFen: 0n, principalFen: 0n }))
  let left = maxFen(0n, amountFen)
  const costsFen = minFen(left, owed.costsFen)
  left -= costsFen
  for (const [i, part] of turns(order, dues.length)) {
    const give = minFen(left, dues[i]![part] - paid[i]![part])
    paid[i]![part] += give
    left -= give
  }
  const sum = (part: Part): Fen => paid.reduce((t, p) => t + p[part], 0n)
  const lines = paid.map((p, i) => ({ ...p, cleared: dueTotal(p) === dueTotal(dues[i]!) }))
  return {
    costsFen,
    penaltyFen: sum('penaltyFen'),
    compoundFen: sum('compoundFen'),
    interestFen: sum('interestFen'),
    principalFen: sum('principalFen'),
    surplusFen: left,
    lines: lines.filter((line) => dueTotal(line) > 0n),
  }
}

/** Who is paid in which turn: pairs of instalment and part. */
function turns(order: AllocationOrder, instalments: number): [number, Part][] {
  const each = [...Array(instalments).keys()]
  const across = (parts: Part[]): [number, Part][] =>
    parts.flatMap((part) => each.map((i): [number, Part] => [i, part]))
  if (order === 'BY_INSTALMENT') {
    return each.flatMap((i) => [...INTEREST, 'principalFen' as const].map((part): [number, Part] => [i, part]))
  }
  return order === 'PRINCIPAL_FIRST' ? across(['principalFen', ...INTEREST]) : across([...INTEREST, 'principalFen'])
}

function dueTotal(d: Due): Fen {
  return d.penaltyFen + d.compoundFen + d.interestFen + d.principalFen
}

function compareDues(a: Due, b: Due): number {
  if (isBefore(a.dueDate, b.dueDate)) return -1
  return isBefore(b.dueDate, a.dueDate) ? 1 : a.no - b.no
}
