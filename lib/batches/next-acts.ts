/**
 * What a person can do with a batch now, and where work on it goes on: the machine says which events are possible, this
 * says which of them make sense, what is still missing for them, and which one comes first. Pure.
 */
import type { Role } from '@/lib/platform/actor'
import { BATCH_OPEN, type BatchState } from './workflow'

export type Standing = {
  state: BatchState
  mode: string
  roles: readonly Role[]
  /** merchants by state */
  counts: Readonly<Record<string, number>>
  /** somebody on the operator's side can submit; otherwise the customer manager does it for them (B3) */
  operatorSubmits: boolean
  /** the plan that counts now, if one was begun */
  planId: string | null
  /** a seat of the open round waits for this person */
  seatWaits: boolean
  /** the bank's clock from acceptance to the final result */
  totalClock: 'RUNNING' | 'PAUSED' | null
}

export type ActKey =
  | 'submit'
  | 'accept'
  | 'return'
  | 'start-scoring'
  | 'open-contracting'
  | 'split'
  | 'withdraw'
  | 'suspend'
  | 'resume'
export type ClockAct = 'pause-clock' | 'resume-clock'
export type PlaceKey =
  | 'check'
  | 'papers'
  | 'scoring'
  | 'results'
  | 'groups'
  | 'plan'
  | 'decide'
  | 'contracts'
  | 'disbursement'
  | 'loans'

/** Why an act would be refused: so many merchants stand in the way. */
export type Missing = { code: 'NONE' | 'UNREADY' | 'UNCHECKED' | 'NONE_RETURNED'; count: number }

export type NextAct =
  | { kind: 'act'; key: ActKey; main: boolean; missing: Missing | null }
  | { kind: 'clock'; key: ClockAct; main: false; missing: null }
  | { kind: 'place'; key: PlaceKey; main: boolean; missing: null }

/** Splits are made up to here; a running contract is not moved to another batch (B13). */
const SPLITTABLE: readonly BatchState[] = ['SUBMITTED', 'RETURNED', 'ACCEPTED', 'SCORING', 'PLAN_DRAFTING']
/** Approved and not yet ended: what is undrawn can be stopped (B17). */
const RUNNING: readonly BatchState[] = ['APPROVED', 'APPROVED_WITH_CONDITIONS', 'CONTRACTING', 'DISBURSING', 'ACTIVE']
const GONE = ['NOT_ADMITTED', 'REJECTED', 'DROPPED', 'WITHDRAWN', 'EXPIRED']

const sum = (counts: Standing['counts'], states: readonly string[]): number =>
  states.reduce((n, s) => n + (counts[s] ?? 0), 0)

/** Merchants that are still part of the batch's work. */
export function liveCount(counts: Standing['counts']): number {
  return Object.values(counts).reduce((n, c) => n + c, 0) - sum(counts, GONE)
}

/** The acts and ways on for this person, the main one first; empty when it is somebody else's turn. */
export function nextActs(s: Standing): NextAct[] {
  const has = (...roles: Role[]) => roles.some((r) => s.roles.includes(r))
  const place = (key: PlaceKey): NextAct => ({ kind: 'place', key, main: true, missing: null })
  const act = (key: ActKey, main: boolean, missing: Missing | null = null): NextAct => ({
    kind: 'act',
    key,
    main,
    missing,
  })
  const steps: NextAct[] = []
  if (has('RM')) {
    if ((s.state === 'DRAFT' || s.state === 'RETURNED') && !s.operatorSubmits)
      steps.push(act('submit', true, missingForSubmit(s)))
    if (s.state === 'SUBMITTED') steps.push(...intake(s, act, place))
    if (s.state === 'ACCEPTED') steps.push(act('start-scoring', true))
    if (s.state === 'APPROVED' || s.state === 'APPROVED_WITH_CONDITIONS') steps.push(act('open-contracting', true))
  }
  if (s.state === 'SCORING' && has('RM', 'EVALUATOR')) steps.push(place('scoring'))
  if (s.state === 'PLAN_DRAFTING' && has('RM', 'EVALUATOR')) steps.push(place('plan'))
  if (s.seatWaits) steps.push(place('decide'))
  if (s.state === 'CONTRACTING' && has('RM', 'CONTRACT_OFFICER')) steps.push(place('contracts'))
  if (s.state === 'DISBURSING' && has('RM', 'DISB_REVIEWER', 'DISB_APPROVER')) steps.push(place('disbursement'))
  if (has('RM')) {
    if (SPLITTABLE.includes(s.state) && liveCount(s.counts) > 1) steps.push(act('split', false))
    if (s.totalClock && (BATCH_OPEN as readonly string[]).includes(s.state))
      steps.push({
        kind: 'clock',
        key: s.totalClock === 'PAUSED' ? 'resume-clock' : 'pause-clock',
        main: false,
        missing: null,
      })
    if ((BATCH_OPEN as readonly string[]).includes(s.state)) steps.push(act('withdraw', false))
  }
  if (has('RISK_MGR')) {
    if (s.state === 'SUSPENDED') steps.push(act('resume', true))
    if (RUNNING.includes(s.state)) steps.push(act('suspend', false))
  }
  return steps
}

function missingForSubmit(s: Standing): Missing | null {
  if (liveCount(s.counts) === 0) return { code: 'NONE', count: 0 }
  const unready = sum(s.counts, ['DRAFT', 'RETURNED'])
  return unready > 0 ? { code: 'UNREADY', count: unready } : null
}

