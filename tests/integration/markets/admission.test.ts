import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { marketFor } from '@/lib/markets/admitted'
import { overrideMarketScore } from '@/lib/markets/commands/override'
import { decideMarket, returnMarket, submitMarket } from '@/lib/markets/commands/review'
import { reconcileMarket, scoreMarket } from '@/lib/markets/commands/score'
import { startSurvey } from '@/lib/markets/commands/survey'
import { marketEvents } from '@/lib/markets/queries/events'
import { marketOverview } from '@/lib/markets/queries/overview'
import { surveyRecord } from '@/lib/markets/queries/survey'
import { verifyAudit } from '@/lib/platform/audit'
import { civilDate } from '@/lib/platform/dates'
import { newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { testPerson } from '../../fixtures/people'
import { type Cast, cast, fill, golden, goldenValues, inReview, ok, prove, refusal, scored, surveying } from './walk'

let db: TestDatabase
let c: Cast

beforeAll(async () => {
  db = await testDatabase()
  c = await cast()
})
afterAll(() => db.drop())

const today = () => civilDate(new Date())
const admit = async (marketId: string, decision: 'ADMIT' | 'CONDITIONAL' | 'REJECT') => {
  const first = ok(await decideMarket(c.sbHead, { marketId, decision, opinion: '同意' }))
  const second = ok(await decideMarket(c.crApprover, { marketId, decision, opinion: '同意' }))
  return { first, second }
}
const overview = (marketId: string) => marketOverview(c.sbHead, { marketId })
const staff = () => ({ bankId: c.bank.id, partyId: null })

describe('the worked markets of the domain rules', () => {
  test('M1 is scored 91, admitted as AAA by two departments, with half of its merchants and a year’s term', async () => {
    const marketId = await inReview(c, goldenValues('M1'))
    const { first, second } = await admit(marketId, 'ADMIT')
    expect(first).toMatchObject({ state: 'IN_REVIEW', final: false })
    expect(second).toMatchObject({ state: 'ADMITTED', final: true })
    const market = await overview(marketId)
    expect(market).toMatchObject({
      state: 'ADMITTED',
      grading: { grade: 'AAA', scoreTotal: golden('M1').score, coefficientPpm: 1_000_000, threshold: 60, valid: true },
      share: { num: 1, den: 2 },
      recommendable: 1000,
      merchantCount: 2000,
      turnoverFen: 860_000_000_000n,
      operator: { state: 'ADMITTED' },
    })
    expect(market.expiresOn?.toString()).toBe(today().add({ months: 12 }).toString())
    expect(market.modes).toContain('JG')
    const terms = await withTenant(staff(), (tx) => marketFor(tx, c.bank.id, marketId, today()))
    expect(terms).toMatchObject({ grade: 'AAA', threshold: 60, scoreValid: true, overridden: false, frozen: false })
  })

  test('M2 is scored 66, admitted as A: merchants need 65, and a third of 600 may be recommended', async () => {
    const marketId = await inReview(c, goldenValues('M2'), { name: '江淮建材城' })
    await admit(marketId, 'ADMIT')
    expect(await overview(marketId)).toMatchObject({
      grading: { grade: 'A', scoreTotal: 66, coefficientPpm: 750_000, threshold: 65 },
      recommendable: 200,
    })
  })

  test('M2 before its improvement is B: only with conditions, without joint guarantee, for six months', async () => {
    const marketId = await inReview(c, goldenValues('M2-pre'), { name: '江淮建材城' })
    expect(refusal(await decideMarket(c.sbHead, { marketId, decision: 'ADMIT', opinion: '同意' }))).toMatchObject({
      code: 'E_DECISION_NOT_ALLOWED',
      status: 422,
      params: { allowed: ['CONDITIONAL', 'REJECT'] },
    })
    await admit(marketId, 'CONDITIONAL')
    const market = await overview(marketId)
    expect(market).toMatchObject({
      state: 'CONDITIONAL',
      grading: { grade: 'B', scoreTotal: 59, threshold: 70, coefficientPpm: 500_000 },
      share: { num: 1, den: 3 },
      modes: ['GC', 'LI', 'AF', 'PK'],
    })
    expect(market.expiresOn?.toString()).toBe(today().add({ months: 6 }).toString())
  })

  test('M3 is rejected for two reasons that stand side by side: grade C, and occupancy below 70 %', async () => {
    const marketId = await inReview(c, goldenValues('M3'), { name: '西屏服装批发市场' })
    const { rounds } = await surveyRecord(c.auditor, { marketId })
    expect(rounds[0]!.score).toMatchObject({
      total: 19,
      grade: 'C',
      decision: 'VETOED',
      vetoes: ['MV2'],
      reasons: ['VETO', 'GRADE_REJECTED'],
    })
    for (const decision of ['ADMIT', 'CONDITIONAL'] as const) {
      const refused = refusal(await decideMarket(c.sbHead, { marketId, decision, opinion: '同意' }))
      expect(refused).toMatchObject({ code: 'E_DECISION_NOT_ALLOWED', params: { allowed: ['REJECT'] } })
    }
    await admit(marketId, 'REJECT')
    expect(await overview(marketId)).toMatchObject({ state: 'REJECTED', grading: null, modes: [], share: null })
  })

  test('every point of the stored result is the one of the worked table, and can be followed to its input', async () => {
    for (const name of ['M1', 'M2', 'M3', 'M2-pre']) {
      const marketId = await scored(c, goldenValues(name))
      const { rounds } = await surveyRecord(c.auditor, { marketId })
      const score = rounds[0]!.score!
      const points = Object.fromEntries(score.lines.map((l) => [l.code, l.points]))
      expect(points).toEqual(Object.fromEntries(Object.entries(golden(name).rows).map(([code, [, p]]) => [code, p])))
      for (const line of score.lines) expect(score.trace.steps.some((s) => s.label === line.code)).toBe(true)
    }
  })
})

describe('two entries, one result', () => {
  test('the lower total stands, and the indicators on which the two differ are named', async () => {
    const values = goldenValues('M1')
    const marketId = await scored(c, values, { riskMgr: { ...values, MO1: '94', MG3: 'MEDIUM' } })
    const round = (await surveyRecord(c.auditor, { marketId })).rounds[0]!
    expect(round.score).toMatchObject({
      total: 88,
      stands: 'RISK_MGR',
      totals: { EVALUATOR: 91, RISK_MGR: 88 },
    })
    expect(round.differences).toEqual(['MO1', 'MG3'])
    expect(round).toMatchObject({ difference: 3, noteRequired: false })
    expect(round.score!.trace.steps.at(-1)).toMatchObject({ label: 'markets.officialTotal', value: '88' })
  })

  test('more than five points apart: nobody submits until the two have said why', async () => {
    const values = goldenValues('M1')
    const lower = { ...values, MR1: 'PROVINCE', MO1: '91' }
    const marketId = await scored(c, values, { riskMgr: lower })
    expect(refusal(await submitMarket(c.rm, { marketId }))).toMatchObject({
      code: 'E_RECONCILIATION_NOTE',
      params: { difference: 6 },
    })
    expect(refusal(await reconcileMarket(c.sbReviewer, { marketId, note: '我来说明' })).code).toBe('E_FORBIDDEN')
    ok(await reconcileMarket(c.riskMgr, { marketId, note: '物流线路以近三个月实际发货为准' }))
    expect(ok(await submitMarket(c.rm, { marketId })).state).toBe('IN_REVIEW')
  })

  test('a veto that only one of the two found still decides', async () => {
    const values = goldenValues('M1')
    const marketId = await surveying(c)
    await prove(c, marketId, Object.keys(values))
    await fill(c.evaluator, marketId, values, undefined)
    await fill(c.riskMgr, marketId, values)
    const found = { MV4: { hit: true, note: '消防重大隐患通知书尚未销号' } }
    const { saveEntry } = await import('@/lib/markets/commands/survey')
    ok(await saveEntry(c.evaluator, { marketId, vetoes: found }))
    ok(await scoreMarket(c.evaluator, { marketId, confirm: true }))
    const second = ok(await scoreMarket(c.riskMgr, { marketId, confirm: true }))
    expect(second.result).toMatchObject({ total: 91, decision: 'VETOED', vetoes: ['MV4'] })
  })

  test('over twenty points missing there is no grade, and the market can only be rejected or returned', async () => {
    const { MT1: _a, MT2: _b, MY1: _c, ...rest } = goldenValues('M1')
    const marketId = await inReview(c, rest, { acceptMissing: true })
    const round = (await surveyRecord(c.auditor, { marketId })).rounds[0]!
    expect(round.score).toMatchObject({
      grade: null,
      decision: 'INSUFFICIENT_DATA',
      missing: ['MT1', 'MT2', 'MT3', 'MY1'],
    })
    expect(refusal(await decideMarket(c.sbHead, { marketId, decision: 'ADMIT', opinion: '同意' })).code).toBe(
      'E_DECISION_NOT_ALLOWED',
    )
  })
})

describe('who may decide, and when', () => {
  test('the same person cannot give both decisions, whatever roles he holds', async () => {
    const both = await testPerson(c.bank, 'both-seats', ['SB_HEAD', 'CR_APPROVER'])
    const marketId = await inReview(c, goldenValues('M1'))
    ok(await decideMarket(both, { marketId, decision: 'ADMIT', opinion: '同意', role: 'SB_HEAD' }))
    const again = await decideMarket(both, { marketId, decision: 'ADMIT', opinion: '同意', role: 'CR_APPROVER' })
    expect(refusal(again)).toMatchObject({ code: 'E_SOD', status: 403 })
    const secondHead = await testPerson(c.bank, 'sb-head2', ['SB_HEAD'])
    expect(refusal(await decideMarket(secondHead, { marketId, decision: 'ADMIT', opinion: '同意' })).code).toBe(
      'E_STATE',
    )
    expect(ok(await decideMarket(c.crApprover, { marketId, decision: 'ADMIT', opinion: '同意' })).state).toBe(
      'ADMITTED',
    )
  })

  test('one of two accounts of one natural person is that person', async () => {
    const idNo = '330199198511300129'
    const one = await testPerson(c.bank, 'twin-a', ['SB_HEAD'], { idNo })
    const two = await testPerson(c.bank, 'twin-b', ['CR_APPROVER'], { idNo })
    const marketId = await inReview(c, goldenValues('M1'))
    ok(await decideMarket(one, { marketId, decision: 'ADMIT', opinion: '同意' }))
    expect(refusal(await decideMarket(two, { marketId, decision: 'ADMIT', opinion: '同意' })).code).toBe('E_SOD')
  })

  test('who surveyed or put the market forward does not decide on it', async () => {
    const marketId = await inReview(c, goldenValues('M1'))
    for (const person of [c.evaluator, c.riskMgr, c.rm]) {
      const promoted = { ...person, roles: [...person.roles, 'SB_HEAD' as const] }
      expect(refusal(await decideMarket(promoted, { marketId, decision: 'ADMIT', opinion: '同意' })).code).toBe('E_SOD')
    }
  })

  test('one rejection is enough, and a lone decision moves nothing', async () => {
    const marketId = await inReview(c, goldenValues('M1'))
    ok(await decideMarket(c.sbHead, { marketId, decision: 'REJECT', opinion: '集中度已高' }))
    expect((await overview(marketId)).state).toBe('IN_REVIEW')
    const last = ok(await decideMarket(c.crApprover, { marketId, decision: 'ADMIT', opinion: '同意' }))
    expect(last).toMatchObject({ state: 'REJECTED', decision: 'REJECT' })
  })

  test('an event out of turn is a conflict that names what would be taken; a wrong role is forbidden', async () => {
    const marketId = await surveying(c)
    expect(refusal(await submitMarket(c.rm, { marketId }))).toMatchObject({ code: 'E_STATE', status: 409, allowed: [] })
    const decided = refusal(await decideMarket(c.sbHead, { marketId, decision: 'ADMIT', opinion: '同意' }))
    expect(decided).toMatchObject({ code: 'E_STATE', status: 409 })
    expect(refusal(await submitMarket(c.evaluator, { marketId }))).toMatchObject({ code: 'E_FORBIDDEN', status: 403 })
    expect(refusal(await startSurvey(c.rm, { marketId })).allowed).toEqual([])
    const inScore = await scored(c, goldenValues('M1'))
    const early = refusal(await decideMarket(c.crApprover, { marketId: inScore, decision: 'ADMIT', opinion: '同意' }))
    expect(early.code).toBe('E_STATE')
    expect(refusal(await submitMarket(c.rm, { marketId: newId() })).status).toBe(404)
  })

  test('a decision on a page that is no longer true is refused with the version that is', async () => {
    const marketId = await inReview(c, goldenValues('M1'))
    const { version } = await overview(marketId)
    ok(await decideMarket(c.sbHead, { marketId, decision: 'ADMIT', opinion: '同意' }, { ifMatch: version }))
    const stale = await decideMarket(
      c.crApprover,
      { marketId, decision: 'ADMIT', opinion: '同意' },
      { ifMatch: version },
    )
    expect(refusal(stale)).toMatchObject({ code: 'E_VERSION_CONFLICT', status: 409, params: { current: version + 1 } })
  })

  test('both decisions at the same moment admit once', async () => {
    const marketId = await inReview(c, goldenValues('M1'))
    const results = await Promise.all([
      decideMarket(c.sbHead, { marketId, decision: 'ADMIT', opinion: '同意' }),
      decideMarket(c.crApprover, { marketId, decision: 'ADMIT', opinion: '同意' }),
    ])
    expect(results.map((r) => ok(r).final).sort()).toEqual([false, true])
    const { items } = await marketEvents(c.auditor, { marketId })
    expect(items.filter((e) => e.to === 'ADMITTED')).toHaveLength(1)
  })
})

describe('return', () => {
  test('opens a new round with the old values unsigned and the items to look at; old decisions do not count', async () => {
    const marketId = await inReview(c, goldenValues('M1'))
    ok(await decideMarket(c.sbHead, { marketId, decision: 'ADMIT', opinion: '同意' }))
    expect(refusal(await returnMarket(c.sbReviewer, { marketId, items: [] })).code).toBe('E_RETURN_ITEMS')
    const items = [{ item: 'MO2', text: '补三次两小时客流计数' }]
    expect(ok(await returnMarket(c.sbReviewer, { marketId, items }))).toMatchObject({ state: 'SURVEYING', round: 2 })
    const { surveyDesk } = await import('@/lib/markets/queries/survey')
    const desk = await surveyDesk(c.evaluator, { marketId })
    expect(desk).toMatchObject({ round: 2, returnItems: items, entry: { signedAt: null, values: { MT1: '86' } } })
    expect(desk.evidence.length).toBe(18)
    ok(await scoreMarket(c.evaluator, { marketId, confirm: true }))
    ok(await scoreMarket(c.riskMgr, { marketId, confirm: true }))
    ok(await submitMarket(c.rm, { marketId }))
    const only = ok(await decideMarket(c.crApprover, { marketId, decision: 'ADMIT', opinion: '同意' }))
    expect(only.final).toBe(false)
    const { rounds } = await surveyRecord(c.auditor, { marketId })
    expect(rounds.map((r) => r.state)).toEqual(['SCORED', 'RETURNED'])
    expect(rounds[1]!.decisions).toHaveLength(1)
  })
})

describe('override', () => {
  const file = async () => {
    const id = newId()
    await withTenant(staff(), (tx) =>
      tx.fileObject.create({
        data: {
          bankId: c.bank.id,
          id,
          sha256: 'a'.repeat(64),
          sizeBytes: 1n,
          mediaType: 'application/pdf',
          name: '说明.pdf',
          kind: 'EVIDENCE',
        },
      }),
    )
    return id
  }

  test('one step, by a head who did not score, with reason and paper: a new row, the scored one untouched', async () => {
    const marketId = await inReview(c, goldenValues('M2'))
    const request = { marketId, reason: '新铁路货场已投运，下半年成交显著上升', fileIds: [await file()] }
    expect(refusal(await overrideMarketScore(c.sbHead, { ...request, grade: 'AAA' })).code).toBe('E_OVERRIDE_STEP')
    expect(refusal(await overrideMarketScore(c.sbHead, { ...request, grade: 'AA', fileIds: [] })).code).toBe(
      'E_OVERRIDE_ATTACHMENT',
    )
    expect(refusal(await overrideMarketScore(c.sbReviewer, { ...request, grade: 'AA' })).code).toBe('E_FORBIDDEN')
    const scorer = { ...c.evaluator, roles: ['SB_HEAD' as const] }
    expect(refusal(await overrideMarketScore(scorer, { ...request, grade: 'AA' })).code).toBe('E_SOD')
    expect(ok(await overrideMarketScore(c.sbHead, { ...request, grade: 'AA' })).grade).toBe('AA')
    expect(refusal(await overrideMarketScore(c.crHead, { ...request, grade: 'A' })).code).toBe('E_OVERRIDE_DONE')
    const rows = await withTenant(staff(), (tx) =>
      tx.scoreResult.findMany({ where: { bankId: c.bank.id, subjectId: marketId }, orderBy: { scoredAt: 'asc' } }),
    )
    expect(rows.map((r) => [r.total, r.grade])).toEqual([
      [66, 'A'],
      [66, 'AA'],
    ])
    await admit(marketId, 'ADMIT')
    const terms = await withTenant(staff(), (tx) => marketFor(tx, c.bank.id, marketId, today()))
    expect(terms).toMatchObject({ grade: 'AA', coefficientPpm: 900_000, threshold: 60, overridden: true })
  })

  test('a veto cannot be overridden', async () => {
    const marketId = await inReview(c, goldenValues('M3'))
    const request = { marketId, grade: 'B', reason: '领导意见', fileIds: [await file()] }
    expect(refusal(await overrideMarketScore(c.sbHead, request)).code).toBe('E_OVERRIDE_VETOED')
  })
})

test('a stored score cannot be changed or removed by the application', async () => {
  const marketId = await scored(c, goldenValues('M1'))
  const touch = (sql: string) =>
    withTenant(staff(), (tx) => tx.$executeRawUnsafe(sql, marketId)).then(
      () => 'done',
      () => 'refused',
    )
  expect(await touch('update score_result set total = 100 where subject_id = $1::uuid')).toBe('refused')
  expect(await touch('delete from score_result where subject_id = $1::uuid')).toBe('refused')
  expect(await touch('delete from market_decision where market_id = $1::uuid')).toBe('refused')
})

test('everything that was done here stands in one unbroken chain', async () => {
  expect(await verifyAudit(c.auditor)).toMatchObject({ ok: true })
})
