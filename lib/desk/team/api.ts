/** REST routes of tasks that a person finishes. */
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { finishTask, objectTasks } from './hand-tasks'

const tag = 'desk'

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/tasks',
    tag,
    summary: { 'zh-CN': '某对象的待办', en: 'Tasks of an object' },
    query: objectTasks,
    input: ({ query }) => query,
  }),
  commandRoute({
    method: 'POST',
    path: '/tasks/{id}/finish',
    tag,
    summary: { 'zh-CN': '完成待办', en: 'Finish a task' },
    command: finishTask,
    input: ({ params, body }) => ({ taskId: params.id, ...body }),
  }),
]
