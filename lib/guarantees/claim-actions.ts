'use server'
import { serverAction } from '@/lib/platform/http/action'
import { answerNotice, notifyClaim, recordAnswer } from './commands/claim-answers'
import { debitAccepted, decideReceipt, endClaim, requestReceipt } from './commands/claim-money'
import { queryClaimPaper, recordClaimPaper } from './commands/claim-papers'
import { createClaim, submitClaim } from './commands/claims'
import { debitGuarantorMargin } from './commands/guarantor-margin'
import { decideRecovery, requestRecovery } from './commands/recovery'

export const createClaimAction = serverAction(createClaim)
export const submitClaimAction = serverAction(submitClaim)
export const notifyClaimAction = serverAction(notifyClaim)
export const recordAnswerAction = serverAction(recordAnswer)
export const debitAcceptedAction = serverAction(debitAccepted)
export const debitMarginAction = serverAction(debitGuarantorMargin)
export const requestReceiptAction = serverAction(requestReceipt)
export const decideReceiptAction = serverAction(decideReceipt)
export const endClaimAction = serverAction(endClaim)
export const requestRecoveryAction = serverAction(requestRecovery)
export const decideRecoveryAction = serverAction(decideRecovery)
export const answerNoticeAction = serverAction(answerNotice)
export const recordClaimPaperAction = serverAction(recordClaimPaper)
export const queryClaimPaperAction = serverAction(queryClaimPaper)
