/** The batch (§10.2) and the merchant application inside it (§10.3) as state machines. */
import { defineMachine } from '@/lib/platform/workflow'

const OPERATOR = ['OPERATOR_ADMIN', 'OPERATOR_CLERK'] as const

/** The states from DRAFT to COUNTERSIGNING: before the final result. */
export const BATCH_OPEN = [
  'DRAFT',
  'SUBMITTED',
  'RETURNED',
  'ACCEPTED',
  'SCORING',
  'PLAN_DRAFTING',
  'IN_REVIEW',
  'COUNTERSIGNING',
] as const
export const BATCH_APPROVED = ['APPROVED', 'APPROVED_WITH_CONDITIONS'] as const
const BATCH_RUNNING = [...BATCH_APPROVED, 'CONTRACTING', 'DISBURSING', 'ACTIVE'] as const

export const batchMachine = defineMachine({
  name: 'batch',
  model: 'batch',
  objectType: 'batch',
  states: [
    'DRAFT',
    'SUBMITTED',
    'RETURNED',
    'ACCEPTED',
    'SCORING',
    'PLAN_DRAFTING',
    'IN_REVIEW',
    'COUNTERSIGNING',
    'APPROVED',
    'APPROVED_WITH_CONDITIONS',
    'REJECTED',
    'CONTRACTING',
    'DISBURSING',
    'ACTIVE',
    'CLOSED',
    'WITHDRAWN',
    'SUSPENDED',
    'EXPIRED',
    'SUPERSEDED',
  ],
  initial: 'DRAFT',
  // a refusal waits for nobody; only a reconsideration leads out of it
  final: ['REJECTED', 'CLOSED', 'WITHDRAWN', 'EXPIRED', 'SUPERSEDED'],
  transitions: [
    {
      event: 'submit',
      from: ['DRAFT', 'RETURNED'],
      to: 'SUBMITTED',
      roles: ['OPERATOR_ADMIN', 'RM'],
      guard: 'itemsReady',
      sla: { kind: 'B4', green: 1, normal: 2, ownerRole: 'RM' },
    },
    {
      event: 'return',
      from: ['SUBMITTED'],
      to: 'RETURNED',
      roles: ['RM'],
      guard: 'returnReasons',
      sla: { kind: 'B19', green: 20, normal: 20, ownerRole: 'OPERATOR_ADMIN' },
    },
    {
      event: 'accept',
      from: ['SUBMITTED'],
      to: 'ACCEPTED',
      roles: ['RM'],
      guard: 'itemsComplete',
      sla: { kind: 'B6', green: 1, normal: 2, ownerRole: 'RM' },
    },
    {
      event: 'start-scoring',
      from: ['ACCEPTED'],
      to: 'SCORING',
      roles: ['RM'],
      guard: 'investigatorsAssigned',
      sla: { kind: 'B7', green: 2, normal: 5, ownerRole: 'EVALUATOR' },
    },
    {
      event: 'finish-scoring',
      from: ['SCORING'],
      to: ['PLAN_DRAFTING', 'REJECTED'],
      roles: ['SYSTEM'],
      guard: 'allItemsDecided',
      sla: { kind: 'B8', green: 2, normal: 4, ownerRole: 'EVALUATOR' },
    },
    {
      // a decided item is looked at again (§3.0-6): the plan waits for it
      event: 'reopen-scoring',
      from: ['PLAN_DRAFTING'],
      to: 'SCORING',
      roles: ['RM', 'EVALUATOR', 'CR_HEAD', 'SYSTEM'],
      sla: { kind: 'B7', green: 2, normal: 5, ownerRole: 'EVALUATOR' },
    },
    {
      event: 'submit-plan',
      from: ['PLAN_DRAFTING'],
      to: 'IN_REVIEW',
      roles: ['EVALUATOR', 'RM'],
      guard: 'planComplete',
      sla: { kind: 'B9', green: 1, normal: 2, ownerRole: 'SB_REVIEWER' },
    },
    {
      event: 'opinion',
      from: ['IN_REVIEW'],
      to: ['COUNTERSIGNING', 'PLAN_DRAFTING', 'REJECTED'],
      roles: ['SB_REVIEWER', 'SB_HEAD'],
      guard: 'separationOfDuties',
      sla: { kind: 'B10', green: 2, normal: 4 },
    },
    {
      event: 'countersign',
      from: ['COUNTERSIGNING'],
      to: ['APPROVED', 'APPROVED_WITH_CONDITIONS', 'PLAN_DRAFTING', 'REJECTED'],
      roles: ['SYSTEM'],
      guard: 'allSeatsAnswered',
    },
    {
      // once per version of the plan, within 30 days, with new facts, to the next level (§6.2)
      event: 'reconsider',
      from: ['REJECTED'],
      to: 'COUNTERSIGNING',
      roles: ['EVALUATOR', 'RM'],
      guard: 'reconsiderationOnce',
      sla: { kind: 'B10', green: 2, normal: 4 },
    },
    {
      event: 'open-contracting',
      from: BATCH_APPROVED,
      to: 'CONTRACTING',
      roles: ['RM'],
      guard: 'conditionsRegistered',
    },
    { event: 'first-cp-complete', from: ['CONTRACTING'], to: 'DISBURSING', roles: ['SYSTEM'] },
    { event: 'all-items-terminal', from: ['DISBURSING'], to: 'ACTIVE', roles: ['SYSTEM'], guard: 'oneActive' },
    { event: 'all-settled', from: ['ACTIVE'], to: 'CLOSED', roles: ['SYSTEM'], guard: 'balanceZero' },
    {
      event: 'withdraw',
      from: BATCH_OPEN,
      to: 'WITHDRAWN',
      roles: ['OPERATOR_ADMIN', 'RM'],
      guard: 'beforeFinalResult',
    },
    { event: 'resubmit-timeout', from: ['RETURNED'], to: 'WITHDRAWN', roles: ['SYSTEM'] },
    { event: 'suspend', from: BATCH_RUNNING, to: 'SUSPENDED', roles: ['SYSTEM', 'RISK_MGR'] },
    { event: 'resume', from: ['SUSPENDED'], to: BATCH_RUNNING, roles: ['SYSTEM', 'RISK_MGR'], guard: 'liftConditions' },
    { event: 'expire', from: [...BATCH_APPROVED, 'CONTRACTING', 'DISBURSING'], to: 'EXPIRED', roles: ['SYSTEM'] },
    {
      // its last merchants were split off: the child stands in its place (B13)
      event: 'supersede',
      from: ['SUBMITTED', 'RETURNED', 'ACCEPTED', 'SCORING', 'PLAN_DRAFTING'],
      to: 'SUPERSEDED',
      roles: ['SYSTEM'],
    },
  ],
})
export type BatchState = (typeof batchMachine)['states'][number]
export type BatchEvent = (typeof batchMachine)['transitions'][number]['event']

