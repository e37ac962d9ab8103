/**
 * Performance pay with a floor and without a cap (§9 row 15). The bonus is volume by rate plus new clients by unit, times
 * how well the own book pays, rounded once to the fen, less what lost clients cost. Nothing below zero is carried over.
 */
import { type Fen, maxFen, mulDiv, mulRate, type Ppm, sumFen } from '@/lib/platform/money'
import { cny, count, percent, type Traced, type TraceStep } from '@/lib/platform/trace'

export type PayInputs = {
  /** what was paid out in the month, by kind of business, each with its rate */
  volumes: readonly { kind: string; volumeFen: Fen; ratePpm: Ppm }[]
  newClients: number
  /** of the own book at the month's end: overdue principal and all principal */
  overdueFen: Fen
  bookFen: Fen
  lostClients: number
}

export type PayTerms = {
  baseFen: Fen
  floorFen: Fen
  newClientUnitFen: Fen
  lostDeductionFen: Fen
  /** overdue ratio up to and including `upTo` gives `coefficient`; above the last one `otherwise` */
  quality: readonly { upToPpm: Ppm; coefficientPpm: Ppm }[]
  otherwisePpm: Ppm
  deferredPpm: Ppm
}

export type Pay = {
  bonusFen: Fen
  /** of the bonus, not paid before its loans have proven themselves */
  deferredFen: Fen
  payFen: Fen
  /** paid now: pay less what is deferred, never below the floor */
  nowFen: Fen
}

/** The overdue ratio is compared without rounding: exactly 1 % is still the better step. */
export function qualityCoefficient(overdueFen: Fen, bookFen: Fen, t: Pick<PayTerms, 'quality' | 'otherwisePpm'>): Ppm {
  const step = t.quality.find((s) => overdueFen * 1_000_000n <= bookFen * BigInt(s.upToPpm))
  return step?.coefficientPpm ?? t.otherwisePpm
}

export function performancePay(i: PayInputs, t: PayTerms): Traced<Pay> {
  const coefficient = qualityCoefficient(i.overdueFen, i.bookFen, t)
  // fen × ppm, not rounded yet
  const volumePpm = i.volumes.reduce((sum, v) => sum + v.volumeFen * BigInt(v.ratePpm), 0n)
  const clientsFen = BigInt(i.newClients) * t.newClientUnitFen
  const grossFen = mulDiv(volumePpm + clientsFen * 1_000_000n, BigInt(coefficient), 1_000_000_000_000n)
  const lostFen = BigInt(i.lostClients) * t.lostDeductionFen
  const rawFen = grossFen - lostFen
  const bonusFen = maxFen(rawFen, 0n)
  const deferredFen = mulRate(bonusFen, t.deferredPpm, 'FLOOR')
  const payFen = maxFen(t.baseFen + bonusFen, t.floorFen)
  const nowFen = maxFen(payFen - deferredFen, t.floorFen)
  const value = { bonusFen, deferredFen: payFen - nowFen < deferredFen ? payFen - nowFen : deferredFen, payFen, nowFen }
  return { value, trace: { rule: 'manager.pay', version: 1, result: cny('pay', payFen), steps: steps(i, t, { ...value, coefficient, clientsFen, grossFen, lostFen, rawFen }) } } // biome-ignore format: one line
}

type Worked = Pay & { coefficient: Ppm; clientsFen: Fen; grossFen: Fen; lostFen: Fen; rawFen: Fen }

function steps(i: PayInputs, t: PayTerms, w: Worked): TraceStep[] {
  const rule = '§9.15'
  const ratio = i.bookFen === 0n ? 0 : Number(mulDiv(i.overdueFen, 1_000_000n, i.bookFen, 'CEIL'))
  return [
    ...i.volumes.map(
      (v): TraceStep => ({
        ...cny('volumePart', mulDiv(v.volumeFen, BigInt(v.ratePpm), 1_000_000n)),
        rule,
        formula: 'volumePart = volume × rate',
        inputs: [cny('volume', v.volumeFen, `kind_${v.kind}`), percent('rate', v.ratePpm, 'parameter')],
      }),
    ),
    { ...cny('clientPart', w.clientsFen), rule, formula: 'clientPart = newClients × unit', inputs: [count('newClients', i.newClients), cny('unit', t.newClientUnitFen, 'parameter')] }, // biome-ignore format: one line
    { ...percent('quality', w.coefficient), rule, formula: 'overdueRatio → quality', inputs: [cny('overdue', i.overdueFen), cny('book', i.bookFen), percent('overdueRatio', ratio)] }, // biome-ignore format: one line
    { ...cny('gross', w.grossFen), rule, formula: 'gross = round2((volumePart + clientPart) × quality)', inputs: [] },
    { ...cny('lostPart', w.lostFen), rule, formula: 'lostPart = lostClients × deduction', inputs: [count('lostClients', i.lostClients), cny('deduction', t.lostDeductionFen, 'parameter')] }, // biome-ignore format: one line
    { ...cny('bonus', w.bonusFen), rule, formula: 'bonus = max(gross − lostPart, 0)', inputs: [cny('rawBonus', w.rawFen)], ...(w.rawFen < 0n ? { binding: true } : {}) }, // biome-ignore format: one line
    { ...cny('pay', w.payFen), rule, formula: 'pay = max(base + bonus, floor)', inputs: [cny('base', t.baseFen, 'parameter'), cny('floor', t.floorFen, 'parameter')], ...(w.payFen === t.floorFen && t.baseFen + w.bonusFen < t.floorFen ? { binding: true } : {}) }, // biome-ignore format: one line
    { ...cny('deferred', w.deferredFen), rule, formula: 'deferred = bonus × deferredShare', inputs: [percent('deferredShare', t.deferredPpm, 'parameter')] }, // biome-ignore format: one line
    { ...cny('now', w.nowFen), rule, formula: 'now = pay − deferred', inputs: [] },
  ]
}

/**
 * What of a deferred bonus is clawed back: the share of the month's volume that has become non-performing since, rounded
 * against whoever lent it. All of it non-performing takes all; nothing takes nothing.
 */
export function clawBack(heldFen: Fen, volumeFen: Fen, badFen: Fen): Traced<{ clawedFen: Fen; releasedFen: Fen }> {
  const clawedFen = volumeFen === 0n ? 0n : mulDiv(heldFen, badFen > volumeFen ? volumeFen : badFen, volumeFen, 'CEIL')
  const releasedFen = heldFen - clawedFen
  const result = cny('clawed', clawedFen)
  return {
    value: { clawedFen, releasedFen },
    trace: {
      rule: 'manager.clawBack',
      version: 1,
      result,
      steps: [
        { ...result, rule: '§9.15', formula: 'clawed = held × bad ÷ volume', inputs: [cny('held', heldFen), cny('bad', badFen), cny('volume', volumeFen)] }, // biome-ignore format: one line
        { ...cny('released', releasedFen), rule: '§9.15', formula: 'released = held − clawed', inputs: [] },
      ],
    },
  }
}

/** All that was lent in the month. */
export const totalVolume = (i: PayInputs): Fen => sumFen(i.volumes.map((v) => v.volumeFen))
