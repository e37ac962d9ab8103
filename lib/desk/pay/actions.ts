'use server'
import { serverAction } from '@/lib/platform/http/action'
import { answerPay, confirmPay, objectToPay } from './pay'

export const confirmPayAction = serverAction(confirmPay)
export const objectToPayAction = serverAction(objectToPay)
export const answerPayAction = serverAction(answerPay)
