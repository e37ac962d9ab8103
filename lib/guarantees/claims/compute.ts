/** What a claim on a loan would be today, by its mode: who is asked, for how much, and why (§2.2–§2.6, §8.6). */
import { loadParameters } from '@/lib/admin/parameters'
import { termsOf } from '@/lib/partners/read'
import { SchemeParams } from '@/lib/plans/scheme'
import type { CommandContext } from '@/lib/platform/commands'
import { addMonths, fromDb, fromDbOrNull, type PlainDate } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { type Fen, maxFen, minFen, parseYuan, sumFen } from '@/lib/platform/money'
import type { Trace } from '@/lib/platform/trace'
import { type LoanPosition, loanPositions } from '@/lib/servicing/position'
import { CLAIM_ORDER, type ClaimMode, type ClaimType, claimParts, type DebtParts } from '../rules/claim-parts'
import { takeProRata } from '../rules/pro-rata'
import { assistFundWaterfall } from '../rules/waterfall/assist-fund'
import { guaranteeCompanyWaterfall } from '../rules/waterfall/guarantee-company'
import { insuranceWaterfall } from '../rules/waterfall/insurance'
import { jointGuaranteeWaterfall } from '../rules/waterfall/joint-guarantee'
import type { WaterfallSource, WaterfallTotals } from '../rules/waterfall/lines'
import { parkWaterfall } from '../rules/waterfall/park'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today'>

export type ComputedLine = {
  source: WaterfallSource
  subLedgerId: string | null
  applicationId: string | null
  partyId: string | null
  demandedFen: Fen
  /** last day on which this guarantor can be asked (LEG-5); null: an account */
  periodEnd: PlainDate | null
}
export type ComputedClaim = {
  amountFen: Fen
  parts: DebtParts
  lines: ComputedLine[]
  shortfallFen: Fen
  triggerDpd: number
  waterfall: WaterfallTotals & {
    mode: string
    jointLiability?: { id: string; amountFen: Fen }[]
    replenishments?: { id: string; amountFen: Fen }[]
  }
  trace: Trace
  /** working days for the letter's answer and for the money */
  answerDays: number
  payDays: number
}

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
      return joint(ctx, c, type, settlementFen)
    case 'ASSIST_FUND':
    case 'GOV_FUND':
      return c.mode === 'LI' ? excess(ctx, c) : assist(ctx, c, type)
    case 'GUARANTOR':
      return guarantor(ctx, c)
    case 'INSURER':
      return insurer(ctx, c)
    case 'DEVELOPER':
      return developer(ctx, c)
  }
}

const whole = (c: ClaimCase, type: ClaimType, amountFen: Fen) => ({
  amountFen,
  parts: claimParts(type, amountFen, partsOf(c.owed)),
})
const sumLines = (lines: readonly ComputedLine[]) => sumFen(lines.map((l) => l.demandedFen))
const line = (source: WaterfallSource, demandedFen: Fen, more: Partial<ComputedLine> = {}): ComputedLine => ({
  source,
  subLedgerId: null,
  applicationId: null,
  partyId: null,
  demandedFen,
  periodEnd: null,
  ...more,
})

/** The guarantor's own period: as its contract says, or from maturity on (LEG-5). */
async function periodEnd(ctx: Ctx, c: ClaimCase, kinds: string[], months: number): Promise<PlainDate> {
  const contract = await ctx.tx.contract.findFirst({
    where: {
      bankId: ctx.actor.bankId,
      batchId: c.loan.batchId,
      kind: { in: kinds },
      state: 'SIGNED',
      guaranteePeriodEnd: { not: null },
      OR: [
        { applicationId: c.loan.applicationId },
        { groupId: c.loan.groupId ?? '00000000-0000-0000-0000-000000000000' },
      ],
    },
    orderBy: { signedAt: 'desc' },
    select: { guaranteePeriodEnd: true },
  })
  return fromDbOrNull(contract?.guaranteePeriodEnd) ?? addMonths(fromDb(c.loan.maturityDate), months)
}

