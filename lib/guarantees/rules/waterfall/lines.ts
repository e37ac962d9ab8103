/** The common form of every waterfall: sources in contractual order (LEG-9), each taking what it can of what is left. */
import { type Fen, minFen, sumFen } from '@/lib/platform/money'
import { cny, type Trace, type TraceStep, type TraceValue } from '@/lib/platform/trace'

/** Who pays, in the words of the agreements; the trace labels are the same words. */
export type WaterfallSource =
  | 'settlementAccount'
  | 'ownMargin'
  | 'mutualMargin'
  | 'jointLiability'
  | 'operatorGuarantee'
  | 'collateral'
  | 'enterpriseFund'
  | 'govFund'
  | 'guarantor'
  | 'guarantorMargin'
  | 'insurer'
  | 'govExcessFund'
  | 'borrower'
  | 'developerMargin'
  | 'developerGuarantee'
  | 'mortgage'
  | 'otherGuarantors'
  | 'reserveAccount'
  | 'creditEnhancer'
  | 'juniorTranche'
  | 'mezzTranche'
  | 'seniorTranche'
  | 'bank'

export type WaterfallLine = {
  order: number
  source: WaterfallSource
  /** member, fund or company when a source has several; null otherwise */
  payer: string | null
  amountFen: Fen
}

export type WaterfallTotals = {
  claimFen: Fen
  lines: WaterfallLine[]
  /** what others than the bank pay */
  coveredFen: Fen
  /** what stays with the bank */
  bankFen: Fen
}

export type Derivation = { rule: string; formula?: string; inputs?: TraceValue[]; payer?: string }

/** Walks one claim down its sources; Σ of all lines is the claim to the fen. */
export class Cascade {
  readonly lines: WaterfallLine[] = []
  readonly steps: TraceStep[] = []
  readonly claimFen: Fen
  left: Fen

  constructor(claimFen: Fen) {
    this.claimFen = claimFen
    this.left = claimFen
  }

  /** Takes at most `availableFen` (null: without limit) of what is left, and answers what was taken. */
  take(source: WaterfallSource, availableFen: Fen | null, from: Derivation): Fen {
    const amountFen = availableFen === null ? this.left : minFen(this.left, availableFen > 0n ? availableFen : 0n)
    this.left -= amountFen
    this.lines.push({ order: this.lines.length + 1, source, payer: from.payer ?? null, amountFen })
    this.steps.push({
      ...cny(source, amountFen, from.payer),
      rule: from.rule,
      ...(from.formula ? { formula: from.formula } : {}),
      inputs: from.inputs ?? [],
    })
    return amountFen
  }

  /** The bank bears what no source has taken. */
  bankBearsRest(rule: string): Fen {
    return this.take('bank', null, { rule, formula: 'claim − Σ paid', inputs: [cny('claim', this.claimFen)] })
  }

  totals(): WaterfallTotals {
    const bankFen = sumFen(this.lines.filter((l) => l.source === 'bank').map((l) => l.amountFen))
    const coveredFen = sumFen(this.lines.filter((l) => l.source !== 'bank').map((l) => l.amountFen))
    return { claimFen: this.claimFen, lines: this.lines, coveredFen, bankFen }
  }

  trace(rule: string, result: TraceValue): Trace {
    return { rule, version: 1, result, steps: this.steps }
  }
}
