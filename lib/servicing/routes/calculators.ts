/** REST routes of the loan calculators. */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { loadCalendar } from '@/lib/platform/calendar'
import { zCalculated, zTrace } from '@/lib/platform/http/answers'
import { calculatorRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { defineQuery } from '@/lib/platform/queries'
import {
  zClassificationInput,
  zOverdueInput,
  zProvisionInput,
  zRenewalInput,
  zScheduleInput,
} from '../calculator-inputs'
import {
  calculateClassification,
  calculateOverdue,
  calculateProvision,
  calculateRenewal,
  calculateSchedule,
} from '../calculators'

import { compareMethods, zCompareInput } from '../compare'
import { lprOfTenor } from '../lpr'

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

export const calculatorRoutes: Route[] = [
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
  calculatorRoute({
    ...common,
    path: '/calculators/compare',
    summary: { 'zh-CN': '还款方式比较与综合成本', en: 'Ways of repaying compared, with the all-in cost' },
    response: z.object({
      allInSimple: z.string(),
      allInEffective: z.string(),
      trace: zTrace,
      items: z.array(
        z.object({
          method: z.string(),
          instalments: z.int(),
          first: z.string(),
          highest: z.string(),
          interest: z.string(),
          total: z.string(),
          annualCost: z.object({ compound: z.string(), simple: z.string() }).nullable(),
        }),
      ),
    }),
    body: zCompareInput,
    calculate: (body) => compareMethods(body),
  }),
]
