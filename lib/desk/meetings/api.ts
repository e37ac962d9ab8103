/** REST routes of joint meetings and of the green channel's board. */
import { actsOf, queryRoute, type Route } from '@/lib/platform/http/route'
import { explainBreach, greenBoard } from '../green/board'
import { greenPayments, pausePayment, resumePayment } from '../green/payments'
import { callMeeting, cancelMeeting, completeResolution, holdMeeting } from './commands'
import { meetingDetail, meetingList } from './queries'

const tag = 'desk'
const act = actsOf(tag)

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/joint-meetings',
    tag,
    summary: { 'zh-CN': '联席会议', en: 'Joint meetings' },
    query: meetingList,
    input: ({ query }) => query,
  }),
  queryRoute({
    method: 'GET',
    path: '/joint-meetings/{id}',
    tag,
    summary: { 'zh-CN': '一次联席会议：议程、纪要与决议', en: 'One joint meeting: agenda, minutes, resolutions' },
    query: meetingDetail,
    input: ({ params }) => ({ meetingId: params.id }),
  }),
  act('/joint-meetings', '召集联席会议', 'Call a joint meeting', callMeeting),
  act('/joint-meetings/{id}/hold', '记录会议纪要与决议', 'Record minutes and resolutions', holdMeeting, 'meetingId'),
  act('/joint-meetings/{id}/cancel', '取消联席会议', 'Cancel a joint meeting', cancelMeeting, 'meetingId'),
  act('/resolutions/{id}/complete', '完成决议', 'Complete a resolution', completeResolution, 'resolutionId'),
  queryRoute({
    method: 'GET',
    path: '/green-channel',
    tag,
    summary: { 'zh-CN': '绿色通道看板', en: 'The green channel’s board' },
    query: greenBoard,
    input: ({ query }) => query,
  }),
  act(
    '/green-channel/{id}/explain',
    '说明绿色通道超时原因',
    'Say why a green clock ran over',
    explainBreach,
    'clockId',
  ),
  queryRoute({
    method: 'GET',
    path: '/green-channel/payments',
    tag,
    summary: { 'zh-CN': '绿色通道：条件齐备至放款', en: 'The green channel from conditions fulfilled to payment' },
    query: greenPayments,
    input: ({ query }) => query,
  }),
  act('/green-channel/{id}/pause', '暂停放款时钟', 'Pause a payment’s clock', pausePayment, 'clockId'),
  act('/green-channel/{id}/resume', '恢复放款时钟', 'Let a payment’s clock run again', resumePayment, 'clockId'),
]
