import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { GrantActs } from '@/components/admin/grant-acts'
import { UserActs } from '@/components/admin/user-acts'
import { EditUserForm } from '@/components/admin/user-form'
import { PageHeader } from '@/components/shell/page-header'
import { StatusBadge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Descriptions } from '@/components/ui/descriptions'
import { Timeline } from '@/components/ui/timeline'
import { Instant } from '@/components/ui/when'
import { accountChoices, userDetail } from '@/lib/admin/queries'
import { BANK_ROLES, hasRole, PARTNER_ROLES } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { formatInstant } from '@/lib/platform/i18n/format'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('users.title') }
}

const GRANT_KIND = { PENDING: 'waiting', ACTIVE: 'good', REJECTED: 'refused', REVOKED: 'closed' } as const

export default async function User({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, all, { id }] = [
    await currentActor(),
    await getTranslations('admin'),
    await getTranslations(),
    await params,
  ]
  const user = await orNotFound(userDetail(actor, { userId: id }))
  const choices = await accountChoices(actor, {})
  const admin = hasRole(actor, 'TENANT_ADMIN')
  const held = new Set<string>(user.grants.filter((g) => ['ACTIVE', 'PENDING'].includes(g.state)).map((g) => g.role))
  const grantable = (user.party ? PARTNER_ROLES : BANK_ROLES)
    .filter((r) => !held.has(r))
    .map((value) => ({ value, label: all(`errors.names.${value}`) }))
  return (
    <>
      <PageHeader
        title={user.name}
        state={
          <StatusBadge kind={user.state === 'ACTIVE' ? 'good' : 'closed'}>{t(`userState.${user.state}`)}</StatusBadge>
        }
        breadcrumb={[{ label: t('users.title'), href: '/admin/users' }, { label: user.login }]}
        meta={
          <>
            <span>{user.login}</span>
            {user.lockedUntil && <span>{t('users.lockedUntil', { date: formatInstant(user.lockedUntil) })}</span>}
            {user.mustChangePassword && <span>{t('users.mustChange')}</span>}
          </>
        }
        actions={
          admin && (
            <UserActs
              user={{
                id: user.id,
                name: user.name,
                login: user.login,
                state: user.state,
                version: user.version,
                self: user.self,
              }}
              roles={grantable}
            />
          )
        }
      />
      <div className="grid gap-4">
        <Card title={t('users.details')}>
          <Descriptions
            items={[
              { label: t('users.branch'), value: user.branch?.name },
              { label: t('users.party'), value: user.party?.name },
              { label: t('users.idNo'), value: t(user.identified ? 'users.identified' : 'users.notIdentified') },
              {
                label: t('users.twins'),
                value: user.twins.length > 0 && (
                  <span className="flex flex-wrap gap-2">
                    {user.twins.map((twin) => (
                      <TextLink key={twin.id} href={`/admin/users/${twin.id}`}>
                        {twin.login}
                      </TextLink>
                    ))}
                  </span>
                ),
              },
              {
                label: t('users.secondFactor'),
                value: user.secondFactorSince
                  ? t('users.since', { date: formatInstant(user.secondFactorSince) })
                  : t('users.off'),
              },
              { label: t('users.sessions'), value: user.sessions },
              { label: t('users.lastSignIn'), value: <Instant value={user.lastSignInAt} /> },
              { label: t('users.createdAt'), value: <Instant value={user.createdAt} /> },
            ]}
          />
        </Card>
        <Card flush title={t('grants.title')} description={t('grants.intro')}>
          <DataTable
            id="user-grants"
            label={t('grants.title')}
            search={false}
            keyboard={false}
            rows={user.grants.map((g) => ({
              id: g.id,
              role: all(`errors.names.${g.role}`),
              state: (
                <StatusBadge kind={GRANT_KIND[g.state as keyof typeof GRANT_KIND] ?? 'draft'}>
                  {t(`grantState.${g.state}`)}
                </StatusBadge>
              ),
              reason: g.reason ?? '',
              by: g.requestedBy ?? '',
              at: g.requestedAt,
              decided: g.decidedBy ?? '',
              acts: admin && g.state === 'ACTIVE' && (
                <GrantActs grantId={g.id} role={g.role} state={g.state} decidable={false} revocable />
              ),
            }))}
            columns={[
              { key: 'role', header: t('common.role'), fixed: true },
              { key: 'state', header: t('common.state'), type: 'node' },
              { key: 'reason', header: t('common.reason'), wrap: true },
              { key: 'by', header: t('grants.by') },
              { key: 'at', header: t('common.at'), type: 'instant' },
              { key: 'decided', header: t('grants.decidedBy') },
              { key: 'acts', header: '', type: 'node' },
            ]}
            empty={{ title: t('grants.empty') }}
          />
        </Card>
        {admin && (
          <Card>
            <EditUserForm
              user={{
                id: user.id,
                version: user.version,
                name: user.name,
                nameEn: user.nameEn,
                branchId: user.branch?.id ?? null,
                phone: user.phone,
                email: user.email,
                address: user.address,
                oidcSubject: user.oidcSubject,
                locale: user.locale === 'en' ? 'en' : 'zh-CN',
              }}
              choices={choices}
            />
          </Card>
        )}
        <Card title={t('users.history')}>
          {user.events.length === 0 ? (
            <p className="text-ink-2">{t('users.noHistory')}</p>
          ) : (
            <Timeline
              events={user.events.map((e) => ({
                key: e.id,
                at: e.at,
                who: e.actor,
                what: all.has(`commands.${e.command}`) ? all(`commands.${e.command}`) : e.command,
                why: e.reason,
              }))}
            />
          )}
        </Card>
      </div>
    </>
  )
}
