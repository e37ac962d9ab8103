/** REST routes of the figures for those who lead. */
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { concentrationReport, portfolioReport, rollReport, scoreReport, vintageReport } from './queries'
import { changeReport, createReport, regulatoryReport, reportList } from './regulatory'
import { takeSnapshot } from './snapshot'
import { flowReport, partnerReport, workloadReport } from './work-queries'

const tag = 'reports'
const read = (name: string, zh: string, en: string, query: Parameters<typeof queryRoute>[0]['query']) =>
  queryRoute({
    method: 'GET',
    path: `/reports/${name}`,
    tag,
    summary: { 'zh-CN': zh, en },
    query,
    input: (p) => p.query,
  })

export const routes: Route[] = [
  read('portfolio', '贷款组合（按维度）', 'Portfolio by one dimension', portfolioReport),
  read('flow', '批次漏斗与各环节用时', 'Funnel of batches and time per stage', flowReport),
  read('vintages', '账龄曲线', 'Vintage curves', vintageReport),
  read('rolls', '逾期迁徙率', 'Roll rates', rollReport),
  read('concentration', '集中度与限额', 'Concentration against limits', concentrationReport),
  read('scores', '评分分布与后续表现', 'Scores against later performance', scoreReport),
  read('partners', '合作方计分', 'Partner scoreboard', partnerReport),
  read('workload', '客户经理工作量', 'Workload of managers', workloadReport),
  commandRoute({
    method: 'POST',
    path: '/reports/snapshot',
    tag,
    summary: { 'zh-CN': '重新统计当日组合', en: 'Count the portfolio of the day again' },
    command: takeSnapshot,
    input: ({ body }) => body,
  }),
  read('regulatory', '监管报表', 'Tables for the regulator', reportList),
  commandRoute({
    method: 'POST',
    path: '/reports/regulatory',
    status: 201,
    tag,
    summary: { 'zh-CN': '新建监管报表', en: 'Create a table for the regulator' },
    command: createReport,
    input: ({ body }) => body,
  }),
  queryRoute({
    method: 'GET',
    path: '/reports/regulatory/{id}',
    tag,
    summary: { 'zh-CN': '一张监管报表', en: 'One table for the regulator' },
    query: regulatoryReport,
    input: ({ params }) => ({ reportId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/reports/regulatory/{id}/change',
    tag,
    summary: { 'zh-CN': '修改监管报表', en: 'Change a table for the regulator' },
    command: changeReport,
    input: ({ params, body }) => ({ reportId: params.id, ...body }),
  }),
]
