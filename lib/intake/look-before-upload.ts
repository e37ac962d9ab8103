/**
 * A list looked at before it leaves the operator's machine: the same reading and the same rules as on the server, without
 * the papers and without what only the bank knows. Runs in a worker of the browser.
 */
import { yuan } from '@/lib/platform/money'
import { checkMerchants } from './check-merchants'
import { FIELDS, type Field } from './fields'
import { inflateParts } from './inflate-in-browser'
import type { Issue } from './issue'
import { listFromSheets } from './list-of-sheets'
import { UNIT_WORDS } from './money-unit'
import type { ListPolicy } from './policy'
import { FileRefused } from './refused-file'
import { kindOfList, MAX_LIST_BYTES, oleRefusal, readDelimited, readWorkbook, type SheetFile } from './sheet-rows'
import { type MacroPolicy, PartReader, workbookFacts } from './workbook-parts'

/** GET …/list-rules as it arrives: amounts in yuan. */
export type WireRules = Omit<
  ListPolicy,
  'hardAmountCapFen' | 'modeAmountCapFen' | 'modeAmountCapIndividualFen' | 'amountStepFen'
> & {
  hardAmountCap: string
  modeAmountCap: string | null
  modeAmountCapIndividual: string | null
  amountStep: string
  macros: MacroPolicy
  today: string
  remembered: Record<string, Field | null>
}

export type ListLook =
  | {
      ok: true
      sheet: string
      headerRow: number
      unit: string
      rows: number
      errorRows: number
      warningRows: number
      /** required fields for which no column was found */
      missingColumns: Field[]
      issues: Pick<Issue, 'row' | 'merchant' | 'field' | 'code' | 'level' | 'params'>[]
    }
  | { ok: false; code: string; params: Issue['params'] }

/** As many findings as one reads at once; the numbers count all. */
const SHOWN = 200

export async function lookAtList(bytes: Uint8Array, rules: WireRules): Promise<ListLook> {
  try {
    const list = listFromSheets(await sheetsOf(bytes, rules.macros), { remembered: rules.remembered })
    const policy = policyOf(rules)
    const issues = [...list.issues, ...checkMerchants(list.merchants, { policy, today: rules.today })]
    const rowsWith = (level: Issue['level']) =>
      new Set(issues.flatMap((i) => (i.level === level && i.index !== null ? [i.index] : []))).size
    const found = new Set(Object.values(list.mapping))
    return {
      ok: true,
      sheet: list.sheet,
      headerRow: list.headerRow,
      unit: UNIT_WORDS[list.unit],
      rows: list.merchants.length,
      errorRows: rowsWith('error'),
      warningRows: rowsWith('warning'),
      missingColumns: policy.required.filter((f) => !found.has(f)),
      issues: issues
        .toSorted(
          (a, b) => Number(a.level === 'warning') - Number(b.level === 'warning') || (a.index ?? -1) - (b.index ?? -1),
        )
        .slice(0, SHOWN)
        .map(({ row, merchant, field, code, level, params }) => ({ row, merchant, field, code, level, params })),
    }
  } catch (cause) {
    if (cause instanceof FileRefused) return { ok: false, code: cause.code, params: cause.params }
    throw cause
  }
}

async function sheetsOf(bytes: Uint8Array, macros: MacroPolicy): Promise<SheetFile> {
  if (bytes.length > MAX_LIST_BYTES)
    throw new FileRefused('E_FILE_TOO_LARGE', { reason: 'list', maxMb: MAX_LIST_BYTES / 2 ** 20 })
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kind = kindOfList(whole.subarray(0, 512))
  if (kind === 'text') return readDelimited(whole, {})
  if (kind === 'ole') throw oleRefusal(whole)
  const parts = new PartReader()
  const entries = await inflateParts(bytes, (name, chunk) => parts.push(name, Buffer.from(chunk)))
  return readWorkbook(bytes, workbookFacts(entries, parts, macros).sheets, {})
}

function policyOf(rules: WireRules): ListPolicy {
  const { hardAmountCap, modeAmountCap, modeAmountCapIndividual, amountStep, ...same } = rules
  return {
    ...same,
    required: same.required.filter((f) => FIELDS.includes(f)),
    hardAmountCapFen: yuan(hardAmountCap),
    modeAmountCapFen: modeAmountCap === null ? null : yuan(modeAmountCap),
    modeAmountCapIndividualFen: modeAmountCapIndividual === null ? null : yuan(modeAmountCapIndividual),
    amountStepFen: yuan(amountStep),
  }
}
