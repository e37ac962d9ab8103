/** REST routes of monitoring: signals, visits, named persons (domain rules §8.1, §8.2). */
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { completeVisit, planVisit } from './commands/visits'
import {
  assignMonitor,
  assignWarning,
  handleWarning,
  releaseWarning,
  takeWarning,
  verifyWarning,
} from './commands/warnings'
import { monitoringBoard, visitDetail, visitList, warningList } from './queries'

const tag = 'monitoring'
export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/monitoring',
    tag,
    summary: { 'zh-CN': '贷后总览', en: 'Monitoring board' },
    query: monitoringBoard,
    input: () => ({}),
  }),
  queryRoute({
    method: 'GET',
    path: '/warnings',
    tag,
    summary: { 'zh-CN': '预警信号', en: 'Warnings' },
    query: warningList,
    input: ({ query }) => query,
  }),
  commandRoute({
    method: 'POST',
    path: '/warnings/{id}/assign',
    tag,
    summary: { 'zh-CN': '分派预警', en: 'Assign a warning' },
    command: assignWarning,
    input: ({ params, body }) => ({ warningId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/warnings/{id}/take',
    tag,
    summary: { 'zh-CN': '开始核实预警', en: 'Begin to verify a warning' },
    command: takeWarning,
    input: ({ params, body }) => ({ warningId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/warnings/{id}/verify',
    tag,
    summary: { 'zh-CN': '核实预警', en: 'Verify a warning' },
    command: verifyWarning,
    input: ({ params, body }) => ({ warningId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/warnings/{id}/handle',
    tag,
    summary: { 'zh-CN': '处置预警', en: 'Handle a warning' },
    command: handleWarning,
    input: ({ params, body }) => ({ warningId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/warnings/{id}/release',
    tag,
    summary: { 'zh-CN': '解除预警', en: 'Release a warning' },
    command: releaseWarning,
    input: ({ params, body }) => ({ warningId: params.id, ...body }),
  }),
  queryRoute({
    method: 'GET',
    path: '/visits',
    tag,
    summary: { 'zh-CN': '走访计划', en: 'Visits' },
    query: visitList,
    input: ({ query }) => query,
  }),
  commandRoute({
    method: 'POST',
    path: '/visits',
    status: 201,
    tag,
    summary: { 'zh-CN': '安排走访', en: 'Plan a visit' },
    command: planVisit,
    input: ({ body }) => body,
  }),
  queryRoute({
    method: 'GET',
    path: '/visits/{id}',
    tag,
    summary: { 'zh-CN': '走访', en: 'A visit' },
    query: visitDetail,
    input: ({ params }) => ({ visitId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/visits/{id}/complete',
    tag,
    summary: { 'zh-CN': '完成走访', en: 'Complete a visit' },
    command: completeVisit,
    input: ({ params, body }) => ({ visitId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/monitors',
    status: 201,
    tag,
    summary: { 'zh-CN': '指定贷后专人', en: 'Name a monitor' },
    command: assignMonitor,
    input: ({ body }) => body,
  }),
]
