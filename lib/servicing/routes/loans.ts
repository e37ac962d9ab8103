/** REST routes of loans: their figures, repayments, changes by two people, statements and debits. */

import { z } from 'zod'
import { parseInput } from '@/lib/platform/commands'
import { commandRoute, queryRoute, type Route, rawRoute } from '@/lib/platform/http/route'
import { zDate, zId } from '@/lib/platform/schema'
import { loanChanges, loanGuarantors, previewLoanChange } from '../change-queries'
import { decideLoanChange, requestLoanChange, withdrawLoanChange } from '../commands/changes'
import { recordDebits } from '../commands/debits'
import { repayLoan } from '../commands/repay'
import { debitFile, debitList } from '../debit-queries'
import { loanLedger } from '../ledger/queries'
import { loanDetail, loanList, loanSchedule, repaymentPreview } from '../queries'
import { statementDocument } from '../statement/documents'
import { loanStatement } from '../statement/query'

const common = { tag: 'servicing' } as const
const StatementQuery = z.strictObject({
  from: zDate.optional(),
  to: zDate.optional(),
  format: z.enum(['pdf', 'xlsx']).default('pdf'),
})

export const loanRoutes: Route[] = [
  queryRoute({
    ...common,
    method: 'GET',
    path: '/loans',
    summary: { 'zh-CN': '贷款列表', en: 'Loans' },
    query: loanList,
    input: ({ query }) => query,
  }),
  queryRoute({
    ...common,
    method: 'GET',
    path: '/loans/{id}',
    summary: { 'zh-CN': '贷款', en: 'A loan' },
    query: loanDetail,
    input: ({ params }) => ({ loanId: params.id }),
  }),
  queryRoute({
    ...common,
    method: 'GET',
    path: '/loans/{id}/schedule',
    summary: { 'zh-CN': '还款计划', en: 'Schedule against payments' },
    query: loanSchedule,
    input: ({ params }) => ({ loanId: params.id }),
  }),
  queryRoute({
    ...common,
    method: 'GET',
    path: '/loans/{id}/ledger',
    summary: { 'zh-CN': '贷款分录', en: 'Journals of a loan' },
    query: loanLedger,
    input: ({ params }) => ({ loanId: params.id }),
  }),
  queryRoute({
    ...common,
    method: 'GET',
    path: '/loans/{id}/guarantors',
    summary: { 'zh-CN': '担保人', en: 'Guarantors of a loan' },
    query: loanGuarantors,
    input: ({ params }) => ({ loanId: params.id }),
  }),
  queryRoute({
    ...common,
    method: 'GET',
    path: '/loans/{id}/statement',
    summary: { 'zh-CN': '对账单', en: 'Statement of a loan' },
    query: loanStatement,
    input: ({ params, query }) => ({ loanId: params.id, ...query }),
  }),
  rawRoute({
    ...common,
    method: 'GET',
    path: '/loans/{id}/statement/document',
    summary: { 'zh-CN': '下载对账单（format=pdf 或 xlsx）', en: 'Statement as a document (format=pdf or xlsx)' },
    handle: (actor, _request, { params, query }) => {
      const { format, from, to } = parseInput(StatementQuery, query)
      const loanId = parseInput(zId, params.id)
      return statementDocument(
        actor,
        { loanId, ...(from ? { from: from.toString() } : {}), ...(to ? { to: to.toString() } : {}) },
        format,
      )
    },
  }),
  commandRoute({
    ...common,
    method: 'POST',
    path: '/loans/{id}/repayments',
    status: 201,
    summary: { 'zh-CN': '登记还款', en: 'Book a repayment' },
    command: repayLoan,
    input: ({ params, body }) => ({ loanId: params.id, ...body }),
  }),
  queryRoute({
    ...common,
    method: 'POST',
    path: '/loans/{id}/repayments/preview',
    summary: { 'zh-CN': '还款分配预览', en: 'Preview an allocation' },
    query: repaymentPreview,
    input: ({ params, body }) => ({ loanId: params.id, ...body }),
  }),
  commandRoute({
    ...common,
    method: 'POST',
    path: '/loans/{id}/changes',
    status: 201,
    summary: {
      'zh-CN': '申请变更（冲正、减免、展期、重组等）',
      en: 'Ask for a change: reversal, waiver, extension, restructuring …',
    },
    command: requestLoanChange,
    input: ({ params, body }) => ({ loanId: params.id, ...body }),
  }),
  queryRoute({
    ...common,
    method: 'POST',
    path: '/loans/{id}/changes/preview',
    summary: { 'zh-CN': '变更预览', en: 'What a change would do' },
    query: previewLoanChange,
    input: ({ params, body }) => ({ loanId: params.id, ...body }),
  }),
  queryRoute({
    ...common,
    method: 'GET',
    path: '/loan-changes',
    summary: { 'zh-CN': '贷款变更列表', en: 'Changes of loans' },
    query: loanChanges,
    input: ({ query }) => query,
  }),
  commandRoute({
    ...common,
    method: 'POST',
    path: '/loan-changes/{id}/decide',
    summary: { 'zh-CN': '复核贷款变更', en: 'Decide a change' },
    command: decideLoanChange,
    input: ({ params, body }) => ({ changeId: params.id, ...body }),
  }),
  commandRoute({
    ...common,
    method: 'POST',
    path: '/loan-changes/{id}/withdraw',
    summary: { 'zh-CN': '撤回贷款变更申请', en: 'Withdraw a request for a change' },
    command: withdrawLoanChange,
    input: ({ params }) => ({ changeId: params.id }),
  }),
  queryRoute({
    ...common,
    method: 'GET',
    path: '/auto-debits',
    summary: { 'zh-CN': '代扣指令', en: 'Auto-debit orders' },
    query: debitList,
    input: ({ query }) => query,
  }),
  rawRoute({
    ...common,
    method: 'GET',
    path: '/auto-debits/file',
    summary: { 'zh-CN': '下载代扣文件', en: 'Auto-debit orders as a file' },
    handle: async (actor, _request, { query }) => {
      const { date, csv } = await debitFile(actor, query as { date?: string })
      return new Response(csv, {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="debits-${date}.csv"`,
          'cache-control': 'private, no-store',
        },
      })
    },
  }),
  commandRoute({
    ...common,
    method: 'POST',
    path: '/auto-debits/results',
    summary: { 'zh-CN': '登记代扣结果', en: 'Record what the debits brought' },
    command: recordDebits,
    input: ({ body }) => body,
  }),
]
