/**
 * Public and bureau checks behind one interface (credit bureau, enterprise registry, enforcement lists, tax). The default
 * has no line to anybody: people bring the report (`checks.record`). The simulated one answers for a demo.
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
}

export type CheckProvider = {
  name: string
  /** null: this adapter cannot ask; a person brings the report */
  query: ((kind: CheckKind, subject: CheckSubject, at: Date) => Promise<CheckAnswer>) | null
}

export const manualProvider: CheckProvider = { name: 'manual', query: null }

/** Answers out of a hash of the subject: the same merchant always has the same record, most of them clean. */
export const simulatedProvider: CheckProvider = {
  name: 'simulated',
  async query(kind, subject) {
    const digest = createHash('sha256')
      .update(`${kind}:${subject.uscc ?? subject.name}`)
      .digest()
    const roll = digest[0]! % 100
    const pick = (weights: [string, number][]): string => {
      let rest = digest[1]! % 100
      for (const [value, weight] of weights) {
        if (rest < weight) return value
        rest -= weight
      }
      return weights[0]![0]
    }
    const answer = (state: CheckState, values: Record<string, string>, vetoes: string[] = []): CheckAnswer => ({
      state,
      source: 'simulated',
      values,
      vetoes,
    })
    if (kind === 'CREDIT_BUREAU') {
      const CC1 = pick([
        ['CLEAN', 62],
        ['M1_1_2', 26],
        ['M1_3_5', 8],
        ['M2_ONCE', 4],
      ])
      const overdue = roll < 3
      return answer(
        overdue ? 'HIT' : 'CLEAR',
        { CC1, CC2: String(digest[2]! % 8), CC3: String(1 + (digest[3]! % 4)) },
        overdue ? ['CV1'] : [],
      )
    }
    if (kind === 'TAX') {
      const CB4 = pick([
        ['EXEMPT_FILING_NORMAL', 60],
        ['B_M_OR_TAX_1_5W', 25],
        ['A_OR_TAX_GE5W', 12],
        ['C_OR_LATE_FILING', 3],
      ])
      return answer('CLEAR', { CB4 })
    }
    const hit = roll < 1
    return answer(hit ? 'HIT' : 'CLEAR', {}, hit ? [kind === 'ENFORCEMENT' ? 'CV3' : 'CV4'] : [])
  },
}

/** The adapter that the settings name. A live installation never simulates. */
export function checkProvider(): CheckProvider {
  return process.env.FANGSHI_CHECKS === 'simulated' && !liveMode() ? simulatedProvider : manualProvider
}
