/**
 * What the law asks a document to say (§2.1.4). The template tells which clauses stand in the merged document; a document
 * without one that it needs is never issued.
 */
import type { Mode } from '@/lib/plans/rules/grades'
import { type ContractKind, KEY_CLAUSES, type KeyClause } from './rules'

export const LEGAL_CLAUSES = [
  'GUARANTEE_MANNER',
  'GUARANTEE_END',
  'INTERNAL_SHARES',
  'REFINANCING_KNOWN',
  'LIABILITY_LIMITED',
  'BENEFICIARY_NAMED',
  'ACCOUNT_CONTROL',
  'RESOLUTION_NAMED',
  'CONSENT_TO_CHANGE',
  'RECOURSE_KEPT',
  'REGISTRATION',
  'CO_DEBT',
  'SECURITY_NAMED',
  'SEPARATE_LIABILITY',
] as const
export type LegalClause = (typeof LEGAL_CLAUSES)[number]
export type ClauseId = KeyClause | LegalClause

export type ClauseRule = {
  clause: ClauseId
  law:
    | 'LEG-1'
    | 'LEG-3'
    | 'LEG-4'
    | 'LEG-5'
    | 'LEG-6'
    | 'LEG-7'
    | 'LEG-8'
    | 'LEG-9'
    | 'LEG-11'
    | 'LEG-12'
    | 'LEG-13'
    | 'GI-70'
    | '§2.4'
    | '§2.5'
    | '§2.7'
  kinds: readonly ContractKind[]
  modes?: readonly Mode[]
  /** only where the loan repays an older one */
  refinancing?: true
}

const GUARANTEES: readonly ContractKind[] = ['JOINT_GUARANTEE_AGREEMENT', 'GUARANTEE_CONTRACT', 'COUNTER_GUARANTEE']

/** The table of required clauses. */
export const CLAUSE_RULES: readonly ClauseRule[] = [
  { clause: 'LIABILITY_LIMITED', law: 'LEG-1', kinds: ['ASSIST_FUND_AGREEMENT'] },
  { clause: 'LIABILITY_LIMITED', law: 'LEG-1', kinds: ['PARTNER_AGREEMENT'], modes: ['AF'] },
  { clause: 'RESOLUTION_NAMED', law: 'LEG-3', kinds: ['GUARANTEE_CONTRACT'] },
  { clause: 'GUARANTEE_MANNER', law: 'LEG-4', kinds: GUARANTEES },
  { clause: 'GUARANTEE_MANNER', law: 'LEG-4', kinds: ['PARTNER_AGREEMENT'], modes: ['GC', 'PK'] },
  { clause: 'GUARANTEE_END', law: 'LEG-5', kinds: GUARANTEES },
  { clause: 'GUARANTEE_END', law: 'LEG-5', kinds: ['PARTNER_AGREEMENT'], modes: ['GC', 'PK'] },
  { clause: 'INTERNAL_SHARES', law: 'LEG-6', kinds: ['JOINT_GUARANTEE_AGREEMENT'] },
  { clause: 'CONSENT_TO_CHANGE', law: 'LEG-7', kinds: ['GUARANTEE_CONTRACT'] },
  {
    clause: 'REFINANCING_KNOWN',
    law: 'LEG-8',
    kinds: ['LOAN_CONTRACT', 'JOINT_GUARANTEE_AGREEMENT', 'GUARANTEE_CONTRACT', 'MORTGAGE_CONTRACT'],
    refinancing: true,
  },
  {
    clause: 'WATERFALL',
    law: 'LEG-9',
    kinds: [
      'COOPERATION_AGREEMENT',
      'PARTNER_AGREEMENT',
      'LOAN_CONTRACT',
      'JOINT_GUARANTEE_AGREEMENT',
      'MARGIN_PLEDGE',
      'ASSIST_FUND_AGREEMENT',
      'GUARANTEE_CONTRACT',
      'INSURANCE_POLICY',
      'MORTGAGE_CONTRACT',
      'STALL_UNDERTAKING',
    ],
  },
  { clause: 'CO_DEBT', law: 'LEG-11', kinds: ['SPOUSE_CONSENT'] },
  ...(Object.entries(KEY_CLAUSES) as [ContractKind, readonly KeyClause[]][]).flatMap(([kind, clauses]) =>
    clauses.map((clause): ClauseRule => ({ clause, law: 'LEG-12', kinds: [kind] })),
  ),
  { clause: 'REGISTRATION', law: 'LEG-13', kinds: ['MORTGAGE_CONTRACT'] },
  { clause: 'ACCOUNT_CONTROL', law: 'GI-70', kinds: ['MARGIN_PLEDGE'] },
  { clause: 'SECURITY_NAMED', law: 'LEG-9', kinds: ['LOAN_CONTRACT'] },
  { clause: 'RECOURSE_KEPT', law: '§2.4', kinds: ['GUARANTEE_CONTRACT'] },
  { clause: 'RECOURSE_KEPT', law: '§2.4', kinds: ['PARTNER_AGREEMENT'], modes: ['GC', 'LI'] },
  { clause: 'BENEFICIARY_NAMED', law: '§2.5', kinds: ['INSURANCE_POLICY'] },
  { clause: 'BENEFICIARY_NAMED', law: '§2.5', kinds: ['PARTNER_AGREEMENT'], modes: ['LI'] },
  { clause: 'SEPARATE_LIABILITY', law: '§2.7', kinds: ['PARTNER_AGREEMENT'], modes: ['DF'] },
]

/** What the document needs and does not have, with the rule that asks for it. */
export function missingRequired(
  kind: ContractKind,
  mode: Mode,
  refinancing: boolean,
  present: readonly string[],
): ClauseRule[] {
  const has = new Set(present)
  return CLAUSE_RULES.filter(
    (r) =>
      r.kinds.includes(kind) &&
      (!r.modes || r.modes.includes(mode)) &&
      (!r.refinancing || refinancing) &&
      !has.has(r.clause),
  )
}
