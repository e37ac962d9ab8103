/** REST routes of joint issues. */
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { answerIssueCall } from './commands/calls'
import { addIssuer, advanceIssue, createIssuePool, dropIssuer, launchIssue } from './commands/pool'
import { depositReserve, recordDisclosure, settlePaymentDate } from './commands/service'
import { issueDetail, issuePools } from './queries'

const tag = 'issues'
type AnyCommand = Parameters<typeof commandRoute>[0]['command']
const act = (path: string, key: string, zh: string, en: string, command: AnyCommand, status?: number) =>
  commandRoute({
    method: 'POST',
    path,
    ...(status ? { status } : {}),
    tag,
    summary: { 'zh-CN': zh, en },
    command,
    input: ({ params, body }) => ({ [key]: params.id, ...body }),
  })

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/issues',
    tag,
    summary: { 'zh-CN': '集合融资项目', en: 'Joint issues' },
    query: issuePools,
    input: ({ query }) => query,
  }),
  queryRoute({
    method: 'GET',
    path: '/issues/{id}',
    tag,
    summary: { 'zh-CN': '集合融资项目详情', en: 'One joint issue' },
    query: issueDetail,
    input: ({ params }) => ({ poolId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/issues',
    status: 201,
    tag,
    summary: { 'zh-CN': '建立集合融资项目', en: 'Begin a joint issue' },
    command: createIssuePool,
    input: ({ body }) => body,
  }),
  act('/issues/{id}/issuers', 'poolId', '加入发行人', 'Add an issuer', addIssuer, 201),
  act('/issuers/{id}/drop', 'slotId', '发行人退出', 'Drop an issuer', dropIssuer),
  act('/issues/{id}/advance', 'poolId', '推进项目', 'Move an issue on', advanceIssue),
  act('/issues/{id}/launch', 'poolId', '发行', 'Issue', launchIssue),
  act(
    '/issue-payments/{id}/deposits',
    'paymentId',
    '登记偿债准备金',
    'Record a deposit to the reserve',
    depositReserve,
    201,
  ),
  act('/issues/{id}/settle', 'poolId', '兑付日清算', 'Settle a payment date', settlePaymentDate),
  act(
    '/issue-calls/{id}/answer',
    'callId',
    '答复增信付款通知（增信方）',
    'Answer a call on the enhancement (enhancer)',
    answerIssueCall,
  ),
  act('/issue-disclosures/{id}/done', 'disclosureId', '登记信息披露', 'Record a disclosure', recordDisclosure),
]
