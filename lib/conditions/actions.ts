'use server'
import { serverAction } from '@/lib/platform/http/action'
import { askWaiver, decideWaiver, submitCondition, verifyCondition } from './commands'

export const submitConditionAction = serverAction(submitCondition)
export const verifyConditionAction = serverAction(verifyCondition)
export const askWaiverAction = serverAction(askWaiver)
export const decideWaiverAction = serverAction(decideWaiver)
