/** What a bank may configure about watching its loans (§8, §9, §12). */
import type { MarketGrade } from '@/lib/plans/rules/grades'
import { type Fen, yuan } from '@/lib/platform/money'
import type { ParameterRanges } from '@/lib/platform/parameters'
import type { ReviewDays } from '@/lib/reviews/rules/timeline'
import type { ContagionParameters } from './rules/contagion'
import type { GradeParameters, LineRoutine, MonitoringGrade, MonitoringLine, VisitFrequency } from './rules/lines'
import type { StopParameters } from './rules/stop-triggers'
import { DEFAULT_WARNINGS } from './rules/warning-table'
import type { WarningLevel, WarningTable } from './rules/warnings'

export type MonitoringParameters = {
  lineFen: Fen
  routines: Record<MonitoringLine, LineRoutine>
  marketVisitMonths: Record<MarketGrade, number>
  partnerVisitMonths: number
  grade: GradeParameters
  visits: Record<MonitoringGrade, VisitFrequency>
  warnings: WarningTable
  /** working days to verify a signal */
  verifyWorkingDays: Record<WarningLevel, number>
  /** the same indicator raised again within these days is the same signal */
  mergeDays: number
  /** the operator's monthly return: due on this day of the next month; working days for a supplement; from how many days on it counts as late */
  returns: { dueDay: number; supplementWorkingDays: number; lateDays: number }
  /** the yearly review: calendar days before the maturity at which each part is due (§8.7) */
  review: ReviewDays
  stop: StopParameters
  contagion: ContagionParameters
}

const pct = (n: number): number => n * 10_000
const LINE = yuan('2000000')

export const MONITORING_DEFAULTS: MonitoringParameters = {
  lineFen: LINE,
  routines: {
    LIGHT: {
      firstCheckDays: 30,
      firstCheckOnSitePpm: pct(10),
      onSiteMonths: 12,
      onSiteMonthsBestGrade: 12,
      orangeOnSiteWorkingDays: 5,
    },
    FULL: {
      firstCheckDays: 15,
      firstCheckOnSitePpm: pct(100),
      onSiteMonths: 3,
      onSiteMonthsBestGrade: 6,
      orangeOnSiteWorkingDays: 2,
    },
  },
  marketVisitMonths: { AAA: 3, AA: 3, A: 2, B: 1, C: 1 },
  partnerVisitMonths: 3,
  grade: { keyDpdAbove: 7, keyFirstLoanDays: 90, serviceMonths: 12, serviceQuietMonths: 6, lineFen: LINE },
  visits: {
    KEY: { visits: 2, perMonths: 1 },
    GENERAL: { visits: 1, perMonths: 3 },
    SERVICE: { visits: 1, perMonths: 6 },
  },
  warnings: DEFAULT_WARNINGS,
  verifyWorkingDays: { YELLOW: 5, ORANGE: 2, RED: 1 },
  mergeDays: 7,
  returns: { dueDay: 10, supplementWorkingDays: 3, lateDays: 3 },
  review: { listDays: 60, consentDays: 45, surveyDays: 30, concludeDays: 20, signDays: 10 },
  stop: {
    marketNplPpm: pct(3),
    marketOverduePpm: pct(6),
    marketNplLiftPpm: pct(2),
    marketOverdueLiftPpm: pct(4),
    liftMonths: 2,
    poolMinimumPpm: pct(50),
    replenishWorkingDays: 10,
    groupsToMarket: 2,
    poolOverduePpm: pct(5),
    poolOverdueLiftPpm: pct(3),
    insurerLossRatioPpm: pct(120),
    insurerOverduePpm: pct(10),
    guarantorClaimWorkingDays: 10,
    lateReturns: 2,
  },
  contagion: {
    yellowDpd: 8,
    freezeDpdAbove: 30,
    replenishWorkingDays: 10,
    demandDays: 30,
    impairedMembers: 2,
    impairedBalancePpm: pct(30),
    meetingWorkingDays: 10,
  },
}

const range = (min: string, max: string) => ({ min, max })

export const MONITORING_RANGES: ParameterRanges = {
  lineFen: range('0', '2000000'),
  'grade.lineFen': range('0', '2000000'),
  'routines.LIGHT.firstCheckDays': range('1', '30'),
  'routines.FULL.firstCheckDays': range('1', '15'),
  'verifyWorkingDays.YELLOW': range('1', '5'),
  'verifyWorkingDays.ORANGE': range('1', '2'),
  'verifyWorkingDays.RED': range('1', '1'),
  'returns.dueDay': range('1', '20'),
  'returns.supplementWorkingDays': range('1', '10'),
  'returns.lateDays': range('1', '15'),
  'review.listDays': range('30', '120'),
  'review.signDays': range('1', '30'),
  'stop.marketNplPpm': range('0', '5'),
  'stop.marketOverduePpm': range('0', '10'),
}
