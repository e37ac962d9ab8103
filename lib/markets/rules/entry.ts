/** One surveyor's own entry: from the sheet as it was filled to what the scoring engine takes (§3.0, §3.1). */
import type { PlainDate } from '@/lib/platform/dates'
import type { Indicator, MarketCard, VetoRule } from '@/lib/scoring/rules/card'
import { readInput } from '@/lib/scoring/rules/input'
import { turnoverPerMerchant } from '@/lib/scoring/rules/market-derived'
import type { ScoreInput } from '@/lib/scoring/rules/score-result'
import { SHEET_OF, type Sheet, type SheetProblem, sheetValue } from './sheets'

/** What stands behind one value: a count sheet and a remark. */
export type EntrySource = { sheet?: Sheet | null; note?: string | null }
export type EntryVeto = { hit: boolean; note?: string | null }

export type EntryDraft = {
  /** indicator → value as read (exact decimal or option code) */
  values: Readonly<Record<string, string>>
  sources: Readonly<Record<string, EntrySource>>
  /** veto → answer; an unanswered one is absent */
  vetoes: Readonly<Record<string, EntryVeto>>
}

/** The proofs of a survey by item: what kinds there are. Both surveyors stand in the market together and share them. */
export type Proofs = Readonly<Record<string, readonly { id: string; source: string }[]>>

export type EntryProblem = { item: string; code: string; params?: Record<string, string | number | string[]> }

/** MT3 is always computed from MT1 and MS1 (§3.1); nobody types it. */
export function isComputed(indicator: Indicator): boolean {
  return indicator.derivedFrom.length > 0
}

/**
 * The values of an entry: typed ones as they stand, those of a filled count sheet computed from it, MT3 computed from
 * MT1 and MS1. A sheet that proves nothing yet gives no value.
 */
export function entryValues(card: MarketCard, draft: EntryDraft, today: PlainDate): Record<string, string> {
  const values: Record<string, string> = {}
  for (const indicator of card.indicators) {
    if (isComputed(indicator)) continue
    const text = sourceValue(indicator, draft, today)
    if (text !== null) values[indicator.code] = text
  }
  const { MT1, MS1 } = values
  const perMerchant = MT1 !== undefined && MS1 !== undefined ? turnoverPerMerchant(MT1, MS1) : null
  if (perMerchant !== null && card.indicators.some((i) => i.code === 'MT3')) values.MT3 = perMerchant
  return values
}

function sourceValue(indicator: Indicator, draft: EntryDraft, today: PlainDate): string | null {
  const sheet = draft.sources[indicator.code]?.sheet
  if (sheet) {
    const result = sheetValue(sheet, today)
    if (!result.ok) return null
    const read = readInput(indicator, result.value)
    return read.ok ? read.value : null
  }
  return draft.values[indicator.code] ?? null
}

/** What the engine takes: each value with whether something proves it, and where the proof is. */
export function scoreInputs(
  card: MarketCard,
  draft: EntryDraft,
  proofs: Proofs,
  today: PlainDate,
): Record<string, ScoreInput> {
  const inputs: Record<string, ScoreInput> = {}
  for (const [code, value] of Object.entries(entryValues(card, draft, today))) {
    const source = proofOf(code, draft, proofs)
    inputs[code] = { value, evidenced: source !== null, ...(source ? { source } : {}) }
  }
  return inputs
}

/** The proof's name: the kind of evidence of its first file or record, or of the sheet itself; null when there is none. */
function proofOf(code: string, draft: EntryDraft, proofs: Proofs): string | null {
  const first = proofs[code]?.[0]
  if (first) return first.source
  const own = SHEET_OF[code]
  return own?.evidence && draft.sources[code]?.sheet?.kind === own.kind ? own.evidence : null
}

export type SignCheck = {
  /** anything here forbids signing */
  problems: EntryProblem[]
  /** indicators without a value: they score 0 and count as missing (§3.0-3) */
  missing: string[]
}

/**
 * What stands between an entry and its signature (§10.1 `score`: evidence). Every value needs a proof, every veto an
 * answer, every hit veto a proof or a remark; sheets must be complete. A value may be missing only when the surveyor
 * says so, because it costs its points.
 */
export function checkEntry(
  card: MarketCard,
  draft: EntryDraft,
  proofs: Proofs,
  today: PlainDate,
  acceptMissing: boolean,
): SignCheck {
  const problems: EntryProblem[] = []
  const inputs = scoreInputs(card, draft, proofs, today)
  const missing: string[] = []
  for (const indicator of card.indicators) {
    const code = indicator.code
    const sheet = draft.sources[code]?.sheet
    const unproven = sheet ? sheetProblem(sheet, today) : null
    if (unproven) {
      problems.push({ item: code, ...unproven })
      continue
    }
    const input = inputs[code]
    if (!input) {
      missing.push(code)
      if (!acceptMissing) problems.push({ item: code, code: 'E_REQUIRED' })
    } else if (indicator.required && !input.evidenced && !isComputed(indicator)) {
      problems.push({ item: code, code: 'E_EVIDENCE_MISSING', params: { wanted: [...indicator.evidence] } })
    }
  }
  for (const veto of card.vetoes) problems.push(...checkVeto(veto, draft.vetoes[veto.code], proofs))
  return { problems, missing }
}

/** Count sheets that prove nothing yet, and why. */
export function openSheets(draft: Pick<EntryDraft, 'sources'>, today: PlainDate): EntryProblem[] {
  return Object.entries(draft.sources).flatMap(([item, { sheet }]) => {
    const problem = sheet ? sheetProblem(sheet, today) : null
    return problem ? [{ item, ...problem }] : []
  })
}

function sheetProblem(sheet: Sheet, today: PlainDate): SheetProblem | null {
  const result = sheetValue(sheet, today)
  return result.ok ? null : result.problem
}

/** Vetoes that an indicator proves need no answer; the others are answered one by one, and a hit is proven. */
function checkVeto(veto: VetoRule, answer: EntryVeto | undefined, proofs: Proofs): EntryProblem[] {
  if (!answer) return veto.test ? [] : [{ item: veto.code, code: 'E_VETO_UNANSWERED' }]
  const proven = (proofs[veto.code]?.length ?? 0) > 0 || (answer.note ?? '').trim() !== ''
  return answer.hit && !proven && !veto.test ? [{ item: veto.code, code: 'E_EVIDENCE_MISSING' }] : []
}

/** The vetoes that the surveyor marked as hit. */
export function markedVetoes(draft: Pick<EntryDraft, 'vetoes'>): string[] {
  return Object.entries(draft.vetoes)
    .filter(([, answer]) => answer.hit)
    .map(([code]) => code)
}
