import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { performDuty } from '@/lib/approvals/duties'
import { moveConditions, settleItems } from '@/lib/conditions/items'
import { defineCommand } from '@/lib/platform/commands'
import { daysBetween, isAfter } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zDate, zId } from '@/lib/platform/schema'
import { refreshConditions } from '../conditions'
import { maxAgeDays } from '../rules'

const conditionIds = (items: readonly { conditionId: string | null }[]): string[] =>
  items.map((w) => w.conditionId).filter((id) => id !== null)

/** RM or another officer brings the evidence for conditions of one or many applications. */
export const submitEvidence = defineCommand({
  name: 'conditions.submit',
  input: z.strictObject({
    items: z
      .array(z.strictObject({ applicationId: zId, code: z.string().max(12) }))
      .min(1)
      .max(2000),
    checkedOn: zDate,
    note: z.string().trim().min(2).max(500),
    fileId: zId.optional(),
  }),
  access: { roles: ['RM', 'CONTRACT_OFFICER', 'EVALUATOR', 'OPS_MAKER'] },
  async run(ctx) {
    const { tx, actor, input, now, today } = ctx
    if (isAfter(input.checkedOn, today))
      throw refuse('E_DATE:checkedOn', {}, { fields: [{ path: 'checkedOn', code: 'E_DATE:checkedOn' }] })
    const applicationIds = [...new Set(input.items.map((i) => i.applicationId))]
    const rows = await tx.cpItem.findMany({
      where: {
        bankId: actor.bankId,
        applicationId: { in: applicationIds },
        isAutomatic: false,
        state: { in: ['OPEN', 'SUBMITTED', 'FAILED'] },
      },
    })
    const wanted = rows.filter((r) => input.items.some((i) => i.applicationId === r.applicationId && i.code === r.code))
    const { publicCheckDays } = (await loadParameters(tx, actor.bankId, today)).approvals.validity
    const tooOld = wanted.find((r) => {
      const limit = maxAgeDays(r.code, publicCheckDays)
      return limit !== null && daysBetween(input.checkedOn, today) > limit
    })
    if (tooOld)
      throw refuse('E_EVIDENCE_TOO_OLD', { code: tooOld.code, maxDays: maxAgeDays(tooOld.code, publicCheckDays)! })
    if (wanted.length === 0) throw refuse('E_NOT_FOUND', { object: 'condition' })
    await tx.cpItem.updateMany({
      where: { bankId: actor.bankId, id: { in: wanted.map((w) => w.id) } },
      data: {
        state: 'SUBMITTED',
        evidence: { note: input.note, checkedOn: input.checkedOn.toString() },
        fileId: input.fileId ?? null,
        submittedBy: actor.userId,
        submittedAt: now,
        version: { increment: 1 },
      },
    })
    await moveConditions(ctx, conditionIds(wanted), 'submit', {
      set: {
        evidenceNote: input.note,
        fileId: input.fileId ?? null,
        submittedBy: actor.userId,
        submittedAt: now,
        rejectReason: null,
      },
    })
    for (const applicationId of new Set(wanted.map((w) => w.applicationId))) {
      ctx.audit({
        objectType: 'application',
        objectId: applicationId,
        detail: {
          event: 'cp-submit',
          codes: wanted.filter((w) => w.applicationId === applicationId).map((w) => w.code),
        },
      })
    }
    return { submitted: wanted.length }
  },
})

