/** Which of the bank's cards scores a case: the one whose scope names it most closely. Nobody picks a card by hand. */
import type { Mode } from '@/lib/plans/rules/grades'
import type { Card, CardScope } from './card'

/** The market, its trade and, for merchants, the mode of their batch. */
export type CardCase = { market: string; trade: string; mode: Mode | null }

/** A market named counts more than a trade, a trade more than a mode; -1: the scope does not reach the case. */
export function closeness(scope: CardScope | null, at: CardCase): number {
  if (scope === null) return -1
  const fits = (list: readonly string[] | null, value: string | null): boolean =>
    list === null || (value !== null && list.includes(value))
  if (!fits(scope.markets, at.market) || !fits(scope.trades, at.trade) || !fits(scope.modes, at.mode)) return -1
  return rankOf(scope)
}

const rankOf = (s: CardScope): number => (s.markets ? 4 : 0) + (s.trades ? 2 : 0) + (s.modes ? 1 : 0)

/**
 * The card of a case among those in force. Two that reach it equally closely cannot both be published
 * (`scopeRivals`), except a bank's own card beside the standard one: then its own. Null: no card reaches the case.
 */
export function chooseCard<C extends Card>(cards: readonly C[], standardCode: string, at: CardCase): C | null {
  let best: C | null = null
  for (const card of cards) {
    const now = closeness(card.appliesTo, at)
    if (now < 0) continue
    const before = best ? closeness(best.appliesTo, at) : -1
    if (now > before || (now === before && best?.code === standardCode)) best = card
  }
  return best
}

/** Codes of other cards of the kind that could reach some case exactly as closely as this one. */
export function scopeRivals(card: Card, others: readonly Card[], standardCode: string): string[] {
  const own = card.appliesTo
  if (own === null) return []
  return others
    .filter((o) => o.kind === card.kind && o.code !== card.code && o.appliesTo !== null)
    .filter((o) => o.code !== standardCode && card.code !== standardCode)
    .filter((o) => rankOf(o.appliesTo!) === rankOf(own) && meet(o.appliesTo!, own))
    .map((o) => o.code)
}

function meet(a: CardScope, b: CardScope): boolean {
  const both = (x: readonly string[] | null, y: readonly string[] | null): boolean =>
    x === null || y === null || x.some((v) => y.includes(v))
  return both(a.markets, b.markets) && both(a.trades, b.trades) && both(a.modes, b.modes)
}
