'use server'
import { serverAction } from '@/lib/platform/http/action'
import { queryChecks, recordChecks } from './commands/checks'
import { importChecks } from './commands/import-checks'
import { decideOverride, overrideScore, withdrawOverride } from './commands/override'
import { rescore } from './commands/rescore'
import { saveInvestigations } from './commands/save'
import { saveOne } from './commands/save-one'
import { scoreApplications } from './commands/score'
import { signInvestigations } from './commands/sign'
import { addVisitPhoto, assessSheet, removeVisitPhoto } from './commands/visit'
import { waiveVeto } from './commands/waive'

/** The grid keeps what it shows: an autosave does not render the page again. */
export const saveInvestigationsAction = serverAction(saveInvestigations, { revalidate: [] })
/** The phone keeps what it shows; it asks for the page again when everything has arrived. */
export const saveVisitAction = serverAction(saveOne, { revalidate: [] })
export const addVisitPhotoAction = serverAction(addVisitPhoto, { revalidate: [] })
export const removeVisitPhotoAction = serverAction(removeVisitPhoto)
export const assessSheetAction = serverAction(assessSheet)
export const signInvestigationsAction = serverAction(signInvestigations)
export const scoreApplicationsAction = serverAction(scoreApplications)
export const recordChecksAction = serverAction(recordChecks)
export const queryChecksAction = serverAction(queryChecks)
export const overrideScoreAction = serverAction(overrideScore)
export const decideOverrideAction = serverAction(decideOverride)
export const withdrawOverrideAction = serverAction(withdrawOverride)
export const waiveVetoAction = serverAction(waiveVeto)
export const rescoreAction = serverAction(rescore)
export const importChecksAction = serverAction(importChecks)
