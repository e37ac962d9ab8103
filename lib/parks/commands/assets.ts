/** The asset of a park loan: recorded, valued anew, registered, insured, mortgaged (§2.6). */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { currentLtv, parkLoanCap } from '@/lib/guarantees/rules/park'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { isAfter, isBefore, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { toYuan } from '@/lib/platform/money'
import { zDate, zId, zYuan } from '@/lib/platform/schema'
import { isUniqueViolation, newId, type Prisma } from '@/lib/platform/tenant'
import { freeze } from '@/lib/platform/wire'
import { drawnOf } from '../read'
import { PARK_ASSETS } from '../rules'

type Ctx = CommandContext<unknown>
const word = (max: number) => z.string().trim().min(2).max(max)
async function assetOf({ tx, actor }: Ctx, assetId: string) {
  await tx.$queryRaw`select 1 from park_asset where bank_id = ${actor.bankId}::uuid and id = ${assetId}::uuid for update`
  const asset = await tx.parkAsset.findFirst({ where: { bankId: actor.bankId, id: assetId } })
  if (!asset) throw refuse('E_NOT_FOUND', { object: 'parkAsset' })
  return asset
}

function requireState(state: string, from: readonly string[], event: string): void {
  if (!from.includes(state)) throw refuse('E_STATE', { object: 'parkAsset', state, event }, { allowed: [] })
}

/**
 * RM records what is bought or built, with contract, invoice and the proof of the borrower's own money. The most that
 * may be lent on it is worked out at once and kept with its derivation; a number that stands in the register is refused.
 */
export const recordParkAsset = defineCommand({
  name: 'parks.recordAsset',
  input: z.strictObject({
    applicationId: zId,
    type: z.enum(PARK_ASSETS),
    description: word(200),
    identityNo: word(60),
    price: zYuan,
    appraised: zYuan.optional(),
    appraisedOn: zDate.optional(),
    downPayment: zYuan,
    downPaymentRef: word(60),
    seller: word(100),
    sellerAccount: word(40),
    contractNo: word(60),
    invoiceNo: z.string().trim().max(60).optional(),
    developerGuarantees: z.boolean().default(false),
  }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const item = await tx.application.findFirst({
      where: { bankId, id: input.applicationId },
      select: { id: true, batch: { select: { mode: true, marketId: true } } },
    })
    if (!item) throw refuse('E_NOT_FOUND', { object: 'application' })
    if (item.batch.mode !== 'PK') throw refuse('E_MODE_NOT_ALLOWED', { mode: item.batch.mode, allowed: ['PK'] })
    if (input.appraisedOn && isAfter(input.appraisedOn, today))
      throw refuse('E_DATE', {}, { fields: [{ path: 'appraisedOn', code: 'E_DATE' }] })
    const parameters = await loadParameters(tx, bankId, today)
    const { pk } = parameters.plans
    const cap = parkLoanCap(
      { asset: input.type, priceFen: input.price, appraisedValueFen: input.appraised ?? null },
      pk.assets,
      pk.stepFen,
    )
    const developer = await tx.cooperationScheme.findFirst({
      where: { bankId, marketId: item.batch.marketId, mode: 'PK', state: 'ACTIVE' },
      orderBy: { versionNo: 'desc' },
      select: { partyId: true },
    })
    if (input.developerGuarantees && !developer) throw refuse('E_CLAIM_NO_PARTNER', { mode: 'PK' })
    // the same thing pledged again a short while after is looked at twice (INV-PK4)
    const again = await tx.parkAsset.count({
      where: {
        bankId,
        identityNo: input.identityNo,
        state: 'RELEASED',
        createdAt: { gt: toDb(today.subtract({ months: parameters.collateral.reuseMonths })) },
      },
    })
    const id = newId()
    try {
      await tx.parkAsset.create({
        data: {
          bankId,
          id,
          applicationId: item.id,
          partyId: developer?.partyId ?? null,
          assetType: input.type,
          description: input.description,
          identityNo: input.identityNo,
          priceFen: input.price,
          appraisedFen: input.appraised ?? null,
          appraisedOn: input.appraisedOn ? toDb(input.appraisedOn) : null,
          capFen: cap.value,
          capTrace: freeze(cap.trace) as Prisma.InputJsonValue,
          downPaymentFen: input.downPayment,
          downPaymentRef: input.downPaymentRef,
          seller: input.seller,
          sellerAccount: input.sellerAccount,
          contractNo: input.contractNo,
          invoiceNo: input.invoiceNo || null,
          state: 'RECORDED',
          developerGuarantees: input.developerGuarantees,
          recordedBy: actor.userId,
        },
      })
    } catch (error) {
      throw isUniqueViolation(error) ? refuse('E_PARK_ASSET_TWICE', { identity: input.identityNo }) : error
    }
    if (again > 0)
      await tx.task.create({
        data: {
          bankId,
          kind: 'COLLATERAL_REUSED',
          objectType: 'application',
          objectId: item.id,
          role: 'RISK_MGR',
          state: 'OPEN',
          params: { code: input.identityNo },
          createdBy: actor.userId,
        },
      })
    ctx.audit({
      objectType: 'application',
      objectId: item.id,
      detail: { event: 'park-asset', type: input.type, identity: input.identityNo, cap: toYuan(cap.value) },
    })
    return { id, capFen: cap.value, trace: cap.trace }
  },
})

/** A new appraisal, once a year at least (INV-PK2): ten points above the cap ask for more security or a repayment. */
export const revalueParkAsset = defineCommand({
  name: 'parks.revalue',
  input: z.strictObject({ assetId: zId, appraised: zYuan, appraisedOn: zDate }),
  access: { roles: ['RM', 'POST_MKT'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const asset = await assetOf(ctx, input.assetId)
    requireState(asset.state, ['RECORDED', 'ADVANCE_REGISTERED', 'MORTGAGED'], 'revalue')
    if (isAfter(input.appraisedOn, today) || input.appraised <= 0n)
      throw refuse('E_DATE', {}, { fields: [{ path: 'appraisedOn', code: 'E_DATE' }] })
    const { pk } = (await loadParameters(tx, bankId, today)).plans
    const type = asset.assetType as (typeof PARK_ASSETS)[number]
    const [owed] = await tx.$queryRaw<{ fen: bigint }[]>`
      select coalesce(sum(s.principal_fen), 0)::bigint as fen from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id and s.live
      where l.bank_id = ${bankId}::uuid and l.application_id = ${asset.applicationId}::uuid`
    const ltv = currentLtv(owed?.fen ?? 0n, input.appraised, pk.assets[type].ltvPpm, pk.ltvTolerancePpm)
    const nothingDrawn = (await drawnOf(ctx, asset.applicationId)) === 0n
    const cap = parkLoanCap(
      { asset: type, priceFen: asset.priceFen, appraisedValueFen: input.appraised },
      pk.assets,
      pk.stepFen,
    )
    await tx.parkAsset.update({
      where: { bankId_id: { bankId, id: asset.id } },
      data: {
        appraisedFen: input.appraised,
        appraisedOn: toDb(input.appraisedOn),
        // what was lent stays; before that the cap follows the value
        ...(nothingDrawn ? { capFen: cap.value, capTrace: freeze(cap.trace) as Prisma.InputJsonValue } : {}),
        version: { increment: 1 },
      },
    })
    const asked = await tx.task.count({
      where: { bankId, kind: 'LTV_TOP_UP', objectType: 'application', objectId: asset.applicationId, state: 'OPEN' },
    })
    if (ltv.topUpDue && asked === 0)
      await tx.task.create({
        data: {
          bankId,
          kind: 'LTV_TOP_UP',
          objectType: 'application',
          objectId: asset.applicationId,
          role: 'POST_MKT',
          state: 'OPEN',
          params: { code: asset.identityNo },
          createdBy: actor.userId,
        },
      })
    ctx.audit({
      objectType: 'application',
      objectId: asset.applicationId,
      detail: { event: 'revalue', identity: asset.identityNo, value: toYuan(input.appraised), topUp: ltv.topUpDue },
    })
    return { id: asset.id, ltvPpm: ltv.ltvPpm, topUpDue: ltv.topUpDue }
  },
})

/** LEG-13: land by advance registration until there is a title, movables in the movables' register; before any money. */
export const registerParkAsset = defineCommand({
  name: 'parks.register',
  input: z.strictObject({ assetId: zId, registrationNo: word(60), registeredOn: zDate }),
  access: { roles: ['RM', 'CONTRACT_OFFICER'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const asset = await assetOf(ctx, input.assetId)
    requireState(asset.state, ['RECORDED'], 'register')
    if (isAfter(input.registeredOn, today))
      throw refuse('E_DATE', {}, { fields: [{ path: 'registeredOn', code: 'E_DATE' }] })
    await tx.parkAsset.update({
      where: { bankId_id: { bankId: actor.bankId, id: asset.id } },
      data: {
        state: 'ADVANCE_REGISTERED',
        registrationNo: input.registrationNo,
        registeredOn: toDb(input.registeredOn),
        version: { increment: 1 },
      },
    })
    ctx.audit({
      objectType: 'application',
      objectId: asset.applicationId,
      detail: { event: 'register', no: input.registrationNo },
    })
    return { id: asset.id, state: 'ADVANCE_REGISTERED' as const }
  },
})

/**
 * The certificate lies in the bank's custody: the advance registration has become a mortgage, and the developer's phase
 * guarantee falls away with its margin (INV-PK3). Somebody else than who recorded the asset takes it in.
 */
export const mortgageParkAsset = defineCommand({
  name: 'parks.mortgage',
  input: z.strictObject({ assetId: zId, certificateNo: word(60), inCustodyOn: zDate }),
  access: { roles: ['OPS_CHECKER', 'CONTRACT_OFFICER'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const asset = await assetOf(ctx, input.assetId)
    requireState(asset.state, ['RECORDED', 'ADVANCE_REGISTERED'], 'mortgage')
    if (asset.recordedBy === actor.userId)
      throw refuse('E_SOD', { act: 'OPS_CHECK', earlierAct: 'OPS_MAKE', earlierAt: '', turn: ['OPS_CHECKER'] })
    if (isAfter(input.inCustodyOn, today))
      throw refuse('E_DATE', {}, { fields: [{ path: 'inCustodyOn', code: 'E_DATE' }] })
    await tx.parkAsset.update({
      where: { bankId_id: { bankId: actor.bankId, id: asset.id } },
      data: {
        state: 'MORTGAGED',
        certificateNo: input.certificateNo,
        inCustodyOn: toDb(input.inCustodyOn),
        guaranteeEndedOn: asset.developerGuarantees ? toDb(input.inCustodyOn) : null,
        version: { increment: 1 },
      },
    })
    ctx.audit({
      objectType: 'application',
      objectId: asset.applicationId,
      detail: { event: 'mortgage', certificate: input.certificateNo, developerReleased: asset.developerGuarantees },
    })
    return { id: asset.id, state: 'MORTGAGED' as const, developerReleased: asset.developerGuarantees }
  },
})

/** The property's insurance, the bank first to be paid. */
export const insureParkAsset = defineCommand({
  name: 'parks.insure',
  input: z.strictObject({ assetId: zId, insuranceNo: word(60), insured: zYuan, until: zDate }),
  access: { roles: ['RM', 'POST_MKT'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const asset = await assetOf(ctx, input.assetId)
    requireState(asset.state, ['RECORDED', 'ADVANCE_REGISTERED', 'MORTGAGED'], 'insure')
    if (isBefore(input.until, today)) throw refuse('E_DATE', {}, { fields: [{ path: 'until', code: 'E_DATE' }] })
    await tx.parkAsset.update({
      where: { bankId_id: { bankId: actor.bankId, id: asset.id } },
      data: {
        insuranceNo: input.insuranceNo,
        insuredFen: input.insured,
        insuredUntil: toDb(input.until),
        version: { increment: 1 },
      },
    })
    ctx.audit({
      objectType: 'application',
      objectId: asset.applicationId,
      detail: { event: 'insure', no: input.insuranceNo, insured: toYuan(input.insured), until: input.until.toString() },
    })
    return { id: asset.id }
  },
})
