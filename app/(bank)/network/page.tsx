import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NetworkPicture } from '@/components/guarantees/network-picture'
import { StressResult } from '@/components/guarantees/stress-view'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { Button, TextLink } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { Money } from '@/components/ui/money'
import { State } from '@/components/ui/state'
import { Tabs } from '@/components/ui/tabs'
import { guaranteeNetwork, stressNetwork } from '@/lib/guarantees/queries-network'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('guarantees.network'))('title') }
}

type Asked = { market?: string; focus?: string; marked?: string | string[] }

export default async function Network({ searchParams }: { searchParams: Promise<Asked> }) {
  const [actor, t, asked] = [await currentActor(), await getTranslations('guarantees.network'), await searchParams]
  const marketId = asked.market ? { marketId: asked.market } : {}
  const marked = asked.marked === undefined ? [] : [asked.marked].flat()
  const net = await orNotFound(guaranteeNetwork(actor, { ...marketId, ...(asked.focus ? { focus: asked.focus } : {}) }))
  const stress = await orNotFound(stressNetwork(actor, { ...marketId, marked }))
  const names = (of: { name: string; id: string }[]) => of.map((n) => n.name || n.id).join(' → ')
  const groups = [...Map.groupBy(stress.members, (m) => m.groupCode)]
  const findings = (
    <div className="space-y-4">
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Stat label={t('nodes')} value={net.counts.nodes} note={t('edgesCount', { count: net.counts.edges })} />
        <Stat label={t('circles')} value={net.circles.length} tone={net.circles.length > 0 ? 'danger' : 'ok'} />
        <Stat label={t('families')} value={net.families.length} tone={net.families.length > 0 ? 'warn' : 'ok'} />
        <Stat
          label={t('concentrations')}
          value={net.concentrations.length}
          tone={net.concentrations.length > 0 ? 'warn' : 'ok'}
        />
      </div>
      <div className="grid gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <Card>
          {net.picture.nodes.length === 0 ? (
            <State kind="empty" heading="p" title={t('empty')} detail={t('emptyHint')} />
          ) : (
            <NetworkPicture picture={net.picture} />
          )}
        </Card>
        <div className="min-w-0 space-y-4">
          <Card title={t('circles')} description={t('circlesHint')}>
            <ul className="space-y-2">
              {net.circles.map((c) => (
                <li key={c.nodes[0]!.id}>
                  {names(c.nodes)}{' '}
                  <Badge tone={c.markets > 1 ? 'danger' : 'warn'}>{t('across', { markets: c.markets })}</Badge>
                </li>
              ))}
              {net.circles.length === 0 && <li className="text-ink-2">{t('noneFound')}</li>}
            </ul>
          </Card>
          <Card title={t('families')} description={t('familiesHint')}>
            <ul className="space-y-2">
              {net.families.map((f) => (
                <li key={f.person.id}>
                  {f.merchants.map((m) => m.name).join(' · ')}
                  <span className="block text-sm text-ink-2">{f.groups.map((g) => g.name).join(' · ')}</span>
                </li>
              ))}
              {net.families.length === 0 && <li className="text-ink-2">{t('noneFound')}</li>}
            </ul>
          </Card>
          <Card title={t('concentrations')} description={t('concentrationsHint')}>
            <ul className="space-y-2">
              {net.concentrations.map((c) => (
                <li key={c.guarantorId} className="flex justify-between gap-3">
                  <span>{t('behind', { name: c.guarantor.name, count: c.merchants })}</span>
                  <Money value={c.amountFen} />
                </li>
              ))}
              {net.concentrations.length === 0 && <li className="text-ink-2">{t('noneFound')}</li>}
            </ul>
          </Card>
          <Card title={t('components')} description={t('componentsHint')}>
            <ul className="space-y-1">
              {net.components.slice(0, 10).map((c) => (
                <li key={c.first} className="flex justify-between gap-3">
                  <TextLink
                    href={`/network?${new URLSearchParams({ ...(asked.market ? { market: asked.market } : {}), focus: c.first })}`}
                  >
                    {t('component', { size: c.size, groups: c.groups })}
                  </TextLink>
                  <Money value={c.balanceFen} />
                </li>
              ))}
            </ul>
          </Card>
        </div>
      </div>
    </div>
  )
  const run = (
    <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
      <Card title={t('mark')} description={t('markHint')}>
        <form method="get" action="/network" className="space-y-3">
          <input type="hidden" name="tab" value="stress" />
          {asked.market && <input type="hidden" name="market" value={asked.market} />}
          <div className="max-h-[32rem] space-y-3 overflow-y-auto" data-scroll>
            {groups.map(([code, of]) => (
              <fieldset key={code}>
                <legend className="text-sm font-medium">{code}</legend>
                {of.map((m) => (
                  <label key={m.id} className="flex items-center gap-2 py-0.5">
                    <input type="checkbox" name="marked" value={m.id} defaultChecked={marked.includes(m.id)} />
                    <span>{m.name}</span>
                    {m.grade && <span className="text-sm text-ink-2">{m.grade}</span>}
                  </label>
                ))}
              </fieldset>
            ))}
            {groups.length === 0 && <p className="text-ink-2">{t('noGroups')}</p>}
          </div>
          <Button type="submit" tone="primary">
            {t('runIt')}
          </Button>
        </form>
      </Card>
      <StressResult view={stress} />
    </div>
  )
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={
          <span className="flex flex-wrap gap-x-3">
            <TextLink href="/network">{t('allMarkets')}</TextLink>
            {net.markets.map((m) => (
              <TextLink key={m.id} href={`/network?market=${m.id}`}>
                {m.id === asked.market ? `● ${m.code}` : m.code}
              </TextLink>
            ))}
          </span>
        }
      />
      <Tabs
        param="tab"
        label={t('title')}
        tabs={[
          { key: 'network', label: t('findings'), content: findings },
          { key: 'stress', label: t('stress'), content: run },
        ]}
      />
    </>
  )
}
