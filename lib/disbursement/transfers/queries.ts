import { z } from 'zod'
import { fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'

export const TRANSFER_READERS = ['DISB_REVIEWER', 'DISB_APPROVER', 'OPS_MAKER', 'OPS_CHECKER', 'RM', 'AUDITOR'] as const

/** Instructions to the core with what it answered, newest first. */
export const transferList = defineQuery({
  name: 'transfers.list',
  input: z.strictObject({
    state: z.string().max(120).optional(),
    drawdownId: zId.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: zId.optional(),
  }),
  access: { roles: TRANSFER_READERS },
  async run({ tx, actor, input }) {
    const bankId = actor.bankId
    const rows = await tx.transferMessage.findMany({
      where: {
        bankId,
        ...(input.state ? { state: { in: input.state.split(',') } } : {}),
        ...(input.drawdownId ? { drawdownId: input.drawdownId } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      omit: { content: true },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
      include: { drawdown: { select: { application: { select: { name: true } } } } },
    })
    const page = rows.slice(0, input.limit)
    const people = await tx.appUser.findMany({
      where: { bankId, id: { in: page.map((m) => m.proposedBy).filter((x) => x !== null) } },
      select: { id: true, name: true },
    })
    return {
      items: page.map((m) => ({
        id: m.id,
        drawdownId: m.drawdownId,
        messageId: m.messageId,
        merchant: m.drawdown.application.name,
        channel: m.channel,
        state: m.state,
        amountFen: m.amountFen,
        payments: m.payments,
        sha256: m.sha256,
        createdAt: m.createdAt,
        sentAt: m.sentAt,
        answeredAt: m.answeredAt,
        coreReference: m.coreReference,
        valueDate: fromDbOrNull(m.valueDate),
        reasonCode: m.reasonCode,
        reasonText: m.reasonText,
        proposal: m.proposal as { outcome: 'PAID' | 'NOT_PAID'; reason: string } | null,
        proposedBy: people.find((p) => p.id === m.proposedBy)?.name ?? null,
        iProposed: m.proposedBy !== null && m.proposedBy === actor.userId,
      })),
      nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
    }
  },
})

/** The message itself, as it left: the pain.001 document. */
export const transferContent = defineQuery({
  name: 'transfers.content',
  input: z.strictObject({ id: zId }),
  access: { roles: TRANSFER_READERS },
  async run({ tx, actor, input }) {
    const m = await tx.transferMessage.findFirst({
      where: { bankId: actor.bankId, id: input.id },
      select: { messageId: true, content: true, sha256: true },
    })
    if (!m) throw refuse('E_NOT_FOUND', { object: 'transfer' })
    return m
  },
})
