import { createHash } from 'node:crypto'
import { canonicalJson } from '@/lib/platform/wire'
import type { Card } from './rules/card'
import type { ScoreContext, ScoreInput } from './rules/score-result'

/** The fingerprint stored with a result (§3.0-6): same card version, inputs, evidence, vetoes and market, same hash. */
export function inputHash(
  card: Card,
  inputs: Readonly<Record<string, ScoreInput | undefined>>,
  context: ScoreContext,
): string {
  const stated = {
    card: card.code,
    version: card.version,
    inputs,
    vetoes: [...context.vetoes].sort(),
    waivers: [...context.waivers].sort(),
    market: context.market,
  }
  return createHash('sha256').update(canonicalJson(stated)).digest('hex')
}
