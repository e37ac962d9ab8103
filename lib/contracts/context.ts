/** Reads what a signing needs: the effective plan's approved lines of a group, the parties and the margin account. */
import { marginAccountOf, openSubLedgers } from '@/lib/guarantees/accounts'
import { SchemeParams } from '@/lib/plans/scheme'
import type { CommandContext } from '@/lib/platform/commands'
import { fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { Financials } from '@/lib/scoring/financials'
import type { ContractContext, MemberTerms } from './document'

type Ctx = CommandContext<unknown>

/** The plan under which the batch contracts; refuses when none is effective (E_APPROVAL_EXPIRED). */
export async function effectivePlan(ctx: Pick<Ctx, 'tx' | 'actor'>, batchId: string) {
  const plan = await ctx.tx.creditPlan.findFirst({
    where: { bankId: ctx.actor.bankId, batchId, state: 'EFFECTIVE' },
    orderBy: { versionNo: 'desc' },
  })
  if (!plan) throw refuse('E_APPROVAL_EXPIRED', { batch: batchId })
  return { ...plan, scheme: SchemeParams.parse(plan.params) }
}

/** Everything the documents of one group name. Opens the margin account and sub-ledgers, whose numbers are printed. */
export async function contractContext(
  ctx: Ctx,
  batchId: string,
  groupId: string,
): Promise<ContractContext & { planId: string; agreementNo: string }> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const plan = await effectivePlan(ctx, batchId)
  const batch = await tx.batch.findFirstOrThrow({
    where: { bankId, id: batchId },
    include: { market: true, party: true },
  })
  const bank = await tx.bank.findUniqueOrThrow({ where: { id: bankId } })
  const group = await tx.jointGroup.findFirst({ where: { bankId, id: groupId, batchId } })
  if (!group) throw refuse('E_NOT_FOUND', { object: 'group' })
  const lines = await tx.planLine.findMany({
    where: {
      bankId,
      planId: plan.id,
      groupId,
      state: { in: ['APPROVED', 'APPROVED_REDUCED'] },
      application: {
        state: {
          in: ['APPROVED', 'APPROVED_REDUCED', 'CONTRACTING', 'SIGNED', 'CP_PENDING', 'READY_TO_DRAW', 'ACTIVE'],
        },
      },
    },
    include: {
      application: {
        include: { investigations: { where: { state: 'SIGNED' }, orderBy: { createdAt: 'desc' }, take: 1 } },
      },
    },
    orderBy: { application: { position: 'asc' } },
  })
  await openSubLedgers(
    ctx,
    batch.marketId,
    lines.map((l) => ({
      applicationId: l.applicationId,
      groupId,
      contractAmountFen: l.approvedFen ?? l.limitFen,
      marginRatioPpm: plan.scheme.marginRatio,
    })),
  )
  const account = await marginAccountOf(ctx, batch.marketId)
  const subs = await tx.marginSubLedger.findMany({
    where: { bankId, applicationId: { in: lines.map((l) => l.applicationId) } },
  })
  const members = lines.map((l): MemberTerms => {
    const a = l.application
    const raw = Financials.safeParse(a.investigations[0]?.financials)
    const spouse =
      raw.success && raw.data.spouse?.cosigns ? { name: raw.data.spouse.name, idNo: raw.data.spouse.idNo } : null
    return {
      applicationId: a.id,
      name: a.name ?? '',
      uscc: a.uscc ?? '',
      ownerName: a.ownerName ?? '',
      ownerIdNo: a.ownerIdNo ?? '',
      phone: a.phone ?? '',
      stallNo: a.stallNo ?? '',
      purpose: a.purpose ?? '',
      amountFen: l.approvedFen ?? l.limitFen,
      ratePpm: l.ratePpm,
      allInPpm: l.allInPpm,
      tenorMonths: l.tenorMonths,
      method: l.repaymentMethod,
      subNo: subs.find((s) => s.applicationId === a.id)?.subNo ?? '',
      spouse,
    }
  })
  const approved = await tx.planLine.aggregate({
    where: { bankId, planId: plan.id, state: { in: ['APPROVED', 'APPROVED_REDUCED'] } },
    _sum: { approvedFen: true },
    _count: { _all: true },
  })
  const agreementNo = `LB-${batch.code}-${group.code}-V${group.agreementVersion}`
  return {
    planId: plan.id,
    agreementNo,
    bank: { name: bank.name },
    operator: { name: batch.party.name, uscc: batch.party.uscc ?? '' },
    market: { name: batch.market.name, shareNum: batch.market.shareNum ?? 1, shareDen: batch.market.shareDen ?? 3 },
    batch: { code: batch.code, merchants: approved._count._all, approvedFen: approved._sum.approvedFen ?? 0n },
    scheme: plan.scheme,
    schemeFrom: fromDbOrNull(plan.validFrom) ?? today,
    signingDate: today,
    members,
    group: {
      id: group.id,
      name: group.name,
      code: group.code,
      accountNo: account.accountNo,
      accountName: account.name,
      agreementNo,
    },
  }
}
