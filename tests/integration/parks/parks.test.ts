/** A park loan from its asset to its last stage: one asset one loan, a stage at a time, the developer let go with the certificate. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pledgedAssets } from '@/lib/collateral/pledged'
import { requestDrawdown } from '@/lib/disbursement/commands/request'
import { refreshConditions } from '@/lib/disbursement/conditions'
import { parkChecks } from '@/lib/disbursement/park-checks'
import { generateConditions } from '@/lib/disbursement/rules'
import { claimTransfer } from '@/lib/disbursement/transfers/commands'
import {
  insureParkAsset,
  mortgageParkAsset,
  recordParkAsset,
  registerParkAsset,
  revalueParkAsset,
} from '@/lib/parks/commands/assets'
import { certifyStage, planStage } from '@/lib/parks/commands/stages'
import { requireParkAsset } from '@/lib/parks/gate'
import { parkAssets } from '@/lib/parks/queries'
import { systemActor } from '@/lib/platform/actor'
import { yuan } from '@/lib/platform/money'
import { type BankRow, newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { inside } from '../../fixtures/inside'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { value } from '../../fixtures/ready-group'
import { approvedSingles, type Singles } from '../../fixtures/singles'

let db: TestDatabase
let bank: BankRow
let of: Singles
const who = {} as Record<'rm' | 'post' | 'checker', Person>
const refused = (code: string) => ({ ok: false, error: { code } })
const staff = () => ({ bankId: bank.id, partyId: null })
const common = {
  seller: '云江园区开发有限公司',
  sellerAccount: '6222000099998888',
  contractNo: 'MM-2026-001',
  downPaymentRef: 'PZ-001',
}
const gate = (i: number, amount: string) =>
  inside(bank, (ctx) =>
    requireParkAsset(ctx, {
      id: newId(),
      applicationId: of.applicationIds[i]!,
      amountFen: yuan(amount),
      tenorMonths: 36,
      batch: { mode: 'PK' },
    }),
  )
const approve = (i: number, amount: string) =>
  withTenant(staff(), async (tx) => {
    await tx.applicationOutcome.updateMany({
      where: { bankId: bank.id, applicationId: of.applicationIds[i]! },
      data: { approvedFen: yuan(amount) },
    })
    await tx.planLine.updateMany({
      where: { bankId: bank.id, applicationId: of.applicationIds[i]! },
      data: { approvedFen: yuan(amount), limitFen: yuan(amount) },
    })
  })

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('PKB')
  who.rm = await testPerson(bank, 'rm', ['RM'])
  who.post = await testPerson(bank, 'post', ['POST_MKT'])
  who.checker = await testPerson(bank, 'checker', ['OPS_CHECKER'])
  const market = await admittedMarket(bank, 'M1')
  of = await approvedSingles(bank, market, 'PK', 3, { rmId: who.rm.userId })
  await approve(0, '3500000')
  await approve(1, '480000')
})
afterAll(() => db.drop())

test('a plant is lent on at 70 % of the smaller of price and value, once, and only when registered and insured', async () => {
  await expect(gate(0, '3500000')).rejects.toThrow('E_PARK_ASSET')
  const asset = {
    applicationId: of.applicationIds[0]!,
    type: 'PLANT' as const,
    description: '3 号标准厂房',
    identityNo: 'QZ-2026-0001',
    price: '5200000',
    appraised: '5000000',
    appraisedOn: '2026-03-10',
    downPayment: '1700000',
    developerGuarantees: true,
    ...common,
  }
  const made = value(await recordParkAsset(who.rm, asset))
  expect(made.capFen).toBe(yuan('3500000'))
  expect(await recordParkAsset(who.rm, { ...asset, applicationId: of.applicationIds[2]! })).toMatchObject(
    refused('E_PARK_ASSET_TWICE'),
  )
  await expect(gate(0, '3500000')).rejects.toThrow('PARK_SECURITY')
  value(await registerParkAsset(who.rm, { assetId: made.id, registrationNo: 'YG-001', registeredOn: '2026-03-18' }))
  await expect(gate(0, '3500000')).rejects.toThrow('PARK_INSURANCE')
  value(
    await insureParkAsset(who.rm, { assetId: made.id, insuranceNo: 'CX-001', insured: '3500000', until: '2027-03-19' }),
  )
  await gate(0, '3500000')
  await expect(gate(0, '3500000.01')).rejects.toThrow('PARK_CAP')
})

test('with the certificate in custody the developer is let go; whoever recorded the asset does not take it in', async () => {
  const [asset] = (await parkAssets(who.rm, { applicationId: of.applicationIds[0]! })).items
  expect(asset).toMatchObject({ state: 'ADVANCE_REGISTERED', developerStands: true })
  const done = value(
    await mortgageParkAsset(who.checker, { assetId: asset!.id, certificateNo: 'DY-001', inCustodyOn: '2026-03-20' }),
  )
  expect(done).toMatchObject({ state: 'MORTGAGED', developerReleased: true })
  expect((await parkAssets(who.rm, { applicationId: of.applicationIds[0]! })).items[0]).toMatchObject({
    developerStands: false,
  })
  expect(
    await mortgageParkAsset(who.checker, { assetId: asset!.id, certificateNo: 'DY-001', inCustodyOn: '2026-03-20' }),
  ).toMatchObject(refused('E_STATE'))
})

test('the checklist of a park loan asks the register for own money, registration and insurance, and takes no paper instead', async () => {
  const item = (i: number) => ({
    id: of.applicationIds[i]!,
    amountFen: yuan('3500000'),
    approvedFen: yuan('3500000'),
    tenorMonths: 36,
    drawdownId: null,
  })
  const answers = (i: number) => inside(bank, (ctx) => parkChecks(ctx, item(i)))
  expect((await answers(0)).map((c) => [c.code, c.pass])).toEqual([
    ['CP-P1', true],
    ['CP-P2', true],
    ['CP-P4', true],
  ])
  expect((await answers(2)).map((c) => [c.code, c.pass, c.detail.problem])).toEqual([
    ['CP-P1', false, 'NO_ASSET'],
    ['CP-P2', false, 'NO_ASSET'],
  ])

  // opened while nothing was recorded, and with a paper brought for what the register now knows
  const applicationId = of.applicationIds[0]!
  await withTenant(staff(), async (tx) => {
    await tx.application.updateMany({ where: { bankId: bank.id, id: applicationId }, data: { state: 'CP_PENDING' } })
    await tx.cpItem.createMany({
      data: [
        { bankId: bank.id, id: newId(), applicationId, code: 'CP-P2', state: 'SUBMITTED', isAutomatic: false },
        { bankId: bank.id, id: newId(), applicationId, code: 'CP-P1', state: 'OPEN', isAutomatic: true },
      ],
    })
  })
  await inside(bank, (ctx) => refreshConditions(ctx, applicationId))
  const items = await withTenant(staff(), (tx) =>
    tx.cpItem.findMany({ where: { bankId: bank.id, applicationId }, orderBy: { code: 'asc' } }),
  )
  expect(items.map((c) => [c.code, c.state, c.isAutomatic])).toEqual([
    ['CP-P1', 'CLOSED', true],
    ['CP-P2', 'CLOSED', true],
    ['CP-P4', 'CLOSED', true],
  ])
})

test('what is bought stands in the mortgage as it was recorded, once, whoever charged it too', async () => {
  const borrower = { id: of.applicationIds[0]!, name: '恒山机械', uscc: '91330782MA28D3K51X' }
  const read = () => inside(bank, async (ctx) => (await pledgedAssets(ctx, [borrower])).get(borrower.id)!)
  expect(await read()).toMatchObject([
    { owner: '恒山机械', certificateNo: 'DY-001', valueFen: yuan('5000000'), movable: false },
  ])
})

test('a fallen value asks for more security when the loan stands ten points above its cap', async () => {
  const [asset] = (await parkAssets(who.rm, { applicationId: of.applicationIds[0]! })).items
  expect(
    value(await revalueParkAsset(who.post, { assetId: asset!.id, appraised: '4000000', appraisedOn: '2026-03-20' }))
      .topUpDue,
  ).toBe(false)
})

test('a renovation is paid by stages, certified in order by somebody else, each drawn when it is certified', async () => {
  const applicationId = of.applicationIds[1]!
  const made = value(
    await recordParkAsset(who.rm, {
      applicationId,
      type: 'RENOVATION',
      description: '二层装修',
      identityNo: 'ZX-2026-01',
      price: '800000',
      downPayment: '320000',
      ...common,
    }),
  )
  expect(made.capFen).toBe(yuan('480000'))
  const plan = (name: string, amount: string) =>
    planStage(who.rm, { assetId: made.id, name, amount, plannedOn: '2026-04-10' })
  const first = value(await plan('水电隐蔽工程', '200000'))
  const second = value(await plan('竣工', '280000'))
  expect(await plan('增项', '0.01')).toMatchObject(refused('E_PARK_STAGES'))
  await expect(gate(1, '200000')).rejects.toThrow('PARK_STAGE')
  const certify = (stageId: string) =>
    certifyStage(who.post, { stageId, certificateNo: 'YS-1', certifiedOn: '2026-03-20' })
  expect(await certify(second.id)).toMatchObject(refused('E_PARK_STAGE_ORDER'))
  value(await certify(first.id))
  await gate(1, '200000')
  await expect(gate(1, '200000.01')).rejects.toThrow('PARK_STAGE')

  // the first stage is drawn; the second may be asked for while the first runs, the rest of the loan and no more
  await withTenant(staff(), async (tx) => {
    await tx.contract.create({
      data: {
        bankId: bank.id,
        id: newId(),
        batchId: of.batchId,
        applicationId,
        kind: 'LOAN_CONTRACT',
        number: 'HT-PK-1',
        templateVersion: 1,
        state: 'SIGNED',
        data: {},
        amountFen: yuan('480000'),
        ratePpm: 52_000,
        tenorMonths: 36,
        mode: 'PK',
      },
    })
    await tx.drawdown.create({
      data: {
        bankId: bank.id,
        id: newId(),
        applicationId,
        batchId: of.batchId,
        number: 'DK-PK-1',
        amountFen: yuan('200000'),
        state: 'DISBURSED',
        repaymentMethod: 'BULLET',
        tenorMonths: 36,
        paymentMethod: 'ENTRUSTED',
        settlementAccount: '6217',
      },
    })
    await tx.application.updateMany({ where: { bankId: bank.id, id: applicationId }, data: { state: 'ACTIVE' } })
  })
  const ask = (amount: string) =>
    requestDrawdown(who.rm, {
      applicationId,
      amount,
      settlementAccount: '6217001122334455',
      payments: [
        {
          payeeName: common.seller,
          payeeAccount: common.sellerAccount,
          payeeBank: '工商银行云江支行',
          amount,
          purpose: '装修款',
        },
      ],
    })
  expect(await ask('280000.01')).toMatchObject(refused('E_AMOUNT_OVER_CAP:contract'))
  value(await ask('280000'))
  await expect(gate(1, '280000')).rejects.toThrow('PARK_STAGE')
  value(await certify(second.id))
  await gate(1, '280000')
})

test('at the moment of payment a park loan is asked what its own checklist asks, through the bank’s own channel too', async () => {
  const applicationId = of.applicationIds[0]!
  const codes = generateConditions('PK', { propertyInsurance: true }, []).filter((c) => c.proof === 'SYSTEM')
  const amountFen = yuan('2000000')
  const [drawdownId, orderId] = [newId(), newId()]
  await withTenant(staff(), async (tx) => {
    await tx.creditPlan.updateMany({
      where: { bankId: bank.id, id: of.planId },
      data: { aggregateLimitFen: yuan('50000000') },
    })
    await tx.contract.create({
      data: {
        bankId: bank.id,
        id: newId(),
        batchId: of.batchId,
        applicationId,
        kind: 'LOAN_CONTRACT',
        number: 'HT-PK-0',
        templateVersion: 1,
        state: 'SIGNED',
        data: {},
        amountFen,
        ratePpm: 40_000,
        tenorMonths: 36,
        mode: 'PK',
      },
    })
    await tx.drawdown.create({
      data: {
        bankId: bank.id,
        id: drawdownId,
        applicationId,
        batchId: of.batchId,
        number: 'DK-PK-0',
        amountFen,
        state: 'DISBURSE_PENDING',
        repaymentMethod: 'ANNUITY',
        tenorMonths: 36,
        paymentMethod: 'ENTRUSTED',
        settlementAccount: '6217',
      },
    })
    await tx.paymentOrder.create({
      data: {
        bankId: bank.id,
        id: orderId,
        drawdownId,
        payeeName: common.seller,
        payeeAccount: common.sellerAccount,
        payeeBank: '工商银行云江支行',
        amountFen,
        purpose: '厂房款',
        state: 'PENDING',
      },
    })
    await tx.cpItem.deleteMany({ where: { bankId: bank.id, applicationId } })
    await tx.cpItem.createMany({
      data: codes.map(({ code }) => ({
        bankId: bank.id,
        id: newId(),
        applicationId,
        code,
        state: 'CLOSED',
        isAutomatic: true,
      })),
    })
  })
  const prepared = (no: number) =>
    withTenant(staff(), async (tx) => {
      const id = newId()
      await tx.transferMessage.create({
        data: {
          bankId: bank.id,
          id,
          drawdownId,
          messageId: `DK-PK-0-${no}`,
          channel: 'DIRECTORY',
          state: 'PREPARED',
          amountFen,
          payments: 1,
          content: '<Document/>',
          sha256: 'a'.repeat(64),
        },
      })
      return id
    })
  const claim = async (id: string) => value(await claimTransfer(systemActor(bank, 'test'), { id })).act
  const stateOf = (id: string) =>
    withTenant(staff(), (tx) => tx.transferMessage.findFirstOrThrow({ where: { bankId: bank.id, id } }))
  const asset = (data: { state: string }) =>
    withTenant(staff(), (tx) => tx.parkAsset.updateMany({ where: { bankId: bank.id, applicationId }, data }))

  const first = await prepared(1)
  await asset({ state: 'RECORDED' })
  expect(await claim(first)).toBe('NONE')
  expect(await stateOf(first)).toMatchObject({ state: 'REJECTED', reasonText: 'CP-P2' })

  await asset({ state: 'MORTGAGED' })
  await withTenant(staff(), (tx) =>
    tx.drawdown.updateMany({ where: { bankId: bank.id, id: drawdownId }, data: { state: 'DISBURSE_PENDING' } }),
  )
  const second = await prepared(2)
  // no joint-guarantee group, no margin of members: nobody asks a park loan for them
  expect(await claim(second)).toBe('SEND')
  expect(await stateOf(second)).toMatchObject({ state: 'SENDING' })
})
