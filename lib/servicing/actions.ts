'use server'
import { serverAction } from '@/lib/platform/http/action'
import { queryAction } from '@/lib/platform/http/query-action'
import { repayLoan } from './commands/repay'
import { requestEndOfDay } from './end-of-day/run'
import { businessDays, repaymentPreview } from './queries'

export const repayLoanAction = serverAction(repayLoan)
export const requestEndOfDayAction = serverAction(requestEndOfDay)
export const previewRepaymentAction = queryAction(repaymentPreview)
export const businessDaysAction = queryAction(businessDays)
