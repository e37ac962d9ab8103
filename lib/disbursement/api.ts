/** REST routes of conditions precedent and drawdowns (domain rules §7.3, §7.4). */
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { recheckConditions, submitEvidence, verifyEvidence } from './commands/conditions'
import { approveDrawdown, reviewDrawdown, sendBackDrawdown } from './commands/pay'
import { decidePaymentAgain, proposePaymentAgain } from './commands/pay-again'
import { cancelDrawdown, requestDrawdown, submitDrawdown } from './commands/request'
import { conditionList, conditionQueue, drawdownDetail, drawdownQueue } from './queries'
import { importCoreMessage } from './transfers/commands'
import { confirmOutcome, proposeOutcome } from './transfers/outcome'
import { transferContent, transferList } from './transfers/queries'
import { reportUse, reviewUse } from './use/commands'
import { reportsOfUse } from './use/queries'

const tag = 'disbursement'
const drawdownEvent = (event: string, zh: string, en: string, command: Parameters<typeof commandRoute>[0]['command']) =>
  commandRoute({
    method: 'POST',
    path: `/drawdowns/{id}/${event}`,
    tag,
    summary: { 'zh-CN': zh, en },
    command,
    input: ({ params, body }) => ({ drawdownId: params.id, ...body }),
  })

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/conditions',
    tag,
    summary: { 'zh-CN': '放款条件队列', en: 'Conditions precedent' },
    query: conditionQueue,
    input: ({ query }) => query,
  }),
  queryRoute({
    method: 'GET',
    path: '/applications/{id}/conditions',
    tag,
    summary: { 'zh-CN': '一户的放款条件', en: 'Checklist of an application' },
    query: conditionList,
    input: ({ params }) => ({ applicationId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/conditions/submit',
    tag,
    summary: { 'zh-CN': '提交条件证据', en: 'Submit evidence' },
    command: submitEvidence,
    input: ({ body }) => body,
  }),
  commandRoute({
    method: 'POST',
    path: '/conditions/verify',
    tag,
    summary: { 'zh-CN': '核实条件', en: 'Verify evidence' },
    command: verifyEvidence,
    input: ({ body }) => body,
  }),
  commandRoute({
    method: 'POST',
    path: '/conditions/recheck',
    tag,
    summary: { 'zh-CN': '系统重新核查', en: 'Look again' },
    command: recheckConditions,
    input: ({ body }) => body,
  }),
  queryRoute({
    method: 'GET',
    path: '/drawdowns',
    tag,
    summary: { 'zh-CN': '放款队列', en: 'Drawdowns' },
    query: drawdownQueue,
    input: ({ query }) => query,
  }),
  commandRoute({
    method: 'POST',
    path: '/drawdowns',
    status: 201,
    tag,
    summary: { 'zh-CN': '申请放款', en: 'Request a drawdown' },
    command: requestDrawdown,
    input: ({ body }) => body,
  }),
  queryRoute({
    method: 'GET',
    path: '/drawdowns/{id}',
    tag,
    summary: { 'zh-CN': '放款申请', en: 'A drawdown' },
    query: drawdownDetail,
    input: ({ params }) => ({ drawdownId: params.id }),
  }),
  drawdownEvent('submit', '提交放款审核', 'Submit for review', submitDrawdown),
  drawdownEvent('review', '放款审核', 'Review', reviewDrawdown),
  drawdownEvent('approve', '放款复核并支付', 'Approve and pay', approveDrawdown),
  drawdownEvent('send-back', '退回放款', 'Send back', sendBackDrawdown),
  drawdownEvent('cancel', '撤销放款申请', 'Cancel', cancelDrawdown),
  commandRoute({
    method: 'POST',
    path: '/payments/{id}/propose-again',
    tag,
    summary: { 'zh-CN': '退回款项重新支付申请', en: 'Propose where a returned payment goes instead' },
    command: proposePaymentAgain,
    input: ({ params, body }) => ({ paymentId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/payments/{id}/decide-again',
    tag,
    summary: { 'zh-CN': '退回款项重新支付审批', en: 'Pay a returned payment again, or refuse it' },
    command: decidePaymentAgain,
    input: ({ params, body }) => ({ paymentId: params.id, ...body }),
  }),
  queryRoute({
    method: 'GET',
    path: '/transfers',
    tag,
    summary: { 'zh-CN': '核心支付指令', en: 'Transfers to the core' },
    query: transferList,
    input: ({ query }) => query,
  }),
  queryRoute({
    method: 'GET',
    path: '/transfers/{id}/message',
    tag,
    summary: { 'zh-CN': '支付指令报文（pain.001）', en: 'The message of a transfer (pain.001)' },
    query: transferContent,
    input: ({ params }) => ({ id: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/transfers/import',
    tag,
    summary: {
      'zh-CN': '导入核心回执或对账单（pain.002、camt.053）',
      en: 'Import a status report or statement (pain.002, camt.053)',
    },
    command: importCoreMessage,
    input: ({ body }) => body,
  }),
  commandRoute({
    method: 'POST',
    path: '/transfers/{id}/propose',
    tag,
    summary: { 'zh-CN': '登记查证结果', en: 'Propose what became of a transfer' },
    command: proposeOutcome,
    input: ({ params, body }) => ({ id: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/transfers/{id}/confirm',
    tag,
    summary: { 'zh-CN': '复核查证结果', en: 'Confirm what became of a transfer' },
    command: confirmOutcome,
    input: ({ params, body }) => ({ id: params.id, ...body }),
  }),
  queryRoute({
    method: 'GET',
    path: '/use-reports',
    tag,
    summary: { 'zh-CN': '资金用途报告', en: 'Reports of the use of funds' },
    query: reportsOfUse,
    input: ({ query }) => query,
  }),
  commandRoute({
    method: 'POST',
    path: '/use-reports/{id}/vouchers',
    tag,
    summary: { 'zh-CN': '登记用途凭证', en: 'Report vouchers' },
    command: reportUse,
    input: ({ params, body }) => ({ reportId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/use-reports/{id}/review',
    tag,
    summary: { 'zh-CN': '抽查用途', en: 'Review a sampled report' },
    command: reviewUse,
    input: ({ params, body }) => ({ reportId: params.id, ...body }),
  }),
]
