/** How closely a client, market or partner is watched, and when (§8.1, §9 rows 1 and 2). */

import type { CustomerGrade, MarketGrade } from '@/lib/plans/rules/grades'
import { addMonths, type PlainDate } from '@/lib/platform/dates'
import { type Fen, sumFen } from '@/lib/platform/money'
import { cny, flag, type Traced, words } from '@/lib/platform/trace'
import type { WarningLevel } from './warnings'

export type MonitoringLine = 'LIGHT' | 'FULL'

export type LineInput = {
  /** all notes and undrawn commitments of the client: household and controller group together */
  exposuresFen: readonly Fen[]
  /** a red market or a contagious group puts every merchant under FULL (§8.2, §8.5) */
  marketRed: boolean
  groupContagion: boolean
}

/** The 2,000,000 line: exactly on it is LIGHT; measured by client, so that splitting does not evade (§8.1). */
export function monitoringLine(input: LineInput, lineFen: Fen): Traced<MonitoringLine> {
  const exposureFen = sumFen(input.exposuresFen)
  const forced = input.marketRed || input.groupContagion
  const value: MonitoringLine = forced || exposureFen > lineFen ? 'FULL' : 'LIGHT'
  const result = words('monitoringLine', value)
  return {
    value,
    trace: {
      rule: 'monitoring.line',
      version: 1,
      result,
      steps: [
        {
          ...result,
          rule: '§8.1',
          formula: 'exposure ≤ line → LIGHT',
          inputs: [
            cny('exposure', exposureFen),
            cny('line', lineFen, 'parameter'),
            flag('marketRed', input.marketRed),
            flag('groupContagion', input.groupContagion),
          ],
        },
      ],
    },
  }
}

export type LineRoutine = {
  firstCheckDays: number
  /** share of first checks that are on site */
  firstCheckOnSitePpm: number
  onSiteMonths: number
  onSiteMonthsBestGrade: number
  /** days to be on site after an ORANGE signal, in working days */
  orangeOnSiteWorkingDays: number
}

/** The first check after a disbursement: ≤ 30 days by vouchers (LIGHT), ≤ 15 days on site (FULL) (§8.1). */
export function firstCheckDue(
  disbursedOn: PlainDate,
  line: MonitoringLine,
  routines: Record<MonitoringLine, LineRoutine>,
): PlainDate {
  return disbursedOn.add({ days: routines[line].firstCheckDays })
}

/** The next on-site check of a merchant: LIGHT 12 months, FULL 3, FULL and A1 6 (§8.1). */
export function nextOnSiteDue(
  lastOnSite: PlainDate,
  line: MonitoringLine,
  grade: CustomerGrade,
  routines: Record<MonitoringLine, LineRoutine>,
): PlainDate {
  const r = routines[line]
  return addMonths(lastOnSite, grade === 'A1' ? r.onSiteMonthsBestGrade : r.onSiteMonths)
}

/** The next on-site survey of a market: AAA/AA quarterly, A every two months, B monthly (§8.1). */
export function nextMarketVisit(
  last: PlainDate,
  grade: MarketGrade,
  monthsByGrade: Record<MarketGrade, number>,
): PlainDate {
  return addMonths(last, monthsByGrade[grade])
}

export type MonitoringGrade = 'KEY' | 'GENERAL' | 'SERVICE'

export type GradeInput = {
  openLevel: WarningLevel | null
  dpd: number
  customerGrade: CustomerGrade
  daysSinceFirstLoan: number
  monthsWithBank: number
  /** months without any signal; null: never had one */
  monthsSinceLastSignal: number | null
  exposureFen: Fen
  misuseWatch: boolean
  tipOffConfirmed: boolean
}

export type GradeParameters = {
  keyDpdAbove: number
  keyFirstLoanDays: number
  serviceMonths: number
  serviceQuietMonths: number
  lineFen: Fen
}

export type GradeReason =
  | 'OPEN_WARNING'
  | 'DPD'
  | 'GRADE_B2'
  | 'NEW_BORROWER'
  | 'MISUSE_WATCH'
  | 'TIP_OFF'
  | 'PROVEN'
  | 'OTHERWISE'

/** KEY if any of six; else SERVICE when proven, quiet and small; else GENERAL (§9 row 1). */
export function monitoringGrade(
  m: GradeInput,
  p: GradeParameters,
): Traced<{ grade: MonitoringGrade; reasons: GradeReason[] }> {
  const key: [GradeReason, boolean][] = [
    ['OPEN_WARNING', m.openLevel === 'ORANGE' || m.openLevel === 'RED'],
    ['DPD', m.dpd > p.keyDpdAbove],
    ['GRADE_B2', m.customerGrade === 'B2'],
    ['NEW_BORROWER', m.daysSinceFirstLoan < p.keyFirstLoanDays],
    ['MISUSE_WATCH', m.misuseWatch],
    ['TIP_OFF', m.tipOffConfirmed],
  ]
  const reasons = key.filter(([, yes]) => yes).map(([r]) => r)
  const proven =
    (m.customerGrade === 'A1' || m.customerGrade === 'A2') &&
    m.monthsWithBank >= p.serviceMonths &&
    (m.monthsSinceLastSignal === null || m.monthsSinceLastSignal >= p.serviceQuietMonths) &&
    m.exposureFen <= p.lineFen
  const grade: MonitoringGrade = reasons.length > 0 ? 'KEY' : proven ? 'SERVICE' : 'GENERAL'
  const value = { grade, reasons: reasons.length > 0 ? reasons : ([proven ? 'PROVEN' : 'OTHERWISE'] as GradeReason[]) }
  const result = words('monitoringGrade', grade)
  return {
    value,
    trace: {
      rule: 'monitoring.grade',
      version: 1,
      result,
      steps: key.map(([reason, yes]) => ({
        ...flag(`grade_${reason}`, yes),
        rule: '§9.1',
        inputs: [],
        ...(yes ? { binding: true } : {}),
      })),
    },
  }
}

/** How often a merchant of a monitoring grade is visited (§9 row 2). */
export type VisitFrequency = { visits: number; perMonths: number }
