import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMarket } from '@/lib/markets/commands/create'
import { scoreMarket } from '@/lib/markets/commands/score'
import {
  addSurveyEvidence,
  assignSurveyors,
  removeSurveyEvidence,
  saveEntry,
  startSurvey,
} from '@/lib/markets/commands/survey'
import { admittedMarkets, marketList } from '@/lib/markets/queries/list'
import { marketOverview } from '@/lib/markets/queries/overview'
import { mySurveys, surveyDesk, surveyRecord } from '@/lib/markets/queries/survey'
import { civilDate } from '@/lib/platform/dates'
import { newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { testPerson } from '../../fixtures/people'
import { type Cast, cast, draft, fill, goldenValues, NO_VETO, ok, prove, refusal, scored, surveying } from './walk'

let db: TestDatabase
let c: Cast

beforeAll(async () => {
  db = await testDatabase()
  c = await cast()
})
afterAll(() => db.drop())

const sign = (marketId: string) => ({ marketId, confirm: true as const })

describe('create', () => {
  test('finds the market by name, by pinyin initials and by code, and gives it a number of the year', async () => {
    const made = ok(
      await createMarket(c.rm, {
        name: '兴隆五金机电市场',
        city: '恒山市',
        trade: '五金机电',
        operator: { name: '兴隆市场管理有限公司', uscc: '91440199MADEM010XB' },
      }),
    )
    expect(made.code).toMatch(/^M-\d{4}-\d{3}$/)
    for (const search of ['五金机电', 'xlwjjdsc', 'xinglongwujin', made.code.toLowerCase()]) {
      const { items } = await marketList(c.rm, { search })
      expect(items.map((m) => m.id)).toContain(made.id)
    }
    const again = { name: '另一市场', city: '恒山市', trade: '五金' }
    const taken = { ...again, code: made.code, operator: { name: '某公司' } }
    expect(refusal(await createMarket(c.rm, taken)).code).toBe('E_MARKET_CODE_TAKEN')
    const same = { ...again, operator: { name: '换个名字', uscc: '91440199MADEM010XB' } }
    expect(refusal(await createMarket(c.rm, same))).toMatchObject({
      code: 'E_PARTY_EXISTS',
      fields: [{ path: 'operator.uscc' }],
    })
    const wrong = { ...again, operator: { name: '错号公司', uscc: '91440199MADEM010XX' } }
    expect(refusal(await createMarket(c.rm, wrong)).code).toMatch(/^E_USCC_/)
    expect(refusal(await createMarket(c.rm, again)).code).toBe('E_OPERATOR_ONE_OF')
    expect(refusal(await createMarket(c.evaluator, again)).code).toBe('E_FORBIDDEN')
  })

  test('a list read page by page, forth and back, loses and repeats nothing', async () => {
    for (let i = 0; i < 7; i++) await draft(c, `分页市场${i % 2}`)
    for (const sort of ['-id', 'name', '-code', 'expiresOn']) {
      const all = (await marketList(c.rm, { sort, limit: 200 })).items.map((m) => m.id)
      const seen: string[] = []
      let page = await marketList(c.rm, { sort, limit: 3 })
      seen.push(...page.items.map((m) => m.id))
      while (page.nextCursor) {
        page = await marketList(c.rm, { sort, limit: 3, cursor: page.nextCursor })
        seen.push(...page.items.map((m) => m.id))
      }
      expect(seen).toEqual(all)
      const before = await marketList(c.rm, { sort, limit: 3, before: page.previousCursor! })
      const at = all.indexOf(page.items[0]!.id)
      expect(before.items.map((m) => m.id)).toEqual(all.slice(Math.max(0, at - 3), at))
    }
  })
})

describe('the two surveyors', () => {
  test('must both be named, hold the roles, and be two natural persons without a declared interest', async () => {
    const marketId = await draft(c)
    expect(refusal(await startSurvey(c.rm, { marketId })).code).toBe('E_SURVEYORS_MISSING')
    const assign = (evaluatorId: string, riskMgrId: string) =>
      assignSurveyors(c.rm, { marketId, evaluatorId, riskMgrId })
    expect(refusal(await assign(c.riskMgr.userId, c.evaluator.userId))).toMatchObject({
      code: 'E_SURVEYOR_ROLE',
      fields: [{ path: 'evaluatorId' }, { path: 'riskMgrId' }],
    })
    const idNo = '330199198511300129'
    const one = await testPerson(c.bank, 'one-a', ['EVALUATOR'], { idNo })
    const two = await testPerson(c.bank, 'one-b', ['RISK_MGR'], { idNo })
    expect(refusal(await assign(one.userId, two.userId)).code).toBe('E_SOD')
    await withTenant({ bankId: c.bank.id, partyId: null }, (tx) =>
      tx.conflictDeclaration.create({
        data: {
          bankId: c.bank.id,
          id: newId(),
          personKey: idNo,
          subjectType: 'MARKET',
          subjectId: marketId,
          relation: '亲属',
        },
      }),
    )
    expect(refusal(await assign(one.userId, c.riskMgr.userId)).code).toBe('E_SOD')
    ok(await assign(c.evaluator.userId, c.riskMgr.userId))
    const stranger = await testPerson(c.bank, 'evaluator2', ['EVALUATOR'])
    expect(refusal(await startSurvey(stranger, { marketId })).code).toBe('E_FORBIDDEN')
    expect(ok(await startSurvey(c.evaluator, { marketId }))).toMatchObject({ state: 'SURVEYING', round: 1 })
    expect((await mySurveys(c.riskMgr, {})).items.map((s) => s.marketId)).toContain(marketId)
    expect((await marketOverview(c.rm, { marketId })).sla).toMatchObject([{ kind: 'SURVEY', state: 'RUN' }])
  })

  test('each sees and changes only the own entry until both have signed', async () => {
    const marketId = await surveying(c)
    await fill(c.evaluator, marketId, { MT1: '86.25' })
    const desk = await surveyDesk(c.riskMgr, { marketId })
    expect(desk.entry.values).toEqual({})
    expect(JSON.stringify(desk.partner)).not.toContain('86.25')
    const before = (await surveyRecord(c.auditor, { marketId })).rounds[0]!
    expect(before.entries.map((e) => e.total)).toEqual([null, null])
    expect(JSON.stringify(before.entries)).not.toContain('86.25')
    const stranger = await testPerson(c.bank, 'evaluator3', ['EVALUATOR'])
    expect(refusal(await saveEntry(stranger, { marketId, values: { MT1: '1' } })).code).toBe('E_NOT_SURVEYOR')
    await expect(surveyDesk(stranger, { marketId })).rejects.toThrow('E_NOT_SURVEYOR')
    expect(refusal(await saveEntry(c.rm, { marketId, values: { MT1: '1' } })).code).toBe('E_FORBIDDEN')
  })

  test('one of them can be replaced before he signed, and his draft goes with him', async () => {
    const marketId = await surveying(c)
    const values = goldenValues('M1')
    await prove(c, marketId, Object.keys(values))
    await fill(c.riskMgr, marketId, values)
    const other = await testPerson(c.bank, 'risk-mgr2', ['RISK_MGR'])
    const pair = { marketId, evaluatorId: c.evaluator.userId, riskMgrId: other.userId }
    ok(await assignSurveyors(c.rm, pair))
    expect((await surveyDesk(other, { marketId })).entry.values).toEqual({})
    await fill(other, marketId, values)
    ok(await scoreMarket(other, sign(marketId)))
    const back = await assignSurveyors(c.rm, { ...pair, riskMgrId: c.riskMgr.userId })
    expect(refusal(back).code).toBe('E_ENTRY_SIGNED')
  })
})

describe('the entry', () => {
  test('keeps drafts, refuses what cannot be, and never takes a typed value for a computed one', async () => {
    const marketId = await surveying(c)
    const save = (values: Record<string, string | null>) => saveEntry(c.evaluator, { marketId, values })
    expect(refusal(await save({ MO1: '101', MC4: 'MAYBE', MY3: '0.5', XX: '1' })).fields).toMatchObject([
      { path: 'values.MO1', code: 'E_VALUE_OUT_OF_RANGE' },
      { path: 'values.MC4', code: 'E_OPTION_UNKNOWN' },
      { path: 'values.MY3', code: 'E_WHOLE_NUMBER' },
      { path: 'values.XX', code: 'E_INDICATOR_UNKNOWN' },
    ])
    expect(refusal(await save({ MT3: '999' })).code).toBe('E_INDICATOR_COMPUTED')
    ok(await save({ MT1: '14.70', MS1: '600', MO1: '95.204' }))
    const { entry } = await surveyDesk(c.evaluator, { marketId })
    expect(entry.values).toEqual({ MT1: '14.7', MS1: '600', MO1: '95.2' })
    expect(entry.computed.MT3).toBe('245')
    ok(await save({ MS1: null }))
    expect((await surveyDesk(c.evaluator, { marketId })).entry.computed.MT3).toBeUndefined()
  })

  test('two tabs: the later save on an older version is refused instead of overwriting', async () => {
    const marketId = await surveying(c)
    const first = ok(await saveEntry(c.evaluator, { marketId, values: { MT1: '10' } }, { ifMatch: 1 }))
    expect(first.version).toBe(2)
    const stale = refusal(await saveEntry(c.evaluator, { marketId, values: { MT1: '20' } }, { ifMatch: 1 }))
    expect(stale).toMatchObject({ code: 'E_VERSION_CONFLICT', params: { current: 2 } })
    expect((await surveyDesk(c.evaluator, { marketId })).entry.values.MT1).toBe('10')
  })

  test('count sheets compute their value, and a good one is its own proof', async () => {
    const marketId = await surveying(c)
    const opened = civilDate(new Date()).subtract({ years: 9, months: 1 }).toString()
    ok(
      await saveEntry(c.evaluator, {
        marketId,
        sheets: {
          MY1: { kind: 'OPENED_ON', openedOn: opened },
          MO1: {
            kind: 'OCCUPANCY',
            areas: [
              { area: '一层', leased: 381, leasable: 400 },
              { area: '二层', leased: 190, leasable: 200 },
            ],
          },
          MO2: {
            kind: 'FOOTFALL',
            counts: [
              { at: '周一 9:00', now: 960, before: 1000 },
              { at: '周三 14:00', now: 480, before: 500 },
              { at: '周六 10:00', now: 1440, before: 1500 },
            ],
          },
          MC3: { kind: 'SAMPLE', complete: 29, drawn: 33 },
          MC1: { kind: 'SHARE', part: '9540000.00', whole: '10000000.00' },
          MO3: { kind: 'RENT', leases: 19, now: '97', before: '100' },
        },
      }),
    )
    const { entry } = await surveyDesk(c.evaluator, { marketId })
    expect(entry.computed).toMatchObject({ MY1: '9', MO1: '95.17', MO2: '-4', MC3: '87.88', MC1: '95.4' })
    expect(entry.computed.MO3).toBeUndefined()
    const open = refusal(await scoreMarket(c.evaluator, sign(marketId)))
    const codeOf = (item: string) => open.fields.find((f) => f.path === item)?.code
    expect(codeOf('MO3')).toBe('E_SHEET_SAMPLE_SMALL')
    expect(codeOf('MO1')).toBeUndefined()
    expect(codeOf('MC1')).toBe('E_EVIDENCE_MISSING')
    const wrongKind = { MO1: { kind: 'SAMPLE' as const, complete: 1, drawn: 30 } }
    expect(refusal(await saveEntry(c.evaluator, { marketId, sheets: wrongKind })).code).toBe('E_SHEET_KIND')
  })
})

describe('the signature', () => {
  test('needs every value proven, every veto answered, and an own word for what is missing', async () => {
    const marketId = await surveying(c)
    const values = goldenValues('M1')
    await fill(c.evaluator, marketId, values, {})
    const open = refusal(await scoreMarket(c.evaluator, sign(marketId)))
    expect(open).toMatchObject({ code: 'E_SURVEY_INCOMPLETE', status: 422 })
    expect(open.fields.filter((f) => f.code === 'E_EVIDENCE_MISSING')).toHaveLength(18)
    expect(open.fields.filter((f) => f.code === 'E_VETO_UNANSWERED')).toHaveLength(8)
    await prove(
      c,
      marketId,
      Object.keys(values).filter((code) => code !== 'MG3'),
    )
    await fill(c.evaluator, marketId, {})
    expect(refusal(await scoreMarket(c.evaluator, sign(marketId)))).toMatchObject({
      code: 'E_EVIDENCE_MISSING',
      fields: [{ path: 'MG3' }],
    })
    ok(await saveEntry(c.evaluator, { marketId, values: { MG3: null } }))
    expect(refusal(await scoreMarket(c.evaluator, sign(marketId))).code).toBe('E_REQUIRED')
    const done = ok(await scoreMarket(c.evaluator, { ...sign(marketId), acceptMissing: true }))
    expect(done).toMatchObject({ total: 88, bothSigned: false, state: 'SURVEYING' })
  })

  test('a veto that is hit needs a proof or a word, and a signed entry cannot be changed', async () => {
    const marketId = await surveying(c)
    const values = goldenValues('M1')
    await prove(c, marketId, Object.keys(values))
    await fill(c.evaluator, marketId, values, { ...NO_VETO, MV5: { hit: true } })
    const open = refusal(await scoreMarket(c.evaluator, sign(marketId)))
    expect(open).toMatchObject({ code: 'E_EVIDENCE_MISSING', fields: [{ path: 'MV5' }] })
    const proof = { marketId, item: 'MV5', source: 'RECORD', note: '执行信息公开网查询截图，失信被执行人' }
    const mine = ok(await addSurveyEvidence(c.evaluator, proof))
    expect(refusal(await removeSurveyEvidence(c.riskMgr, { marketId, evidenceId: mine.id })).status).toBe(404)
    ok(await scoreMarket(c.evaluator, sign(marketId)))
    expect(refusal(await saveEntry(c.evaluator, { marketId, values: { MT1: '1' } })).code).toBe('E_ENTRY_SIGNED')
    expect(refusal(await scoreMarket(c.evaluator, sign(marketId))).code).toBe('E_ENTRY_SIGNED')
    const others = ok(await addSurveyEvidence(c.riskMgr, { ...proof, item: 'MT1' }))
    expect(refusal(await removeSurveyEvidence(c.riskMgr, { marketId, evidenceId: others.id })).code).toBe(
      'E_EVIDENCE_IN_USE',
    )
  })

  test('evidence is a file that one may see or a record of some words, observed in the past', async () => {
    const marketId = await surveying(c)
    const add = (more: object) =>
      addSurveyEvidence(c.evaluator, { marketId, item: 'MT1', source: 'SITE_PHOTO', ...more })
    expect(refusal(await add({})).code).toBe('E_EVIDENCE_EMPTY')
    expect(refusal(await add({ fileId: newId() })).code).toBe('E_NOT_FOUND')
    const later = new Date(Date.now() + 3_600_000).toISOString()
    expect(refusal(await add({ note: '现场查看结算大屏', observedAt: later })).code).toBe('E_DATE')
    expect(refusal(await add({ note: '现场查看结算大屏', source: 'MASTER_LEASE' })).code).toBe('E_EVIDENCE_KIND')
    expect(refusal(await add({ note: '现场查看结算大屏', item: 'NOPE' })).code).toBe('E_INDICATOR_UNKNOWN')
    const placed = { latitude: '30.274084', longitude: '120.155070', observedAt: new Date().toISOString() }
    ok(await add({ note: '现场查看结算大屏', ...placed }))
    const { evidence } = await surveyDesk(c.riskMgr, { marketId })
    expect(evidence[0]).toMatchObject({ item: 'MT1', latitude: '30.274084', createdBy: c.evaluator.userId })
  })
})

describe('who sees what', () => {
  test('another bank gets nothing, not even that the market exists', async () => {
    const other = await cast('BYB')
    const marketId = await surveying(c)
    await expect(marketOverview(other.rm, { marketId })).rejects.toThrow('E_NOT_FOUND')
    expect(refusal(await startSurvey(other.rm, { marketId })).code).toBe('E_NOT_FOUND')
    expect((await marketList(other.rm, { limit: 200 })).items.map((m) => m.id)).not.toContain(marketId)
  })

  test('an operator sees its own market without grade, score or the bank’s steps', async () => {
    const marketId = await scored(c, goldenValues('M1'))
    const { operator } = await marketOverview(c.rm, { marketId })
    const of = { partyCode: operator!.code, partyId: operator!.id }
    const person = await testPerson(c.bank, 'operator', ['OPERATOR_ADMIN'], of)
    const { items } = await marketList(person, {})
    expect(items).toMatchObject([{ id: marketId, state: 'IN_ADMISSION', grade: null, scoreTotal: null }])
    expect((await admittedMarkets(person, {})).items).toEqual([])
    await expect(marketOverview(person, { marketId })).rejects.toThrow('E_FORBIDDEN')
    await expect(surveyRecord(person, { marketId })).rejects.toThrow('E_FORBIDDEN')
  })
})
