/** The market card version that a survey round was opened with; a published version never changes (§3.0-6). */
import type { Tx } from '@/lib/platform/tenant'
import { cardOfResult, cardsOfResults } from '@/lib/scoring/card-in-force'
import type { Card, MarketCard } from '@/lib/scoring/rules/card'

export async function marketCardVersion(tx: Tx, bankId: string, code: string, version: number): Promise<MarketCard> {
  return marketCard(await cardOfResult(tx, bankId, code, version))
}

/** The cards of many surveys, each version read once. */
export async function marketCardsOf(
  tx: Tx,
  bankId: string,
  surveys: readonly { cardCode: string; cardVersion: number }[],
): Promise<(survey: { cardCode: string; cardVersion: number }) => MarketCard> {
  const cardOf = await cardsOfResults(
    tx,
    bankId,
    surveys.map((s) => ({ code: s.cardCode, version: s.cardVersion })),
  )
  return (s) => marketCard(cardOf(s.cardCode, s.cardVersion))
}

function marketCard(card: Card): MarketCard {
  if (card.kind !== 'MARKET') throw new RangeError(`${card.code} is no market card`)
  return card
}
