'use server'
import { serverAction } from '@/lib/platform/http/action'
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

export const readNoticesAction = serverAction(readNotices)
export const setNoticeTimesAction = serverAction(setNoticeTimes)
export const setNoticePreferencesAction = serverAction(setNoticePreferences)
export const openCalendarFeedAction = serverAction(openCalendarFeed)
export const closeCalendarFeedAction = serverAction(closeCalendarFeed)
export const setMailServerAction = serverAction(setMailServer)
export const testMailAction = serverAction(testMail)
export const resendMailAction = serverAction(resendMail)
