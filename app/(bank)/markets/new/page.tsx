import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { CreateMarketForm } from '@/components/markets/create-market-form'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { businessDateQuery } from '@/lib/admin/business-date'
import { operatorChoices } from '@/lib/markets/queries/overview'
import { currentActor } from '@/lib/platform/auth/current'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('markets'))('create.title') }
}

export default async function NewMarket() {
  const [actor, t] = [await currentActor(), await getTranslations('markets')]
  const [operators, business] = await Promise.all([operatorChoices(actor, {}), businessDateQuery(actor, {})])
  return (
    <>
      <PageHeader
        title={t('create.title')}
        breadcrumb={[{ label: t('list.title'), href: '/markets' }, { label: t('create.title') }]}
      />
      <Card>
        <CreateMarketForm operators={operators.items} today={business.date.toString()} />
      </Card>
    </>
  )
}
