import type { Today } from '@/lib/merchants/rules/check'
import { ageOn, checkCitizenId, isCalendarDay } from '@/lib/merchants/rules/citizen-id'
import { borrowerTypeOfName, checkFirmName, checkPersonName } from '@/lib/merchants/rules/names'
import { checkPhone } from '@/lib/merchants/rules/phone'
import { type BorrowerType, borrowerTypeOfUscc, checkUscc } from '@/lib/merchants/rules/uscc'
import { toYuan } from '@/lib/platform/money'
import { type CrossRowOptions, checkAcross } from './check-across'
import { type Field, type ReadMerchant, valueKey } from './fields'
import { type Issue, merchantIssue } from './issue'
import { type ListPolicy, maxRecommended } from './policy'

/** What a row is checked against; pure, so that the browser can run it before the upload. */
export type CheckOptions = CrossRowOptions & {
  policy: ListPolicy
  /** the bank's business date */
  today: Today
}

/**
 * All rules of §4.2 and the contract that a list alone can answer: required fields, codes, ages, amounts, tenors,
 * ranks, then what rows have in common. Fields that could not be read are already issues, and are passed over.
 * Issues come in the order of the list.
 */
export function checkMerchants(merchants: ReadMerchant[], options: CheckOptions): Issue[] {
  const ranked = merchants.some((m) => m.values.rank !== null)
  const issues = merchants.flatMap((merchant) => checkMerchant(merchant, options, ranked))
  return [...issues, ...checkAcross(merchants, options)].toSorted((a, b) => (a.index ?? -1) - (b.index ?? -1))
}

/** The rules that one row answers by itself. */
export function checkMerchant(merchant: ReadMerchant, { policy, today }: CheckOptions, ranked = true): Issue[] {
  const found: Issue[] = []
  const issue: Report = (code, field, params = {}) => {
    found.push(merchantIssue(merchant, code, field, params))
  }
  const required: Field[] = ranked && !policy.required.includes('rank') ? [...policy.required, 'rank'] : policy.required
  for (const field of required) {
    if (merchant.values[valueKey(field)] === null && !merchant.unreadable.includes(field))
      issue(`E_REQUIRED:${field}`, field)
  }
  const on = String(today).slice(0, 10)
  checkNames(merchant, issue)
  checkCodes(merchant, on, issue)
  checkAsk(merchant, policy, issue)
  checkAge(merchant, policy, on, issue)
  const { marketEntryDate, rank } = merchant.values
  if (marketEntryDate && marketEntryDate > on)
    issue('E_DATE:marketEntryDate', 'marketEntryDate', { value: marketEntryDate, reason: 'future' })
  if (rank !== null && policy.rankedCount !== null) {
    const max = maxRecommended(policy.rankedCount, policy.share)
    if (rank > max) issue('E_RANK_OUT_OF_SHARE', 'rank', { rank, max, ranked: policy.rankedCount })
  }
  return found
}

type Report = (code: string, field: Field, params?: Record<string, string | number>) => void

function checkNames({ values }: ReadMerchant, issue: Report): void {
  const { name, ownerName, uscc } = values
  const kind = uscc?.startsWith('91') ? 'ENTERPRISE' : 'INDIVIDUAL_BUSINESS'
  if (name !== null && !checkFirmName(name, kind).valid)
    issue('E_NAME_FORMAT:name', 'name', { value: name.slice(0, 40) })
  if (ownerName !== null && !checkPersonName(ownerName).valid) {
    issue('E_NAME_FORMAT:ownerName', 'ownerName', { value: ownerName.slice(0, 40) })
  }
}

/** The organisation part is left to checkAcross: whole registries break it, and then it is no typing error of a row. */
function checkCodes({ values }: ReadMerchant, today: string, issue: Report): void {
  if (values.uscc !== null) {
    const { codes } = checkUscc(values.uscc)
    for (const code of codes) if (code !== 'E_ORG_CHECK') issue(code, 'uscc', { value: values.uscc })
    if (codes.length === 0 || codes[0] === 'E_ORG_CHECK') checkType(values.uscc, values.name, issue)
  }
  if (values.ownerIdNo !== null) {
    for (const code of checkCitizenId(values.ownerIdNo, today).codes)
      issue(code, 'ownerIdNo', { value: `…${values.ownerIdNo.slice(-4)}` })
  }
  if (values.phone !== null && !checkPhone(values.phone, { forOrganisation: false }).valid)
    issue('E_PHONE', 'phone', { value: values.phone })
}

