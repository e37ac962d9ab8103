/** A member of a signed group is replaced: everyone signs anew before anyone draws, and old loans keep their guarantors (INV-JG6). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appointSigning } from '@/lib/contracts/commands/appoint'
import { signingList } from '@/lib/contracts/signing-list'
import '@/lib/contracts/jobs'
import { automaticChecks } from '@/lib/disbursement/automatic'
import { approveDrawdown } from '@/lib/disbursement/commands/pay'
import { membersUnder } from '@/lib/guarantees/agreement-versions'
import { replaceMembers } from '@/lib/guarantees/commands/replace-members'
import { contagionDaily } from '@/lib/guarantees/contagion-daily'
import { batchGroups } from '@/lib/guarantees/queries-groups'
import { MONITORING_DEFAULTS } from '@/lib/monitoring/parameters'
import { date, toDb } from '@/lib/platform/dates'
import { drainJobs } from '@/lib/platform/jobs/worker'
import { yuan } from '@/lib/platform/money'
import { newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { inside } from '../../fixtures/inside'
import { C1 } from '../../fixtures/planning'
import { readyGroup, reviewedDrawdown, value } from '../../fixtures/ready-group'

let db: TestDatabase
let at: Awaited<ReturnType<typeof readyGroup>>
let newcomer: string
const staff = () => ({ bankId: at.bank.id, partyId: null })
const refused = (code: string) => ({ ok: false, error: { code } })

/** Net assets of every member, and one more merchant who is approved and stands in no group. */
async function prepare(): Promise<void> {
  const { bank, group } = at
  newcomer = newId()
  const merchantId = newId()
  await withTenant(staff(), async (tx) => {
    const first = await tx.application.findFirstOrThrow({ where: { bankId: bank.id, batchId: group.batchId } })
    const market = await tx.batch.findFirstOrThrow({ where: { bankId: bank.id, id: group.batchId } })
    await tx.merchant.create({
      data: {
        bankId: bank.id,
        id: merchantId,
        marketId: market.marketId,
        borrowerType: 'INDIVIDUAL_BUSINESS',
        name: '恒山己记五金商行',
        ownerName: '己某',
        ownerIdNo: '110101198001010119',
        householdKey: 'JI',
        pyFull: 'ji',
        pyInitials: 'j',
      },
    })
    await tx.application.create({
      data: {
        bankId: bank.id,
        id: newcomer,
        batchId: group.batchId,
        merchantId,
        partyId: first.partyId,
        state: 'APPROVED',
        rowNo: '6',
        position: 6,
        name: '恒山己记五金商行',
        borrowerType: 'INDIVIDUAL_BUSINESS',
        ownerName: '己某',
        ownerIdNo: '110101198001010119',
        phone: '13800000016',
        stallNo: 'A-06',
        requestedFen: yuan('400000'),
        requestedTermMonths: 12,
        purpose: '采购五金货品',
        signBy: toDb(date('2026-05-15')),
        drawBy: toDb(date('2026-06-14')),
        applicationOutcome: {
          create: {
            grade: 'A',
            approvedFen: yuan('400000'),
            approvedRatePpm: 60_000,
            approvedTenorMonths: 12,
            approvedOn: toDb(date('2026-03-16')),
          },
        },
      },
    })
    await tx.planLine.create({
      data: {
        bankId: bank.id,
        id: newId(),
        planId: group.planId,
        applicationId: newcomer,
        appliedFen: yuan('400000'),
        limitFen: yuan('400000'),
        approvedFen: yuan('400000'),
        ratePpm: 60_000,
        allInPpm: 60_000,
        tenorMonths: 12,
        repaymentMethod: 'BULLET',
        marginFen: yuan('40000'),
        limitTrace: {},
        priceTrace: {},
        state: 'APPROVED',
      },
    })
    await tx.creditPlan.updateMany({
      where: { bankId: bank.id, id: group.planId },
      data: { aggregateLimitFen: yuan('3000000') },
    })
    for (const id of [...group.members.map((m) => m.applicationId), newcomer])
      await tx.investigation.create({
        data: {
          bankId: bank.id,
          id: newId(),
          applicationId: id,
          inputs: {},
          sources: {},
          checks: {},
          vetoes: [],
          state: 'SIGNED',
          visitedOn: toDb(date('2026-03-05')),
          financials: { ...C1, householdNetAssets: '9000000.00' } as object,
        },
      })
  })
}
beforeAll(async () => {
  db = await testDatabase()
  at = await readyGroup('RPM')
  await prepare()
})
afterAll(() => db.drop())

test('who has a loan to repay, or one still to come, stays in the group', async () => {
  const { who, group } = at
  const d = await reviewedDrawdown(who, group.members[0]!)
  value(await approveDrawdown(who.approver, { drawdownId: d.id }))
  for (const m of group.members.slice(0, 2))
    expect(
      await replaceMembers(who.rm, {
        groupId: group.groupId,
        leaving: [m.applicationId],
        joining: [newcomer],
        reason: '经营地点变更',
      }),
    ).toMatchObject(refused('E_GROUP_MEMBER_STAYS'))
})

