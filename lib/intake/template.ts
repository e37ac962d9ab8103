import { type Cell, type CellStyle, type ColumnDef, type DataValidation, type WriteSheet, writeXlsx } from 'hucre'
import { neutralText } from '@/lib/platform/neutral-text'
import { FIELDS, type Field, isMoneyField } from './fields'
import { columnLetters } from './scan-worksheet'

export type TemplateOptions = {
  marketName: string
  required: Field[]
  /** rows that can be filled in. DEFAULT 500 */
  rows?: number
  /** hard caps of the policy: 万元 and months */
  maxAmountWan: number
  maxMonths: number
  /** texts of messages/<locale>/intake.json, by their keys under "intake." */
  t: (key: string, values?: Record<string, string>) => string
}

/** Title, unit and heading stand above the first row to fill in. */
const HEADER_ROW = 3
const WIDTH: Partial<Record<Field, number>> = {
  no: 6,
  rank: 9,
  stallNo: 12,
  name: 26,
  uscc: 23,
  ownerIdNo: 22,
  phone: 15,
  purpose: 16,
  marketEntryDate: 13,
}
/** Columns whose cells are text from the start, so that no digit is ever lost. */
const TEXT_FIELDS: Field[] = ['stallNo', 'name', 'uscc', 'ownerName', 'ownerIdNo', 'phone', 'groupName']

const HEADING: CellStyle = {
  font: { bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'D9E2EC' } },
  alignment: { horizontal: 'center', vertical: 'center', wrapText: true },
}
const TITLE: CellStyle = { font: { bold: true, size: 14 }, alignment: { horizontal: 'center' } }

/**
 * An empty list for one market, to be filled in by its operator: codes as text, amounts in 万元, each column checked
 * while typing, and a page that says what goes where. What is filled in reads back without any mapping.
 */
export async function writeTemplate(options: TemplateOptions): Promise<Uint8Array> {
  const { t } = options
  const last = HEADER_ROW + (options.rows ?? 500)
  const cells = new Map<string, Partial<Cell>>()
  cells.set('0,0', { value: neutralText(t('template.title', { market: options.marketName })), style: TITLE })
  const headings = FIELDS.map((field) => heading(field, options))
  for (const [at, value] of headings.entries()) cells.set(`${HEADER_ROW - 1},${at}`, { value, style: HEADING })
  const list: WriteSheet = {
    name: t('template.sheet'),
    columns: FIELDS.map(column),
    rows: [[neutralText(t('template.title', { market: options.marketName }))], [t('template.unit')], headings],
    cells,
    merges: [
      { startRow: 0, startCol: 0, endRow: 0, endCol: FIELDS.length - 1 },
      { startRow: 1, startCol: 0, endRow: 1, endCol: FIELDS.length - 1 },
    ],
    dataValidations: FIELDS.flatMap((field, at) =>
      validation(field, `${columnLetters(at)}${HEADER_ROW + 1}:${columnLetters(at)}${last}`, options),
    ),
    freezePane: { rows: HEADER_ROW, columns: 4 },
  }
  return writeXlsx({ sheets: [list, help(options)] })
}

function heading(field: Field, { t, required }: TemplateOptions): string {
  const unit = isMoneyField(field)
    ? t('template.wan')
    : field === 'requestedTermMonths'
      ? t('template.months')
      : field === 'stallArea'
        ? t('template.area')
        : ''
  return `${required.includes(field) ? '*' : ''}${t(`fields.${field}`)}${unit && `(${unit})`}`
}

function column(field: Field): ColumnDef {
  const width = WIDTH[field] ?? 13
  if (TEXT_FIELDS.includes(field)) return { width, style: { numFmt: '@' } }
  return field === 'marketEntryDate' ? { width, style: { numFmt: 'yyyy-mm-dd' } } : { width }
}

type Rule = Pick<DataValidation, 'type' | 'operator' | 'formula1' | 'formula2' | 'values'>

function ruleOf(field: Field, { maxAmountWan, maxMonths, t }: TemplateOptions): Rule | null {
  switch (field) {
    case 'uscc':
    case 'ownerIdNo':
      return { type: 'textLength', operator: 'equal', formula1: '18' }
    case 'phone':
      return { type: 'textLength', operator: 'between', formula1: '11', formula2: '20' }
    case 'ownerName':
      return { type: 'textLength', operator: 'between', formula1: '2', formula2: '30' }
    case 'name':
      return { type: 'textLength', operator: 'between', formula1: '2', formula2: '100' }
    case 'rank':
      return { type: 'whole', operator: 'greaterThanOrEqual', formula1: '1' }
    case 'staffCount':
      return { type: 'whole', operator: 'between', formula1: '0', formula2: '100000' }
    case 'requestedAmount':
      return { type: 'whole', operator: 'between', formula1: '1', formula2: String(maxAmountWan) }
    case 'requestedTermMonths':
      return { type: 'whole', operator: 'between', formula1: '1', formula2: String(maxMonths) }
    case 'annualTurnover':
    case 'annualRent':
    case 'stallArea':
      return { type: 'decimal', operator: 'greaterThanOrEqual', formula1: '0' }
    case 'marketEntryDate':
      return { type: 'date', operator: 'between', formula1: '18264', formula2: '73050' }
    case 'feePayment':
      return { type: 'list', values: ['normal', 'late', 'owing'].map((key) => t(`template.feePayment.${key}`)) }
    default:
      return null
  }
}

function validation(field: Field, range: string, options: TemplateOptions): DataValidation[] {
  const rule = ruleOf(field, options)
  const { t } = options
  const prompt = {
    inputTitle: t(`fields.${field}`).slice(0, 32),
    inputMessage: t(`template.hints.${field}`).slice(0, 255),
    showInputMessage: true,
  }
  if (!rule) return []
  const refusal = {
    errorTitle: t('template.invalid'),
    errorMessage: t(`template.hints.${field}`).slice(0, 225),
    showErrorMessage: true,
  }
  return [
    {
      ...rule,
      range,
      allowBlank: true,
      errorStyle: field === 'feePayment' ? 'warning' : 'stop',
      ...prompt,
      ...refusal,
    },
  ]
}

function help({ t, required }: TemplateOptions): WriteSheet {
  const head = [t('template.column'), t('template.need'), t('template.how')]
  const cells = new Map<string, Partial<Cell>>(head.map((value, at) => [`0,${at}`, { value, style: HEADING }]))
  return {
    name: t('template.help'),
    columns: [{ width: 22 }, { width: 10 }, { width: 80 }],
    rows: [
      head,
      ...FIELDS.map((field) => [
        t(`fields.${field}`),
        t(required.includes(field) ? 'template.required' : 'template.optional'),
        t(`template.hints.${field}`),
      ]),
    ],
    cells,
  }
}
