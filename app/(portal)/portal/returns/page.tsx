import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ReturnList } from '@/components/monitoring/return-list'
import { PageHeader } from '@/components/shell/page-header'
import { currentActor } from '@/lib/platform/auth/current'
import type { SearchParams } from '@/lib/platform/list-params'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('monitoring.return'))('titles') }
}

export default async function Returns({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('monitoring.return'), await searchParams]
  return (
    <>
      <PageHeader title={t('titles')} />
      <ReturnList actor={actor} query={query} base="/portal/returns" />
    </>
  )
}
