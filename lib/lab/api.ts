/** REST routes of the lab. */
import { commandRoute, queryRoute, type Route, rawRoute } from '@/lib/platform/http/route'
import { evaluateCards } from './commands/evaluate'
import { importHistory, removeHistory } from './commands/import'
import { labOverview, labProgress, labReport } from './queries'
import { reportWorkbook } from './report'

const tag = 'scorecards'

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/lab',
    tag,
    summary: { 'zh-CN': '评分卡实验室：历史数据与测量', en: 'Scorecard lab: histories and measurements' },
    query: labOverview,
    input: () => ({}),
  }),
  commandRoute({
    method: 'POST',
    path: '/lab/datasets',
    status: 202,
    tag,
    summary: { 'zh-CN': '导入带标签的历史数据', en: 'Import a labelled history' },
    command: importHistory,
    input: ({ body }) => body,
  }),
  commandRoute({
    method: 'POST',
    path: '/lab/datasets/{id}/remove',
    tag,
    summary: { 'zh-CN': '清除历史数据', en: 'Remove the cases of a history' },
    command: removeHistory,
    input: ({ params, body }) => ({ ...body, datasetId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/lab/runs',
    status: 202,
    tag,
    summary: { 'zh-CN': '测量评分卡', en: 'Measure a card on a history' },
    command: evaluateCards,
    input: ({ body }) => body,
  }),
  queryRoute({
    method: 'GET',
    path: '/lab/runs/{id}',
    tag,
    summary: { 'zh-CN': '测量结果', en: 'A measurement' },
    query: labReport,
    input: ({ params }) => ({ runId: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/lab/jobs/{id}',
    tag,
    summary: { 'zh-CN': '导入或测量的进度', en: 'How far a reading or a measurement is' },
    query: labProgress,
    input: ({ params }) => ({ jobId: params.id }),
  }),
  rawRoute({
    method: 'GET',
    path: '/lab/runs/{id}/report',
    tag,
    summary: { 'zh-CN': '下载测量报告（Excel）', en: 'The measurement as a workbook' },
    handle: (actor, _request, { params }) => reportWorkbook(actor, params.id!),
  }),
]
