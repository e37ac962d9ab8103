/** REST routes of performance pay. */
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { answerPay, confirmPay, objectToPay, payList, payPreview } from './pay'

const tag = 'desk'
type CommandOfRoute = Parameters<typeof commandRoute>[0]['command']
type QueryOfRoute = Parameters<typeof queryRoute>[0]['query']
const read = (path: string, zh: string, en: string, query: QueryOfRoute) =>
  queryRoute({ method: 'GET', path, tag, summary: { 'zh-CN': zh, en }, query, input: ({ query: q }) => q })
const act = (path: string, zh: string, en: string, command: CommandOfRoute) =>
  commandRoute({
    method: 'POST',
    path,
    tag,
    summary: { 'zh-CN': zh, en },
    command,
    input: ({ params, body }) => ({ statementId: params.id, ...body }),
  })

export const routes: Route[] = [
  read('/pay-statements', '绩效薪酬单', 'Pay statements with their arithmetic', payList),
  read('/pay-preview', '本月绩效试算', 'This month’s pay as it stands', payPreview),
  act('/pay-statements/{id}/confirm', '确认绩效', 'Confirm a statement', confirmPay),
  act('/pay-statements/{id}/object', '对绩效提出异议', 'Object to a statement', objectToPay),
  act('/pay-statements/{id}/answer', '答复异议', 'Answer an objection', answerPay),
]
