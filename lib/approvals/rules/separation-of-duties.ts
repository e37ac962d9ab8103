/**
 * Who did what may not also do what (§6.3). The matrix is data: one row per pair of acts and what must coincide.
 * The check is by natural person, never by role: two accounts with one identity number are one person.
 */

export type Act =
  | 'RECOMMEND'
  | 'COLLECT_PACKET'
  | 'INVESTIGATE'
  | 'SURVEY_MARKET'
  | 'SCORE'
  | 'APPROVE_SCORE'
  | 'OVERRIDE_SCORE'
  | 'WRITE_PLAN'
  | 'CANCEL_PLAN'
  | 'SB_REVIEW'
  | 'CR_REVIEW'
  | 'SB_SEAT'
  | 'CR_SEAT'
  | 'SIGN_CONTRACT'
  | 'CONFIRM_CP'
  | 'MARGIN_MAKE'
  | 'MARGIN_CHECK'
  | 'DISBURSEMENT_REVIEW'
  | 'DISBURSEMENT_APPROVE'
  | 'MANAGE_LOAN'
  | 'CLASSIFY_INITIAL'
  | 'CLASSIFY_RECOGNISE'
  | 'CLASSIFY_APPROVE'
  | 'CONFIRM_COMPENSATION'
  | 'WRITE_OFF'
  | 'OPS_MAKE'
  | 'OPS_CHECK'
  | 'DEFINE_SCORECARD'
  | 'PUBLISH_SCORECARD'

/** What has to be the same object for two acts to collide. */
export type Subject = 'market' | 'merchant' | 'batch' | 'plan' | 'loan' | 'movement' | 'score' | 'scorecard' | 'group'

export type SodPair = {
  did: Act
  mayNot: Act
  /** the acts collide when they touch the same object of any of these kinds */
  on: readonly Subject[]
  /** only within so many hours of the earlier act */
  withinHours?: number
}

/** Whose turn an act is: named when it is refused, so that the next step is clear. */
export const ACT_ROLES: Record<Act, readonly string[]> = {
  RECOMMEND: ['OPERATOR_ADMIN', 'OPERATOR_CLERK', 'RM'],
  COLLECT_PACKET: ['OPERATOR_CLERK', 'RM'],
  INVESTIGATE: ['RM', 'EVALUATOR'],
  SURVEY_MARKET: ['EVALUATOR', 'RISK_MGR'],
  SCORE: ['EVALUATOR', 'RM'],
  APPROVE_SCORE: ['EVALUATOR', 'RISK_MGR'],
  OVERRIDE_SCORE: ['SB_HEAD', 'CR_HEAD'],
  WRITE_PLAN: ['EVALUATOR', 'RM'],
  CANCEL_PLAN: ['RISK_MGR', 'CR_HEAD'],
  SB_REVIEW: ['SB_REVIEWER', 'SB_HEAD'],
  CR_REVIEW: ['CR_REVIEWER'],
  SB_SEAT: ['SB_REVIEWER', 'SB_HEAD'],
  CR_SEAT: ['CR_REVIEWER', 'CR_APPROVER', 'CR_HEAD'],
  SIGN_CONTRACT: ['RM', 'CONTRACT_OFFICER'],
  CONFIRM_CP: ['DISB_REVIEWER'],
  MARGIN_MAKE: ['OPS_MAKER'],
  MARGIN_CHECK: ['OPS_CHECKER'],
  DISBURSEMENT_REVIEW: ['DISB_REVIEWER'],
  DISBURSEMENT_APPROVE: ['DISB_APPROVER'],
  MANAGE_LOAN: ['RM'],
  CLASSIFY_INITIAL: ['RM'],
  CLASSIFY_RECOGNISE: ['RISK_MGR'],
  CLASSIFY_APPROVE: ['CR_APPROVER'],
  CONFIRM_COMPENSATION: ['OPS_MAKER', 'OPS_CHECKER'],
  WRITE_OFF: ['SB_HEAD', 'CR_HEAD'],
  OPS_MAKE: ['OPS_MAKER'],
  OPS_CHECK: ['OPS_CHECKER'],
  DEFINE_SCORECARD: ['RISK_MGR', 'TENANT_ADMIN'],
  PUBLISH_SCORECARD: ['RISK_MGR', 'TENANT_ADMIN'],
}

export const ACTS = Object.keys(ACT_ROLES) as Act[]

type Row = { did: readonly Act[]; mayNot: readonly Act[]; on: readonly Subject[]; withinHours?: number }

