/** Which level decides a credit plan or an add-on list, and who sits there (§6.1). */

import type { CustomerGrade, MarketGrade, Mode } from '@/lib/plans/rules/grades'
import { type Fen, maxFen, type Ppm } from '@/lib/platform/money'
import { cny, percent, type Traced, type TraceStep, words } from '@/lib/platform/trace'

export type AuthorityLevel = 'L1' | 'L2' | 'L3' | 'L4'
/** an add-on list with nothing unusual in it is decided below L1 */
export type DecisionLevel = 'ADD_ON' | AuthorityLevel

export type Department = 'SB' | 'CR'
export type SeatRole = 'SB_REVIEWER' | 'SB_HEAD' | 'CR_REVIEWER' | 'CR_APPROVER' | 'CR_HEAD'
export type SeatPlan = { role: SeatRole; department: Department; chair: boolean }

export const SEAT_DEPARTMENT: Record<SeatRole, Department> = {
  SB_REVIEWER: 'SB',
  SB_HEAD: 'SB',
  CR_REVIEWER: 'CR',
  CR_APPROVER: 'CR',
  CR_HEAD: 'CR',
}

/** The seats that roles name: both departments sit, and the last of credit approval is the chair (§6.2). */
export function seatPlans(roles: readonly SeatRole[]): SeatPlan[] {
  const chair = roles.findLast((role) => SEAT_DEPARTMENT[role] === 'CR')
  return roles.map((role) => ({ role, department: SEAT_DEPARTMENT[role], chair: role === chair }))
}

/** A countersign has at least one seat of either department; the same role does not sit twice. */
export function seatsComplete(roles: readonly SeatRole[]): boolean {
  const departments = new Set(roles.map((role) => SEAT_DEPARTMENT[role]))
  return departments.has('SB') && departments.has('CR') && new Set(roles).size === roles.length
}

/** A committee decides beside the seats: a share of its members, and one person who can only say no. */
export type Committee = {
  membersMin: number
  agreeNum: number
  agreeDen: number
  veto: 'CHIEF_RISK_OFFICER' | 'PRESIDENT'
}

export type LevelRule = {
  level: AuthorityLevel
  /** null: no ceiling */
  aggregateMaxFen: Fen | null
  singleMaxFen: Fen | null
  modes: readonly Mode[]
  /** ceiling of one merchant in a mode where it differs from singleMaxFen; null: it does not */
  modeSingleMaxFen: Record<Mode, Fen | null>
  seats: readonly SeatRole[]
  committee: Committee | null
}

export type AuthorityParameters = {
  /** lowest level first */
  levels: readonly LevelRule[]
  addOn: { singleMaxFen: Fen; seats: readonly SeatRole[] }
  /** what sends a plan one level up; grades of markets and customers as the bank names them */
  escalation: { marketGrades: readonly MarketGrade[]; partnerUsePpm: Ppm; b2SharePpm: Ppm; marketNplPpm: Ppm }
}

export type PlanFacts = {
  aggregateFen: Fen
  merchantLimitsFen: readonly Fen[]
  mode: Mode
  marketGrade: MarketGrade
  customerGrades: readonly CustomerGrade[]
  gradeOverridden: boolean
  /** waivers of vetoes or document rules */
  waivers: number
  /** use of the partner's cap after this plan */
  partnerUsePpm: Ppm
  marketNplPpm: Ppm
  /** parameters set outside their range for this plan */
  parametersOutOfRange: readonly string[]
}

export type Escalation =
  | 'MARKET_GRADE_B'
  | 'GRADE_OVERRIDE'
  | 'PARTNER_CONCENTRATION'
  | 'WAIVER'
  | 'B2_SHARE'
  | 'MARKET_NPL'
  | 'PARAMETER_DEVIATION'

export type Route = {
  level: DecisionLevel
  baseLevel: AuthorityLevel
  escalations: Escalation[]
  seats: readonly SeatPlan[]
  committee: Committee | null
}

