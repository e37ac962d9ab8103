'use server'
import { serverAction } from '@/lib/platform/http/action'
import { confirmCompensation, makeCompensation, reviewClaim } from './commands/claims'
import { decideMovement, requestMovements } from './commands/margin'

export const requestMovementsAction = serverAction(requestMovements)
export const decideMovementAction = serverAction(decideMovement)
export const reviewClaimAction = serverAction(reviewClaim)
export const makeCompensationAction = serverAction(makeCompensation)
export const confirmCompensationAction = serverAction(confirmCompensation)
