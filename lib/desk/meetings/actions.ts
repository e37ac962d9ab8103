'use server'
import { serverAction } from '@/lib/platform/http/action'
import { callMeeting, cancelMeeting, completeResolution, holdMeeting } from './commands'

export const callMeetingAction = serverAction(callMeeting)
export const holdMeetingAction = serverAction(holdMeeting)
export const completeResolutionAction = serverAction(completeResolution)
export const cancelMeetingAction = serverAction(cancelMeeting)
