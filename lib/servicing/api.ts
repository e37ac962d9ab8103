/** REST routes of servicing: the loan calculators. */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { loadCalendar } from '@/lib/platform/calendar'
import { zCalculated, zTrace } from '@/lib/platform/http/answers'
import { calculatorRoute, commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { defineQuery } from '@/lib/platform/queries'
import {
  zClassificationInput,
  zOverdueInput,
  zProvisionInput,
  zRenewalInput,
  zScheduleInput,
} from './calculator-inputs'
import {
  calculateClassification,
  calculateOverdue,
  calculateProvision,
  calculateRenewal,
  calculateSchedule,
} from './calculators'

import { repayLoan } from './commands/repay'
import { requestEndOfDay } from './end-of-day/run'
import { loanLedger, trialBalance } from './ledger/queries'
import { lprOfTenor } from './lpr'
import { businessDays, loanDetail, loanList, loanSchedule, repaymentPreview } from './queries'

const schedule = defineQuery({
  name: 'servicing.calculateSchedule',
  input: zScheduleInput,
  access: { roles: 'ANY_SIGNED_IN' },
  async run({ tx, actor, input, today }) {
    const calendar = await loadCalendar(tx, actor.bankId)
    if (input.repricing === 'FIXED' || input.lpr) return calculateSchedule(input, calendar)
    const { plans } = await loadParameters(tx, actor.bankId, today)
    return calculateSchedule(input, calendar, (months) => lprOfTenor(plans, months))
  },
})

const zAmounts = { principal: z.string(), interest: z.string(), total: z.string() }
const zSchedule = z.object({
  rows: z.array(z.object({ no: z.int(), dueDate: z.iso.date(), days: z.int(), ...zAmounts, balance: z.string() })),
  totals: z.object(zAmounts),
  trace: zTrace,
})

const common = { method: 'POST', tag: 'calculators', response: zCalculated } as const

export const routes: Route[] = [
  queryRoute({
    ...common,
    path: '/calculators/schedule',
    summary: { 'zh-CN': '还款计划试算', en: 'Repayment schedule' },
    query: schedule,
    input: ({ body }) => body,
    response: zSchedule,
  }),
  calculatorRoute({
    ...common,
    path: '/calculators/overdue',
    summary: { 'zh-CN': '罚息与复利', en: 'Penalty and compound interest' },
    body: zOverdueInput,
    calculate: (body) => calculateOverdue(body),
  }),
  calculatorRoute({
    ...common,
    path: '/calculators/provision',
    summary: { 'zh-CN': '减值准备', en: 'Provision' },
    body: zProvisionInput,
    calculate: (body) => calculateProvision(body),
  }),
  calculatorRoute({
    ...common,
    path: '/calculators/classification',
    summary: { 'zh-CN': '五级分类', en: 'Five-category classification' },
    body: zClassificationInput,
    calculate: (body) => calculateClassification(body),
  }),
  calculatorRoute({
    ...common,
    path: '/calculators/renewal',
    summary: { 'zh-CN': '年审续授信', en: 'Annual review' },
    body: zRenewalInput,
    calculate: (body) => calculateRenewal(body),
  }),
  queryRoute({
    method: 'GET',
    path: '/loans',
    tag: 'servicing',
    summary: { 'zh-CN': '贷款列表', en: 'Loans' },
    query: loanList,
    input: ({ query }) => query,
  }),
  queryRoute({
    method: 'GET',
    path: '/loans/{id}',
    tag: 'servicing',
    summary: { 'zh-CN': '贷款', en: 'A loan' },
    query: loanDetail,
    input: ({ params }) => ({ loanId: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/loans/{id}/schedule',
    tag: 'servicing',
    summary: { 'zh-CN': '还款计划', en: 'Schedule against payments' },
    query: loanSchedule,
    input: ({ params }) => ({ loanId: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/loans/{id}/ledger',
    tag: 'servicing',
    summary: { 'zh-CN': '贷款分录', en: 'Journals of a loan' },
    query: loanLedger,
    input: ({ params }) => ({ loanId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/loans/{id}/repayments',
    status: 201,
    tag: 'servicing',
    summary: { 'zh-CN': '登记还款', en: 'Book a repayment' },
    command: repayLoan,
    input: ({ params, body }) => ({ loanId: params.id, ...body }),
  }),
  queryRoute({
    method: 'POST',
    path: '/loans/{id}/repayments/preview',
    tag: 'servicing',
    summary: { 'zh-CN': '还款分配预览', en: 'Preview an allocation' },
    query: repaymentPreview,
    input: ({ params, body }) => ({ loanId: params.id, ...body }),
  }),
  queryRoute({
    method: 'GET',
    path: '/end-of-day',
    tag: 'servicing',
    summary: { 'zh-CN': '日终记录', en: 'Closed days' },
    query: businessDays,
    input: ({ query }) => query,
  }),
  commandRoute({
    method: 'POST',
    path: '/end-of-day',
    status: 202,
    tag: 'servicing',
    summary: { 'zh-CN': '日终处理', en: 'Run end of day' },
    command: requestEndOfDay,
    input: ({ body }) => body,
  }),
  queryRoute({
    method: 'GET',
    path: '/ledger/trial-balance',
    tag: 'servicing',
    summary: { 'zh-CN': '试算平衡', en: 'Trial balance' },
    query: trialBalance,
    input: ({ query }) => query,
  }),
]
