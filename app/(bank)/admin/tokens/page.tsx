import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { TokenTable } from '@/components/admin/token-table'
import { PageHeader } from '@/components/shell/page-header'
import { tokenList } from '@/lib/admin/tokens'
import { listTools } from '@/lib/desk/list-tools'
import { tokens as tokensList } from '@/lib/desk/lists/admin'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('tokens.title') }
}

export default async function Tokens() {
  const [actor, t] = [await currentActor(), await getTranslations('admin')]
  const tokens = await orNotFound(tokenList(actor, { mine: false }))
  return (
    <>
      <PageHeader title={t('tokens.title')} meta={<span>{t('tokens.intro')}</span>} />
      <TokenTable
        tokens={tokens}
        tools={await listTools(actor, tokensList, {})}
        revocable={hasRole(actor, 'TENANT_ADMIN')}
      />
    </>
  )
}
