import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { ObjectSearch } from '@/components/admin/object-search'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { State } from '@/components/ui/state'
import { Tabs } from '@/components/ui/tabs'
import { Instant } from '@/components/ui/when'
import { findObjects, objectTrail, TRAIL_TYPES } from '@/lib/admin/object-trail'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin'))('trail.title') }
}

type Search = Promise<{ q?: string; type?: string; id?: string }>

/** Who did what on any object: found by number or name, shown by person, by state and by command. */
export default async function ObjectTrail({ searchParams }: { searchParams: Search }) {
  const [actor, t, asked] = [await currentActor(), await getTranslations('admin.trail'), await searchParams]
  const type = TRAIL_TYPES.find((x) => x === asked.type)
  const found = asked.q ? await orNotFound(findObjects(actor, { q: asked.q })) : []
  const trail = type && asked.id ? await orNotFound(objectTrail(actor, { type, id: asked.id })) : null
  return (
    <>
      <PageHeader
        title={trail ? `${t(`type.${trail.type}`)} ${trail.label}` : t('title')}
        breadcrumb={[
          { label: (await getTranslations('admin'))('audit.title'), href: '/admin/audit' },
          { label: t('title') },
        ]}
        meta={<span>{t('intro')}</span>}
      />
      <ObjectSearch q={asked.q ?? ''} />
      {asked.q && (
        <Card className="mb-4" title={t('found', { count: found.length })} flush>
          {found.length === 0 ? (
            <State kind="empty" title={t('none')} />
          ) : (
            <ul className="divide-y divide-line text-sm">
              {found.map((f) => (
                <li key={`${f.type}:${f.id}`}>
                  <Link
                    className="flex items-center gap-2 px-4 py-2 hover:bg-hover"
                    href={`/admin/audit/object?type=${f.type}&id=${f.id}`}
                  >
                    <Badge>{t(`type.${f.type}`)}</Badge>
                    {f.label}
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </Card>
      )}
      {trail && <Trail trail={trail} />}
      {!trail && !asked.q && <State kind="empty" title={t('start')} detail={t('startDetail')} />}
    </>
  )
}

type Done = Awaited<ReturnType<typeof objectTrail>>['persons'][number]['acts'][number]

/** The same act on the same kind of object in one line: when first, and how often. */
function once(acts: readonly Done[]): (Done & { times: number })[] {
  return [...Map.groupBy(acts, (a) => `${a.act}:${a.on}:${a.role}`).values()].map((same) => ({
    ...same[0]!,
    times: same.length,
  }))
}

async function Trail({ trail }: { trail: Awaited<ReturnType<typeof objectTrail>> }) {
  const [t, all] = [await getTranslations('admin.trail'), await getTranslations()]
  const act = (a: string) => all(`approvals.acts.${a}`)
  const role = (r: string) =>
    r
      .split(',')
      .map((x) => (all.has(`errors.names.${x}`) ? all(`errors.names.${x}`) : x))
      .join(' / ')
  const command = (c: string) => (all.has(`commands.${c}`) ? all(`commands.${c}`) : c)
  return (
    <Tabs
      label={t('title')}
      tabs={[
        {
          key: 'people',
          label: t('people'),
          count: trail.persons.length,
          content: (
            <Card flush>
              {trail.persons.length === 0 ? (
                <State kind="empty" title={t('noActs')} />
              ) : (
                <ul className="divide-y divide-line text-sm">
                  {trail.persons.map((p) => (
                    <li key={p.key} className="grid gap-1.5 px-4 py-3">
                      <span className="font-medium">{p.names.join(' / ')}</span>
                      <ul className="grid gap-0.5">
                        {once(p.acts).map(({ times, ...a }) => (
                          <li key={`${a.act}:${a.on}:${a.role}`} className="flex flex-wrap items-baseline gap-x-3">
                            <Badge tone="accent">{act(a.act)}</Badge>
                            <span className="text-ink-2">{t(`on.${a.on}`)}</span>
                            <span className="text-ink-2">{role(a.role)}</span>
                            <Instant value={a.at} className="text-ink-3" />
                            {times > 1 && <span className="text-ink-3">{t('times', { count: times })}</span>}
                          </li>
                        ))}
                      </ul>
                      {p.excluded.length > 0 && (
                        <p className="flex flex-wrap items-baseline gap-1 text-ink-2">
                          {t('excluded')}
                          {p.excluded.map((a) => (
                            <Badge key={a} tone="neutral">
                              {act(a)}
                            </Badge>
                          ))}
                        </p>
                      )}
                    </li>
                  ))}
                </ul>
              )}
            </Card>
          ),
        },
        {
          key: 'states',
          label: t('states'),
          count: trail.history.length,
          content: (
            <Card flush>
              <ol className="divide-y divide-line text-sm">
                {trail.history.map((h) => (
                  <li key={h.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-2">
                    <Instant value={h.at} className="text-ink-2" />
                    <span className="font-medium">{h.by}</span>
                    <span>{[h.from, h.to].filter(Boolean).join(' → ')}</span>
                    {h.reason && <span className="text-ink-2">{h.reason}</span>}
                  </li>
                ))}
              </ol>
            </Card>
          ),
        },
        {
          key: 'commands',
          label: t('commands'),
          count: trail.events.length,
          content: (
            <Card flush>
              {trail.cut && <p className="px-4 py-2 text-sm text-warn">{t('cut')}</p>}
              <ol className="divide-y divide-line text-sm">
                {trail.events.map((e) => (
                  <li key={e.id} className="grid gap-1 px-4 py-2">
                    <span className="flex flex-wrap items-baseline gap-x-3">
                      <span className="figure text-ink-3">#{e.seq}</span>
                      <Instant value={e.at} className="text-ink-2" />
                      <span className="font-medium">{e.by}</span>
                      <span>{command(e.command)}</span>
                      <span className="text-ink-2">{[e.from, e.to].filter(Boolean).join(' → ')}</span>
                    </span>
                    {e.reason && <span className="text-ink-2">{e.reason}</span>}
                    {e.detail !== null && (
                      <details>
                        <summary className="w-fit cursor-pointer text-accent">{t('detail')}</summary>
                        <pre className="overflow-x-auto text-xs whitespace-pre-wrap">
                          {JSON.stringify(e.detail, null, 1)}
                        </pre>
                      </details>
                    )}
                  </li>
                ))}
              </ol>
            </Card>
          ),
        },
      ]}
    />
  )
}
