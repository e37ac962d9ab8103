'use server'
import { serverAction } from '@/lib/platform/http/action'
import { recordCharge, revalueAsset, withdrawCharge } from './commands/record'
import { confirmRegistration, proposeRegistration } from './commands/register'

export const recordChargeAction = serverAction(recordCharge)
export const revalueAssetAction = serverAction(revalueAsset)
export const withdrawChargeAction = serverAction(withdrawCharge)
export const proposeRegistrationAction = serverAction(proposeRegistration)
export const confirmRegistrationAction = serverAction(confirmRegistration)
