/** What a claim on a loan would be today, by its mode: who is asked, for how much, and why (§2.2–§2.6, §8.6). */
import { refuse } from '@/lib/platform/errors'
import type { Fen } from '@/lib/platform/money'
import { CLAIM_ORDER, type ClaimType } from '../rules/claim-parts'
import { assistFundClaim } from './assist-fund'
import type { ClaimCase } from './case'
import { guarantorClaim } from './guarantee-company'
import { excessClaim, insurerClaim } from './insurance'
import { jointClaim } from './joint-guarantee'
import type { ComputedClaim, Ctx } from './lines'
import { developerClaim } from './park'

export async function computeClaim(
  ctx: Ctx,
  c: ClaimCase,
  type: ClaimType,
  settlementFen: Fen,
): Promise<ComputedClaim> {
  if (!CLAIM_ORDER[c.mode].includes(type)) throw refuse('E_CLAIM_TYPE', { mode: c.mode, type })
  switch (type) {
    case 'MARGIN':
    case 'JOINT_LIABILITY':
      return jointClaim(ctx, c, type, settlementFen)
    case 'ASSIST_FUND':
    case 'GOV_FUND':
      return c.mode === 'LI' ? excessClaim(ctx, c) : assistFundClaim(ctx, c, type)
    case 'GUARANTOR':
      return guarantorClaim(ctx, c)
    case 'INSURER':
      return insurerClaim(ctx, c)
    case 'DEVELOPER':
      return developerClaim(ctx, c)
  }
}
