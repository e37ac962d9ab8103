import fc from 'fast-check'
import { readXlsx } from 'hucre'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dropItem } from '@/lib/batches/commands/check'
import { createGroup, leaveGroup, moveMembers, proposeBatchGroups } from '@/lib/guarantees/commands/groups'
import { batchGroups } from '@/lib/guarantees/queries-groups'
import { draftPlan, dropLine, editLine, editSection, setPlanParameters } from '@/lib/plans/commands/draft'
import { submitPlan } from '@/lib/plans/commands/submit'
import { planDocument } from '@/lib/plans/documents'
import { planView } from '@/lib/plans/queries'
import { planWhatIf } from '@/lib/plans/what-if'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { C1, planningBatch } from '../../fixtures/planning'

let db: TestDatabase
let bank: BankRow
let m1: TestMarket
let m2: TestMarket
let rm: Person
let evaluator: Person
let stranger: Person

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('PLN')
  rm = await testPerson(bank, 'rm', ['RM'])
  evaluator = await testPerson(bank, 'evaluator', ['EVALUATOR'])
  m1 = await admittedMarket(bank, 'M1', {
    grade: 'AAA',
    coefficientPpm: 1_000_000,
    threshold: 60,
    shareNum: 1,
    shareDen: 2,
  })
  m2 = await admittedMarket(bank, 'M2')
  const other = await testBank('OTH')
  stranger = await testPerson(other, 'evaluator', ['EVALUATOR', 'RM'])
})
afterAll(async () => db.drop())

const ok = <T>(
  r: { ok: true; value: T } | { ok: false; error: { code: string; params: unknown; fields?: unknown } },
): T => {
  if (!r.ok) throw new Error(JSON.stringify(r.error))
  return r.value
}
const code = (r: { ok: boolean; error?: { code: string } }) => r.error?.code

const six = (n = 6) => Array.from({ length: n }, () => ({ requested: '400000', grade: 'B1' }))

describe('a plan drafted from data', () => {
  test('merchant C1 gets 980,000 at 3.80 % and C2 400,000 at 4.70 %, as the worked examples say', async () => {
    const b1 = await planningBatch(bank, m1, 'B-C1', [{ requested: '1000000', grade: 'A1', financials: C1 }])
    const p1 = await planView(evaluator, { planId: ok(await draftPlan(evaluator, { batchId: b1.batchId })).id })
    expect(p1.lines[0]).toMatchObject({
      limitFen: 98_000_000n,
      ratePpm: 38_000,
      tenorMonths: 12,
      marginFen: 9_800_000n,
    })
    expect(p1.lines[0]!.binding).toBe('k1')
    const b2 = await planningBatch(bank, m2, 'B-C2', [{ requested: '400000', grade: 'B1' }])
    const p2 = await planView(evaluator, { planId: ok(await draftPlan(evaluator, { batchId: b2.batchId })).id })
    expect(p2.lines[0]).toMatchObject({ limitFen: 40_000_000n, ratePpm: 47_000 })
    expect(p2.sections).toHaveLength(12)
    expect(p2.sections.every((s) => s.generated.length > 10)).toBe(true)
  })

  test('a line that was lowered stays lowered when the plan is computed again, and cannot be raised above the rules', async () => {
    const b = await planningBatch(bank, m2, 'B-ED', six(1))
    const planId = ok(await draftPlan(evaluator, { batchId: b.batchId })).id
    const lineId = (await planView(evaluator, { planId })).lines[0]!.id
    expect(code(await editLine(evaluator, { planId, lineId, limit: '410000.00', reason: '更多' }))).toBe(
      'E_LINE_ABOVE_RULES',
    )
    ok(await editLine(evaluator, { planId, lineId, limit: '300000.00', tenorMonths: 6, reason: '旺季较短' }))
    ok(await editSection(evaluator, { planId, key: 'risks', text: '自写的风险分析' }))
    ok(await setPlanParameters(evaluator, { planId, params: { marginRatio: '12.00' } }))
    const view = await planView(evaluator, { planId })
    expect(view.lines[0]).toMatchObject({ id: lineId, limitFen: 30_000_000n, tenorMonths: 6, marginFen: 3_600_000n })
    expect(view.lines[0]!.edits[0]).toMatchObject({ limit: '300000.00', reason: '旺季较短' })
    expect(view.sections.find((s) => s.key === 'risks')!.text).toBe('自写的风险分析')
    expect(code(await setPlanParameters(evaluator, { planId, params: { marginRatio: '40.00' } }))).toBe(
      'E_PARAMETER_RANGE',
    )
  })

  test('a plan or batch of another bank is not there', async () => {
    const b = await planningBatch(bank, m2, 'B-404', six(1))
    const planId = ok(await draftPlan(evaluator, { batchId: b.batchId })).id
    expect(code(await draftPlan(stranger, { batchId: b.batchId }))).toBe('E_NOT_FOUND')
    expect(code(await submitPlan(stranger, { planId }))).toBe('E_NOT_FOUND')
    expect(code(await proposeBatchGroups(stranger, { batchId: b.batchId }))).toBe('E_NOT_FOUND')
    await expect(planView(stranger, { planId })).rejects.toMatchObject({ error: { code: 'E_NOT_FOUND' } })
  })
})