async function joint(
  ctx: Ctx,
  c: ClaimCase,
  type: 'MARGIN' | 'JOINT_LIABILITY',
  settlementFen: Fen,
): Promise<ComputedClaim> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  if (!c.loan.groupId) throw refuse('E_STATE', { object: 'loan', state: 'NO_GROUP', event: 'claim' })
  const members = await tx.jointGroupMember.findMany({
    where: { bankId, groupId: c.loan.groupId, state: 'ACTIVE' },
    include: { application: { select: { position: true } } },
    orderBy: { application: { position: 'asc' } },
  })
  const subs = await tx.marginSubLedger.findMany({
    where: { bankId, applicationId: { in: members.map((m) => m.applicationId) } },
  })
  const margin = (id: string) => {
    const sub = subs.find((s) => s.applicationId === id)
    return type === 'MARGIN' && sub ? sub.ledgerFen - sub.frozenFen : 0n
  }
  const w = jointGuaranteeWaterfall({
    mode: 'JG',
    claimFen: c.owed.totalDueFen,
    defaulterId: c.loan.applicationId,
    mutualised: c.plan?.mutualised ?? true,
    settlementFen,
    jointLiabilityPaidFen: type === 'MARGIN' ? 0n : null,
    operatorGuaranteeFen: 0n,
    collateralFen: 0n,
    members: members.map((m) => ({ id: m.applicationId, loanFen: m.amountFen, marginFen: margin(m.applicationId) })),
  })
  const common = {
    ...whole(c, type, c.owed.totalDueFen),
    triggerDpd: c.plan?.compensationTriggerDpd ?? c.p.jg.compensationTriggerDpd,
    waterfall: w.value,
    trace: w.trace,
  }
  if (type === 'MARGIN') {
    const ledgerOf = (id: string) => subs.find((s) => s.applicationId === id)?.id ?? null
    const own = c.loan.applicationId
    const lines = [
      ...(w.value.ownMarginFen > 0n
        ? [line('ownMargin', w.value.ownMarginFen, { subLedgerId: ledgerOf(own), applicationId: own })]
        : []),
      ...w.value.otherMargins.map((m) =>
        line('mutualMargin', m.amountFen, { subLedgerId: ledgerOf(m.id), applicationId: m.id }),
      ),
    ]
    return { ...common, lines, shortfallFen: w.value.shortfallFen, answerDays: 0, payDays: 0 }
  }
  const end = await periodEnd(ctx, c, ['JOINT_GUARANTEE_AGREEMENT'], c.plan?.guaranteePeriodMonths ?? 36)
  const lines = w.value.jointLiability.map((m) =>
    line('jointLiability', m.amountFen, { applicationId: m.id, periodEnd: end }),
  )
  return { ...common, lines, shortfallFen: c.owed.totalDueFen - sumLines(lines), answerDays: 10, payDays: 30 }
}

/** Accounts of a type in the loan's market with what is available on their ledgers. */
async function ledgers(ctx: Ctx, c: ClaimCase, type: string) {
  const rows = await ctx.tx.marginSubLedger.findMany({
    where: { bankId: ctx.actor.bankId, account: { marketId: c.loan.marketId, type, state: 'OPEN' } },
    include: { account: { select: { partyId: true } } },
    orderBy: { subNo: 'asc' },
  })
  return rows.map((s) => ({
    id: s.id,
    applicationId: s.applicationId,
    partyId: s.account.partyId,
    freeFen: s.ledgerFen - s.frozenFen,
  }))
}

async function assist(ctx: Ctx, c: ClaimCase, type: 'ASSIST_FUND' | 'GOV_FUND'): Promise<ComputedClaim> {
  const enterprise = await ledgers(ctx, c, 'ASSIST_FUND')
  const government = await ledgers(ctx, c, 'RISK_COMP_FUND')
  const fundFen = type === 'ASSIST_FUND' ? sumFen(enterprise.map((e) => e.freeFen)) : 0n
  const [outstanding] = await ctx.tx.$queryRaw<{ fen: bigint }[]>`
    select coalesce(sum(s.principal_fen), 0)::bigint as fen from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
    join batch b on b.bank_id = l.bank_id and b.id = l.batch_id and b.mode = 'AF' where l.bank_id = ${ctx.actor.bankId}::uuid and l.market_id = ${c.loan.marketId}::uuid`
  const w = assistFundWaterfall({
    mode: 'AF',
    claimFen: c.owed.totalDueFen,
    enterpriseFundFen: fundFen,
    govFundFen: sumFen(government.map((g) => g.freeFen)),
    govSharePpm: c.terms?.compensationPpm ?? c.p.af.govSharePpm,
    govLeverage: c.terms?.leverageMultiple ?? c.p.af.govLeverage,
    outstandingFen: outstanding?.fen ?? 0n,
    assistFundRatioPpm: c.p.af.assistFundRatioPpm,
    poolMinimumPpm: c.p.af.poolMinimumPpm,
  })
  const [from, amount, source] =
    type === 'ASSIST_FUND'
      ? ([enterprise, w.value.enterpriseFen, 'enterpriseFund'] as const)
      : ([government, w.value.govFen, 'govFund'] as const)
  const takes = takeProRata(
    amount,
    from.map((f) => f.freeFen),
  )
  const lines = from
    .map((f, i) => line(source, takes[i]!, { subLedgerId: f.id, applicationId: f.applicationId, partyId: f.partyId }))
    .filter((l) => l.demandedFen > 0n)
  const asked = type === 'ASSIST_FUND' ? c.owed.totalDueFen : amount
  return {
    ...whole(c, type, asked),
    lines,
    shortfallFen: asked - sumLines(lines),
    triggerDpd: c.p.af.compensationTriggerDpd,
    waterfall: w.value,
    trace: w.trace,
    answerDays: c.p.af.managerReplyWorkingDays,
    payDays: c.p.af.managerReplyWorkingDays,
  }
}

