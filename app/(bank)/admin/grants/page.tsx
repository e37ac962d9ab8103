import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { GrantActs } from '@/components/admin/grant-acts'
import { PageHeader } from '@/components/shell/page-header'
import { StatusBadge } from '@/components/ui/badge'
import { DataTable } from '@/components/ui/data-table/data-table'
import { grantList } from '@/lib/admin/queries'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { grants as grantsList } from '@/lib/desk/lists/admin'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { pageOf } from '@/lib/platform/list-params'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('grants.title') }
}

const STATES = ['PENDING', 'ACTIVE', 'REJECTED', 'REVOKED'] as const
const KIND = { PENDING: 'waiting', ACTIVE: 'good', REJECTED: 'refused', REVOKED: 'closed' } as const
type Search = Promise<Record<string, string | string[]>>

export default async function Grants({ searchParams }: { searchParams: Search }) {
  const [actor, t, names] = [
    await currentActor(),
    await getTranslations('admin'),
    await getTranslations('errors.names'),
  ]
  const query = await searchParams
  const asked = readList(grantsList, query)
  const grants = await orNotFound(grantList(actor, { ...grantsList.input(asked), ...pageOf(asked) }))
  const waiting = grants.items.filter((g) => g.state === 'PENDING').length
  return (
    <>
      <PageHeader
        title={t('grants.title')}
        meta={
          <>
            <span>{t('grants.intro')}</span>
            {waiting > 0 && <span>{t('grants.waiting', { count: waiting })}</span>}
          </>
        }
      />
      <DataTable
        {...(await listTools(actor, grantsList, query))}
        page={{ after: grants.nextCursor, before: null }}
        label={t('grants.title')}
        search={false}
        rows={grants.items.map((g) => ({
          id: g.id,
          userId: g.userId,
          user: `${g.user} · ${g.login}`,
          role: names(g.role),
          state: (
            <StatusBadge kind={KIND[g.state as keyof typeof KIND] ?? 'draft'}>{t(`grantState.${g.state}`)}</StatusBadge>
          ),
          reason: g.reason ?? '',
          by: g.requestedBy ?? '',
          at: g.requestedAt,
          decided: g.decidedBy ?? '',
          acts: hasRole(actor, 'TENANT_ADMIN') && (
            <GrantActs grantId={g.id} role={g.role} state={g.state} decidable={g.decidable} revocable />
          ),
        }))}
        columns={[
          { key: 'user', header: t('common.name'), href: '/admin/users/{userId}', fixed: true },
          { key: 'role', header: t('common.role') },
          { key: 'state', header: t('common.state'), type: 'node' },
          { key: 'reason', header: t('common.reason'), wrap: true },
          { key: 'by', header: t('grants.by') },
          { key: 'at', header: t('common.at'), type: 'instant' },
          { key: 'decided', header: t('grants.decidedBy') },
          { key: 'acts', header: '', type: 'node' },
        ]}
        filters={[
          {
            key: 'state',
            label: t('common.state'),
            type: 'choice',
            multiple: true,
            options: STATES.map((value) => ({ value, label: t(`grantState.${value}`) })),
          },
        ]}
        empty={{ title: t('grants.empty') }}
      />
    </>
  )
}
