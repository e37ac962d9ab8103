import { afterAll, beforeAll, expect, test } from 'vitest'
import { startScoring } from '@/lib/batches/commands/split'
import { fromDb } from '@/lib/platform/dates'
import { withTenant } from '@/lib/platform/tenant'
import { customerCardOf } from '@/lib/scoring/card-in-force'
import { cardToJson } from '@/lib/scoring/card-json'
import { compareCards, getCard, getCardDraft, listCards } from '@/lib/scoring/card-queries'
import { CSC_DEFAULT } from '@/lib/scoring/cards/csc-default'
import { draftCardVersion, recallCardDraft, saveCardDraft, withdrawCardDraft } from '@/lib/scoring/commands/draft-card'
import { publishCard, returnCardDraft, submitCardDraft } from '@/lib/scoring/commands/publish-card'
import type { Card } from '@/lib/scoring/rules/card'
import { tryScorecard } from '@/lib/scoring/trial-queries'
import { type TestDatabase, testDatabase } from '../../database'
import { type Person, testPerson } from '../../fixtures/people'
import {
  goldenSheet,
  gradedMarket,
  investigateAndScore,
  refusal,
  scoringBatch,
  scoringWorld,
  value,
  type World,
} from './fixture'

let db: TestDatabase
let world: World
let other: World
let maker: Person
let checker: Person
let market: string
beforeAll(async () => {
  db = await testDatabase()
  world = await scoringWorld('CRD')
  other = await scoringWorld('CRO')
  maker = await testPerson(world.bank, 'risk1', ['RISK_MGR'])
  checker = await testPerson(world.bank, 'risk2', ['RISK_MGR'])
  market = await gradedMarket(world, 'M1', 'AAA')
})
afterAll(() => db.drop())

const rows = <T>(read: (tx: Parameters<Parameters<typeof withTenant>[1]>[0]) => Promise<T>) =>
  withTenant({ bankId: world.bank.id, partyId: null }, read)
const today = () =>
  rows(async (tx) => fromDb((await tx.bankSetting.findFirstOrThrow({ where: { bankId: world.bank.id } })).businessDate))

/** CA1 worth one point more and CA2 one less: still 100, and another score for a known merchant. */
const shifted = (card: Card): Card => ({
  ...card,
  indicators: card.indicators.map((i) => {
    const by = i.code === 'CA1' ? 1 : i.code === 'CA2' ? -1 : 0
    if (by === 0 || i.type !== 'RANGE') return i
    const top = i.maxPoints
    return { ...i, maxPoints: top + by, bins: i.bins.map((b) => (b.points === top ? { ...b, points: top + by } : b)) }
  }),
})

async function submitted(code = CSC_DEFAULT.code, by: Person = maker, change: (card: Card) => Card = shifted) {
  const draft = value(await draftCardVersion(by, { from: { code: CSC_DEFAULT.code }, code }))
  const { card } = await getCardDraft(by, { draftId: draft.id })
  value(
    await saveCardDraft(by, {
      draftId: draft.id,
      card: cardToJson(change(card)),
      effectiveFrom: (await today()).toString(),
      note: '按去年违约情况调整年限权重',
    }),
  )
  value(await submitCardDraft(by, { draftId: draft.id }))
  return draft.id
}

test('a card is published by a second person only: not by its maker, not by their second account, not by anyone who saved it', async () => {
  const draftId = await submitted()
  expect(refusal(await publishCard(maker, { draftId }))).toBe('E_SOD')
  expect(refusal(await publishCard({ ...checker, personKey: maker.personKey }, { draftId }))).toBe('E_SOD')
  expect(refusal(await publishCard(world.rm, { draftId }))).toBe('E_FORBIDDEN')
  value(await returnCardDraft(checker, { draftId, reason: '请说明理由' }))
  const { card } = await getCardDraft(checker, { draftId })
  const helper = await testPerson(world.bank, 'risk3', ['RISK_MGR'])
  value(await saveCardDraft(helper, { draftId, card: cardToJson(card) }))
  value(await submitCardDraft(maker, { draftId }))
  expect(refusal(await publishCard(helper, { draftId }))).toBe('E_SOD')
  const published = value(await publishCard(checker, { draftId, reason: '同意' }))
  expect(published).toMatchObject({ code: 'CSC-DEFAULT', versionNo: 2, state: 'PUBLISHED' })
  // the checker who published cannot turn maker of the same version, and nobody changes it any more
  expect(refusal(await saveCardDraft(checker, { draftId, card: cardToJson(card) }))).toBe('E_STATE')
  await expect(
    rows((tx) => tx.scorecard.updateMany({ where: { bankId: world.bank.id }, data: { note: 'x' } })),
  ).rejects.toThrow(/permission denied/)
  await expect(rows((tx) => tx.scorecard.deleteMany({ where: { bankId: world.bank.id } }))).rejects.toThrow(
    /permission denied/,
  )
})

