/** REST routes of a person's own work, of saved views, and of lists as workbooks. */
import { z } from 'zod'
import { commandRoute, queryRoute, type Route, rawRoute } from '@/lib/platform/http/route'
import { listAnswer } from './exports'
import { deleteView, savedViews, saveView } from './views'
import { myWork } from './work'

const tag = 'desk'

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/work',
    tag,
    summary: { 'zh-CN': '我的待办与市场预警', en: 'What waits for me, and the warnings of my markets' },
    query: myWork,
    input: ({ query }) => query,
  }),
  queryRoute({
    method: 'GET',
    path: '/views',
    tag,
    summary: {
      'zh-CN': '列表的已存视图：自己的和同事共享的',
      en: 'Saved views of a list: one’s own and those that colleagues share',
    },
    query: savedViews,
    input: ({ query }) => query,
    response: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          query: z.string(),
          columns: z.record(z.string(), z.boolean()).nullable(),
          shared: z.boolean(),
          mine: z.boolean(),
          owner: z.string(),
        }),
      ),
    }),
  }),
  commandRoute({
    method: 'POST',
    path: '/views',
    status: 201,
    tag,
    summary: { 'zh-CN': '保存视图；同名覆盖', en: 'Save a view; one’s own of the same name is replaced' },
    command: saveView,
    input: ({ body }) => body,
    response: z.object({ id: z.string(), replaced: z.boolean() }),
  }),
  commandRoute({
    method: 'DELETE',
    path: '/views/{id}',
    tag,
    summary: { 'zh-CN': '删除自己的视图', en: 'Delete a view of one’s own' },
    command: deleteView,
    input: ({ params, body }) => ({ viewId: params.id, ...body }),
  }),
  rawRoute({
    method: 'GET',
    path: '/exports/{list}',
    tag,
    summary: {
      'zh-CN': '把列表按其页面地址的查询条件导出为 Excel；最多 20,000 行，记入审计轨迹',
      en: 'A list as an Excel workbook, by the query string of its own page; at most 20,000 rows; goes into the audit trail',
    },
    handle: (actor, _request, { params, query }) => listAnswer(actor, params.list ?? '', query),
  }),
]
