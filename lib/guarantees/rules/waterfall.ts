/** Who pays a claim, by mode. Each mode's order is its own file; a later mode is one more file and one more case. */
import type { Traced } from '@/lib/platform/trace'
import { type AssistFundClaim, type AssistFundWaterfall, assistFundWaterfall } from './waterfall/assist-fund'
import {
  type DirectFinancingClaim,
  type DirectFinancingWaterfall,
  directFinancingWaterfall,
} from './waterfall/direct-financing'
import {
  type GuaranteeCompanyClaim,
  type GuaranteeCompanyWaterfall,
  guaranteeCompanyWaterfall,
} from './waterfall/guarantee-company'
import { type InsuranceClaim, type InsuranceWaterfall, insuranceWaterfall } from './waterfall/insurance'
import {
  type JointGuaranteeClaim,
  type JointGuaranteeWaterfall,
  jointGuaranteeWaterfall,
} from './waterfall/joint-guarantee'
import { type ParkClaim, type ParkWaterfall, parkWaterfall } from './waterfall/park'

export type WaterfallClaim =
  | JointGuaranteeClaim
  | AssistFundClaim
  | GuaranteeCompanyClaim
  | InsuranceClaim
  | ParkClaim
  | DirectFinancingClaim

export type Waterfall =
  | JointGuaranteeWaterfall
  | AssistFundWaterfall
  | GuaranteeCompanyWaterfall
  | InsuranceWaterfall
  | ParkWaterfall
  | DirectFinancingWaterfall

/** Walks a claim down its mode's sources (§2.2–§2.7). Σ lines = claim to the fen; nobody pays more than was due. */
export function waterfall(claim: WaterfallClaim): Traced<Waterfall> {
  switch (claim.mode) {
    case 'JG':
      return jointGuaranteeWaterfall(claim)
    case 'AF':
      return assistFundWaterfall(claim)
    case 'GC':
      return guaranteeCompanyWaterfall(claim)
    case 'LI':
      return insuranceWaterfall(claim)
    case 'PK':
      return parkWaterfall(claim)
    case 'DF':
      return directFinancingWaterfall(claim)
  }
}
