'use client'
import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Explain } from '@/components/ui/explain'
import { Money, Percent } from '@/components/ui/money'
import type { PlanView } from '@/lib/plans/queries'
import { formatLabelled } from '@/lib/platform/i18n/format'
import type { Wire } from '@/lib/platform/wire'
import { LimitWaterfall } from './limit-waterfall'

export type PlanWire = Wire<PlanView>
export type LineWire = PlanWire['lines'][number]
type Traces = PlanView['lines'][number]

/** The merchants of a plan: every figure opens to its derivation, a row opens to its waterfall; `last` adds a column. */
export function PlanLines({
  lines,
  last,
}: {
  lines: LineWire[]
  last?: { header: string; cell: (line: LineWire) => ReactNode }
}) {
  const t = useTranslations('plans')
  const locale = useLocale()
  const [open, setOpen] = useState<string | null>(null)
  const decided = lines.some((l) => l.approved !== null)
  const columns = 8 + (decided ? 1 : 0) + (last ? 1 : 0)
  return (
    <div className="relative overflow-x-auto" data-scroll>
      <table className="w-full min-w-180 text-sm">
        <thead>
          <tr className="border-b border-line-2 text-left text-ink-2 [&>th]:px-3 [&>th]:py-2 [&>th]:font-semibold">
            <th>{t('col.merchant')}</th>
            <th>{t('col.grade')}</th>
            <th className="text-right">{t('col.applied')}</th>
            <th className="text-right">{t('col.limit')}</th>
            {decided && <th className="text-right">{t('col.approved')}</th>}
            <th className="text-right">{t('col.rate')}</th>
            <th className="text-right">{t('col.tenor')}</th>
            <th>{t('col.group')}</th>
            <th>{t('col.state')}</th>
            {last && <th>{last.header}</th>}
          </tr>
        </thead>
        <tbody>
          {lines.map((l) => {
            const traces = l as unknown as Traces
            const limit = traces.limitTraces
            return [
              <tr key={l.id} className="border-b border-line align-top hover:bg-hover [&>td]:px-3 [&>td]:py-2">
                <td className="min-w-40">
                  <button
                    type="button"
                    aria-expanded={open === l.id}
                    className="rounded-sm text-left font-medium hover:text-accent"
                    onClick={() => setOpen(open === l.id ? null : l.id)}
                  >
                    {l.rowNo}. {l.name}
                  </button>
                  <div className="text-ink-2">{[l.stallNo, l.goods].filter(Boolean).join(' · ')}</div>
                </td>
                <td>
                  <Badge>{l.grade ?? '—'}</Badge> <span className="figure text-ink-2">{l.score}</span>
                </td>
                <td className="text-right">
                  <Money value={l.applied} suffix={false} />
                </td>
                <td className="text-right">
                  {limit?.limit ? (
                    <Explain trace={limit.limit}>
                      <Money value={l.limit} suffix={false} />
                    </Explain>
                  ) : (
                    <Money value={l.limit} suffix={false} />
                  )}
                  <div className="flex justify-end gap-1">
                    {(limit?.edits?.length ?? 0) > 0 && <Badge tone="info">{t('page.edited')}</Badge>}
                    {limit?.affordable === false && <Badge tone="warn">{t('page.notAffordable')}</Badge>}
                  </div>
                </td>
                {decided && (
                  <td className="text-right">
                    <Money value={l.approved} suffix={false} />
                  </td>
                )}
                <td className="text-right">
                  {traces.priceTraces?.price ? (
                    <Explain trace={traces.priceTraces.price}>
                      <Percent value={l.rate} />
                    </Explain>
                  ) : (
                    <Percent value={l.rate} />
                  )}
                </td>
                <td className="text-right">{t('page.months', { count: l.tenorMonths })}</td>
                <td>{l.group?.name ?? '—'}</td>
                <td>
                  <Badge tone={l.state === 'REJECTED' ? 'danger' : l.state.startsWith('APPROVED') ? 'ok' : 'neutral'}>
                    {t(`lineState.${l.state}`)}
                  </Badge>
                  {l.reason && <div className="text-ink-2">{l.reason}</div>}
                </td>
                {last && <td>{last.cell(l)}</td>}
              </tr>,
              open === l.id && limit?.limit && (
                <tr key={`${l.id}-open`} className="border-b border-line bg-sunken">
                  <td colSpan={columns} className="px-4 py-3">
                    <div className="grid gap-4 lg:grid-cols-[2fr_1fr]">
                      <LimitWaterfall trace={limit.limit} />
                      <div className="flex flex-col items-start gap-2 text-sm">
                        <Explain trace={limit.workingCapital} />
                        <Explain trace={limit.affordability} />
                        <Explain trace={traces.priceTraces.allIn} />
                        <span className="text-ink-2">{t(`method.${l.method}`)}</span>
                        {limit.edits.map((e) => (
                          <p key={e.at} className="text-ink-2">
                            {formatLabelled(locale, e.by, e.reason)}
                          </p>
                        ))}
                        <Button size="sm" tone="quiet" onClick={() => setOpen(null)}>
                          ×
                        </Button>
                      </div>
                    </div>
                  </td>
                </tr>
              ),
            ]
          })}
        </tbody>
      </table>
    </div>
  )
}
