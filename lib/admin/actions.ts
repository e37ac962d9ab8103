'use server'
import { headers } from 'next/headers'
import { endOtherSessions, endSession, removeSecondFactor } from '@/lib/platform/auth/account'
import { actorOrRefusal } from '@/lib/platform/auth/current'
import { Refusal, type Result, refuse } from '@/lib/platform/errors'
import { serverAction } from '@/lib/platform/http/action'
import { isSameOrigin } from '@/lib/platform/http/client'
import { toWire, type Wire } from '@/lib/platform/wire'
import { assignMarket } from './assignments'
import { proveAudit, type VerifiedAudit } from './audit'
import { createBranch, updateBranch } from './branches'
import { clearCalendarDay, loadOfficialDays, setCalendarDay } from './calendar'
import { declareConflict } from './conflicts'
import { decideRole, requestRole, revokeRole } from './grants'
import { cancelJob } from './jobs'
import { decideParameter, proposeParameter } from './parameter-changes'
import { createToken, revokeToken } from './tokens'
import { createAccount, disableAccount, enableAccount, resetPassword, signOutEverywhere, updateAccount } from './users'

export const createAccountAction = serverAction(createAccount, { revalidate: ['/admin/users'] })
export const updateAccountAction = serverAction(updateAccount)
export const disableAccountAction = serverAction(disableAccount)
export const enableAccountAction = serverAction(enableAccount)
export const resetPasswordAction = serverAction(resetPassword)
export const signOutEverywhereAction = serverAction(signOutEverywhere)
export const requestRoleAction = serverAction(requestRole)
export const decideRoleAction = serverAction(decideRole)
export const revokeRoleAction = serverAction(revokeRole)
export const createBranchAction = serverAction(createBranch, { revalidate: ['/admin/branches'] })
export const updateBranchAction = serverAction(updateBranch, { revalidate: ['/admin/branches'] })
export const assignMarketAction = serverAction(assignMarket)
export const proposeParameterAction = serverAction(proposeParameter)
export const decideParameterAction = serverAction(decideParameter)
export const loadOfficialDaysAction = serverAction(loadOfficialDays, { revalidate: ['/admin/calendar'] })
export const setCalendarDayAction = serverAction(setCalendarDay, { revalidate: ['/admin/calendar'] })
export const clearCalendarDayAction = serverAction(clearCalendarDay, { revalidate: ['/admin/calendar'] })
export const declareConflictAction = serverAction(declareConflict, { revalidate: ['/me'] })
export const createTokenAction = serverAction(createToken, { revalidate: [] })
export const revokeTokenAction = serverAction(revokeToken)
export const cancelJobAction = serverAction(cancelJob)
export const removeSecondFactorAction = serverAction(removeSecondFactor)
export const endSessionAction = serverAction(endSession)
export const endOtherSessionsAction = serverAction(endOtherSessions)

/** The whole chain recomputed; not one command, because it only reads until its result is recorded. */
export async function proveAuditAction(): Promise<Result<Wire<VerifiedAudit>>> {
  if (!isSameOrigin(await headers())) return { ok: false, error: refuse('E_ORIGIN').error }
  const who = await actorOrRefusal()
  if ('error' in who) return { ok: false, error: who.error }
  try {
    return { ok: true, value: toWire(await proveAudit(who.actor)) as Wire<VerifiedAudit> }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.error }
    throw error
  }
}
