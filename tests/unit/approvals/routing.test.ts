import { describe, expect, it } from 'vitest'
import { APPROVAL_DEFAULTS } from '@/lib/approvals/parameters'
import {
  type AddOnFacts,
  type CommitteeVote,
  committeeOutcome,
  type PlanFacts,
  routeAddOn,
  routePlan,
  seatPlans,
  seatsComplete,
} from '@/lib/approvals/rules/routing'
import { yuan } from '@/lib/platform/money'

const p = APPROVAL_DEFAULTS.authority
const million = (n: number) => yuan(String(n * 1_000_000))
const plan: PlanFacts = {
  aggregateFen: million(30),
  merchantLimitsFen: [million(1), million(0.5)],
  mode: 'JG',
  marketGrade: 'A',
  customerGrades: ['A1', 'B1', 'B1', 'B1', 'B2'],
  gradeOverridden: false,
  waivers: 0,
  partnerUsePpm: 800_000,
  marketNplPpm: 19_999,
  parametersOutOfRange: [],
}
const level = (over: Partial<PlanFacts>) => routePlan({ ...plan, ...over }, p).value.level

describe('who decides a plan (§6.1)', () => {
  it('stays at L1 exactly on every ceiling and every escalation line', () => {
    const { value } = routePlan(plan, p)
    expect(value).toMatchObject({ level: 'L1', escalations: [] })
    expect(value.seats.map((s) => s.role)).toEqual(['SB_HEAD', 'CR_APPROVER'])
  })

  it('does not let a level decide a fen more than its authority', () => {
    expect(level({ aggregateFen: million(30) + 1n })).toBe('L2')
    expect(level({ aggregateFen: million(100) + 1n })).toBe('L3')
    expect(level({ aggregateFen: million(300) + 1n })).toBe('L4')
    expect(level({ merchantLimitsFen: [million(1) + 1n] })).toBe('L2')
    expect(level({ merchantLimitsFen: [million(3) + 1n] })).toBe('L3')
    expect(level({ merchantLimitsFen: [million(10) + 1n] })).toBe('L4')
  })

  it('keeps park purchases from L1, up to five million at L2, and direct financing at L4', () => {
    expect(level({ mode: 'PK', merchantLimitsFen: [million(0.5)] })).toBe('L2')
    expect(level({ mode: 'PK', merchantLimitsFen: [million(5)] })).toBe('L2')
    expect(level({ mode: 'PK', merchantLimitsFen: [million(5) + 1n] })).toBe('L3')
    expect(level({ mode: 'DF' })).toBe('L4')
  })

  it.each([
    ['MARKET_GRADE_B', { marketGrade: 'B' }],
    ['GRADE_OVERRIDE', { gradeOverridden: true }],
    ['PARTNER_CONCENTRATION', { partnerUsePpm: 800_001 }],
    ['WAIVER', { waivers: 1 }],
    ['B2_SHARE', { customerGrades: ['B2', 'B1'] }],
    ['MARKET_NPL', { marketNplPpm: 20_000 }],
    ['PARAMETER_DEVIATION', { parametersOutOfRange: ['jg.marginRatioPpm'] }],
  ] as const)('does not decide a plan with %s one level too low', (reason, over) => {
    const { value } = routePlan({ ...plan, ...over } as PlanFacts, p)
    expect(value).toMatchObject({ level: 'L2', baseLevel: 'L1', escalations: [reason] })
  })

  it('escalates one level only, however many reasons there are, and never past L4', () => {
    expect(level({ marketGrade: 'B', waivers: 3, gradeOverridden: true })).toBe('L2')
    expect(level({ marketGrade: 'B', mode: 'DF' })).toBe('L4')
  })
})

describe('add-on lists (§6.1)', () => {
  const addOn: AddOnFacts = {
    ...plan,
    planEffective: true,
    headroomFen: million(1.5),
    allScoresAtThreshold: true,
  }
  const route = (over: Partial<AddOnFacts>) => {
    const r = routeAddOn({ ...addOn, ...over }, p)
    return r.kind === 'ROUTE' ? r.route.value.level : r.reason
  }
  it('lets the two reviewers decide only what is plain', () => {
    expect(route({})).toBe('ADD_ON')
    expect(route({ merchantLimitsFen: [million(1) + 1n] })).toBe('L2')
    expect(route({ gradeOverridden: true })).toBe('L1')
    expect(route({ waivers: 1 })).toBe('L1')
    expect(route({ allScoresAtThreshold: false })).toBe('L1')
    expect(route({ mode: 'PK' })).toBe('L2')
  })
  it('does not add to an expired plan or past its headroom', () => {
    expect(route({ planEffective: false })).toBe('PLAN')
    expect(route({ headroomFen: million(1.5) - 1n })).toBe('HEADROOM')
  })
})

