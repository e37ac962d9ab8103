import { type Fen, yuan } from '@/lib/platform/money'
import type { Field } from './fields'

export type ModeCode = 'JG' | 'AF' | 'GC' | 'LI' | 'PK' | 'DF'

/** What a bank asks of a list. Every figure is a parameter of the bank (§12); the defaults are those of §2 and §4. */
export type ListPolicy = {
  required: Field[]
  /** above these it is an error (E_AMOUNT_OVER_CAP, E_TENOR_OVER_CAP) */
  hardAmountCapFen: Fen
  hardTenorCapMonths: number
  /** above these only a warning: the limit engine cuts later. Null: the mode sets none */
  modeAmountCapFen: Fen | null
  /** for individual businesses, where the mode tells them apart */
  modeAmountCapIndividualFen: Fen | null
  modeTenorCapMonths: number | null
  /** applications are multiples of it (§4.2) */
  amountStepFen: Fen
  minAge: number
  /** CV7: highest age in completed years on the day of maturity */
  maxAgeAtMaturity: number
  /** operator admission (§3.2): all merchants the operator ranked, not only those on the list. Null: not known */
  rankedCount: number | null
  /** share of the ranked that may be recommended, as a fraction */
  share: { num: number; den: number }
}

type ModeCaps = Pick<ListPolicy, 'modeAmountCapFen' | 'modeAmountCapIndividualFen' | 'modeTenorCapMonths'>

const caps = (amount: string | null, tenor: number | null, individual: string | null = null): ModeCaps => ({
  modeAmountCapFen: amount === null ? null : yuan(amount),
  modeAmountCapIndividualFen: individual === null ? null : yuan(individual),
  modeTenorCapMonths: tenor,
})

/** §2.2–§2.7. PK and DF set their limits by asset and issue, not by list. */
const MODE_CAPS: Record<ModeCode, ModeCaps> = {
  JG: caps('2000000', 12),
  AF: caps('5000000', 12),
  GC: caps('10000000', 36),
  LI: caps('3000000', 12, '500000'),
  PK: caps(null, null),
  DF: caps(null, null),
}

/** §2.2: members of an AAA market's groups may ask for more. */
const JG_CAP_AAA = yuan('3000000')

/** The default policy of a mode; a bank's parameters are spread over it. */
export function listPolicy(mode: ModeCode, marketGrade: string | null = null): ListPolicy {
  const modeCaps = MODE_CAPS[mode]
  return {
    required: ['name', 'uscc', 'ownerName', 'ownerIdNo', 'phone', 'requestedAmount', 'requestedTermMonths'],
    hardAmountCapFen: yuan('10000000'),
    hardTenorCapMonths: 60,
    ...modeCaps,
    modeAmountCapFen: mode === 'JG' && marketGrade === 'AAA' ? JG_CAP_AAA : modeCaps.modeAmountCapFen,
    amountStepFen: yuan('10000'),
    minAge: 18,
    maxAgeAtMaturity: 65,
    rankedCount: null,
    share: { num: 1, den: 2 },
  }
}

/** How many of the ranked may be on the list: whole numbers only, no decimal thirds (§3.2). */
export function maxRecommended(rankedCount: number, share: { num: number; den: number }): number {
  return Math.floor((rankedCount * share.num) / share.den)
}
