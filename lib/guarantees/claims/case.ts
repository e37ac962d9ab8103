/** The loan of a claim with everything around it that its mode's waterfall looks at, and whose turn it is (§8.6). */
import { loadParameters } from '@/lib/admin/parameters'
import { termsOf } from '@/lib/partners/read'
import { SchemeParams } from '@/lib/plans/scheme'
import type { CommandContext } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { type Fen, maxFen } from '@/lib/platform/money'
import { type LoanPosition, loanPositions } from '@/lib/servicing/position'
import { CLAIM_ORDER, type ClaimMode, type ClaimType, type DebtParts } from '../rules/claim-parts'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today'>

export type ClaimCase = Awaited<ReturnType<typeof readCase>>

/** The loan with everything around it that its mode's waterfall looks at. */
export async function readCase(ctx: Ctx, loanId: string) {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const loan = await tx.loan.findFirst({
    where: { bankId, id: loanId },
    include: {
      batch: { select: { rmId: true, mode: true, marketId: true } },
      planLine: { include: { plan: { select: { params: true } } } },
    },
  })
  if (!loan) throw refuse('E_NOT_FOUND', { object: 'loan' })
  if (loan.batch.mode === 'DF') throw refuse('E_STATE', { object: 'loan', state: 'DF', event: 'claim' })
  const mode = loan.batch.mode as ClaimMode
  const plan = SchemeParams.safeParse(loan.planLine?.plan.params).data ?? null
  const scheme = await tx.cooperationScheme.findFirst({
    where: { bankId, marketId: loan.marketId, mode, state: { in: ['ACTIVE', 'STOPPED', 'ENDED'] } },
    orderBy: [{ state: 'asc' }, { versionNo: 'desc' }],
  })
  const terms =
    scheme && typeof scheme.params === 'object' && scheme.params && 'totalCoopLimit' in scheme.params
      ? termsOf(scheme.params)
      : null
  const owed = (await loanPositions(tx, bankId, [loan.id], today)).get(loan.id)!
  const claims = await tx.claim.findMany({ where: { bankId, loanId: loan.id }, orderBy: { createdAt: 'asc' } })
  const p = (await loadParameters(tx, bankId, today)).plans
  return { loan, mode, plan, scheme, terms, owed, claims, p }
}

/** Claims on this default are under way: its days past due were looked at when the first was raised. */
export const claimingGoesOn = (c: { loan: { state: string }; claims: readonly { state: string }[] }): boolean =>
  ['CLAIMING', 'COMPENSATED_PARTIAL'].includes(c.loan.state) && c.claims.length > 0

/** What is owed today by its parts. */
export const partsOf = (owed: LoanPosition): DebtParts => ({
  principalFen: maxFen(owed.totalDueFen - owed.interestDueFen - owed.penaltyFen - owed.costsFen, 0n),
  interestFen: owed.interestDueFen,
  penaltyFen: owed.penaltyFen,
  costsFen: owed.costsFen,
})

/** The type of claim whose turn it is: the first of the mode's order that was not raised; null when all were. */
export function nextClaimType(
  mode: ClaimMode,
  claims: readonly { type: string; state: string; paidFen: Fen }[],
): ClaimType | null {
  const raised = new Set(claims.filter((c) => !(c.state === 'CLOSED' && c.paidFen === 0n)).map((c) => c.type))
  return CLAIM_ORDER[mode].find((t) => !raised.has(t)) ?? null
}

/** An earlier source that has neither paid nor is exhausted: a later one waits for it (§8.6). */
export function waitsFor(
  mode: ClaimMode,
  type: ClaimType,
  claims: readonly { type: string; state: string; number: string }[],
): string | null {
  const order = CLAIM_ORDER[mode]
  for (const earlier of order.slice(0, order.indexOf(type))) {
    const of = claims.filter((c) => c.type === earlier)
    if (of.length === 0) return earlier
    const open = of.find((c) => !['PAID', 'SHORTFALL', 'CLOSED'].includes(c.state))
    if (open) return open.number
  }
  return null
}
