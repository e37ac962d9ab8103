/**
 * What a merchant's documents name beyond the plan: policy, guarantor, spouse. Entered by the customer manager. What is
 * mortgaged is not entered here: it stands in the register of collateral.
 */
import { z } from 'zod'
import { zDate, zId, zYuan } from '@/lib/platform/schema'

const word = (max: number) => z.string().trim().min(2).max(max)

export const Policy = z.strictObject({
  insurer: word(100),
  number: word(60),
  sumInsured: zYuan,
  premium: zYuan,
  from: zDate,
  until: zDate,
})
export const Guarantor = z.strictObject({
  name: word(100),
  uscc: word(40),
  /** a licensed financing guarantee company needs no resolution (LEG-3) */
  licensed: z.boolean(),
  /** a branch needs the authority of its head office, licensed or not */
  branch: z.boolean(),
  resolutionNo: z.string().trim().max(60).optional(),
  resolutionOn: zDate.optional(),
  /** the resolution, or the head office's authority */
  fileId: zId.optional(),
})
export const Particulars = z.strictObject({
  policy: Policy.optional(),
  guarantor: Guarantor.optional(),
  /** the proof that the borrower has no spouse (LEG-11) */
  unmarriedProofId: zId.optional(),
  /** the loan repays an older one (LEG-8) */
  refinancing: z.boolean().default(false),
})
export type Particulars = z.output<typeof Particulars>
const Stored = Particulars.strip()
/** As it was stored; what an older form asked for beside it is left alone. */
export const readParticulars = (stored: unknown): Particulars => Stored.parse(stored ?? {})
export type Guarantor = z.output<typeof Guarantor>

export type ResolutionProblem = 'E_RESOLUTION_MISSING' | 'E_RESOLUTION_UNREVIEWED'

/**
 * LEG-3: a company's guarantee needs its resolution, reviewed by somebody of the bank other than who recorded it; a
 * licensed guarantee company is exempt, its branch needs the head office's authority all the same. Null when it may be
 * signed.
 */
export function resolutionProblem(g: Guarantor, reviewed: boolean): ResolutionProblem | null {
  if (g.licensed && !g.branch) return null
  const named = g.licensed || (Boolean(g.resolutionNo) && g.resolutionOn !== undefined)
  if (!named || !g.fileId) return 'E_RESOLUTION_MISSING'
  return reviewed ? null : 'E_RESOLUTION_UNREVIEWED'
}
