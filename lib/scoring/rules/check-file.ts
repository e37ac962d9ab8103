/**
 * A file of answers from bureau and registers as a table of text: one line a merchant and kind. The headings are known in
 * both languages; a column named like an indicator of the card (CC1, CB4) settles it.
 */
import type { FieldError } from '@/lib/platform/errors'
import type { Card } from './card'
import { readInputs } from './input'

export type CheckFileItem = { id: string; rowNo: string; uscc: string | null; ownerIdNo: string | null }
export type CheckLine = {
  applicationId: string
  kind: string
  state: string
  source: string
  checkedAt?: string
  values: Record<string, string>
  vetoes: string[]
  summary?: string
}

const COLUMNS: Record<'row' | 'uscc' | 'idNo' | 'kind' | 'state' | 'source' | 'at' | 'summary' | 'vetoes', string[]> = {
  row: ['row', 'no', '序号', '编号'],
  uscc: ['uscc', '统一社会信用代码', '信用代码'],
  idNo: ['owner_id_no', 'id_no', '身份证号', '证件号码', '经营者身份证号'],
  kind: ['kind', 'type', '类别', '查询类别'],
  state: ['state', 'result', '结果', '查询结果'],
  source: ['source', '来源', '查询来源', '报告编号'],
  at: ['checked_at', 'time', '查询时间'],
  summary: ['summary', 'note', '说明', '备注'],
  vetoes: ['vetoes', 'veto', '一票否决', '否决项'],
}
const KINDS: Record<string, string[]> = {
  CREDIT_BUREAU: ['credit_bureau', '征信', '征信报告', '信用报告'],
  ENTERPRISE_REGISTRY: ['enterprise_registry', '工商', '企业信用公示', '登记信息'],
  ENFORCEMENT: ['enforcement', '执行', '被执行人', '失信被执行人', '司法'],
  TAX: ['tax', '税务', '纳税'],
}
const STATES: Record<string, string[]> = {
  CLEAR: ['clear', 'ok', '正常', '无', '未命中'],
  HIT: ['hit', '命中', '有', '异常'],
  FAILED: ['failed', '失败', '未查到', '查询失败'],
}

const plain = (text: string | null | undefined): string => (text ?? '').normalize('NFKC').trim()
const word = (table: Record<string, string[]>, text: string): string | null =>
  Object.entries(table).find(([, words]) => words.includes(text.toLowerCase()))?.[0] ?? null

export type CheckFile = { ok: true; lines: CheckLine[] } | { ok: false; problems: [FieldError, ...FieldError[]] }

/** All lines, or everything that is wrong with any of them; paths are `lines.<line>.<column>`. Empty lines are passed over. */
export function readCheckFile(
  rows: readonly { line: number; cells: readonly (string | null)[] }[],
  items: readonly CheckFileItem[],
  card: Card,
): CheckFile {
  const [head, ...body] = rows
  const names = (head?.cells ?? []).map(plain)
  const at = (key: keyof typeof COLUMNS): number => names.findIndex((n) => COLUMNS[key].includes(n.toLowerCase()))
  const place = Object.fromEntries((Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]).map((k) => [k, at(k)])) as Record<
    keyof typeof COLUMNS,
    number
  >
  const missing = [
    ...(place.row < 0 && place.uscc < 0 && place.idNo < 0 ? ['row'] : []),
    ...(['kind', 'state', 'source'] as const).filter((k) => place[k] < 0),
  ]
  if (missing.length > 0)
    return {
      ok: false,
      problems: [
        {
          path: `lines.${head?.line ?? 1}`,
          code: 'E_CHECK_COLUMNS',
          params: { columns: missing.map((k) => COLUMNS[k as 'row'].find((n) => /[\u4e00-\u9fff]/.test(n)) ?? k) },
        },
      ],
    }
  const indicators = names
    .map((n, i) => ({ code: n.toUpperCase(), i }))
    .filter((c) => card.indicators.some((x) => x.code === c.code))
  const problems: FieldError[] = []
  const lines: CheckLine[] = []
  for (const { line, cells } of body) {
    if (cells.every((c) => plain(c) === '')) continue
    const cell = (key: keyof typeof COLUMNS): string => (place[key] < 0 ? '' : plain(cells[place[key]]))
    const bad = (column: string, code: string, value: string) =>
      problems.push({ path: `lines.${line}.${column}`, code, params: { line, value } })
    const found = merchants(items, cell('uscc'), cell('idNo'), cell('row'))
    const kind = word(KINDS, cell('kind'))
    const state = word(STATES, cell('state'))
    const time = cell('at')
    const checkedAt = time === '' ? undefined : instant(time)
    if (found.length !== 1) bad('row', 'E_CHECK_MERCHANT', cell('uscc') || cell('idNo') || cell('row'))
    if (!kind) bad('kind', 'E_CHECK_KIND', cell('kind'))
    if (!state) bad('state', 'E_CHECK_STATE', cell('state'))
    if (cell('source') === '') bad('source', 'E_REQUIRED', '')
    if (checkedAt === null) bad('checkedAt', 'E_DATE', time)
    const values = Object.fromEntries(
      indicators.flatMap(({ code, i }) => (plain(cells[i]) === '' ? [] : [[code, plain(cells[i])]])),
    )
    for (const p of readInputs(card, values).problems)
      problems.push({ path: `lines.${line}.${p.indicator}`, code: p.code, params: p.params })
    const vetoes = cell('vetoes')
      .toUpperCase()
      .split(/[\s,;、，；]+/)
      .filter(Boolean)
    for (const veto of vetoes)
      if (!card.vetoes.some((v) => v.code === veto))
        problems.push({ path: `lines.${line}.vetoes`, code: 'E_VETO_UNKNOWN', params: { veto, card: card.code } })
    if (found.length !== 1 || !kind || !state || checkedAt === null) continue
    lines.push({
      applicationId: found[0]!.id,
      kind,
      state,
      source: cell('source').slice(0, 120),
      ...(checkedAt ? { checkedAt } : {}),
      values,
      vetoes,
      ...(cell('summary') ? { summary: cell('summary').slice(0, 1000) } : {}),
    })
  }
  const [first, ...rest] = problems
  if (first) return { ok: false, problems: [first, ...rest] }
  if (lines.length === 0) return { ok: false, problems: [{ path: 'lines', code: 'E_CHECK_EMPTY', params: {} }] }
  return { ok: true, lines }
}

/** The credit code says it, else the owner's identity number, else the row of the list. */
function merchants(items: readonly CheckFileItem[], uscc: string, idNo: string, row: string): CheckFileItem[] {
  if (uscc) return items.filter((i) => i.uscc === uscc.toUpperCase())
  if (idNo) return items.filter((i) => i.ownerIdNo === idNo.toUpperCase())
  return row ? items.filter((i) => i.rowNo === row) : []
}

/** A time with its zone, or a local one of the bank: "2026-11-20 09:30", "2026/11/20"; null when it is none. */
function instant(text: string): string | null {
  const local = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(text)
  if (local) {
    const [, y, m, d, h = '0', min = '0', s = '0'] = local
    const two = (n: string): string => n.padStart(2, '0')
    const iso = `${y}-${two(m!)}-${two(d!)}T${two(h)}:${two(min)}:${two(s)}+08:00`
    return Number.isNaN(Date.parse(iso)) ? null : iso
  }
  return /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null
}
