'use server'
import { serverAction } from '@/lib/platform/http/action'
import { completeVisit, planVisit } from './commands/visits'
import { assignMonitor, handleWarning, releaseWarning, takeWarning, verifyWarning } from './commands/warnings'

export const planVisitAction = serverAction(planVisit)
export const completeVisitAction = serverAction(completeVisit)
export const takeWarningAction = serverAction(takeWarning)
export const verifyWarningAction = serverAction(verifyWarning)
export const handleWarningAction = serverAction(handleWarning)
export const releaseWarningAction = serverAction(releaseWarning)
export const assignMonitorAction = serverAction(assignMonitor)
