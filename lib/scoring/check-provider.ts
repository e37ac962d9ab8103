/**
 * Public and bureau checks, one interface a source: credit bureau, enterprise registry, enforcement lists, tax. By
 * default none has a line to anybody: people bring the report (`checks.record`) or a file of many answers
 * (`checks.importFile`). The simulated ones answer for a demo. A connector to a real source takes the place of one of
 * them in `checkSources`.
 */
import { createHash } from 'node:crypto'
import { liveMode } from '@/lib/platform/mode'

export const CHECK_KINDS = ['CREDIT_BUREAU', 'ENTERPRISE_REGISTRY', 'ENFORCEMENT', 'TAX'] as const
export type CheckKind = (typeof CHECK_KINDS)[number]
export const CHECK_STATES = ['CLEAR', 'HIT', 'FAILED'] as const
export type CheckState = (typeof CHECK_STATES)[number]

export type CheckSubject = {
  applicationId: string
  name: string
  uscc: string | null
  ownerName: string | null
  ownerIdNo: string | null
}
export type CheckAnswer = {
  state: CheckState
  /** who answered, as it is shown beside the result */
  source: string
  /** indicators that the answer settles (CC1–CC3, CB4) */
  values: Record<string, string>
  /** vetoes that the answer proves */
  vetoes: string[]
  summary?: string
  /** the answer as it came, kept as the proof */
  report?: string
}

type CheckSource<K extends CheckKind = CheckKind> = {
  kind: K
  /** as it is shown beside the result where the answer names nobody */
  name: string
  /** null: this adapter cannot ask; a person brings the report */
  query: ((subject: CheckSubject, at: Date) => Promise<CheckAnswer>) | null
}
type CreditBureau = CheckSource<'CREDIT_BUREAU'>
type EnterpriseRegistry = CheckSource<'ENTERPRISE_REGISTRY'>
type EnforcementLists = CheckSource<'ENFORCEMENT'>
type TaxSource = CheckSource<'TAX'>
type CheckSources = { [K in CheckKind]: CheckSource<K> }

const manual = <K extends CheckKind>(kind: K): CheckSource<K> => ({ kind, name: 'manual', query: null })

/** Bytes out of a hash of the subject: the same merchant always has the same record, most of them clean. */
function rolled(kind: CheckKind, subject: CheckSubject) {
  const digest = createHash('sha256')
    .update(`${kind}:${subject.uscc ?? subject.name}`)
    .digest()
  return {
    digest,
    roll: digest[0]! % 100,
    pick(weights: [string, number][]): string {
      let rest = digest[1]! % 100
      for (const [value, weight] of weights) {
        if (rest < weight) return value
        rest -= weight
      }
      return weights[0]![0]
    },
  }
}

function simulated(
  kind: CheckKind,
  subject: CheckSubject,
  at: Date,
  found: { state: CheckState; values?: Record<string, string>; vetoes?: string[] },
): CheckAnswer {
  const { state, values = {}, vetoes = [] } = found
  const lines = [
    'SIMULATED',
    kind,
    `${subject.name} ${subject.uscc ?? ''}`.trim(),
    at.toISOString(),
    state,
    ...Object.entries(values).map(([code, value]) => `${code} ${value}`),
    ...vetoes,
  ]
  return { state, source: 'simulated', values, vetoes, report: `${lines.join('\n')}\n` }
}

const simulatedBureau: CreditBureau = {
  kind: 'CREDIT_BUREAU',
  name: 'simulated',
  async query(subject, at) {
    const { digest, roll, pick } = rolled('CREDIT_BUREAU', subject)
    const CC1 = pick([
      ['CLEAN', 62],
      ['M1_1_2', 26],
      ['M1_3_5', 8],
      ['M2_ONCE', 4],
    ])
    const overdue = roll < 3
    return simulated('CREDIT_BUREAU', subject, at, {
      state: overdue ? 'HIT' : 'CLEAR',
      values: { CC1, CC2: String(digest[2]! % 8), CC3: String(1 + (digest[3]! % 4)) },
      vetoes: overdue ? ['CV1'] : [],
    })
  },
}

const simulatedTax: TaxSource = {
  kind: 'TAX',
  name: 'simulated',
  async query(subject, at) {
    const CB4 = rolled('TAX', subject).pick([
      ['EXEMPT_FILING_NORMAL', 60],
      ['B_M_OR_TAX_1_5W', 25],
      ['A_OR_TAX_GE5W', 12],
      ['C_OR_LATE_FILING', 3],
    ])
    return simulated('TAX', subject, at, { state: 'CLEAR', values: { CB4 } })
  },
}

/** Lists on which hardly anybody stands; a hit is a veto. */
function simulatedList<K extends 'ENTERPRISE_REGISTRY' | 'ENFORCEMENT'>(kind: K, veto: string): CheckSource<K> {
  return {
    kind,
    name: 'simulated',
    async query(subject, at) {
      const hit = rolled(kind, subject).roll < 1
      return simulated(kind, subject, at, { state: hit ? 'HIT' : 'CLEAR', vetoes: hit ? [veto] : [] })
    },
  }
}
const simulatedRegistry: EnterpriseRegistry = simulatedList('ENTERPRISE_REGISTRY', 'CV4')
const simulatedEnforcement: EnforcementLists = simulatedList('ENFORCEMENT', 'CV3')

/**
 * The adapters that the settings name: FANGSHI_CHECKS for all, FANGSHI_CHECKS_CREDIT_BUREAU and so on for one. A live
 * installation never simulates.
 */
export function checkSources(): CheckSources {
  const use = <K extends CheckKind>(kind: K, simulation: CheckSource<K>): CheckSource<K> => {
    const chosen = process.env[`FANGSHI_CHECKS_${kind}`] ?? process.env.FANGSHI_CHECKS
    return chosen === 'simulated' && !liveMode() ? simulation : manual(kind)
  }
  return {
    CREDIT_BUREAU: use('CREDIT_BUREAU', simulatedBureau),
    ENTERPRISE_REGISTRY: use('ENTERPRISE_REGISTRY', simulatedRegistry),
    ENFORCEMENT: use('ENFORCEMENT', simulatedEnforcement),
    TAX: use('TAX', simulatedTax),
  }
}

/** Kinds that have a line, in the order of the list. */
export const connectedKinds = (): CheckKind[] => {
  const sources = checkSources()
  return CHECK_KINDS.filter((kind) => sources[kind].query !== null)
}
