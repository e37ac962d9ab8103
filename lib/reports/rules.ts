/** Figures of a portfolio for those who lead: shares, roll rates, vintages, concentration. Money in fen, shares in ppm. */
import { type Fen, type Ppm, sumFen } from '@/lib/platform/money'
import { cny, count, percent, type Traced } from '@/lib/platform/trace'

/** First day past due of each bucket; what follows 6 is no bucket: 7 paid back, 8 written off. */
export const BUCKET_FROM = [0, 1, 31, 61, 91, 181, 361] as const
export const PAID_BACK = 7
export const WRITTEN_OFF = 8

const NPL: readonly string[] = ['SUBSTANDARD', 'DOUBTFUL', 'LOSS']

export type Cell = {
  marketId: string
  mode: string
  grade: string
  bucket: number
  class: string
  borrowerType: string
  loans: number
  principalFen: Fen
  provisionFen: Fen
}

/** part ÷ whole, half up to a ppm; nothing of nothing is 0. */
export function sharePpm(part: bigint, whole: bigint): Ppm {
  return whole === 0n ? 0 : Number((part * 2_000_000n + whole) / (2n * whole))
}

/** A share that tells how it came about. `label` names it, `part` and `whole` what it was made of. */
export function share(label: string, part: Fen, whole: Fen, rule: string): Traced<Ppm> {
  const value = sharePpm(part, whole)
  return {
    value,
    trace: {
      rule: `reports.${label}`,
      version: 1,
      result: percent(label, value),
      steps: [
        {
          ...percent(label, value),
          formula: `${label} = ${label}Part / principal`,
          rule,
          inputs: [cny(`${label}Part`, part), cny('principal', whole)],
        },
      ],
    },
  }
}

export type Totals = {
  loans: number
  principalFen: Fen
  lateFen: Fen
  late30Fen: Fen
  nplFen: Fen
  provisionFen: Fen
}

export function totalsOf(cells: readonly Cell[]): Totals {
  const sum = (of: (c: Cell) => boolean) => sumFen(cells.filter(of).map((c) => c.principalFen))
  return {
    loans: cells.reduce((n, c) => n + c.loans, 0),
    principalFen: sum(() => true),
    lateFen: sum((c) => c.bucket > 0),
    late30Fen: sum((c) => c.bucket > 1),
    nplFen: sum((c) => NPL.includes(c.class)),
    provisionFen: sumFen(cells.map((c) => c.provisionFen)),
  }
}

/** The shares of a portfolio with their derivations (§8.3, §8.8). */
export function sharesOf(t: Totals) {
  const coverage = sharePpm(t.provisionFen, t.nplFen)
  return {
    late: share('lateRatio', t.lateFen, t.principalFen, '§8.3'),
    late30: share('late30Ratio', t.late30Fen, t.principalFen, '§8.3'),
    npl: share('nplRatio', t.nplFen, t.principalFen, '§8.8'),
    coverage: {
      value: coverage,
      trace: {
        rule: 'reports.coverage',
        version: 1,
        result: percent('coverage', coverage),
        steps: [
          {
            ...percent('coverage', coverage),
            formula: 'coverage = provision / nplRatioPart',
            rule: '§8.8',
            inputs: [cny('provision', t.provisionFen), cny('nplRatioPart', t.nplFen)],
          },
        ],
      },
    } satisfies Traced<Ppm>,
  }
}

/** Cells put together by what `key` says, largest balance first. */
export function groupCells(cells: readonly Cell[], key: (c: Cell) => string): { key: string; totals: Totals }[] {
  const groups = new Map<string, Cell[]>()
  for (const c of cells) {
    const k = key(c)
    const group = groups.get(k)
    if (group) group.push(c)
    else groups.set(k, [c])
  }
  return [...groups]
    .map(([k, of]) => ({ key: k, totals: totalsOf(of) }))
    .sort((a, b) =>
      a.totals.principalFen === b.totals.principalFen
        ? a.key.localeCompare(b.key)
        : a.totals.principalFen < b.totals.principalFen
          ? 1
          : -1,
    )
}

export type Roll = { fromBucket: number; toBucket: number; loans: number; principalFen: Fen }
export type RollRow = {
  fromBucket: number
  loans: number
  principalFen: Fen
  to: { bucket: number; loans: number; principalFen: Fen; sharePpm: Ppm }[]
  /** what moved to a worse bucket or was written off */
  worse: Traced<Ppm>
}

/** One month to the next, by balance at the first month's end. */
export function rollRates(cells: readonly Roll[]): RollRow[] {
  return BUCKET_FROM.map((_, fromBucket) => {
    const from = cells.filter((c) => c.fromBucket === fromBucket)
    const principalFen = sumFen(from.map((c) => c.principalFen))
    const worse = sumFen(
      from.filter((c) => c.toBucket > fromBucket && c.toBucket !== PAID_BACK).map((c) => c.principalFen),
    )
    return {
      fromBucket,
      loans: from.reduce((n, c) => n + c.loans, 0),
      principalFen,
      to: from
        .map((c) => ({
          bucket: c.toBucket,
          loans: c.loans,
          principalFen: c.principalFen,
          sharePpm: sharePpm(c.principalFen, principalFen),
        }))
        .sort((a, b) => a.bucket - b.bucket),
      worse: share('rollRatio', worse, principalFen, '§8.2'),
    }
  }).filter((r) => r.loans > 0)
}

export type Vintage = {
  /** YYYY-MM */
  startMonth: string
  month: string
  loans: number
  grantedFen: Fen
  newLateLoans: number
  newLateFen: Fen
}
export type VintageCurve = {
  startMonth: string
  loans: number
  grantedFen: Fen
  lateLoans: number
  lateFen: Fen
  points: { age: number; sharePpm: Ppm }[]
  last: Traced<Ppm>
}

const monthNo = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7))

/** Ever more than 30 days late, by what was granted, at each age in months: a curve never falls. */
export function vintageCurves(cells: readonly Vintage[]): VintageCurve[] {
  const starts = [...new Set(cells.map((c) => c.startMonth))].sort()
  return starts.map((startMonth) => {
    const of = cells.filter((c) => c.startMonth === startMonth).sort((a, b) => a.month.localeCompare(b.month))
    const { grantedFen, loans } = of.at(-1)!
    let late = 0n
    const points = of.map((c) => {
      late += c.newLateFen
      return { age: monthNo(c.month) - monthNo(startMonth), sharePpm: sharePpm(late, grantedFen) }
    })
    const last = share('vintageRatio', late, grantedFen, '§11')
    last.trace.steps[0]!.inputs.push(count('vintageLoans', loans))
    return {
      startMonth,
      loans,
      grantedFen,
      lateLoans: of.reduce((n, c) => n + c.newLateLoans, 0),
      lateFen: late,
      points,
      last,
    }
  })
}

export type Against = { key: string; exposureFen: Fen; share: Traced<Ppm>; capPpm: Ppm; over: boolean }

/** Each exposure as a share of the whole against its cap; an equal share is inside (§5.4). */
export function againstCap(exposures: readonly { key: string; fen: Fen }[], wholeFen: Fen, capPpm: Ppm): Against[] {
  return exposures.map(({ key, fen }) => {
    const s = share('concentrationRatio', fen, wholeFen, '§5.4')
    s.trace.steps[0]!.inputs.push(percent('cap', capPpm))
    return { key, exposureFen: fen, share: s, capPpm, over: fen * 1_000_000n > wholeFen * BigInt(capPpm) }
  })
}

/** Whole hours from seconds, half up: how long something took. */
export const hoursOf = (seconds: number): number => Math.round(seconds / 3600)
