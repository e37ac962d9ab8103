import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { NewUserForm } from '@/components/admin/user-form'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { accountChoices } from '@/lib/admin/queries'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('users.new') }
}

export default async function NewUser() {
  const [actor, t] = [await currentActor(), await getTranslations('admin')]
  if (!hasRole(actor, 'TENANT_ADMIN')) redirect('/forbidden')
  const choices = await orNotFound(accountChoices(actor, {}))
  return (
    <>
      <PageHeader
        title={t('users.new')}
        breadcrumb={[{ label: t('users.title'), href: '/admin/users' }, { label: t('users.new') }]}
      />
      <Card>
        <NewUserForm choices={choices} bankCode={actor.bankCode} />
      </Card>
    </>
  )
}