describe('the plan under other terms', () => {
  test('says what binds, at the plan and at its merchants, and writes nothing', async () => {
    const b = await planningBatch(bank, m2, 'B-IF', six(5))
    const planId = ok(await draftPlan(evaluator, { batchId: b.batchId })).id
    const before = await planView(evaluator, { planId })
    const ask = (change: object) => planWhatIf(evaluator, { planId, ...change })
    const same = await ask({})
    expect(same.changed).toEqual(same.now)
    expect(same.now.limit.limitFen).toBe(before.aggregateLimitFen)
    expect(same.now.sumFen).toBe(200_000_000n)
    // C2 of the worked examples: 523,308.90 of need, 480,000 of net assets; what was applied for decides
    expect(same.now.bindings).toEqual([{ cap: 'k6', merchants: 5 }])
    const capped = await ask({ singleCap: '250000.00', spreadBps: 20, marginRatio: '15.00' })
    expect(capped.changed.bindings).toEqual([{ cap: 'k4', merchants: 5 }])
    expect(capped.changed.sumFen).toBe(125_000_000n)
    expect(capped.changed.marginFen).toBe(18_750_000n)
    expect(capped.changed.income.averageRatePpm).toBe(49_000)
    const more = await ask({ takeUpRate: '80.00' })
    expect(more.changed.limit.takers).toBe(2 * same.now.limit.takers!)
    const stress = await ask({ stress: 5, wave: '50.00' })
    expect(stress.changed.income.expectedLossFen).toBe(same.now.income.expectedLossFen * 5n)
    expect(stress.changed.waveLossFen).toBe(35_000_000n)
    const after = await planView(evaluator, { planId })
    expect(after).toEqual(before)
    await expect(planWhatIf(stranger, { planId })).rejects.toMatchObject({ error: { code: 'E_NOT_FOUND' } })
  })
})

describe('the plan to take away', () => {
  test('is a PDF and a workbook of the figures on file, and the trail says who took it', async () => {
    const b = await planningBatch(bank, m2, 'B-DOC', six(5))
    const planId = ok(await draftPlan(evaluator, { batchId: b.batchId })).id
    const pdf = Buffer.from(await (await planDocument(evaluator, planId, 'pdf')).arrayBuffer())
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    const book = await readXlsx(new Uint8Array(await (await planDocument(evaluator, planId, 'xlsx')).arrayBuffer()))
    const annex = book.sheets[1]!.rows.map((r) => r.map((c) => (typeof c === 'object' && c ? String(c) : c)))
    expect(annex).toHaveLength(6)
    expect(annex[1]!.slice(3, 5)).toEqual([400_000, 400_000])
    const view = await planView(evaluator, { planId })
    const tables = view.sections.flatMap((s) => (s.tables ?? []).map((t) => `${s.key}.${t.key}`))
    expect(tables).toEqual(
      expect.arrayContaining(['customers.grades', 'demand.limit', 'income.income', 'scheme.tenors']),
    )
    const taken = await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
      tx.auditEvent.count({ where: { bankId: bank.id, command: 'plans.export', objectId: planId } }),
    )
    expect(taken).toBe(2)
    await expect(planDocument(stranger, planId, 'pdf')).rejects.toMatchObject({ error: { code: 'E_NOT_FOUND' } })
  })
})

