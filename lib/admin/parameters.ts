/**
 * Every parameter of the bank (domain rules §12): the features' typed defaults with the bank's own values laid over
 * them. `loadParameters` is what commands and jobs ask; a change takes two people (parameter-changes.ts) and touches
 * only objects made on or after its day.
 */

import { z } from 'zod'
import { APPROVAL_DEFAULTS, APPROVAL_RANGES, type ApprovalParameters } from '@/lib/approvals/parameters'
import { COLLATERAL_DEFAULTS, COLLATERAL_RANGES, type CollateralParameters } from '@/lib/collateral/parameters'
import { MANAGER_DEFAULTS, MANAGER_RANGES, type ManagerParameters } from '@/lib/desk/parameters'
import { DISBURSEMENT_DEFAULTS, DISBURSEMENT_RANGES, type DisbursementParameters } from '@/lib/disbursement/parameters'
import { INTAKE_DEFAULTS, INTAKE_RANGES, type IntakeParameters } from '@/lib/intake/parameters'
import { MONITORING_DEFAULTS, MONITORING_RANGES, type MonitoringParameters } from '@/lib/monitoring/parameters'
import { PARTNER_DEFAULTS, PARTNER_RANGES, type PartnerParameters } from '@/lib/partners/parameters'
import { PLAN_DEFAULTS, PLAN_RANGES, type PlanParameters } from '@/lib/plans/parameters'
import { AUTH_DEFAULTS, type AuthPolicy } from '@/lib/platform/auth/policy'
import type { PlainDate } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { overridesOf, readParameterValues } from '@/lib/platform/parameter-values'
import { listParameters, type ParameterRanges, type ParameterRow, withOverrides } from '@/lib/platform/parameters'
import { zDate, zPercent } from '@/lib/platform/schema'
import type { Tx } from '@/lib/platform/tenant'
import type { Json } from '@/lib/platform/wire'
import { SCORING_DEFAULTS, SCORING_RANGES, type ScoringParameters } from '@/lib/scoring/parameters'
import { SERVICING_DEFAULTS, SERVICING_RANGES, type ServicingParameters } from '@/lib/servicing/parameters'
import { CLOCK_DEFAULTS, CLOCK_RANGES, type ClockTerms } from './clock-terms'
import { choiceOf, isChosen } from './parameter-choices'

export type BankParameters = {
  auth: AuthPolicy
  intake: IntakeParameters
  scoring: ScoringParameters
  plans: PlanParameters
  approvals: ApprovalParameters
  disbursement: DisbursementParameters
  monitoring: MonitoringParameters
  servicing: ServicingParameters
  partners: PartnerParameters
  sla: ClockTerms
  collateral: CollateralParameters
  manager: ManagerParameters
}
export type ParameterFeature = keyof BankParameters

const DEFAULTS: BankParameters = {
  auth: AUTH_DEFAULTS,
  intake: INTAKE_DEFAULTS,
  scoring: SCORING_DEFAULTS,
  plans: PLAN_DEFAULTS,
  approvals: APPROVAL_DEFAULTS,
  disbursement: DISBURSEMENT_DEFAULTS,
  monitoring: MONITORING_DEFAULTS,
  servicing: SERVICING_DEFAULTS,
  partners: PARTNER_DEFAULTS,
  sla: CLOCK_DEFAULTS,
  collateral: COLLATERAL_DEFAULTS,
  manager: MANAGER_DEFAULTS,
}
const RANGES: Record<ParameterFeature, ParameterRanges> = {
  auth: {},
  intake: INTAKE_RANGES,
  scoring: SCORING_RANGES,
  plans: PLAN_RANGES,
  approvals: APPROVAL_RANGES,
  disbursement: DISBURSEMENT_RANGES,
  monitoring: MONITORING_RANGES,
  servicing: SERVICING_RANGES,
  partners: PARTNER_RANGES,
  sla: CLOCK_RANGES,
  collateral: COLLATERAL_RANGES,
  manager: MANAGER_RANGES,
}
export const PARAMETER_FEATURES = Object.keys(DEFAULTS) as ParameterFeature[]

/** The table of published LPR is one parameter as a whole: its rows are facts with dates, not settings. */
export const LPR_KEY = 'plans.lpr'
const LprTable = z
  .array(z.strictObject({ publishedOn: zDate, oneYear: zPercent, fiveYear: zPercent }))
  .min(1)
  .max(200)

/** The bank's parameters in force on a day (its business date). Partner users get the defaults of what is not open to them. */
export async function loadParameters(tx: Tx, bankId: string, on: PlainDate): Promise<BankParameters> {
  return parametersFrom(await readParameterValues(tx, bankId, on))
}

