import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { CardChangeList } from '@/components/scorecards/card-change-list'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { compareCards } from '@/lib/scoring/card-queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('scorecards'))('compare') }
}

type Props = { params: Promise<{ code: string }>; searchParams: Promise<Record<string, string | string[]>> }

export default async function CompareVersions({ params, searchParams }: Props) {
  const [actor, t, { code }, query] = [
    await currentActor(),
    await getTranslations('scorecards'),
    await params,
    await searchParams,
  ]
  const c = await orNotFound(
    compareCards(actor, { code: decodeURIComponent(code), from: Number(query.from), to: Number(query.to) }),
  )
  return (
    <>
      <PageHeader
        title={t('compareTitle', { from: c.from, to: c.to })}
        breadcrumb={[
          { label: t('title'), href: '/scorecards' },
          { label: c.code, href: `/scorecards/${c.code}?tab=versions` },
          { label: t('compare') },
        ]}
      />
      <Card flush>
        <CardChangeList changes={c.changes} />
      </Card>
    </>
  )
}
