/** The customer card that a batch is scored with: the one in force when its scoring began, kept to the end (§3.0-6). */
import { civilDate, type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import type { Tx } from '@/lib/platform/tenant'
import { cardFromJson } from './card-json'
import { CSC_DEFAULT } from './cards/csc-default'
import { DEFAULT_CARDS } from './default-cards'
import type { Card, CustomerCard } from './rules/card'

/** The bank's own published card of that code in force on a day; else the standard one. Throws E_NOT_FOUND. */
export async function cardInForce(tx: Tx, bankId: string, code: string, on: PlainDate): Promise<Card> {
  const own = await tx.scorecard.findFirst({
    where: { bankId, code, state: 'PUBLISHED', effectiveFrom: { lte: toDb(on) } },
    orderBy: { versionNo: 'desc' },
    select: { definition: true },
  })
  const card = own ? cardFromJson(own.definition) : DEFAULT_CARDS[code]
  if (!card) throw refuse('E_NOT_FOUND', { object: 'scorecard', code })
  return card
}

/** The card of a batch: in force on the day of start-scoring, or today when scoring has not begun. */
export async function customerCardOf(tx: Tx, bankId: string, batchId: string, today: PlainDate): Promise<CustomerCard> {
  const started = await tx.stateHistory.findFirst({
    where: { bankId, objectType: 'batch', objectId: batchId, event: 'start-scoring' },
    orderBy: { at: 'asc' },
    select: { at: true },
  })
  const card = await cardInForce(tx, bankId, CSC_DEFAULT.code, started ? civilDate(started.at) : today)
  if (card.kind !== 'CUSTOMER') throw new Error(`card ${card.code} does not score merchants`)
  return card
}

/** The very card version that a stored result was made with. */
export async function cardOfResult(tx: Tx, bankId: string, code: string, version: number): Promise<Card> {
  const standard = DEFAULT_CARDS[code]
  if (standard?.version === version) return standard
  const own = await tx.scorecard.findFirst({
    where: { bankId, code, versionNo: version },
    select: { definition: true },
  })
  if (!own) throw refuse('E_NOT_FOUND', { object: 'scorecard', code })
  return cardFromJson(own.definition)
}
