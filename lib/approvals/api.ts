/** REST routes of the approval stage: groups, plan, opinions, queue. */
import {
  createGroup,
  dissolveGroup,
  leaveGroup,
  moveMembers,
  proposeBatchGroups,
  renameGroup,
} from '@/lib/guarantees/commands/groups'
import { replaceMembers } from '@/lib/guarantees/commands/replace-members'
import { batchGroups } from '@/lib/guarantees/queries-groups'
import { addOnBase } from '@/lib/plans/add-on'
import { cancelPlan } from '@/lib/plans/commands/cancel'
import { draftPlan, dropLine, editLine, editSection, setPlanParameters } from '@/lib/plans/commands/draft'
import { submitPlan } from '@/lib/plans/commands/submit'
import { commentPlan, planComments, resolveComment } from '@/lib/plans/comments'
import { PlanDocumentQuery, planDocument } from '@/lib/plans/documents'
import { planLine, planList, planOfBatch, planView } from '@/lib/plans/queries'
import { changesSinceMine, comparePlans, planSubmissions } from '@/lib/plans/versions'
import { planWhatIf } from '@/lib/plans/what-if'
import type { AnyCommand } from '@/lib/platform/commands'
import { parseInput } from '@/lib/platform/commands'
import { commandRoute, queryRoute, type Route, type RouteParts, rawRoute } from '@/lib/platform/http/route'
import { zId } from '@/lib/platform/schema'
import { delegateSeats, delegationList, endDelegation } from './commands/delegation'
import { giveOpinion } from './commands/opinion'
import { reconsiderPlan } from './commands/reconsider'
import { addCommitteeMember, assignSeat, confirmConditions } from './commands/seats'
import { opinionChain, seatChoices } from './queries'
import { approvalQueue } from './queue'

