'use server'
import { serverAction } from '@/lib/platform/http/action'
import { acceptReduced, appointSigning, openContracting } from './commands/appoint'
import { checkIdentity, completeContracts, explainClauses, signContract } from './commands/sign'

export const openContractingAction = serverAction(openContracting)
export const acceptReducedAction = serverAction(acceptReduced)
export const appointSigningAction = serverAction(appointSigning)
export const checkIdentityAction = serverAction(checkIdentity)
export const explainClausesAction = serverAction(explainClauses)
export const signContractAction = serverAction(signContract)
export const completeContractsAction = serverAction(completeContracts)