describe('the committee of L3 and L4 (§6.1)', () => {
  const committee = p.levels[2]!.committee!
  const members = ['1', '2', '3', '4', '5', '6']
  const votes = (yes: number, no: number): CommitteeVote[] =>
    members.slice(0, yes + no).map((personId, i) => ({ personId, vote: i < yes ? 'AGREE' : 'REJECT' }))
  const outcome = (v: CommitteeVote[], veto: 'NONE' | 'WAIVED' | 'RETURNED' | 'VETOED' = 'WAIVED', of = members) =>
    committeeOutcome(v, of, veto, committee)

  it('needs two thirds of its members and a chief risk officer who does not object', () => {
    expect(outcome(votes(4, 2))).toBe('AGREED')
    expect(outcome(votes(3, 3))).toBe('REFUSED')
    expect(outcome(votes(6, 0), 'VETOED')).toBe('VETOED')
  })
  it('returns the plan when those who want a supplement, not those against, keep it from two thirds', () => {
    const split = (yes: number, back: number): CommitteeVote[] =>
      members.map((personId, i) => ({
        personId,
        vote: i < yes ? 'AGREE' : i < yes + back ? 'RETURN' : 'REJECT',
      }))
    expect(outcome(split(3, 2))).toBe('RETURNED')
    expect(outcome(split(4, 2))).toBe('AGREED')
    expect(outcome(split(2, 1))).toBe('REFUSED')
    expect(outcome(split(6, 0), 'RETURNED')).toBe('RETURNED')
  })
  it('never takes a missing vote, a missing veto holder or a small committee for a yes', () => {
    expect(outcome(votes(5, 0))).toBe('PENDING')
    expect(outcome(votes(6, 0), 'NONE')).toBe('PENDING')
    expect(outcome(votes(4, 0), 'WAIVED', ['1', '2', '3', '4'])).toBe('PENDING')
    expect(outcome([...votes(3, 0), ...votes(3, 0)])).toBe('PENDING')
  })
  it('does not let the president approve what the committee refused', () => {
    expect(outcome(votes(2, 4), 'WAIVED')).toBe('REFUSED')
  })
})

describe('the seats of a level (§6.2, §12)', () => {
  it('have both departments and one chair, the last of credit approval', () => {
    expect(seatPlans(['SB_HEAD', 'CR_APPROVER', 'CR_HEAD'])).toEqual([
      { role: 'SB_HEAD', department: 'SB', chair: false },
      { role: 'CR_APPROVER', department: 'CR', chair: false },
      { role: 'CR_HEAD', department: 'CR', chair: true },
    ])
    expect(seatsComplete(['SB_HEAD', 'SB_REVIEWER'])).toBe(false)
    expect(seatsComplete(['CR_HEAD'])).toBe(false)
    expect(seatsComplete(['SB_HEAD', 'CR_HEAD', 'CR_HEAD'])).toBe(false)
    expect(seatsComplete(['SB_REVIEWER', 'CR_REVIEWER'])).toBe(true)
  })

  it('sit for a plan as the bank has set them, with the modes and ceilings that it gave the level', () => {
    const [l1, ...higher] = p.levels
    const own = {
      ...p,
      levels: [{ ...l1!, seats: ['SB_HEAD', 'CR_APPROVER', 'CR_HEAD'] as const, modes: ['AF'] as const }, ...higher],
    }
    expect(routePlan(plan, own).value.level).toBe('L2')
    expect(routePlan({ ...plan, mode: 'AF' }, own).value.seats.map((s) => s.role)).toEqual([
      'SB_HEAD',
      'CR_APPROVER',
      'CR_HEAD',
    ])
    expect(
      routePlan({ ...plan, marketGrade: 'A' }, { ...p, escalation: { ...p.escalation, marketGrades: ['A', 'B'] } })
        .value.escalations,
    ).toEqual(['MARKET_GRADE_B'])
  })
})
