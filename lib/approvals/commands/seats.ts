/** Who sits where, and what only a chair confirms. */
import { z } from 'zod'
import { lockPlan } from '@/lib/plans/commands/draft'
import { reauthenticate } from '@/lib/platform/auth/reauthenticate'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import type { Prisma } from '@/lib/platform/tenant'
import { newId } from '@/lib/platform/tenant'
import { seatTimes } from '../rounds'
import { COMMITTEE_MEMBER } from '../rules/sitting'
import { Proof } from '../schema'
import { approvalsOf, readOpenRound, settleRound } from '../settle'

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

/** Calls one more member to the committee of an open round: it may be larger than its least number, never smaller. */
export const addCommitteeMember = defineCommand({
  name: 'approvals.addCommitteeMember',
  input: z.strictObject({ planId: zId, userId: zId }),
  access: { roles: ['SB_HEAD', 'CR_HEAD'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const bankId = actor.bankId
    const { plan } = await lockPlan(ctx, input.planId)
    const round = await readOpenRound(ctx, input.planId)
    if (!round?.countersignSeats.some((s) => s.department === 'COMMITTEE'))
      throw refuse('E_STATE', { object: 'plan', state: plan.state, event: 'add-committee-member' })
    const person = await committeePerson(ctx, input.userId)
    if (round.countersignSeats.some((s) => s.userId === person.id && s.state !== 'REASSIGNED'))
      throw refuse('E_SEAT_TAKEN', { person: person.name })
    const seatId = newId()
    const { countersign } = await approvalsOf(ctx, plan)
    await tx.countersignSeat.create({
      data: {
        bankId,
        id: seatId,
        roundId: round.id,
        role: COMMITTEE_MEMBER,
        department: 'COMMITTEE',
        userId: person.id,
        state: 'WAITING',
        ...(await seatTimes(ctx, countersign)),
      },
    })
    ctx.audit({
      objectType: 'plan',
      objectId: input.planId,
      detail: { event: 'add-committee-member', person: person.name },
    })
    return { seatId, userId: person.id }
  },
})

/** Anyone of the bank with a business role may be called to a committee. Refuses E_NOT_FOUND. */
async function committeePerson({ tx, actor }: Pick<CommandContext<unknown>, 'tx' | 'actor'>, userId: string) {
  const person = await tx.appUser.findFirst({
    where: {
      bankId: actor.bankId,
      id: userId,
      partyId: null,
      state: 'ACTIVE',
      roleGrants: { some: { state: 'ACTIVE', role: { notIn: ['TENANT_ADMIN', 'AUDITOR'] } } },
    },
    select: { id: true, name: true },
  })
  if (!person) throw refuse('E_NOT_FOUND', { object: 'user' }, { fields: [{ path: 'userId', code: 'E_NOT_FOUND' }] })
  return person
}

/** Where two seats set the same figure differently, the chair confirms the stricter one; then the round is decided (§6.2). */
export const confirmConditions = defineCommand({
  name: 'approvals.confirmConditions',
  input: z.strictObject({ planId: zId, proof: Proof }),
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
    const { countersign } = await approvalsOf(ctx, locked.plan)
    const factor = countersign.proof === 'NEVER' ? 'SESSION' : await reauthenticate(ctx, input.proof, countersign)
    await tx.countersignRound.updateMany({
      where: { bankId: actor.bankId, id: round.id, state: 'OPEN' },
      data: { result: { ...(round.result as object | null), chairConfirmed: true } as Prisma.InputJsonObject },
    })
    ctx.audit({ objectType: 'plan', objectId: input.planId, detail: { event: 'confirm-conditions', factor } })
    return { id: input.planId, state: await settleRound(ctx, locked) }
  },
})
