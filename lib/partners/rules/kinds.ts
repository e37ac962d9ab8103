/** The kinds of partners and what each brings along (§0.3, §2.1.1, §2.1.4). Pure. */

export const PARTNER_KINDS = [
  'OPERATOR',
  'GUARANTOR',
  'INSURER',
  'INSURANCE_POOL',
  'GOV_FUND',
  'PARK',
  'DEVELOPER',
  'UNDERWRITER',
  'TRUSTEE',
] as const
export type PartnerKind = (typeof PARTNER_KINDS)[number]

export const LEGAL_FORMS = ['COMPANY', 'BRANCH', 'STATE_ORGAN', 'NONPROFIT', 'PUBLIC_INSTITUTION', 'POOL'] as const
export type LegalForm = (typeof LEGAL_FORMS)[number]

export const DOCUMENT_KINDS = [
  'BUSINESS_LICENCE',
  'QUALIFICATION',
  'CHARTER',
  'FINANCIAL_STATEMENTS',
  'RESOLUTION',
  'HEAD_OFFICE_AUTHORISATION',
  'FUND_RULES',
  'LAND_USE_RIGHT',
  'PLANNING_PERMIT',
  'POOL_AGREEMENT',
  'OTHER',
] as const
export type DocumentKind = (typeof DOCUMENT_KINDS)[number]

/** The papers without which a partner of the kind is not admitted. A licensed guarantee company needs no resolution (LEG-3). */
export const REQUIRED_DOCUMENTS: Record<PartnerKind, readonly DocumentKind[]> = {
  OPERATOR: ['BUSINESS_LICENCE'],
  GUARANTOR: ['BUSINESS_LICENCE', 'QUALIFICATION', 'CHARTER', 'FINANCIAL_STATEMENTS'],
  INSURER: ['BUSINESS_LICENCE', 'QUALIFICATION', 'FINANCIAL_STATEMENTS'],
  INSURANCE_POOL: ['POOL_AGREEMENT'],
  GOV_FUND: ['FUND_RULES'],
  PARK: ['BUSINESS_LICENCE', 'LAND_USE_RIGHT', 'PLANNING_PERMIT'],
  DEVELOPER: ['BUSINESS_LICENCE', 'LAND_USE_RIGHT', 'PLANNING_PERMIT', 'RESOLUTION', 'FINANCIAL_STATEMENTS'],
  UNDERWRITER: ['BUSINESS_LICENCE', 'QUALIFICATION'],
  TRUSTEE: ['BUSINESS_LICENCE', 'QUALIFICATION'],
}

/** Which kinds may stand behind a mode's scheme (§2.1.1). */
export const MODE_PARTNERS: Record<string, readonly PartnerKind[]> = {
  JG: ['OPERATOR'],
  AF: ['GOV_FUND'],
  GC: ['GUARANTOR'],
  LI: ['INSURER', 'INSURANCE_POOL'],
  PK: ['PARK', 'DEVELOPER'],
  DF: ['UNDERWRITER', 'TRUSTEE', 'GUARANTOR'],
}

export type LiabilityType = 'GUARANTEE' | 'INSURANCE' | 'FUND_LIMITED' | 'UNDERTAKING'
export const LIABILITY_TYPES = ['GUARANTEE', 'INSURANCE', 'FUND_LIMITED', 'UNDERTAKING'] as const

export type GuarantorRefusal = 'E_GOV_CANNOT_GUARANTEE' | 'E_NONPROFIT_CANNOT_GUARANTEE'

/** What a credit code tells of its owner's form by registrar and type: organs, institutions, and bodies registered with civil affairs. */
export function legalFormOfUscc(uscc: string): LegalForm | null {
  const type = uscc.slice(0, 2)
  if (type === '11') return 'STATE_ORGAN'
  if (type === '12') return 'PUBLIC_INSTITUTION'
  return /^5[1-3]$/.test(type) ? 'NONPROFIT' : null
}

/** LEG-1, LEG-2: an organ of state answers with its fund only; a body of public interest does not guarantee at all. */
export function mayBeLiable(form: LegalForm, kind: PartnerKind, liability: LiabilityType): GuarantorRefusal | null {
  if (liability !== 'GUARANTEE') return null
  if (form === 'STATE_ORGAN' || kind === 'GOV_FUND') return 'E_GOV_CANNOT_GUARANTEE'
  if (form === 'NONPROFIT' || form === 'PUBLIC_INSTITUTION') return 'E_NONPROFIT_CANNOT_GUARANTEE'
  return null
}
