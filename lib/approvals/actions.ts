'use server'
import { serverAction } from '@/lib/platform/http/action'
import { delegateSeats, endDelegation } from './commands/delegation'
import { giveOpinion } from './commands/opinion'
import { reconsiderPlan } from './commands/reconsider'
import { addCommitteeMember, assignSeat, confirmConditions } from './commands/seats'

export const giveOpinionAction = serverAction(giveOpinion)
export const assignSeatAction = serverAction(assignSeat)
export const confirmConditionsAction = serverAction(confirmConditions)
export const addCommitteeMemberAction = serverAction(addCommitteeMember)
export const delegateSeatsAction = serverAction(delegateSeats)
export const endDelegationAction = serverAction(endDelegation)
export const reconsiderPlanAction = serverAction(reconsiderPlan)
