'use server'
import { serverAction } from '@/lib/platform/http/action'
import { approveClass, judgeClass, openQuarter, recogniseClass, returnClass } from './commands/classify'
import { decideClientGroup, proposeClientGroup } from './commands/client-groups'
import { importFeed, recordObservations } from './commands/observe'
import { acceptReturn, sendBackReturn, submitReturn } from './commands/returns'
import { askLift, liftStop, setStop } from './commands/stops'
import { completeVisit, planVisit, reviewVisit } from './commands/visits'
import { assignMonitor, handleWarning, releaseWarning, takeWarning, verifyWarning } from './commands/warnings'

export const planVisitAction = serverAction(planVisit)
export const completeVisitAction = serverAction(completeVisit)
export const takeWarningAction = serverAction(takeWarning)
export const verifyWarningAction = serverAction(verifyWarning)
export const handleWarningAction = serverAction(handleWarning)
export const releaseWarningAction = serverAction(releaseWarning)
export const assignMonitorAction = serverAction(assignMonitor)
export const recordObservationsAction = serverAction(recordObservations)
export const importFeedAction = serverAction(importFeed)
export const submitReturnAction = serverAction(submitReturn)
export const acceptReturnAction = serverAction(acceptReturn)
export const sendBackReturnAction = serverAction(sendBackReturn)
export const setStopAction = serverAction(setStop)
export const askLiftAction = serverAction(askLift)
export const liftStopAction = serverAction(liftStop)
export const judgeClassAction = serverAction(judgeClass)
export const recogniseClassAction = serverAction(recogniseClass)
export const approveClassAction = serverAction(approveClass)
export const returnClassAction = serverAction(returnClass)
export const openQuarterAction = serverAction(openQuarter)
export const reviewVisitAction = serverAction(reviewVisit)
export const proposeClientGroupAction = serverAction(proposeClientGroup)
export const decideClientGroupAction = serverAction(decideClientGroup)
