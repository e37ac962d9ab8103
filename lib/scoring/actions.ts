'use server'
import { serverAction } from '@/lib/platform/http/action'
import { queryChecks, recordChecks } from './commands/checks'
import { overrideScore } from './commands/override'
import { saveInvestigations } from './commands/save'
import { scoreApplications } from './commands/score'
import { signInvestigations } from './commands/sign'

/** The grid keeps what it shows: an autosave does not render the page again. */
export const saveInvestigationsAction = serverAction(saveInvestigations, { revalidate: [] })
export const signInvestigationsAction = serverAction(signInvestigations)
export const scoreApplicationsAction = serverAction(scoreApplications)
export const recordChecksAction = serverAction(recordChecks)
export const queryChecksAction = serverAction(queryChecks)
export const overrideScoreAction = serverAction(overrideScore)
