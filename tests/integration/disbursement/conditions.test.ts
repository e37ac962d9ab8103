import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askWaiver, decideWaiver, submitCondition, verifyCondition } from '@/lib/conditions/commands'
import { conditionObjects } from '@/lib/conditions/queries'
import { recheckConditions } from '@/lib/disbursement/commands/conditions'
import { conditionList } from '@/lib/disbursement/queries'
import { type BankRow, newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup, type TestGroup } from '../../fixtures/group'
import { admittedMarket } from '../../fixtures/market'
import { testBank, testPerson } from '../../fixtures/people'
import { bringEvidence, type Cast, castOf, payMargin, signAll, value } from '../../fixtures/ready-group'
import { replayBreaks } from '../replay'

let db: TestDatabase
let bank: BankRow
let who: Cast
let group: TestGroup
const ids = { plan: newId(), one: newId(), covenant: newId() }
const refused = (code: string) => ({ ok: false, error: { code } })
const inBank = <T>(run: Parameters<typeof withTenant<T>>[1]) => withTenant({ bankId: bank.id, partyId: null }, run)
const open = async (i: number) =>
  value(await recheckConditions(who.rm, { applicationIds: [group.members[i]!.applicationId] })).results[0]!.open
const stateOf = async (id: string) => (await conditionObjects(who.rm, {})).items.find((c) => c.id === id)!.state

beforeAll(async () => {
  process.env.FANGSHI_FILES = mkdtempSync(join(tmpdir(), 'fangshi-files-'))
  db = await testDatabase()
  bank = await testBank('CNB')
  who = await castOf(bank)
  const market = await admittedMarket(bank, 'M1', { people: { rmId: who.rm.userId } })
  group = await approvedGroup(bank, market, { rmId: who.rm.userId })
  await inBank(async (tx) => {
    await tx.creditPlan.updateMany({ where: { bankId: bank.id, id: group.planId }, data: { level: 'L2' } })
    const common = { bankId: bank.id, planId: group.planId, state: 'OPEN', ownerId: who.rm.userId }
    await tx.condition.createMany({
      data: [
        { ...common, id: ids.plan, objectType: 'plan', objectId: group.planId, type: 'CP', text: '市场消防验收合格' },
        {
          ...common,
          id: ids.one,
          objectType: 'application',
          objectId: group.members[0]!.applicationId,
          type: 'CP',
          text: '补充两个月流水',
        },
        {
          ...common,
          id: ids.covenant,
          objectType: 'plan',
          objectId: group.planId,
          type: 'COVENANT',
          text: '每季报送存货',
        },
      ],
    })
  })
  await signAll(who, group)
  await payMargin(who, group)
}, 240_000)
afterAll(() => db.drop())

test('a condition of one merchant stands on its checklist only; one of the plan on everybody’s', async () => {
  const codes = async (i: number) =>
    (await conditionList(who.rm, { applicationId: group.members[i]!.applicationId })).conditions
      .filter((c) => c.code.startsWith('CP-X'))
      .map((c) => c.text)
  expect((await codes(0)).sort()).toEqual(['市场消防验收合格', '补充两个月流水'])
  expect(await codes(1)).toEqual(['市场消防验收合格'])
})

test('who must meet a condition, or brought its evidence, never closes it; another does, for every merchant at once', async () => {
  const both = await testPerson(bank, 'rm-reviewer', ['RM', 'DISB_REVIEWER'])
  expect(await verifyCondition(who.reviewer, { conditionId: ids.plan, verdict: 'VERIFY' })).toMatchObject(
    refused('E_STATE'),
  )
  value(await submitCondition(both, { conditionId: ids.plan, note: '消防验收意见书' }))
  expect(await verifyCondition(both, { conditionId: ids.plan, verdict: 'VERIFY' })).toMatchObject(refused('E_SOD'))
  expect(await verifyCondition(who.reviewer, { conditionId: ids.plan, verdict: 'REJECT' })).toMatchObject(
    refused('E_REQUIRED:reason'),
  )
  value(await verifyCondition(who.reviewer, { conditionId: ids.plan, verdict: 'REJECT', reason: '缺盖章页' }))
  expect(await stateOf(ids.plan)).toBe('REJECTED')
  value(await submitCondition(who.rm, { conditionId: ids.plan, note: '已补盖章页' }))
  value(await verifyCondition(who.reviewer, { conditionId: ids.plan, verdict: 'VERIFY' }))
  expect(await stateOf(ids.plan)).toBe('VERIFIED')
  expect(await open(1)).not.toContain('CP-04')
  expect(await open(0)).toContain('CP-04')
})

test('a condition is waived one level up: not by who asked, not by who sat on the plan, and by as many as that level needs', async () => {
  const id = ids.one
  expect(await decideWaiver(who.head, { conditionId: id, agree: true, note: '同意' })).toMatchObject(refused('E_STATE'))
  value(await askWaiver(who.rm, { conditionId: id, reason: '流水由银行自行取得' }))
  expect(await askWaiver(who.rm, { conditionId: id, reason: '流水由银行自行取得' })).toMatchObject(refused('E_STATE'))
  const junior = await testPerson(bank, 'cr-approver', ['CR_APPROVER'])
  expect(await decideWaiver(junior, { conditionId: id, agree: true, note: '同意' })).toMatchObject(
    refused('E_FORBIDDEN'),
  )
  await inBank((tx) =>
    tx.actRecord.create({
      data: {
        bankId: bank.id,
        subjectType: 'plan',
        subjectId: group.planId,
        act: 'SB_SEAT',
        personKey: who.sbHead.personKey,
        userId: who.sbHead.userId,
        role: 'SB_HEAD',
        at: new Date(),
      },
    }),
  )
  expect(await decideWaiver(who.sbHead, { conditionId: id, agree: true, note: '同意' })).toMatchObject(refused('E_SOD'))
  expect(value(await decideWaiver(who.head, { conditionId: id, agree: true, note: '同意' }))).toMatchObject({
    waiver: 'ASKED',
    votes: 1,
    needed: 2,
  })
  expect(await decideWaiver(who.head, { conditionId: id, agree: true, note: '再次同意' })).toMatchObject(
    refused('E_SOD'),
  )
  const risk = await testPerson(bank, 'risk', ['RISK_MGR'])
  expect(value(await decideWaiver(risk, { conditionId: id, agree: true, note: '同意豁免' }))).toMatchObject({
    waiver: 'GRANTED',
  })
  expect(await stateOf(id)).toBe('WAIVED')
  expect(await open(0)).not.toContain('CP-04')
  await bringEvidence(who, group.members[0]!.applicationId)
  expect(await open(0)).toEqual(['CP-12'])
})

test('two who decide the same waiver at the same moment make two votes, never one lost', async () => {
  value(await askWaiver(who.rm, { conditionId: ids.covenant, reason: '商户已安装进销存系统' }))
  const [a, b] = [await testPerson(bank, 'risk2', ['RISK_MGR']), await testPerson(bank, 'risk3', ['RISK_MGR'])]
  const both = await Promise.all(
    [a, b].map((p) => decideWaiver(p, { conditionId: ids.covenant, agree: true, note: '同意' })),
  )
  expect(both.map((r) => r.ok && r.value.waiver).sort()).toEqual(['ASKED', 'GRANTED'])
  expect(await stateOf(ids.covenant)).toBe('WAIVED')
  expect((await replayBreaks(bank.id)).filter((x) => x.startsWith('condition'))).toEqual([])
})
