/** Margin: how much each member or partner owes, and whether what was paid may carry a disbursement (§2.1.2, §2.2). */
import { daysBetween, isAfter, type PlainDate } from '@/lib/platform/dates'
import { type Fen, maxFen, mulRate, type Ppm, sumFen } from '@/lib/platform/money'
import { cny, percent, type Traced, type TraceStep } from '@/lib/platform/trace'

/** margin_i = round2(margin_ratio × L_i) (§2.2). */
export function memberMargin(loanFen: Fen, marginRatioPpm: Ppm): Fen {
  return mulRate(loanFen, marginRatioPpm)
}

/** The least that must be on the sub-ledger before a disbursement: ceil_fen(margin_ratio × contract amount) (INV-A5). */
export function marginRequired(contractAmountFen: Fen, marginRatioPpm: Ppm): Fen {
  return mulRate(contractAmountFen, marginRatioPpm, 'CEIL')
}

export type MarginMember = { id: string; loanFen: Fen }
export type MarginPool = { members: { id: string; marginFen: Fen }[]; poolFen: Fen }

/** The margins of a group and their pool M = Σ margin_i (§2.2); each step names its member as source. */
export function marginPool(members: readonly MarginMember[], marginRatioPpm: Ppm): Traced<MarginPool> {
  const margins = members.map((m) => ({ id: m.id, marginFen: memberMargin(m.loanFen, marginRatioPpm) }))
  const poolFen = sumFen(margins.map((m) => m.marginFen))
  const steps: TraceStep[] = margins.map((m, i) => ({
    ...cny('memberMargin', m.marginFen, m.id),
    rule: '§2.2',
    formula: 'loanAmount × marginRatio',
    inputs: [cny('loanAmount', members[i]!.loanFen), percent('marginRatio', marginRatioPpm)],
  }))
  steps.push({
    ...cny('marginPool', poolFen),
    rule: '§2.2',
    formula: 'Σ memberMargin',
    inputs: margins.map((m) => cny('memberMargin', m.marginFen, m.id)),
  })
  return {
    value: { members: margins, poolFen },
    trace: { rule: 'guarantees.marginPool', version: 1, result: cny('marginPool', poolFen), steps },
  }
}

export type MarginMethod =
  | { method: 'BY_LOAN_AMOUNT'; contractAmountsFen: readonly Fen[]; marginRatioPpm: Ppm }
  | { method: 'BY_BALANCE'; balancesFen: readonly Fen[]; marginRatioPpm: Ppm }
  | { method: 'FIXED_PREPAID'; amountFen: Fen }

/**
 * What a scheme needs on its margin account (§2.1.2). BY_LOAN_AMOUNT: Σ of what each contract needs, each rounded up;
 * BY_BALANCE: round2(Σ balance × ratio); FIXED_PREPAID: the lump sum.
 */
export function marginNeeded(m: MarginMethod): Fen {
  switch (m.method) {
    case 'BY_LOAN_AMOUNT':
      return sumFen(m.contractAmountsFen.map((a) => marginRequired(a, m.marginRatioPpm)))
    case 'BY_BALANCE':
      return mulRate(sumFen(m.balancesFen), m.marginRatioPpm)
    case 'FIXED_PREPAID':
      return m.amountFen
  }
}

export type MarginDeposit = { amountFen: Fen; valueDate: PlainDate }
export type MarginShort = {
  code: 'E_MARGIN_SHORT'
  requiredFen: Fen
  paidFen: Fen
  missingFen: Fen
}

/** INV-A5: only deposits with a value date on or before the disbursement count; null when they suffice. */
export function checkMarginPaid(
  contractAmountFen: Fen,
  marginRatioPpm: Ppm,
  deposits: readonly MarginDeposit[],
  disbursementDate: PlainDate,
): MarginShort | null {
  const requiredFen = marginRequired(contractAmountFen, marginRatioPpm)
  const paidFen = sumFen(deposits.filter((d) => !isAfter(d.valueDate, disbursementDate)).map((d) => d.amountFen))
  if (paidFen >= requiredFen) return null
  return { code: 'E_MARGIN_SHORT', requiredFen, paidFen, missingFen: maxFen(requiredFen - paidFen, 0n) }
}

export type MarginSource = {
  sourceAccountNo: string
  amountFen: Fen
  valueDate: PlainDate
  /** the borrower's loan account and the bank's transit account */
  forbiddenAccountNos: readonly string[]
  /** money that left loan or transit accounts of this borrower */
  loanOutflows: readonly { amountFen: Fen; date: PlainDate }[]
}

/** INV-A6: margin must not come out of the loan, directly or as the same amount within `windowDays` before (3). */
export function checkMarginSource(s: MarginSource, windowDays: number): 'E_MARGIN_FROM_LOAN' | null {
  if (s.forbiddenAccountNos.includes(s.sourceAccountNo)) return 'E_MARGIN_FROM_LOAN'
  const mirrored = s.loanOutflows.some((o) => {
    const before = daysBetween(o.date, s.valueDate)
    return o.amountFen === s.amountFen && before >= 0 && before <= windowDays
  })
  return mirrored ? 'E_MARGIN_FROM_LOAN' : null
}
