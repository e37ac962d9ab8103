/** Inputs and terms of a statement as they are stored: amounts as decimal strings, as everywhere in JSON. */
import { toYuan, yuan } from '@/lib/platform/money'
import type { PayInputs, PayTerms } from '../rules/pay'

type StoredInputs = Omit<PayInputs, 'volumes' | 'overdueFen' | 'bookFen'> & { volumes: { kind: string; volume: string; ratePpm: number }[]; overdue: string; book: string } // biome-ignore format: one line

export const storeInputs = (i: PayInputs): StoredInputs => ({
  volumes: i.volumes.map((v) => ({ kind: v.kind, volume: toYuan(v.volumeFen), ratePpm: v.ratePpm })),
  newClients: i.newClients,
  overdue: toYuan(i.overdueFen),
  book: toYuan(i.bookFen),
  lostClients: i.lostClients,
})
export function readInputs(json: unknown): PayInputs {
  const i = json as StoredInputs
  return {
    volumes: i.volumes.map((v) => ({ kind: v.kind, volumeFen: yuan(v.volume), ratePpm: v.ratePpm })),
    newClients: i.newClients,
    overdueFen: yuan(i.overdue),
    bookFen: yuan(i.book),
    lostClients: i.lostClients,
  }
}

type StoredTerms = Pick<PayTerms, 'quality' | 'otherwisePpm' | 'deferredPpm'> & { base: string; floor: string; newClientUnit: string; lostDeduction: string } // biome-ignore format: one line
export const storeTerms = (t: PayTerms): StoredTerms => ({
  base: toYuan(t.baseFen),
  floor: toYuan(t.floorFen),
  newClientUnit: toYuan(t.newClientUnitFen),
  lostDeduction: toYuan(t.lostDeductionFen),
  quality: t.quality.map((q) => ({ upToPpm: q.upToPpm, coefficientPpm: q.coefficientPpm })),
  otherwisePpm: t.otherwisePpm,
  deferredPpm: t.deferredPpm,
})
export function readTerms(json: unknown): PayTerms {
  const t = json as StoredTerms
  return {
    baseFen: yuan(t.base),
    floorFen: yuan(t.floor),
    newClientUnitFen: yuan(t.newClientUnit),
    lostDeductionFen: yuan(t.lostDeduction),
    quality: t.quality,
    otherwisePpm: t.otherwisePpm,
    deferredPpm: t.deferredPpm,
  }
}
