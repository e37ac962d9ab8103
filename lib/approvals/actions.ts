'use server'
import { serverAction } from '@/lib/platform/http/action'
import { giveOpinion } from './commands/opinion'
import { assignSeat, confirmConditions } from './commands/seats'

export const giveOpinionAction = serverAction(giveOpinion)
export const assignSeatAction = serverAction(assignSeat)
export const confirmConditionsAction = serverAction(confirmConditions)
