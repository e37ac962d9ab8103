import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { HeadroomBar } from '@/components/partners/headroom-bar'
import { PartnerBadge } from '@/components/partners/standing'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { partners } from '@/lib/desk/lists/partners'
import { partnerList } from '@/lib/partners/queries'
import { PARTNER_KINDS } from '@/lib/partners/rules/kinds'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { pageOf } from '@/lib/platform/list-params'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('partners.book'))('title') }
}

const STATES = ['APPLYING', 'ADMITTED', 'WATCH', 'STOPPED', 'EXITED'] as const

export default async function Partners({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  const [actor, t, home, locale, query] = [
    await currentActor(),
    await getTranslations('partners.book'),
    await getTranslations('partners.home'),
    await getLocale(),
    await searchParams,
  ]
  const asked = readList(partners, query)
  const list = await orNotFound(partnerList(actor, { ...partners.input(asked), ...pageOf(asked) }))
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          hasRole(actor, 'POST_PARTNER') && (
            <ButtonLink href="/partners/new" tone="primary">
              {t('new')}
            </ButtonLink>
          )
        }
      />
      <Card flush>
        <DataTable
          {...(await listTools(actor, partners, query))}
          label={t('title')}
          search={false}
          rowHref="/partners/{id}"
          filters={[
            {
              key: 'kind',
              label: t('kind'),
              type: 'choice',
              options: PARTNER_KINDS.map((value) => ({ value, label: home(`kinds.${value}`) })),
            },
            {
              key: 'state',
              label: t('state'),
              type: 'choice',
              multiple: true,
              options: STATES.map((value) => ({ value, label: home(`states.${value}`) })),
            },
          ]}
          page={{ after: list.nextCursor, before: null }}
          rows={list.items.map((p) => ({
            id: p.id,
            code: p.code,
            name: (locale === 'en' && p.nameEn) || p.name,
            kind: home(`kinds.${p.kind}`),
            rating: p.rating ?? '',
            headroom: p.schemes > 0 ? <HeadroomBar usedFen={p.usedFen} limitFen={p.limitFen} /> : '',
            review: p.proposed ? (
              <Badge tone="info">{t('toDecide')}</Badge>
            ) : p.reviewLate ? (
              <Badge tone="danger">{t('reviewLate')}</Badge>
            ) : (
              (p.reviewDueOn?.toString() ?? '')
            ),
            licence: p.licenceValidUntil?.toString() ?? '',
            state: <PartnerBadge state={p.state} />,
          }))}
          columns={[
            { key: 'code', header: t('code'), href: '/partners/{id}', fixed: true },
            { key: 'name', header: t('name'), wrap: true },
            { key: 'kind', header: t('kind') },
            { key: 'rating', header: t('rating') },
            { key: 'headroom', header: t('headroom'), type: 'node' },
            { key: 'licence', header: t('licenceValidUntil'), type: 'date' },
            { key: 'review', header: t('nextReview'), type: 'node' },
            { key: 'state', header: t('state'), type: 'node' },
          ]}
          empty={{ title: t('none'), detail: t('noneHint') }}
        />
      </Card>
    </>
  )
}
