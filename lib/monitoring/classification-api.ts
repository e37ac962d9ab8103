/** REST routes of the classification by three people (domain rules §8.4). */
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { classificationDetail, classificationFloor, classificationList } from './classification-queries'
import { approveClass, judgeClass, openQuarter, recogniseClass, returnClass } from './commands/classify'

const tag = 'monitoring'
const act = (event: string, zh: string, en: string, command: Parameters<typeof commandRoute>[0]['command']) =>
  commandRoute({
    method: 'POST',
    path: `/classifications/{id}/${event}`,
    tag,
    summary: { 'zh-CN': zh, en },
    command,
    input: ({ params, body }) => ({ caseId: params.id, ...body }),
  })

export const classificationRoutes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/classifications',
    tag,
    summary: { 'zh-CN': '五级分类', en: 'Classifications' },
    query: classificationList,
    input: ({ query }) => query,
  }),
  queryRoute({
    method: 'GET',
    path: '/classifications/{id}',
    tag,
    summary: { 'zh-CN': '一笔分类', en: 'A classification' },
    query: classificationDetail,
    input: ({ params }) => ({ caseId: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/loans/{id}/class-floor',
    tag,
    summary: { 'zh-CN': '分类底线', en: 'Floor of a loan’s class' },
    query: classificationFloor,
    input: ({ params }) => ({ loanId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/loans/{id}/judge-class',
    tag,
    summary: { 'zh-CN': '初分', en: 'Judge a loan’s class' },
    command: judgeClass,
    input: ({ params, body }) => ({ loanId: params.id, ...body }),
  }),
  act('recognise', '认定', 'Recognise a class', recogniseClass),
  act('approve', '审批分类', 'Approve a class', approveClass),
  act('return', '退回分类', 'Send a classification back', returnClass),
  commandRoute({
    method: 'POST',
    path: '/classifications/open-quarter',
    status: 201,
    tag,
    summary: { 'zh-CN': '启动季度分类', en: 'Open the quarter’s classification' },
    command: openQuarter,
    input: () => ({}),
  }),
]