test('a batch that has begun keeps its version to the end; the next one is scored with the new one', async () => {
  const before = await scoringBatch(world, market, [{ name: '周某', rank: 8 }])
  value(await publishCard(checker, { draftId: await submitted('CSC-DEFAULT', maker, (c) => shifted(c)) }))
  const after = await scoringBatch(world, market, [{ name: '周某', rank: 8 }])
  const versions = await rows(async (tx) => [
    (await customerCardOf(tx, world.bank.id, before.batchId, await today())).version,
    (await customerCardOf(tx, world.bank.id, after.batchId, await today())).version,
  ])
  expect(versions[1]).toBe(versions[0]! + 1)
  value(await investigateAndScore(world, before.batchId, [goldenSheet('C1', before.items[0]!)]))
  value(await investigateAndScore(world, after.batchId, [goldenSheet('C1', after.items[0]!)]))
  const results = await rows((tx) =>
    tx.scoreResult.findMany({
      where: { bankId: world.bank.id, subjectId: { in: [before.items[0]!, after.items[0]!] } },
      orderBy: { id: 'asc' },
    }),
  )
  expect(results.map((r) => r.cardVersion)).toEqual(versions)
  const points = results.map((r) => (r.points as Record<string, number>).CA1)
  expect(points[1]).toBe(points[0]! + 1)
})

test('whoever defined or published a card does not countersign what it scored within 24 hours', async () => {
  const acts = await rows((tx) =>
    tx.actRecord.findMany({
      where: {
        bankId: world.bank.id,
        subjectType: 'scorecard',
        act: { in: ['DEFINE_SCORECARD', 'PUBLISH_SCORECARD'] },
      },
      orderBy: { at: 'asc' },
    }),
  )
  const last = await rows((tx) =>
    tx.scorecard.findFirstOrThrow({ where: { bankId: world.bank.id }, orderBy: { versionNo: 'desc' } }),
  )
  const own = acts.filter((a) => a.subjectId === last.id)
  // the maker's act counts from the publication, not from the first stroke
  const publishedAt = own.find((a) => a.act === 'PUBLISH_SCORECARD')!.at
  expect(own.filter((a) => a.personKey === maker.personKey).at(-1)!.at).toEqual(publishedAt)
  const { performDuty } = await import('@/lib/approvals/duties')
  const seat = (who: Person, hours: number) =>
    rows((tx) =>
      performDuty(
        { tx, actor: { ...who, roles: ['CR_APPROVER'] }, now: new Date(publishedAt.getTime() + hours * 3_600_000) },
        'CR_SEAT',
        { scorecard: [last.id] },
      ),
    )
  await expect(seat(maker, 23.9)).rejects.toThrow('E_SOD')
  await expect(seat(checker, 23.9)).rejects.toThrow('E_SOD')
  await seat(checker, 24.1)
  await seat(maker, 24.1)
})

test('what cannot be published is refused with a field for each reason, and a day that has gone is one', async () => {
  const draft = value(await draftCardVersion(maker, { from: { code: 'CSC-DEFAULT' }, code: 'CSC-BAD' }))
  const { card } = await getCardDraft(maker, { draftId: draft.id })
  const broken: Card = {
    ...card,
    indicators: card.indicators.map((i) =>
      i.code === 'CA1' && i.type === 'RANGE' ? { ...i, bins: i.bins.slice(1), nameEn: '' } : i,
    ),
  }
  value(
    await saveCardDraft(maker, {
      draftId: draft.id,
      card: cardToJson(broken),
      effectiveFrom: (await today()).subtract({ days: 1 }).toString(),
    }),
  )
  const result = await submitCardDraft(maker, { draftId: draft.id })
  const fields = result.ok ? [] : result.error.fields.map((f) => `${f.path} ${f.code}`)
  expect(fields).toEqual(
    expect.arrayContaining([
      'effectiveFrom E_DATE_PAST',
      'note E_REQUIRED',
      'indicators.CA1 E_BIN_GAP',
      'indicators.CA1 E_CARD_TEXT',
    ]),
  )
  expect((await getCardDraft(maker, { draftId: draft.id })).state).toBe('DRAFT')
  value(await withdrawCardDraft(maker, { draftId: draft.id, reason: '不需要了' }))
})

