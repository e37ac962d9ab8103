'use server'
import { serverAction } from '@/lib/platform/http/action'
import { decideReferral, fileReferralPapers, followReferral, openReferral, proposeReferral } from './referrals'

export const openReferralAction = serverAction(openReferral)
export const fileReferralPapersAction = serverAction(fileReferralPapers)
export const proposeReferralAction = serverAction(proposeReferral)
export const decideReferralAction = serverAction(decideReferral)
export const followReferralAction = serverAction(followReferral)
