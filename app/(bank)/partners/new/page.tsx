import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { NewPartnerForm } from '@/components/partners/new-partner'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('partners.book'))('new') }
}

export default async function NewPartner() {
  const [actor, t] = [await currentActor(), await getTranslations('partners.book')]
  if (!hasRole(actor, 'POST_PARTNER')) redirect('/forbidden')
  return (
    <>
      <PageHeader title={t('new')} breadcrumb={[{ label: t('title'), href: '/partners' }, { label: t('new') }]} />
      <Card>
        <NewPartnerForm />
      </Card>
    </>
  )
}
