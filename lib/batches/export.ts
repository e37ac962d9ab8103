/** GET /batches/{id}/merchants.xlsx: the merchants of a batch as filtered on screen, in the reader's language. */
import type { Actor } from '@/lib/platform/actor'
import { Refusal } from '@/lib/platform/errors'
import { formatList } from '@/lib/platform/i18n/format'
import { translatorFor } from '@/lib/platform/i18n/translator'
import { listWorkbook, workbookResponse } from '@/lib/platform/list-workbook'
import { exportMerchants } from './commands/export'

/** `asked`: the list's own address; what belongs to its page and not to the filter is left out. */
export async function merchantsWorkbook(
  actor: Actor,
  batchId: string,
  asked: Record<string, string | string[]>,
): Promise<Response> {
  const one = (key: string) => (typeof asked[key] === 'string' && asked[key] !== '' ? asked[key] : undefined)
  const result = await exportMerchants(actor, {
    batchId,
    ...(one('state') ? { state: one('state') } : {}),
    ...(one('grade') ? { grade: one('grade') } : {}),
    ...(one('q') ? { search: one('q') } : {}),
    ...(one('sort') ? { sort: one('sort') as 'row' } : {}),
  })
  if (!result.ok) throw new Refusal(result.error)
  const t = await translatorFor(actor.locale)
  const m = (key: string) => t(`batches.merchants.${key}`)
  const { code, market, items, at } = result.value
  const word = (s: string) => (t.has(`batches.items.${s}`) ? t(`batches.items.${s}`) : s)
  const states = formatList(actor.locale, one('state')?.split(',').map(word) ?? [])
  const filter = [
    one('q') && `“${one('q')}”`,
    states && `${m('state')}: ${states}`,
    one('grade') && `${m('grade')}: ${one('grade')}`,
  ]
  const bytes = await listWorkbook({
    sheet: t('batches.tabs.merchants'),
    title: `${market} ${code}`,
    filter: filter.filter(Boolean).join(' · ') || t('batches.export.all'),
    origin: (who, when) => t('batches.export.origin', { who, at: when }),
    actor,
    at,
    rows: items,
    columns: [
      { header: m('row'), width: 7, value: (r) => r.row },
      { header: m('name'), width: 28, value: (r) => r.name },
      { header: m('owner'), width: 12, value: (r) => r.ownerName },
      { header: m('stall'), width: 12, value: (r) => r.stallNo },
      { header: m('state'), width: 14, value: (r) => t(`batches.items.${r.state}`) },
      { header: m('rank'), width: 8, type: 'count', value: (r) => r.rank },
      { header: m('requested'), width: 16, type: 'money', value: (r) => r.requestedFen },
      { header: m('term'), width: 10, type: 'count', value: (r) => r.requestedTermMonths },
      { header: m('score'), width: 8, type: 'count', value: (r) => r.score },
      { header: m('grade'), width: 8, value: (r) => r.grade },
      { header: m('approved'), width: 16, type: 'money', value: (r) => r.approvedFen },
    ],
  })
  return workbookResponse(bytes, `${code}-${t('batches.tabs.merchants')}.xlsx`)
}
