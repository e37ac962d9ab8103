/** Conditions precedent, how money may be paid out, and to whom (§7.3, §7.4). */

import type { Mode } from '@/lib/plans/rules/grades'
import { type Fen, minFen, sumFen } from '@/lib/platform/money'
import { cny, flag, type Traced, type TraceStep, words } from '@/lib/platform/trace'

/** Who proves it: the system by looking, an officer with evidence, or a partner's confirmation. */
export type ConditionProof = 'SYSTEM' | 'EVIDENCE' | 'PARTNER'

export type ConditionRule = {
  code: string
  modes: readonly Mode[] | 'ALL'
  proof: ConditionProof
  /** what was checked must not be older on the day of drawdown; PUBLIC_CHECK: the bank's own limit (§6.4) */
  maxAgeDays?: number | 'PUBLIC_CHECK'
  /** only when this fact is true */
  when?: DisbursementFact
}
export type DisbursementFact = 'operatorUndertaking' | 'stagePayment' | 'propertyInsurance' | 'security'

/** The checklist of §7.3 as data; texts are the messages `conditions.<code>` of disbursement. */
export const CONDITION_RULES: readonly ConditionRule[] = [
  { code: 'CP-01', modes: 'ALL', proof: 'SYSTEM' },
  { code: 'CP-02', modes: 'ALL', proof: 'SYSTEM' },
  { code: 'CP-03', modes: 'ALL', proof: 'SYSTEM' },
  { code: 'CP-04', modes: 'ALL', proof: 'SYSTEM' },
  { code: 'CP-05', modes: 'ALL', proof: 'EVIDENCE', maxAgeDays: 'PUBLIC_CHECK' },
  { code: 'CP-06', modes: 'ALL', proof: 'EVIDENCE', maxAgeDays: 30 },
  { code: 'CP-07', modes: 'ALL', proof: 'EVIDENCE', maxAgeDays: 'PUBLIC_CHECK' },
  { code: 'CP-08', modes: 'ALL', proof: 'EVIDENCE' },
  { code: 'CP-09', modes: 'ALL', proof: 'EVIDENCE' },
  { code: 'CP-10', modes: 'ALL', proof: 'SYSTEM' },
  { code: 'CP-11', modes: 'ALL', proof: 'SYSTEM' },
  { code: 'CP-12', modes: 'ALL', proof: 'SYSTEM' },
  { code: 'CP-J1', modes: ['JG'], proof: 'SYSTEM' },
  { code: 'CP-J2', modes: ['JG'], proof: 'SYSTEM' },
  { code: 'CP-J3', modes: ['JG'], proof: 'SYSTEM' },
  { code: 'CP-J4', modes: ['JG'], proof: 'EVIDENCE' },
  { code: 'CP-A1', modes: ['AF'], proof: 'SYSTEM' },
  { code: 'CP-A2', modes: ['AF'], proof: 'PARTNER' },
  { code: 'CP-A3', modes: ['AF'], proof: 'SYSTEM' },
  { code: 'CP-A4', modes: ['AF'], proof: 'EVIDENCE' },
  { code: 'CP-G1', modes: ['GC'], proof: 'PARTNER' },
  { code: 'CP-G2', modes: ['GC'], proof: 'SYSTEM' },
  { code: 'CP-G3', modes: ['GC'], proof: 'PARTNER' },
  { code: 'CP-L1', modes: ['LI'], proof: 'PARTNER' },
  { code: 'CP-L2', modes: ['LI'], proof: 'EVIDENCE' },
  { code: 'CP-L3', modes: ['LI'], proof: 'SYSTEM' },
  // the register of park assets knows what was paid, registered, insured and certified
  { code: 'CP-P1', modes: ['PK'], proof: 'SYSTEM' },
  { code: 'CP-P2', modes: ['PK'], proof: 'SYSTEM' },
  { code: 'CP-P3', modes: ['PK'], proof: 'EVIDENCE' },
  { code: 'CP-P4', modes: ['PK'], proof: 'SYSTEM', when: 'propertyInsurance' },
  { code: 'CP-P5', modes: ['PK'], proof: 'SYSTEM', when: 'stagePayment' },
  // what stands in the register of collateral must hold, whatever the mode
  { code: 'CP-S1', modes: 'ALL', proof: 'SYSTEM', when: 'security' },
]

