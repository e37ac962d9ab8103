'use server'
import { serverAction } from '@/lib/platform/http/action'
import { recheckConditions, submitEvidence, verifyEvidence } from './commands/conditions'
import { approveDrawdown, reviewDrawdown, sendBackDrawdown } from './commands/pay'
import { decidePaymentAgain, proposePaymentAgain } from './commands/pay-again'
import { cancelDrawdown, requestDrawdown, submitDrawdown } from './commands/request'
import { importCoreMessage } from './transfers/commands'
import { confirmOutcome, proposeOutcome } from './transfers/outcome'
import { reportUse, reviewUse } from './use/commands'

export const submitEvidenceAction = serverAction(submitEvidence)
export const verifyEvidenceAction = serverAction(verifyEvidence)
export const recheckConditionsAction = serverAction(recheckConditions)
export const requestDrawdownAction = serverAction(requestDrawdown)
export const submitDrawdownAction = serverAction(submitDrawdown)
export const cancelDrawdownAction = serverAction(cancelDrawdown)
export const reviewDrawdownAction = serverAction(reviewDrawdown)
export const approveDrawdownAction = serverAction(approveDrawdown)
export const sendBackDrawdownAction = serverAction(sendBackDrawdown)
export const proposePaymentAgainAction = serverAction(proposePaymentAgain)
export const decidePaymentAgainAction = serverAction(decidePaymentAgain)
export const importCoreMessageAction = serverAction(importCoreMessage)
export const proposeOutcomeAction = serverAction(proposeOutcome)
export const confirmOutcomeAction = serverAction(confirmOutcome)
export const reportUseAction = serverAction(reportUse)
export const reviewUseAction = serverAction(reviewUse)
