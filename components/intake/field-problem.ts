/** What is wrong with a typed value, as far as it can be told while typing; the rest is the server's look at the whole batch. */
import { checkCitizenId } from '@/lib/merchants/rules/citizen-id'
import { checkPhone } from '@/lib/merchants/rules/phone'
import { checkUscc } from '@/lib/merchants/rules/uscc'
import type { ErrorParams } from '@/lib/platform/errors'
import { parseYuan } from '@/lib/platform/money'
import { GRID_FIELDS, type GridField } from './desk-types'

export type FieldProblem = { code: string; params: ErrorParams }

const KIND = Object.fromEntries(GRID_FIELDS) as Record<GridField, (typeof GRID_FIELDS)[number][1]>

/** `today`: the bank's business date, ISO. */
export function fieldProblem(field: GridField, typed: string, today: string): FieldProblem | null {
  const value = typed.trim()
  if (value === '') return null
  const wrong = (code: string | undefined): FieldProblem | null => (code ? { code, params: { field, value } } : null)
  if (field === 'uscc') return wrong(checkUscc(value).codes.find((c) => c !== 'E_ORG_CHECK'))
  if (field === 'ownerIdNo') return wrong(checkCitizenId(value, today).codes[0])
  if (field === 'phone') return wrong(checkPhone(value, { forOrganisation: false }).codes[0])
  switch (KIND[field]) {
    case 'money':
      return parseYuan(value) === null ? wrong(`E_NUMBER:${field}`) : null
    case 'number':
      return /^\d{1,6}$/.test(value) ? null : wrong(`E_NUMBER:${field}`)
    case 'date':
      return isDay(value) ? null : wrong(`E_DATE:${field}`)
    default:
      return null
  }
}

function isDay(text: string): boolean {
  const [y, m, d] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []).slice(1).map(Number)
  if (!y || !m || !d) return false
  const day = new Date(Date.UTC(y, m - 1, d))
  return day.getUTCMonth() === m - 1 && day.getUTCDate() === d
}