/** Age limit in days of a condition's evidence, where §7.3 names one. */
export function maxAgeDays(code: string, publicCheckDays: number): number | null {
  const limit = CONDITION_RULES.find((r) => r.code === code)?.maxAgeDays ?? null
  return limit === 'PUBLIC_CHECK' ? publicCheckDays : limit
}

export type ConditionItem = {
  code: string
  proof: ConditionProof
  /** the approval condition it stands for; null for the items of the table */
  conditionId: string | null
  text: string | null
  /** this person has to satisfy it and therefore cannot close it (§6.2) */
  notClosedBy: string | null
}

/** The checklist of one drawdown: common items, the mode's, and every approval condition of type CP (§7.3, §6.2). */
export function generateConditions(
  mode: Mode,
  facts: Partial<Record<DisbursementFact, boolean>>,
  approvalConditions: readonly { id: string; text: string; ownerId: string | null }[],
): ConditionItem[] {
  const rules = CONDITION_RULES.filter(
    (r) => (r.modes === 'ALL' || r.modes.includes(mode)) && (r.when === undefined || facts[r.when] === true),
  )
  return [
    ...rules.map((r) => ({
      code: r.code,
      proof: r.proof,
      conditionId: null,
      text: null,
      notClosedBy: null,
    })),
    ...approvalConditions.map((c, i) => ({
      code: `CP-X${i + 1}`,
      proof: 'EVIDENCE' as const,
      conditionId: c.id,
      text: c.text,
      notClosedBy: c.ownerId,
    })),
  ]
}

/** The five explicit ticks of the disbursement review (§7.3). */
export const REVIEW_TICKS = ['COMPLETE', 'CORRECT', 'TRUE', 'CONTRACT_REGULAR', 'CONDITIONS_MET'] as const
export type ReviewTick = (typeof REVIEW_TICKS)[number]

/** PASS needs all five ticks; a review without one of them can only return or refuse. */
export function missingTicks(ticks: readonly ReviewTick[]): ReviewTick[] {
  return REVIEW_TICKS.filter((t) => !ticks.includes(t))
}

export type PaymentProduct = 'WORKING_CAPITAL' | 'FIXED_ASSET' | 'PERSONAL_OPERATING'

export type PaymentCase = {
  product: PaymentProduct
  mode: Mode
  /** the single payment to one counterparty */
  paymentFen: Fen
  /** the whole drawdown */
  drawdownFen: Fen
  /** amount of the loan, for the first-loan line */
  loanFen: Fen
  firstLoan: boolean
  /** working capital: new to this bank and of ordinary credit standing */
  newBorrowerOrdinaryCredit: boolean
  payeeClear: boolean
  onMisuseWatchList: boolean
  lenderRequires: boolean
  /** personal: the counterparty can be named in advance, and takes transfers */
  counterpartyKnown: boolean
  counterpartyTakesTransfers: boolean
  operationPurpose: boolean
}

export type PaymentParameters = {
  /** platform: every payment above this */
  paymentLineFen: Fen
  /** platform: first loans above this */
  firstLoanLineFen: Fen
  /** regulation: single payment to one counterparty of working-capital and fixed-asset loans */
  statutoryLineFen: Fen
  /** regulation, personal: no counterparty in advance, or none that takes transfers, up to this */
  personalSmallFen: Fen
  /** regulation, personal: operation purpose, up to this */
  personalOperationFen: Fen
}

export type EntrustedReason =
  | 'PARK_PURCHASE'
  | 'PAYMENT_LINE'
  | 'FIRST_LOAN'
  | 'MISUSE_WATCH'
  | 'LENDER_REQUIRES'
  | 'NEW_BORROWER'
  | 'STATUTORY_LINE'
  | 'PERSONAL_DEFAULT'

