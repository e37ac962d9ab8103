/** What a bank may configure about approvals (§6, §12): authority, escalation, countersigning, validity. */

import type { Mode } from '@/lib/plans/rules/grades'
import { type Fen, type Ppm, yuan } from '@/lib/platform/money'
import type { ParameterRanges } from '@/lib/platform/parameters'
import type { CountersignParameters } from './rules/countersign'
import type { AuthorityParameters, LevelRule, SeatRole } from './rules/routing'
import type { ValidityParameters } from './rules/validity'

export type ApprovalParameters = {
  authority: AuthorityParameters
  countersign: CountersignParameters & {
    order: 'PARALLEL' | 'SEQUENTIAL'
    remindAfterWorkingDays: number
    escalateAfterWorkingDays: number
    /** whether a seat sees what its peers said only after its own opinion */
    peersAfterOwn: boolean
    /** when a person proves to be there anew: never, for an opinion that ends the round, or for every one */
    proof: 'NEVER' | 'FINAL' | 'EVERY'
    /** a password is not enough: who has no second factor does not decide */
    secondFactorOnly: boolean
    /** longest time for which a person hands over the own seats */
    delegationMaxDays: number
  }
  validity: ValidityParameters
  /** working days from acceptance to the final result, by profile (§9 row 17, §10.2) */
  sla: { greenAddOnDays: number; greenPlanDays: number; normalDays: number }
}

const pct = (n: number): Ppm => n * 10_000
const million = (n: number): Fen => yuan(String(n * 1_000_000))
const EVERYDAY: readonly Mode[] = ['JG', 'AF', 'GC', 'LI']
const LENDING: readonly Mode[] = [...EVERYDAY, 'PK']

const NO_OWN_CEILINGS: LevelRule['modeSingleMaxFen'] = { JG: null, AF: null, GC: null, LI: null, PK: null, DF: null }
/** The seats that a bank may set at a level. */
export const SEAT_ROLES: readonly SeatRole[] = ['SB_REVIEWER', 'SB_HEAD', 'CR_REVIEWER', 'CR_APPROVER', 'CR_HEAD']

export const APPROVAL_DEFAULTS: ApprovalParameters = {
  authority: {
    levels: [
      {
        level: 'L1',
        aggregateMaxFen: million(30),
        singleMaxFen: million(1),
        modes: EVERYDAY,
        modeSingleMaxFen: NO_OWN_CEILINGS,
        seats: ['SB_HEAD', 'CR_APPROVER'],
        committee: null,
      },
      {
        level: 'L2',
        aggregateMaxFen: million(100),
        singleMaxFen: million(3),
        modes: LENDING,
        // A park purchase may be larger than another single loan of this level.
        modeSingleMaxFen: { ...NO_OWN_CEILINGS, PK: million(5) },
        seats: ['SB_HEAD', 'CR_HEAD'],
        committee: null,
      },
      {
        level: 'L3',
        aggregateMaxFen: million(300),
        singleMaxFen: million(10),
        modes: LENDING,
        modeSingleMaxFen: NO_OWN_CEILINGS,
        seats: ['SB_HEAD', 'CR_HEAD'],
        committee: { membersMin: 5, agreeNum: 2, agreeDen: 3, veto: 'CHIEF_RISK_OFFICER' },
      },
      {
        level: 'L4',
        aggregateMaxFen: null,
        singleMaxFen: null,
        modes: [...LENDING, 'DF'],
        modeSingleMaxFen: NO_OWN_CEILINGS,
        seats: ['SB_HEAD', 'CR_HEAD'],
        committee: { membersMin: 5, agreeNum: 2, agreeDen: 3, veto: 'PRESIDENT' },
      },
    ],
    addOn: { singleMaxFen: million(1), seats: ['SB_REVIEWER', 'CR_REVIEWER'] },
    escalation: { marketGrades: ['B'], partnerUsePpm: pct(80), b2SharePpm: pct(20), marketNplPpm: pct(2) },
  },
  countersign: {
    rejectedLinesMaxPpm: pct(30),
    order: 'PARALLEL',
    remindAfterWorkingDays: 1,
    escalateAfterWorkingDays: 2,
    peersAfterOwn: true,
    proof: 'FINAL',
    secondFactorOnly: false,
    delegationMaxDays: 30,
  },
  validity: {
    planMonths: 12,
    firstContractMonths: 6,
    signDays: 60,
    drawDays: 90,
    publicCheckDays: 3,
    scoreDays: 90,
    reconsiderationDays: 30,
  },
  sla: { greenAddOnDays: 3, greenPlanDays: 7, normalDays: 15 },
}

const range = (min: string, max: string) => ({ min, max })

export const APPROVAL_RANGES: ParameterRanges = {
  'countersign.rejectedLinesMaxPpm': range('0', '100'),
  'countersign.remindAfterWorkingDays': range('1', '10'),
  'countersign.escalateAfterWorkingDays': range('1', '10'),
  'countersign.delegationMaxDays': range('1', '365'),
  'validity.planMonths': range('1', '12'),
  'validity.firstContractMonths': range('1', '12'),
  'validity.signDays': range('1', '60'),
  'validity.drawDays': range('1', '90'),
  'validity.publicCheckDays': range('0', '3'),
  'validity.scoreDays': range('1', '90'),
  'validity.reconsiderationDays': range('1', '30'),
}
