/** Reads what a signing needs: the effective plan's approved lines, the parties, the partner of the mode, the margin account. */
import { loadParameters } from '@/lib/admin/parameters'
import { marginAccountOf, openSubLedgers } from '@/lib/guarantees/accounts'
import type { Mode } from '@/lib/plans/rules/grades'
import { SchemeParams } from '@/lib/plans/scheme'
import type { CommandContext } from '@/lib/platform/commands'
import { fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { Financials } from '@/lib/scoring/financials'
import type { ContractContext, MemberTerms } from './document'
import { Particulars } from './particulars'
import { REQUIRED_CONTRACTS } from './rules'

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

/** States of an item whose documents are merged or stand already. */
const CONTRACTED = ['APPROVED', 'APPROVED_REDUCED', 'CONTRACTING', 'SIGNED', 'CP_PENDING', 'READY_TO_DRAW', 'ACTIVE']

/** Whose documents: all members of a group, or merchants one by one. */
export type Case = { groupId: string } | { applicationIds: string[] }

/** The partner that the mode needs at this market, from the agreement in force; null where the mode has none. */
async function partnerOf(ctx: Reader, marketId: string, operatorId: string, mode: Mode) {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const scheme = await tx.cooperationScheme.findFirst({
    where: { bankId, marketId, mode, state: 'ACTIVE', partyId: { not: operatorId } },
    orderBy: { versionNo: 'desc' },
  })
  const need = REQUIRED_CONTRACTS.PARTNER_AGREEMENT.need[mode]
  if (!scheme) {
    if (need === 'REQUIRED') throw refuse('E_PARTNER_MISSING', { mode })
    return null
  }
  const party = await tx.party.findFirstOrThrow({ where: { bankId, id: scheme.partyId } })
  const account = await tx.marginAccount.findFirst({
    where: {
      bankId,
      marketId,
      type: mode === 'PK' ? 'DEVELOPER_MARGIN' : 'GUARANTOR_MARGIN',
      state: { not: 'CLOSED' },
    },
  })
  return {
    name: party.name,
    uscc: party.uscc ?? '',
    totalLimitFen: scheme.totalCoopLimitFen ?? 0n,
    singleLimitFen: scheme.singleClientLimitFen ?? scheme.totalCoopLimitFen ?? 0n,
    marginRatioPpm: scheme.marginRatioPpm ?? 0,
    account: account && { no: account.accountNo, name: account.name },
  }
}

type Reader = Pick<Ctx, 'tx' | 'actor' | 'today'>

/**
 * Everything the documents of one case name. For a group it opens the margin account and sub-ledgers, whose numbers are
 * printed; for an enterprise of an assist fund its share in the fund, which it pays before the loan (INV-AF2).
 */
export async function contractContext(ctx: Ctx, batchId: string, of: Case): Promise<ContractContext> {
  const c = await readContext(ctx, batchId, of)
  const { tx, actor } = ctx
  if (c.mode === 'AF')
    await openSubLedgers(
      ctx,
      c.market.id,
      c.members.map((m) => ({
        applicationId: m.applicationId,
        groupId: null,
        contractAmountFen: m.amountFen,
        marginRatioPpm: c.parameters.af.assistFundRatioPpm,
      })),
      'ASSIST_FUND',
    )
  if (!c.group) return c
  const groupId = c.group.id
  await openSubLedgers(
    ctx,
    c.market.id,
    c.members.map((m) => ({
      applicationId: m.applicationId,
      groupId,
      contractAmountFen: m.amountFen,
      marginRatioPpm: c.scheme.marginRatio,
    })),
  )
  const account = await marginAccountOf(ctx, c.market.id)
  const subs = await tx.marginSubLedger.findMany({
    where: { bankId: actor.bankId, applicationId: { in: c.members.map((m) => m.applicationId) } },
    select: { applicationId: true, subNo: true },
  })
  const subNo = new Map(subs.map((s) => [s.applicationId, s.subNo]))
  return {
    ...c,
    members: c.members.map((m) => ({ ...m, subNo: subNo.get(m.applicationId) ?? '' })),
    group: { ...c.group, accountNo: account.accountNo, accountName: account.name },
  }
}

/** The same without opening anything: for drafts, whose account and sub-ledgers may not be there yet. */
export async function readContext(ctx: Reader, batchId: string, of: Case): Promise<ContractContext> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const plan = await effectivePlan(ctx, batchId)
  const batch = await tx.batch.findFirstOrThrow({
    where: { bankId, id: batchId },
    include: { market: true, party: true },
  })
  const mode = batch.mode as Mode
  const bank = await tx.bank.findUniqueOrThrow({ where: { id: bankId } })
  const parameters = await loadParameters(tx, bankId, today)
  const groupId = 'groupId' in of ? of.groupId : null
  const group = groupId ? await tx.jointGroup.findFirst({ where: { bankId, id: groupId, batchId } }) : null
  if (groupId && !group) throw refuse('E_NOT_FOUND', { object: 'group' })
  const lines = await tx.planLine.findMany({
    where: {
      bankId,
      planId: plan.id,
      ...('groupId' in of ? { groupId: of.groupId } : { applicationId: { in: of.applicationIds } }),
      state: { in: ['APPROVED', 'APPROVED_REDUCED'] },
      application: { state: { in: CONTRACTED } },
    },
    include: {
      application: {
        include: {
          contractParticulars: true,
          investigations: { where: { state: 'SIGNED' }, orderBy: { createdAt: 'desc' }, take: 1 },
        },
      },
    },
    orderBy: { application: { position: 'asc' } },
  })
  const members = lines.map((l): MemberTerms => {
    const a = l.application
    const raw = Financials.safeParse(a.investigations[0]?.financials)
    const known = raw.success ? raw.data.spouse : undefined
    return {
      applicationId: a.id,
      rowNo: a.rowNo,
      borrowerType: a.borrowerType,
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
      subNo: '',
      spouse: known?.cosigns ? { name: known.name, idNo: known.idNo } : null,
      spouseKnown: known !== undefined,
      particulars: Particulars.parse(a.contractParticulars?.data ?? {}),
      reviewed: a.contractParticulars?.reviewedAt !== null && a.contractParticulars !== null,
    }
  })
  const approved = await tx.planLine.aggregate({
    where: { bankId, planId: plan.id, state: { in: ['APPROVED', 'APPROVED_REDUCED'] } },
    _sum: { approvedFen: true },
    _count: { _all: true },
  })
  return {
    mode,
    parameters: parameters.plans,
    useReportDays: parameters.disbursement.useReportDays,
    partner: await partnerOf(ctx, batch.marketId, batch.partyId, mode),
    bank: { name: bank.name },
    operator: { name: batch.party.name, uscc: batch.party.uscc ?? '' },
    market: {
      id: batch.marketId,
      name: batch.market.name,
      shareNum: batch.market.shareNum ?? 1,
      shareDen: batch.market.shareDen ?? 3,
    },
    batch: { code: batch.code, merchants: approved._count._all, approvedFen: approved._sum.approvedFen ?? 0n },
    scheme: plan.scheme,
    schemeFrom: fromDbOrNull(plan.validFrom) ?? today,
    signingDate: today,
    members,
    group: group && {
      id: group.id,
      name: group.name,
      code: group.code,
      agreementVersion: group.agreementVersion,
      accountNo: '',
      accountName: '',
      agreementNo: await agreementNumber(ctx, group.id, `LB-${batch.code}-${group.code}-V${group.agreementVersion}`),
    },
  }
}

/** The number of the agreement in force; a number once given is not given again: what replaces a void one carries the next of its series. */
async function agreementNumber(ctx: Reader, groupId: string, number: string): Promise<string> {
  const given = await ctx.tx.contract.findMany({
    where: { bankId: ctx.actor.bankId, groupId, kind: 'JOINT_GUARANTEE_AGREEMENT', number: { startsWith: number } },
    select: { number: true, state: true },
  })
  const live = given.find((c) => c.state !== 'VOID')
  if (live) return live.number
  return given.length === 0 ? number : `${number}-R${given.length + 1}`
}
