/** REST routes of guarantees: who pays a claim, by mode. */
import { loadParameters } from '@/lib/admin/parameters'
import { zCalculated } from '@/lib/platform/http/answers'
import { queryRoute, type Route } from '@/lib/platform/http/route'
import { defineQuery } from '@/lib/platform/queries'
import { zWaterfallInput } from './calculator-inputs'
import { calculateWaterfall } from './calculators'

const waterfall = defineQuery({
  name: 'guarantees.calculateWaterfall',
  input: zWaterfallInput,
  access: { roles: 'ANY_SIGNED_IN' },
  run: async ({ tx, actor, today, input }) =>
    calculateWaterfall(input, (await loadParameters(tx, actor.bankId, today)).plans),
})

export const routes: Route[] = [
  queryRoute({
    method: 'POST',
    path: '/calculators/waterfall',
    tag: 'calculators',
    summary: { 'zh-CN': '代偿分担顺序', en: 'Who pays a claim, by mode' },
    query: waterfall,
    input: ({ body }) => body,
    response: zCalculated,
  }),
]
