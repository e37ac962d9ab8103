/** Registration and release: one person brings what the registry wrote, another looks at it (two people, §7.3). */
import { z } from 'zod'
import { ITEM_GONE } from '@/lib/batches/workflow'
import { refreshConditions } from '@/lib/disbursement/conditions'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { isAfter, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zDate, zId } from '@/lib/platform/schema'
import { Prisma } from '@/lib/platform/tenant'
import { transition } from '@/lib/platform/workflow'
import { type CollateralKind, isMovable } from '../rules'
import { chargeMachine, REGISTRY_CHECKERS } from '../workflow'

type Ctx = CommandContext<unknown>

const ACTS = ['ADVANCE', 'REGISTER', 'RELEASE'] as const
const EVENT = { ADVANCE: 'register-advance', REGISTER: 'register', RELEASE: 'release' } as const
const FROM: Record<(typeof ACTS)[number], readonly string[]> = {
  ADVANCE: ['RECORDED'],
  REGISTER: ['RECORDED', 'ADVANCE'],
  RELEASE: ['ADVANCE', 'REGISTERED'],
}

const Proposal = z.strictObject({
  act: z.enum(ACTS),
  number: z.string().trim().min(2).max(60),
  on: zDate,
  registry: z.string().trim().min(2).max(100),
  fileId: zId,
})
export type RegistryProposal = z.input<typeof Proposal>

async function chargeOf(ctx: Ctx, id: string) {
  const { tx, actor } = ctx
  await tx.$queryRaw`select 1 from collateral_charge where bank_id = ${actor.bankId}::uuid and id = ${id}::uuid for update`
  const charge = await tx.collateralCharge.findFirst({
    where: { bankId: actor.bankId, id },
    include: { collateral: true, application: { select: { id: true, state: true } } },
  })
  if (!charge) throw refuse('E_NOT_FOUND', { object: 'collateralCharge' })
  return charge
}

/** Refuses a release while the loan runs (E_LOAN_RUNNING), and an advance registration of what can be moved. */
export const proposeRegistration = defineCommand({
  name: 'collateral.proposeRegistration',
  input: z.strictObject({ chargeId: zId, ...Proposal.shape }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const charge = await chargeOf(ctx, input.chargeId)
    const { chargeId, ...proposal } = input
    if (!FROM[input.act].includes(charge.state))
      throw refuse('E_STATE', { object: 'collateralCharge', state: charge.state, event: EVENT[input.act] })
    if (input.act === 'ADVANCE' && isMovable(charge.collateral.kind as CollateralKind))
      throw refuse('E_ADVANCE_MOVABLE', {}, { fields: [{ path: 'act', code: 'E_ADVANCE_MOVABLE' }] })
    if (isAfter(input.on, today)) throw refuse('E_DATE:on', {}, { fields: [{ path: 'on', code: 'E_DATE:on' }] })
    if ((await tx.fileObject.count({ where: { bankId, id: input.fileId } })) === 0)
      throw refuse('E_NOT_FOUND', { object: 'file' }, { fields: [{ path: 'fileId', code: 'E_NOT_FOUND' }] })
    if (input.act === 'RELEASE') await requireNothingOwed(ctx, charge.application)
    await tx.collateralCharge.update({
      where: { bankId_id: { bankId, id: chargeId } },
      data: {
        proposal: { ...proposal, on: proposal.on.toString() },
        proposedBy: actor.userId,
        version: { increment: 1 },
      },
    })
    ctx.audit({ objectType: 'collateralCharge', objectId: charge.id, detail: { event: 'propose', act: input.act } })
    return { id: charge.id, act: input.act }
  },
})

/** INV-PK3's other half: a security is given back when nothing is owed under it any more, or nothing ever will be. */
async function requireNothingOwed(ctx: Ctx, item: { id: string; state: string }): Promise<void> {
  if (item.state === 'SETTLED' || (ITEM_GONE as readonly string[]).includes(item.state)) return
  const loan = await ctx.tx.loan.findFirst({
    where: { bankId: ctx.actor.bankId, applicationId: item.id, state: { not: 'SETTLED' } },
    select: { number: true },
  })
  const paidBack = await ctx.tx.loan.count({ where: { bankId: ctx.actor.bankId, applicationId: item.id } })
  if (loan || paidBack === 0) throw refuse('E_LOAN_RUNNING', { loan: loan?.number ?? '' })
}

/** The second person's look at the registry's paper. Another natural person than who brought it. */
export const confirmRegistration = defineCommand({
  name: 'collateral.confirmRegistration',
  input: z.strictObject({
    chargeId: zId,
    decision: z.enum(['CONFIRM', 'REFUSE']),
    reason: z.string().trim().min(2).max(300).optional(),
  }),
  access: { roles: REGISTRY_CHECKERS },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const bankId = actor.bankId
    const charge = await chargeOf(ctx, input.chargeId)
    const read = Proposal.safeParse(charge.proposal)
    if (!read.success) throw refuse('E_STATE', { object: 'collateralCharge', state: charge.state, event: 'confirm' })
    const proposer = charge.proposedBy
      ? await tx.appUser.findFirst({ where: { bankId, id: charge.proposedBy }, select: { personKey: true } })
      : null
    if (proposer?.personKey === actor.personKey) throw refuse('E_FOUR_EYES')
    const { act, number, on, registry, fileId } = read.data
    const cleared = { proposal: Prisma.DbNull, proposedBy: null }
    if (input.decision === 'REFUSE') {
      await tx.collateralCharge.update({
        where: { bankId_id: { bankId, id: charge.id } },
        data: { ...cleared, version: { increment: 1 } },
      })
      ctx.audit({
        objectType: 'collateralCharge',
        objectId: charge.id,
        reason: input.reason,
        detail: { event: 'proposal-refused', act },
      })
      return { id: charge.id, state: charge.state }
    }
    if (act === 'RELEASE') await requireNothingOwed(ctx, charge.application)
    const done = {
      ADVANCE: { advanceNo: number, advanceOn: toDb(on) },
      REGISTER: { registerNo: number, registeredOn: toDb(on) },
      RELEASE: { releasedOn: toDb(on) },
    }[act]
    const moved = await transition({ ...ctx, ifMatch: undefined }, chargeMachine, charge, {
      event: EVENT[act],
      reason: input.reason,
      detail: { number, registry },
      set: { ...cleared, ...done, registry, fileId, confirmedBy: actor.userId },
    })
    if (['CP_PENDING', 'READY_TO_DRAW'].includes(charge.application.state))
      await refreshConditions(ctx, charge.applicationId)
    return { id: charge.id, ...moved }
  },
})
