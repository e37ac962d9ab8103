/** REST routes of notices, of the calendar's address, and of the bank's e-mail. */
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import {
  closeCalendarFeed,
  openCalendarFeed,
  readNotices,
  resendMail,
  setMailServer,
  setNoticePreferences,
  setNoticeTimes,
  testMail,
} from './commands'
import { mailList, mailServer, noticeList, noticeSettings } from './queries'

const tag = 'notices'
const read = (path: string, zh: string, en: string, query: Parameters<typeof queryRoute>[0]['query']) =>
  queryRoute({ method: 'GET', path, tag, summary: { 'zh-CN': zh, en }, query, input: (p) => p.query })
const act = (path: string, zh: string, en: string, command: Parameters<typeof commandRoute>[0]['command']) =>
  commandRoute({ method: 'POST', path, tag, summary: { 'zh-CN': zh, en }, command, input: ({ body }) => body })

export const routes: Route[] = [
  read('/notifications', '我的通知', 'My notifications', noticeList),
  act('/notifications/read', '标为已读', 'Mark as read', readNotices),
  read('/notifications/settings', '我的通知设置', 'How I am told', noticeSettings),
  act('/notifications/times', '设置汇总与免打扰时间', 'Set summary and quiet hours', setNoticeTimes),
  act('/notifications/preferences', '按类别设置通知', 'Set how each kind is told', setNoticePreferences),
  act('/calendar-feed/open', '开通（更换）日历订阅地址', 'Open or renew the calendar’s address', openCalendarFeed),
  act('/calendar-feed/close', '停用日历订阅地址', 'Close the calendar’s address', closeCalendarFeed),
  read('/mail-server', '邮件服务器', 'Mail server', mailServer),
  act('/mail-server', '设置邮件服务器', 'Set the mail server', setMailServer),
  act('/mail-server/test', '给自己发一封测试邮件', 'Send a test e-mail to oneself', testMail),
  read('/mails', '邮件发送记录', 'E-mails and what came of them', mailList),
  commandRoute({
    method: 'POST',
    path: '/mails/{id}/resend',
    tag,
    summary: { 'zh-CN': '重发一封邮件', en: 'Send an e-mail again' },
    command: resendMail,
    input: ({ params, body }) => ({ mailId: params.id, ...body }),
  }),
]