const post = (
  path: string,
  tag: string,
  zh: string,
  en: string,
  command: AnyCommand,
  input: (parts: RouteParts) => unknown,
): Route => commandRoute({ method: 'POST', path, tag, summary: { 'zh-CN': zh, en }, command, input })
const plan = ({ params, body }: RouteParts) => ({ planId: params.id, ...body })
const line = ({ params, body }: RouteParts) => ({ planId: params.id, lineId: params.lineId, ...body })
const batch = ({ params, body }: RouteParts) => ({ batchId: params.id, ...body })
const group = ({ params, body }: RouteParts) => ({ groupId: params.id, ...body })

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/batches/{id}/groups',
    tag: 'groups',
    summary: { 'zh-CN': '批次的联保小组', en: 'Joint-guarantee groups of a batch' },
    query: batchGroups,
    input: ({ params }) => ({ batchId: params.id }),
  }),
  post('/batches/{id}/groups', 'groups', '新建联保小组', 'Create a group', createGroup, batch),
  post('/batches/{id}/groups/propose', 'groups', '智能组队', 'Propose groups', proposeBatchGroups, batch),
  post('/groups/{id}/rename', 'groups', '改名', 'Rename a group', renameGroup, group),
  post(
    '/groups/{id}/replace-members',
    'groups',
    '变更已签约小组成员',
    'Change members of a signed group',
    replaceMembers,
    group,
  ),
  post('/groups/{id}/move-members', 'groups', '移入成员', 'Move members into a group', moveMembers, group),
  post('/groups/{id}/leave', 'groups', '移出成员', 'Take members out of a group', leaveGroup, group),
  post('/groups/{id}/dissolve', 'groups', '解散小组', 'Dissolve a group', dissolveGroup, group),
  queryRoute({
    method: 'GET',
    path: '/batches/{id}/plan',
    tag: 'plans',
    summary: { 'zh-CN': '批次的授信方案', en: 'The plan of a batch' },
    query: planOfBatch,
    input: ({ params }) => ({ batchId: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/batches/{id}/add-on-base',
    tag: 'plans',
    summary: { 'zh-CN': '可作为追加名单的整体方案', en: 'The plan under which a batch may come as a later list' },
    query: addOnBase,
    input: ({ params }) => ({ batchId: params.id }),
  }),
  post('/batches/{id}/plan', 'plans', '起草授信方案', 'Draft the plan of a batch', draftPlan, batch),
  queryRoute({
    method: 'GET',
    path: '/plans',
    tag: 'plans',
    summary: { 'zh-CN': '授信方案列表', en: 'Plans' },
    query: planList,
    input: ({ query }) => query,
  }),
  queryRoute({
    method: 'GET',
    path: '/plans/{id}',
    tag: 'plans',
    summary: { 'zh-CN': '授信方案', en: 'A plan' },
    query: planView,
    input: ({ params }) => ({ planId: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/plans/{id}/submissions',
    tag: 'plans',
    summary: { 'zh-CN': '历次提交与差异', en: 'Submissions and what changed' },
    query: planSubmissions,
    input: ({ params }) => ({ planId: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/plans/{id}/opinions',
    tag: 'approvals',
    summary: { 'zh-CN': '意见链', en: 'Chain of opinions' },
    query: opinionChain,
    input: ({ params }) => ({ planId: params.id }),
  }),
  queryRoute({
    method: 'POST',
    path: '/plans/{id}/what-if',
    tag: 'plans',
    summary: { 'zh-CN': '假设测算', en: 'The plan under other terms' },
    query: planWhatIf,
    input: ({ params, body }) => ({ planId: params.id, ...body }),
  }),
  post('/plans/{id}/set-parameters', 'plans', '调整方案参数', 'Change scheme parameters', setPlanParameters, plan),
  post('/plans/{id}/edit-section', 'plans', '修改章节', 'Edit a section', editSection, plan),
  post('/plans/{id}/lines/{lineId}/edit', 'plans', '调整商户额度', 'Edit a line', editLine, line),
  post('/plans/{id}/lines/{lineId}/drop', 'plans', '剔除商户', 'Drop a merchant', dropLine, line),
  post('/plans/{id}/submit-plan', 'plans', '提交方案', 'Submit a plan', submitPlan, plan),
  post('/plans/{id}/opinion', 'approvals', '发表意见', 'Give an opinion', giveOpinion, plan),
  post('/plans/{id}/assign-seat', 'approvals', '指定席位', 'Name the person of a seat', assignSeat, plan),
  post(
    '/plans/{id}/confirm-conditions',
    'approvals',
    '确认从严条件',
    'Confirm the stricter conditions',
    confirmConditions,
    plan,
  ),
  queryRoute({
    method: 'GET',
    path: '/queue',
    tag: 'approvals',
    summary: { 'zh-CN': '审批队列', en: 'Approval queue' },
    query: approvalQueue,
    input: ({ query }) => query,
  }),
  queryRoute({
    method: 'GET',
    path: '/plans/{id}/lines/{lineId}',
    tag: 'plans',
    summary: { 'zh-CN': '单户额度与定价推导', en: 'Derivation of one line' },
    query: planLine,
    input: ({ params }) => ({ planId: params.id, lineId: params.lineId }),
  }),
  rawRoute({
    method: 'GET',
    path: '/plans/{id}/document',
    tag: 'plans',
    summary: { 'zh-CN': '下载方案（format=pdf 或 xlsx）', en: 'The plan as a document (format=pdf or xlsx)' },
    handle: (actor, _request, { params, query }) => {
      const { format } = parseInput(PlanDocumentQuery, query)
      return planDocument(actor, parseInput(zId, params.id), format)
    },
  }),
  queryRoute({
    method: 'GET',
    path: '/plans/{id}/changes-since-mine',
    tag: 'plans',
    summary: { 'zh-CN': '本人上次发表意见以来的变化', en: 'What changed since one’s own last opinion' },
    query: changesSinceMine,
    input: ({ params }) => ({ planId: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/plans/{id}/compare',
    tag: 'plans',
    summary: { 'zh-CN': '比较两个版本', en: 'Compare two versions' },
    query: comparePlans,
    input: ({ params, query }) => ({ planId: params.id, ...query }),
  }),
  queryRoute({
    method: 'GET',
    path: '/plans/{id}/comments',
    tag: 'plans',
    summary: { 'zh-CN': '批注', en: 'Comments' },
    query: planComments,
    input: ({ params }) => ({ planId: params.id }),
  }),
  post('/plans/{id}/comments', 'plans', '添加批注或回复', 'Comment or reply', commentPlan, plan),
  post('/plan-comments/{id}/resolve', 'plans', '办结批注', 'Close a comment', resolveComment, ({ params }) => ({
    commentId: params.id,
  })),
  post('/plans/{id}/cancel', 'plans', '撤销方案', 'Cancel a plan in force', cancelPlan, plan),
  post('/plans/{id}/reconsider', 'approvals', '申请复议', 'Ask for reconsideration', reconsiderPlan, plan),
  queryRoute({
    method: 'GET',
    path: '/plans/{id}/seats',
    tag: 'approvals',
    summary: { 'zh-CN': '待安排席位', en: 'Waiting seats and who may be named' },
    query: seatChoices,
    input: ({ params }) => ({ planId: params.id }),
  }),
  post('/plans/{id}/add-member', 'approvals', '增加委员', 'Call one more member', addCommitteeMember, plan),
  queryRoute({
    method: 'GET',
    path: '/delegations',
    tag: 'approvals',
    summary: { 'zh-CN': '代理安排', en: 'Stand-ins' },
    query: delegationList,
    input: () => ({}),
  }),
  post('/delegations', 'approvals', '指定代理人', 'Name a stand-in', delegateSeats, ({ body }) => body),
  post('/delegations/{id}/end', 'approvals', '结束代理', 'End a delegation', endDelegation, ({ params }) => ({
    delegationId: params.id,
  })),
]