/** Lays values over the defaults. Throws E_PARAMETER_UNKNOWN, E_PARAMETER_FORMAT or E_PARAMETER_RANGE. */
export function parametersFrom(values: ReadonlyMap<string, Json>): BankParameters {
  const lay = <F extends ParameterFeature>(feature: F): BankParameters[F] =>
    withOverrides<BankParameters[F]>(DEFAULTS[feature], RANGES[feature], overridesOf(values, feature))
  const all: BankParameters = {
    auth: lay('auth'),
    intake: lay('intake'),
    scoring: lay('scoring'),
    plans: lay('plans'),
    approvals: lay('approvals'),
    disbursement: lay('disbursement'),
    monitoring: lay('monitoring'),
    servicing: lay('servicing'),
    partners: lay('partners'),
    sla: lay('sla'),
    collateral: lay('collateral'),
    manager: lay('manager'),
  }
  const lpr = values.get(LPR_KEY)
  return lpr ? { ...all, plans: { ...all.plans, lpr: readLpr(lpr) } } : all
}

function readLpr(value: Json): PlanParameters['lpr'] {
  const table = LprTable.safeParse(value)
  if (!table.success) throw refuse('E_PARAMETER_FORMAT', { path: LPR_KEY, value: JSON.stringify(value).slice(0, 100) })
  return table.data
    .map((r) => ({ publishedOn: r.publishedOn, oneYearPpm: r.oneYear, fiveYearPpm: r.fiveYear }))
    .sort((a, b) => Temporal.PlainDate.compare(a.publishedOn, b.publishedOn))
}

export type ListedParameter = ParameterRow & { key: string; feature: ParameterFeature; standard: string | null }

/** Free texts that a bank may set; every other text is a choice, or structure (the reading of a warning). */
const TEXT_PARAMETERS = ['auth.oidc.issuer', 'auth.oidc.clientId', 'auth.oidc.label']

function isSetting(key: string, standard: string | null): boolean {
  if (key.startsWith('plans.lpr.') || key.endsWith('.committee')) return false
  if (TEXT_PARAMETERS.includes(key) || choiceOf(key) !== null) return true
  return standard === null || /^(-?\d+(\.\d+)?|true|false)$/.test(standard)
}

/** Every single parameter by its key, with the present value, the standard one and the range. */
export function listBankParameters(values: ReadonlyMap<string, Json>): ListedParameter[] {
  const present = parametersFrom(values)
  return PARAMETER_FEATURES.flatMap((feature) => {
    const standard = new Map(listParameters(DEFAULTS[feature], RANGES[feature]).map((r) => [r.path, r.value]))
    return listParameters(present[feature], RANGES[feature])
      .map((r) => ({ ...r, key: `${feature}.${r.path}`, feature, standard: standard.get(r.path) ?? null }))
      .filter((p) => isSetting(p.key, p.standard))
  })
}

/** Refuses a value that its parameter cannot take, beside all the others that are in force. null means the standard. */
export function checkParameterValue(key: string, value: Json, others: ReadonlyMap<string, Json>): void {
  const known = key === LPR_KEY || listBankParameters(new Map()).some((p) => p.key === key)
  if (!known) throw refuse('E_PARAMETER_UNKNOWN', { path: key })
  if (value !== null && key !== LPR_KEY && typeof value !== 'string') {
    throw refuse('E_PARAMETER_FORMAT', { path: key, value: JSON.stringify(value).slice(0, 100) })
  }
  parametersFrom(new Map([...others, [key, value]]))
  if (typeof value === 'string' && !isChosen(key, value)) throw refuse('E_PARAMETER_CHOICE', { path: key, value })
  if (key === 'auth.oidc.issuer' && value && !/^https?:\/\/[^\s]+$/.test(String(value))) {
    throw refuse('E_PARAMETER_FORMAT', { path: key, value: String(value) })
  }
}

/** What partners are told anyway (shares, caps and group rules of a market's batch, its clocks), and what their own sign-in needs. */
const OPEN_TO_PARTNERS = [
  'auth.mfaRoles',
  'intake.',
  'sla.',
  'texts.',
  'plans.af.tenorMaxMonths',
  'plans.li.tenorMaxMonths',
  'plans.recommendedShare.',
  'plans.customerThreshold.',
  'plans.minBatchItems',
  'plans.modeCaps.',
  'plans.jg.',
]
export function isOpenToPartners(key: string): boolean {
  return OPEN_TO_PARTNERS.some((open) => (open.endsWith('.') ? key.startsWith(open) : key === open))
}
