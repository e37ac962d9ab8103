/** Market admission (§10.1) as a state machine. */
import { defineMachine } from '@/lib/platform/workflow'

/** States in which the market is admitted in one form or another: it may be suspended, expire or leave. */
export const MARKET_ACTIVE = ['ADMITTED', 'CONDITIONAL', 'SUSPENDED'] as const

/** Working days from creation until the survey should start (§10.1). */
export const START_SURVEY_DAYS = 5

export const marketMachine = defineMachine({
  name: 'market',
  model: 'market',
  objectType: 'market',
  states: [
    'DRAFT',
    'SURVEYING',
    'SCORED',
    'IN_REVIEW',
    'ADMITTED',
    'CONDITIONAL',
    'REJECTED',
    'SUSPENDED',
    'EXPIRED',
    'EXITED',
  ],
  initial: 'DRAFT',
  final: ['EXITED'],
  transitions: [
    {
      event: 'start-survey',
      from: ['DRAFT'],
      to: 'SURVEYING',
      roles: ['RM', 'EVALUATOR', 'RISK_MGR'],
      guard: 'twoSurveyors',
      sla: { kind: 'SURVEY', green: 10, normal: 10, ownerRole: 'EVALUATOR' },
    },
    {
      event: 'score',
      from: ['SURVEYING'],
      to: 'SCORED',
      roles: ['EVALUATOR', 'RISK_MGR'],
      guard: 'bothSigned',
      sla: { kind: 'SUBMIT', green: 2, normal: 5, ownerRole: 'RM' },
    },
    {
      event: 'submit',
      from: ['SCORED'],
      to: 'IN_REVIEW',
      roles: ['RM'],
      guard: 'reconciliationNote',
      sla: { kind: 'DECIDE', green: 3, normal: 5, ownerRole: 'SB_HEAD' },
    },
    {
      event: 'return',
      from: ['IN_REVIEW'],
      to: 'SURVEYING',
      roles: ['SB_REVIEWER'],
      guard: 'returnItems',
      sla: { kind: 'SURVEY', green: 10, normal: 10, ownerRole: 'EVALUATOR' },
    },
    {
      event: 'decide',
      from: ['IN_REVIEW'],
      to: ['ADMITTED', 'CONDITIONAL', 'REJECTED'],
      roles: ['SB_HEAD', 'CR_APPROVER'],
      guard: 'twoDecisions',
    },
    {
      event: 'suspend',
      from: ['ADMITTED', 'CONDITIONAL'],
      to: 'SUSPENDED',
      roles: ['SYSTEM', 'RISK_MGR'],
      guard: 'stopTrigger',
    },
    {
      event: 'reinstate',
      from: ['SUSPENDED'],
      to: ['ADMITTED', 'CONDITIONAL'],
      roles: ['SB_HEAD', 'CR_HEAD'],
      guard: 'liftConditions',
    },
    { event: 'expire', from: MARKET_ACTIVE, to: 'EXPIRED', roles: ['SYSTEM'], guard: 'datePassed' },
    { event: 'exit', from: MARKET_ACTIVE, to: 'EXITED', roles: ['SB_HEAD'], guard: 'exitPlan' },
    // An expired market is graded again from the start: without this the yearly re-score of §3.0-9 had no way in.
    { event: 're-open', from: ['REJECTED', 'EXPIRED'], to: 'DRAFT', roles: ['RM'], guard: 'coolingOff' },
  ],
})
export type MarketState = (typeof marketMachine)['states'][number]
export type MarketEvent = (typeof marketMachine)['transitions'][number]['event']

/** The walk of an admission as people see it: the states of each stage, in order. */
export const MARKET_STAGES = [
  { key: 'DRAFT', states: ['DRAFT'] },
  { key: 'SURVEYING', states: ['SURVEYING'] },
  { key: 'SCORED', states: ['SCORED'] },
  { key: 'IN_REVIEW', states: ['IN_REVIEW'] },
  { key: 'DECIDED', states: ['ADMITTED', 'CONDITIONAL', 'REJECTED', 'SUSPENDED', 'EXPIRED', 'EXITED'] },
] as const
