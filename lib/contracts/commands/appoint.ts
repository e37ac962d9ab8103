import { z } from 'zod'
import { lockBatch, moveBatch, moveItems } from '@/lib/batches/progress'
import { groupsToSignAnew } from '@/lib/guarantees/agreement-versions'
import { requireNoStop } from '@/lib/monitoring/stop-gate'
import { defineCommand } from '@/lib/platform/commands'
import { fromDb, isAfter } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { effectivePlan } from '../context'

/** B11: the approved batch is opened for contracting. Conditions of the approval are on file already. */
export const openContracting = defineCommand({
  name: 'batches.openContracting',
  input: z.strictObject({ batchId: zId }),
  access: { roles: ['RM'] },
  async run(ctx) {
    await effectivePlan(ctx, ctx.input.batchId)
    const moved = await moveBatch(ctx, ctx.input.batchId, 'open-contracting')
    return { id: ctx.input.batchId, ...moved }
  },
})

/** A merchant whose amount was reduced accepts it (within ten working days); without that no appointment is made. */
export const acceptReduced = defineCommand({
  name: 'applications.acceptReduced',
  input: z.strictObject({ applicationId: zId }),
  access: { roles: ['RM', 'OPERATOR_ADMIN'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const item = await tx.application.findFirst({
      where: { bankId: actor.bankId, id: input.applicationId },
      select: { id: true, state: true },
    })
    if (!item) throw refuse('E_NOT_FOUND', { object: 'application' })
    if (item.state !== 'APPROVED_REDUCED')
      throw refuse('E_STATE', { object: 'application', state: item.state, event: 'accept-reduced' })
    await tx.applicationOutcome.updateMany({
      where: { bankId: actor.bankId, applicationId: item.id },
      data: { merchantAcceptedAt: now, version: { increment: 1 } },
    })
    ctx.audit({ objectType: 'application', objectId: item.id, detail: { event: 'accept-reduced' } })
    return { id: item.id, acceptedAt: now }
  },
})

/**
 * §7.1 step 1: RM agrees time and place with one or more groups, or with merchants that belong to none; a contract officer
 * comes along. All documents are then merged in the background by one job.
 */
export const appointSigning = defineCommand({
  name: 'signing.appoint',
  input: z.strictObject({
    batchId: zId,
    groupIds: z.array(zId).max(200).default([]),
    /** merchants of a batch without groups: one signing for all of them */
    applicationIds: z.array(zId).max(1000).default([]),
    /** every approved merchant of the batch that is in no group */
    allWithoutGroup: z.boolean().default(false),
    place: z.string().trim().min(2).max(200),
    startsAt: z.iso.datetime({ offset: true }),
    contractOfficerId: zId,
  }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const batch = await lockBatch(ctx, input.batchId)
    // members of a group that changed sign its agreement anew, though all others of the batch have been paid (INV-JG6)
    const anew = new Set(input.groupIds.length > 0 ? await groupsToSignAnew(ctx, batch.id) : [])
    const open = ['CONTRACTING', 'DISBURSING', ...(anew.size > 0 ? ['ACTIVE'] : [])]
    if (!open.includes(batch.state)) throw refuse('E_STATE', { object: 'batch', state: batch.state, event: 'appoint' })
    const plan = await effectivePlan(ctx, batch.id)
    await requireNoStop(ctx, 'NEW_CONTRACT', {
      marketId: batch.marketId,
      mode: batch.mode,
      groupIds: input.groupIds,
      planId: plan.id,
    })
    const officer = await tx.appUser.findFirst({
      where: {
        bankId,
        id: input.contractOfficerId,
        state: 'ACTIVE',
        roleGrants: { some: { role: 'CONTRACT_OFFICER', state: 'ACTIVE' } },
      },
      select: { id: true, personKey: true },
    })
    if (!officer)
      throw refuse(
        'E_NOT_FOUND',
        { object: 'contractOfficer' },
        { fields: [{ path: 'contractOfficerId', code: 'E_NOT_FOUND' }] },
      )
    if (officer.personKey === actor.personKey)
      throw refuse('E_SOD', {
        act: 'SIGN_CONTRACT',
        earlierAct: 'SIGN_CONTRACT',
        earlierAt: '',
        turn: ['CONTRACT_OFFICER'],
      })
    const single = input.allWithoutGroup || input.applicationIds.length > 0
    if (input.groupIds.length === 0 && !single)
      throw refuse('E_REQUIRED:groupIds', {}, { fields: [{ path: 'groupIds', code: 'E_REQUIRED:groupIds' }] })
    const sessions: { id: string; groupId: string | null; merchants: number }[] = []
    const cases = [
      ...[...new Set(input.groupIds)].map((groupId) => ({
        groupId,
        where: { jointGroupMembers: { some: { groupId, state: 'ACTIVE' } } },
      })),
      ...(single
        ? [
            {
              groupId: null,
              where: {
                ...(input.allWithoutGroup ? {} : { id: { in: input.applicationIds } }),
                jointGroupMembers: { none: { state: 'ACTIVE' } },
              },
            },
          ]
        : []),
    ]
    for (const { groupId, where } of cases) {
      const members = await tx.application.findMany({
        where: { bankId, batchId: batch.id, ...where, state: { in: ['APPROVED', 'APPROVED_REDUCED'] } },
        include: { applicationOutcome: true },
        orderBy: { position: 'asc' },
      })
      const signsAnew = groupId !== null && anew.has(groupId)
      if ((members.length === 0 && !signsAnew) || (!groupId && members.length < new Set(input.applicationIds).size))
        throw refuse('E_NOT_FOUND', { object: groupId ? 'group' : 'application' })
      const waiting = members.filter((m) => m.state === 'APPROVED_REDUCED' && !m.applicationOutcome?.merchantAcceptedAt)
      if (waiting.length > 0) throw refuse('E_REDUCED_NOT_ACCEPTED', { rows: waiting.map((m) => m.rowNo) })
      const late = members.filter((m) => m.signBy && isAfter(today, fromDb(m.signBy)))
      if (late.length > 0) throw refuse('E_APPROVAL_EXPIRED', { rows: late.map((m) => m.rowNo) })
      const id = newId()
      const memberIds = members.map((m) => m.id)
      await tx.signingSession.create({
        data: {
          bankId,
          id,
          batchId: batch.id,
          groupId,
          applicationIds: memberIds,
          place: input.place,
          startsAt: new Date(input.startsAt),
          rmId: actor.userId!,
          contractOfficerId: officer.id,
          state: 'APPOINTED',
          createdBy: actor.userId,
        },
      })
      if (memberIds.length > 0) await moveItems(ctx, memberIds, 'appoint')
      ctx.audit({
        objectType: 'signingSession',
        objectId: id,
        to: 'APPOINTED',
        detail: { event: 'appoint', groupId, merchants: members.length, place: input.place },
      })
      sessions.push({ id, groupId, merchants: members.length })
    }
    const sessionIds = sessions.map((s) => s.id)
    const jobId = await ctx.enqueue(
      'contracts.issue',
      { sessionIds },
      { dedupeKey: `contracts.issue:${sessionIds[0]}` },
    )
    ctx.emit('signing.appointed', { batchId: batch.id, sessions: sessions.length })
    return { sessions, jobId }
  },
})