const REVIEW: readonly Act[] = ['SB_REVIEW', 'CR_REVIEW', 'SB_SEAT', 'CR_SEAT']
const SEATS: readonly Act[] = ['SB_SEAT', 'CR_SEAT']
const DISBURSE: readonly Act[] = ['DISBURSEMENT_REVIEW', 'DISBURSEMENT_APPROVE']
const CASE: readonly Subject[] = ['merchant', 'batch', 'plan']

/** The table of §6.3 with §7.3 (disbursement: "neither took part earlier"), §8.4 (three people) and INV-A1. */
const MATRIX: readonly Row[] = [
  { did: ['RECOMMEND', 'COLLECT_PACKET'], mayNot: ['APPROVE_SCORE', ...REVIEW, ...DISBURSE], on: CASE },
  // who puts a market forward does not decide on it
  { did: ['RECOMMEND'], mayNot: ['APPROVE_SCORE'], on: ['market'] },
  { did: ['SCORE'], mayNot: ['APPROVE_SCORE', 'OVERRIDE_SCORE'], on: ['score', 'merchant'] },
  { did: ['SCORE'], mayNot: [...SEATS, ...DISBURSE], on: CASE },
  { did: ['INVESTIGATE'], mayNot: [...SEATS, ...DISBURSE], on: CASE },
  { did: ['WRITE_PLAN'], mayNot: [...REVIEW, ...DISBURSE], on: ['plan', 'batch'] },
  { did: ['SB_REVIEW', 'SB_SEAT'], mayNot: ['CR_REVIEW', 'CR_SEAT'], on: ['plan', 'batch'] },
  { did: REVIEW, mayNot: DISBURSE, on: CASE },
  { did: SEATS, mayNot: ['CONFIRM_CP', 'MARGIN_MAKE', 'MARGIN_CHECK'], on: CASE },
  { did: ['SIGN_CONTRACT'], mayNot: DISBURSE, on: ['merchant', 'loan'] },
  {
    did: ['MANAGE_LOAN'],
    mayNot: [...DISBURSE, 'CLASSIFY_RECOGNISE', 'CLASSIFY_APPROVE', 'CONFIRM_COMPENSATION', 'WRITE_OFF'],
    on: ['loan', 'merchant'],
  },
  { did: ['CLASSIFY_INITIAL'], mayNot: ['CLASSIFY_RECOGNISE', 'CLASSIFY_APPROVE'], on: ['loan'] },
  { did: ['CLASSIFY_RECOGNISE'], mayNot: ['CLASSIFY_APPROVE'], on: ['loan'] },
  { did: ['DISBURSEMENT_REVIEW'], mayNot: ['DISBURSEMENT_APPROVE'], on: ['loan', 'movement'] },
  { did: ['OPS_MAKE'], mayNot: ['OPS_CHECK'], on: ['movement'] },
  { did: ['MARGIN_MAKE'], mayNot: ['MARGIN_CHECK'], on: ['movement'] },
  { did: ['DEFINE_SCORECARD'], mayNot: ['PUBLISH_SCORECARD'], on: ['scorecard'] },
  {
    did: ['DEFINE_SCORECARD', 'PUBLISH_SCORECARD'],
    mayNot: ['APPROVE_SCORE', ...REVIEW],
    on: ['scorecard'],
    withinHours: 24,
  },
]

/**
 * Every pair that the matrix forbids. Two people are needed whichever acts first, so each pair stands in both
 * directions; the 24 hours after a publication run only forward.
 */
export const SOD_PAIRS: readonly SodPair[] = MATRIX.flatMap((row) =>
  row.did.flatMap((did) =>
    row.mayNot.flatMap((mayNot): SodPair[] =>
      row.withinHours === undefined
        ? [
            { did, mayNot, on: row.on },
            { did: mayNot, mayNot: did, on: row.on },
          ]
        : [{ did, mayNot, on: row.on, withinHours: row.withinHours }],
    ),
  ),
)

/** Roles that may never give a business opinion or act on a case (§6.3). */
export const ROLES_WITHOUT_BUSINESS: readonly string[] = ['TENANT_ADMIN', 'AUDITOR', 'PLATFORM_ADMIN']
const ADMIN_ACTS: Readonly<Record<string, readonly Act[]>> = {
  TENANT_ADMIN: ['DEFINE_SCORECARD', 'PUBLISH_SCORECARD'],
}

export type Person = {
  personId: string
  /** citizen id number or its keyed hash: the same person under two accounts */
  idNumber: string | null
}