/** While papers are checked: check first; then give back what was returned; else take the batch in. */
function intake(
  s: Standing,
  act: (key: ActKey, main: boolean, missing?: Missing | null) => NextAct,
  place: (key: PlaceKey) => NextAct,
): NextAct[] {
  const waiting = sum(s.counts, ['SUBMITTED'])
  const returned = sum(s.counts, ['RETURNED'])
  const unchecked = liveCount(s.counts) - sum(s.counts, ['PACKET_OK'])
  const steps: NextAct[] = waiting > 0 ? [place('check')] : []
  if (returned > 0) steps.push(act('return', waiting === 0))
  const missing: Missing | null =
    liveCount(s.counts) === 0
      ? { code: 'NONE', count: 0 }
      : unchecked > 0
        ? { code: 'UNCHECKED', count: unchecked }
        : null
  steps.push(act('accept', missing === null, missing))
  return steps
}

/** Whose turn it is in each state, and with what: shown to everybody, so that nobody waits for the wrong person. */
export function turnOf(state: BatchState): { roles: readonly Role[]; work: string } | null {
  switch (state) {
    case 'DRAFT':
      return { roles: ['OPERATOR_ADMIN'], work: 'submit' }
    case 'RETURNED':
      return { roles: ['OPERATOR_ADMIN'], work: 'supplement' }
    case 'SUBMITTED':
      return { roles: ['RM'], work: 'check' }
    case 'ACCEPTED':
      return { roles: ['RM'], work: 'start-scoring' }
    case 'SCORING':
      return { roles: ['RM', 'EVALUATOR'], work: 'scoring' }
    case 'PLAN_DRAFTING':
      return { roles: ['EVALUATOR', 'RM'], work: 'plan' }
    case 'IN_REVIEW':
      return { roles: ['SB_REVIEWER'], work: 'review' }
    case 'COUNTERSIGNING':
      return { roles: ['SB_HEAD', 'CR_APPROVER'], work: 'countersign' }
    case 'APPROVED':
    case 'APPROVED_WITH_CONDITIONS':
      return { roles: ['RM'], work: 'open-contracting' }
    case 'CONTRACTING':
      return { roles: ['RM', 'CONTRACT_OFFICER'], work: 'sign' }
    case 'DISBURSING':
      return { roles: ['DISB_REVIEWER', 'DISB_APPROVER'], work: 'pay' }
    case 'ACTIVE':
      return { roles: ['POST_MKT', 'RM'], work: 'watch' }
    case 'SUSPENDED':
      return { roles: ['RISK_MGR'], work: 'lift' }
    default:
      return null
  }
}

const FRONT: readonly Role[] = ['RM', 'EVALUATOR', 'RISK_MGR']
const DECIDE: readonly Role[] = ['SB_REVIEWER', 'SB_HEAD', 'CR_REVIEWER', 'CR_APPROVER', 'CR_HEAD', 'LEGAL']
const BEFORE_SCORING: readonly BatchState[] = ['DRAFT', 'SUBMITTED', 'RETURNED', 'ACCEPTED', 'WITHDRAWN']
const BEFORE_APPROVAL: readonly BatchState[] = [
  ...BEFORE_SCORING,
  'SCORING',
  'PLAN_DRAFTING',
  'IN_REVIEW',
  'COUNTERSIGNING',
]

/** Screens on which this batch's work was or is done and that this person may open. */
export function relatedWork(s: Pick<Standing, 'state' | 'mode' | 'roles' | 'planId' | 'counts'>): PlaceKey[] {
  const has = (roles: readonly Role[]) => roles.some((r) => s.roles.includes(r))
  const reached = (...states: string[]) => sum(s.counts, states) > 0
  const places: [PlaceKey, boolean][] = [
    ['papers', (s.state === 'DRAFT' || s.state === 'RETURNED') && has(FRONT)],
    ['check', s.state !== 'DRAFT' && has([...FRONT, ...DECIDE, 'CONTRACT_OFFICER', 'AUDITOR'])],
    ['scoring', !BEFORE_SCORING.includes(s.state) && has(FRONT)],
    ['results', !BEFORE_SCORING.includes(s.state) && has([...FRONT, ...DECIDE, 'AUDITOR'])],
    ['groups', s.mode === 'JG' && !BEFORE_SCORING.includes(s.state) && has([...FRONT, ...DECIDE, 'AUDITOR'])],
    ['plan', s.planId !== null && has([...FRONT, ...DECIDE, 'AUDITOR'])],
    ['contracts', !BEFORE_APPROVAL.includes(s.state) && has(['RM', 'CONTRACT_OFFICER', 'LEGAL', 'AUDITOR'])],
    [
      'disbursement',
      reached('SIGNED', 'CP_PENDING', 'READY_TO_DRAW', 'ACTIVE', 'SETTLED') &&
        has(['RM', 'CONTRACT_OFFICER', 'DISB_REVIEWER', 'DISB_APPROVER', 'AUDITOR']),
    ],
    [
      'loans',
      reached('ACTIVE', 'SETTLED') &&
        has(['RM', 'RISK_MGR', 'DISB_REVIEWER', 'DISB_APPROVER', 'POST_MKT', 'POST_PARTNER', 'AUDITOR']),
    ],
  ]
  return places.flatMap(([key, open]) => (open ? [key] : []))
}
