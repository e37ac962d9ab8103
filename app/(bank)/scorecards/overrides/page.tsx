import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Explain } from '@/components/ui/explain'
import { Percent } from '@/components/ui/money'
import { listTools } from '@/lib/desk/list-tools'
import { overrides } from '@/lib/desk/lists/scoring'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { formatPercent } from '@/lib/platform/i18n/format'
import { overrideMonth } from '@/lib/scoring/override-queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('scoring.hand.month'))('title') }
}

export default async function Overrides({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [actor, t, query] = [await currentActor(), await getTranslations('scoring.hand'), await searchParams]
  const asked = typeof query.month === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(query.month) ? query.month : undefined
  const m = await orNotFound(overrideMonth(actor, asked ? { month: asked } : {}))
  const first = Temporal.PlainYearMonth.from(m.month)
  return (
    <>
      <PageHeader
        title={t('month.title')}
        meta={t('month.intro', { limit: formatPercent(m.limitPpm) })}
        breadcrumb={[
          { label: (await getTranslations('scorecards'))('title'), href: '/scorecards' },
          { label: m.month },
        ]}
        actions={
          <>
            <ButtonLink href={`/scorecards/overrides?month=${first.subtract({ months: 1 })}`}>
              {t('month.previous')}
            </ButtonLink>
            <ButtonLink href={`/scorecards/overrides?month=${first.add({ months: 1 })}`}>{t('month.next')}</ButtonLink>
          </>
        }
      />
      <div className="mb-4 grid gap-3 sm:grid-cols-3">
        <Stat
          label={t('month.rate')}
          value={
            <Explain trace={m.trace}>
              <Percent value={m.ratePpm} />
            </Explain>
          }
          note={m.over ? t('month.over') : t('month.within')}
          tone={m.over ? 'danger' : 'ok'}
        />
        <Stat label={t('month.changed')} value={m.overridden} />
        <Stat label={t('month.scored')} value={m.scored} />
      </div>
      <Card flush>
        <DataTable
          {...(await listTools(actor, overrides, query))}
          label={t('month.title')}
          search={false}
          rowHref="/applications/{applicationId}"
          empty={{ title: t('month.empty') }}
          columns={[
            { key: 'merchant', header: t('month.merchant'), href: '/applications/{applicationId}', fixed: true },
            { key: 'batch', header: t('month.batch') },
            { key: 'change', header: t('month.change') },
            { key: 'status', header: t('month.state'), type: 'node' },
            { key: 'by', header: t('month.by') },
            { key: 'second', header: t('month.second') },
            { key: 'reason', header: t('month.reason'), wrap: true },
            { key: 'on', header: t('month.on'), type: 'date' },
          ]}
          rows={m.items.map((c) => ({
            id: c.id,
            applicationId: c.applicationId,
            merchant: c.merchant,
            batch: c.batch,
            change: `${c.fromGrade} → ${c.toGrade}`,
            status: (
              <Badge tone={c.state === 'APPLIED' ? 'ok' : c.state === 'PENDING' ? 'warn' : 'neutral'}>
                {t(`state.${c.state as 'APPLIED'}`)}
              </Badge>
            ),
            by: c.requestedByName,
            second: c.decidedByName,
            reason: c.reason,
            on: c.askedOn.toString(),
          }))}
        />
      </Card>
    </>
  )
}
