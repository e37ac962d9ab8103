/** Which uses of funds are looked at, and what a report must show (§7.4, self payment). */
import type { PlainDate } from '@/lib/platform/dates'
import { type Fen, type Ppm, sumFen } from '@/lib/platform/money'

export type SampleReason = 'LARGE' | 'RANDOM'

/** FNV-1a: spreads neighbouring loan numbers evenly, and gives the same draw whenever it is asked again. */
function spread(text: string): number {
  let h = 0x811c9dc5
  for (const ch of text) h = Math.imul(h ^ ch.codePointAt(0)!, 0x01000193)
  // one more mixing, for what differs in its last figure only
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  return (h ^ (h >>> 13)) >>> 0
}

/** Every report above the line is looked at, and a fixed share of the others, drawn by the loan's own number. */
export function sampleOf(
  loan: { number: string; amountFen: Fen },
  p: { lineFen: Fen; sharePpm: Ppm },
): SampleReason | null {
  if (loan.amountFen > p.lineFen) return 'LARGE'
  return spread(loan.number) % 1_000_000 < p.sharePpm ? 'RANDOM' : null
}

export type Voucher = { amountFen: Fen; paidOn: PlainDate }
export type VoucherProblem = 'E_VOUCHER_BEFORE_LOAN' | 'E_VOUCHER_OVER_LOAN'

/** A payment from before the money came cannot have been made with it, and nobody spends more of a loan than it is. */
export function voucherProblem(
  loan: { amountFen: Fen; startsOn: PlainDate },
  reportedFen: Fen,
  added: readonly Voucher[],
): VoucherProblem | null {
  if (added.some((v) => Temporal.PlainDate.compare(v.paidOn, loan.startsOn) < 0)) return 'E_VOUCHER_BEFORE_LOAN'
  return reportedFen + sumFen(added.map((v) => v.amountFen)) > loan.amountFen ? 'E_VOUCHER_OVER_LOAN' : null
}
