/** REST routes of plans: the credit calculators, over the bank's own parameters in force today. */
import type { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { zCalculated } from '@/lib/platform/http/answers'
import { queryRoute, type Route } from '@/lib/platform/http/route'
import { defineQuery } from '@/lib/platform/queries'
import { zMerchantLimitInput, zPlanLimitInput, zPriceInput, zWorkingCapitalInput } from './calculator-inputs'
import {
  type Answer,
  calculateMerchantLimit,
  calculatePlanLimit,
  calculatePrice,
  calculateWorkingCapital,
} from './calculators'
import type { PlanParameters } from './parameters'

function calculator<S extends z.ZodType>(
  path: string,
  name: string,
  summary: Route['summary'],
  input: S,
  calculate: (body: z.output<S>, parameters: PlanParameters) => Answer,
): Route {
  const query = defineQuery({
    name,
    input,
    access: { roles: 'ANY_SIGNED_IN' },
    run: async ({ tx, actor, today, input }) => calculate(input, (await loadParameters(tx, actor.bankId, today)).plans),
  })
  return queryRoute({
    method: 'POST',
    path: `/calculators/${path}`,
    tag: 'calculators',
    summary,
    query,
    input: ({ body }) => body,
    response: zCalculated,
  })
}

export const routes: Route[] = [
  calculator(
    'working-capital',
    'plans.calculateWorkingCapital',
    { 'zh-CN': '流动资金需求量', en: 'Working-capital need' },
    zWorkingCapitalInput,
    calculateWorkingCapital,
  ),
  calculator(
    'merchant-limit',
    'plans.calculateMerchantLimit',
    { 'zh-CN': '单户授信额度', en: 'Limit of one merchant' },
    zMerchantLimitInput,
    calculateMerchantLimit,
  ),
  calculator(
    'plan-limit',
    'plans.calculatePlanLimit',
    { 'zh-CN': '整体授信额度', en: 'Aggregate limit of a plan' },
    zPlanLimitInput,
    calculatePlanLimit,
  ),
  calculator(
    'price',
    'plans.calculatePrice',
    { 'zh-CN': '利率定价与综合成本', en: 'Rate and all-in cost' },
    zPriceInput,
    calculatePrice,
  ),
]
