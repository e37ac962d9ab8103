import { describe, expect, it } from 'vitest'
import { MONITORING_DEFAULTS } from '@/lib/monitoring/parameters'
import { type ContagionMember, contingentExposure, groupContagion } from '@/lib/monitoring/rules/contagion'
import {
  firstCheckDue,
  type GradeInput,
  monitoringGrade,
  monitoringLine,
  nextMarketVisit,
  nextOnSiteDue,
} from '@/lib/monitoring/rules/lines'
import {
  marketStopMayLift,
  STOP_TRIGGERS,
  type StopFacts,
  stopsAgainst,
  stopTriggers,
} from '@/lib/monitoring/rules/stop-triggers'
import { DEFAULT_WARNINGS } from '@/lib/monitoring/rules/warning-table'
import {
  evaluateWarning,
  type Reading,
  releaseNeedsSecondPerson,
  warningEffects,
} from '@/lib/monitoring/rules/warnings'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'

const p = MONITORING_DEFAULTS

describe('the 2,000,000 line (§8.1)', () => {
  const line = (exposures: string[], marketRed = false) =>
    monitoringLine({ exposuresFen: exposures.map(yuan), marketRed, groupContagion: false }, p.lineFen).value
  it('keeps exactly two million light and one fen more full, however it is split', () => {
    expect(line(['2000000'])).toBe('LIGHT')
    expect(line(['2000000.01'])).toBe('FULL')
    expect(line(['1000000', '600000', '400000.01'])).toBe('FULL')
  })
  it('watches every merchant of a red market fully', () => {
    expect(line(['50000'], true)).toBe('FULL')
  })
  it('does not let a first check, an on-site check or a market survey come late', () => {
    const on = date('2026-03-02')
    expect(firstCheckDue(on, 'LIGHT', p.routines).toString()).toBe('2026-04-01')
    expect(firstCheckDue(on, 'FULL', p.routines).toString()).toBe('2026-03-17')
    expect(nextOnSiteDue(on, 'FULL', 'A1', p.routines).toString()).toBe('2026-09-02')
    expect(nextOnSiteDue(on, 'FULL', 'A2', p.routines).toString()).toBe('2026-06-02')
    expect(nextOnSiteDue(on, 'LIGHT', 'A1', p.routines).toString()).toBe('2027-03-02')
    expect(['AAA', 'A', 'B'].map((g) => nextMarketVisit(on, g as 'A', p.marketVisitMonths).toString())).toEqual([
      '2026-06-02',
      '2026-05-02',
      '2026-04-02',
    ])
  })
})

describe('monitoring grade (§9 row 1)', () => {
  const calm: GradeInput = {
    openLevel: null,
    dpd: 0,
    customerGrade: 'A2',
    daysSinceFirstLoan: 400,
    monthsWithBank: 13,
    monthsSinceLastSignal: null,
    exposureFen: yuan('2000000'),
    misuseWatch: false,
    tipOffConfirmed: false,
  }
  const grade = (over: Partial<GradeInput>) => monitoringGrade({ ...calm, ...over }, p.grade).value.grade
  it('serves the proven and quiet, and only them', () => {
    expect(grade({})).toBe('SERVICE')
    expect(grade({ customerGrade: 'B1' })).toBe('GENERAL')
    expect(grade({ monthsWithBank: 11 })).toBe('GENERAL')
    expect(grade({ monthsSinceLastSignal: 5 })).toBe('GENERAL')
    expect(grade({ exposureFen: yuan('2000000.01') })).toBe('GENERAL')
  })
  it.each([
    ['OPEN_WARNING', { openLevel: 'ORANGE' }],
    ['DPD', { dpd: 8 }],
    ['GRADE_B2', { customerGrade: 'B2' }],
    ['NEW_BORROWER', { daysSinceFirstLoan: 89 }],
    ['MISUSE_WATCH', { misuseWatch: true }],
    ['TIP_OFF', { tipOffConfirmed: true }],
  ] as const)('never overlooks a merchant with %s', (reason, over) => {
    expect(monitoringGrade({ ...calm, ...over } as GradeInput, p.grade).value).toEqual({
      grade: 'KEY',
      reasons: [reason],
    })
  })
  it('does not make key what a yellow signal or a week of delay is', () => {
    expect(grade({ openLevel: 'YELLOW', dpd: 7, daysSinceFirstLoan: 90, customerGrade: 'B1' })).toBe('GENERAL')
  })
})