/** DISB_REVIEWER verifies evidence: closed, or refused with a reason. Never by the person who brought it, or who must satisfy it. */
export const verifyEvidence = defineCommand({
  name: 'conditions.verify',
  input: z.strictObject({
    items: z
      .array(z.strictObject({ applicationId: zId, code: z.string().max(12) }))
      .min(1)
      .max(2000),
    verdict: z.enum(['CLOSE', 'REFUSE']),
    reason: z.string().trim().max(500).optional(),
  }),
  access: { roles: ['DISB_REVIEWER'] },
  timeoutMs: 120_000,
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const bankId = actor.bankId
    if (input.verdict === 'REFUSE' && !input.reason)
      throw refuse('E_REQUIRED:reason', {}, { fields: [{ path: 'reason', code: 'E_REQUIRED:reason' }] })
    const applicationIds = [...new Set(input.items.map((i) => i.applicationId))]
    const rows = await tx.cpItem.findMany({
      where: { bankId, applicationId: { in: applicationIds }, isAutomatic: false, state: 'SUBMITTED' },
      include: { condition: true, application: { select: { batchId: true } } },
    })
    const wanted = rows.filter((r) => input.items.some((i) => i.applicationId === r.applicationId && i.code === r.code))
    if (wanted.length === 0) throw refuse('E_NOT_FOUND', { object: 'condition' })
    if (wanted.some((w) => w.submittedBy === actor.userId || w.condition?.ownerId === actor.userId))
      throw refuse('E_SOD', { act: 'CONFIRM_CP', earlierAct: 'CP_SUBMIT', earlierAt: '', turn: ['DISB_REVIEWER'] })
    const batches = [...new Set(wanted.map((w) => w.application.batchId))]
    await performDuty(ctx, 'CONFIRM_CP', { batch: batches, merchant: applicationIds })
    await tx.cpItem.updateMany({
      where: { bankId, id: { in: wanted.map((w) => w.id) } },
      data:
        input.verdict === 'CLOSE'
          ? { state: 'CLOSED', closedBy: actor.userId, closedAt: now, version: { increment: 1 } }
          : { state: 'FAILED', detail: { reason: input.reason ?? '' }, version: { increment: 1 } },
    })
    const settled = await moveConditions(ctx, conditionIds(wanted), input.verdict === 'CLOSE' ? 'verify' : 'reject', {
      reason: input.reason,
      set:
        input.verdict === 'CLOSE'
          ? { verifiedBy: actor.userId, verifiedAt: now }
          : { rejectReason: input.reason ?? null },
    })
    // A condition of the whole plan is met once, for every merchant that it stands on.
    if (input.verdict === 'CLOSE')
      for (const id of settled) await settleItems(ctx, id, { state: 'CLOSED', closedBy: actor.userId, closedAt: now })
    const ready: string[] = []
    for (const applicationId of applicationIds) {
      ctx.audit({
        objectType: 'application',
        objectId: applicationId,
        reason: input.reason,
        detail: {
          event: `cp-${input.verdict.toLowerCase()}`,
          codes: wanted.filter((w) => w.applicationId === applicationId).map((w) => w.code),
        },
      })
      const { open } = await refreshConditions(ctx, applicationId)
      if (open.length === 0) ready.push(applicationId)
    }
    return { verified: wanted.length, ready }
  },
})

/** Looks again at the conditions that the system proves itself, for one or many applications. */
export const recheckConditions = defineCommand({
  name: 'conditions.recheck',
  input: z.strictObject({ applicationIds: z.array(zId).min(1).max(500) }),
  access: { roles: ['RM', 'DISB_REVIEWER', 'DISB_APPROVER', 'SYSTEM'] },
  timeoutMs: 120_000,
  async run(ctx) {
    const results: { applicationId: string; open: string[] }[] = []
    for (const applicationId of ctx.input.applicationIds) {
      const item = await ctx.tx.application.findFirst({
        where: { bankId: ctx.actor.bankId, id: applicationId },
        select: { state: true },
      })
      if (!item) throw refuse('E_NOT_FOUND', { object: 'application' })
      if (!['CP_PENDING', 'READY_TO_DRAW'].includes(item.state))
        throw refuse('E_STATE', { object: 'application', state: item.state, event: 'recheck' })
      const { open } = await refreshConditions(ctx, applicationId)
      ctx.audit({ objectType: 'application', objectId: applicationId, detail: { event: 'cp-recheck', open } })
      results.push({ applicationId, open })
    }
    return { results }
  },
})
