/** The register of collateral on real PostgreSQL: ratios under lock, registration by two people, release after the loan (§2.6, §7.3). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordCharge, revalueAsset, withdrawCharge } from '@/lib/collateral/commands/record'
import { confirmRegistration, proposeRegistration } from '@/lib/collateral/commands/register'
import { chargeList, securityFile } from '@/lib/collateral/queries'
import { setParticulars } from '@/lib/contracts/commands/particulars'
import { particularsOf } from '@/lib/contracts/particulars-query'
import { conditionList } from '@/lib/disbursement/queries'
import { newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import type { TestGroup } from '../../fixtures/group'
import { type Person, testPerson } from '../../fixtures/people'
import { type Cast, readyGroup, value } from '../../fixtures/ready-group'

let db: TestDatabase
let bank: { id: string; code: string }
let who: Cast
let legal: Person
let group: TestGroup
let fileId: string
const refused = (code: string) => ({ ok: false, error: { code } })
const inBank = <T>(run: Parameters<typeof withTenant<T>>[1]) => withTenant({ bankId: bank.id, partyId: null }, run)

beforeAll(async () => {
  db = await testDatabase()
  ;({ bank, who, group } = await readyGroup('COL'))
  legal = await testPerson(bank, 'legal', ['LEGAL'])
  fileId = newId()
  await inBank((tx) =>
    tx.fileObject.create({
      data: {
        bankId: bank.id,
        id: fileId,
        sha256: 'c'.repeat(64),
        sizeBytes: 3n,
        mediaType: 'application/pdf',
        name: 'a.pdf',
        kind: 'EVIDENCE',
        createdBy: who.rm.userId,
      },
    }),
  )
}, 240_000)
afterAll(() => db.drop())

type Input = Parameters<typeof recordCharge>[1]
const plant = (applicationId: string, over: Partial<Input> = {}): Input => ({
  applicationId,
  kind: 'PLANT',
  certificateNo: '恒(2024)不动产权第0001号',
  description: '一期3号厂房',
  ownerName: '恒山机械',
  ownerIdNo: '91330782MA28D3K51X',
  price: '1000000',
  value: '1200000',
  appraisedOn: '2026-02-01',
  appraiser: '恒信评估',
  fileId,
  secured: '300000',
  ...over,
})
const member = (i: number) => group.members[i]!.applicationId
const paper = (chargeId: string, act: 'ADVANCE' | 'REGISTER' | 'RELEASE') =>
  proposeRegistration(who.rm, {
    chargeId,
    act,
    number: `No-${act}`,
    registry: '恒山市不动产登记中心',
    on: '2026-03-10',
    fileId,
  })
const cpOf = async (applicationId: string) =>
  (await conditionList(who.rm, { applicationId })).conditions.find((c) => c.code === 'CP-S1')

describe('a charge', () => {
  test('fits under the ratio of its asset with all others, in however many tabs, and an asset has one owner', async () => {
    const tries = await Promise.all(
      [0, 1, 2, 3].map((i) =>
        recordCharge(who.rm, plant(member(i), { secured: '300000', reuseNote: '同一厂房，额度内' })),
      ),
    )
    // 70 % of 1,000,000: two of 300,000 fit, a third does not
    expect(tries.filter((r) => r.ok)).toHaveLength(2)
    for (const r of tries.filter((x) => !x.ok)) expect(r).toMatchObject(refused('E_AMOUNT_OVER_CAP:ltv'))
    const { items } = await chargeList(who.rm, { q: '0001' })
    expect(items.map((c) => c.onAssetFen)).toEqual([60_000_000n, 60_000_000n])
    const stranger = plant(member(4), {
      certificateNo: '恒（2024） 不动产权第 0001 号',
      ownerIdNo: '91330782MA28D3K52Y',
    })
    expect(await recordCharge(who.rm, stranger)).toMatchObject(refused('E_COLLATERAL_OTHER'))
    const again = plant(member(4), { secured: '50000' })
    expect(await recordCharge(who.rm, again)).toMatchObject(refused('E_COLLATERAL_REUSED'))
    expect(await recordCharge(who.officer, again)).toMatchObject(refused('E_FORBIDDEN'))
  })

  test('is what the mortgage contract names, without being typed again', async () => {
    const { items } = await chargeList(who.rm, { state: 'RECORDED' })
    const { applicationId } = items[0]!
    const papers = await particularsOf(who.rm, { applicationId })
    expect(papers.pledged).toMatchObject([
      { owner: '恒山机械', certificateNo: '恒(2024)不动产权第0001号', valueFen: 120_000_000n, movable: false },
    ])
    const twice = { particulars: { collateral: { owner: '别人' } } as never, applicationId }
    expect(await setParticulars(who.rm, twice)).toMatchObject({ ok: false })
  })

  test('holds the money back until two people have seen its registration', async () => {
    const { items } = await chargeList(who.rm, { state: 'RECORDED' })
    const charge = items[0]!
    expect((await cpOf(charge.applicationId))!.state).not.toBe('CLOSED')
    expect(await confirmRegistration(legal, { chargeId: charge.id, decision: 'CONFIRM' })).toMatchObject(
      refused('E_STATE'),
    )
    expect(await paper(charge.id, 'RELEASE')).toMatchObject(refused('E_STATE'))
    value(await paper(charge.id, 'ADVANCE'))
    expect(await confirmRegistration(who.rm, { chargeId: charge.id, decision: 'CONFIRM' })).toMatchObject(
      refused('E_FORBIDDEN'),
    )
    const clicks = await Promise.all(
      [legal, who.officer].map((by) => confirmRegistration(by, { chargeId: charge.id, decision: 'CONFIRM' })),
    )
    expect(clicks.filter((r) => r.ok)).toHaveLength(1)
    expect((await cpOf(charge.applicationId))!.state).toBe('CLOSED')
    const file = await securityFile(who.rm, { applicationId: charge.applicationId })
    expect(file.problem).toBeNull()
    expect(file.charges[0]).toMatchObject({ state: 'ADVANCE', advanceNo: 'No-ADVANCE', proposal: null })
    // the certificate comes: the advance registration turns into the mortgage
    value(await paper(charge.id, 'REGISTER'))
    value(await confirmRegistration(legal, { chargeId: charge.id, decision: 'CONFIRM' }))
    expect((await securityFile(who.rm, { applicationId: charge.applicationId })).charges[0]!.state).toBe('REGISTERED')
    // not given back while the loan is still to be drawn
    expect(await paper(charge.id, 'RELEASE')).toMatchObject(refused('E_LOAN_RUNNING'))
  })

  test('that is worth less after a new valuation holds the money back again; older valuations stay', async () => {
    const { items } = await chargeList(who.rm, { state: 'REGISTERED' })
    const { applicationId } = items[0]!
    const { charges } = await securityFile(who.rm, { applicationId })
    const { collateralId } = charges[0]!
    const revalue = (worth: string, appraisedOn: string) =>
      revalueAsset(who.rm, { collateralId, value: worth, appraisedOn, appraiser: '恒信评估', fileId })
    expect(await revalue('700000', '2026-01-31')).toMatchObject(refused('E_VALUATION_OLDER'))
    expect(await revalue('700000', '2026-03-21')).toMatchObject(refused('E_DATE:appraisedOn'))
    value(await revalue('700000', '2026-03-15'))
    const file = await securityFile(who.rm, { applicationId })
    expect(file.problem).toBe('OVER_LTV')
    expect(file.charges[0]!.valuations.map((v) => v.valueFen)).toEqual([70_000_000n, 120_000_000n, 120_000_000n])
  })

  test('on what can be moved is registered at once, and one never registered is taken back', async () => {
    const made = value(
      await recordCharge(who.rm, plant(member(4), { kind: 'EQUIP_NEW', certificateNo: 'SN-77-1', secured: '100000' })),
    )
    expect(await paper(made.id, 'ADVANCE')).toMatchObject(refused('E_ADVANCE_MOVABLE'))
    value(await withdrawCharge(who.rm, { chargeId: made.id, reason: '设备已退' }))
    expect(await withdrawCharge(who.rm, { chargeId: made.id, reason: '设备已退' })).toMatchObject(refused('E_STATE'))
    await inBank((tx) =>
      tx.application.updateMany({ where: { bankId: bank.id, id: member(4) }, data: { state: 'SETTLED' } }),
    )
    expect(await recordCharge(who.rm, plant(member(4), { certificateNo: 'SN-77-2', kind: 'VEHICLE' }))).toMatchObject(
      refused('E_STATE'),
    )
  })

  test('is given back when the loan is settled, by two people, and frees its asset', async () => {
    const { items } = await chargeList(who.rm, { state: 'REGISTERED' })
    const { id, applicationId } = items[0]!
    await inBank((tx) =>
      tx.application.updateMany({ where: { bankId: bank.id, id: applicationId }, data: { state: 'SETTLED' } }),
    )
    value(await paper(id, 'RELEASE'))
    value(await confirmRegistration(who.officer, { chargeId: id, decision: 'CONFIRM' }))
    const { charges } = await securityFile(who.rm, { applicationId })
    expect(charges[0]).toMatchObject({ state: 'RELEASED' })
    const { items: rest } = await chargeList(who.rm, { q: '0001', state: 'RECORDED' })
    expect(rest.map((c) => c.onAssetFen)).toEqual([30_000_000n])
  })
})
