/** Which market card is in force, and the version that a stored score was made with. */
import { type PlainDate, toDb } from '@/lib/platform/dates'
import type { Tx } from '@/lib/platform/tenant'
import { cardFromJson } from '@/lib/scoring/card-json'
import { MSC_DEFAULT } from '@/lib/scoring/cards/msc-default'
import type { MarketCard } from '@/lib/scoring/rules/card'

/** The bank's own published version in force on the day, else the standard card. */
export async function marketCardInForce(tx: Tx, bankId: string, on: PlainDate): Promise<MarketCard> {
  const own = await tx.scorecard.findFirst({
    where: { bankId, code: MSC_DEFAULT.code, state: 'PUBLISHED', effectiveFrom: { lte: toDb(on) } },
    orderBy: { versionNo: 'desc' },
    select: { definition: true },
  })
  return own ? marketCard(own.definition) : MSC_DEFAULT
}

/** One version by number; a published version never changes (§3.0-6). */
export async function marketCardVersion(tx: Tx, bankId: string, code: string, version: number): Promise<MarketCard> {
  const own = await tx.scorecard.findFirst({
    where: { bankId, code, versionNo: version },
    select: { definition: true },
  })
  if (own) return marketCard(own.definition)
  if (code === MSC_DEFAULT.code && version === MSC_DEFAULT.version) return MSC_DEFAULT
  throw new RangeError(`no scorecard ${code} v${version}`)
}

function marketCard(definition: unknown): MarketCard {
  const card = cardFromJson(definition)
  if (card.kind !== 'MARKET') throw new RangeError(`${card.code} is no market card`)
  return card
}
