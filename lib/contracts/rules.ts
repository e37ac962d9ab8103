/** Which contracts a case needs, which clauses must be explained, and when a contract may be signed (§7.1, §7.2). */

import type { Mode } from '@/lib/plans/rules/grades'
import { addMonths, isBefore, type PlainDate } from '@/lib/platform/dates'
import type { Fen, Ppm } from '@/lib/platform/money'

export const CONTRACT_KINDS = [
  'COOPERATION_AGREEMENT',
  'PARTNER_AGREEMENT',
  'LOAN_CONTRACT',
  'JOINT_GUARANTEE_AGREEMENT',
  'MARGIN_PLEDGE',
  'ASSIST_FUND_AGREEMENT',
  'GUARANTEE_CONTRACT',
  'COUNTER_GUARANTEE',
  'INSURANCE_POLICY',
  'MORTGAGE_CONTRACT',
  'SPOUSE_CONSENT',
  'STALL_UNDERTAKING',
  'CONSENTS',
] as const
export type ContractKind = (typeof CONTRACT_KINDS)[number]

/** What there is one of: one agreement a scheme, one document a group, one contract a merchant. */
export type ContractPer = 'SCHEME' | 'GROUP' | 'MERCHANT'

/** REQUIRED always; OPTION when the scheme agreed on it; IF when the named fact is true. */
export type Need = 'REQUIRED' | 'OPTION' | { if: ContractFact } | null

export type ContractFact =
  | 'guarantorMargin'
  | 'developerMargin'
  | 'phaseGuarantee'
  | 'developer'
  | 'creditEnhancer'
  | 'propertyInsurance'
  | 'securityAtMinimum'
  | 'coDebtor'

/** The table of §7.2 as data. */
export const REQUIRED_CONTRACTS: Record<ContractKind, { per: ContractPer; need: Record<Mode, Need> }> = {
  COOPERATION_AGREEMENT: { per: 'SCHEME', need: everywhere('REQUIRED') },
  PARTNER_AGREEMENT: {
    per: 'SCHEME',
    need: { JG: null, AF: 'REQUIRED', GC: 'REQUIRED', LI: 'REQUIRED', PK: { if: 'developer' }, DF: 'REQUIRED' },
  },
  LOAN_CONTRACT: { per: 'MERCHANT', need: { ...everywhere('REQUIRED'), DF: null } },
  JOINT_GUARANTEE_AGREEMENT: { per: 'GROUP', need: { ...everywhere(null), JG: 'REQUIRED' } },
  MARGIN_PLEDGE: {
    per: 'GROUP',
    need: { ...everywhere(null), JG: 'REQUIRED', GC: { if: 'guarantorMargin' }, PK: { if: 'developerMargin' } },
  },
  ASSIST_FUND_AGREEMENT: { per: 'MERCHANT', need: { ...everywhere(null), AF: 'REQUIRED' } },
  GUARANTEE_CONTRACT: {
    per: 'MERCHANT',
    need: {
      JG: 'OPTION',
      AF: 'OPTION',
      GC: 'REQUIRED',
      LI: null,
      PK: { if: 'phaseGuarantee' },
      DF: { if: 'creditEnhancer' },
    },
  },
  COUNTER_GUARANTEE: { per: 'MERCHANT', need: { ...everywhere(null), GC: 'REQUIRED' } },
  INSURANCE_POLICY: {
    per: 'MERCHANT',
    need: { ...everywhere(null), LI: 'REQUIRED', PK: { if: 'propertyInsurance' } },
  },
  MORTGAGE_CONTRACT: {
    per: 'MERCHANT',
    need: { JG: 'OPTION', AF: { if: 'securityAtMinimum' }, GC: 'OPTION', LI: null, PK: 'REQUIRED', DF: 'OPTION' },
  },
  SPOUSE_CONSENT: { per: 'MERCHANT', need: { ...everywhere({ if: 'coDebtor' }), DF: null } },
  STALL_UNDERTAKING: {
    per: 'MERCHANT',
    need: { JG: 'REQUIRED', AF: 'REQUIRED', GC: 'OPTION', LI: 'OPTION', PK: null, DF: null },
  },
  CONSENTS: { per: 'MERCHANT', need: everywhere('REQUIRED') },
}

function everywhere(need: Need): Record<Mode, Need> {
  return { JG: need, AF: need, GC: need, LI: need, PK: need, DF: need }
}

export type RequiredContract = { kind: ContractKind; per: ContractPer }

/**
 * The contracts of one case (§7.2): required ones, those whose fact is true, and the options that were agreed.
 * The spouse's signature is needed where there is a co-debtor at all (LEG-11).
 */
