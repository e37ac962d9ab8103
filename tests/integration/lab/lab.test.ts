import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { readXlsx } from 'hucre'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { evaluateCards } from '@/lib/lab/commands/evaluate'
import { importHistory, removeHistory } from '@/lib/lab/commands/import'
import { labOverview, labReport } from '@/lib/lab/queries'
import { reportWorkbook } from '@/lib/lab/report'
import '@/lib/lab/jobs'
import { fileStore, registerFile } from '@/lib/platform/files'
import { drainJobs } from '@/lib/platform/jobs/worker'
import { withTenant } from '@/lib/platform/tenant'
import { cardToJson } from '@/lib/scoring/card-json'
import { getCardDraft } from '@/lib/scoring/card-queries'
import { draftCardVersion, saveCardDraft } from '@/lib/scoring/commands/draft-card'
import { type TestDatabase, testDatabase } from '../../database'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { refusal, value } from '../scoring/fixture'

let db: TestDatabase
let risk: Person
let stranger: Person
beforeAll(async () => {
  db = await testDatabase()
  risk = await testPerson(await testBank('LAB'), 'risk', ['RISK_MGR'])
  stranger = await testPerson(await testBank('LBO'), 'risk', ['RISK_MGR'])
})
afterAll(() => db.drop())

async function file(who: Person, text: string | Buffer, mediaType = 'text/csv'): Promise<string> {
  const content = await fileStore().put(who.bankId, Readable.from([Buffer.from(text)]), 50_000_000)
  const row = await withTenant({ bankId: who.bankId, partyId: null }, (tx) =>
    registerFile(tx, who.bankId, content, {
      name: 'history.csv',
      mediaType,
      kind: 'LAB_HISTORY',
      partyId: null,
      createdBy: who.userId,
    }),
  )
  return row.id
}

async function imported(who: Person, text: string | Buffer, name = '历史') {
  const { id } = value(await importHistory(who, { fileId: await file(who, text), name }))
  await drainJobs(who.bankId)
  return (await labOverview(who, {})).datasets.find((d) => d.id === id)!
}

const SAMPLE = readFileSync(join(process.cwd(), 'samples/scorecard-history/history.csv'), 'utf8')

test('the sample history is read whole, and the default card measures on it what its description says', async () => {
  const dataset = await imported(risk, SAMPLE)
  expect(dataset).toMatchObject({ state: 'READY', cases: 4000, bads: 226, refused: 0 })
  expect(dataset.columns).toMatchObject({ outcome: 'bad', month: 'month', ignored: ['id'] })
  const { id } = value(
    await evaluateCards(risk, {
      datasetId: dataset.id,
      champion: { code: 'CSC-DEFAULT', version: 1 },
      settings: { baselineUntil: '2024-12', expected: { A1: '0.4', A2: '0.9', B1: '1.9', B2: '4.0' } },
    }),
  )
  await drainJobs(risk.bankId)
  const report = await labReport(risk, { runId: id })
  const s = report.cards[0]!.statistics!
  expect(report.state).toBe('DONE')
  expect(s.separation!.ks).toBeCloseTo(0.3165, 3)
  expect(s.separation!.gini).toBeCloseTo(0.4052, 3)
  const iv = (code: string) => s.indicators.find((i) => i.code === code)!
  expect(['CB5', 'CE1', 'CF1'].map((c) => iv(c).strength)).toEqual(['NONE', 'NONE', 'NONE'])
  expect(iv('CB2').stability!.level).toBe('UNSTABLE')
  expect(s.stability!.level).toBe('STABLE')
  expect(s.calibration.p).toBeLessThan(0.001)
  // the cases themselves: what one counts in the file
  expect(s.indicators.every((i) => i.bins.reduce((n, b) => n + b.good + b.bad, 0) === 4000)).toBe(true)

  const answer = await reportWorkbook(risk, id)
  const { sheets } = await readXlsx(new Uint8Array(await answer.arrayBuffer()))
  expect(sheets.map((sheet) => sheet.name)).toEqual([
    '概要',
    '分数段违约率',
    '等级校准',
    '各结论的户数',
    '稳定性（PSI）',
    '单调性',
    '指标信息值',
  ])
  const figure = (sheet: number, label: string) => sheets[sheet]!.rows.find((r) => r[0] === label)?.[1]
  expect(figure(0, 'KS')).toBeCloseTo(s.separation!.ks, 3)
  expect(figure(0, 'AUC')).toBeCloseTo(s.separation!.auc, 3)
  const decided = sheets[3]!.rows.slice(1)
  expect(decided.map((r) => r[1])).toContain('通过')
  expect(decided.reduce((n, r) => n + Number(r[2]) + Number(r[3]), 0)).toBe(4000)
  const parts = sheets[4]!.rows.slice(1).map((r) => Number(r[4]))
  expect(parts.reduce((a, b) => a + b, 0)).toBeCloseTo(s.stability!.psi, 2)
  const breaches = s.indicators.flatMap((i) => i.breaches)
  expect(sheets[5]!.rows.slice(1)).toHaveLength(breaches.length)
})