const BEFORE_SIGNED = [
  'DRAFT',
  'READY',
  'SUBMITTED',
  'RETURNED',
  'PACKET_OK',
  'SCORING',
  'ADMITTED',
  'REGROUP_REQUIRED',
  'IN_APPROVAL',
  'APPROVED',
  'APPROVED_REDUCED',
  'CONTRACTING',
] as const

export const applicationMachine = defineMachine({
  name: 'application',
  model: 'application',
  objectType: 'application',
  states: [
    'DRAFT',
    'READY',
    'SUBMITTED',
    'RETURNED',
    'PACKET_OK',
    'SCORING',
    'ADMITTED',
    'NOT_ADMITTED',
    'REGROUP_REQUIRED',
    'IN_APPROVAL',
    'APPROVED',
    'APPROVED_REDUCED',
    'REJECTED',
    'CONTRACTING',
    'SIGNED',
    'CP_PENDING',
    'READY_TO_DRAW',
    'ACTIVE',
    'SETTLED',
    'DROPPED',
    'WITHDRAWN',
    'EXPIRED',
  ],
  initial: 'DRAFT',
  final: ['REJECTED', 'SETTLED', 'DROPPED', 'WITHDRAWN', 'EXPIRED'],
  transitions: [
    {
      event: 'complete-packet',
      from: ['DRAFT'],
      to: 'READY',
      roles: [...OPERATOR, 'RM', 'SYSTEM'],
      guard: 'slotsFilled',
    },
    { event: 'reopen-packet', from: ['READY'], to: 'DRAFT', roles: [...OPERATOR, 'RM', 'SYSTEM'] },
    { event: 'submit', from: ['READY'], to: 'SUBMITTED', roles: ['OPERATOR_ADMIN', 'RM'] },
    { event: 'check', from: ['SUBMITTED'], to: 'PACKET_OK', roles: ['RM'], guard: 'originalsSeen' },
    { event: 'return', from: ['SUBMITTED'], to: 'RETURNED', roles: ['RM'], guard: 'returnReasons' },
    { event: 'supplement', from: ['RETURNED'], to: 'SUBMITTED', roles: [...OPERATOR, 'RM'], guard: 'onlyListedSlots' },
    {
      event: 'start-scoring',
      from: ['PACKET_OK'],
      to: 'SCORING',
      roles: ['RM', 'SYSTEM'],
      guard: 'consentBeforeQuery',
    },
    {
      event: 'split-off',
      from: [
        'SUBMITTED',
        'RETURNED',
        'PACKET_OK',
        'SCORING',
        'ADMITTED',
        'REGROUP_REQUIRED',
        'IN_APPROVAL',
        'APPROVED',
        'APPROVED_REDUCED',
        'CONTRACTING',
      ],
      to: 'DRAFT',
      roles: ['RM', 'SB_REVIEWER', 'SYSTEM'],
    },
    { event: 'admit', from: ['SCORING'], to: 'ADMITTED', roles: ['RM', 'EVALUATOR', 'SYSTEM'] },
    { event: 'not-admit', from: ['SCORING'], to: 'NOT_ADMITTED', roles: ['RM', 'EVALUATOR', 'SYSTEM'] },
    // what was found out after the decision is scored again as a new result (§3.0-6)
    {
      event: 'rescore',
      from: ['ADMITTED', 'NOT_ADMITTED', 'REGROUP_REQUIRED'],
      to: 'SCORING',
      roles: ['RM', 'EVALUATOR', 'CR_HEAD', 'SYSTEM'],
    },
    // an override changes the grade by one step and may change the decision with it (§3.0-7)
    { event: 'override-admit', from: ['NOT_ADMITTED'], to: 'ADMITTED', roles: ['SB_HEAD', 'CR_HEAD'] },
    {
      event: 'override-not-admit',
      from: ['SCORING', 'ADMITTED', 'REGROUP_REQUIRED'],
      to: 'NOT_ADMITTED',
      roles: ['SB_HEAD', 'CR_HEAD'],
    },
    { event: 'group-check-failed', from: ['ADMITTED'], to: 'REGROUP_REQUIRED', roles: ['SYSTEM', 'RM', 'EVALUATOR'] },
    { event: 'regrouped', from: ['REGROUP_REQUIRED'], to: 'ADMITTED', roles: ['SYSTEM', 'RM', 'EVALUATOR'] },
    { event: 'submit-plan', from: ['ADMITTED'], to: 'IN_APPROVAL', roles: ['RM', 'EVALUATOR'] },
    { event: 'plan-returned', from: ['IN_APPROVAL'], to: 'ADMITTED', roles: ['SYSTEM'] },
    { event: 'approve', from: ['IN_APPROVAL'], to: ['APPROVED', 'APPROVED_REDUCED'], roles: ['SYSTEM'] },
    { event: 'reject', from: ['IN_APPROVAL', 'ADMITTED', 'REGROUP_REQUIRED'], to: 'REJECTED', roles: ['SYSTEM'] },
    // its plan was refused as a whole and is looked at again one level up
    { event: 'reconsider', from: ['REJECTED'], to: 'IN_APPROVAL', roles: ['EVALUATOR', 'RM'] },
    {
      event: 'appoint',
      from: ['APPROVED', 'APPROVED_REDUCED'],
      to: 'CONTRACTING',
      roles: ['RM'],
      guard: 'within60Days',
    },
    {
      event: 'cancel-appointment',
      from: ['CONTRACTING'],
      to: ['APPROVED', 'APPROVED_REDUCED'],
      roles: ['RM', 'SYSTEM'],
      guard: 'nothingSigned',
    },
    {
      event: 'sign',
      from: ['CONTRACTING'],
      to: 'SIGNED',
      roles: ['RM', 'CONTRACT_OFFICER', 'SYSTEM'],
      guard: 'clausesConfirmed',
    },
    { event: 'generate-cp', from: ['SIGNED'], to: 'CP_PENDING', roles: ['SYSTEM', 'RM', 'CONTRACT_OFFICER'] },
    {
      event: 'cp-complete',
      from: ['CP_PENDING'],
      to: 'READY_TO_DRAW',
      roles: ['DISB_REVIEWER', 'SYSTEM'],
      guard: 'allCpClosed',
      // from all conditions fulfilled to the money (§9 row 17, §10.3)
      sla: { kind: 'CP_TO_PAY', green: 2, normal: 2, ownerRole: 'DISB_APPROVER' },
    },
    { event: 'cp-reopened', from: ['READY_TO_DRAW'], to: 'CP_PENDING', roles: ['DISB_REVIEWER', 'SYSTEM'] },
    { event: 'draw', from: ['READY_TO_DRAW'], to: 'ACTIVE', roles: ['DISB_APPROVER', 'SYSTEM'], guard: 'headroom' },
    { event: 'settle', from: ['ACTIVE'], to: 'SETTLED', roles: ['SYSTEM'], guard: 'balanceZero' },
    // a repayment of its loan was reversed by two people: it owes again
    { event: 'reopen', from: ['SETTLED'], to: 'ACTIVE', roles: ['SYSTEM'] },
    { event: 'withdraw', from: BEFORE_SIGNED, to: 'WITHDRAWN', roles: [...OPERATOR, 'RM', 'SYSTEM', 'MERCHANT'] },
    { event: 'drop', from: BEFORE_SIGNED, to: 'DROPPED', roles: ['RM', 'SYSTEM'], guard: 'dropReason' },
    {
      event: 'expire',
      from: ['APPROVED', 'APPROVED_REDUCED', 'CONTRACTING', 'SIGNED', 'CP_PENDING'],
      to: 'EXPIRED',
      roles: ['SYSTEM'],
    },
  ],
})
export type ApplicationState = (typeof applicationMachine)['states'][number]
export type ApplicationEvent = (typeof applicationMachine)['transitions'][number]['event']

