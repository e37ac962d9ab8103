/** What secures a merchant's loan is entered in the register, valued, and taken out again before anything is registered. */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { openSecurityCondition } from '@/lib/disbursement/security'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { fromDb, isAfter, isBefore, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { formatYuan, sumFen } from '@/lib/platform/money'
import { zDate, zId, zYuan } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { recordCreation, transition } from '@/lib/platform/workflow'
import { COLLATERAL_KINDS, certificateKey, LIVE_CHARGES, ltvOf, RECORDABLE, securityCap } from '../rules'
import { chargeMachine } from '../workflow'

type Ctx = CommandContext<unknown>

const Valuation = {
  value: zYuan,
  appraisedOn: zDate,
  appraiser: z.string().trim().min(2).max(100),
  fileId: zId,
}

/**
 * Charges an asset for an application. An asset is known by its certificate or serial number (INV-PK5): a second charge on
 * it must fit under its ratio together with the others (INV-PK4), and one that secured another loan a short while ago is
 * taken only with a word about it (E_COLLATERAL_REUSED).
 */
export const recordCharge = defineCommand({
  name: 'collateral.record',
  input: z.strictObject({
    applicationId: zId,
    kind: z.enum(COLLATERAL_KINDS),
    certificateNo: z.string().trim().min(4).max(60),
    description: z.string().trim().min(2).max(300),
    ownerName: z.string().trim().min(2).max(100),
    ownerIdNo: z.string().trim().min(4).max(40),
    price: zYuan.optional(),
    ...Valuation,
    secured: zYuan,
    reuseNote: z.string().trim().min(5).max(300).optional(),
  }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const item = await tx.application.findFirst({
      where: { bankId, id: input.applicationId },
      select: { id: true, state: true },
    })
    if (!item) throw refuse('E_NOT_FOUND', { object: 'application' })
    if (!(RECORDABLE as readonly string[]).includes(item.state))
      throw refuse('E_STATE', { object: 'application', state: item.state, event: 'record-charge' })
    if (isAfter(input.appraisedOn, today))
      throw refuse('E_DATE:appraisedOn', {}, { fields: [{ path: 'appraisedOn', code: 'E_DATE:appraisedOn' }] })
    const asset = await assetOf(ctx, ctx.input)
    const { plans, collateral } = await loadParameters(tx, bankId, today)
    const others = await tx.collateralCharge.findMany({
      where: { bankId, collateralId: asset.id },
      select: { applicationId: true, securedFen: true, state: true, createdAt: true, releasedOn: true },
    })
    const live = others.filter((c) => (LIVE_CHARGES as readonly string[]).includes(c.state))
    if (live.some((c) => c.applicationId === item.id))
      throw refuse('E_COLLATERAL_CHARGED', { asset: asset.certificateNo })
    const cap = securityCap(asset, ltvOf(input.kind, plans.pk.assets, collateral), plans.pk.stepFen).value
    const taken = sumFen(live.map((c) => c.securedFen))
    if (taken + input.secured > cap)
      throw refuse(
        'E_AMOUNT_OVER_CAP:ltv',
        { cap: formatYuan(cap > taken ? cap - taken : 0n), amount: formatYuan(input.secured) },
        { fields: [{ path: 'secured', code: 'E_AMOUNT_OVER_CAP:ltv' }] },
      )
    const since = today.subtract({ months: collateral.reuseMonths })
    const again = others.some(
      (c) =>
        c.applicationId !== item.id &&
        c.state !== 'WITHDRAWN' &&
        (c.releasedOn === null || !isBefore(fromDb(c.releasedOn), since)),
    )
    if (again && !input.reuseNote)
      throw refuse(
        'E_COLLATERAL_REUSED',
        { asset: asset.certificateNo, months: collateral.reuseMonths },
        { fields: [{ path: 'reuseNote', code: 'E_COLLATERAL_REUSED' }] },
      )
    const id = newId()
    await tx.collateralCharge.create({
      data: {
        bankId,
        id,
        collateralId: asset.id,
        applicationId: item.id,
        securedFen: input.secured,
        state: 'RECORDED',
        reuseNote: again ? input.reuseNote : null,
        createdBy: actor.userId,
      },
    })
    await recordCreation(ctx, chargeMachine, { id }, { asset: asset.certificateNo, applicationId: item.id, again })
    await openSecurityCondition(ctx, item)
    return { id, collateralId: asset.id }
  },
})

type AssetInput = {
  kind: string
  certificateNo: string
  description: string
  ownerName: string
  ownerIdNo: string
  price?: bigint | undefined
  value: bigint
  appraisedOn: Temporal.PlainDate
  appraiser: string
  fileId: string
}

/** The asset by its key, locked, with this valuation as its latest; another owner or kind under one number is refused. */
async function assetOf(ctx: Ctx, a: AssetInput) {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const key = certificateKey(a.certificateNo)
  await tx.$executeRaw`
    insert into collateral (bank_id, id, kind, certificate_no, certificate_key, description, owner_name, owner_id_no, price_fen, value_fen, appraised_on, created_by)
    values (${bankId}::uuid, ${newId()}::uuid, ${a.kind}, ${a.certificateNo}, ${key}, ${a.description}, ${a.ownerName}, ${a.ownerIdNo},
      ${a.price ?? null}::bigint, ${a.value}::bigint, ${toDb(a.appraisedOn)}::date, ${actor.userId}::uuid)
    on conflict (bank_id, certificate_key) do nothing`
  await tx.$queryRaw`select 1 from collateral where bank_id = ${bankId}::uuid and certificate_key = ${key} for update`
  const asset = await tx.collateral.findFirstOrThrow({ where: { bankId, certificateKey: key } })
  if (asset.kind !== a.kind || asset.ownerIdNo !== a.ownerIdNo)
    throw refuse(
      'E_COLLATERAL_OTHER',
      { asset: asset.certificateNo, owner: asset.ownerName },
      { fields: [{ path: 'certificateNo', code: 'E_COLLATERAL_OTHER' }] },
    )
  return { ...asset, ...(await valueAsset(ctx, asset, a)) }
}

async function valueAsset(
  ctx: Ctx,
  asset: { id: string; appraisedOn: Date },
  v: { value: bigint; appraisedOn: Temporal.PlainDate; appraiser: string; fileId: string },
) {
  const { tx, actor, now } = ctx
  const bankId = actor.bankId
  const file = await tx.fileObject.count({ where: { bankId, id: v.fileId } })
  if (file === 0) throw refuse('E_NOT_FOUND', { object: 'file' }, { fields: [{ path: 'fileId', code: 'E_NOT_FOUND' }] })
  if (isBefore(v.appraisedOn, fromDb(asset.appraisedOn)))
    throw refuse(
      'E_VALUATION_OLDER',
      { appraisedOn: fromDb(asset.appraisedOn).toString() },
      { fields: [{ path: 'appraisedOn', code: 'E_VALUATION_OLDER' }] },
    )
  await tx.collateralValuation.create({
    data: {
      bankId,
      id: newId(),
      collateralId: asset.id,
      valueFen: v.value,
      appraisedOn: toDb(v.appraisedOn),
      appraiser: v.appraiser,
      fileId: v.fileId,
      recordedBy: actor.userId,
      at: now,
    },
  })
  const latest = { valueFen: v.value, appraisedOn: toDb(v.appraisedOn) }
  await tx.collateral.update({
    where: { bankId_id: { bankId, id: asset.id } },
    data: { ...latest, version: { increment: 1 } },
  })
  return latest
}

/** INV-PK2: a new valuation, at least once a year; the older ones stay. */
export const revalueAsset = defineCommand({
  name: 'collateral.revalue',
  input: z.strictObject({ collateralId: zId, ...Valuation }),
  access: { roles: ['RM', 'EVALUATOR', 'POST_MKT'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    await tx.$queryRaw`select 1 from collateral where bank_id = ${actor.bankId}::uuid and id = ${input.collateralId}::uuid for update`
    const asset = await tx.collateral.findFirst({ where: { bankId: actor.bankId, id: input.collateralId } })
    if (!asset) throw refuse('E_NOT_FOUND', { object: 'collateral' })
    if (isAfter(input.appraisedOn, today))
      throw refuse('E_DATE:appraisedOn', {}, { fields: [{ path: 'appraisedOn', code: 'E_DATE:appraisedOn' }] })
    await valueAsset(ctx, asset, input)
    ctx.audit({
      objectType: 'collateral',
      objectId: asset.id,
      detail: { event: 'revalue', before: asset.valueFen, value: input.value, appraiser: input.appraiser },
    })
    return { id: asset.id, valueFen: input.value }
  },
})

/** Takes a charge back that was never registered. */
export const withdrawCharge = defineCommand({
  name: 'collateral.withdraw',
  input: z.strictObject({ chargeId: zId, reason: z.string().trim().min(2).max(300) }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const charge = await tx.collateralCharge.findFirst({ where: { bankId: actor.bankId, id: input.chargeId } })
    if (!charge) throw refuse('E_NOT_FOUND', { object: 'collateralCharge' })
    const moved = await transition(ctx, chargeMachine, charge, { event: 'withdraw', reason: input.reason })
    return { id: charge.id, ...moved }
  },
})