describe('early warnings (§8.2)', () => {
  const level = (code: string, ...readings: Reading[]) => evaluateWarning(code, readings, p.warnings).level
  const at = (code: string, reading: string, ...values: number[]) =>
    values.map((value) => level(code, { reading, value }))

  it('W-C01 turns yellow on day 1, orange on day 8, red on day 31', () => {
    expect(at('W-C01', 'dpd', 0, 1, 7, 8, 30, 31)).toEqual([null, 'YELLOW', 'YELLOW', 'ORANGE', 'ORANGE', 'RED'])
  })
  it('reads each kind of line as the table writes it', () => {
    expect(at('W-M01', 'occupancyDrop', 29_999, 30_000, 50_000, 100_000)).toEqual([null, 'YELLOW', 'ORANGE', 'RED'])
    expect(at('W-M01', 'occupancy', 700_000, 699_999)).toEqual([null, 'RED'])
    expect(at('W-M02', 'footfallYoY', -99_999, -100_000, -200_000, -350_000)).toEqual([null, 'YELLOW', 'ORANGE', 'RED'])
    expect(at('W-M03', 'feeCollectionRate', 950_000, 949_999, 899_999, 799_999)).toEqual([
      null,
      'YELLOW',
      'ORANGE',
      'RED',
    ])
    expect(at('W-M05', 'closedDays', 0, 1, 7, 8)).toEqual(['YELLOW', 'ORANGE', 'ORANGE', 'RED'])
    expect(at('W-P01', 'multiple', 6_999, 7_000, 9_000, 10_000, 10_001)).toEqual([
      null,
      'YELLOW',
      'ORANGE',
      'ORANGE',
      'RED',
    ])
    expect(at('W-P07', 'comprehensiveSolvency', 1_800_000, 1_799_999, 1_499_999, 1_199_999)).toEqual([
      null,
      'YELLOW',
      'ORANGE',
      'RED',
    ])
    expect(at('W-G02', 'unwillingMembers', 0, 1, 2)).toEqual([null, 'ORANGE', 'RED'])
  })
  it('takes the worst of several readings and knows events by name', () => {
    expect(level('W-C06', { reading: 'newInstitutions', value: 1 }, { reading: 'hardInquiries', value: 10 })).toBe(
      'RED',
    )
    expect(level('W-M04', { event: 'CONTROLLER_CHANGED' }, { reading: 'equityChange', value: 60_000 })).toBe('RED')
    expect(level('W-A01', { event: 'RECONCILIATION_DIFFERENCE' })).toBe('ORANGE')
    expect(level('W-C08', { event: 'WEDDING' })).toBeNull()
    expect(() => level('W-X99')).toThrow(RangeError)
  })
  it('keeps all 34 indicators of the table', () => {
    expect(Object.keys(DEFAULT_WARNINGS)).toHaveLength(34)
  })
  it('freezes what a red market, partner, merchant or an orange group must freeze', () => {
    expect(warningEffects('market', 'RED')).toContain('FREEZE_MARKET_DRAWDOWNS')
    expect(warningEffects('guarantor', 'RED')).toEqual(['STOP_NEW_WITH_PARTNER'])
    expect(warningEffects('merchant', 'RED')).toEqual(['FREEZE_LIMIT', 'REVIEW_CLASSIFICATION'])
    expect(warningEffects('merchant', 'ORANGE')).toEqual([])
    expect(warningEffects('group', 'ORANGE')).toEqual(['FREEZE_GROUP_UNDRAWN'])
    expect([releaseNeedsSecondPerson('YELLOW'), releaseNeedsSecondPerson('ORANGE')]).toEqual([false, true])
  })
})