/** Until acceptance the RM splits alone; from ACCEPTED to DISBURSING a second person confirms (B13). */
export const SPLIT_ALONE: readonly BatchState[] = ['SUBMITTED', 'RETURNED']
export const SPLIT_CONFIRMED: readonly BatchState[] = [
  'ACCEPTED',
  'SCORING',
  'PLAN_DRAFTING',
  'IN_REVIEW',
  'COUNTERSIGNING',
  ...BATCH_APPROVED,
  'CONTRACTING',
  'DISBURSING',
]
/** What can still go to another batch: nothing signed, nothing refused. */
export const SPLIT_ITEM: readonly ApplicationState[] =
  applicationMachine.transitions.find((t) => t.event === 'split-off')?.from ?? []

/** Items that count as part of the batch's work: not refused, not gone. */
export const ITEM_GONE: readonly ApplicationState[] = ['NOT_ADMITTED', 'REJECTED', 'DROPPED', 'WITHDRAWN', 'EXPIRED']

/** The seven stages that people speak of, from the batch's state. */
export function stageOf(
  state: BatchState,
): 'SURVEY' | 'INTAKE' | 'SCORING' | 'APPROVAL' | 'CONTRACT' | 'DISBURSEMENT' | 'POST_LOAN' {
  switch (state) {
    case 'DRAFT':
    case 'SUBMITTED':
    case 'RETURNED':
    case 'WITHDRAWN':
      return 'INTAKE'
    case 'ACCEPTED':
    case 'SCORING':
      return 'SCORING'
    case 'PLAN_DRAFTING':
    case 'IN_REVIEW':
    case 'COUNTERSIGNING':
    case 'REJECTED':
      return 'APPROVAL'
    case 'APPROVED':
    case 'APPROVED_WITH_CONDITIONS':
    case 'CONTRACTING':
      return 'CONTRACT'
    case 'DISBURSING':
    case 'EXPIRED':
    case 'SUPERSEDED':
      return 'DISBURSEMENT'
    case 'ACTIVE':
    case 'SUSPENDED':
    case 'CLOSED':
      return 'POST_LOAN'
  }
}
