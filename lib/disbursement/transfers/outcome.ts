/**
 * What people find out about a message, or bring in a file: one of them records it, another confirms it, and only then does
 * it change anything. What the channel itself fetches needs nobody (`commands.ts`).
 */
import { z } from 'zod'
import { performDuty } from '@/lib/approvals/duties'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { isAfter } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zDate, zId } from '@/lib/platform/schema'
import { Prisma } from '@/lib/platform/tenant'
import { acceptTransfer, type Judged, lockTransfer, type Message, refuseTransfer } from './settle'

type Ctx = CommandContext<unknown>

const Proposal = z.strictObject({
  outcome: z.enum(['PAID', 'NOT_PAID']),
  reference: z.string().nullable(),
  valueDate: zDate.nullable(),
  reason: z.string(),
  /** the core's own word for a refusal */
  code: z.string().nullable().default(null),
  /** payment orders that came back while the others were paid */
  returned: z.array(zId).default([]),
})
type Finding = z.output<typeof Proposal>

/** Out of the house and not answered for, with nothing recorded that waits for a second person. */
export function isOpenToFinding(message: Pick<Message, 'state' | 'proposal'>): boolean {
  return ['SENDING', 'SENT', 'UNKNOWN'].includes(message.state) && message.proposal === null
}

/** Writes down what one person says about a message; it changes nothing until another confirms it. */
export async function recordFinding(ctx: Ctx, message: Message, finding: Finding): Promise<void> {
  const { tx, actor } = ctx
  await performDuty(ctx, 'OPS_MAKE', { movement: [message.id] })
  await tx.transferMessage.update({
    where: { bankId_id: { bankId: actor.bankId, id: message.id } },
    data: {
      proposal: { ...finding, valueDate: finding.valueDate?.toString() ?? null },
      proposedBy: actor.userId,
      version: { increment: 1 },
    },
  })
  ctx.audit({
    objectType: 'transfer',
    objectId: message.id,
    reason: finding.reason,
    detail: { event: 'propose', outcome: finding.outcome },
  })
}

/** The judgement of a status report that a person brought. Answers whether it was recorded. */
export async function recordReport(ctx: Ctx, message: Message, judged: Judged): Promise<boolean> {
  if (!isOpenToFinding(message)) return false
  const paid = judged.status === 'SETTLED'
  await recordFinding(ctx, message, {
    outcome: paid ? 'PAID' : 'NOT_PAID',
    reference: paid ? judged.booking.reference : null,
    valueDate: paid ? judged.booking.valueDate : null,
    reason: ['pain.002', judged.reasonCode, judged.reasonText].filter(Boolean).join(' '),
    code: judged.reasonCode,
    returned: paid ? [...judged.booking.returned] : [],
  })
  return true
}

async function messageOf(ctx: Ctx, where: { id: string }): Promise<Message> {
  const message = await lockTransfer(ctx, where)
  if (!message) throw refuse('E_NOT_FOUND', { object: 'transfer' })
  return message
}

/**
 * A message that the core does not know of: one person finds out what happened, another confirms it. PAID books it with
 * the core's reference; NOT_PAID gives the drawdown back, and only then may another message follow.
 */
export const proposeOutcome = defineCommand({
  name: 'transfers.propose',
  input: z.strictObject({
    id: zId,
    outcome: z.enum(['PAID', 'NOT_PAID']),
    reference: z.string().trim().min(2).max(60).optional(),
    valueDate: zDate.optional(),
    reason: z.string().trim().min(5).max(500),
  }),
  access: { roles: ['OPS_MAKER'] },
  async run(ctx) {
    const { input } = ctx
    const message = await messageOf(ctx, { id: input.id })
    if (!isOpenToFinding(message))
      throw refuse('E_STATE', { object: 'transfer', state: message.state, event: 'propose' })
    if (input.outcome === 'PAID' && !(input.reference && input.valueDate))
      throw refuse(
        'E_REQUIRED:reference',
        {},
        { fields: [{ path: input.reference ? 'valueDate' : 'reference', code: 'E_REQUIRED:reference' }] },
      )
    if (input.valueDate && isAfter(input.valueDate, ctx.today))
      throw refuse('E_DATE:valueDate', {}, { fields: [{ path: 'valueDate', code: 'E_DATE:valueDate' }] })
    await recordFinding(ctx, message, {
      outcome: input.outcome,
      reference: input.reference ?? null,
      valueDate: input.valueDate ?? null,
      reason: input.reason,
      code: null,
      returned: [],
    })
    return { id: message.id, outcome: input.outcome }
  },
})

/** The second person of `transfers.propose`. */
export const confirmOutcome = defineCommand({
  name: 'transfers.confirm',
  input: z.strictObject({ id: zId, decision: z.enum(['CONFIRM', 'REFUSE']) }),
  access: { roles: ['OPS_CHECKER'] },
  timeoutMs: 60_000,
  async run(ctx) {
    const { input, actor, tx } = ctx
    const message = await messageOf(ctx, { id: input.id })
    const proposal = Proposal.safeParse(message.proposal)
    if (!proposal.success || message.state === 'ACCEPTED' || message.state === 'REJECTED')
      throw refuse('E_STATE', { object: 'transfer', state: message.state, event: 'confirm' })
    await performDuty(ctx, 'OPS_CHECK', { movement: [message.id] })
    const { outcome, reference, valueDate, reason, code, returned } = proposal.data
    if (input.decision === 'REFUSE') {
      await tx.transferMessage.update({
        where: { bankId_id: { bankId: actor.bankId, id: message.id } },
        data: { proposal: Prisma.DbNull, proposedBy: null, version: { increment: 1 } },
      })
      ctx.audit({ objectType: 'transfer', objectId: message.id, detail: { event: 'proposal-refused', outcome } })
      return { id: message.id, outcome: 'WAITING' as const }
    }
    if (outcome === 'NOT_PAID') {
      await refuseTransfer(ctx, message, 'reject', code ?? 'NOT_RECEIVED', reason)
      return { id: message.id, outcome: 'REFUSED' as const }
    }
    await acceptTransfer(ctx, message, {
      reference: reference ?? message.messageId,
      valueDate: valueDate ?? ctx.today,
      returned,
    })
    return { id: message.id, outcome: 'BOOKED' as const }
  },
})
