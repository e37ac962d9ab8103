/** Stages of building and renovation: planned by the RM, certified on the spot by somebody else, drawn up to what is certified (CP-P5). */
import { z } from 'zod'
import { defineCommand } from '@/lib/platform/commands'
import { isAfter, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { formatYuan, sumFen, toYuan } from '@/lib/platform/money'
import { zDate, zId, zYuan } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { STAGED } from '../rules'

/** One more stage; all of them together never pass what the asset carries. */
export const planStage = defineCommand({
  name: 'parks.planStage',
  input: z.strictObject({ assetId: zId, name: z.string().trim().min(2).max(100), amount: zYuan, plannedOn: zDate }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const bankId = actor.bankId
    await tx.$queryRaw`select 1 from park_asset where bank_id = ${bankId}::uuid and id = ${input.assetId}::uuid for update`
    const asset = await tx.parkAsset.findFirst({ where: { bankId, id: input.assetId }, include: { stages: true } })
    if (!asset) throw refuse('E_NOT_FOUND', { object: 'parkAsset' })
    if (!(STAGED as readonly string[]).includes(asset.assetType) || asset.state === 'RELEASED')
      throw refuse('E_STATE', { object: 'parkAsset', state: asset.assetType, event: 'plan-stage' }, { allowed: [] })
    const left = asset.capFen - sumFen(asset.stages.map((s) => s.amountFen))
    if (input.amount <= 0n || input.amount > left)
      throw refuse(
        'E_PARK_STAGES',
        { left: formatYuan(left) },
        { fields: [{ path: 'amount', code: 'E_PARK_STAGES', params: { left: formatYuan(left) } }] },
      )
    const id = newId()
    await tx.parkStage.create({
      data: {
        bankId,
        id,
        assetId: asset.id,
        no: asset.stages.length + 1,
        name: input.name,
        amountFen: input.amount,
        plannedOn: toDb(input.plannedOn),
        plannedBy: actor.userId,
        state: 'PLANNED',
      },
    })
    ctx.audit({
      objectType: 'application',
      objectId: asset.applicationId,
      detail: { event: 'plan-stage', stage: input.name, amount: toYuan(input.amount) },
    })
    return { id, no: asset.stages.length + 1 }
  },
})

/** The stage is done: seen by the post-loan officer, with the supervisor's certificate; in the order of the stages. */
export const certifyStage = defineCommand({
  name: 'parks.certifyStage',
  input: z.strictObject({ stageId: zId, certificateNo: z.string().trim().min(2).max(60), certifiedOn: zDate }),
  access: { roles: ['POST_MKT'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const stage = await tx.parkStage.findFirst({
      where: { bankId, id: input.stageId },
      include: { asset: { select: { id: true, applicationId: true } } },
    })
    if (!stage) throw refuse('E_NOT_FOUND', { object: 'parkStage' })
    if (isAfter(input.certifiedOn, today))
      throw refuse('E_DATE', {}, { fields: [{ path: 'certifiedOn', code: 'E_DATE' }] })
    if (stage.plannedBy === actor.userId)
      throw refuse('E_SOD', { act: 'OPS_CHECK', earlierAct: 'OPS_MAKE', earlierAt: '', turn: ['POST_MKT'] })
    const earlier = await tx.parkStage.count({
      where: { bankId, assetId: stage.asset.id, no: { lt: stage.no }, state: 'PLANNED' },
    })
    if (earlier > 0) throw refuse('E_PARK_STAGE_ORDER', { stage: stage.name })
    const done = await tx.parkStage.updateMany({
      where: { bankId, id: stage.id, state: 'PLANNED' },
      data: {
        state: 'CERTIFIED',
        certificateNo: input.certificateNo,
        certifiedOn: toDb(input.certifiedOn),
        certifiedBy: actor.userId,
        version: { increment: 1 },
      },
    })
    if (done.count === 0)
      throw refuse('E_STATE', { object: 'parkStage', state: stage.state, event: 'certify' }, { allowed: [] })
    ctx.audit({
      objectType: 'application',
      objectId: stage.asset.applicationId,
      detail: { event: 'certify-stage', stage: stage.name, certificate: input.certificateNo },
    })
    return { id: stage.id, state: 'CERTIFIED' as const }
  },
})
