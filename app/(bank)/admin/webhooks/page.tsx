import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { State } from '@/components/ui/state'
import { NewWebhook, RenewSecret } from '@/components/webhooks/secret-dialogs'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { replayOutboxAction, setWebhookAction } from '@/lib/webhooks/actions'
import { webhookList } from '@/lib/webhooks/queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('webhooks'))('title') }
}

/** The bank's systems that are told of events, and how their last day went. */
export default async function Webhooks() {
  const [actor, t] = [await currentActor(), await getTranslations('webhooks')]
  const { items } = await orNotFound(webhookList(actor, {}))
  const admin = hasRole(actor, 'TENANT_ADMIN')
  return (
    <>
      <PageHeader title={t('title')} meta={<span>{t('intro')}</span>} actions={admin && <NewWebhook />} />
      {items.length === 0 ? (
        <Card>
          <State kind="empty" title={t('empty')} />
        </Card>
      ) : (
        <div className="space-y-4">
          {items.map((w) => (
            <Card
              key={w.id}
              title={w.name}
              description={w.url}
              actions={
                admin && (
                  <>
                    <ActDialog
                      label={t('replayDays')}
                      description={t('replayDaysHint')}
                      fields={[
                        { name: 'from', label: t('from'), kind: 'date', required: true },
                        { name: 'to', label: t('to'), kind: 'date', required: true },
                      ]}
                      fixed={{ webhookId: w.id }}
                      action={replayOutboxAction}
                    />
                    <RenewSecret webhookId={w.id} />
                    <ActDialog
                      label={w.state === 'ACTIVE' ? t('pause') : t('resume')}
                      fields={[]}
                      fixed={{ webhookId: w.id, state: w.state === 'ACTIVE' ? 'PAUSED' : 'ACTIVE' }}
                      action={setWebhookAction}
                    />
                    <ActDialog
                      label={t('remove')}
                      description={t('removeHint')}
                      tone="danger"
                      fields={[]}
                      fixed={{ webhookId: w.id, state: 'REMOVED' }}
                      action={setWebhookAction}
                    />
                  </>
                )
              }
            >
              <div className="flex flex-wrap items-center gap-3">
                <Badge tone={w.state === 'ACTIVE' ? 'ok' : 'neutral'}>{t(`state.${w.state as 'ACTIVE'}`)}</Badge>
                <span className="font-mono text-sm">{w.topics.join(' ')}</span>
                <span className="text-sm text-ink-2">{t('lastDay', w.lastDay)}</span>
                {w.failures > 0 && <Badge tone="danger">{t('failing', { count: w.failures })}</Badge>}
                <TextLink href={`/admin/webhooks/${w.id}`}>{t('deliveries')}</TextLink>
              </div>
            </Card>
          ))}
        </div>
      )}
    </>
  )
}