export function requiredContracts(
  mode: Mode,
  facts: Partial<Record<ContractFact, boolean>>,
  options: readonly ContractKind[],
): RequiredContract[] {
  return (Object.keys(REQUIRED_CONTRACTS) as ContractKind[])
    .filter((kind) => {
      const need = REQUIRED_CONTRACTS[kind].need[mode]
      if (need === null) return false
      if (need === 'REQUIRED') return true
      return need === 'OPTION' ? options.includes(kind) : facts[need.if] === true
    })
    .map((kind) => ({ kind, per: REQUIRED_CONTRACTS[kind].per }))
}

export type KeyClause =
  | 'AMOUNT'
  | 'RATE_AND_ALL_IN_COST'
  | 'PENALTY'
  | 'COMPOUND_INTEREST'
  | 'PURPOSE_BAN'
  | 'ACCELERATION'
  | 'JOINT_LIABILITY'
  | 'GUARANTEE_PERIOD'
  | 'MARGIN_USE'
  | 'WATERFALL'
  | 'DATA_SHARING'
  | 'CREDIT_REPORTING'
  | 'DISPUTE_PLACE'

const LOAN_CLAUSES: readonly KeyClause[] = [
  'AMOUNT',
  'RATE_AND_ALL_IN_COST',
  'PENALTY',
  'COMPOUND_INTEREST',
  'PURPOSE_BAN',
  'ACCELERATION',
  'CREDIT_REPORTING',
  'DISPUTE_PLACE',
]

/** The clauses of each contract that must be brought to notice and explained (LEG-12, §7.1 step 4). */
export const KEY_CLAUSES: Record<ContractKind, readonly KeyClause[]> = {
  COOPERATION_AGREEMENT: ['MARGIN_USE', 'WATERFALL', 'DATA_SHARING', 'DISPUTE_PLACE'],
  PARTNER_AGREEMENT: ['WATERFALL', 'DATA_SHARING', 'DISPUTE_PLACE'],
  LOAN_CONTRACT: LOAN_CLAUSES,
  JOINT_GUARANTEE_AGREEMENT: [
    'AMOUNT',
    'JOINT_LIABILITY',
    'GUARANTEE_PERIOD',
    'MARGIN_USE',
    'WATERFALL',
    'DATA_SHARING',
    'DISPUTE_PLACE',
  ],
  MARGIN_PLEDGE: ['MARGIN_USE', 'WATERFALL', 'DISPUTE_PLACE'],
  ASSIST_FUND_AGREEMENT: ['MARGIN_USE', 'WATERFALL', 'DISPUTE_PLACE'],
  GUARANTEE_CONTRACT: ['AMOUNT', 'JOINT_LIABILITY', 'GUARANTEE_PERIOD', 'WATERFALL', 'DISPUTE_PLACE'],
  COUNTER_GUARANTEE: ['JOINT_LIABILITY', 'GUARANTEE_PERIOD', 'DISPUTE_PLACE'],
  INSURANCE_POLICY: ['WATERFALL', 'RATE_AND_ALL_IN_COST', 'DATA_SHARING'],
  MORTGAGE_CONTRACT: ['AMOUNT', 'WATERFALL', 'DISPUTE_PLACE'],
  SPOUSE_CONSENT: ['AMOUNT', 'JOINT_LIABILITY'],
  STALL_UNDERTAKING: ['WATERFALL', 'DISPUTE_PLACE'],
  CONSENTS: ['DATA_SHARING', 'CREDIT_REPORTING'],
}

export type ContractTerms = {
  amountFen: Fen
  ratePpm: Ppm
  tenorMonths: number
  marginRatioPpm: Ppm
  coveragePpm: Ppm
  /** enhancements in the contract: guarantors, mortgages, policies by a stable name */
  enhancements: readonly string[]
}

/** The approval is a ceiling: amounts and tenor at most, rate and enhancement at least this. */
export type ApprovedTerms = ContractTerms

export type CeilingViolation =
  | { code: 'E_AMOUNT_OVER_CAP:approval'; approvedFen: Fen; contractFen: Fen }
  | { code: 'E_RATE_BELOW_APPROVAL'; approvedPpm: Ppm; contractPpm: Ppm }
  | { code: 'E_TENOR_OVER_CAP'; approvedMonths: number; contractMonths: number }
  | { code: 'E_ENHANCEMENT_WEAKER'; missing: string[] }

/** amount ≤, rate ≥ the approved minimum, tenor ≤, enhancement not weaker (§6.4, §7.1). */
export function checkCeiling(contract: ContractTerms, approval: ApprovedTerms): CeilingViolation[] {
  const found: CeilingViolation[] = []
  if (contract.amountFen > approval.amountFen) {
    found.push({
      code: 'E_AMOUNT_OVER_CAP:approval',
      approvedFen: approval.amountFen,
      contractFen: contract.amountFen,
    })
  }
  if (contract.ratePpm < approval.ratePpm) {
    found.push({ code: 'E_RATE_BELOW_APPROVAL', approvedPpm: approval.ratePpm, contractPpm: contract.ratePpm })
  }
  if (contract.tenorMonths > approval.tenorMonths) {
    found.push({
      code: 'E_TENOR_OVER_CAP',
      approvedMonths: approval.tenorMonths,
      contractMonths: contract.tenorMonths,
    })
  }
  const missing: string[] = approval.enhancements.filter((e) => !contract.enhancements.includes(e))
  if (contract.marginRatioPpm < approval.marginRatioPpm) missing.push('MARGIN_RATIO')
  if (contract.coveragePpm < approval.coveragePpm) missing.push('COVERAGE')
  if (missing.length > 0) found.push({ code: 'E_ENHANCEMENT_WEAKER', missing })
  return found
}

