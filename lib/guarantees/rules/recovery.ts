/** How what is recovered after a compensation flows back, by mode (§2.2, §2.3, CC-700). Pure. */
import { type Fen, minFen, sumFen } from '@/lib/platform/money'
import { cny, type Traced, type TraceStep } from '@/lib/platform/trace'
import { takeProRata } from './pro-rata'

export type RecoveryMode = 'JG' | 'AF' | 'GC' | 'LI' | 'PK' | 'DF'
/** Someone who paid and has not had it back: `openFen` is what is still owed to it. `pool`: an enterprise assist fund. */
export type Payer = { id: string; source: string; openFen: Fen }

export type RecoveryShares = {
  bankFen: Fen
  payers: { id: string; amountFen: Fen }[]
  /** beyond every loss: it belongs to the borrower */
  borrowerFen: Fen
}

/**
 * Net of costs. Where the law or the agreement puts the bank first (JG, GC, LI, PK, DF) it takes up to what it is still
 * owed, then the payers share in proportion to what they paid. In an assist fund losses come back in reverse order: bank
 * and government side by side, then the enterprises' fund. Σ shares = net to the fen.
 */
export function shareRecovery(
  mode: RecoveryMode,
  netFen: Fen,
  bankOwedFen: Fen,
  payers: readonly Payer[],
): Traced<RecoveryShares> {
  const steps: TraceStep[] = []
  const given = new Map<string, Fen>()
  let bankFen = 0n
  let left = netFen
  /** shares `left` over the bank (when it takes part) and some payers, in proportion to what each is owed */
  const round = (withBank: boolean, who: readonly Payer[], formula: string) => {
    const owed = [...(withBank ? [bankOwedFen] : []), ...who.map((p) => p.openFen)]
    const takes = takeProRata(minFen(left, sumFen(owed)), owed)
    const own = withBank ? takes[0]! : 0n
    bankFen += own
    if (withBank)
      steps.push({
        ...cny('bank', own),
        rule: '§8.6',
        formula,
        inputs: [cny('rest', left), cny('outstanding', bankOwedFen)],
      })
    for (const [i, p] of who.entries()) {
      const fen = takes[i + (withBank ? 1 : 0)]!
      given.set(p.id, fen)
      steps.push({
        ...cny('returned', fen, p.id),
        rule: '§8.6',
        formula,
        inputs: [cny('rest', left), cny('paid', p.openFen, p.id)],
      })
    }
    left -= sumFen(takes)
  }
  if (mode === 'AF') {
    const fund = payers.filter((p) => p.source === 'enterpriseFund')
    round(
      true,
      payers.filter((p) => p.source !== 'enterpriseFund'),
      'rest × loss ÷ Σ loss',
    )
    round(false, fund, 'min(rest, paid)')
  } else {
    round(true, [], 'min(rest, outstanding)')
    round(false, payers, 'rest × paid ÷ Σ paid')
  }
  return {
    value: { bankFen, payers: payers.map((p) => ({ id: p.id, amountFen: given.get(p.id) ?? 0n })), borrowerFen: left },
    trace: { rule: 'guarantees.shareRecovery', version: 1, result: cny('bank', bankFen), steps },
  }
}
