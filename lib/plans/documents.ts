/** The plan to take away: as a PDF document in the bank's language, and as a workbook whose figures add up. */
import { type Cell, type CellValue, type WriteSheet, writeXlsx } from 'hucre'
import { z } from 'zod'
import { opinionChain } from '@/lib/approvals/queries'
import { renderPdf } from '@/lib/contracts/typst'
import { type Actor, BANK_ROLES } from '@/lib/platform/actor'
import { defineCommand } from '@/lib/platform/commands'
import { Refusal, refuse } from '@/lib/platform/errors'
import { formatInstant } from '@/lib/platform/i18n/format'
import type { Translate } from '@/lib/platform/i18n/translator'
import { translatorFor } from '@/lib/platform/i18n/translator'
import { formatYuan, parseYuan, toPercent, toYuan } from '@/lib/platform/money'
import { neutralText } from '@/lib/platform/neutral-text'
import { zId } from '@/lib/platform/schema'
import { type SectionTable, sectionText } from './basis'
import { type PlanView, planView } from './queries'
import { tableText } from './table-text'

const FORMATS = ['pdf', 'xlsx'] as const
export const PlanDocumentQuery = z.strictObject({ format: z.enum(FORMATS).default('pdf') })
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Who took a copy of which version is on the trail. */
const takePlan = defineCommand({
  name: 'plans.export',
  input: z.strictObject({ planId: zId, format: z.enum(FORMATS) }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input, audit }) {
    const plan = await tx.creditPlan.findFirst({
      where: { bankId: actor.bankId, id: input.planId },
      select: { id: true, sha256: true, version: true, bankId: true },
    })
    if (!plan) throw refuse('E_NOT_FOUND', { object: 'plan' })
    const bank = await tx.bank.findUnique({ where: { id: actor.bankId }, select: { name: true } })
    audit({
      objectType: 'plan',
      objectId: plan.id,
      objectVersion: plan.version,
      detail: { event: 'export', format: input.format, sha256: plan.sha256 },
    })
    return { bank: bank?.name ?? '' }
  },
})

/** GET /plans/{id}/document. The document is the bank's and is written in Chinese, whoever reads it. */
export async function planDocument(actor: Actor, planId: string, format: (typeof FORMATS)[number]): Promise<Response> {
  const taken = await takePlan(actor, { planId, format })
  if (!taken.ok) throw new Refusal(taken.error)
  const [plan, chain] = [await planView(actor, { planId }), await opinionChain(actor, { planId })]
  const t = await translatorFor('zh-CN')
  const name = `${plan.market.name} ${plan.code} v${plan.versionNo}`
  if (format === 'xlsx') return file(await planWorkbook(plan, t, actor), `${name}.xlsx`, XLSX)
  const data = pdfData(plan, chain, t, actor, taken.value.bank)
  return file(renderPdf('plans/credit-plan.typ', data), `${name}.pdf`, 'application/pdf')
}

