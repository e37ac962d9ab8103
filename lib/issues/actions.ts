'use server'
import { serverAction } from '@/lib/platform/http/action'
import { answerIssueCall } from './commands/calls'
import { addIssuer, advanceIssue, createIssuePool, dropIssuer, launchIssue } from './commands/pool'
import { depositReserve, recordDisclosure, settlePaymentDate } from './commands/service'

export const createIssuePoolAction = serverAction(createIssuePool)
export const addIssuerAction = serverAction(addIssuer)
export const dropIssuerAction = serverAction(dropIssuer)
export const advanceIssueAction = serverAction(advanceIssue)
export const launchIssueAction = serverAction(launchIssue)
export const depositReserveAction = serverAction(depositReserve)
export const settlePaymentDateAction = serverAction(settlePaymentDate)
export const answerIssueCallAction = serverAction(answerIssueCall)
export const recordDisclosureAction = serverAction(recordDisclosure)