test('the new group is checked by all rules: too few members is refused', async () => {
  const { who, group } = at
  const leaving = group.members[4]!.applicationId
  // it did not draw in time: what the end of the day leaves behind
  await withTenant(staff(), (tx) =>
    tx.application.updateMany({ where: { bankId: at.bank.id, id: leaving }, data: { state: 'EXPIRED' } }),
  )
  expect(
    await replaceMembers(who.rm, { groupId: group.groupId, leaving: [leaving], joining: [], reason: '自愿退出' }),
  ).toMatchObject(refused('E_GROUP_MIN'))
})

test('a replacement makes version 2, keeps version 1 with its loans, and stops drawing until all have signed', async () => {
  const { who, group } = at
  const leaving = group.members[4]!.applicationId
  const made = value(
    await replaceMembers(who.rm, {
      groupId: group.groupId,
      leaving: [leaving],
      joining: [newcomer],
      reason: '成员退出，由己记接替',
    }),
  )
  expect(made).toMatchObject({ agreementVersion: 2, members: 5 })
  const board = await batchGroups(who.rm, { batchId: group.batchId })
  const g = board.groups.find((x) => x.id === group.groupId)!
  expect(g).toMatchObject({ agreementVersion: 2, signAnew: true, totalFen: yuan('1900000') })
  expect(g.earlier.map((v) => [v.versionNo, v.members, v.loans, v.owedFen])).toEqual([[1, 5, 1, yuan('500000')]])
  const second = group.members[1]!
  const checks = await inside(at.bank, (ctx) => automaticChecks(ctx, second.applicationId))
  expect(checks.find((c) => c.code === 'CP-J1')!.pass).toBe(false)
  expect((await signingList(who.rm, { batchId: group.batchId })).groupsWaiting.map((w) => w.id)).toEqual([
    group.groupId,
  ])
})

test('the new agreement is merged beside the old one and signed by the five of today', async () => {
  const { who, group } = at
  value(
    await appointSigning(who.rm, {
      batchId: group.batchId,
      groupIds: [group.groupId],
      place: '市场管理处二楼',
      startsAt: '2026-03-21T09:00:00+08:00',
      contractOfficerId: who.officer.userId,
    }),
  )
  await drainJobs(at.bank.id)
  const agreements = await withTenant(staff(), (tx) =>
    tx.contract.findMany({
      where: { bankId: at.bank.id, groupId: group.groupId, applicationId: null, kind: 'JOINT_GUARANTEE_AGREEMENT' },
      orderBy: { createdAt: 'asc' },
      include: { contractSigners: { select: { name: true } } },
    }),
  )
  expect(agreements.map((c) => [c.state, c.agreementVersion, c.contractSigners.length])).toEqual([
    ['SIGNED', 1, 5],
    ['ISSUED', 2, 5],
  ])
  expect(agreements[1]!.contractSigners.map((s) => s.name)).toContain('己某')
  expect(agreements[1]!.contractSigners.map((s) => s.name)).not.toContain('戊某')
  await withTenant(staff(), (tx) =>
    tx.contract.updateMany({ where: { bankId: at.bank.id, id: agreements[1]!.id }, data: { state: 'SIGNED' } }),
  )
  const checks = await inside(at.bank, (ctx) => automaticChecks(ctx, group.members[1]!.applicationId))
  expect(checks.find((c) => c.code === 'CP-J1')!.pass).toBe(true)
})

test('a claim on the old loan asks the five of version 1: the member who left, and not the one who came', async () => {
  const { group } = at
  const loan = await withTenant(staff(), (tx) => tx.loan.findFirstOrThrow({ where: { bankId: at.bank.id } }))
  expect(loan.agreementVersion).toBe(1)
  const asked = (await inside(at.bank, (ctx) => membersUnder(ctx, group.groupId, loan.agreementVersion!))).map(
    (m) => m.applicationId,
  )
  expect(asked).toContain(group.members[4]!.applicationId)
  expect(asked).not.toContain(newcomer)
  expect(asked).toHaveLength(5)
})

test('an impaired group draws every member down to SPECIAL_MENTION at least, once, with an exit plan asked for', async () => {
  const { bank, group } = at
  await withTenant(staff(), (tx) =>
    tx.jointGroup.updateMany({ where: { bankId: bank.id, id: group.groupId }, data: { state: 'IMPAIRED' } }),
  )
  const run = () => inside(at.bank, (ctx) => contagionDaily(ctx, date('2026-04-21'), MONITORING_DEFAULTS.contagion))
  expect(await run()).toMatchObject({ contagionLowered: 1, groupExitPlans: 1 })
  expect(await run()).toMatchObject({ contagionLowered: 0, groupExitPlans: 0 })
  const classes = await withTenant(staff(), (tx) =>
    tx.loanState.findMany({ where: { bankId: bank.id }, select: { class: true } }),
  )
  expect(classes.map((c) => c.class)).toEqual(['SPECIAL_MENTION'])
  expect(
    await replaceMembers(at.who.rm, { groupId: group.groupId, joining: [newcomer], reason: '受损后增加成员' }),
  ).toMatchObject(refused('E_STATE'))
})
