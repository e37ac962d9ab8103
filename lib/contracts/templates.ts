/** The templates with their versions, and how one becomes a document: merged, looked through, never issued with a blank. */
import type { Mode } from '@/lib/plans/rules/grades'
import { type ClauseRule, missingRequired } from './required-clauses'
import type { ContractKind } from './rules'
import { contentHash, sealCode } from './seal'
import { mergeTemplate } from './typst'

/**
 * Raised with every change of a template's words: explanations name the version, so an old explanation never covers a new
 * text. `templates/contracts/versions.json` holds the fingerprint of each version's files; a test compares them.
 */
export const TEMPLATE_VERSIONS: Record<ContractKind, number> = {
  COOPERATION_AGREEMENT: 2,
  PARTNER_AGREEMENT: 1,
  LOAN_CONTRACT: 2,
  JOINT_GUARANTEE_AGREEMENT: 2,
  MARGIN_PLEDGE: 2,
  ASSIST_FUND_AGREEMENT: 1,
  GUARANTEE_CONTRACT: 1,
  COUNTER_GUARANTEE: 1,
  INSURANCE_POLICY: 1,
  MORTGAGE_CONTRACT: 2,
  SPOUSE_CONSENT: 2,
  STALL_UNDERTAKING: 2,
  CONSENTS: 2,
}

/** The template's own file, under templates/. */
export const templateFile = (kind: ContractKind): string => `contracts/${kind}.typ`
/** Files whose words stand in every document. */
export const SHARED_FILES = ['contracts/common.typ', 'contracts/clauses.typ'] as const

export type StandingClause = { id: string; key: boolean }
export type Merged = {
  pdf: Uint8Array
  contentSha256: string
  /** the clauses that stand in this document, told by the template as it was merged */
  clauses: StandingClause[]
  /** fields that were left empty */
  blanks: number
  missing: ClauseRule[]
}

/** Merges one document. A draft carries its watermark, no code and no seal: it is never signed. */
export function mergeDocument(
  kind: ContractKind,
  mode: Mode,
  data: { number: string; draft: boolean; refinancing: boolean },
): Merged {
  const version = TEMPLATE_VERSIONS[kind]
  const contentSha256 = contentHash(kind, version, data)
  const merged = mergeTemplate(templateFile(kind), {
    ...data,
    templateVersion: version,
    contentHash: data.draft ? null : contentSha256,
    code: data.draft ? null : sealCode(data.number, contentSha256),
  })
  const clauses = new Map<string, StandingClause>()
  for (const c of merged.told('<clause>') as StandingClause[])
    clauses.set(c.id, { id: c.id, key: c.key || (clauses.get(c.id)?.key ?? false) })
  const standing = [...clauses.values()]
  return {
    pdf: merged.pdf,
    contentSha256,
    clauses: standing,
    blanks: merged.told('<blank>').length,
    missing: missingRequired(
      kind,
      mode,
      data.refinancing,
      standing.map((c) => c.id),
    ),
  }
}