describe('groups', () => {
  test('the assistant groups everyone, a broken group names its rules, and a drop sends only its own group to regroup', async () => {
    const b = await planningBatch(bank, m2, 'B-GR', six(10))
    const planId = ok(await draftPlan(evaluator, { batchId: b.batchId })).id
    expect(code(await submitPlan(evaluator, { planId }))).toBe('E_GROUP_MISSING')
    const proposed = ok(await proposeBatchGroups(rm, { batchId: b.batchId }))
    expect(proposed.groups).toHaveLength(2)
    expect(proposed.leftOut).toEqual([])
    const [g1, g2] = proposed.groups
    ok(await leaveGroup(rm, { groupId: g1!.id, applicationIds: [g1!.members[0]!] }))
    const shown = await batchGroups(rm, { batchId: b.batchId })
    expect(shown.groups[0]!.violations.map((v) => v.code)).toContain('E_GROUP_MIN')
    expect(shown.groups[0]!.members.every((m) => m.state === 'REGROUP_REQUIRED')).toBe(true)
    expect(shown.groups[1]!.members.every((m) => m.state === 'ADMITTED')).toBe(true)
    expect(code(await submitPlan(evaluator, { planId }))).toBe('E_REGROUP_REQUIRED')
    const back = ok(await moveMembers(rm, { groupId: g1!.id, applicationIds: [g1!.members[0]!] }))
    expect(back.regrouped).toHaveLength(4)
    expect(g2!.members).toHaveLength(5)
    const line = (await planView(evaluator, { planId })).lines.find((l) => l.applicationId === g2!.members[0])!
    const dropped = ok(await dropLine(evaluator, { planId, lineId: line.id, reason: '商户退租' }))
    expect(dropped.regroup).toHaveLength(4)
    const third = ok(await createGroup(rm, { batchId: b.batchId, name: '合并小组', applicationIds: dropped.regroup }))
    expect(third.code).toMatch(/^G-2026-/)
    ok(await moveMembers(rm, { groupId: g1!.id, applicationIds: dropped.regroup }))
    const sent = ok(await submitPlan(evaluator, { planId }))
    expect(sent.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(sent.state).toBe('IN_REVIEW')
  })
  test('merchants dropped at random, one after the other, change nobody else but to regroup (P-4)', async () => {
    const b = await planningBatch(bank, m2, 'B-P4', six(15))
    ok(await draftPlan(evaluator, { batchId: b.batchId }))
    ok(await proposeBatchGroups(rm, { batchId: b.batchId }))
    const states = async () =>
      new Map(
        (
          await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
            tx.application.findMany({
              where: { bankId: bank.id, batchId: b.batchId },
              select: { id: true, state: true },
            }),
          )
        ).map((a) => [a.id, a.state]),
      )
    for (const [i, victim] of fc
      .sample(fc.shuffledSubarray(b.items, { minLength: 6, maxLength: 6 }), { numRuns: 1, seed: 7 })[0]!
      .entries()) {
      const before = await states()
      ok(await dropItem(rm, { applicationId: victim, reason: `退出 ${i}` }))
      const after = await states()
      expect(after.get(victim)).toBe('DROPPED')
      const changed = [...after].filter(([id, state]) => id !== victim && state !== before.get(id))
      expect(new Set(changed.map(([, state]) => state))).toEqual(
        new Set(changed.length > 0 ? ['REGROUP_REQUIRED'] : []),
      )
    }
  })
})