describe('stop triggers (§8.3)', () => {
  const market = {
    nplPpm: 29_999,
    overduePpm: 59_999,
    grade: 'A',
    vetoed: false,
    lateReturns: 1,
    falseList: false,
    refusedStallFreeze: false,
  }
  const guarantor = {
    multipleBreached: false,
    singleClientBreached: false,
    claimUnpaidWorkingDays: 10,
    compensationCapReached: false,
  }
  const codes = (f: StopFacts) => stopTriggers(f, p.stop).map((s) => s.code)
  it('is quiet just below every line', () => {
    expect(
      codes({
        market,
        assistFund: {
          enterpriseFundFen: 50n,
          requiredFen: 100n,
          outstandingFen: 100n,
          capFen: 100n,
          poolOverduePpm: 49_999,
        },
        groups: [{ id: 'g', replenishOverdueWorkingDays: 10 }],
        insurer: { lossRatioPpm: 1_199_900, overduePpm: 99_999 },
        guarantor,
        plan: { expired: false, headroomFen: 1n },
      }),
    ).toEqual([])
  })
  it.each([
    ['S1', { market: { ...market, nplPpm: 30_000 } }],
    ['S1', { market: { ...market, overduePpm: 60_000 } }],
    [
      'S2',
      { assistFund: { enterpriseFundFen: 49n, requiredFen: 100n, outstandingFen: 1n, capFen: 1n, poolOverduePpm: 0 } },
    ],
    [
      'S2',
      { assistFund: { enterpriseFundFen: 99n, requiredFen: 100n, outstandingFen: 2n, capFen: 1n, poolOverduePpm: 0 } },
    ],
    ['S3', { groups: [{ id: 'g', replenishOverdueWorkingDays: 11 }] }],
    [
      'S4',
      {
        assistFund: { enterpriseFundFen: 9n, requiredFen: 9n, outstandingFen: 1n, capFen: 1n, poolOverduePpm: 50_000 },
      },
    ],
    ['S5', { insurer: { lossRatioPpm: 1_200_000, overduePpm: 0 } }],
    ['S5', { insurer: { lossRatioPpm: null, overduePpm: 100_000 } }],
    ['S6', { guarantor: { ...guarantor, multipleBreached: true } }],
    ['S6', { guarantor: { ...guarantor, singleClientBreached: true } }],
    ['S6', { guarantor: { ...guarantor, claimUnpaidWorkingDays: 11 } }],
    ['S6', { guarantor: { ...guarantor, compensationCapReached: true } }],
    ['S7', { market: { ...market, lateReturns: 2 } }],
    ['S7', { market: { ...market, falseList: true } }],
    ['S7', { market: { ...market, refusedStallFreeze: true } }],
    ['S8', { market: { ...market, grade: 'C' } }],
    ['S8', { market: { ...market, vetoed: true } }],
    ['S9', { plan: { expired: false, headroomFen: 0n } }],
    ['S9', { plan: { expired: true, headroomFen: 1n } }],
    ['S10', { regulatoryStop: true }],
  ] as [string, StopFacts][])('%s stops new business on its line', (code, facts) => {
    expect(codes(facts)).toEqual([code])
  })
  it('makes two groups that do not replenish the market’s matter', () => {
    const late = (id: string) => ({ id, replenishOverdueWorkingDays: 11 })
    expect(stopTriggers({ groups: [late('a')] }, p.stop)[0]).toMatchObject({ scope: 'group', groupIds: ['a'] })
    expect(stopTriggers({ groups: [late('a'), late('b')] }, p.stop)[0]).toMatchObject({ scope: 'market' })
  })
  it('freezes undrawn money for S1–S3, S6–S8 and only new contracts for S4, S5, S9', () => {
    const soft = Object.entries(STOP_TRIGGERS).filter(([, t]) => t.force === 'NEW_CONTRACTS')
    expect(soft.map(([code]) => code)).toEqual(['S4', 'S5', 'S9'])
    const active = stopTriggers({ plan: { expired: true, headroomFen: 1n } }, p.stop)
    expect(stopsAgainst('DRAWDOWN', active)).toEqual([])
    expect(stopsAgainst('NEW_CONTRACT', active)).toHaveLength(1)
  })
  it('does not lift a market’s stop on one good month or without L2', () => {
    const good = { nplPpm: 19_999, overduePpm: 39_999 }
    const bad = { nplPpm: 20_000, overduePpm: 0 }
    expect(marketStopMayLift([bad, good, good], true, p.stop)).toBe(true)
    expect(marketStopMayLift([good, bad, good], true, p.stop)).toBe(false)
    expect(marketStopMayLift([good], true, p.stop)).toBe(false)
    expect(marketStopMayLift([good, good], false, p.stop)).toBe(false)
  })
})

