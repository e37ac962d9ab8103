'use server'
import { serverAction } from '@/lib/platform/http/action'
import { createMarket, updateMarket } from './commands/create'
import { overrideMarketScore } from './commands/override'
import { decideMarket, returnMarket, submitMarket } from './commands/review'
import { reconcileMarket, scoreMarket } from './commands/score'
import { exitMarket, reinstateMarket, reopenMarket, suspendMarket } from './commands/standing'
import { addSurveyEvidence, assignSurveyors, removeSurveyEvidence, saveEntry, startSurvey } from './commands/survey'

export const createMarketAction = serverAction(createMarket)
export const updateMarketAction = serverAction(updateMarket)
export const assignSurveyorsAction = serverAction(assignSurveyors)
export const startSurveyAction = serverAction(startSurvey)
// the survey page holds its own state: a draft that is saved must not be drawn afresh under the surveyor's hands
export const saveEntryAction = serverAction(saveEntry, { revalidate: [] })
export const addEvidenceAction = serverAction(addSurveyEvidence, { revalidate: [] })
export const removeEvidenceAction = serverAction(removeSurveyEvidence, { revalidate: [] })
export const scoreMarketAction = serverAction(scoreMarket)
export const reconcileMarketAction = serverAction(reconcileMarket)
export const overrideMarketScoreAction = serverAction(overrideMarketScore)
export const submitMarketAction = serverAction(submitMarket)
export const returnMarketAction = serverAction(returnMarket)
export const decideMarketAction = serverAction(decideMarket)
export const suspendMarketAction = serverAction(suspendMarket)
export const reinstateMarketAction = serverAction(reinstateMarket)
export const exitMarketAction = serverAction(exitMarket)
export const reopenMarketAction = serverAction(reopenMarket)
