import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NewIssue } from '@/components/issues/issue-acts'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { issueList } from '@/lib/desk/lists/issues'
import { issuePools } from '@/lib/issues/queries'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { pageOf } from '@/lib/platform/list-params'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('issues'))('title') }
}

export default async function Issues({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('issues'), await searchParams]
  const data = await orNotFound(issuePools(actor, pageOf(readList(issueList, query))))
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={<span>{t('hint')}</span>}
        actions={
          hasRole(actor, 'RM') && (
            <NewIssue markets={data.markets.map((m) => ({ value: m.id, label: `${m.code} ${m.name}` }))} />
          )
        }
      />
      <Card flush>
        <DataTable
          {...(await listTools(actor, issueList, query))}
          page={{ after: data.nextCursor, before: null }}
          label={t('title')}
          search={false}
          rows={data.items.map((p) => ({
            ...p,
            kind: t(`kinds.${p.kind as 'NOTE'}`),
            maturesOn: p.maturesOn?.toString() ?? null,
            state: (
              <Badge tone={p.state === 'TRIGGERED' ? 'danger' : 'neutral'}>{t(`states.${p.state as 'ISSUED'}`)}</Badge>
            ),
          }))}
          columns={[
            { key: 'code', header: t('code'), href: '/issues/{id}', fixed: true },
            { key: 'name', header: t('name') },
            { key: 'kind', header: t('kind') },
            { key: 'market', header: t('market') },
            { key: 'issuers', header: t('issuers'), type: 'count' },
            { key: 'amountFen', header: t('amount'), type: 'money' },
            { key: 'maturesOn', header: t('maturesOn'), type: 'date' },
            { key: 'state', header: t('state'), type: 'node' },
          ]}
          empty={{ title: t('empty'), detail: t('emptyHint') }}
        />
      </Card>
    </>
  )
}
