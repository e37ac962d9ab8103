/**
 * What each kind of inspection asks (§8.1): a market's, a partner's by what it is, and of a joint group's member. An answer
 * that a warning indicator reads says so; what it says goes to the indicators at once.
 */
import { parsePercent } from '@/lib/platform/money'
import { type Observed, readObservation } from './observation'
import type { WarningTable } from './warnings'

export type Question = { key: string; required?: true } & (
  | { type: 'PERCENT' | 'TIMES' | 'DAYS' | 'WORKING_DAYS' | 'COUNT'; says?: { code: string; reading: string } }
  /** one of these events, or none */
  | { type: 'EVENT'; code: string; events: readonly string[] }
  | { type: 'YES_NO' }
  | { type: 'TEXT' }
)

const percent = (key: string, code?: string, required?: true): Question => ({
  key,
  type: 'PERCENT',
  ...(code ? { says: { code, reading: key } } : {}),
  ...(required ? { required } : {}),
})

const MARKET: readonly Question[] = [
  percent('occupancy', 'W-M01', true),
  percent('footfallYoY', 'W-M02', true),
  percent('rentChange'),
  percent('feeCollectionRate', 'W-M03'),
  { key: 'merchantsIn', type: 'COUNT' },
  { key: 'merchantsOut', type: 'COUNT' },
  percent('merchantsLeftQuarter', 'W-M07'),
  {
    key: 'operatorChange',
    type: 'EVENT',
    code: 'W-M04',
    events: ['LEGAL_REP_CHANGED', 'CONTROLLER_CHANGED'],
    required: true,
  },
  { key: 'closedDays', type: 'DAYS', says: { code: 'W-M05', reading: 'closedDays' } },
  {
    key: 'planning',
    type: 'EVENT',
    code: 'W-M06',
    events: ['RELOCATION_RUMOUR_VERIFIED', 'RELOCATION_NOTICE_PUBLISHED', 'RELOCATION_DATE_FIXED'],
    required: true,
  },
  { key: 'complaints', type: 'COUNT', says: { code: 'W-M11', reading: 'complaints' } },
  { key: 'listReranked', type: 'YES_NO' },
]

const GUARANTOR: readonly Question[] = [
  percent('netAssetsYoY', 'W-P02', true),
  { key: 'multiple', type: 'TIMES', says: { code: 'W-P01', reading: 'multiple' }, required: true },
  percent('compensationRate', 'W-P03'),
  { key: 'claimUnpaid', type: 'WORKING_DAYS', says: { code: 'W-P04', reading: 'claimUnpaid' } },
  {
    key: 'authority',
    type: 'EVENT',
    code: 'W-P05',
    events: ['REGULATORY_NOTICE', 'PENALTY', 'LITIGATION', 'LICENCE_SUSPENDED'],
    required: true,
  },
]

const INSURER: readonly Question[] = [
  percent('lossRatio', 'W-P06', true),
  percent('comprehensiveSolvency', 'W-P07', true),
  { key: 'claimsOnTime', type: 'YES_NO' },
]

const FUND: readonly Question[] = [
  { key: 'fundBalance', type: 'TEXT', required: true },
  percent('leverageUse', 'W-P08', true),
  percent('poolLossUsed', 'W-P09'),
  percent('poolOverdueRate', 'W-P10', true),
  { key: 'claimsOnTime', type: 'YES_NO' },
]

const OTHER_PARTNER: readonly Question[] = [
  { key: 'dutiesKept', type: 'YES_NO', required: true },
  { key: 'changes', type: 'TEXT' },
]

/** Of a member of a joint group; whether it would go on is asked beside its stall and stock. */
const JOINT_MEMBER: readonly Question[] = [
  { key: 'memberChange', type: 'YES_NO' },
  { key: 'keyPerson', type: 'EVENT', code: 'W-C08', events: ['DIVORCE', 'ILLNESS', 'MISSING', 'DEATH'] },
  { key: 'integrity', type: 'YES_NO' },
]

const PARTNERS: Readonly<Record<string, readonly Question[]>> = {
  GUARANTOR,
  INSURER,
  INSURANCE_POOL: INSURER,
  GOV_FUND: FUND,
}

export type Inspected = { kind: string; partyKind: string | null; inGroup: boolean }

/** The questions of one inspection; a visit to a merchant outside a group has none beyond its form. */
export function templateOf({ kind, partyKind, inGroup }: Inspected): readonly Question[] {
  if (kind === 'MARKET_INSPECTION') return MARKET
  if (kind === 'PARTNER_CHECK') return PARTNERS[partyKind ?? ''] ?? OTHER_PARTNER
  return inGroup ? JOINT_MEMBER : []
}

export const NONE = 'NONE'
export type Answers = Readonly<Record<string, string>>
export type AnswerFault = { key: string; code: 'E_REQUIRED' | 'E_NUMBER' | 'E_ANSWER' }

/** What is missing, not a number, no choice, or not asked at all. */
export function faultsOf(template: readonly Question[], answers: Answers): AnswerFault[] {
  const faults: AnswerFault[] = Object.keys(answers)
    .filter((key) => !template.some((q) => q.key === key))
    .map((key) => ({ key, code: 'E_ANSWER' }))
  for (const q of template) {
    const given = answers[q.key]?.trim() ?? ''
    if (given === '') {
      if (q.required) faults.push({ key: q.key, code: 'E_REQUIRED' })
    } else if (
      q.type === 'EVENT'
        ? !(given === NONE || q.events.includes(given))
        : q.type === 'YES_NO' && !/^(yes|no)$/.test(given)
    )
      faults.push({ key: q.key, code: 'E_ANSWER' })
    else if (!isNumber(q, given)) faults.push({ key: q.key, code: 'E_NUMBER' })
  }
  return faults
}

function isNumber(q: Question, given: string): boolean {
  if (q.type === 'PERCENT') return parsePercent(given) !== null
  if (q.type === 'TIMES') return /^\d{1,4}(\.\d{1,3})?$/.test(given)
  if (q.type === 'DAYS' || q.type === 'WORKING_DAYS' || q.type === 'COUNT') return /^\d{1,6}$/.test(given)
  return true
}

export type Said = Observed & { code: string }

/** What sound answers say about the indicators of the bank's table. */
export function saysAnswers(template: readonly Question[], answers: Answers, table: WarningTable): Said[] {
  return template.flatMap((q) => {
    const value = answers[q.key]?.trim() ?? ''
    const told =
      value === '' || value === NONE
        ? null
        : q.type === 'EVENT'
          ? { code: q.code, event: value }
          : 'says' in q && q.says
            ? { ...q.says, value }
            : null
    const read = told && readObservation(told, table)
    return read && typeof read === 'object' ? [{ ...read, code: told.code }] : []
  })
}
