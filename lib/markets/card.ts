/** The market card version that a survey round was opened with; a published version never changes (§3.0-6). */
import type { Tx } from '@/lib/platform/tenant'
import { cardOfResult } from '@/lib/scoring/card-in-force'
import type { MarketCard } from '@/lib/scoring/rules/card'

export async function marketCardVersion(tx: Tx, bankId: string, code: string, version: number): Promise<MarketCard> {
  const card = await cardOfResult(tx, bankId, code, version)
  if (card.kind !== 'MARKET') throw new RangeError(`${code} is no market card`)
  return card
}
