/** Which documents a case needs (§7.2) and who signs each. */
import type { ContractContext, MemberTerms } from './document'
import { type ContractFact, type ContractKind, REQUIRED_CONTRACTS, requiredContracts } from './rules'

export type SignerRole = 'BORROWER' | 'SPOUSE' | 'GUARANTOR' | 'OPERATOR' | 'PARTNER' | 'MORTGAGOR'
export type SignerRow = { role: SignerRole; name: string; idNo: string | null; applicationId: string | null }
export type PlannedDocument = { kind: ContractKind; member: MemberTerms | null; signers: SignerRow[] }

/** How a signer is called in the document. */
export const ROLE_TEXT: Record<SignerRole, string> = {
  BORROWER: '借款人',
  SPOUSE: '配偶',
  GUARANTOR: '联保成员',
  OPERATOR: '管理方',
  PARTNER: '合作方',
  MORTGAGOR: '抵押人',
}

type Facts = Partial<Record<ContractFact, boolean>>

function schemeFacts(c: ContractContext): Facts {
  const margin = (c.partner?.marginRatioPpm ?? 0) > 0
  return {
    developer: c.mode === 'PK' && c.partner !== null,
    guarantorMargin: margin,
    developerMargin: margin && c.partner !== null,
  }
}

function merchantFacts(c: ContractContext, m: MemberTerms): Facts {
  const p = m.particulars
  return {
    ...schemeFacts(c),
    coDebtor: m.spouse !== null,
    phaseGuarantee: c.partner !== null,
    creditEnhancer: p.guarantor !== undefined,
    propertyInsurance: p.policy !== undefined,
    securityAtMinimum: m.pledged.length > 0,
  }
}

/** The options that were agreed are those whose asset stands in the register, or whose particulars were entered. */
function options(m: MemberTerms): ContractKind[] {
  return [
    ...(m.pledged.length > 0 ? (['MORTGAGE_CONTRACT'] as const) : []),
    ...(m.particulars.guarantor ? (['GUARANTEE_CONTRACT'] as const) : []),
  ]
}

/** The documents that there is one of for the scheme, then those of the group, then each merchant's own. */
export function plannedDocuments(c: ContractContext): PlannedDocument[] {
  const shared = requiredContracts(c.mode, schemeFacts(c), []).filter((r) => r.per !== 'MERCHANT')
  return [
    ...shared.map(({ kind }) => ({ kind, member: null, signers: sharedSigners(kind, c) })),
    ...c.members.flatMap((m) =>
      requiredContracts(c.mode, merchantFacts(c, m), options(m))
        .filter((r) => r.per === 'MERCHANT')
        .map(({ kind }) => ({ kind, member: m, signers: merchantSigners(kind, c, m) })),
    ),
  ].filter((d) => d.signers.length > 0)
}

/** True for documents of which the whole batch has one. */
export const ofScheme = (d: Pick<PlannedDocument, 'kind'>, c: Pick<ContractContext, 'group'>): boolean =>
  REQUIRED_CONTRACTS[d.kind].per === 'SCHEME' || (REQUIRED_CONTRACTS[d.kind].per === 'GROUP' && c.group === null)

const operatorOf = (c: ContractContext): SignerRow => ({
  role: 'OPERATOR',
  name: c.operator.name,
  idNo: c.operator.uscc,
  applicationId: null,
})
const partnerOf = (c: ContractContext): SignerRow[] =>
  c.partner ? [{ role: 'PARTNER', name: c.partner.name, idNo: c.partner.uscc, applicationId: null }] : []

function sharedSigners(kind: ContractKind, c: ContractContext): SignerRow[] {
  if (kind === 'COOPERATION_AGREEMENT') return [operatorOf(c)]
  if (kind === 'PARTNER_AGREEMENT' || c.group === null) return partnerOf(c)
  return c.members.map((m) => ({
    role: 'GUARANTOR',
    name: m.ownerName,
    idNo: m.ownerIdNo,
    applicationId: m.applicationId,
  }))
}

/** Everybody who owns something that is mortgaged, once each; the borrower where nothing is entered yet. */
function mortgagors(m: MemberTerms): { name: string; idNo: string }[] {
  const owners = new Map(m.pledged.map((a) => [a.ownerIdNo, { name: a.owner, idNo: a.ownerIdNo }]))
  return owners.size > 0 ? [...owners.values()] : [{ name: m.ownerName, idNo: m.ownerIdNo }]
}

function merchantSigners(kind: ContractKind, c: ContractContext, m: MemberTerms): SignerRow[] {
  const own = { applicationId: m.applicationId }
  const borrower: SignerRow = { role: 'BORROWER', name: m.ownerName, idNo: m.ownerIdNo, ...own }
  const { guarantor } = m.particulars
  switch (kind) {
    case 'SPOUSE_CONSENT':
      return m.spouse ? [{ role: 'SPOUSE', name: m.spouse.name, idNo: m.spouse.idNo, ...own }] : []
    case 'STALL_UNDERTAKING':
      return [{ ...operatorOf(c), ...own }]
    case 'GUARANTEE_CONTRACT':
      return guarantor
        ? [{ role: 'PARTNER', name: guarantor.name, idNo: guarantor.uscc, ...own }]
        : partnerOf(c).map((p) => ({ ...p, ...own }))
    case 'ASSIST_FUND_AGREEMENT':
    case 'COUNTER_GUARANTEE':
      return [borrower, ...partnerOf(c).map((p) => ({ ...p, ...own }))]
    case 'MORTGAGE_CONTRACT':
      return mortgagors(m).map((o) => ({ role: 'MORTGAGOR', ...o, ...own }))
    default:
      return [borrower]
  }
}
