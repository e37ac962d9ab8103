'use server'
import { serverAction } from '@/lib/platform/http/action'
import { reviewReport, saveReport, submitReport } from './commands'

export const saveReportAction = serverAction(saveReport)
export const submitReportAction = serverAction(submitReport)
export const reviewReportAction = serverAction(reviewReport)