function file(bytes: Uint8Array, name: string, type: string): Response {
  return new Response(Buffer.from(bytes), {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="plan"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
}

const isLive = (l: PlanView['lines'][number]) => l.state !== 'DROPPED'

function facts(plan: PlanView, t: Translate): [string, string][] {
  return [
    [t('plans.doc.market'), plan.market.name],
    [t('plans.doc.mode'), t(`parameters.${plan.mode}`)],
    [t('plans.page.aggregate'), `${formatYuan(plan.aggregateLimitFen ?? 0n)} 元`],
    [t('plans.page.merchants'), String(plan.lines.filter(isLive).length)],
    [t('plans.page.level'), plan.level ? t(`approvals.levels.${plan.level}`) : '—'],
    [t('plans.col.state'), t(`plans.state.${plan.state}`)],
    [t('plans.doc.author'), plan.author ?? '—'],
    [t('plans.doc.submitted'), plan.submittedAt ? formatInstant(plan.submittedAt) : '—'],
    [t('plans.doc.validUntil'), plan.validUntil?.toString() ?? '—'],
    [t('plans.page.hash'), plan.sha256?.slice(0, 32) ?? '—'],
  ]
}

function shownTable(table: SectionTable, t: Translate) {
  const at = table.columns.findIndex((c) => c.key === table.chart)
  const figures = at < 0 ? [] : table.rows.map((r) => Number(r[at]))
  const most = Math.max(1, ...figures)
  return {
    title: t(`plans.table.${table.key}`),
    heads: table.columns.map((c) => t(`plans.tcol.${c.key}`)),
    right: table.columns.map((c) => c.type !== 'text'),
    rows: table.rows.map((r) => r.map((cell, i) => tableText(t, table.key, table.columns[i]!.type, cell))),
    bars: figures.map((n) => Math.round((n / most) * 100)),
  }
}

const ANNEX = [
  'no',
  'merchant',
  'stall',
  'applied',
  'limit',
  'approved',
  'rate',
  'allIn',
  'grade',
  'tenor',
  'group',
] as const

function pdfData(
  plan: PlanView,
  chain: Awaited<ReturnType<typeof opinionChain>>,
  t: Translate,
  actor: Actor,
  bank: string,
): object {
  const seatName = (role: string) => t(`approvals.seat.${role}`)
  return {
    bank,
    code: `${plan.code} v${plan.versionNo}`,
    title: `${plan.market.name}${t('plans.doc.title')}`,
    subtitle: `${plan.code} v${plan.versionNo} · ${plan.batch.code}`,
    draft: !['EFFECTIVE', 'SUPERSEDED', 'EXPIRED'].includes(plan.state),
    facts: facts(plan, t),
    sections: plan.sections.map((s) => ({
      title: t(`plans.section.${s.key}`),
      paragraphs: sectionText(s).split('\n'),
      written: s.text && s.editedBy ? t('plans.page.written', { name: s.editedBy }) : '',
      tables: (s.tables ?? []).map((x) => shownTable(x, t)),
    })),
    opinionsTitle: t('plans.doc.opinions'),
    opinions: chain.rounds.flatMap((r) =>
      r.seats.flatMap((s) =>
        s.opinion
          ? [
              {
                seat: `${t(`approvals.round.${r.kind}`)} ${r.no} · ${seatName(s.role)}`,
                person: s.onBehalfOf
                  ? `${s.person} ${t('approvals.seat.behalf', { name: s.onBehalfOf })}`
                  : (s.person ?? ''),
                verdict: t(`approvals.opinions.${s.opinion.verdict}`),
                text: s.opinion.text,
                lines: [
                  ...s.opinion.conditions.map((c) => `${t(`approvals.conditionType.${c.type}`)}：${c.text}`),
                  ...s.opinion.returnItems.map((i) => i.text),
                ],
                seal: `${formatInstant(s.opinion.at)} · SHA-256 ${s.opinion.hash}`,
              },
            ]
          : [],
      ),
    ),
    annexTitle: t('plans.doc.annex'),
    annexHeads: ANNEX.map((k) => t(`plans.doc.col.${k}`)),
    annex: plan.lines
      .filter(isLive)
      .map((l) => [
        l.rowNo,
        l.name,
        l.stallNo,
        formatYuan(l.appliedFen),
        formatYuan(l.limitFen),
        l.approvedFen === null ? '—' : formatYuan(l.approvedFen),
        `${toPercent(l.ratePpm)}%`,
        `${toPercent(l.allInPpm)}%`,
        l.grade ?? '—',
        t('plans.page.months', { count: l.tenorMonths }),
        l.group?.name ?? '—',
      ]),
    footer: t('plans.doc.footer', { who: `${actor.name} ${actor.login}`, at: formatInstant(new Date()) }),
  }
}

/** Amounts as numbers with two places: whole fen below 10¹⁵ survive a workbook's numbers exactly. */
const amount = (yuan: string): number => Number(yuan)
const HEAD = { font: { bold: true }, fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'D9E2EC' } } } as const
const FORMAT = { money: '#,##0.00', percent: '0.00%', count: '#,##0' } as const

