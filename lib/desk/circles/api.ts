/** REST routes of self-discipline groups. */
import { actsOf, queryRoute, type Route } from '@/lib/platform/http/route'
import { adoptCharter, changeMembers, dissolveCircle, formCircle, holdCircle, signCharter } from './circles'
import { circleDetail, circleList } from './queries'

const tag = 'desk'
const act = actsOf(tag)

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/self-discipline-groups',
    tag,
    summary: { 'zh-CN': '自律小组', en: 'Self-discipline groups' },
    query: circleList,
    input: ({ query }) => query,
  }),
  queryRoute({
    method: 'GET',
    path: '/self-discipline-groups/{id}',
    tag,
    summary: { 'zh-CN': '一个自律小组', en: 'One self-discipline group' },
    query: circleDetail,
    input: ({ params }) => ({ circleId: params.id }),
  }),
  act('/self-discipline-groups', '组建自律小组', 'Form a self-discipline group', formCircle),
  act('/self-discipline-groups/{id}/members', '加入或退出', 'Members join or leave', changeMembers, 'circleId'),
  act('/self-discipline-groups/{id}/charter', '通过章程与公约', 'Adopt charter and pact', adoptCharter, 'circleId'),
  act('/self-discipline-groups/{id}/sign', '签署章程', 'Members sign the charter', signCharter, 'circleId'),
  act('/self-discipline-groups/{id}/meetings', '记录会议与选举', 'Record a meeting, and an election', holdCircle, 'circleId'), // biome-ignore format: one line
  act('/self-discipline-groups/{id}/dissolve', '解散自律小组', 'Dissolve a group', dissolveCircle, 'circleId'),
]
