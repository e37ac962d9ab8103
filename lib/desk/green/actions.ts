'use server'
import { serverAction } from '@/lib/platform/http/action'
import { explainBreach } from './board'
import { pausePayment, resumePayment } from './payments'

export const explainBreachAction = serverAction(explainBreach)
export const pausePaymentAction = serverAction(pausePayment)
export const resumePaymentAction = serverAction(resumePayment)
