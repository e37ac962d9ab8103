'use server'
import { serverAction } from '@/lib/platform/http/action'
import { answerCase, askPartner, submitReturn } from './commands/cases'
import { recordCounterGuarantee, releaseCounterGuarantee } from './commands/counter-guarantees'
import {
  addPartnerDocument,
  addPartnerPerson,
  createPartner,
  exitPartner,
  recordPartnerFigures,
  updatePartnerProfile,
} from './commands/partner'
import { decideReview, proposeReview, stopPartner } from './commands/review'
import { activateScheme, answerSchemeConsent, draftScheme, moveScheme } from './commands/scheme'

export const createPartnerAction = serverAction(createPartner)
export const updatePartnerProfileAction = serverAction(updatePartnerProfile)
export const addPartnerPersonAction = serverAction(addPartnerPerson)
export const addPartnerDocumentAction = serverAction(addPartnerDocument)
export const recordPartnerFiguresAction = serverAction(recordPartnerFigures)
export const exitPartnerAction = serverAction(exitPartner)
export const proposeReviewAction = serverAction(proposeReview)
export const decideReviewAction = serverAction(decideReview)
export const stopPartnerAction = serverAction(stopPartner)
export const draftSchemeAction = serverAction(draftScheme)
export const activateSchemeAction = serverAction(activateScheme)
export const moveSchemeAction = serverAction(moveScheme)
export const answerSchemeConsentAction = serverAction(answerSchemeConsent)
export const askPartnerAction = serverAction(askPartner)
export const answerCaseAction = serverAction(answerCase)
export const recordCounterGuaranteeAction = serverAction(recordCounterGuarantee)
export const releaseCounterGuaranteeAction = serverAction(releaseCounterGuarantee)
export const submitReturnAction = serverAction(submitReturn)
