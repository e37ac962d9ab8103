/** REST routes of tip-offs and complaints. */
import { actsOf, queryRoute, type Route } from '@/lib/platform/http/route'
import { handOverComplaint, moveComplaint, receiveComplaint, takeComplaint } from './commands/complaints'
import {
  answerTipOff,
  assignTipOff,
  concludeTipOff,
  receiveTipOff,
  revealTeller,
  triageTipOff,
} from './commands/tip-offs'
import { complaintList, tipOffList } from './queries'

const tag = 'voices'
const act = actsOf(tag)

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/tip-offs',
    tag,
    summary: { 'zh-CN': '举报', en: 'Tip-offs' },
    query: tipOffList,
    input: ({ query }) => query,
  }),
  act('/tip-offs', '登记举报', 'Take in a tip-off', receiveTipOff),
  act('/tip-offs/{id}/triage', '甄别举报', 'Triage a tip-off', triageTipOff, 'tipOffId'),
  act('/tip-offs/{id}/assign', '指定调查人', 'Name the investigator', assignTipOff, 'tipOffId'),
  act('/tip-offs/{id}/conclude', '举报结论', 'Conclude a tip-off', concludeTipOff, 'tipOffId'),
  act('/tip-offs/{id}/answer', '反馈举报人', 'Answer the teller', answerTipOff, 'tipOffId'),
  act('/tip-offs/{id}/reveal', '查看举报人', 'Open the teller’s name', revealTeller, 'tipOffId'),
  queryRoute({
    method: 'GET',
    path: '/complaints',
    tag,
    summary: { 'zh-CN': '投诉', en: 'Complaints' },
    query: complaintList,
    input: ({ query }) => query,
  }),
  act('/complaints', '登记投诉', 'Take in a complaint', receiveComplaint),
  act('/complaints/{id}/move', '推进投诉', 'Move a complaint', moveComplaint, 'complaintId'),
  act('/complaints/{id}/hand-over', '移交投诉', 'Hand a complaint over', handOverComplaint, 'complaintId'),
  act('/complaints/{id}/take', '接受或谢绝移交', 'Take or decline it', takeComplaint, 'complaintId'),
]
