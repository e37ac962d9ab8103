import { useTranslations } from 'next-intl'
import { BatchState } from '@/components/batches/batch-state'
import { Badge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { Descriptions } from '@/components/ui/descriptions'
import { Money } from '@/components/ui/money'
import { CivilDate } from '@/components/ui/when'
import type { MarketOverview } from '@/lib/markets/queries/overview'
import { formatCount } from '@/lib/platform/i18n/format'
import { ratio, toFixed } from '@/lib/platform/ratio'

/** The market at a glance: what the admission allows, then the facts, the operator and the named persons. */
export function OverviewFacts({ market }: { market: MarketOverview }) {
  const t = useTranslations('markets')
  const tMode = useTranslations('batches.modes')
  const { grading, share } = market
  return (
    <div className="space-y-4">
      {grading && (
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
          <Stat
            label={t('facts.grade')}
            value={grading.grade}
            note={t('facts.gradeNote', { total: grading.scoreTotal })}
            tone={grading.valid ? 'ok' : 'warn'}
          />
          <Stat label={t('facts.threshold')} value={grading.threshold} note={t('facts.thresholdNote')} />
          <Stat
            label={t('facts.coefficient')}
            value={toFixed(ratio(grading.coefficientPpm, 1_000_000), 2)}
            note={t('facts.coefficientNote')}
          />
          <Stat
            label={t('facts.share')}
            value={share ? `${share.num}/${share.den}` : '—'}
            note={
              market.recommendable === null
                ? t('facts.shareNote')
                : t('facts.recommendable', { count: formatCount(market.recommendable) })
            }
          />
        </div>
      )}
      <Card title={t('facts.title')}>
        <Descriptions
          items={[
            { label: t('facts.name'), value: market.name },
            { label: t('facts.nameEn'), value: market.nameEn },
            { label: t('facts.trade'), value: market.trade },
            { label: t('facts.city'), value: market.city },
            { label: t('facts.address'), value: market.address, span: 2 },
            { label: t('facts.openedOn'), value: <CivilDate value={market.openedOn} /> },
            {
              label: t('facts.merchants'),
              value: market.merchantCount === null ? null : formatCount(market.merchantCount),
              figure: true,
            },
            {
              label: t('facts.turnover'),
              value: market.turnoverFen === null ? null : <Money value={market.turnoverFen} unit="wan" />,
              figure: true,
            },
            { label: t('facts.admittedOn'), value: <CivilDate value={market.admittedOn} /> },
            { label: t('facts.expiresOn'), value: <CivilDate value={market.expiresOn} /> },
            { label: t('facts.rejectedOn'), value: <CivilDate value={market.rejectedOn} /> },
            {
              label: t('facts.modes'),
              span: 'full',
              value:
                market.modes.length === 0 ? null : (
                  <span className="flex flex-wrap gap-1.5">
                    {market.modes.map((m) => (
                      <Badge key={m} tone="accent">
                        {tMode(m as 'JG')}
                      </Badge>
                    ))}
                  </span>
                ),
            },
          ]}
        />
      </Card>
      <div className="grid gap-4 lg:grid-cols-2">
        <Card title={t('facts.operator')}>
          <Descriptions
            columns={1}
            items={[
              { label: t('facts.operatorName'), value: market.operator?.name },
              { label: t('facts.operatorCode'), value: market.operator?.code },
              {
                label: t('facts.uscc'),
                value: market.operator?.uscc && <span className="font-mono">{market.operator.uscc}</span>,
              },
              { label: t('facts.contact'), value: market.operator?.contact?.name },
              { label: t('facts.phone'), value: market.operator?.contact?.phone },
              {
                label: t('facts.operatorState'),
                value: market.operator && t(`party.${market.operator.state as 'ADMITTED'}`),
              },
            ]}
          />
        </Card>
        <Card title={t('facts.people')}>
          <Descriptions
            columns={1}
            items={[
              { label: t('facts.rm'), value: market.people.rm?.name },
              { label: t('facts.evaluator'), value: market.people.evaluator?.name },
              { label: t('facts.riskManager'), value: market.people.riskManager?.name },
              { label: t('facts.postMarket'), value: market.people.postMarket?.name },
              { label: t('facts.postMarketDeputy'), value: market.people.postMarketDeputy?.name },
            ]}
          />
        </Card>
      </div>
    </div>
  )
}

/** The batches that came out of this market. */
export function MarketBatches({
  batches,
  linked,
}: {
  batches: MarketOverview['batches']
  /** this person may open batches */
  linked: boolean
}) {
  const t = useTranslations('markets')
  const tMode = useTranslations('batches.modes')
  if (batches.length === 0) return <p className="text-ink-2">{t('batches.none')}</p>
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
      {batches.map((b) => (
        <li key={b.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-4 py-2.5">
          {linked ? (
            <TextLink href={`/batches/${b.id}`} className="font-medium">
              {b.code}
            </TextLink>
          ) : (
            <span className="font-medium">{b.code}</span>
          )}
          <Badge tone="accent">{tMode(b.mode as 'JG')}</Badge>
          <BatchState state={b.state} />
          <span className="text-ink-2">{t('batches.merchants', { count: b.merchants })}</span>
          <span className="ml-auto text-sm text-ink-2">
            <CivilDate value={b.createdAt.toISOString()} />
          </span>
        </li>
      ))}
    </ul>
  )
}