export type Subjects = Partial<Record<Subject, readonly string[]>>
export type PastAct = { act: Act; person: Person; at: Date; on: Subjects }
export type Attempt = { act: Act; person: Person; roles: readonly string[]; at: Date; on: Subjects }

export type SodRefusal = {
  ok: false
  code: 'E_SOD'
  params: {
    act: Act
    /** the earlier act that stands against it; null: the person's role may not act at all */
    earlierAct: Act | null
    earlierAt: string | null
    /** the roles whose turn it is, held by someone else */
    turn: string[]
  }
}
export type SodResult = { ok: true } | SodRefusal

/** One natural person: the same person id, or the same identity number under two accounts. */
export function samePerson(a: Person, b: Person): boolean {
  if (a.personId === b.personId) return true
  return a.idNumber !== null && b.idNumber !== null && normalised(a.idNumber) === normalised(b.idNumber)
}

/** May this person do this act, after everything that was done before (§6.3)? The history may hold others' acts too. */
export function mayAct(attempt: Attempt, history: readonly PastAct[]): SodResult {
  const acting = attempt.roles.filter(
    (r) => !ROLES_WITHOUT_BUSINESS.includes(r) || ADMIN_ACTS[r]?.includes(attempt.act),
  )
  if (attempt.roles.length > 0 && acting.length === 0) return refusal(attempt.act, null)
  for (const past of history) {
    if (!samePerson(past.person, attempt.person)) continue
    const hit = SOD_PAIRS.some(
      (pair) =>
        pair.did === past.act &&
        pair.mayNot === attempt.act &&
        pair.on.some((kind) => meet(past.on[kind], attempt.on[kind])) &&
        (pair.withinHours === undefined || hoursBetween(past.at, attempt.at) < pair.withinHours),
    )
    if (hit) return refusal(attempt.act, past)
  }
  return { ok: true }
}

function refusal(act: Act, past: PastAct | null): SodRefusal {
  return {
    ok: false,
    code: 'E_SOD',
    params: {
      act,
      earlierAct: past?.act ?? null,
      earlierAt: past?.at.toISOString() ?? null,
      turn: [...ACT_ROLES[act]],
    },
  }
}

function meet(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  if (!a || !b) return false
  const known = new Set(a)
  return b.some((id) => known.has(id))
}

const hoursBetween = (a: Date, b: Date): number => (b.getTime() - a.getTime()) / 3_600_000
const normalised = (idNumber: string): string => idNumber.trim().toUpperCase()

/** Acts that need two different people in two different roles at the same time (§6.3). */
export const TWO_PERSON_RULES = {
  INVESTIGATION: ['RM', 'EVALUATOR'],
  SIGNING: ['RM', 'CONTRACT_OFFICER'],
  MARKET_SURVEY: ['EVALUATOR', 'RISK_MGR'],
} as const satisfies Record<string, readonly [string, string]>
export type TwoPersonRule = keyof typeof TWO_PERSON_RULES

/** True when two different natural people fill the two roles of the rule. */
export function twoPersons(
  rule: TwoPersonRule,
  present: readonly { person: Person; roles: readonly string[] }[],
): boolean {
  const [first, second] = TWO_PERSON_RULES[rule]
  return present.some(
    (a) => a.roles.includes(first) && present.some((b) => b.roles.includes(second) && !samePerson(a.person, b.person)),
  )
}

export type Contact = { idNumber: string | null; phone: string | null; address: string | null }
export type RelatedBy = 'DECLARED' | 'ID' | 'PHONE' | 'ADDRESS'

/**
 * A related person of the merchant or operator takes no step on its case: declared, or found by identity number, phone
 * or address (§6.3). Answers how, or null.
 */
export function relatedBy(
  person: Contact & { declaredPartyIds: readonly string[] },
  party: { id: string; contacts: readonly Contact[] },
): RelatedBy | null {
  if (person.declaredPartyIds.includes(party.id)) return 'DECLARED'
  const matches: [RelatedBy, (c: Contact) => string | null][] = [
    ['ID', (c) => c.idNumber && normalised(c.idNumber)],
    ['PHONE', (c) => c.phone && plainPhone(c.phone)],
    ['ADDRESS', (c) => c.address?.replace(/\s+/g, '') ?? null],
  ]
  for (const [by, key] of matches) {
    const mine = key(person)
    if (mine && party.contacts.some((c) => key(c) === mine)) return by
  }
  return null
}

function plainPhone(phone: string): string {
  return phone.replace(/[\s-]/g, '').replace(/^\+?86(?=1\d{10}$)/, '')
}