const partnerOf = (c: ClaimCase) => {
  if (!c.scheme) throw refuse('E_CLAIM_NO_PARTNER', { mode: c.mode })
  return c.scheme.partyId
}

/** What the programme's year has paid already: guarantors' batch cap, insurers' loss line. */
async function programmeYear(ctx: Ctx, c: ClaimCase): Promise<{ paidFen: Fen; volumeFen: Fen }> {
  const { tx, actor, today } = ctx
  const start = c.terms?.startsOn ?? today.subtract({ years: 1 })
  const [row] = await tx.$queryRaw<{ paid: bigint; volume: bigint }[]>`
    select (select coalesce(sum(k.paid_fen), 0) from claim k join loan l on l.bank_id = k.bank_id and l.id = k.loan_id
            where k.bank_id = ${actor.bankId}::uuid and k.mode = ${c.mode} and k.type in ('GUARANTOR', 'INSURER') and l.market_id = ${c.loan.marketId}::uuid
              and k.as_of >= ${start.toString()}::date)::bigint as paid,
      (select coalesce(sum(l.principal_fen), 0) from loan l join batch b on b.bank_id = l.bank_id and b.id = l.batch_id and b.mode = ${c.mode}
        where l.bank_id = ${actor.bankId}::uuid and l.market_id = ${c.loan.marketId}::uuid and l.start_date >= ${start.toString()}::date)::bigint as volume`
  return { paidFen: row?.paid ?? 0n, volumeFen: row?.volume ?? 0n }
}

async function guarantor(ctx: Ctx, c: ClaimCase): Promise<ComputedClaim> {
  const partyId = partnerOf(c)
  const year = await programmeYear(ctx, c)
  const capFen = (year.volumeFen * BigInt(c.p.gc.batchCompensationCapPpm)) / 1_000_000n
  const capLeft = capFen > 0n && c.scheme ? maxFen(capFen - year.paidFen, 0n) : null
  const w = guaranteeCompanyWaterfall({
    mode: 'GC',
    unpaidPrincipalFen: c.owed.principalFen,
    unpaidInterestFen: c.owed.interestDueFen,
    penaltyFen: c.owed.penaltyFen,
    costsFen: c.owed.costsFen,
    coveragePpm: c.terms?.compensationPpm ?? c.p.gc.coveragePpm,
    programmeCapLeftFen: capLeft,
    guarantorMarginFen: null,
  })
  const end = await periodEnd(
    ctx,
    c,
    ['GUARANTEE_CONTRACT', 'GUARANTEE_LETTER', 'MAX_GUARANTEE_CONTRACT'],
    c.p.gc.guaranteePeriodMonths,
  )
  const lines = w.value.guarantorFen > 0n ? [line('guarantor', w.value.guarantorFen, { partyId, periodEnd: end })] : []
  return {
    ...whole(c, 'GUARANTOR', w.value.guarantorFen),
    lines,
    shortfallFen: 0n,
    triggerDpd: c.terms?.compensationGraceDays ?? c.p.gc.compensationGraceDays,
    waterfall: w.value,
    trace: w.trace,
    answerDays: 5,
    payDays: c.p.gc.payWorkingDays,
  }
}

async function insuranceOf(ctx: Ctx, c: ClaimCase) {
  const year = await programmeYear(ctx, c)
  const figures = c.scheme
    ? await ctx.tx.partnerFinancial.findFirst({
        where: { bankId: ctx.actor.bankId, partyId: c.scheme.partyId },
        orderBy: [{ asOf: 'desc' }, { id: 'desc' }],
        select: { figures: true },
      })
    : null
  const earned = parseYuan((figures?.figures as { earnedPremium?: string } | null)?.earnedPremium ?? '')
  const fund = sumFen((await ledgers(ctx, c, 'RISK_COMP_FUND')).map((f) => f.freeFen))
  const excess =
    earned !== null && fund > 0n
      ? {
          claimsBeforeFen: year.paidFen,
          earnedPremiumFen: earned,
          linePpm: c.p.li.stopLossRatioPpm,
          govSharePpm: c.p.li.govExcessSharePpm,
        }
      : null
  return insuranceWaterfall({
    mode: 'LI',
    unpaidPrincipalFen: c.owed.principalFen,
    interestInScopeFen: c.owed.interestDueFen,
    outOfScopeFen: c.owed.penaltyFen + c.owed.costsFen,
    scope: c.p.li.scope,
    deductiblePpm: c.p.li.deductiblePpm,
    coveragePpm: c.terms?.compensationPpm ?? c.p.li.coveragePpm,
    sumInsuredFen: null,
    excess,
  })
}

