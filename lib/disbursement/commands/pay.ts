import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { performDuty } from '@/lib/approvals/duties'
import { requireCapacity } from '@/lib/guarantees/capacity/gate'
import { requireParkAsset } from '@/lib/parks/gate'
import { drawnOf } from '@/lib/parks/read'
import { requireCases } from '@/lib/partners/cases'
import { holdForCases } from '@/lib/partners/holds'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { addMonths, fromDb, isAfter } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { liveMode } from '@/lib/platform/mode'
import { formatYuan } from '@/lib/platform/money'
import { zId } from '@/lib/platform/schema'
import { transition } from '@/lib/platform/workflow'
import { usedUnderPlan } from '../automatic'
import { refreshConditions } from '../conditions'
import { clockText, cutOff } from '../cut-off'
import { drawdownCeiling, missingTicks, REVIEW_TICKS } from '../rules'
import { readCoreMessage } from '../transfers/answers'
import { prepareTransfer } from '../transfers/prepare'
import { takeReport } from '../transfers/settle'
import { drawdownMachine } from '../workflow'

type Ctx = CommandContext<unknown>

/** The drawdown of a command, locked. */
export async function caseOf(ctx: Ctx, drawdownId: string) {
  await ctx.tx
    .$queryRaw`select 1 from drawdown where bank_id = ${ctx.actor.bankId}::uuid and id = ${drawdownId}::uuid for update`
  const drawdown = await ctx.tx.drawdown.findFirst({
    where: { bankId: ctx.actor.bankId, id: drawdownId },
    include: { application: { include: { applicationOutcome: true } }, batch: true, paymentOrders: true },
  })
  if (!drawdown) throw refuse('E_NOT_FOUND', { object: 'drawdown' })
  return drawdown
}

/** Payments of a business day are approved until an hour of it (§7.4). */
export async function requireBeforeCutOff(ctx: Ctx): Promise<void> {
  const { cutOffTime } = (await loadParameters(ctx.tx, ctx.actor.bankId, ctx.today)).disbursement
  if (cutOff(ctx.today, ctx.now, cutOffTime, liveMode())) throw refuse('E_CUT_OFF', { at: clockText(cutOffTime) })
}

/** Every object whose history decides whether a person may touch this payment (§6.3). */
export async function dutySubjects(
  ctx: Ctx,
  d: { applicationId: string; batchId: string; application: { merchantId: string | null } },
) {
  const plan = await ctx.tx.creditPlan.findFirst({
    where: { bankId: ctx.actor.bankId, batchId: d.batchId, state: 'EFFECTIVE' },
    select: { id: true },
    orderBy: { versionNo: 'desc' },
  })
  return {
    batch: [d.batchId],
    merchant: [d.applicationId, ...(d.application.merchantId ? [d.application.merchantId] : [])],
    plan: plan ? [plan.id] : [],
  }
}

/** §7.3: DISB_REVIEWER passes a drawdown with five explicit ticks, returns it with what to mend, or refuses it. */
export const reviewDrawdown = defineCommand({
  name: 'drawdowns.review',
  input: z.strictObject({
    drawdownId: zId,
    result: z.enum(['PASS', 'RETURN', 'REFUSE']),
    ticks: z.array(z.enum(REVIEW_TICKS)).max(5).default([]),
    items: z.array(z.string().trim().min(2).max(300)).max(20).default([]),
    note: z.string().trim().max(1000).optional(),
  }),
  access: { roles: ['DISB_REVIEWER'] },
  async run(ctx) {
    const { input, actor, now } = ctx
    const d = await caseOf(ctx, input.drawdownId)
    await performDuty(ctx, 'DISBURSEMENT_REVIEW', { ...(await dutySubjects(ctx, d)), loan: [d.id] })
    if (input.result === 'PASS') {
      const missing = missingTicks(input.ticks)
      if (missing.length > 0)
        throw refuse('E_TICKS_MISSING', { ticks: missing }, { fields: [{ path: 'ticks', code: 'E_TICKS_MISSING' }] })
      const { open } = await refreshConditions(ctx, d.applicationId)
      if (open.length > 0) throw refuse('E_CP_OPEN', { codes: open })
    } else if (input.items.length === 0 && !input.note) {
      throw refuse('E_REQUIRED:items', {}, { fields: [{ path: 'items', code: 'E_REQUIRED:items' }] })
    }
    const to = input.result === 'PASS' ? 'REVIEWED' : input.result === 'RETURN' ? 'RETURNED' : 'REFUSED'
    const moved = await transition(ctx, drawdownMachine, d, {
      event: 'review',
      to,
      reason: input.note,
      detail: { ticks: input.ticks, items: input.items },
      set: {
        ticks: input.ticks,
        reviewNote: input.note ?? null,
        returnItems: input.items,
        reviewedBy: actor.userId,
        reviewedAt: now,
      },
    })
    return { id: d.id, ...moved }
  },
})