async function planWorkbook(plan: PlanView, t: Translate, actor: Actor): Promise<Uint8Array> {
  const sheets: WriteSheet[] = [
    sheet(
      t('plans.doc.title'),
      [
        [`${plan.market.name} ${plan.code} v${plan.versionNo}`],
        ...facts(plan, t),
        [],
        ...plan.sections.flatMap((s, i): CellValue[][] => [
          [`${i + 1} ${t(`plans.section.${s.key}`)}`],
          ...sectionText(s)
            .split('\n')
            .map((line): CellValue[] => [null, line]),
        ]),
        [],
        [t('plans.doc.footer', { who: `${actor.name} ${actor.login}`, at: formatInstant(new Date()) })],
      ],
      [],
      [26, 90],
    ),
    annexSheet(plan, t),
  ]
  for (const s of plan.sections) {
    const tables = s.tables ?? []
    if (tables.length === 0) continue
    const rows: CellValue[][] = []
    const heads: number[] = []
    const formats: [number, number, string][] = []
    for (const table of tables) {
      rows.push([t(`plans.table.${table.key}`)])
      heads.push(rows.length)
      rows.push(table.columns.map((c) => t(`plans.tcol.${c.key}`)))
      for (const row of table.rows) {
        for (const [i, c] of table.columns.entries())
          if (c.type !== 'text') formats.push([rows.length, i, FORMAT[c.type]])
        rows.push(row.map((cell, i) => cellValue(t, table.key, table.columns[i]!.type, cell)))
      }
      rows.push([])
    }
    sheets.push(sheet(t(`plans.section.${s.key}`), rows, heads, [28, 16, 18, 18, 18], formats))
  }
  return writeXlsx({ sheets })
}

function cellValue(t: Translate, key: string, type: SectionTable['columns'][number]['type'], cell: string): CellValue {
  if (type === 'money') return amount(toYuan(parseYuan(cell) ?? 0n))
  if (type === 'percent') return Number(cell) / 100
  if (type === 'count') return Number(cell)
  return tableText(t, key, type, cell)
}

function annexSheet(plan: PlanView, t: Translate): WriteSheet {
  const lines = plan.lines.filter(isLive)
  const rows: CellValue[][] = [
    [...ANNEX.map((k) => t(`plans.doc.col.${k}`)), t('plans.col.margin'), t('plans.doc.col.cap'), t('plans.col.state')],
    ...lines.map((l): CellValue[] => [
      l.rowNo,
      l.name,
      l.stallNo,
      amount(toYuan(l.appliedFen)),
      amount(toYuan(l.limitFen)),
      l.approvedFen === null ? null : amount(toYuan(l.approvedFen)),
      Number(toPercent(l.ratePpm)) / 100,
      Number(toPercent(l.allInPpm)) / 100,
      l.grade,
      l.tenorMonths,
      l.group?.name ?? null,
      amount(toYuan(l.marginFen)),
      l.binding ? `${l.binding} ${t(`plans.trace.${l.binding}`)}` : null,
      t(`plans.lineState.${l.state}`),
    ]),
  ]
  const formats = lines.flatMap((_, i): [number, number, string][] => [
    ...[3, 4, 5, 11].map((c): [number, number, string] => [i + 1, c, FORMAT.money]),
    ...[6, 7].map((c): [number, number, string] => [i + 1, c, FORMAT.percent]),
  ])
  return {
    ...sheet(t('plans.doc.annex'), rows, [0], [8, 30, 12, 16, 16, 16, 9, 9, 8, 8, 16, 14, 20, 12], formats),
    freezePane: { rows: 1 },
  }
}

function sheet(
  name: string,
  written: CellValue[][],
  heads: readonly number[],
  widths: readonly number[],
  formats: readonly [number, number, string][] = [],
): WriteSheet {
  // names and sentences that people wrote are text, also after somebody has edited the cell
  const rows = written.map((row) => row.map((cell) => (typeof cell === 'string' ? neutralText(cell) : cell)))
  const cells = new Map<string, Partial<Cell>>()
  for (const r of heads)
    for (const [c, value] of (rows[r] ?? []).entries()) cells.set(`${r},${c}`, { value, style: HEAD })
  for (const [r, c, numFmt] of formats) cells.set(`${r},${c}`, { value: rows[r]?.[c] ?? null, style: { numFmt } })
  return { name: name.slice(0, 31), columns: widths.map((width) => ({ width })), rows, cells }
}
