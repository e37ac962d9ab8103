/** REST routes of the conditions that approvals set (domain rules §6.2, §10.5). */
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { askWaiver, decideWaiver, submitCondition, verifyCondition } from './commands'
import { conditionObjects } from './queries'

const tag = 'conditions'
const act = (path: string, zh: string, en: string, command: Parameters<typeof commandRoute>[0]['command']) =>
  commandRoute({
    method: 'POST',
    path: `/approval-conditions/{id}/${path}`,
    tag,
    summary: { 'zh-CN': zh, en },
    command,
    input: ({ params, body }) => ({ conditionId: params.id, ...body }),
  })

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/approval-conditions',
    tag,
    summary: { 'zh-CN': '审批条件', en: 'Conditions of approvals' },
    query: conditionObjects,
    input: ({ query }) => query,
  }),
  act('submit', '提交条件证明', 'Submit evidence of a condition', submitCondition),
  act('verify', '核验条件', 'Verify a condition', verifyCondition),
  act('ask-waiver', '申请豁免', 'Ask for a waiver', askWaiver),
  act('decide-waiver', '决定豁免', 'Decide a waiver', decideWaiver),
]
