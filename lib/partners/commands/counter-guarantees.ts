/** The register of counter-guarantees: who stands behind a guarantor for a loan (§2.4 counter-guarantee parity, CP-G3). */
import { z } from 'zod'
import { defineCommand } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { toYuan } from '@/lib/platform/money'
import { zId, zYuan } from '@/lib/platform/schema'
import { isUniqueViolation, newId } from '@/lib/platform/tenant'

export const COUNTER_KINDS = ['PERSON', 'COMPANY', 'MORTGAGE', 'PLEDGE', 'DEPOSIT'] as const

/** Enters one, from the copy that the guarantor gave. A mortgage that the bank holds first is second for the guarantor. */
export const recordCounterGuarantee = defineCommand({
  name: 'counterGuarantees.record',
  input: z.strictObject({
    caseId: zId,
    kind: z.enum(COUNTER_KINDS),
    giver: z.string().trim().min(2).max(100),
    giverIdNo: z.string().trim().max(18).optional(),
    amount: zYuan,
    rank: z.coerce.number().int().min(1).max(9).optional(),
    documentNo: z.string().trim().min(2).max(60),
    note: z.string().trim().max(300).optional(),
  }),
  access: { roles: ['RM', 'POST_PARTNER'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const c = await tx.partnerCase.findFirst({ where: { bankId, id: input.caseId, kind: 'GUARANTEE' } })
    if (!c) throw refuse('E_NOT_FOUND', { object: 'case' })
    if (input.amount <= 0n)
      throw refuse('E_NUMBER:amount', {}, { fields: [{ path: 'amount', code: 'E_NUMBER:amount' }] })
    if (input.kind === 'MORTGAGE' && input.rank === undefined)
      throw refuse('E_REQUIRED:rank', {}, { fields: [{ path: 'rank', code: 'E_REQUIRED' }] })
    const id = newId()
    try {
      await tx.counterGuarantee.create({
        data: {
          bankId,
          id,
          partyId: c.partyId,
          applicationId: c.applicationId,
          kind: input.kind,
          giver: input.giver,
          giverIdNo: input.giverIdNo || null,
          amountFen: input.amount,
          rank: input.rank ?? null,
          documentNo: input.documentNo,
          state: 'IN_FORCE',
          recordedBy: actor.userId,
          recordedOn: toDb(today),
          note: input.note || null,
        },
      })
    } catch (error) {
      throw isUniqueViolation(error) ? refuse('E_COUNTER_TWICE', { document: input.documentNo }) : error
    }
    ctx.audit({
      objectType: 'application',
      objectId: c.applicationId,
      detail: {
        event: 'counter-guarantee',
        giver: input.giver,
        amount: toYuan(input.amount),
        document: input.documentNo,
      },
    })
    return { id }
  },
})

/** It is given up: the loan is repaid, or another took its place. */
export const releaseCounterGuarantee = defineCommand({
  name: 'counterGuarantees.release',
  input: z.strictObject({ id: zId, reason: z.string().trim().min(2).max(300) }),
  access: { roles: ['RM', 'POST_PARTNER'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const row = await tx.counterGuarantee.findFirst({ where: { bankId, id: input.id } })
    if (!row) throw refuse('E_NOT_FOUND', { object: 'counterGuarantee' })
    const done = await tx.counterGuarantee.updateMany({
      where: { bankId, id: row.id, state: 'IN_FORCE' },
      data: { state: 'RELEASED', releasedOn: toDb(today), note: input.reason, version: { increment: 1 } },
    })
    if (done.count === 0)
      throw refuse('E_STATE', { object: 'counterGuarantee', state: row.state, event: 'release' }, { allowed: [] })
    ctx.audit({
      objectType: 'application',
      objectId: row.applicationId,
      reason: input.reason,
      detail: { event: 'counter-guarantee-released', document: row.documentNo },
    })
    return { id: row.id, state: 'RELEASED' as const }
  },
})
