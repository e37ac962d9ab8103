import { getTranslations } from 'next-intl/server'
import { EndOtherSessions, EndSession, RemoveSecondFactor } from '@/components/admin/account-acts'
import { ConflictDialog } from '@/components/admin/conflict-dialog'
import { ConflictTable } from '@/components/admin/conflict-table'
import { PasswordForm } from '@/components/admin/password-form'
import { SecondFactorSetup } from '@/components/admin/second-factor-setup'
import { NewTokenDialog } from '@/components/admin/token-acts'
import { TokenTable } from '@/components/admin/token-table'
import { LocaleSwitch } from '@/components/shell/locale-switch'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Descriptions } from '@/components/ui/descriptions'
import { Tabs } from '@/components/ui/tabs'
import { Instant } from '@/components/ui/when'
import { conflictList, conflictSubjects } from '@/lib/admin/conflicts'
import { tokenList } from '@/lib/admin/tokens'
import { type Actor, BANK_ROLES, hasRole } from '@/lib/platform/actor'
import { myAccount } from '@/lib/platform/auth/account'
import { keepLanguage } from '@/lib/platform/auth/actions'
import { formatInstant } from '@/lib/platform/i18n/format'

/** The own account: profile, password, second factor, devices, tokens, declared interests. `path`: the page it stands on. */
export async function MyAccount({ actor, path }: { actor: Actor; path: string }) {
  const [t, names, account, tokens] = [
    await getTranslations('admin'),
    await getTranslations('errors.names'),
    await myAccount(actor, {}),
    await tokenList(actor, {}),
  ]
  const staff = hasRole(actor, ...BANK_ROLES)
  const declared = staff ? await conflictList(actor, { mine: true }) : []
  const subjects = staff ? await conflictSubjects(actor, {}) : { MARKET: [], PARTY: [] }
  const { secondFactor } = account
  return (
    <>
      <PageHeader title={t('me.title')} meta={<span>{account.login}</span>} />
      <Tabs
        param="tab"
        label={t('me.title')}
        tabs={[
          {
            key: 'profile',
            label: t('me.profile'),
            content: (
              <Descriptions
                columns={2}
                items={[
                  { label: t('common.name'), value: account.name },
                  { label: t('common.nameEn'), value: account.nameEn },
                  account.party
                    ? { label: t('me.party'), value: account.party }
                    : { label: t('me.branch'), value: account.branch },
                  { label: t('me.lastSignIn'), value: <Instant value={account.lastSignInAt} /> },
                  {
                    label: t('me.roles'),
                    span: 'full',
                    value:
                      account.roles.length > 0 ? (
                        <span className="flex flex-wrap gap-1">
                          {account.roles.map((r) => (
                            <Badge key={r}>{names(r)}</Badge>
                          ))}
                        </span>
                      ) : (
                        t('me.noRoles')
                      ),
                  },
                  { label: t('common.language'), span: 'full', value: <LocaleSwitch onChange={keepLanguage} /> },
                ]}
              />
            ),
          },
          {
            key: 'password',
            label: t('me.password'),
            content: (
              <Card className="max-w-lg">
                <PasswordForm />
              </Card>
            ),
          },
          {
            key: 'second-factor',
            label: t('me.secondFactor'),
            content: (
              <Card className="max-w-lg">
                {secondFactor.required && <p className="mb-3 text-ink-2">{t('me.factorRequired')}</p>}
                {secondFactor.enabledAt ? (
                  <div className="space-y-3">
                    <p>
                      {t('me.factorOn', {
                        date: formatInstant(secondFactor.enabledAt),
                        count: secondFactor.recoveryCodesLeft,
                      })}
                    </p>
                    {!secondFactor.required && <RemoveSecondFactor />}
                  </div>
                ) : (
                  <SecondFactorSetup next={`${path}?tab=second-factor`} />
                )}
              </Card>
            ),
          },
          {
            key: 'sessions',
            label: t('me.sessions'),
            count: account.sessions.length,
            content: (
              <div className="space-y-3">
                <DataTable
                  id="sessions"
                  label={t('me.sessions')}
                  search={false}
                  keyboard={false}
                  prefix="s"
                  rows={account.sessions.map((s) => ({
                    id: s.id,
                    device: device(s.userAgent) + (s.current ? ` · ${t('me.current')}` : ''),
                    ip: s.ip ?? '',
                    createdAt: s.createdAt,
                    lastSeenAt: s.lastSeenAt,
                    acts: !s.current && <EndSession sessionId={s.id} />,
                  }))}
                  columns={[
                    { key: 'device', header: t('me.device'), fixed: true },
                    { key: 'ip', header: t('me.ip') },
                    { key: 'createdAt', header: t('me.started'), type: 'instant' },
                    { key: 'lastSeenAt', header: t('me.lastSeen'), type: 'instant' },
                    { key: 'acts', header: '', type: 'node' },
                  ]}
                />
                {account.sessions.length > 1 && <EndOtherSessions />}
              </div>
            ),
          },
          {
            key: 'tokens',
            label: t('me.tokens'),
            content: (
              <div className="space-y-3">
                <p className="text-ink-2">{t('tokens.intro')}</p>
                <TokenTable tokens={tokens} revocable />
                <NewTokenDialog />
              </div>
            ),
          },
          ...(staff
            ? [
                {
                  key: 'conflicts',
                  label: t('me.conflicts'),
                  content: (
                    <div className="space-y-3">
                      <p className="text-ink-2">{t('conflicts.intro')}</p>
                      <ConflictTable declared={declared} />
                      <ConflictDialog subjects={subjects} />
                    </div>
                  ),
                },
              ]
            : []),
        ]}
      />
    </>
  )
}

/** The browser and system that a user agent names, enough to recognise one's own device. */
function device(userAgent: string | null): string {
  const ua = userAgent ?? ''
  const browser = /(Edg|Firefox|OPR|Chrome|Safari)\/([\d]+)/.exec(ua)
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(ua)?.[1]
  const name = browser ? `${browser[1] === 'Edg' ? 'Edge' : browser[1]} ${browser[2]}` : ua.slice(0, 40)
  return [name, system].filter(Boolean).join(' · ') || '—'
}