test('a draft measured against the card in force keeps its definition, whatever becomes of the draft', async () => {
  const dataset = (await labOverview(risk, {})).datasets[0]!
  const draft = value(await draftCardVersion(risk, { from: { code: 'CSC-DEFAULT' }, code: 'CSC-CHALLENGER' }))
  const { card } = await getCardDraft(risk, { draftId: draft.id })
  // what carries no information gives its points to what does: inquiries and flow coverage
  const points: Record<string, number> = { CF1: -4, CC2: 2, CB3: 2 }
  const better = {
    ...card,
    indicators: card.indicators.map((i) => {
      const by = points[i.code] ?? 0
      const bins = i.bins.map((b) => ({ ...b, points: Math.round((b.points * (i.maxPoints + by)) / i.maxPoints) }))
      return { ...i, maxPoints: i.maxPoints + by, bins } as typeof i
    }),
  }
  value(await saveCardDraft(risk, { draftId: draft.id, card: cardToJson(better) }))
  const { id } = value(
    await evaluateCards(risk, {
      datasetId: dataset.id,
      champion: { code: 'CSC-DEFAULT', version: 1 },
      challenger: { draftId: draft.id },
    }),
  )
  await drainJobs(risk.bankId)
  const against = (challenger: { code: string; version: number }) =>
    evaluateCards(risk, { datasetId: dataset.id, champion: { code: 'CSC-DEFAULT', version: 1 }, challenger })
  expect(refusal(await against({ code: 'CSC-DEFAULT', version: 1 }))).toBe('E_LAB_PAIR')
  expect(['E_LAB_PAIR', 'E_LAB_NO_INDICATORS']).toContain(refusal(await against({ code: 'MSC-DEFAULT', version: 1 })))
  value(await saveCardDraft(risk, { draftId: draft.id, card: cardToJson(card) }))
  const report = await labReport(risk, { runId: id })
  expect(report.cards.map((c) => [c.code, c.draft])).toEqual([
    ['CSC-DEFAULT', false],
    ['CSC-CHALLENGER', true],
  ])
  expect(report.cards[1]!.card.indicators.find((i) => i.code === 'CC2')!.maxPoints).toBe(6)
  const { auc, swaps } = report.comparison!
  expect(auc!.difference).toBeGreaterThan(0)
  expect(auc!.aucA).toBeCloseTo(report.cards[0]!.statistics!.separation!.auc, 9)
  expect(auc!.aucB).toBeCloseTo(report.cards[1]!.statistics!.separation!.auc, 9)
  expect(swaps.reduce((n, s) => n + s.good + s.bad, 0)).toBe(4000)
})

