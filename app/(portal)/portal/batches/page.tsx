import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { BatchTable } from '@/components/batches/batch-table'
import { PageHeader } from '@/components/shell/page-header'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { batchList } from '@/lib/batches/queries'
import { batchClocks } from '@/lib/batches/screen-queries'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { batches } from '@/lib/desk/lists/batches'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { pageOf } from '@/lib/platform/list-params'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('batches'))('title') }
}

export default async function Page({ searchParams }: Props) {
  const actor = await currentActor()
  const t = await getTranslations('batches')
  const query = await searchParams
  const asked = readList(batches, query)
  const list = await batchList(actor, { ...batches.input(asked), ...pageOf(asked) })
  const clocks = await batchClocks(actor, { batchIds: list.items.map((b) => b.id) })
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          hasRole(actor, 'OPERATOR_ADMIN', 'OPERATOR_CLERK') && (
            <ButtonLink href="/portal/batches/new" tone="primary">
              <Plus />
              {t('list.new')}
            </ButtonLink>
          )
        }
      />
      <Card flush>
        <BatchTable
          rows={list.items}
          clocks={clocks}
          next={list.nextCursor}
          path="/portal/batches"
          mine={false}
          tools={await listTools(actor, batches, query)}
        />
      </Card>
    </>
  )
}
