/** Which part of a debt a claim asks for: covers differ, so principal, interest, penalty and costs are told apart (§8.6). Pure. */
import { type Fen, minFen } from '@/lib/platform/money'

export type DebtParts = { principalFen: Fen; interestFen: Fen; penaltyFen: Fen; costsFen: Fen }
export type ClaimType =
  | 'MARGIN'
  | 'ASSIST_FUND'
  | 'GOV_FUND'
  | 'GUARANTOR'
  | 'INSURER'
  | 'JOINT_LIABILITY'
  | 'DEVELOPER'
export const CLAIM_TYPES = [
  'MARGIN',
  'ASSIST_FUND',
  'GOV_FUND',
  'GUARANTOR',
  'INSURER',
  'JOINT_LIABILITY',
  'DEVELOPER',
] as const
export type ClaimMode = 'JG' | 'AF' | 'GC' | 'LI' | 'PK'

/** The claims of a mode in the order of its waterfall: a later one waits until the earlier has paid or is exhausted (LEG-9). */
export const CLAIM_ORDER: Record<ClaimMode, readonly ClaimType[]> = {
  JG: ['MARGIN', 'JOINT_LIABILITY'],
  AF: ['ASSIST_FUND', 'GOV_FUND'],
  GC: ['GUARANTOR'],
  LI: ['INSURER', 'GOV_FUND'],
  PK: ['DEVELOPER'],
}
/** Whose money the bank takes itself, by two people, from an account that it controls; the others are asked by letter. */
export const FROM_ACCOUNT: readonly ClaimType[] = ['MARGIN', 'ASSIST_FUND']

/** What a claim of an amount covers of a debt. Guarantors answer for principal, insurers for principal and interest, the rest in the order of LEG-10. */
export function claimParts(type: ClaimType, amountFen: Fen, debt: DebtParts): DebtParts {
  if (type === 'GUARANTOR') return { principalFen: amountFen, interestFen: 0n, penaltyFen: 0n, costsFen: 0n }
  if (type === 'INSURER') {
    const base = debt.principalFen + debt.interestFen
    const principalFen = base > 0n ? (amountFen * debt.principalFen + base / 2n) / base : 0n
    return { principalFen, interestFen: amountFen - principalFen, penaltyFen: 0n, costsFen: 0n }
  }
  let left = amountFen
  const take = (fen: Fen) => {
    const part = minFen(left, fen)
    left -= part
    return part
  }
  const costsFen = take(debt.costsFen)
  const penaltyFen = take(debt.penaltyFen)
  const interestFen = take(debt.interestFen)
  return { costsFen, penaltyFen, interestFen, principalFen: left }
}