test('a list without outcomes, without indicators or with unreadable rows says so, row by row', async () => {
  expect(await imported(risk, 'CA1,CB1\n1,2\n')).toMatchObject({ state: 'FAILED', errorCode: 'E_LAB_NO_OUTCOME' })
  expect(await imported(risk, 'bad,name\n1,x\n')).toMatchObject({ state: 'FAILED', errorCode: 'E_LAB_NO_COLUMNS' })
  expect(await imported(risk, 'bad,CA1\nmaybe,3\n')).toMatchObject({ state: 'FAILED', errorCode: 'E_LAB_EMPTY' })
  // whatever the bank's own system writes: semicolons, tabs, GB 18030, a mark at the beginning
  const GB = iconv.encode('是否违约;月份;CA1\n否;2025-01;3\n是;2025-02;1\n', 'gb18030')
  for (const bytes of [GB, Buffer.from('\ufeffbad\tmonth\tCA1\n0\t2025-01\t3\n1\t202502\t1\n')])
    expect(await imported(risk, bytes)).toMatchObject({ state: 'READY', cases: 2, bads: 1, refused: 0 })
  const mixed = await imported(risk, '是否违约,月份,CA1\n否,2025年1月,3\n也许,2025年1月,4\n是,2025-13,5\n1,2025-02,6\n')
  expect(mixed).toMatchObject({ state: 'READY', cases: 2, bads: 1, refused: 2 })
  expect(mixed.problems.map((p) => [p.line, p.code])).toEqual([
    [3, 'E_LAB_OUTCOME'],
    [4, 'E_LAB_MONTH'],
  ])
  expect(refusal(await importHistory(risk, { fileId: await file(risk, '%PDF', 'application/pdf'), name: 'x' }))).toBe(
    'E_FILE_TYPE',
  )
  const other = await imported(risk, 'bad,ZZ1\n1,3\n0,4\n')
  expect(
    refusal(await evaluateCards(risk, { datasetId: other.id, champion: { code: 'CSC-DEFAULT', version: 1 } })),
  ).toBe('E_LAB_NO_INDICATORS')
})

test('cases can be removed for good, and what was measured on them stays', async () => {
  const { datasets, runs } = await labOverview(risk, {})
  const dataset = datasets.find((d) => d.cases === 4000)!
  value(await removeHistory(risk, { datasetId: dataset.id, reason: '观察期已过' }))
  expect(
    await withTenant({ bankId: risk.bankId, partyId: null }, (tx) =>
      tx.labChunk.count({ where: { datasetId: dataset.id } }),
    ),
  ).toBe(0)
  expect((await labReport(risk, { runId: runs.at(-1)!.id })).cards[0]!.statistics!.cases).toBe(4000)
  expect(
    refusal(await evaluateCards(risk, { datasetId: dataset.id, champion: { code: 'CSC-DEFAULT', version: 1 } })),
  ).toBe('E_LAB_EMPTY')
})

test('another bank sees no history, measures on none and reads no report; an evaluator reads but does not measure', async () => {
  const { datasets, runs } = await labOverview(risk, {})
  expect(await labOverview(stranger, {})).toMatchObject({ datasets: [], runs: [] })
  await expect(labReport(stranger, { runId: runs[0]!.id })).rejects.toThrow('E_NOT_FOUND')
  const attack = { datasetId: datasets[0]!.id, champion: { code: 'CSC-DEFAULT', version: 1 } }
  expect(refusal(await evaluateCards(stranger, attack))).toBe('E_NOT_FOUND')
  expect(refusal(await removeHistory(stranger, { datasetId: datasets[0]!.id, reason: '试试' }))).toBe('E_NOT_FOUND')
  expect(refusal(await importHistory(stranger, { fileId: await file(risk, 'bad,CA1\n1,1\n'), name: 'x' }))).toBe(
    'E_NOT_FOUND',
  )
  const evaluator = { ...risk, roles: ['EVALUATOR' as const] }
  expect((await labOverview(evaluator, {})).datasets.length).toBeGreaterThan(0)
  expect(refusal(await evaluateCards(evaluator, attack))).toBe('E_FORBIDDEN')
})
