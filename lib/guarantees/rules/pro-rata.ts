/** Splitting an amount so that the parts add up to the fen and no part is negative or larger than it may be. */
import { type Fen, maxFen, minFen, mulDiv, sumFen } from '@/lib/platform/money'

/**
 * take_i = round2(need × balance_i ÷ Σ balance), the last one absorbs the fen (§2.2). When the need is at least the
 * whole, everything is taken. Never more than a balance: what the last one cannot absorb goes back to those before it.
 */
export function takeProRata(needFen: Fen, balancesFen: readonly Fen[]): Fen[] {
  const total = sumFen(balancesFen)
  if (needFen <= 0n || total <= 0n) return balancesFen.map(() => 0n)
  if (needFen >= total) return [...balancesFen]
  return split(needFen, balancesFen, balancesFen)
}

/** share_i = total × weight_i ÷ Σ weight, rounded to the fen, the last one absorbs the rest (LEG-6, §2.2). */
export function shareByWeight(totalFen: Fen, weights: readonly Fen[]): Fen[] {
  if (totalFen <= 0n || sumFen(weights) <= 0n) return weights.map(() => 0n)
  return split(
    totalFen,
    weights,
    weights.map((w) => (w > 0n ? totalFen : 0n)),
  )
}

function split(totalFen: Fen, weights: readonly Fen[], caps: readonly Fen[]): Fen[] {
  const sum = sumFen(weights)
  let left = totalFen
  const shares = weights.map((w) => {
    const share = minFen(mulDiv(totalFen, w, sum), left)
    left -= share
    return share
  })
  const last = weights.findLastIndex((w) => w > 0n)
  for (let i = last; i >= 0 && left > 0n; i--) {
    const extra = minFen(left, maxFen(caps[i]! - shares[i]!, 0n))
    shares[i] = shares[i]! + extra
    left -= extra
  }
  return shares
}
