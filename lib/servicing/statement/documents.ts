/** A loan's statement as a PDF and as a workbook, in the reader's language. */
import { type Cell, type WriteSheet, writeXlsx } from 'hucre'
import { renderPdf } from '@/lib/contracts/typst'
import type { Actor } from '@/lib/platform/actor'
import type { PlainDate } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { translatorFor } from '@/lib/platform/i18n/translator'
import { type Fen, formatYuan, toPercent, toYuan } from '@/lib/platform/money'
import { neutralText } from '@/lib/platform/neutral-text'
import { type LoanStatement, loanStatement } from './query'

type T = Awaited<ReturnType<typeof translatorFor>>
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** GET /loans/{id}/statement: `format` pdf (default), xlsx or json. */
export async function statementDocument(
  actor: Actor,
  input: { loanId: string; from?: string; to?: string },
  format: string,
): Promise<Response> {
  const s = await loanStatement(actor, input)
  const t = await translatorFor(actor.locale)
  const name = `${s.number}-${s.from}-${s.to}`
  if (format === 'pdf')
    return file(renderPdf('servicing/loan-statement.typ', pdfData(s, t, actor)), `${name}.pdf`, 'application/pdf')
  if (format === 'xlsx') return file(await workbook(s, t, actor), `${name}.xlsx`, XLSX)
  throw refuse('E_MALFORMED', { problem: 'format' })
}

function file(bytes: Uint8Array, name: string, type: string): Response {
  return new Response(Buffer.from(bytes), {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="statement"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
}

const HEADINGS = ['date', 'entry', 'amount', 'principal', 'interest', 'penalty', 'costs', 'suspense'] as const

function facts(s: LoanStatement, t: T, actor: Actor): [string, string][] {
  const w = (key: string) => t(`servicing.statement.${key}`)
  return [
    [w('bank'), (actor.locale === 'en' ? s.bank?.nameEn : s.bank?.name) ?? ''],
    [w('borrower'), s.merchant?.name ?? ''],
    [w('market'), `${s.market?.name ?? ''} ${s.merchant?.stallNo ?? ''}`.trim()],
    [w('number'), s.number],
    [w('account'), s.account],
    [w('lent'), formatYuan(s.principalFen)],
    [w('rate'), `${toPercent(s.ratePpm)} %`],
    [w('method'), t(`servicing.method.${s.method}`)],
    [w('term'), `${s.startDate} – ${s.maturityDate}`],
    [w('span'), `${s.from} – ${s.to}`],
  ]
}

/** Balances in the order of the document: label, at the beginning, at the end. */
function balances(s: LoanStatement, t: T): [string, Fen | null, Fen][] {
  const keys = [
    'principal',
    'interestCharged',
    'interestPaid',
    'penaltyCharged',
    'penaltyPaid',
    'principalPaid',
    'suspense',
    'totalDue',
  ] as const
  return keys.map((key) => [
    t(`servicing.statement.sum.${key}`),
    s.opening?.[`${key}Fen`] ?? null,
    s.closing[`${key}Fen`],
  ])
}

const entryName = (t: T, e: LoanStatement['entries'][number]): string =>
  `${t(`servicing.entry.${e.kind}`)}${e.no === null ? '' : ` #${e.no}`}`

function pdfData(s: LoanStatement, t: T, actor: Actor): object {
  const w = (key: string) => t(`servicing.statement.${key}`)
  const dash = (fen: Fen) => (fen === 0n ? '' : formatYuan(fen))
  return {
    title: w('title'),
    facts: facts(s, t, actor),
    balancesTitle: w('balances'),
    balanceHeads: [w('item'), w('opening'), w('closing')],
    balances: balances(s, t).map(([label, a, b]) => [label, a === null ? '–' : formatYuan(a), formatYuan(b)]),
    entriesTitle: w('entries'),
    heads: HEADINGS.map((h) => w(`head.${h}`)),
    entries: s.entries.map((e) => [
      e.date.toString(),
      entryName(t, e),
      dash(e.amountFen),
      dash(e.principalFen),
      dash(e.interestFen),
      dash(e.penaltyFen),
      dash(e.costsFen),
      dash(e.suspenseFen),
    ]),
    empty: w('noEntries'),
    footer: `${w('printed')} ${s.printedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC · ${s.printedBy} · ${actor.login}`,
    page: w('page'),
  }
}

/** Amounts as numbers with two places: whole fen below 10¹⁵ survive a workbook's numbers exactly. */
const amount = (fen: Fen): number => Number(toYuan(fen))

async function workbook(s: LoanStatement, t: T, actor: Actor): Promise<Uint8Array> {
  const w = (key: string) => t(`servicing.statement.${key}`)
  const day = (d: PlainDate) => d.toString()
  const rows: (string | number | null)[][] = [
    [w('title')],
    ...facts(s, t, actor).map(([label, value]) => [label, value]),
    [],
    [w('item'), w('opening'), w('closing')],
    ...balances(s, t).map(([label, a, b]) => [label, a === null ? null : amount(a), amount(b)]),
    [],
    HEADINGS.map((h) => w(`head.${h}`)),
    ...s.entries.map((e) => [
      day(e.date),
      entryName(t, e),
      ...[e.amountFen, e.principalFen, e.interestFen, e.penaltyFen, e.costsFen, e.suspenseFen].map(amount),
    ]),
  ]
  for (const row of rows)
    for (const [c, value] of row.entries()) if (typeof value === 'string') row[c] = neutralText(value)
  const cells = new Map<string, Partial<Cell>>()
  for (const [r, row] of rows.entries())
    for (const [c, value] of row.entries())
      if (typeof value === 'number') cells.set(`${r},${c}`, { value, style: { numFmt: '#,##0.00' } })
  const sheet: WriteSheet = {
    name: w('sheet'),
    columns: [{ width: 14 }, { width: 30 }, ...Array.from({ length: 6 }, () => ({ width: 16 }))],
    rows,
    cells,
  }
  return writeXlsx({ sheets: [sheet] })
}
