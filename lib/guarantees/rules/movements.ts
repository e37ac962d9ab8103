/** What may move on a margin-like account, and who has to agree first (§2.1.3, INV-A1 to INV-A4). */
import { daysBetween, type PlainDate } from '@/lib/platform/dates'
import { type Fen, mulDiv, sumFen } from '@/lib/platform/money'

export const ACCOUNT_TYPES = [
  'JG_MARGIN',
  'ASSIST_FUND',
  'RISK_COMP_FUND',
  'GUARANTOR_MARGIN',
  'DEVELOPER_MARGIN',
  'DEBT_SERVICE_RESERVE',
] as const
export type MarginAccountType = (typeof ACCOUNT_TYPES)[number]

export type CreditMovement = 'MARGIN_IN' | 'REPLENISH_IN' | 'DEPOSIT_INTEREST' | 'RECOVERY_IN' | 'SEED_IN' | 'TOPUP_IN'
export type DebitMovement = 'COMPENSATION_OUT' | 'RELEASE_OUT' | 'INTEREST_OUT' | 'PROGRAM_END_OUT' | 'BOND_PAYMENT_OUT'
export type Movement = CreditMovement | DebitMovement

/** The table of §2.1.3: nothing that is not named here may be posted; there is no generic withdrawal (INV-A3). */
export const PERMITTED_MOVEMENTS: Record<
  MarginAccountType,
  { credits: readonly CreditMovement[]; debits: readonly DebitMovement[] }
> = {
  JG_MARGIN: {
    credits: ['MARGIN_IN', 'REPLENISH_IN', 'DEPOSIT_INTEREST', 'RECOVERY_IN'],
    debits: ['COMPENSATION_OUT', 'RELEASE_OUT', 'INTEREST_OUT'],
  },
  ASSIST_FUND: {
    credits: ['MARGIN_IN', 'REPLENISH_IN', 'DEPOSIT_INTEREST', 'RECOVERY_IN'],
    debits: ['COMPENSATION_OUT', 'RELEASE_OUT', 'INTEREST_OUT'],
  },
  RISK_COMP_FUND: {
    credits: ['SEED_IN', 'TOPUP_IN', 'DEPOSIT_INTEREST', 'RECOVERY_IN'],
    debits: ['COMPENSATION_OUT', 'PROGRAM_END_OUT'],
  },
  GUARANTOR_MARGIN: {
    credits: ['MARGIN_IN', 'REPLENISH_IN', 'DEPOSIT_INTEREST'],
    debits: ['COMPENSATION_OUT', 'RELEASE_OUT'],
  },
  DEVELOPER_MARGIN: {
    credits: ['MARGIN_IN', 'REPLENISH_IN'],
    debits: ['COMPENSATION_OUT', 'RELEASE_OUT'],
  },
  DEBT_SERVICE_RESERVE: {
    credits: ['MARGIN_IN'],
    debits: ['BOND_PAYMENT_OUT'],
  },
}

/** 'IN' or 'OUT' when the account takes this movement, null when it must be refused. */
export function movementSide(account: MarginAccountType, movement: string): 'IN' | 'OUT' | null {
  const { credits, debits } = PERMITTED_MOVEMENTS[account]
  if ((credits as readonly string[]).includes(movement)) return 'IN'
  return (debits as readonly string[]).includes(movement) ? 'OUT' : null
}

export type SubLedger = { ledgerFen: Fen; frozenFen: Fen }

/** INV-A4: available = ledger − frozen; below zero something is wrong with the account. */
export function availableFen(s: SubLedger): Fen {
  return s.ledgerFen - s.frozenFen
}

/** INV-A4: main account ledger − Σ sub-ledgers; anything but zero blocks releases and disbursements. */
export function reconciliationDifference(mainLedgerFen: Fen, subs: readonly SubLedger[]): Fen {
  return mainLedgerFen - sumFen(subs.map((s) => s.ledgerFen))
}

export type CompensationRequest = {
  amountFen: Fen
  claimState: string
  claimUnpaidFen: Fen
  makerId: string
  checkerId: string
  loanManagerId: string
  beneficiaryAccountNo: string
  loanRepaymentAccountNo: string
  account: SubLedger
}

export type CompensationRefusal =
  | 'E_CLAIM_NOT_CONFIRMED'
  | 'E_SOD'
  | 'E_AMOUNT_OVER_CAP:claim'
  | 'E_BENEFICIARY'
  | 'E_MARGIN_UNAVAILABLE'

