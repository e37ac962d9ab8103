'use server'
import { serverAction } from '@/lib/platform/http/action'
import {
  freezeMargin,
  liftFreeze,
  openAccount,
  requestInterest,
  requestRelease,
  requestReversal,
} from './commands/accounts'
import { confirmCompensation, makeCompensation, reviewClaim } from './commands/claims'
import { decideMovement, requestMovements } from './commands/margin'

export const requestMovementsAction = serverAction(requestMovements)
export const decideMovementAction = serverAction(decideMovement)
export const reviewClaimAction = serverAction(reviewClaim)
export const makeCompensationAction = serverAction(makeCompensation)
export const confirmCompensationAction = serverAction(confirmCompensation)

export const openAccountAction = serverAction(openAccount)
export const requestReleaseAction = serverAction(requestRelease)
export const requestReversalAction = serverAction(requestReversal)
export const requestInterestAction = serverAction(requestInterest)
export const freezeMarginAction = serverAction(freezeMargin)
export const liftFreezeAction = serverAction(liftFreeze)
