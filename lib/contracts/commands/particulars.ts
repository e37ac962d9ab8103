/** What a merchant's documents name beyond the plan, and the second look at a guarantor's resolution (LEG-1, LEG-3, LEG-11). */
import { z } from 'zod'
import { refuseRelated } from '@/lib/partners/related'
import { type LegalForm, legalFormOfUscc, mayBeLiable, type PartnerKind } from '@/lib/partners/rules/kinds'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { toYuan } from '@/lib/platform/money'
import { zId } from '@/lib/platform/schema'
import type { Prisma } from '@/lib/platform/tenant'
import { type Guarantor, Particulars, readParticulars } from '../particulars'

type Ctx = CommandContext<unknown>

const BEFORE_SIGNED = ['ADMITTED', 'IN_APPROVAL', 'APPROVED', 'APPROVED_REDUCED', 'CONTRACTING']

async function itemOf(ctx: Ctx, applicationId: string) {
  const item = await ctx.tx.application.findFirst({
    where: { bankId: ctx.actor.bankId, id: applicationId },
    select: { id: true, state: true, name: true },
  })
  if (!item) throw refuse('E_NOT_FOUND', { object: 'application' })
  return item
}

/** As it is stored: the text form that the schema reads again. */
function stored(p: Particulars): Prisma.InputJsonObject {
  const money = (fen: bigint) => toYuan(fen)
  return JSON.parse(
    JSON.stringify({
      ...p,
      policy: p.policy && {
        ...p.policy,
        sumInsured: money(p.policy.sumInsured),
        premium: money(p.policy.premium),
        from: p.policy.from.toString(),
        until: p.policy.until.toString(),
      },
      guarantor: p.guarantor && { ...p.guarantor, resolutionOn: p.guarantor.resolutionOn?.toString() },
    }),
  )
}

/**
 * Who may answer for others (LEG-1, LEG-2) and for this merchant (LEG-14): by what the bank knows of the guarantor as a
 * partner, and by what its credit code says of it.
 */
async function requireGuarantor(ctx: Ctx, applicationId: string, g: Guarantor): Promise<void> {
  const known = await ctx.tx.party.findMany({
    where: { bankId: ctx.actor.bankId, OR: [{ name: g.name }, { uscc: g.uscc }] },
    select: { id: true, kind: true, partnerProfile: { select: { legalForm: true } } },
  })
  const refusals = [
    ...known.map((p) =>
      mayBeLiable((p.partnerProfile?.legalForm ?? 'COMPANY') as LegalForm, p.kind as PartnerKind, 'GUARANTEE'),
    ),
    mayBeLiable(legalFormOfUscc(g.uscc) ?? 'COMPANY', 'GUARANTOR', 'GUARANTEE'),
  ]
  const code = refusals.find((r) => r !== null)
  if (code) throw refuse(code, { name: g.name }, { fields: [{ path: 'particulars.guarantor.name', code }] })
  await refuseRelated(ctx, { name: g.name, uscc: g.uscc, partyIds: known.map((p) => p.id) }, [applicationId])
}

/**
 * Records policy, guarantor and spouse of one merchant. A change of the guarantor asks for another review.
 * Documents that were merged already are merged anew by `contracts.reissue`.
 */
export const setParticulars = defineCommand({
  name: 'contracts.setParticulars',
  input: z.strictObject({ applicationId: zId, particulars: Particulars }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const bankId = actor.bankId
    const item = await itemOf(ctx, input.applicationId)
    if (!BEFORE_SIGNED.includes(item.state))
      throw refuse('E_STATE', { object: 'application', state: item.state, event: 'particulars' })
    const g = input.particulars.guarantor
    if (g) await requireGuarantor(ctx, item.id, g)
    const before = await tx.contractParticulars.findFirst({ where: { bankId, applicationId: item.id } })
    const data = stored(input.particulars)
    const sameGuarantor =
      before !== null &&
      JSON.stringify((before.data as { guarantor?: unknown }).guarantor) === JSON.stringify(data.guarantor)
    const common = { data, recordedBy: actor.userId, recordedAt: now }
    if (before)
      await tx.contractParticulars.update({
        where: { bankId_applicationId: { bankId, applicationId: item.id } },
        data: {
          ...common,
          version: { increment: 1 },
          ...(sameGuarantor ? {} : { reviewedBy: null, reviewedAt: null, reviewNote: null }),
        },
      })
    else await tx.contractParticulars.create({ data: { bankId, applicationId: item.id, ...common } })
    if (input.particulars.unmarriedProofId)
      await tx.task.updateMany({
        where: { bankId, kind: 'SPOUSE_PROOF', objectId: item.id, state: 'OPEN' },
        data: { state: 'DONE', doneBy: actor.userId, doneAt: now },
      })
    ctx.audit({
      objectType: 'application',
      objectId: item.id,
      detail: {
        event: 'particulars',
        has: Object.keys(data).filter((k) => k !== 'refinancing'),
        refinancing: input.particulars.refinancing,
      },
    })
    return { applicationId: item.id, reviewNeeded: g !== undefined && !(sameGuarantor && before?.reviewedAt) }
  },
})

/** LEG-3: the resolution is looked at by somebody else than who recorded it. */
export const reviewResolution = defineCommand({
  name: 'contracts.reviewResolution',
  input: z.strictObject({ applicationId: zId, note: z.string().trim().min(2).max(500) }),
  access: { roles: ['CONTRACT_OFFICER', 'LEGAL'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const bankId = actor.bankId
    const item = await itemOf(ctx, input.applicationId)
    const row = await tx.contractParticulars.findFirst({ where: { bankId, applicationId: item.id } })
    const guarantor = row && readParticulars(row.data).guarantor
    if (!row || !guarantor) throw refuse('E_NOT_FOUND', { object: 'guarantor' })
    if (!guarantor.fileId) throw refuse('E_RESOLUTION_MISSING', { guarantor: guarantor.name })
    const recorder = row.recordedBy
      ? await tx.appUser.findFirst({ where: { bankId, id: row.recordedBy }, select: { personKey: true } })
      : null
    if (recorder?.personKey === actor.personKey)
      throw refuse('E_SOD', {
        act: 'SIGN_CONTRACT',
        earlierAct: 'SIGN_CONTRACT',
        earlierAt: '',
        turn: ['CONTRACT_OFFICER', 'LEGAL'],
      })
    await tx.contractParticulars.update({
      where: { bankId_applicationId: { bankId, applicationId: item.id } },
      data: { reviewedBy: actor.userId, reviewedAt: now, reviewNote: input.note, version: { increment: 1 } },
    })
    ctx.audit({
      objectType: 'application',
      objectId: item.id,
      reason: input.note,
      detail: { event: 'resolution-reviewed', guarantor: guarantor.name },
    })
    return { applicationId: item.id, reviewedAt: now }
  },
})