describe('contagion in a group (§8.5)', () => {
  const member = (id: string, over: Partial<ContagionMember> = {}): ContagionMember => ({
    id,
    balanceFen: yuan('100000'),
    dpd: 0,
    npl: false,
    claimRaised: false,
    lost: false,
    ...over,
  })
  const effects = (members: ContagionMember[], rest = { replenishments: [], unpaidDemands: [] }) =>
    groupContagion({ members, ...rest }, p.contagion)
  const others = ['b', 'c', 'd', 'e'].map((id) => member(id))
  const ofB = (c: ReturnType<typeof effects>) => c.effects.find((e) => e.memberId === 'b')!

  it('warns the others on day 8, freezes them above day 30, and not the late one for its own delay', () => {
    expect(ofB(effects([member('a', { dpd: 7 }), ...others])).warning).toBeNull()
    const late = effects([member('a', { dpd: 8 }), ...others])
    expect(ofB(late)).toMatchObject({ warning: 'YELLOW', noIncrease: true, undrawnFrozen: false })
    expect(late.effects[0]).toMatchObject({ memberId: 'a', warning: null, noIncrease: false })
    expect(ofB(effects([member('a', { dpd: 31 }), ...others]))).toMatchObject({
      undrawnFrozen: true,
      fullMonitoring: true,
    })
    expect(ofB(effects([member('a', { claimRaised: true }), ...others])).undrawnFrozen).toBe(true)
  })
  it('impairs the group at two bad members or 30 % of its balance', () => {
    expect(effects([member('a', { npl: true }), ...others]).impaired).toBe(false)
    expect(effects([member('a', { npl: true }), member('b', { npl: true }), ...others.slice(1)]).impaired).toBe(true)
    const heavy = effects([member('a', { npl: true, balanceFen: yuan('171428.58') }), ...others])
    expect(heavy.impaired).toBe(true)
    expect(ofB(heavy)).toMatchObject({ floor: 'SPECIAL_MENTION', annualReviewBlocked: true })
  })
  it('lets a member’s unpaid replenishment or demand reach its own loan only', () => {
    const c = groupContagion(
      {
        members: [member('a'), ...others],
        replenishments: [{ memberId: 'b', overdueWorkingDays: 11 }],
        unpaidDemands: [{ memberId: 'c', days: 31 }],
      },
      p.contagion,
    )
    expect(c.effects.filter((e) => e.floor).map((e) => e.memberId)).toEqual(['b', 'c'])
  })
  it('counts the contingent share in a member’s exposure and calls a meeting when one is lost', () => {
    expect(contingentExposure('a', [member('a'), ...others])).toBe(yuan('200000'))
    expect(effects([member('a', { lost: true }), ...others]).groupMeetingDue).toBe(true)
  })
})
