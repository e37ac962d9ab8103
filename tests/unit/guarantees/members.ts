import type { Candidate } from '@/lib/guarantees/rules/group-proposal'
import { yuan } from '@/lib/platform/money'

/** A merchant whom nothing speaks against; what a test is about is laid over it. */
export function candidate(id: string, over: Partial<Candidate> = {}): Candidate {
  return {
    id,
    loanFen: yuan('300000'),
    netAssetsFen: yuan('1500000'),
    tenorMonths: 12,
    loanEnd: null,
    marketId: 'M6',
    householdId: null,
    controllerId: null,
    outsideGuaranteesFen: 0n,
    mainSupplierId: null,
    activeGroupId: null,
    eligible: true,
    wishedGroup: null,
    ...over,
  }
}
