/** The fields of the change form, by kind, and the change that they say. */
import type { requestLoanChangeAction } from '@/lib/servicing/actions'

export type ChangeValues = {
  kind: string
  amount: string
  penalty: string
  compound: string
  annualRate: string
  maturityDate: string
  method: string
  gracePeriods: number | null
  repaymentDay: number | null
  valueDate: string
  eventId: string
  consented: string[]
  reason: string
}
type Change = Parameters<typeof requestLoanChangeAction>[0]['change']

export const FIELDS_OF: Record<string, readonly string[]> = {
  REVERSAL: ['eventId'],
  WAIVER: ['penalty', 'compound', 'valueDate'],
  REFUND: ['amount', 'valueDate'],
  COST: ['amount', 'valueDate'],
  MISUSE: ['amount', 'valueDate'],
  RATE: ['annualRate', 'valueDate'],
  EXTENSION: ['maturityDate', 'annualRate', 'valueDate'],
  RESTRUCTURE: ['maturityDate', 'annualRate', 'method', 'repaymentDay', 'gracePeriods', 'valueDate'],
  ACCELERATE: ['valueDate'],
  WRITE_OFF: [],
  RENEWAL: ['maturityDate', 'principal', 'annualRate'],
}

export function changeOf(v: ChangeValues): Change {
  const rate = v.annualRate ? { annualRate: v.annualRate } : {}
  const consents = v.consented
  switch (v.kind) {
    case 'REVERSAL':
      return { kind: 'REVERSAL', eventId: v.eventId }
    case 'WAIVER':
      return { kind: 'WAIVER', penalty: v.penalty || '0.00', compound: v.compound || '0.00' }
    case 'REFUND':
    case 'COST':
    case 'MISUSE':
      return { kind: v.kind, amount: v.amount || '0.00' }
    case 'RATE':
      return { kind: 'RATE', annualRate: v.annualRate || '0.00', consents }
    case 'EXTENSION':
      return { kind: 'EXTENSION', maturityDate: v.maturityDate, ...rate, consents }
    case 'RENEWAL':
      return {
        kind: 'RENEWAL',
        maturityDate: v.maturityDate,
        ...(v.amount ? { principal: v.amount } : {}),
        ...rate,
        consents,
      }
    case 'RESTRUCTURE':
      return {
        kind: 'RESTRUCTURE',
        maturityDate: v.maturityDate,
        ...rate,
        ...(v.method ? { method: v.method as 'ANNUITY' } : {}),
        ...(v.repaymentDay === null ? {} : { repaymentDay: v.repaymentDay }),
        ...(v.gracePeriods === null ? {} : { gracePeriods: v.gracePeriods }),
        consents,
      }
    case 'ACCELERATE':
      return { kind: 'ACCELERATE' }
    default:
      return { kind: 'WRITE_OFF' }
  }
}
