'use server'
import { serverAction } from '@/lib/platform/http/action'
import { repayLoan } from './commands/repay'
import { requestEndOfDay } from './end-of-day'

export const repayLoanAction = serverAction(repayLoan)
export const requestEndOfDayAction = serverAction(requestEndOfDay)