/**
 * The second signature pays. Under the locks of plan, group and application (§10.6) everything is looked at once more and
 * the core is told, once: a second click finds the drawdown paid. The note is made when the core says that money moved;
 * the core that lives with us says so at once, a bank's own later (DISBURSE_PENDING).
 */
export const approveDrawdown = defineCommand({
  name: 'drawdowns.approve',
  input: z.strictObject({ drawdownId: zId }),
  access: { roles: ['DISB_APPROVER'] },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const bankId = actor.bankId
    const planLock = await tx.$queryRaw<{ id: string }[]>`
      select p.id from credit_plan p join drawdown d on d.bank_id = p.bank_id and d.batch_id = p.batch_id
      where d.bank_id = ${bankId}::uuid and d.id = ${input.drawdownId}::uuid and p.state = 'EFFECTIVE' order by p.version_no desc limit 1 for update of p`
    const d = await caseOf(ctx, input.drawdownId)
    await performDuty(ctx, 'DISBURSEMENT_APPROVE', { ...(await dutySubjects(ctx, d)), loan: [d.id] })
    if (d.reviewedBy === actor.userId)
      throw refuse('E_SOD', {
        act: 'DISBURSEMENT_APPROVE',
        earlierAct: 'DISBURSEMENT_REVIEW',
        earlierAt: '',
        turn: ['DISB_APPROVER'],
      })
    await requireBeforeCutOff(ctx)
    const plan = planLock[0] ? await tx.creditPlan.findFirstOrThrow({ where: { bankId, id: planLock[0].id } }) : null
    if (!plan) throw refuse('E_APPROVAL_EXPIRED', { batch: d.batch.code })
    await requireCases(ctx, d)
    await requireParkAsset(ctx, d)
    const before = await drawnOf(ctx, d.applicationId, d.id)
    const drawn = [{ applicationId: d.applicationId, amountFen: before + d.amountFen }]
    await requireCapacity(ctx, d.batch, drawn, 'DRAWDOWN')
    await holdForCases(ctx, d.batch, drawn)
    const membership = await tx.jointGroupMember.findFirst({
      where: { bankId, applicationId: d.applicationId, state: 'ACTIVE' },
      include: { group: true },
    })
    if (membership)
      await tx.$queryRaw`select 1 from joint_group where bank_id = ${bankId}::uuid and id = ${membership.groupId}::uuid for update`
    await tx.$queryRaw`select 1 from application where bank_id = ${bankId}::uuid and id = ${d.applicationId}::uuid for update`
    if (d.state === 'REVIEWED') {
      const { open } = await refreshConditions(ctx, d.applicationId)
      if (open.length > 0) throw refuse('E_CP_OPEN', { codes: open })
    }
    const moved = await transition(ctx, drawdownMachine, d, {
      event: 'approve',
      set: { approvedBy: actor.userId, approvedAt: now },
    })
    await checkCeiling(ctx, { ...d, ...moved }, plan, membership?.group ?? null)
    const sent = await prepareTransfer(ctx, { ...d, borrower: d.application.name ?? '' })
    const common = { id: d.id, number: d.number, transferId: sent.id }
    if (!sent.channel.execute) {
      await ctx.enqueue('transfers.send', { id: sent.id }, { dedupeKey: `transfers.send:${sent.id}` })
      return { ...common, state: 'DISBURSE_PENDING' as const, loanId: null, coreReference: null, instalments: null }
    }
    const read = readCoreMessage(sent.channel.execute(sent.content))
    if (!read.ok || read.message.kind !== 'STATUS')
      throw refuse('E_CORE_MESSAGE', { problem: read.ok ? 'MESSAGE' : read.problem })
    const message = await tx.transferMessage.findFirstOrThrow({ where: { bankId, id: sent.id } })
    const settled = await takeReport(ctx, message, read.message)
    if (settled.outcome !== 'BOOKED')
      return { ...common, state: 'RETURNED' as const, loanId: null, coreReference: null, instalments: null }
    const { loanId, coreReference, instalments } = settled
    return { ...common, state: 'DISBURSED' as const, loanId, coreReference, instalments }
  },
})

