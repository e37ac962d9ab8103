import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { DelegationDialog, EndDelegation } from '@/components/approvals/delegation-dialog'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { State } from '@/components/ui/state'
import { CivilDate } from '@/components/ui/when'
import { delegationChoices, delegationList } from '@/lib/approvals/commands/delegation'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('approvals'))('delegation.title') }
}

const TONE = { IN_FORCE: 'ok', PLANNED: 'info', OVER: 'neutral', REVOKED: 'neutral' } as const

/** Who sits for whom, from when until when, and why. */
export default async function Delegations() {
  const [actor, t] = [await currentActor(), await getTranslations('approvals')]
  const list = await orNotFound(delegationList(actor, {}))
  const looks = hasRole(actor, 'TENANT_ADMIN', 'AUDITOR')
  const choices = looks ? null : await orNotFound(delegationChoices(actor, {}))
  return (
    <>
      <PageHeader
        title={t('delegation.title')}
        breadcrumb={[{ label: t('queue.title'), href: '/queue' }, { label: t('delegation.title') }]}
        meta={<span>{t('delegation.intro')}</span>}
        actions={choices && <DelegationDialog choices={choices} today={list.today.toString()} />}
      />
      <Card flush>
        {list.items.length === 0 ? (
          <State kind="empty" title={t('delegation.empty')} detail={t('delegation.emptyDetail')} />
        ) : (
          <ul className="divide-y divide-line text-sm">
            {list.items.map((d) => (
              <li key={d.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
                <span className="font-medium">
                  {d.user} → {d.delegate}
                </span>
                <Badge>{t(`delegation.kind.${d.kind}`)}</Badge>
                <span className="text-ink-2">
                  <CivilDate value={d.fromOn} /> – <CivilDate value={d.untilOn} />
                </span>
                <span className="min-w-0 flex-1 text-ink-2">{d.reason}</span>
                <Badge tone={TONE[d.state]}>{t(`delegation.state.${d.state}`)}</Badge>
                {d.mine && (d.state === 'IN_FORCE' || d.state === 'PLANNED') && <EndDelegation id={d.id} />}
              </li>
            ))}
          </ul>
        )}
      </Card>
    </>
  )
}
