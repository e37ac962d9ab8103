/** Which card scores a case, and the very version that a batch or a stored result keeps (§3.0-6). */
import type { Mode } from '@/lib/plans/rules/grades'
import { civilDate, type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import type { Tx } from '@/lib/platform/tenant'
import { cardFromJson } from './card-json'
import { CSC_DEFAULT } from './cards/csc-default'
import { MSC_DEFAULT } from './cards/msc-default'
import { DEFAULT_CARDS } from './default-cards'
import type { Card, CustomerCard, MarketCard } from './rules/card'
import { chooseCard } from './rules/scope'

export const STANDARD_CODE = { MARKET: MSC_DEFAULT.code, CUSTOMER: CSC_DEFAULT.code } as const

/** The bank's own published card of that code in force on a day; else the standard one. Throws E_NOT_FOUND. */
export async function cardInForce(tx: Tx, bankId: string, code: string, on: PlainDate): Promise<Card> {
  const own = await tx.scorecard.findFirst({
    where: { bankId, code, effectiveFrom: { lte: toDb(on) } },
    orderBy: { versionNo: 'desc' },
    select: { definition: true },
  })
  const card = own ? cardFromJson(own.definition) : DEFAULT_CARDS[code]
  if (!card) throw refuse('E_NOT_FOUND', { object: 'scorecard', code })
  return card
}

/** All cards of a kind in force on a day: of each code the latest version, the standard one where a bank has none. */
export async function cardsInForce(tx: Tx, bankId: string, kind: Card['kind'], on: PlainDate): Promise<Card[]> {
  const rows = await tx.scorecard.findMany({
    where: { bankId, kind, effectiveFrom: { lte: toDb(on) } },
    orderBy: [{ code: 'asc' }, { versionNo: 'desc' }],
    distinct: ['code'],
    select: { definition: true },
  })
  const own = rows.map((r) => cardFromJson(r.definition))
  const standard = Object.values(DEFAULT_CARDS).filter((c) => c.kind === kind && !own.some((o) => o.code === c.code))
  return [...standard, ...own]
}

type MarketCase = { code: string; trade: string }

/** The card that a market is surveyed with from this day on. Throws E_NO_CARD when none reaches it. */
export async function marketCardFor(tx: Tx, bankId: string, market: MarketCase, on: PlainDate): Promise<MarketCard> {
  const cards = await cardsInForce(tx, bankId, 'MARKET', on)
  const card = chooseCard(cards, STANDARD_CODE.MARKET, { market: market.code, trade: market.trade, mode: null })
  if (card?.kind !== 'MARKET') throw refuse('E_NO_CARD', { market: market.code })
  return card
}

type BatchCase = { marketId: string; mode: string }

/** The card that a batch would be scored with if it began on this day. Throws E_NO_CARD when none reaches it. */
async function customerCardFor(tx: Tx, bankId: string, batch: BatchCase, on: PlainDate): Promise<CustomerCard> {
  const market = await tx.market.findFirstOrThrow({
    where: { bankId, id: batch.marketId },
    select: { code: true, trade: true },
  })
  const cards = await cardsInForce(tx, bankId, 'CUSTOMER', on)
  const at = { market: market.code, trade: market.trade, mode: batch.mode as Mode }
  const card = chooseCard(cards, STANDARD_CODE.CUSTOMER, at)
  if (card?.kind !== 'CUSTOMER') throw refuse('E_NO_CARD', { market: market.code })
  return card
}

/** Fixes the card of a batch as its scoring begins: what is published later does not touch it. */
export async function fixCardOfBatch(
  tx: Tx,
  bankId: string,
  batch: BatchCase & { id: string },
  on: PlainDate,
  at: Date,
): Promise<CustomerCard> {
  const card = await customerCardFor(tx, bankId, batch, on)
  await tx.batchScorecard.createMany({
    data: { bankId, batchId: batch.id, cardCode: card.code, cardVersion: card.version, fixedAt: at },
    skipDuplicates: true,
  })
  return card
}

/** The card of a batch: the version fixed when its scoring began; before that, the one it would begin with today. */
export async function customerCardOf(tx: Tx, bankId: string, batchId: string, today: PlainDate): Promise<CustomerCard> {
  const fixed = await tx.batchScorecard.findFirst({ where: { bankId, batchId } })
  if (fixed) return customer(await cardOfResult(tx, bankId, fixed.cardCode, fixed.cardVersion))
  const batch = await tx.batch.findFirst({ where: { bankId, id: batchId }, select: { marketId: true, mode: true } })
  if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
  // batches that began before versions were fixed: the day of start-scoring
  const started = await tx.stateHistory.findFirst({
    where: { bankId, objectType: 'batch', objectId: batchId, event: 'start-scoring' },
    orderBy: { at: 'asc' },
    select: { at: true },
  })
  return customerCardFor(tx, bankId, batch, started ? civilDate(started.at) : today)
}

/** The very card version that a stored result was made with. */
export async function cardOfResult(tx: Tx, bankId: string, code: string, version: number): Promise<Card> {
  return (await cardsOfResults(tx, bankId, [{ code, version }]))(code, version)
}

/** The same of many results: each version is read once, whatever rests on it. @throws E_NOT_FOUND when one is asked for that is not there */
export async function cardsOfResults(
  tx: Tx,
  bankId: string,
  results: readonly { code: string; version: number }[],
): Promise<(code: string, version: number) => Card> {
  const key = (code: string, version: number) => `${code} ${version}`
  const asked = new Map(
    results.filter((r) => DEFAULT_CARDS[r.code]?.version !== r.version).map((r) => [key(r.code, r.version), r]),
  )
  const own =
    asked.size === 0
      ? []
      : await tx.scorecard.findMany({
          where: { bankId, OR: [...asked.values()].map((r) => ({ code: r.code, versionNo: r.version })) },
          select: { code: true, versionNo: true, definition: true },
        })
  const cards = new Map(own.map((c) => [key(c.code, c.versionNo), cardFromJson(c.definition)]))
  return (code, version) => {
    const standard = DEFAULT_CARDS[code]
    const card = standard?.version === version ? standard : cards.get(key(code, version))
    if (!card) throw refuse('E_NOT_FOUND', { object: 'scorecard', code })
    return card
  }
}

/** The published versions that a batch's scores rest on: who has just published one of them does not approve with it (§6.3). */
export async function cardIdsOfBatch(tx: Tx, bankId: string, batchId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select distinct c.id from application a
      join application_outcome o on o.bank_id = a.bank_id and o.application_id = a.id
      join score_result r on r.bank_id = o.bank_id and r.id = o.score_result_id
      join scorecard c on c.bank_id = r.bank_id and c.code = r.card_code and c.version_no = r.card_version
    where a.bank_id = ${bankId}::uuid and a.batch_id = ${batchId}::uuid`
  return rows.map((r) => r.id)
}

function customer(card: Card): CustomerCard {
  if (card.kind !== 'CUSTOMER') throw new Error(`card ${card.code} does not score merchants`)
  return card
}

/** The published row of a card version as the duties name it; empty for the standard cards, which nobody here published. */
export async function publishedCardId(tx: Tx, bankId: string, card: Pick<Card, 'code' | 'version'>): Promise<string[]> {
  const row = await tx.scorecard.findFirst({
    where: { bankId, code: card.code, versionNo: card.version },
    select: { id: true },
  })
  return row ? [row.id] : []
}