async function insurer(ctx: Ctx, c: ClaimCase): Promise<ComputedClaim> {
  const partyId = partnerOf(c)
  const w = await insuranceOf(ctx, c)
  const trigger = c.terms?.compensationGraceDays ?? c.p.li.claimWaitingDays
  const due = c.owed.oldestDue
  const windowEnd = due ? due.add({ days: trigger + c.p.li.claimFileWindowDays }) : null
  const lines = w.value.insurerFen > 0n ? [line('insurer', w.value.insurerFen, { partyId, periodEnd: windowEnd })] : []
  return {
    amountFen: w.value.insurerFen,
    parts: claimParts('INSURER', w.value.insurerFen, {
      principalFen: c.owed.principalFen,
      interestFen: c.owed.interestDueFen,
      penaltyFen: 0n,
      costsFen: 0n,
    }),
    lines,
    shortfallFen: 0n,
    triggerDpd: trigger,
    waterfall: w.value,
    trace: w.trace,
    answerDays: 5,
    payDays: c.p.li.payWorkingDays,
  }
}

/** The government's part of insurance losses above the line, from its own fund. */
async function excess(ctx: Ctx, c: ClaimCase): Promise<ComputedClaim> {
  const w = await insuranceOf(ctx, c)
  const from = await ledgers(ctx, c, 'RISK_COMP_FUND')
  const amount = minFen(w.value.govExcessFen, sumFen(from.map((f) => f.freeFen)), c.owed.totalDueFen)
  const takes = takeProRata(
    amount,
    from.map((f) => f.freeFen),
  )
  const lines = from
    .map((f, i) => line('govExcessFund', takes[i]!, { subLedgerId: f.id, partyId: f.partyId }))
    .filter((l) => l.demandedFen > 0n)
  return {
    ...whole(c, 'GOV_FUND', amount),
    lines,
    shortfallFen: 0n,
    triggerDpd: c.terms?.compensationGraceDays ?? c.p.li.claimWaitingDays,
    waterfall: w.value,
    trace: w.trace,
    answerDays: c.p.af.managerReplyWorkingDays,
    payDays: c.p.af.managerReplyWorkingDays,
  }
}

/** The developer's margin first, then the developer itself, while its phase guarantee stands (INV-PK3). */
async function developer(ctx: Ctx, c: ClaimCase): Promise<ComputedClaim> {
  const partyId = partnerOf(c)
  const margin = await ledgers(ctx, c, 'DEVELOPER_MARGIN')
  const marginFen = sumFen(margin.map((m) => m.freeFen))
  const guarantees = c.terms?.liability === 'GUARANTEE'
  const w = parkWaterfall({
    mode: 'PK',
    claimFen: c.owed.totalDueFen,
    borrowerFen: 0n,
    phaseGuaranteeActive: true,
    developerMarginFen: marginFen,
    developerGuaranteeFen: guarantees ? null : 0n,
    mortgageFen: 0n,
    otherGuarantorsFen: 0n,
  })
  const of = (source: WaterfallSource) =>
    sumFen(w.value.lines.filter((l) => l.source === source).map((l) => l.amountFen))
  const takes = takeProRata(
    of('developerMargin'),
    margin.map((m) => m.freeFen),
  )
  const end = await periodEnd(ctx, c, ['PHASE_GUARANTEE', 'GUARANTEE_CONTRACT'], 36)
  const lines = [
    ...margin.map((m, i) => line('developerMargin', takes[i]!, { subLedgerId: m.id, partyId })),
    ...(of('developerGuarantee') > 0n
      ? [line('developerGuarantee', of('developerGuarantee'), { partyId, periodEnd: end })]
      : []),
  ].filter((l) => l.demandedFen > 0n)
  return {
    ...whole(c, 'DEVELOPER', c.owed.totalDueFen),
    lines,
    shortfallFen: c.owed.totalDueFen - sumLines(lines),
    triggerDpd: c.terms?.compensationGraceDays ?? 30,
    waterfall: w.value,
    trace: w.trace,
    answerDays: 5,
    payDays: 10,
  }
}
