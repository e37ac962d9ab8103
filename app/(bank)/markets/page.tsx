import { ClipboardList, Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { GradeBadge, MarketStateBadge } from '@/components/markets/market-badges'
import { PageHeader } from '@/components/shell/page-header'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { SlaClock } from '@/components/ui/sla-clock'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { markets } from '@/lib/desk/lists/markets'
import { marketList } from '@/lib/markets/queries/list'
import { marketMachine } from '@/lib/markets/workflow'
import { MARKET_GRADES } from '@/lib/plans/rules/grades'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { pageOf } from '@/lib/platform/list-params'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('markets'))('list.title') }
}

export default async function Markets({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  const [actor, t, locale, query] = [
    await currentActor(),
    await getTranslations('markets'),
    await getLocale(),
    await searchParams,
  ]
  const asked = readList(markets, query)
  const list = await marketList(actor, {
    ...markets.input(asked),
    ...pageOf(asked),
    ...(asked.before ? { before: asked.before } : {}),
  })
  return (
    <>
      <PageHeader
        title={t('list.title')}
        actions={
          <>
            {hasRole(actor, 'EVALUATOR', 'RISK_MGR') && (
              <ButtonLink href="/markets/surveys">
                <ClipboardList />
                {t('list.mySurveys')}
              </ButtonLink>
            )}
            {hasRole(actor, 'RM') && (
              <ButtonLink href="/markets/new" tone="primary">
                <Plus />
                {t('list.new')}
              </ButtonLink>
            )}
          </>
        }
      />
      <Card flush>
        <DataTable
          {...(await listTools(actor, markets, query))}
          label={t('list.title')}
          rowHref="/markets/{id}"
          search={{ placeholder: t('list.search') }}
          filters={[
            {
              key: 'state',
              label: t('list.state'),
              type: 'choice',
              multiple: true,
              options: marketMachine.states.map((s) => ({ value: s, label: t(`state.${s}`) })),
            },
            {
              key: 'grade',
              label: t('list.grade'),
              type: 'choice',
              multiple: true,
              options: MARKET_GRADES.map((g) => ({ value: g, label: g })),
            },
            { key: 'mine', label: t('list.mine'), type: 'flag' },
          ]}
          page={{ after: list.nextCursor, before: list.previousCursor }}
          rows={list.items.map((m) => ({
            id: m.id,
            code: m.code,
            name: locale === 'en' && m.nameEn ? m.nameEn : m.name,
            city: m.city,
            trade: m.trade,
            operator: m.operator.name,
            state: <MarketStateBadge state={m.state} />,
            grade: m.grade ? <GradeBadge grade={m.grade} invalid={m.scoreInvalid === true} /> : '',
            score: m.scoreTotal,
            merchants: m.merchantCount,
            turnoverFen: m.turnoverFen,
            expiresOn: m.expiresOn?.toString() ?? '',
            batches: m.batches,
            sla: m.sla ? <SlaClock compact state={m.sla.state} leftMinutes={m.sla.leftMinutes} /> : '',
          }))}
          columns={[
            { key: 'code', header: t('list.code'), sort: true, width: '6rem' },
            { key: 'name', header: t('list.name'), href: '/markets/{id}', sort: true, fixed: true, wrap: true },
            { key: 'city', header: t('list.city') },
            { key: 'trade', header: t('list.trade'), hidden: true },
            { key: 'operator', header: t('list.operator'), hidden: true },
            { key: 'state', header: t('list.state'), type: 'node' },
            { key: 'grade', header: t('list.grade'), type: 'node' },
            { key: 'score', header: t('list.score'), type: 'count' },
            { key: 'merchants', header: t('list.merchants'), type: 'count' },
            { key: 'turnoverFen', header: t('list.turnover'), type: 'wan', hidden: true },
            { key: 'expiresOn', header: t('list.expiresOn'), type: 'date', sort: true },
            { key: 'batches', header: t('list.batches'), type: 'count' },
            { key: 'sla', header: t('list.sla'), type: 'node' },
          ]}
          empty={{ title: t('list.empty'), detail: t('list.emptyDetail') }}
        />
      </Card>
    </>
  )
}
