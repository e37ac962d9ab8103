/** Collective notes, bonds and trusts: what one issuer and one pool may raise (§2.7). */
import { type Fen, maxFen, minFen, mulRate, type Ppm, sumFen } from '@/lib/platform/money'
import { cny, percent, type Traced, type TraceStep } from '@/lib/platform/trace'

export type IssuePoolParameters = {
  issuersMin: number
  issuersMax: number
  netAssetsSharePpm: Ppm
  issuerCapFen: Fen
  poolCapFen: Fen
}

/** slot_max = min(200m, 40 % × net assets − existing notes), never below zero (§2.7). */
export function slotMax(netAssetsFen: Fen, existingNotesFen: Fen, p: IssuePoolParameters): Traced<Fen> {
  const byAssets = maxFen(mulRate(netAssetsFen, p.netAssetsSharePpm, 'FLOOR') - existingNotesFen, 0n)
  const fen = minFen(p.issuerCapFen, byAssets)
  const step: TraceStep = {
    ...cny('slotMax', fen),
    rule: '§2.7',
    formula: 'min(issuerCap, netAssets × netAssetsShare − existingNotes)',
    inputs: [
      cny('issuerCap', p.issuerCapFen, 'parameter'),
      cny('netAssets', netAssetsFen),
      percent('netAssetsShare', p.netAssetsSharePpm, 'parameter'),
      cny('existingNotes', existingNotesFen),
    ],
  }
  return { value: fen, trace: { rule: 'guarantees.slotMax', version: 1, result: cny('slotMax', fen), steps: [step] } }
}

export type IssuerSlot = { id: string; netAssetsFen: Fen; existingNotesFen: Fen; amountFen: Fen; legalPerson: boolean }
export type IssuePoolRefusal =
  | { code: 'E_POOL_SIZE'; issuerId: null }
  | { code: 'E_AMOUNT_OVER_CAP:pool'; issuerId: null }
  | { code: 'E_AMOUNT_OVER_CAP:issuer'; issuerId: string }
  | { code: 'E_ISSUER_NOT_LEGAL_PERSON'; issuerId: string }

/** 2 ≤ issuers ≤ 10, legal persons each inside its slot, pool ≤ 1,000m (§2.7). */
export function checkIssuePool(slots: readonly IssuerSlot[], p: IssuePoolParameters): IssuePoolRefusal[] {
  const found: IssuePoolRefusal[] = []
  if (slots.length < p.issuersMin || slots.length > p.issuersMax) found.push({ code: 'E_POOL_SIZE', issuerId: null })
  if (sumFen(slots.map((s) => s.amountFen)) > p.poolCapFen) {
    found.push({ code: 'E_AMOUNT_OVER_CAP:pool', issuerId: null })
  }
  for (const s of slots) {
    if (!s.legalPerson) found.push({ code: 'E_ISSUER_NOT_LEGAL_PERSON', issuerId: s.id })
    if (s.amountFen > slotMax(s.netAssetsFen, s.existingNotesFen, p).value) {
      found.push({ code: 'E_AMOUNT_OVER_CAP:issuer', issuerId: s.id })
    }
  }
  return found
}