test('two people cannot each draft the same card, nor save over each other', async () => {
  const draft = value(await draftCardVersion(maker, { from: { code: 'CSC-DEFAULT' }, code: 'CSC-ONE' }))
  expect(refusal(await draftCardVersion(checker, { from: { code: 'CSC-DEFAULT' }, code: 'CSC-ONE' }))).toBe(
    'E_CARD_DRAFT_OPEN',
  )
  const { card, version } = await getCardDraft(maker, { draftId: draft.id })
  value(await saveCardDraft(maker, { draftId: draft.id, card: cardToJson(card) }, { ifMatch: version }))
  expect(
    refusal(await saveCardDraft(checker, { draftId: draft.id, card: cardToJson(card) }, { ifMatch: version })),
  ).toBe('E_VERSION_CONFLICT')
  const race = await Promise.all(
    [maker, checker].map((who) => draftCardVersion(who, { from: { code: 'CSC-DEFAULT' }, code: 'CSC-RACE' })),
  )
  expect(race.map((r) => (r.ok ? 'ok' : r.error.code)).sort()).toEqual(['E_CARD_DRAFT_OPEN', 'ok'])
})

test('a card for one mode takes over from the general one there, and a second one for the same cases is refused', async () => {
  const scoped = (c: Card): Card => ({ ...c, appliesTo: { markets: null, trades: null, modes: ['JG'] } })
  const draftId = await submitted('CSC-JG', maker, scoped)
  value(await publishCard(checker, { draftId }))
  const { batchId } = await scoringBatch(world, market, [{ name: '周某', rank: 8 }])
  const card = await rows(async (tx) => customerCardOf(tx, world.bank.id, batchId, await today()))
  expect([card.code, card.version]).toEqual(['CSC-JG', 1])
  const rival = value(await draftCardVersion(maker, { from: { code: 'CSC-JG' }, code: 'CSC-JG2' }))
  const draft = await getCardDraft(maker, { draftId: rival.id })
  expect(draft.card.appliesTo).toBeNull()
  value(
    await saveCardDraft(maker, {
      draftId: rival.id,
      card: cardToJson(scoped(draft.card)),
      effectiveFrom: (await today()).toString(),
      note: '第二张',
    }),
  )
  const result = await submitCardDraft(maker, { draftId: rival.id })
  expect(refusal(result)).toBe('E_CARD_SCOPE_TAKEN')
  expect(result.ok ? '' : result.error.params.at).toBe('CSC-JG')
})

test('a draft taken back or sent back can be worked on again, and the checker’s task is gone', async () => {
  const tasks = () =>
    rows((tx) => tx.task.count({ where: { bankId: world.bank.id, kind: 'SCORECARD_CHECK', state: 'OPEN' } }))
  const draftId = await submitted('CSC-BACK')
  expect(await tasks()).toBe(1)
  const { card } = await getCardDraft(maker, { draftId })
  expect(refusal(await saveCardDraft(maker, { draftId, card: cardToJson(card) }))).toBe('E_STATE')
  value(await recallCardDraft(maker, { draftId }))
  expect(await tasks()).toBe(0)
  value(await saveCardDraft(maker, { draftId, card: cardToJson(card) }))
  value(await submitCardDraft(maker, { draftId }))
  expect(refusal(await returnCardDraft(maker, { draftId, reason: '自己退回' }))).toBe('E_SOD')
  value(await withdrawCardDraft(maker, { draftId, reason: '不再需要' }))
  expect(await tasks()).toBe(0)
})