/** INV-A1: a claim confirmed by two people who do not manage the loan, not above it, paid to that loan's own account. */
export function checkCompensation(r: CompensationRequest): CompensationRefusal[] {
  const found: CompensationRefusal[] = []
  if (r.claimState !== 'BANK_CONFIRMED') found.push('E_CLAIM_NOT_CONFIRMED')
  if (new Set([r.makerId, r.checkerId, r.loanManagerId]).size < 3) found.push('E_SOD')
  if (r.amountFen <= 0n || r.amountFen > r.claimUnpaidFen) found.push('E_AMOUNT_OVER_CAP:claim')
  if (r.beneficiaryAccountNo !== r.loanRepaymentAccountNo) found.push('E_BENEFICIARY')
  if (r.amountFen > availableFen(r.account)) found.push('E_MARGIN_UNAVAILABLE')
  return found
}

export type ReleaseRequest = {
  amountFen: Fen
  account: SubLedger
  /** unpaid principal, interest, penalty and fees of all loans this sub-ledger covers */
  coveredDebtFen: Fen
  openClaimsInScope: number
  replenishmentDueFen: Fen
  settledOn: PlainDate | null
  today: PlainDate
  releaseDelayDays: number
  beneficiaryAccountNo: string
  originAccountNo: string
  reconciliationDifferenceFen: Fen
  /** an assist fund whose refund rule does not let it go yet */
  refundRefused?: RefundRefusal | null
}

/** An enterprise's assist fund goes back at the end of the programme, with its own loan, or never (§2.3). */
export const ASSIST_FUND_REFUNDS = ['PROGRAM_END', 'LOAN_SETTLED', 'NON_REFUNDABLE'] as const
export type AssistFundRefund = (typeof ASSIST_FUND_REFUNDS)[number]
export type RefundRefusal = 'E_FUND_PROGRAM_RUNS' | 'E_FUND_NOT_REFUNDABLE'

/** What the refund rule says; money for a loan that was never made goes back whatever the rule. */
export function refundRefused(
  rule: AssistFundRefund,
  f: { neverLent: boolean; programmeRuns: boolean },
): RefundRefusal | null {
  if (f.neverLent) return null
  if (rule === 'NON_REFUNDABLE') return 'E_FUND_NOT_REFUNDABLE'
  return rule === 'PROGRAM_END' && f.programmeRuns ? 'E_FUND_PROGRAM_RUNS' : null
}

export type ReleaseRefusal =
  | RefundRefusal
  | 'E_MARGIN_STILL_COVERS'
  | 'E_CLAIM_OPEN'
  | 'E_REPLENISH_DUE'
  | 'E_RELEASE_DELAY'
  | 'E_BENEFICIARY'
  | 'E_MARGIN_UNAVAILABLE'
  | 'E_RECONCILIATION'

/** INV-A2 and INV-A4: money goes back only when nothing it secures is left, and only to where it came from. */
export function checkRelease(r: ReleaseRequest): ReleaseRefusal[] {
  const found: ReleaseRefusal[] = []
  if (r.refundRefused) found.push(r.refundRefused)
  if (r.coveredDebtFen !== 0n || r.settledOn === null) found.push('E_MARGIN_STILL_COVERS')
  if (r.openClaimsInScope > 0) found.push('E_CLAIM_OPEN')
  if (r.replenishmentDueFen > 0n) found.push('E_REPLENISH_DUE')
  if (r.settledOn !== null && daysBetween(r.settledOn, r.today) < r.releaseDelayDays) found.push('E_RELEASE_DELAY')
  if (r.beneficiaryAccountNo !== r.originAccountNo) found.push('E_BENEFICIARY')
  if (r.amountFen <= 0n || r.amountFen > availableFen(r.account)) found.push('E_MARGIN_UNAVAILABLE')
  if (r.reconciliationDifferenceFen !== 0n) found.push('E_RECONCILIATION')
  return found
}

/**
 * A correction is no way to withdraw (INV-A2, INV-A3): what secures loans that are still owed is reversed only when the
 * required margin is there without it.
 */
export function reversalUncovers(r: {
  ledgerFen: Fen
  requiredFen: Fen
  /** what the reversed movement brought; a reversal of a debit brings money back and uncovers nothing */
  effectFen: Fen
  coveredDebtFen: Fen
}): boolean {
  return r.effectFen > 0n && r.coveredDebtFen > 0n && r.ledgerFen - r.effectFen < r.requiredFen
}

/** Whose the deposit interest is unless the bank says otherwise: the pool's in an assist fund, the member's in a group (INV-A9). */
export const INTEREST_OWNER: Record<MarginAccountType, 'POOL' | 'MEMBER'> = {
  JG_MARGIN: 'MEMBER',
  ASSIST_FUND: 'POOL',
  RISK_COMP_FUND: 'POOL',
  GUARANTOR_MARGIN: 'POOL',
  DEVELOPER_MARGIN: 'POOL',
  DEBT_SERVICE_RESERVE: 'POOL',
}

/** Deposit interest = round2(Σ daily balance × rate ÷ 360); `balanceDays` in fen-days. */
export function depositInterest(balanceDays: bigint, annualRatePpm: number): Fen {
  return balanceDays <= 0n ? 0n : mulDiv(balanceDays, BigInt(annualRatePpm), 360_000_000n)
}