type Case = Awaited<ReturnType<typeof caseOf>>
type PlanRow = { id: string; params: unknown; aggregateLimitFen: bigint | null }

/** Under the locks: the amount against the smallest of all ceilings, the note's end against its group's (§7.4, INV-JG3). */
async function checkCeiling(
  ctx: Ctx,
  d: Case,
  plan: PlanRow,
  group: { id: string; state: string; expiresOn: Date | null; limitFen: bigint } | null,
): Promise<void> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const item = d.application
  const contract = await tx.contract.findFirstOrThrow({
    where: { bankId, applicationId: item.id, kind: 'LOAN_CONTRACT', state: 'SIGNED' },
  })
  const used = await usedUnderPlan(ctx, d.batchId)
  const whole = item.applicationOutcome?.approvedFen ?? 0n
  // stage by stage (§7.3 CP-P5): what was drawn before is gone
  const approved = whole - (await drawnOf(ctx, item.id, d.id))
  const { capFen, cap } = drawdownCeiling({
    availableLimitFen: approved,
    approvedFen: approved,
    contractFen: (contract.amountFen ?? 0n) - (whole - approved),
    // The item's own approved amount is part of `used` already: paying it out only turns it from undrawn to outstanding.
    planHeadroomFen: (plan.aggregateLimitFen ?? 0n) - used + approved,
    groupHeadroomFen: group ? await groupHeadroom(ctx, group) : null,
    partnerHeadroomFen: null,
  })
  if (d.amountFen > capFen) throw refuse(`E_AMOUNT_OVER_CAP:${cap}`, { cap: formatYuan(capFen) })
  const maturityDate = addMonths(today, d.tenorMonths)
  if (group?.expiresOn && isAfter(maturityDate, fromDb(group.expiresOn)))
    throw refuse('E_GROUP_TENOR', { expiresOn: fromDb(group.expiresOn).toString() })
  if (!item.merchantId) throw refuse('E_NOT_FOUND', { object: 'merchant' })
}

/** What the group's limit leaves beside its members' outstanding loans; a group without a limit sets none. */
async function groupHeadroom(ctx: Ctx, group: { id: string; limitFen: bigint }): Promise<bigint | null> {
  if (group.limitFen <= 0n) return null
  const rows = await ctx.tx.$queryRaw<{ used: bigint | null }[]>`
    select coalesce(sum(s.principal_fen), 0)::bigint as used from loan l
    join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
    where l.bank_id = ${ctx.actor.bankId}::uuid and l.group_id = ${group.id}::uuid`
  return group.limitFen - (rows[0]?.used ?? 0n)
}

/** The approver sends a reviewed drawdown back instead of paying it. */
export const sendBackDrawdown = defineCommand({
  name: 'drawdowns.sendBack',
  input: z.strictObject({ drawdownId: zId, reason: z.string().trim().min(2).max(500) }),
  access: { roles: ['DISB_APPROVER'] },
  async run(ctx) {
    const d = await caseOf(ctx, ctx.input.drawdownId)
    const moved = await transition(ctx, drawdownMachine, d, { event: 'send-back', reason: ctx.input.reason })
    return { id: d.id, ...moved }
  },
})
