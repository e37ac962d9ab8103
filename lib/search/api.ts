/** REST route of the one search over merchants, markets and batches. */
import { queryRoute, type Route } from '@/lib/platform/http/route'
import { findAnything } from './queries'

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/search',
    tag: 'search',
    summary: {
      'zh-CN': '查找商户、市场和批次（名称、拼音首字母、信用代码、摊位、电话尾号）',
      en: 'Find merchants, markets and batches by name, pinyin initials, credit code, stall or phone tail',
    },
    query: findAnything,
    input: ({ query }) => query,
  }),
]
