/** Who sits where, and what only a chair confirms. */
import { z } from 'zod'
import { lockPlan } from '@/lib/plans/commands/draft'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import type { Prisma } from '@/lib/platform/tenant'
import { readOpenRound, settleRound } from './opinion'

/** Names the person of a waiting seat: a committee's members, or a substitute. The heads of the two departments do it. */
export const assignSeat = defineCommand({
  name: 'approvals.assignSeat',
  input: z.strictObject({ planId: zId, seatId: zId, userId: zId }),
  access: { roles: ['SB_HEAD', 'CR_HEAD'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const bankId = actor.bankId
    await lockPlan(ctx, input.planId)
    const round = await readOpenRound(ctx, input.planId)
    const seat = round?.countersignSeats.find((s) => s.id === input.seatId)
    if (!seat) throw refuse('E_NOT_FOUND', { object: 'seat' })
    if (seat.state !== 'WAITING') throw refuse('E_STATE', { object: 'seat', state: seat.state, event: 'assign' })
    const person = await tx.appUser.findFirst({
      where: {
        bankId,
        id: input.userId,
        partyId: null,
        state: 'ACTIVE',
        ...(seat.department === 'COMMITTEE'
          ? { roleGrants: { some: { state: 'ACTIVE', role: { notIn: ['TENANT_ADMIN', 'AUDITOR'] } } } }
          : { roleGrants: { some: { state: 'ACTIVE', role: seat.role } } }),
      },
      select: { id: true, name: true },
    })
    if (!person) throw refuse('E_NOT_FOUND', { object: 'user' }, { fields: [{ path: 'userId', code: 'E_NOT_FOUND' }] })
    const taken = round?.countersignSeats.some(
      (s) => s.id !== seat.id && s.userId === person.id && s.state !== 'REASSIGNED',
    )
    if (taken) throw refuse('E_SEAT_TAKEN', { person: person.name })
    await tx.countersignSeat.updateMany({
      where: { bankId, id: seat.id, state: 'WAITING' },
      data: { userId: person.id, version: { increment: 1 } },
    })
    ctx.audit({
      objectType: 'plan',
      objectId: input.planId,
      detail: { event: 'assign-seat', seat: seat.role, person: person.name },
    })
    return { seatId: seat.id, userId: person.id }
  },
})

/** Where two seats set the same figure differently, the chair confirms the stricter one; then the round is decided (§6.2). */
export const confirmConditions = defineCommand({
  name: 'approvals.confirmConditions',
  input: z.strictObject({ planId: zId }),
  access: { roles: ['SB_HEAD', 'CR_REVIEWER', 'CR_APPROVER', 'CR_HEAD', 'SB_REVIEWER'] },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input } = ctx
    const locked = await lockPlan(ctx, input.planId)
    const round = await readOpenRound(ctx, input.planId)
    if (round?.kind !== 'COUNTERSIGN')
      throw refuse('E_STATE', { object: 'plan', state: locked.plan.state, event: 'confirm-conditions' })
    const chair = round.countersignSeats.find((s) => s.isChair && s.state === 'ANSWERED')
    if (chair?.userId !== actor.userId) throw refuse('E_FORBIDDEN', { roles: [chair?.role ?? 'CR_HEAD'] })
    await tx.countersignRound.updateMany({
      where: { bankId: actor.bankId, id: round.id, state: 'OPEN' },
      data: { result: { ...(round.result as object | null), chairConfirmed: true } as Prisma.InputJsonObject },
    })
    ctx.audit({ objectType: 'plan', objectId: input.planId, detail: { event: 'confirm-conditions' } })
    return { id: input.planId, state: await settleRound(ctx, locked) }
  },
})
