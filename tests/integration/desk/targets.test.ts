/** Targets of a month: set for the bank, split down to the managers, reached by what the loan book says (§9 row 14). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keyAccounts } from '@/lib/desk/accounts/key-accounts'
import { setTarget, splitTarget, targetBoard } from '@/lib/desk/targets/targets'
import { date } from '@/lib/platform/dates'
import { mulRate, sumFen, toYuan } from '@/lib/platform/money'
import { newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup } from '../../fixtures/group'
import { paidOut } from '../../fixtures/loan'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { standOn } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let rm: Person
let other: Person
let head: Person
let local: Person
const unit: Record<string, string> = { B1: newId(), T1: newId(), B2: newId() }
let lent: bigint
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('TGT')
  await inBank(async (tx) => {
    for (const [code, level, parent] of [['B1', 'BRANCH', null], ['T1', 'SUB_BRANCH', 'B1'], ['B2', 'BRANCH', null]] as const) // biome-ignore format: one line
      await tx.branch.create({ data: { bankId: bank.id, id: unit[code]!, code, name: code, nameEn: code, level, parentId: parent && unit[parent]! } }) // biome-ignore format: one line
  })
  rm = await testPerson(bank, 'rm', ['RM'], { branchCode: 'T1' })
  other = await testPerson(bank, 'rm2', ['RM'], { branchCode: 'B2' })
  head = await testPerson(bank, 'head', ['SB_HEAD'])
  local = await testPerson(bank, 'local', ['SB_HEAD'], { branchCode: 'B1' })
  const market = await admittedMarket(bank, 'M-TGT', { people: { rmId: rm.userId } })
  await paidOut(bank, market, await approvedGroup(bank, market, { rmId: rm.userId }))
  lent = sumFen((await inBank((tx) => tx.loan.findMany({ select: { principalFen: true } }))).map((l) => l.principalFen))
  await standOn(bank.id, date('2026-03-20'))
})
afterAll(() => db.drop())

const part = (volume: string, newClients: number) => ({ volume, newClients })
const row = async (id: string, who = head) => (await targetBoard(who, { month: '2026-03' })).items.find((r) => r.id === id) // biome-ignore format: one line

test('is set for the whole bank by its own head, for no month that is over', async () => {
  expect(await setTarget(local, { month: '2026-03', ...part('10000000', 20) })).toMatchObject({ ok: false, error: { code: 'E_FORBIDDEN' } }) // biome-ignore format: one line
  expect(await setTarget(head, { month: '2026-02', ...part('10000000', 20) })).toMatchObject({ ok: false, error: { code: 'E_TARGET_MONTH' } }) // biome-ignore format: one line
  expect(await setTarget(head, { month: '2026-03', ...part('10000000', 20) })).toMatchObject({ ok: true })
  expect(await row(bank.id)).toMatchObject({ target: { volumeFen: 1_000_000_000n, newClients: 20 }, split: false })
})

test('is refused while its parts do not add up to the fen and to the client, or leave somebody out', async () => {
  const split = (b1: object, b2: object) => splitTarget(head, { month: '2026-03', nodeId: bank.id, children: { [unit.B1!]: b1, [unit.B2!]: b2 } as never }) // biome-ignore format: one line
  expect(await split(part('6000000', 12), part('4000000.01', 8))).toMatchObject({ ok: false, error: { code: 'E_TARGET_SUM:VOLUME', params: { wanted: '10000000.00', given: '10000000.01' } } }) // biome-ignore format: one line
  expect(await split(part('6000000', 12), part('4000000', 7))).toMatchObject({ ok: false, error: { code: 'E_TARGET_SUM:CLIENTS', params: { wanted: 20, given: 19 } } }) // biome-ignore format: one line
  expect(await splitTarget(head, { month: '2026-03', nodeId: bank.id, children: { [unit.B1!]: part('10000000', 20) } })).toMatchObject({ ok: false, error: { code: 'E_REQUIRED:children' } }) // biome-ignore format: one line
  expect(await split(part('6000000', 12), part('4000000', 8))).toMatchObject({ ok: true, value: { parts: 2 } })
  expect(await row(bank.id)).toMatchObject({ split: true })
})

test('goes down to the manager by the head who looks after him; a branch’s head reaches no other branch', async () => {
  expect(await splitTarget(local, { month: '2026-03', nodeId: unit.B2!, children: { [other.userId]: part('4000000', 8) } })).toMatchObject({ ok: false, error: { code: 'E_NOT_FOUND' } }) // biome-ignore format: one line
  expect(await splitTarget(local, { month: '2026-03', nodeId: unit.T1!, children: { [rm.userId]: part('6000000', 12) } })).toMatchObject({ ok: false, error: { code: 'E_TARGET_PARENT' } }) // biome-ignore format: one line
  expect(await splitTarget(local, { month: '2026-03', nodeId: unit.B1!, children: { [unit.T1!]: part('6000000', 12) } })).toMatchObject({ ok: true }) // biome-ignore format: one line
  expect(await splitTarget(local, { month: '2026-03', nodeId: unit.T1!, children: { [rm.userId]: part('6000000', 12) } })).toMatchObject({ ok: true }) // biome-ignore format: one line
  expect((await targetBoard(local, { month: '2026-03' })).items.map((r) => r.id)).toEqual([unit.B1, unit.T1, rm.userId])
})

test('is reached by what was paid out of the manager’s batches, summed up to the bank; a manager sees only himself', async () => {
  const mine = (await targetBoard(rm, { month: '2026-03' })).items
  expect(mine.map((r) => r.id)).toEqual([rm.userId])
  expect(mine[0]!.achieved.volumeFen).toBe(lent)
  expect(mine[0]!.volume!.value).toBe(Number((lent * 1_000_000n) / 600_000_000n))
  expect(mine[0]!.volume!.trace.steps[0]!.inputs.map((i) => i.value)).toEqual([toYuan(lent), '6000000.00'])
  expect((await row(bank.id))!.achieved.volumeFen).toBe(lent)
  expect((await row(other.userId))!.achieved.volumeFen).toBe(0n)
})

test('changed above, what stood below is split anew: the tree never fails to add up', async () => {
  await splitTarget(head, { month: '2026-03', nodeId: bank.id, children: { [unit.B1!]: part('7000000', 12), [unit.B2!]: part('3000000', 8) } }) // biome-ignore format: one line
  expect(await row(unit.B1!)).toMatchObject({ target: { volumeFen: 700_000_000n }, split: false })
  expect(await row(rm.userId)).toMatchObject({ target: null })
  const rows = await inBank((tx) => tx.workTarget.findMany())
  for (const r of rows) {
    const below = rows.filter((x) => x.parentId === r.nodeId)
    if (below.length > 0) expect(sumFen(below.map((x) => x.volumeFen))).toBe(r.volumeFen)
  }
})

test('the accounts of a month’s summary are the manager’s own, the largest first, each with its year’s profit', async () => {
  const { items } = await keyAccounts(rm, {})
  expect(sumFen(items.map((i) => i.balanceFen))).toBe(sumFen((await inBank((tx) => tx.loanState.findMany({ where: { live: true } }))).map((s) => s.principalFen))) // biome-ignore format: one line
  expect(items.every((i, n) => n === 0 || items[n - 1]!.balanceFen >= i.balanceFen)).toBe(true)
  expect(items[0]!.profit.trace.steps.find((s) => s.label === 'interest')!.value).toBe(toYuan(mulRate(items[0]!.balanceFen, 60_000))) // biome-ignore format: one line
  expect((await keyAccounts(other, {})).items).toEqual([])
  expect((await keyAccounts(head, {})).items).toHaveLength(items.length)
})