export type PaymentDecision = { method: 'ENTRUSTED' | 'SELF'; reasons: EntrustedReason[] }

/** Entrusted when the regulation or the platform's stricter default says so; self payment only for the rest (§7.4). */
export function paymentMethod(c: PaymentCase, p: PaymentParameters): Traced<PaymentDecision> {
  const personal = c.product === 'PERSONAL_OPERATING'
  const rules: [EntrustedReason, boolean, string][] = [
    ['PARK_PURCHASE', c.mode === 'PK', 'INV-PK1'],
    ['PAYMENT_LINE', c.paymentFen > p.paymentLineFen, '§7.4'],
    ['FIRST_LOAN', c.firstLoan && c.loanFen > p.firstLoanLineFen, '§7.4'],
    ['MISUSE_WATCH', c.onMisuseWatchList, '§7.4'],
    ['LENDER_REQUIRES', c.lenderRequires, '§7.4'],
    ['NEW_BORROWER', c.product === 'WORKING_CAPITAL' && c.newBorrowerOrdinaryCredit, '§7.4'],
    ['STATUTORY_LINE', !personal && statutory(c, p), '§7.4'],
    ['PERSONAL_DEFAULT', personal && !personalSelfAllowed(c, p), '§7.4'],
  ]
  const reasons = rules.filter(([, yes]) => yes).map(([reason]) => reason)
  const method = reasons.length > 0 ? 'ENTRUSTED' : 'SELF'
  const inputs: Record<EntrustedReason, TraceStep['inputs']> = {
    PARK_PURCHASE: [words('mode', c.mode)],
    PAYMENT_LINE: [cny('payment', c.paymentFen), cny('paymentLine', p.paymentLineFen, 'parameter')],
    FIRST_LOAN: [
      flag('firstLoan', c.firstLoan),
      cny('loan', c.loanFen),
      cny('firstLoanLine', p.firstLoanLineFen, 'parameter'),
    ],
    MISUSE_WATCH: [flag('misuseWatch', c.onMisuseWatchList)],
    LENDER_REQUIRES: [flag('lenderRequires', c.lenderRequires)],
    NEW_BORROWER: [flag('newBorrower', c.newBorrowerOrdinaryCredit)],
    STATUTORY_LINE: [cny('payment', c.paymentFen), cny('statutoryLine', p.statutoryLineFen, 'parameter')],
    PERSONAL_DEFAULT: [
      cny('drawdown', c.drawdownFen),
      cny('personalSmall', p.personalSmallFen, 'parameter'),
      cny('personalOperation', p.personalOperationFen, 'parameter'),
    ],
  }
  const steps: TraceStep[] = rules.map(([reason, yes, rule]) => ({
    ...flag(`entrusted_${reason}`, yes),
    rule,
    inputs: inputs[reason],
    ...(yes ? { binding: true } : {}),
  }))
  return {
    value: { method, reasons },
    trace: { rule: 'disbursement.paymentMethod', version: 1, result: words('paymentMethod', method), steps },
  }
}

/** Working capital: payee clear and above the line; fixed assets: above the line. */
function statutory(c: PaymentCase, p: PaymentParameters): boolean {
  return c.paymentFen > p.statutoryLineFen && (c.product === 'FIXED_ASSET' || c.payeeClear)
}

function personalSelfAllowed(c: PaymentCase, p: PaymentParameters): boolean {
  const small = c.drawdownFen <= p.personalSmallFen
  return (
    (!c.counterpartyKnown && small) ||
    (!c.counterpartyTakesTransfers && small) ||
    (c.operationPurpose && c.drawdownFen <= p.personalOperationFen)
  )
}

export type Payee = { name: string; accountNo: string; partyId: string | null; business: PayeeBusiness }
export type PayeeBusiness = 'TRADE' | 'SECURITIES' | 'REAL_ESTATE' | 'OTHER'

