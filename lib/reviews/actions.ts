'use server'
import { serverAction } from '@/lib/platform/http/action'
import { approveReview, concludeReview, recordConsent, returnReview, signReview, surveyReview } from './commands/review'

export const recordConsentAction = serverAction(recordConsent)
export const surveyReviewAction = serverAction(surveyReview)
export const concludeReviewAction = serverAction(concludeReview)
export const returnReviewAction = serverAction(returnReview)
export const approveReviewAction = serverAction(approveReview)
export const signReviewAction = serverAction(signReview)