/** The level by aggregate, largest merchant and mode, one higher when anything on the escalation list is true (§6.1). */
export function routePlan(facts: PlanFacts, p: AuthorityParameters): Traced<Route> {
  const largest = maxFen(0n, ...facts.merchantLimitsFen)
  const base = lowestLevel(facts.aggregateFen, largest, facts.mode, p)
  const escalations = escalationsOf(facts, p)
  const index = Math.min(base + (escalations.length > 0 ? 1 : 0), p.levels.length - 1)
  return route(index, base, escalations, p, [
    {
      ...words('baseLevel', p.levels[base]!.level),
      rule: '§6.1',
      formula: 'lowest level with aggregate ≤ max, single ≤ max, mode allowed',
      inputs: [cny('aggregate', facts.aggregateFen), cny('largestMerchant', largest), words('mode', facts.mode)],
    },
    {
      ...words('escalations', escalations.join(', ') || '—'),
      rule: '§6.1',
      inputs: [
        words('marketGrade', facts.marketGrade),
        percent('partnerUse', facts.partnerUsePpm),
        percent('marketNpl', facts.marketNplPpm),
      ],
    },
  ])
}

export type AddOnFacts = Omit<PlanFacts, 'aggregateFen'> & {
  planEffective: boolean
  headroomFen: Fen
  allScoresAtThreshold: boolean
}

/** An add-on needs a valid plan and headroom; without them a new plan has to be decided. */
export type AddOnRoute = { kind: 'ROUTE'; route: Traced<Route> } | { kind: 'NEW_PLAN'; reason: 'PLAN' | 'HEADROOM' }

/**
 * A later list under an effective plan (§6.1): SB and CR reviewer together when nothing is overridden or waived, all
 * scores stand and no merchant is above 1,000,000; else L1–L3 by the largest single amount.
 */
export function routeAddOn(facts: AddOnFacts, p: AuthorityParameters): AddOnRoute {
  const total = facts.merchantLimitsFen.reduce((a, b) => a + b, 0n)
  if (!facts.planEffective) return { kind: 'NEW_PLAN', reason: 'PLAN' }
  if (total > facts.headroomFen) return { kind: 'NEW_PLAN', reason: 'HEADROOM' }
  const largest = maxFen(0n, ...facts.merchantLimitsFen)
  const plain =
    !facts.gradeOverridden &&
    facts.waivers === 0 &&
    facts.allScoresAtThreshold &&
    largest <= p.addOn.singleMaxFen &&
    allows(p.levels[0]!, 0n, largest, facts.mode)
  const inputs = [cny('largestMerchant', largest), words('mode', facts.mode)]
  const base = lowestLevel(0n, largest, facts.mode, p)
  if (plain) {
    const result = words('level', 'ADD_ON')
    const value: Route = {
      level: 'ADD_ON',
      baseLevel: p.levels[base]!.level,
      escalations: [],
      seats: seatPlans(p.addOn.seats),
      committee: null,
    }
    const steps: TraceStep[] = [{ ...result, rule: '§6.1', formula: 'no override, no waiver, single ≤ max', inputs }]
    return { kind: 'ROUTE', route: { value, trace: { rule: 'approvals.route', version: 1, result, steps } } }
  }
  const step: TraceStep = { ...words('baseLevel', p.levels[base]!.level), rule: '§6.1', inputs }
  return { kind: 'ROUTE', route: route(base, base, [], p, [step]) }
}

function route(
  index: number,
  base: number,
  escalations: Escalation[],
  p: AuthorityParameters,
  steps: TraceStep[],
): Traced<Route> {
  const rule = p.levels[index]!
  const result = words('level', rule.level)
  return {
    value: {
      level: rule.level,
      baseLevel: p.levels[base]!.level,
      escalations,
      seats: seatPlans(rule.seats),
      committee: rule.committee,
    },
    trace: {
      rule: 'approvals.route',
      version: 1,
      result,
      steps: [...steps, { ...result, rule: '§6.1', inputs: [], binding: true }],
    },
  }
}

