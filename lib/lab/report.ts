/** A measurement as a workbook to take away: one sheet a subject, in the person's language, with who made it and when. */
import { type CellValue, type WriteSheet, writeXlsx } from 'hucre'
import type { Actor } from '@/lib/platform/actor'
import { refuse } from '@/lib/platform/errors'
import { translatorFor } from '@/lib/platform/i18n/translator'
import { neutralText } from '@/lib/platform/neutral-text'
import { type LabReport, labReport } from './queries'
import type { CardStatistics } from './rules/statistics'

type T = (key: string, values?: Record<string, string | number>) => string
type Row = CellValue[]

/** GET /lab-runs/{id}/report */
export async function reportWorkbook(actor: Actor, runId: string): Promise<Response> {
  const report = await labReport(actor, { runId })
  if (report.state !== 'DONE')
    throw refuse('E_STATE', { object: 'lab-run', state: report.state, event: 'report' }, { allowed: [] })
  const t = await translatorFor(actor.locale)
  const sheets = sheetsOf(
    report,
    actor,
    (key, values) => t(`lab.${key}`, values),
    (decision) => t(`scoring.decision.${decision}`),
  )
  const bytes = await writeXlsx({ sheets })
  return new Response(Buffer.from(bytes), {
    headers: {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': `attachment; filename="report.xlsx"; filename*=UTF-8''${encodeURIComponent(`${report.cards[0]!.code}-${report.dataset.name}.xlsx`)}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
}

/** Rates with four decimals as numbers, so that a workbook can go on counting with them. */
const rate = (value: number | null | undefined): number | null =>
  value === null || value === undefined ? null : Math.round(value * 10_000) / 10_000

function sheetsOf(report: LabReport, actor: Actor, t: T, decisionName: (decision: string) => string): WriteSheet[] {
  const cards = report.cards.flatMap((c) =>
    c.statistics ? [{ ...c, s: c.statistics, label: `${c.code} v${c.version}` }] : [],
  )
  const sheet = (name: string, rows: Row[]): WriteSheet => ({
    name,
    rows: rows.map((r) => r.map((v) => (typeof v === 'string' ? neutralText(v) : v))),
    columns: (rows.find((r) => r.length > 2) ?? rows[0] ?? []).map((_, n) => ({ width: n === 0 ? 30 : 16 })),
  })
  const summary: Row[] = [
    [t('report.title')],
    [t('report.dataset'), report.dataset.name, report.dataset.cases],
    [t('report.madeBy'), report.createdBy ?? '', report.createdAt.toISOString()],
    [t('report.takenBy'), actor.name, new Date().toISOString()],
    [],
    [t('report.measure'), ...cards.map((c) => c.label)],
    ...summaryRows(
      t,
      cards.map((c) => c.s),
    ),
  ]
  if (report.comparison) {
    const { auc, swaps } = report.comparison
    summary.push([], [t('comparison.title')])
    if (auc)
      summary.push(
        [t('comparison.difference'), rate(auc.difference)],
        [t('comparison.error'), rate(auc.standardError)],
        [t('comparison.p'), rate(auc.p)],
      )
    summary.push([t('comparison.set'), t('count.good'), t('count.bad'), t('count.badRate')])
    for (const s of swaps) summary.push([t(`comparison.${s.set}`), s.good, s.bad, rate(s.badRate)])
  }
  return [
    sheet(t('report.summary'), summary),
    sheet(t('bands.title'), [
      [t('report.card'), t('bands.band'), t('count.good'), t('count.bad'), t('count.badRate')],
      ...cards.flatMap((c) =>
        c.s.bands.map(
          (b): Row => [
            c.label,
            `${b.from}–${b.to}`,
            b.good,
            b.bad,
            rate(b.good + b.bad ? b.bad / (b.good + b.bad) : null),
          ],
        ),
      ),
    ]),
    sheet(t('calibration.title'), [
      [
        t('report.card'),
        t('calibration.grade'),
        t('count.good'),
        t('count.bad'),
        t('calibration.observed'),
        t('calibration.expected'),
        'z',
        'p',
      ],
      ...cards.flatMap((c) =>
        c.s.calibration.grades.map(
          (g): Row => [c.label, g.grade, g.good, g.bad, rate(g.observed), rate(g.expected), rate(g.z), rate(g.p)],
        ),
      ),
    ]),
    sheet(t('reject.byDecision'), [
      [t('report.card'), t('reject.decision'), t('count.good'), t('count.bad'), t('count.badRate')],
      ...cards.flatMap((c) =>
        c.s.decisions.map(
          (d): Row => [
            c.label,
            decisionName(d.decision),
            d.good,
            d.bad,
            rate(d.good + d.bad ? d.bad / (d.good + d.bad) : null),
          ],
        ),
      ),
    ]),
    sheet(t('stability.title'), [
      [t('report.card'), t('bands.band'), t('stability.early'), t('stability.late'), 'PSI'],
      ...cards.flatMap((c) =>
        (c.s.stability?.bands ?? []).map(
          (b, n): Row => [c.label, `${b.from}–${b.to}`, b.early, b.late, rate(c.s.stability!.parts[n])],
        ),
      ),
    ]),
    sheet(t('indicators.orderSheet'), [
      [
        t('report.card'),
        t('indicators.indicator'),
        t('indicators.better'),
        t('indicators.worse'),
        t('count.badRate'),
        t('count.badRate'),
        'p',
      ],
      ...cards.flatMap((c) =>
        c.s.indicators.flatMap((i) =>
          i.breaches.map((b): Row => {
            const [better, worse] = [i.bins[b.better]!, i.bins[b.worse]!]
            return [c.label, i.code, better.label, worse.label, rate(better.badRate), rate(worse.badRate), rate(b.p)]
          }),
        ),
      ),
    ]),
    sheet(t('indicators.title'), [
      [
        t('report.card'),
        t('indicators.indicator'),
        t('indicators.bin'),
        t('indicators.points'),
        t('count.good'),
        t('count.bad'),
        t('count.badRate'),
        'WoE',
        'IV',
        'PSI',
      ],
      ...cards.flatMap((c) =>
        c.s.indicators.flatMap((i) => [
          [c.label, i.code, '', null, null, null, null, null, rate(i.iv), rate(i.stability?.psi)] as Row,
          ...i.bins.map(
            (b): Row => [
              c.label,
              i.code,
              b.label || t('indicators.missing'),
              b.points,
              b.good,
              b.bad,
              rate(b.badRate),
              rate(b.woe),
              rate(b.iv),
              null,
            ],
          ),
        ]),
      ),
    ]),
  ]
}

function summaryRows(t: T, all: readonly CardStatistics[]): Row[] {
  const row = (key: string, of: (s: CardStatistics) => number | null | undefined): Row => [
    t(key),
    ...all.map((s) => rate(of(s))),
  ]
  return [
    row('count.cases', (s) => s.cases),
    row('count.bad', (s) => s.bads),
    row('count.badRate', (s) => s.badRate),
    row('separation.ks', (s) => s.separation?.ks),
    row('separation.ksAt', (s) => s.separation?.ksAt),
    row('separation.auc', (s) => s.separation?.auc),
    row('separation.gini', (s) => s.separation?.gini),
    row('reject.rate', (s) => s.rejectRate),
    row('reject.badAdmitted', (s) => s.badRateAdmitted),
    row('reject.badRejected', (s) => s.badRateRejected),
    row('stability.psi', (s) => s.stability?.psi),
    row('calibration.p', (s) => s.calibration.p),
  ]
}
