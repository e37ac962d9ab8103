import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { Badge, StatusBadge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { DataTable } from '@/components/ui/data-table/data-table'
import { userList } from '@/lib/admin/queries'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { users } from '@/lib/desk/lists/admin'
import { hasRole, ROLES } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('users.title') }
}

type Search = Promise<Record<string, string | string[]>>

export default async function Users({ searchParams }: { searchParams: Search }) {
  const [actor, t, names] = [
    await currentActor(),
    await getTranslations('admin'),
    await getTranslations('errors.names'),
  ]
  const query = await searchParams
  const asked = readList(users, query)
  const { after, before, size } = asked
  const page = await orNotFound(userList(actor, { ...users.input(asked), after, before, size }))
  return (
    <>
      <PageHeader
        title={t('users.title')}
        actions={
          hasRole(actor, 'TENANT_ADMIN') && (
            <ButtonLink href="/admin/users/new" tone="primary">
              {t('users.new')}
            </ButtonLink>
          )
        }
      />
      <DataTable
        {...(await listTools(actor, users, query))}
        label={t('users.title')}
        search={{ placeholder: t('users.search') }}
        rowHref="/admin/users/{id}"
        defaultSort="login"
        page={{ after: page.after, before: page.before, total: page.total }}
        rows={page.items.map((u) => ({
          id: u.id,
          login: u.login,
          name: u.name,
          roles: (
            <span className="flex flex-wrap gap-1">
              {u.roles.map((r) => (
                <Badge key={r}>{names(r)}</Badge>
              ))}
              {u.requested.map((r) => (
                <Badge key={r} tone="info">{`${names(r)} · ${t('users.requested')}`}</Badge>
              ))}
            </span>
          ),
          where: u.party ?? u.branch ?? '',
          state: (
            <StatusBadge kind={u.state === 'DISABLED' ? 'closed' : u.locked ? 'paused' : 'good'}>
              {u.locked ? t('users.locked') : t(`userState.${u.state}`)}
            </StatusBadge>
          ),
          secondFactor: u.secondFactor ? t('common.yes') : '',
          lastSignInAt: u.lastSignInAt,
        }))}
        columns={[
          { key: 'login', header: t('common.login'), sort: true, fixed: true, href: '/admin/users/{id}' },
          { key: 'name', header: t('common.name'), sort: true },
          { key: 'roles', header: t('users.roles'), type: 'node', wrap: true },
          { key: 'where', header: `${t('users.branch')} / ${t('users.party')}` },
          { key: 'state', header: t('common.state'), type: 'node' },
          { key: 'secondFactor', header: t('users.secondFactor') },
          { key: 'lastSignInAt', header: t('users.lastSignIn'), type: 'instant', sort: true },
        ]}
        filters={[
          {
            key: 'state',
            label: t('common.state'),
            type: 'choice',
            options: ['ACTIVE', 'DISABLED'].map((value) => ({ value, label: t(`userState.${value}`) })),
          },
          {
            key: 'role',
            label: t('common.role'),
            type: 'choice',
            multiple: true,
            options: ROLES.map((value) => ({ value, label: names(value) })),
          },
          {
            key: 'side',
            label: t('users.side'),
            type: 'choice',
            options: ['STAFF', 'PARTNER'].map((value) => ({ value, label: t(`users.${value}`) })),
          },
        ]}
        empty={{ title: t('users.empty') }}
      />
    </>
  )
}
