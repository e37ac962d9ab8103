/** The conditions that the system proves by looking (§7.3): each answers pass or fail with what it saw. */
import { conditionsOf } from '@/lib/conditions/items'
import { CONDITION_SETTLED } from '@/lib/conditions/workflow'
import { accountDifference } from '@/lib/guarantees/accounts'
import { groupMayDraw } from '@/lib/guarantees/rules/joint-group'
import { marginRequired } from '@/lib/guarantees/rules/margin'
import { stopsAgainstAct } from '@/lib/monitoring/stop-gate'
import type { Mode } from '@/lib/plans/rules/grades'
import { SchemeParams } from '@/lib/plans/scheme'
import type { CommandContext } from '@/lib/platform/commands'
import { fromDb, fromDbOrNull, isAfter } from '@/lib/platform/dates'
import { sumFen, toYuan } from '@/lib/platform/money'
import type { AutomaticCheck } from './checks'
import { modeChecks } from './mode-checks'
import { isLivePayment } from './rules'
import { securityChecks } from './security'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today'>

/** CP-11: no freeze of market, partner, group or the merchant itself. */
export const FREEZE = 'CP-11'

/** §2.2: a group below this many active members at signing must be formed again. */
export const GROUP_MIN = 5

/** Reads the case of one application and tests every condition that needs no person. */
export async function automaticChecks(ctx: Ctx, applicationId: string): Promise<AutomaticCheck[]> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const item = await tx.application.findFirstOrThrow({
    where: { bankId, id: applicationId },
    include: {
      applicationOutcome: true,
      batch: { include: { market: true } },
      jointGroupMembers: {
        where: { state: 'ACTIVE' },
        include: {
          group: {
            include: {
              jointGroupMembers: { where: { state: 'ACTIVE' }, include: { application: { select: { state: true } } } },
            },
          },
        },
      },
    },
  })
  const group = item.jointGroupMembers[0]?.group ?? null
  const plan = await tx.creditPlan.findFirst({
    where: { bankId, batchId: item.batchId, state: 'EFFECTIVE' },
    orderBy: { versionNo: 'desc' },
  })
  const contracts = await tx.contract.findMany({
    where: {
      bankId,
      batchId: item.batchId,
      state: { not: 'VOID' },
      OR: [
        { applicationId },
        { applicationId: null, groupId: group?.id ?? null },
        { applicationId: null, groupId: null },
      ],
    },
    include: { contractSigners: { select: { signedSha256: true } } },
  })
  const loanContract = contracts.find((c) => c.kind === 'LOAN_CONTRACT')
  const openCp = plan
    ? await tx.condition.count({
        where: { ...conditionsOf(bankId, plan.id, applicationId), state: { notIn: [...CONDITION_SETTLED] } },
      })
    : 0
  const drawdown = await tx.drawdown.findFirst({
    where: { bankId, applicationId, state: { notIn: ['CANCELLED', 'REFUSED'] } },
    include: { paymentOrders: true },
    orderBy: { createdAt: 'desc' },
  })
  const memberIds = group?.jointGroupMembers.map((m) => m.applicationId) ?? []
  const subs = memberIds.length
    ? await tx.marginSubLedger.findMany({ where: { bankId, applicationId: { in: memberIds } } })
    : []
  const own = subs.find((s) => s.applicationId === applicationId)
  const outstanding = plan ? await usedUnderPlan(ctx, item.batchId) : 0n
  const limit = plan?.aggregateLimitFen ?? 0n
  const freezes = [
    item.frozen && 'merchant',
    item.batch.frozen && 'batch',
    item.batch.market.frozen && 'market',
    group && !groupMayDraw(group.state) && 'group',
    (await tx.accountFreeze.count({
      where: { bankId, state: 'ACTIVE', account: { marketId: item.batch.marketId } },
    })) > 0 && 'account',
    (
      await stopsAgainstAct(ctx, 'DRAWDOWN', {
        marketId: item.batch.marketId,
        mode: item.batch.mode,
        groupIds: group ? [group.id] : [],
        planId: plan?.id ?? null,
      })
    ).length > 0 && 'stop',
  ].filter((x): x is string => typeof x === 'string')
  const drawing =
    group?.jointGroupMembers.filter(
      (m) => !['DROPPED', 'WITHDRAWN', 'EXPIRED', 'REJECTED'].includes(m.application.state),
    ) ?? []
  const unpaid = drawing.filter((m) => {
    const sub = subs.find((s) => s.applicationId === m.applicationId)
    return !sub || sub.ledgerFen < sub.requiredFen
  })
  const scheme = plan ? SchemeParams.parse(plan.params) : null
  const required = scheme && loanContract?.amountFen ? marginRequired(loanContract.amountFen, scheme.marginRatio) : 0n
  const difference = own ? await accountDifference(ctx, own.accountId) : 0n
  const approvalOk =
    plan !== null &&
    (!plan.validUntil || !isAfter(today, fromDb(plan.validUntil))) &&
    (!item.drawBy || !isAfter(today, fromDb(item.drawBy)))
  const checks: AutomaticCheck[] = [
    {
      code: 'CP-01',
      pass: approvalOk,
      detail: {
        validUntil: fromDbOrNull(plan?.validUntil)?.toString() ?? null,
        drawBy: fromDbOrNull(item.drawBy)?.toString() ?? null,
      },
    },
    {
      code: 'CP-02',
      pass:
        contracts.length > 0 &&
        contracts.every((c) => c.state === 'SIGNED' && c.contractSigners.every((s) => s.signedSha256 === c.sha256)),
      detail: { contracts: contracts.length, signed: contracts.filter((c) => c.state === 'SIGNED').length },
    },
    {
      code: 'CP-03',
      pass: contracts.length > 0 && contracts.every((c) => c.state === 'SIGNED'),
      detail: { loanContract: loanContract?.number ?? null },
    },
    { code: 'CP-04', pass: openCp === 0, detail: { open: openCp } },
    {
      code: 'CP-10',
      pass: plan !== null && outstanding <= limit && (item.applicationOutcome?.approvedFen ?? 0n) > 0n,
      detail: { used: toYuan(outstanding), limit: toYuan(limit) },
    },
    { code: FREEZE, pass: freezes.length === 0, detail: { freezes: freezes.join(',') || null } },
    {
      code: 'CP-12',
      pass:
        drawdown !== null &&
        (drawdown.paymentMethod === 'SELF' ||
          sumFen(drawdown.paymentOrders.filter((o) => isLivePayment(o.state)).map((o) => o.amountFen)) ===
            drawdown.amountFen),
      detail: { drawdown: drawdown?.number ?? null, method: drawdown?.paymentMethod ?? null },
    },
    {
      code: 'CP-J1',
      pass: contracts.some(
        (c) =>
          c.kind === 'JOINT_GUARANTEE_AGREEMENT' &&
          c.state === 'SIGNED' &&
          (c.agreementVersion ?? 1) === (group?.agreementVersion ?? 1),
      ),
      detail: { group: group?.code ?? null, version: group?.agreementVersion ?? null },
    },
    {
      code: 'CP-J2',
      pass: own !== undefined && unpaid.length === 0 && own.ledgerFen >= required && difference === 0n,
      detail: {
        required: toYuan(required),
        paid: toYuan(own?.ledgerFen ?? 0n),
        membersUnpaid: unpaid.length,
        difference: toYuan(difference),
      },
    },
    { code: 'CP-J3', pass: drawing.length >= GROUP_MIN, detail: { members: drawing.length, min: GROUP_MIN } },
  ]
  const amountFen = drawdown?.amountFen ?? loanContract?.amountFen ?? item.applicationOutcome?.approvedFen ?? 0n
  const modal = await modeChecks(ctx, {
    id: applicationId,
    marketId: item.batch.marketId,
    mode: item.batch.mode as Mode,
    amountFen,
    approvedFen: item.applicationOutcome?.approvedFen ?? amountFen,
    drawdownId: drawdown?.id ?? null,
    tenorMonths: loanContract?.tenorMonths ?? item.applicationOutcome?.approvedTenorMonths ?? 12,
  })
  const security = await securityChecks(ctx, { id: applicationId, mode: item.batch.mode, amountFen })
  return [...checks, ...modal, ...security]
}

