/**
 * A charge that runs evenly by the day (penalty, compound interest): `step ÷ den` fen a day from a day on, beside what it
 * had come to by then. Whenever its step changes it is cut: what has run is rounded half up to the fen and kept as the new
 * base. A settlement date posts it. Between two cuts nothing is written for a day that passes (§5.6.3–5).
 */
import type { Fen } from '@/lib/platform/money'
import type { SerialDay } from './serial-day'

export type Charge = {
  /** posted on settlement dates and not paid */
  postedFen: Fen
  /** run since the last settlement up to `from` and not paid */
  baseFen: Fen
  from: SerialDay
  step: bigint
  /** everything this charge has ever come to, up to `from` */
  chargedFen: Fen
}

export function noCharge(on: SerialDay): Charge {
  return { postedFen: 0n, baseFen: 0n, from: on, step: 0n, chargedFen: 0n }
}

/** What has run from `from` to a day, rounded half up to the fen. */
export function runSince(c: Pick<Charge, 'from' | 'step'>, on: SerialDay, den: bigint): Fen {
  if (c.step === 0n || on <= c.from) return 0n
  return (2n * c.step * BigInt(on - c.from) + den) / (2n * den)
}

/** Owed of this charge on a day: posted and running. */
export function owedOf(c: Charge, on: SerialDay, den: bigint): Fen {
  return c.postedFen + c.baseFen + runSince(c, on, den)
}

/** Gives the charge a new step from a day on; an unchanged step does not cut it. */
export function restep(c: Charge, on: SerialDay, step: bigint, den: bigint): void {
  if (step === c.step) return
  cut(c, on, den)
  c.step = step
}

function cut(c: Charge, on: SerialDay, den: bigint): void {
  const run = runSince(c, on, den)
  c.baseFen += run
  c.chargedFen += run
  c.from = on
}

/** A settlement date posts what has run. */
export function settle(c: Charge, on: SerialDay, den: bigint): void {
  if (c.step === 0n && c.baseFen === 0n) return
  cut(c, on, den)
  c.postedFen += c.baseFen
  c.baseFen = 0n
}

/** Takes a payment or a waiver off: from what was posted first. Expects no more than is owed. */
export function takeOff(c: Charge, on: SerialDay, fen: Fen, den: bigint): void {
  const fromPosted = fen < c.postedFen ? fen : c.postedFen
  c.postedFen -= fromPosted
  if (fen === fromPosted) return
  cut(c, on, den)
  c.baseFen -= fen - fromPosted
}
