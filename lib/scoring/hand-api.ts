/** REST routes of what people change by hand after a score: grades, waivers of vetoes, and scoring again. */
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { decideOverride, overrideScore, withdrawOverride } from './commands/override'
import { rescore } from './commands/rescore'
import { waiveVeto } from './commands/waive'
import { applicationOverrides, overrideMonth } from './override-queries'

const tag = 'scoring'

export const handRoutes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/applications/{id}/overrides',
    tag,
    summary: { 'zh-CN': '一户的人工调整记录', en: 'Grades of one merchant changed by hand' },
    query: applicationOverrides,
    input: ({ params }) => ({ applicationId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/applications/{id}/override',
    tag,
    summary: { 'zh-CN': '调整评级一级', en: 'Override a grade by one step' },
    command: overrideScore,
    input: ({ params, body }) => ({ ...body, applicationId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/score-overrides/{id}/decide',
    tag,
    summary: { 'zh-CN': '复签或否决人工调整', en: 'Apply or refuse a change of grade' },
    command: decideOverride,
    input: ({ params, body }) => ({ ...body, overrideId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/score-overrides/{id}/withdraw',
    tag,
    summary: { 'zh-CN': '撤回人工调整', en: 'Take back a change of grade' },
    command: withdrawOverride,
    input: ({ params }) => ({ overrideId: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/score-overrides',
    tag,
    summary: { 'zh-CN': '人工调整月报', en: 'Grades changed by hand in a month' },
    query: overrideMonth,
    input: ({ query }) => query,
  }),
  commandRoute({
    method: 'POST',
    path: '/applications/{id}/waive-veto',
    tag,
    summary: { 'zh-CN': '书面豁免一票否决', en: 'Waive a veto in writing' },
    command: waiveVeto,
    input: ({ params, body }) => ({ ...body, applicationId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/batches/{id}/rescore',
    tag,
    summary: { 'zh-CN': '重新评分', en: 'Open decided merchants for scoring again' },
    command: rescore,
    input: ({ params, body }) => ({ ...body, batchId: params.id }),
  }),
]
