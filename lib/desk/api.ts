/** REST route of a person's own work. */
import { queryRoute, type Route } from '@/lib/platform/http/route'
import { myWork } from './work'

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/work',
    tag: 'desk',
    summary: { 'zh-CN': '我的待办与市场预警', en: 'What waits for me, and the warnings of my markets' },
    query: myWork,
    input: ({ query }) => query,
  }),
]
