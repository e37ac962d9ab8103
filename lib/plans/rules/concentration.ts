/** How much may hang on one client, market, partner or trade (§5.4). One controller or household counts as one client. */
import { type Fen, mulRate, type Ppm, sumFen } from '@/lib/platform/money'
import { cny, percent, type Traced, type TraceStep } from '@/lib/platform/trace'

export type ConcentrationLimit =
  | 'sameBorrower'
  | 'singleLoan'
  | 'singleExposure'
  | 'connectedGroup'
  | 'market'
  | 'operatorGroup'
  | 'guarantor'
  | 'insurer'
  | 'industry'
  | 'topTenMerchants'

/** LAW blocks; POLICY is the bank's own line and sends the plan one level up. */
export type LimitForce = 'LAW' | 'POLICY'
export type ConcentrationBase = 'netCapital' | 'tierOneCapital' | 'smePortfolio' | 'marketLimit'

/** The table of §5.4 as data: which base each limit is measured against. */
export const CONCENTRATION_LIMITS: Record<ConcentrationLimit, { base: ConcentrationBase; force: LimitForce }> = {
  sameBorrower: { base: 'netCapital', force: 'LAW' },
  singleLoan: { base: 'netCapital', force: 'LAW' },
  singleExposure: { base: 'tierOneCapital', force: 'LAW' },
  connectedGroup: { base: 'tierOneCapital', force: 'LAW' },
  market: { base: 'smePortfolio', force: 'POLICY' },
  operatorGroup: { base: 'smePortfolio', force: 'POLICY' },
  guarantor: { base: 'smePortfolio', force: 'POLICY' },
  insurer: { base: 'smePortfolio', force: 'POLICY' },
  industry: { base: 'smePortfolio', force: 'POLICY' },
  topTenMerchants: { base: 'marketLimit', force: 'POLICY' },
}

export type ConcentrationParameters = Record<ConcentrationLimit, Ppm>

/** What is known; a limit whose exposure or base is not given is not tested. */
export type ConcentrationInput = {
  bases: Partial<Record<ConcentrationBase, Fen>>
  /** exposure after the new credit */
  exposures: Partial<Record<ConcentrationLimit, Fen>>
}

export type ConcentrationFinding = {
  limit: ConcentrationLimit
  force: LimitForce
  exposureFen: Fen
  capFen: Fen
  /** share of the cap in use, whole ppm rounded up, so that "80 %" is never shown for more */
  usedPpm: Ppm
  ok: boolean
}

/** exposure ≤ base × share for every limit that can be tested; an equal amount is inside (§5.4). */
export function concentration(input: ConcentrationInput, p: ConcentrationParameters): Traced<ConcentrationFinding[]> {
  const findings: ConcentrationFinding[] = []
  const steps: TraceStep[] = []
  for (const limit of Object.keys(CONCENTRATION_LIMITS) as ConcentrationLimit[]) {
    const { base, force } = CONCENTRATION_LIMITS[limit]
    const exposureFen = input.exposures[limit]
    const baseFen = input.bases[base]
    if (exposureFen === undefined || baseFen === undefined) continue
    const capFen = mulRate(baseFen, p[limit], 'FLOOR')
    const ok = exposureFen <= capFen
    const usedPpm = capFen > 0n ? Number((exposureFen * 1_000_000n + capFen - 1n) / capFen) : ok ? 0 : 1_000_000
    findings.push({ limit, force, exposureFen, capFen, usedPpm, ok })
    steps.push({
      ...cny(limit, capFen),
      rule: '§5.4',
      formula: `exposure ≤ ${base} × limitShare`,
      inputs: [cny('exposure', exposureFen), cny(base, baseFen), percent('limitShare', p[limit], 'parameter')],
      ...(ok ? {} : { binding: true }),
    })
  }
  const worst = findings.reduce((m, f) => Math.max(m, f.usedPpm), 0)
  return {
    value: findings,
    trace: { rule: 'plans.concentration', version: 1, result: percent('highestUse', worst), steps },
  }
}

/** Σ of the ten largest merchant limits of a market. */
export function topTen(limitsFen: readonly Fen[]): Fen {
  return sumFen([...limitsFen].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0)).slice(0, 10))
}

export type InclusiveInput = {
  /** loans and undrawn commitments of the whole client; bills are left out before */
  totalCreditFen: Fen
  /** micro or small enterprise, individual business, or an owner borrowing for operation */
  eligibleBorrower: boolean
}

/** 普惠型小微: total credit to one client ≤ 10,000,000, the amount itself included (§5.4). */
export function isInclusive(input: InclusiveInput, capFen: Fen): boolean {
  return input.eligibleBorrower && input.totalCreditFen <= capFen
}

export type ClientKeys = { id: string; controllerId?: string; householdId?: string; legalRepId?: string }

/**
 * Clients that count as one: same controller, household or legal representative, also through a third (§5.4).
 * Controller and legal representative are both persons and share one name space. Order of first appearance.
 */
export function oneClientGroups(clients: readonly ClientKeys[]): string[][] {
  const parent = new Map<string, string>()
  const root = (x: string): string => {
    let r = x
    while (parent.get(r) !== undefined && parent.get(r) !== r) r = parent.get(r)!
    parent.set(x, r)
    return r
  }
  const join = (a: string, b: string) => parent.set(root(b), root(a))
  for (const c of clients) {
    for (const person of [c.controllerId, c.legalRepId]) if (person) join(`client:${c.id}`, `person:${person}`)
    if (c.householdId) join(`client:${c.id}`, `household:${c.householdId}`)
  }
  const groups = new Map<string, string[]>()
  for (const c of clients) {
    const key = root(`client:${c.id}`)
    const group = groups.get(key)
    if (group) group.push(c.id)
    else groups.set(key, [c.id])
  }
  return [...groups.values()]
}