test('the file of a version can be imported under another code, and the difference of two versions is on record', async () => {
  const { card, versions } = await getCard(maker, { code: 'CSC-DEFAULT' })
  expect(versions.map((v) => v.version)).toEqual([3, 2, 1])
  const imported = value(await draftCardVersion(maker, { card: cardToJson(card), code: 'CSC-IMPORT' }))
  expect((await getCardDraft(maker, { draftId: imported.id })).card.indicators).toEqual(card.indicators)
  const { changes } = await compareCards(maker, { code: 'CSC-DEFAULT', from: 1, to: 2 })
  expect(changes.filter((c) => c.field === 'maxPoints').map((c) => `${c.code} ${c.before}→${c.after}`)).toEqual([
    'CA1 7→8',
    'CA2 4→3',
  ])
  const market = { ...cardToJson(card), kind: 'MARKET' }
  expect((await draftCardVersion(maker, { card: market as never })).ok).toBe(false)
})

test('a draft is tried on what was scored before, and neither a score nor an audit row comes of it', async () => {
  const draft = value(await draftCardVersion(maker, { from: { code: 'CSC-DEFAULT', version: 1 }, code: 'CSC-TRY' }))
  const { card } = await getCardDraft(maker, { draftId: draft.id })
  const before = await rows((tx) => tx.scoreResult.count({ where: { bankId: world.bank.id } }))
  const same = await tryScorecard(maker, { draftId: draft.id, thresholds: { AAA: '95' } })
  // two batches of C1 with 93 points were scored above; 95 would refuse both
  expect(same.summary).toMatchObject({ cases: 2, admittedBefore: 2, admittedAfter: 0, moves: { REFUSED_NOW: 2 } })
  value(
    await saveCardDraft(maker, {
      draftId: draft.id,
      card: cardToJson({ ...card, indicators: card.indicators.slice(1) }),
    }),
  )
  await expect(tryScorecard(maker, { draftId: draft.id })).rejects.toThrow('E_CARD_NOT_READY')
  const asIs = await tryScorecard(maker, { code: 'CSC-DEFAULT', version: 1 })
  // the second batch was scored with CA1 one point up and CA2 one down: 93 both ways
  expect(asIs.summary.moves.SAME).toBe(2)
  expect(await rows((tx) => tx.scoreResult.count({ where: { bankId: world.bank.id } }))).toBe(before)
  expect(
    (await tryScorecard(await testPerson(other.bank, 'risk9', ['RISK_MGR']), { code: 'CSC-DEFAULT', version: 1 }))
      .summary.cases,
  ).toBe(0)
})

test('another bank neither sees a card, nor drafts from it, nor publishes it', async () => {
  const stranger = await testPerson(other.bank, 'risk1', ['RISK_MGR'])
  expect((await listCards(stranger, {})).items.map((i) => i.code)).toEqual(['CSC-DEFAULT', 'MSC-DEFAULT'])
  expect((await getCard(stranger, { code: 'CSC-DEFAULT' })).versions.map((v) => v.version)).toEqual([1])
  await expect(getCard(stranger, { code: 'CSC-JG' })).rejects.toThrow('E_NOT_FOUND')
  expect(refusal(await draftCardVersion(stranger, { from: { code: 'CSC-JG' }, code: 'CSC-JG' }))).toBe('E_NOT_FOUND')
  const draftId = await submitted('CSC-SECRET')
  await expect(getCardDraft(stranger, { draftId })).rejects.toThrow('E_NOT_FOUND')
  expect(refusal(await publishCard(stranger, { draftId }))).toBe('E_NOT_FOUND')
  expect(refusal(await withdrawCardDraft(stranger, { draftId, reason: '试试' }))).toBe('E_NOT_FOUND')
  const operator = await testPerson(world.bank, 'op1', ['OPERATOR_ADMIN'], {
    partyCode: 'CRD-OP',
    partyId: world.operator,
  })
  await expect(listCards(operator, {})).rejects.toThrow('E_FORBIDDEN')
  const seen = await withTenant({ bankId: world.bank.id, partyId: world.operator }, async (tx) => [
    await tx.scorecard.count(),
    await tx.scorecardDraft.count(),
    await tx.batchScorecard.count(),
  ])
  expect(seen).toEqual([0, 0, 0])
})

test('a batch whose scoring is started twice is fixed once', async () => {
  const { batchId } = await scoringBatch(world, market, [{ name: '周某', rank: 8 }])
  expect(refusal(await startScoring(world.rm, { batchId }))).toBe('E_STATE')
  expect(await rows((tx) => tx.batchScorecard.count({ where: { bankId: world.bank.id, batchId } }))).toBe(1)
})
