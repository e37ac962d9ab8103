'use server'
import { serverAction } from '@/lib/platform/http/action'
import { moveLegalCase, openLegalCase, recordCall, recordDelivery, recordPromise, writeLetter } from './commands/acts'

export const recordCallAction = serverAction(recordCall)
export const recordPromiseAction = serverAction(recordPromise)
export const writeLetterAction = serverAction(writeLetter)
export const recordDeliveryAction = serverAction(recordDelivery)
export const openLegalCaseAction = serverAction(openLegalCase)
export const moveLegalCaseAction = serverAction(moveLegalCase)
