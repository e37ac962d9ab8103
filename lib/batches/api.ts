/** REST routes of batches: one resource, its events in kebab-case (api-contract "The walk"). */
import { checkList, merchantPapers } from '@/lib/intake/check-queries'
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { acceptBatch, checkItems, dropItem, judgeDocument, returnBatch, returnItem } from './commands/check'
import { pauseBatchClock, resumeBatchClock } from './commands/clock'
import { createBatch } from './commands/create'
import { confirmSplit, splitBatch, startScoring } from './commands/split'
import { submitBatch, withdrawBatch } from './commands/submit'
import { resumeBatch, suspendBatch } from './commands/suspend'
import { batchEvents, batchList, batchOverview } from './queries'
import { batchItems } from './screen-queries'
import { batchStanding } from './standing'
import { batchTimeline } from './timeline'

const tag = 'batches'
const event = (
  path: string,
  zh: string,
  en: string,
  command: Parameters<typeof commandRoute>[0]['command'],
  key = 'batchId',
) =>
  commandRoute({
    method: 'POST',
    path,
    tag,
    summary: { 'zh-CN': zh, en },
    command,
    input: ({ params, body }) => ({ [key]: params.id, ...body }),
  })

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/batches',
    tag,
    summary: { 'zh-CN': '批次列表', en: 'Batches' },
    query: batchList,
    input: ({ query }) => query,
  }),
  commandRoute({
    method: 'POST',
    path: '/batches',
    status: 201,
    tag,
    summary: { 'zh-CN': '新建批次', en: 'Start a batch' },
    command: createBatch,
    input: ({ body }) => body,
  }),
  queryRoute({
    method: 'GET',
    path: '/batches/{id}',
    tag,
    summary: { 'zh-CN': '批次概览', en: 'A batch' },
    query: batchOverview,
    input: ({ params }) => ({ batchId: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/batches/{id}/events',
    tag,
    summary: { 'zh-CN': '批次时间线', en: 'Timeline of a batch' },
    query: batchEvents,
    input: ({ params, query }) => ({ batchId: params.id, ...query }),
  }),
  queryRoute({
    method: 'GET',
    path: '/batches/{id}/merchants',
    tag,
    summary: { 'zh-CN': '批次的商户', en: 'Merchants of a batch' },
    query: batchItems,
    input: ({ params, query }) => ({ batchId: params.id, ...query }),
  }),
  queryRoute({
    method: 'GET',
    path: '/batches/{id}/timeline',
    tag,
    summary: {
      'zh-CN': '批次全部经过（含商户、拆分、暂停）',
      en: 'All that happened to a batch, its merchants and its clock',
    },
    query: batchTimeline,
    input: ({ params }) => ({ batchId: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/batches/{id}/standing',
    tag,
    summary: {
      'zh-CN': '批次的来源、拆分和受理前待办的商户',
      en: 'Where a batch came from and what stands in its way',
    },
    query: batchStanding,
    input: ({ params }) => ({ batchId: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/batches/{id}/check-list',
    tag,
    summary: { 'zh-CN': '核对资料：各户进度', en: 'Checking papers: how far each merchant is' },
    query: checkList,
    input: ({ params }) => ({ batchId: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/applications/{id}/papers',
    tag,
    summary: { 'zh-CN': '一户的清单内容与资料', en: 'A merchant as on the list, with its papers' },
    query: merchantPapers,
    input: ({ params }) => ({ applicationId: params.id }),
  }),
  event('/batches/{id}/submit', '报送批次', 'Submit a batch', submitBatch),
  event('/batches/{id}/withdraw', '撤回批次', 'Withdraw a batch', withdrawBatch),
  event('/batches/{id}/return', '退回批次', 'Return a batch', returnBatch),
  event('/batches/{id}/accept', '受理批次', 'Accept a batch', acceptBatch),
  event('/batches/{id}/pause-clock', '暂停时限', 'Pause the clock of a batch', pauseBatchClock),
  event('/batches/{id}/resume-clock', '恢复时限', 'Resume the clock of a batch', resumeBatchClock),
  event('/batches/{id}/suspend', '暂停批次', 'Suspend a batch', suspendBatch),
  event('/batches/{id}/resume', '恢复批次', 'Resume a batch', resumeBatch),
  event('/batches/{id}/split', '拆分批次', 'Split a batch', splitBatch),
  event('/batches/{id}/start-scoring', '开始评分', 'Start scoring', startScoring),
  event('/tasks/{id}/confirm-split', '确认拆分', 'Confirm a split', confirmSplit, 'taskId'),
  commandRoute({
    method: 'POST',
    path: '/applications/check',
    tag,
    summary: { 'zh-CN': '资料核对通过', en: 'Mark items as checked' },
    command: checkItems,
    input: ({ body }) => body,
  }),
  event('/applications/{id}/return', '退回一户', 'Return an item', returnItem, 'applicationId'),
  event('/applications/{id}/drop', '剔除一户', 'Drop an item', dropItem, 'applicationId'),
  event('/documents/{id}/judge', '审看一份资料', 'Judge a paper', judgeDocument, 'documentId'),
]
