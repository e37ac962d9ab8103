/** REST routes of contracting: opening, appointments, identity, explanation, signatures (domain rules §7.1). */
import { parseInput } from '@/lib/platform/commands'
import { commandRoute, queryRoute, type Route, rawRoute } from '@/lib/platform/http/route'
import { zId } from '@/lib/platform/schema'
import { signingCalendar } from './calendar-document'
import { acceptReduced, appointSigning, openContracting } from './commands/appoint'
import { cancelSigning } from './commands/cancel-signing'
import { completeContracts } from './commands/complete'
import { deliverCopies, rescheduleSigning } from './commands/deliver'
import { reviewResolution, setParticulars } from './commands/particulars'
import { reissueContracts } from './commands/reissue'
import { checkIdentity, explainClauses, signContract } from './commands/sign'
import { contractDraft, draftDocument } from './draft'
import { mergingState } from './merging'
import { particularsOf } from './particulars-query'
import { contractDetail, contractsOf, signingTable } from './queries'
import { verifyContract } from './signature/verify'
import { signingList } from './signing-list'

const tag = 'contracts'

export const routes: Route[] = [
  commandRoute({
    method: 'POST',
    path: '/batches/{id}/open-contracting',
    tag,
    summary: { 'zh-CN': '进入签约', en: 'Open contracting' },
    command: openContracting,
    input: ({ params }) => ({ batchId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/applications/{id}/accept-reduced',
    tag,
    summary: { 'zh-CN': '商户接受调减额度', en: 'Accept a reduced amount' },
    command: acceptReduced,
    input: ({ params }) => ({ applicationId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/batches/{id}/appoint',
    tag,
    summary: { 'zh-CN': '预约面签', en: 'Appoint a signing' },
    command: appointSigning,
    input: ({ params, body }) => ({ batchId: params.id, ...body }),
  }),
  queryRoute({
    method: 'GET',
    path: '/signings',
    tag,
    summary: { 'zh-CN': '面签安排', en: 'Signings' },
    query: signingList,
    input: ({ query }) => query,
  }),
  queryRoute({
    method: 'GET',
    path: '/signings/{id}',
    tag,
    summary: { 'zh-CN': '面签现场', en: 'A signing' },
    query: signingTable,
    input: ({ params }) => ({ sessionId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/signings/identify',
    tag,
    summary: { 'zh-CN': '核验身份', en: 'Check identity' },
    command: checkIdentity,
    input: ({ body }) => body,
  }),
  commandRoute({
    method: 'POST',
    path: '/signings/explain',
    tag,
    summary: { 'zh-CN': '记录条款说明', en: 'Record explanations' },
    command: explainClauses,
    input: ({ body }) => body,
  }),
  queryRoute({
    method: 'GET',
    path: '/contracts',
    tag,
    summary: { 'zh-CN': '合同列表', en: 'Contracts' },
    query: contractsOf,
    input: ({ query }) => query,
  }),
  queryRoute({
    method: 'GET',
    path: '/contracts/{id}',
    tag,
    summary: { 'zh-CN': '合同', en: 'A contract' },
    query: contractDetail,
    input: ({ params }) => ({ contractId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/contracts/{id}/sign',
    tag,
    summary: { 'zh-CN': '签署一份合同', en: 'Sign a contract' },
    command: signContract,
    input: ({ body }) => body,
  }),
  commandRoute({
    method: 'POST',
    path: '/contracts/sign',
    tag,
    summary: { 'zh-CN': '批量签署', en: 'Sign contracts' },
    command: signContract,
    input: ({ body }) => body,
  }),
  commandRoute({
    method: 'POST',
    path: '/contracts/complete',
    tag,
    summary: { 'zh-CN': '完成面签', en: 'Complete contracts' },
    command: completeContracts,
    input: ({ body }) => body,
  }),
  queryRoute({
    method: 'GET',
    path: '/applications/{id}/particulars',
    tag,
    summary: { 'zh-CN': '合同要素', en: 'Particulars of a merchant’s documents' },
    query: particularsOf,
    input: ({ params }) => ({ applicationId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/applications/{id}/particulars',
    tag,
    summary: { 'zh-CN': '登记合同要素', en: 'Record the particulars of a merchant’s documents' },
    command: setParticulars,
    input: ({ params, body }) => ({ applicationId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/applications/{id}/review-resolution',
    tag,
    summary: { 'zh-CN': '审查保证人决议', en: 'Review a guarantor’s resolution' },
    command: reviewResolution,
    input: ({ params, body }) => ({ applicationId: params.id, ...body }),
  }),
  queryRoute({
    method: 'GET',
    path: '/applications/{id}/draft',
    tag,
    summary: { 'zh-CN': '合同草稿及缺项', en: 'Draft of a document, and what it lacks' },
    query: contractDraft,
    input: ({ params, query }) => ({ applicationId: params.id, ...query }),
  }),
  rawRoute({
    method: 'GET',
    path: '/applications/{id}/draft/document',
    tag,
    summary: { 'zh-CN': '合同草稿 PDF', en: 'Draft of a document as PDF' },
    handle: (actor, _request, { params, query }) =>
      draftDocument(actor, { applicationId: parseInput(zId, params.id), ...query }),
  }),
  queryRoute({
    method: 'GET',
    path: '/signings/{id}/merging',
    tag,
    summary: { 'zh-CN': '合同生成进度', en: 'How far the documents of a signing are merged' },
    query: mergingState,
    input: ({ params }) => ({ sessionId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/contracts/{id}/reissue',
    tag,
    summary: { 'zh-CN': '作废并重新生成', en: 'Void and merge anew' },
    command: reissueContracts,
    input: ({ params, body }) => ({ contractId: params.id, ...body }),
  }),
  rawRoute({
    method: 'GET',
    path: '/signings/{id}/calendar',
    tag,
    summary: { 'zh-CN': '面签日历文件（.ics）', en: 'Calendar file of a signing (.ics)' },
    handle: (actor, _request, { params }) => signingCalendar(actor, { sessionId: parseInput(zId, params.id) }),
  }),
  commandRoute({
    method: 'POST',
    path: '/signings/{id}/reschedule',
    tag,
    summary: { 'zh-CN': '改期', en: 'Reschedule a signing' },
    command: rescheduleSigning,
    input: ({ params, body }) => ({ sessionId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/signings/{id}/cancel',
    tag,
    summary: { 'zh-CN': '取消面签', en: 'Call a signing off' },
    command: cancelSigning,
    input: ({ params, body }) => ({ sessionId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/signings/deliver',
    tag,
    summary: { 'zh-CN': '登记合同交付', en: 'Record delivered copies' },
    command: deliverCopies,
    input: ({ body }) => body,
  }),
  queryRoute({
    method: 'GET',
    path: '/contracts/{id}/proof',
    tag,
    summary: { 'zh-CN': '验证电子签名', en: 'Prove the signatures of a contract' },
    query: verifyContract,
    input: ({ params }) => ({ contractId: params.id }),
  }),
]
