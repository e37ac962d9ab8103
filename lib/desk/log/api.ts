/** REST routes of daily logs, weekly reviews and monthly summaries. */
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { keyAccounts } from '../accounts/key-accounts'
import { reviewReport, saveReport, submitReport } from './commands'
import { myReport, reportDetail, reportList } from './queries'

const tag = 'desk'

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/key-accounts',
    tag,
    summary: { 'zh-CN': '重点客户盈利评估', en: 'Key accounts with what each brings in a year' },
    query: keyAccounts,
    input: ({ query }) => query,
  }),
  queryRoute({
    method: 'GET',
    path: '/logs',
    tag,
    summary: { 'zh-CN': '日志、周评与月结', en: 'Logs, reviews and summaries' },
    query: reportList,
    input: ({ query }) => query,
  }),
  queryRoute({
    method: 'GET',
    path: '/logs/mine',
    tag,
    summary: { 'zh-CN': '本人某日所在周期的日志与自动汇总', en: 'One’s own report of a period, filled in' },
    query: myReport,
    input: ({ query }) => query,
  }),
  queryRoute({
    method: 'GET',
    path: '/logs/{id}',
    tag,
    summary: { 'zh-CN': '一份日志', en: 'One report' },
    query: reportDetail,
    input: ({ params }) => ({ reportId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/logs/save',
    tag,
    summary: { 'zh-CN': '保存日志草稿', en: 'Keep a draft' },
    command: saveReport,
    input: ({ body }) => body,
  }),
  commandRoute({
    method: 'POST',
    path: '/logs/submit',
    tag,
    summary: { 'zh-CN': '提交日志', en: 'Hand a report in' },
    command: submitReport,
    input: ({ body }) => body,
  }),
  commandRoute({
    method: 'POST',
    path: '/logs/{id}/review',
    tag,
    summary: { 'zh-CN': '上级点评', en: 'Answer a report' },
    command: reviewReport,
    input: ({ params, body }) => ({ reportId: params.id, ...body }),
  }),
]
