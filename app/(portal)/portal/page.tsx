import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { BatchCards } from '@/components/batches/batch-cards'
import { PartnerHome } from '@/components/partners/home'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { ButtonLink, TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Descriptions } from '@/components/ui/descriptions'
import { State } from '@/components/ui/state'
import { CivilDate } from '@/components/ui/when'
import { batchList } from '@/lib/batches/queries'
import { batchMarkets, operatorWaiting } from '@/lib/intake/operator-home'
import { partnerHome } from '@/lib/partners/home'
import { type Actor, hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { formatList } from '@/lib/platform/i18n/format'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('intake.portal'))('home') }
}

/** The first page of a party's people: an operator's work, or for the other partners what concerns them. */
export default async function Page() {
  const actor = await currentActor()
  if (hasRole(actor, 'OPERATOR_ADMIN', 'OPERATOR_CLERK')) return <OperatorHome actor={actor} />
  return <PartnerHome home={await orNotFound(partnerHome(actor, {}))} userId={actor.userId} />
}

/** What waits for the operator, its market, the latest batches. */
async function OperatorHome({ actor }: { actor: Actor }) {
  const [t, locale] = [await getTranslations(), await getLocale()]
  const [markets, waiting, batches] = await Promise.all([
    batchMarkets(actor, {}),
    operatorWaiting(actor, {}),
    batchList(actor, { limit: 5 }),
  ])
  const todo = waiting.filter((w) => w.returned + w.unready + w.ready > 0)
  return (
    <>
      <PageHeader
        title={t('intake.portal.home')}
        actions={
          markets.some((m) => m.open) && (
            <ButtonLink href="/portal/batches/new" tone="primary">
              {t('intake.portal.newBatch')}
            </ButtonLink>
          )
        }
      />
      <div className="grid gap-4 lg:grid-cols-[3fr_2fr]">
        <div className="space-y-4">
          <Card title={t('intake.portal.waiting')} flush>
            {todo.length === 0 ? (
              <p className="px-4 py-6 text-ink-2">{t('intake.portal.nothing')}</p>
            ) : (
              <ul className="divide-y divide-line">
                {todo.map((w) => (
                  <li key={w.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
                    <TextLink href={`/portal/batches/${w.id}`} className="font-mono font-medium">
                      {w.code}
                    </TextLink>
                    <span className="flex flex-1 flex-wrap gap-2">
                      {w.returned > 0 && (
                        <Badge tone="warn">{t('intake.portal.returned', { count: w.returned })}</Badge>
                      )}
                      {w.unready > 0 && <Badge tone="danger">{t('intake.portal.unready', { count: w.unready })}</Badge>}
                      {w.ready > 0 && w.unready + w.returned === 0 && (
                        <Badge tone="ok">{t('intake.portal.ready', { count: w.ready })}</Badge>
                      )}
                    </span>
                    <ButtonLink href={`/portal/batches/${w.id}`} size="sm">
                      {t('intake.portal.open')}
                    </ButtonLink>
                  </li>
                ))}
              </ul>
            )}
          </Card>
          <Card
            title={t('intake.portal.recent')}
            actions={<TextLink href="/portal/batches">{t('intake.portal.all')}</TextLink>}
            flush
          >
            <BatchCards batches={batches.items} path="/portal/batches" />
          </Card>
        </div>
        <Card title={t('intake.portal.market')}>
          {markets.length === 0 && <State kind="empty" title={t('intake.portal.noMarket')} heading="p" />}
          <div className="space-y-5">
            {markets.map((m) => (
              <div key={m.id} className="space-y-2">
                <h3 className="font-semibold">
                  {m.name} <span className="font-mono text-sm font-normal text-ink-2">{m.code}</span>
                </h3>
                <Descriptions
                  columns={1}
                  items={[
                    { label: t('intake.portal.merchants'), value: count(m.merchantCount) },
                    { label: t('intake.portal.maxItems'), value: count(m.maxItems) },
                    { label: t('intake.portal.until'), value: <CivilDate value={m.expiresOn?.toString()} /> },
                    {
                      label: t('intake.portal.modes'),
                      value: formatList(
                        locale,
                        m.modes.map((x) => t(`batches.modes.${x}`)),
                      ),
                    },
                  ]}
                />
                {!m.open && <p className="text-sm text-warn">{t('intake.portal.closed')}</p>}
              </div>
            ))}
          </div>
        </Card>
      </div>
    </>
  )
  function count(n: number | null) {
    return n === null ? null : t('intake.portal.persons', { count: n })
  }
}