/** One signer's confirmation that a clause was explained to him or her. */
export type ClauseConfirmation = { clause: KeyClause; signerId: string; textVersion: string }

export type Signer = {
  id: string
  naturalPerson: boolean
  identityVerified: boolean
  /** null: the document does not expire */
  documentValidUntil: PlainDate | null
  signed: boolean
}

export type SigningCase = {
  kind: ContractKind
  /** the key clauses that stand in the document; left out, those that its kind has at least */
  keyClauses?: readonly KeyClause[]
  /** version of the clause texts as merged into the document */
  textVersion: string
  documentHash: string
  /** hash of the document that the signers had before them */
  signedHash: string
  fullyMerged: boolean
  signers: readonly Signer[]
  confirmations: readonly ClauseConfirmation[]
  ceiling: readonly CeilingViolation[]
  approvalValidUntil: PlainDate
  signingDate: PlainDate
  twoBankPersons: boolean
  recorded: boolean
  /** the bank records audio and video when natural persons sign */
  recordingRequired: boolean
}

export type SigningRefusal =
  | { code: 'E_CONTRACT_BLANK' }
  | { code: 'E_CONTRACT_HASH' }
  | { code: 'E_CLAUSE_UNCONFIRMED'; signerId: string; clauses: KeyClause[] }
  | { code: 'E_SIGNER_IDENTITY'; signerId: string }
  | { code: 'E_SIGNATURE_MISSING'; signerId: string }
  | { code: 'E_TWO_PERSONS' }
  | { code: 'E_RECORDING_MISSING' }
  | { code: 'E_APPROVAL_EXPIRED' }
  | CeilingViolation

/** Everything that stands between a contract and SIGNED (§7.1); empty when it may be signed. */
export function signingGuard(c: SigningCase): SigningRefusal[] {
  const found: SigningRefusal[] = []
  if (!c.fullyMerged) found.push({ code: 'E_CONTRACT_BLANK' })
  if (c.documentHash !== c.signedHash) found.push({ code: 'E_CONTRACT_HASH' })
  for (const signer of c.signers) {
    const clauses = missingClauses(c, signer.id)
    if (clauses.length > 0) found.push({ code: 'E_CLAUSE_UNCONFIRMED', signerId: signer.id, clauses })
    const expired = signer.documentValidUntil !== null && isBefore(signer.documentValidUntil, c.signingDate)
    if (!signer.identityVerified || expired) found.push({ code: 'E_SIGNER_IDENTITY', signerId: signer.id })
    if (!signer.signed) found.push({ code: 'E_SIGNATURE_MISSING', signerId: signer.id })
  }
  if (c.signers.length === 0) found.push({ code: 'E_SIGNATURE_MISSING', signerId: '' })
  if (!c.twoBankPersons) found.push({ code: 'E_TWO_PERSONS' })
  if (c.recordingRequired && !c.recorded && c.signers.some((s) => s.naturalPerson)) {
    found.push({ code: 'E_RECORDING_MISSING' })
  }
  if (isBefore(c.approvalValidUntil, c.signingDate)) found.push({ code: 'E_APPROVAL_EXPIRED' })
  return [...found, ...c.ceiling]
}

/** Key clauses this signer has not yet confirmed in the version that is on the table. */
export function missingClauses(
  c: Pick<SigningCase, 'kind' | 'keyClauses' | 'textVersion' | 'confirmations'>,
  signerId: string,
): KeyClause[] {
  const confirmed = new Set(
    c.confirmations.filter((x) => x.signerId === signerId && x.textVersion === c.textVersion).map((x) => x.clause),
  )
  return (c.keyClauses ?? KEY_CLAUSES[c.kind]).filter((clause) => !confirmed.has(clause))
}

/** A guarantee needs an end date: maturity + 36 months by default, never "until fully repaid" (LEG-5). */
export function guaranteePeriodEnd(maturity: PlainDate, months: number): PlainDate {
  return addMonths(maturity, months)
}

/** The key clauses of a merged document as it told them; those of its kind for one that told nothing. */
export function keyClausesOf(contract: { kind: string; clauses: unknown }): readonly KeyClause[] {
  const standing = Array.isArray(contract.clauses) ? (contract.clauses as { id: KeyClause; key: boolean }[]) : []
  const keys = standing.filter((c) => c.key).map((c) => c.id)
  return keys.length > 0 ? keys : KEY_CLAUSES[contract.kind as ContractKind]
}
