/** REST routes of the day, the general ledger and its reconciliation with the core. */
import { parseInput } from '@/lib/platform/commands'
import { commandRoute, queryRoute, type Route, rawRoute } from '@/lib/platform/http/route'
import { zDate } from '@/lib/platform/schema'
import { businessDays } from '../end-of-day/queries'
import { requestEndOfDay } from '../end-of-day/run'
import { decideLedgerChange, proposeAccount, proposeRule } from '../ledger/configure'
import { exportContent, exportCsv, exportJournal } from '../ledger/export'
import { loanBalances, merchantBalances } from '../ledger/loan-balances'
import { closePeriod } from '../ledger/period'
import { journalDetail, journalSearch, ledgerBalances, ledgerChart, trialBalance } from '../ledger/queries'
import { importCoreStatement, resolveDifference } from '../reconciliation/commands'
import { reconciliationDetail, reconciliations } from '../reconciliation/queries'

const common = { tag: 'ledger' } as const

export const ledgerRoutes: Route[] = [
  queryRoute({
    tag: 'servicing',
    method: 'GET',
    path: '/end-of-day',
    summary: { 'zh-CN': '日终记录与进度', en: 'Closed days and the progress of a running one' },
    query: businessDays,
    input: ({ query }) => query,
  }),
  commandRoute({
    tag: 'servicing',
    method: 'POST',
    path: '/end-of-day',
    status: 202,
    summary: { 'zh-CN': '日终处理（dryRun 为试算）', en: 'Run the end of day (dryRun: only say what it would do)' },
    command: requestEndOfDay,
    input: ({ body }) => body,
  }),
  queryRoute({
    ...common,
    method: 'GET',
    path: '/ledger/trial-balance',
    summary: { 'zh-CN': '试算平衡', en: 'Trial balance' },
    query: trialBalance,
    input: ({ query }) => query,
  }),
  queryRoute({
    ...common,
    method: 'GET',
    path: '/ledger/balances',
    summary: { 'zh-CN': '科目余额（按市场、批次）', en: 'Balances by account, market or batch' },
    query: ledgerBalances,
    input: ({ query }) => query,
  }),
  queryRoute({
    ...common,
    method: 'GET',
    path: '/loans/{id}/balances',
    summary: { 'zh-CN': '贷款分户余额', en: 'Balances of a loan at a date' },
    query: loanBalances,
    input: ({ params, query }) => ({ loanId: params.id, ...query }),
  }),
  queryRoute({
    ...common,
    method: 'GET',
    path: '/merchants/{id}/balances',
    summary: { 'zh-CN': '商户分户余额', en: "Balances of a merchant's loans at a date" },
    query: merchantBalances,
    input: ({ params, query }) => ({ merchantId: params.id, ...query }),
  }),
  queryRoute({
    ...common,
    method: 'GET',
    path: '/ledger/journals',
    summary: { 'zh-CN': '凭证查询', en: 'Search journals' },
    query: journalSearch,
    input: ({ query }) => query,
  }),
  queryRoute({
    ...common,
    method: 'GET',
    path: '/ledger/journals/{number}',
    summary: { 'zh-CN': '凭证', en: 'A journal' },
    query: journalDetail,
    input: ({ params }) => ({ number: params.number }),
  }),
  queryRoute({
    ...common,
    method: 'GET',
    path: '/ledger/chart',
    summary: { 'zh-CN': '科目表与记账规则', en: 'Chart of accounts and posting rules' },
    query: ledgerChart,
    input: ({ query }) => query,
  }),
  commandRoute({
    ...common,
    method: 'PUT',
    path: '/ledger/accounts/{code}',
    status: 202,
    summary: { 'zh-CN': '提出科目变更（须另一人复核）', en: 'Propose an account; another person decides' },
    command: proposeAccount,
    input: ({ params, body }) => ({ code: params.code, ...body }),
  }),
  commandRoute({
    ...common,
    method: 'PUT',
    path: '/ledger/rules/{event}/{part}',
    status: 202,
    summary: { 'zh-CN': '提出记账规则变更（须另一人复核）', en: 'Propose a posting rule; another person decides' },
    command: proposeRule,
    input: ({ params, body }) => ({ event: params.event, part: params.part, ...body }),
  }),
  commandRoute({
    ...common,
    method: 'POST',
    path: '/ledger/changes/{id}/decide',
    summary: { 'zh-CN': '复核科目或记账规则变更', en: 'Decide a change of the chart or the rules' },
    command: decideLedgerChange,
    input: ({ params, body }) => ({ changeId: params.id, ...body }),
  }),
  commandRoute({
    ...common,
    method: 'POST',
    path: '/ledger/periods/{month}/close',
    summary: { 'zh-CN': '关闭会计期间', en: 'Close a month' },
    command: closePeriod,
    input: ({ params }) => ({ month: params.month }),
  }),
  commandRoute({
    ...common,
    method: 'POST',
    path: '/ledger/exports',
    status: 201,
    summary: { 'zh-CN': '导出当日凭证', en: "Take a day's journal for the bank's ledger" },
    command: exportJournal,
    input: ({ body }) => body,
  }),
  queryRoute({
    ...common,
    method: 'GET',
    path: '/ledger/exports/{date}',
    summary: { 'zh-CN': '已导出的凭证（JSON）', en: 'An export as JSON' },
    query: exportContent,
    input: ({ params }) => ({ date: params.date }),
  }),
  rawRoute({
    ...common,
    method: 'GET',
    path: '/ledger/exports/{date}/csv',
    summary: { 'zh-CN': '已导出的凭证（CSV）', en: 'An export as CSV' },
    handle: async (actor, _request, { params }) => {
      const content = await exportContent(actor, { date: parseInput(zDate, params.date).toString() })
      return new Response(exportCsv(content.lines), {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="${content.number}.csv"`,
          'x-content-sha256': content.sha256,
          'cache-control': 'private, no-store',
        },
      })
    },
  }),
  commandRoute({
    ...common,
    method: 'POST',
    path: '/reconciliations',
    status: 201,
    summary: { 'zh-CN': '导入核心对账文件', en: "Import the core's statement" },
    command: importCoreStatement,
    input: ({ body }) => body,
  }),
  queryRoute({
    ...common,
    method: 'GET',
    path: '/reconciliations',
    summary: { 'zh-CN': '对账列表', en: 'Reconciliations' },
    query: reconciliations,
    input: ({ query }) => query,
  }),
  queryRoute({
    ...common,
    method: 'GET',
    path: '/reconciliations/{id}',
    summary: { 'zh-CN': '对账明细', en: 'A reconciliation with its differences' },
    query: reconciliationDetail,
    input: ({ params }) => ({ id: params.id }),
  }),
  commandRoute({
    ...common,
    method: 'POST',
    path: '/reconciliations/{id}/resolve',
    summary: { 'zh-CN': '说明差异', en: 'Explain a difference' },
    command: resolveDifference,
    input: ({ params, body }) => ({ statementId: params.id, ...body }),
  }),
]