function checkType(uscc: string, name: string | null, issue: Report): void {
  const byCode = borrowerTypeOfUscc(uscc)
  const byName = name === null ? null : borrowerTypeOfName(name)
  if (byCode === null || (byName !== null && byName !== byCode)) {
    issue('E_USCC_TYPE_MISMATCH', 'uscc', { type: uscc.slice(0, 2), byName: byName ?? 'OTHER' })
  }
}

/** Amount and tenor. Beyond the hard cap is an error, beyond the mode's own cap a warning (contract "Packets"). */
function checkAsk(merchant: ReadMerchant, policy: ListPolicy, issue: Report): void {
  const { requestedAmountFen: amount, requestedTermMonths: term } = merchant.values
  if (amount !== null) {
    const cap = modeCap(merchant, policy)
    if (amount <= 0n) issue('E_NUMBER:requestedAmount', 'requestedAmount', { value: toYuan(amount) })
    else if (amount % policy.amountStepFen !== 0n) {
      issue('E_AMOUNT_STEP', 'requestedAmount', { amount: toYuan(amount), step: toYuan(policy.amountStepFen) })
    }
    if (amount > policy.hardAmountCapFen) {
      issue('E_AMOUNT_OVER_CAP', 'requestedAmount', { amount: toYuan(amount), cap: toYuan(policy.hardAmountCapFen) })
    } else if (cap !== null && amount > cap) {
      issue('W_AMOUNT_OVER_MODE_CAP', 'requestedAmount', { amount: toYuan(amount), cap: toYuan(cap) })
    }
  }
  if (term !== null) {
    if (term > policy.hardTenorCapMonths)
      issue('E_TENOR_OVER_CAP', 'requestedTermMonths', { months: term, cap: policy.hardTenorCapMonths })
    else if (policy.modeTenorCapMonths !== null && term > policy.modeTenorCapMonths) {
      issue('W_TENOR_OVER_MODE_CAP', 'requestedTermMonths', { months: term, cap: policy.modeTenorCapMonths })
    }
  }
}

function modeCap(merchant: ReadMerchant, policy: ListPolicy): bigint | null {
  return borrowerTypeOf(merchant) === 'INDIVIDUAL_BUSINESS' && policy.modeAmountCapIndividualFen !== null
    ? policy.modeAmountCapIndividualFen
    : policy.modeAmountCapFen
}

/** What the list tells of the borrower's type: the credit code, else the name, else an individual business. */
export function borrowerTypeOf({ values }: Pick<ReadMerchant, 'values'>): BorrowerType {
  return (
    (values.uscc ? borrowerTypeOfUscc(values.uscc) : null) ??
    (values.name ? borrowerTypeOfName(values.name) : null) ??
    'INDIVIDUAL_BUSINESS'
  )
}

/** CV7. A tenor beyond the hard cap is refused for itself, and says nothing of the age. */
function checkAge({ values }: ReadMerchant, policy: ListPolicy, today: string, issue: Report): void {
  if (values.ownerIdNo === null) return
  const { valid, parts } = checkCitizenId(values.ownerIdNo, today)
  if (!valid) return
  if ((parts.age as number) < policy.minAge)
    issue('E_AGE_MIN', 'ownerIdNo', { age: parts.age as number, min: policy.minAge })
  const term = values.requestedTermMonths
  if (term === null || term > policy.hardTenorCapMonths) return
  const age = ageOn(parts.birthDate as string, monthsAfter(today, term))
  if (age > policy.maxAgeAtMaturity)
    issue('E_AGE_MATURITY', 'ownerIdNo', { age, max: policy.maxAgeAtMaturity, months: term })
}

/** Month ends are clipped, as everywhere (31 January + 1 month = 28 February). */
function monthsAfter(iso: string, count: number): string {
  const [year, month, day] = iso.split('-').map(Number)
  const total = year! * 12 + month! - 1 + count
  const y = Math.floor(total / 12)
  const m = (total % 12) + 1
  let d = day!
  while (!isCalendarDay(y, m, d)) d--
  return `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`
}
