import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { nameIn } from '@/components/scoring/names'
import { SpreadBox } from '@/components/scoring/spread-box'
import { PageHeader } from '@/components/shell/page-header'
import { ButtonLink, TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { State } from '@/components/ui/state'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { formatList } from '@/lib/platform/i18n/format'
import type { Translate } from '@/lib/platform/i18n/translator'
import type { Spread } from '@/lib/scoring/rules/spread'
import { batchSpreadOf } from '@/lib/scoring/spread-queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('scoring.spread'))('title') }
}

const round = (n: number): string => String(Math.round(n * 100) / 100)

export default async function BatchSpread({ params }: { params: Promise<{ batchId: string }> }) {
  const [actor, t, locale, { batchId }] = [
    await currentActor(),
    await getTranslations('scoring'),
    await getLocale(),
    await params,
  ]
  const all = (await getTranslations()) as unknown as Translate
  const b = await orNotFound(batchSpreadOf(actor, { batchId }))
  const nameOf = (code: string): string => {
    const indicator = b.card.indicators.find((i) => i.code === code)
    return indicator ? nameIn(locale, indicator) : t(`spread.code.${code as 'RENT_SHARE'}`)
  }
  const unitOf = (code: string): string => {
    const indicator = b.card.indicators.find((i) => i.code === code)
    const unit = indicator?.type === 'RANGE' ? indicator.unit : 'PERCENT'
    return all.has(`scoring.unit.${unit}`) ? all(`scoring.unit.${unit}`) : ''
  }
  const merchant = (id: string) => b.items.find((i) => i.id === id)
  const spreads: Spread[] = [...b.indicators, ...b.shares]
  const entered = spreads.some((s) => s.known > 0)
  return (
    <>
      <PageHeader
        title={t('spread.title')}
        meta={t('spread.intro')}
        breadcrumb={[
          { label: t('desk.title'), href: '/scoring' },
          { label: b.code, href: `/scoring/${b.id}` },
          { label: t('spread.title') },
        ]}
        actions={<ButtonLink href={`/scoring/${b.id}/results`}>{t('results.title')}</ButtonLink>}
      />
      {!entered ? (
        <State kind="empty" title={t('spread.empty')} />
      ) : (
        <div className="space-y-4">
          <Card title={t('spread.apart')}>
            {b.apart.length === 0 ? (
              <p className="text-ink-2">{t('spread.apartNone')}</p>
            ) : (
              <ul className="divide-y divide-line">
                {b.apart.slice(0, 20).map((a) => (
                  <li key={a.id} className="flex flex-wrap gap-x-4 gap-y-1 py-1.5">
                    <TextLink href={`/scoring/${b.id}/${a.id}`}>{merchant(a.id)?.name}</TextLink>
                    <span className="text-ink-2">{merchant(a.id)?.stallNo}</span>
                    <span className="text-sm">{formatList(locale, a.codes.map(nameOf))}</span>
                  </li>
                ))}
              </ul>
            )}
          </Card>
          <Card title={t('spread.indicators')} flush>
            <ul className="divide-y divide-line">
              {spreads.map((s) => (
                <li
                  key={s.code}
                  className="grid items-center gap-x-4 gap-y-1 px-4 py-2 md:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,2fr)_minmax(0,2fr)]"
                >
                  <span className="font-medium">
                    {b.card.indicators.some((i) => i.code === s.code) && (
                      <span className="mr-1.5 text-ink-3">{s.code}</span>
                    )}
                    {nameOf(s.code)}
                  </span>
                  <span className="text-sm text-ink-2">
                    {t('spread.known')} {s.known} · {t('spread.missing')} {s.missing}
                  </span>
                  {s.type === 'RANGE' ? (
                    <>
                      <span className="min-w-0">
                        <SpreadBox spread={s} label={`${nameOf(s.code)} ${t('spread.picture')}`} />
                        {s.numbers && (
                          <span className="block text-xs text-ink-2 tabular-nums">
                            {t('spread.median')} {round(s.numbers.median)} {unitOf(s.code)} · {t('spread.middle')}{' '}
                            {round(s.numbers.q1)}–{round(s.numbers.q3)} · {t('spread.range')} {round(s.numbers.low)}–
                            {round(s.numbers.high)}
                          </span>
                        )}
                      </span>
                      <span className="text-sm">
                        {s.outliers.length > 0 &&
                          s.outliers.slice(0, 8).map((o) => (
                            <TextLink
                              key={o.id}
                              href={`/scoring/${b.id}/${o.id}`}
                              className="mr-3 inline-block min-h-6 leading-6"
                            >
                              {merchant(o.id)?.name} {o.value}
                            </TextLink>
                          ))}
                      </span>
                    </>
                  ) : (
                    <span className="text-sm md:col-span-2">
                      {s.options
                        .filter((o) => o.count > 0)
                        .map((o) => {
                          const indicator = b.card.indicators.find((i) => i.code === s.code)
                          const bin =
                            indicator?.type === 'ENUM' ? indicator.bins.find((x) => x.value === o.value) : undefined
                          return (
                            <span key={o.value} className="mr-4 inline-block">
                              {bin ? nameIn(locale, bin) : o.value} <span className="font-semibold">{o.count}</span>
                            </span>
                          )
                        })}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </Card>
        </div>
      )}
    </>
  )
}