/** Σ outstanding + Σ approved and undrawn of the batch's items: what the plan's limit must cover (§5.2). */
export async function usedUnderPlan(ctx: Pick<Ctx, 'tx' | 'actor'>, batchId: string): Promise<bigint> {
  const rows = await ctx.tx.$queryRaw<{ used: bigint | null }[]>`
    select (coalesce((select sum(s.principal_fen) from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
                      where l.bank_id = ${ctx.actor.bankId}::uuid and l.batch_id = ${batchId}::uuid), 0)
          + coalesce((select sum(o.approved_fen) from application a join application_outcome o on o.bank_id = a.bank_id and o.application_id = a.id
                      where a.bank_id = ${ctx.actor.bankId}::uuid and a.batch_id = ${batchId}::uuid
                        and a.state in ('APPROVED', 'APPROVED_REDUCED', 'CONTRACTING', 'SIGNED', 'CP_PENDING', 'READY_TO_DRAW')), 0)
          + coalesce((select sum(greatest(o.approved_fen - coalesce((select sum(d.amount_fen) from drawdown d where d.bank_id = a.bank_id
                        and d.application_id = a.id and d.state = 'DISBURSED'), 0), 0))
                      from application a join application_outcome o on o.bank_id = a.bank_id and o.application_id = a.id
                      where a.bank_id = ${ctx.actor.bankId}::uuid and a.batch_id = ${batchId}::uuid and a.state = 'ACTIVE'
                        and exists (select from park_asset p join park_stage t on t.bank_id = p.bank_id and t.asset_id = p.id
                          where p.bank_id = a.bank_id and p.application_id = a.id and p.state <> 'RELEASED')), 0))::bigint as used`
  return rows[0]?.used ?? 0n
}
