import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ConflictTable } from '@/components/admin/conflict-table'
import { PageHeader } from '@/components/shell/page-header'
import { conflictList } from '@/lib/admin/conflicts'
import { listTools } from '@/lib/desk/list-tools'
import { conflicts as conflictsList } from '@/lib/desk/lists/admin'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('conflicts.title') }
}

export default async function Conflicts() {
  const [actor, t] = [await currentActor(), await getTranslations('admin')]
  const declared = await orNotFound(conflictList(actor, {}))
  return (
    <>
      <PageHeader title={t('conflicts.title')} meta={<span>{t('conflicts.intro')}</span>} />
      <ConflictTable declared={declared} tools={await listTools(actor, conflictsList, {})} />
    </>
  )
}
