/**
 * A market's survey as a CSV file: exactly what the daily report asks of each (§9 rows 11, 12), four hundred and more at
 * once. Headings in Chinese or English, in any order.
 */
import { parse } from 'csv-parse/sync'
import { nameKey } from '../rules/prospects'

export type ProspectLine = {
  name: string
  address: string
  contact: string
  mainPerson: string
  existing: string
  need: string
}
type Column = keyof ProspectLine

export const MOST_PROSPECTS = 5000
const LONGEST = 500
const HEADINGS: Record<Column, readonly string[]> = {
  name: ['名称', '商户', '客户', '商户名称', '客户名称', 'name'],
  address: ['地址', '摊位', '经营地址', 'address'],
  contact: ['联系方式', '电话', '联系电话', 'contact', 'phone'],
  mainPerson: ['主要负责人', '负责人', '经营者', 'main person', 'person'],
  existing: ['已有业务', '现有产品', '已办业务', 'existing', 'existing products'],
  need: ['潜在需求', '需求', 'need', 'potential need'],
}

export type ProspectFault = { line: number; field: 'format' | 'headings' | 'name' | 'length' }

/** The lines of a survey's CSV, each name once (the first counts); or the first fault, by its line. */
export function readProspects(text: string): { lines: ProspectLine[]; fault: ProspectFault | null } {
  const none = (line: number, field: ProspectFault['field']) => ({ lines: [], fault: { line, field } })
  let rows: string[][]
  try {
    rows = parse(text, { bom: true, skip_empty_lines: true, trim: true, max_record_size: 16 * 1024 })
  } catch {
    return none(0, 'format')
  }
  const [head, ...body] = rows
  if (!head || body.length === 0 || body.length > MOST_PROSPECTS) return none(0, 'format')
  const at = (c: Column) =>
    head.findIndex((h) =>
      HEADINGS[c].includes(
        h
          .toLowerCase()
          .replace(/[（(].*$/, '')
          .trim(),
      ),
    )
  const place = { name: at('name'), address: at('address'), contact: at('contact'), mainPerson: at('mainPerson'), existing: at('existing'), need: at('need') } // biome-ignore format: one line
  if (place.name < 0) return none(1, 'headings')
  const lines = new Map<string, ProspectLine>()
  for (const [i, row] of body.entries()) {
    const cell = (c: Column) => (place[c] < 0 ? '' : (row[place[c]] ?? ''))
    const line = { name: cell('name'), address: cell('address'), contact: cell('contact'), mainPerson: cell('mainPerson'), existing: cell('existing'), need: cell('need') } // biome-ignore format: one line
    if (line.name === '') return none(i + 2, 'name')
    if (Object.values(line).some((v) => v.length > LONGEST) || line.name.length > 100) return none(i + 2, 'length')
    const key = nameKey(line.name)
    if (!lines.has(key)) lines.set(key, line)
  }
  return { lines: [...lines.values()], fault: null }
}