export type PayeeContext = {
  mode: Mode
  borrower: { partyId: string; names: readonly string[]; accountNos: readonly string[] }
  spouse: { partyId: string | null; names: readonly string[]; accountNos: readonly string[] } | null
  groupMembers: readonly { partyId: string; names: readonly string[]; accountNos: readonly string[] }[]
  /** contract and delivery of a real trade with the group member are on file */
  tradeProven: boolean
}

export type PayeeForbidden = 'BORROWER' | 'SPOUSE' | 'GROUP_MEMBER' | 'SECURITIES' | 'REAL_ESTATE'

/** E_PAYEE_FORBIDDEN: not the borrower, spouse, a group member without proven trade, securities or property firm (§7.4). */
export function forbiddenPayee(payee: Payee, c: PayeeContext): PayeeForbidden | null {
  if (isSame(payee, c.borrower)) return 'BORROWER'
  if (c.spouse && isSame(payee, c.spouse)) return 'SPOUSE'
  if (!c.tradeProven && c.groupMembers.some((m) => isSame(payee, m))) return 'GROUP_MEMBER'
  if (payee.business === 'SECURITIES') return 'SECURITIES'
  if (payee.business === 'REAL_ESTATE' && c.mode !== 'PK') return 'REAL_ESTATE'
  return null
}

function isSame(
  payee: Payee,
  p: { partyId: string | null; names: readonly string[]; accountNos: readonly string[] },
): boolean {
  if (payee.partyId !== null && payee.partyId === p.partyId) return true
  const account = plain(payee.accountNo)
  if (account !== '' && p.accountNos.some((a) => plain(a) === account)) return true
  const name = plain(payee.name)
  return name !== '' && p.names.some((n) => plain(n) === name)
}

/** Whether an account in this name is the borrower's own: the shop's or its owner's (§4.3 E_CARD_OWNER). */
export function isHolder(holder: string, names: readonly (string | null)[]): boolean {
  return names.some((n) => n !== null && plain(n.normalize('NFKC')) === plain(holder.normalize('NFKC')))
}

const plain = (text: string): string => text.replace(/[\s·.-]/g, '')

/** Payments that together are their drawdown: neither only proposed, nor one in whose place another stands. */
export function isLivePayment(state: string): boolean {
  return ['PENDING', 'PAID', 'RETURNED'].includes(state)
}

export type OrdersMismatch = { code: 'E_PAYMENT_SUM'; ordersFen: Fen; drawdownFen: Fen }

/** Σ payment orders = drawdown amount, exactly, and every order above zero (§7.4). */
export function checkOrders(drawdownFen: Fen, ordersFen: readonly Fen[]): OrdersMismatch | null {
  const sum = sumFen(ordersFen)
  if (sum === drawdownFen && ordersFen.every((o) => o > 0n)) return null
  return { code: 'E_PAYMENT_SUM', ordersFen: sum, drawdownFen }
}

export type DrawdownCeilings = {
  availableLimitFen: Fen
  approvedFen: Fen
  contractFen: Fen
  planHeadroomFen: Fen
  /** null: not part of a group / no partner with a limit */
  groupHeadroomFen: Fen | null
  partnerHeadroomFen: Fen | null
}
export type DrawdownCap = 'limit' | 'approval' | 'contract' | 'plan' | 'group' | 'partner'

/** amount ≤ min(available limit, approval, contract, plan, group, partner headroom); answers the smallest one (§7.4). */
export function drawdownCeiling(c: DrawdownCeilings): { capFen: Fen; cap: DrawdownCap } {
  const caps: [DrawdownCap, Fen | null][] = [
    ['limit', c.availableLimitFen],
    ['approval', c.approvedFen],
    ['contract', c.contractFen],
    ['plan', c.planHeadroomFen],
    ['group', c.groupHeadroomFen],
    ['partner', c.partnerHeadroomFen],
  ]
  const known = caps.filter((x): x is [DrawdownCap, Fen] => x[1] !== null)
  const capFen = minFen(known[0]![1], ...known.map((x) => x[1]))
  return { capFen, cap: known.find((x) => x[1] === capFen)![0] }
}
