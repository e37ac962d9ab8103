'use server'
import { serverAction } from '@/lib/platform/http/action'
import { queryAction } from '@/lib/platform/http/query-action'
import { acceptReduced, appointSigning, openContracting } from './commands/appoint'
import { cancelSigning } from './commands/cancel-signing'
import { completeContracts } from './commands/complete'
import { deliverCopies, rescheduleSigning } from './commands/deliver'
import { reviewResolution, setParticulars } from './commands/particulars'
import { reissueContracts } from './commands/reissue'
import { checkIdentity, explainClauses, signContract } from './commands/sign'
import { mergingState } from './merging'
import { verifyContract } from './signature/verify'

export const openContractingAction = serverAction(openContracting)
export const acceptReducedAction = serverAction(acceptReduced)
export const appointSigningAction = serverAction(appointSigning)
export const checkIdentityAction = serverAction(checkIdentity)
export const explainClausesAction = serverAction(explainClauses)
export const signContractAction = serverAction(signContract)
export const completeContractsAction = serverAction(completeContracts)
export const setParticularsAction = serverAction(setParticulars)
export const reviewResolutionAction = serverAction(reviewResolution)
export const reissueContractsAction = serverAction(reissueContracts)
export const mergingStateAction = queryAction(mergingState)
export const deliverCopiesAction = serverAction(deliverCopies)
export const cancelSigningAction = serverAction(cancelSigning)
export const rescheduleSigningAction = serverAction(rescheduleSigning)
export const verifyContractAction = queryAction(verifyContract)