function allows(rule: LevelRule, aggregateFen: Fen, largestFen: Fen, mode: Mode): boolean {
  const singleMax = rule.modeSingleMaxFen[mode] ?? rule.singleMaxFen
  return (
    rule.modes.includes(mode) &&
    (rule.aggregateMaxFen === null || aggregateFen <= rule.aggregateMaxFen) &&
    (singleMax === null || largestFen <= singleMax)
  )
}

/** Index of the lowest level that may decide; the highest level has no ceiling. */
function lowestLevel(aggregateFen: Fen, largestFen: Fen, mode: Mode, p: AuthorityParameters): number {
  const i = p.levels.findIndex((rule) => allows(rule, aggregateFen, largestFen, mode))
  return i < 0 ? p.levels.length - 1 : i
}

function escalationsOf(f: PlanFacts, p: AuthorityParameters): Escalation[] {
  const b2 = f.customerGrades.filter((g) => g === 'B2').length
  const e = p.escalation
  const conditions: [Escalation, boolean][] = [
    ['MARKET_GRADE_B', e.marketGrades.includes(f.marketGrade)],
    ['GRADE_OVERRIDE', f.gradeOverridden],
    ['PARTNER_CONCENTRATION', f.partnerUsePpm > e.partnerUsePpm],
    ['WAIVER', f.waivers > 0],
    ['B2_SHARE', b2 * 1_000_000 > f.customerGrades.length * e.b2SharePpm],
    ['MARKET_NPL', f.marketNplPpm >= e.marketNplPpm],
    ['PARAMETER_DEVIATION', f.parametersOutOfRange.length > 0],
  ]
  return conditions.filter(([, yes]) => yes).map(([name]) => name)
}

/** The level above, to which a refused plan goes for reconsideration (§6.2); null at the top. */
export function nextLevel(level: string | null, p: AuthorityParameters): AuthorityLevel | null {
  if (level === 'ADD_ON') return p.levels[0]?.level ?? null
  const at = p.levels.findIndex((l) => l.level === level)
  return at < 0 ? null : (p.levels[at + 1]?.level ?? null)
}

export type CommitteeVote = { personId: string; vote: 'AGREE' | 'RETURN' | 'REJECT' }
export type CommitteeOutcome = 'PENDING' | 'AGREED' | 'RETURNED' | 'REFUSED' | 'VETOED'

/**
 * A committee agrees with ≥ 2/3 of the members it needs at least; a veto stops what it agreed to, and nobody can
 * agree to what it refused (§6.1). Votes of the same person count once; a missing vote is never a yes. Who wants a
 * supplement does not agree: when the votes against alone would not refuse, the plan is returned.
 */
export function committeeOutcome(
  votes: readonly CommitteeVote[],
  memberIds: readonly string[],
  veto: 'NONE' | 'WAIVED' | 'RETURNED' | 'VETOED',
  c: Committee,
): CommitteeOutcome {
  const members = new Set(memberIds)
  if (members.size < c.membersMin) return 'PENDING'
  const byPerson = new Map(votes.filter((v) => members.has(v.personId)).map((v) => [v.personId, v.vote]))
  const count = (vote: CommitteeVote['vote']) => [...byPerson.values()].filter((v) => v === vote).length
  const needed = Math.ceil((members.size * c.agreeNum) / c.agreeDen)
  if (members.size - count('REJECT') < needed) return 'REFUSED'
  if (veto === 'VETOED') return 'VETOED'
  if (byPerson.size < members.size || veto === 'NONE') return 'PENDING'
  if (count('AGREE') < needed || veto === 'RETURNED') return 'RETURNED'
  return 'AGREED'
}
