import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { Button, ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Descriptions } from '@/components/ui/descriptions'
import { Notice } from '@/components/ui/notice'
import { Timeline } from '@/components/ui/timeline'
import { Instant } from '@/components/ui/when'
import { objectState } from '@/lib/admin/object-state'
import { currentActor } from '@/lib/platform/auth/current'
import { Refusal } from '@/lib/platform/errors'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.object'))('title') }
}

/** Any object as it stood at the end of any past day; for a batch, its whole file to take away. */
export default async function ObjectState({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[]>>
}) {
  const [actor, t, query] = [await currentActor(), await getTranslations('admin.object'), await searchParams]
  const [object, on] = [String(query.object ?? '').trim(), String(query.on ?? '').trim()]
  const found =
    object && on
      ? await objectState(actor, { object, on }).catch((e: unknown) =>
          e instanceof Refusal ? null : Promise.reject(e),
        )
      : undefined
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={<span>{t('intro')}</span>}
        breadcrumb={[{ label: t('audit'), href: '/admin/audit' }, { label: t('title') }]}
      />
      <Card className="mb-4">
        <form className="flex flex-wrap items-end gap-3">
          <label className="grow">
            <span className="mb-1 block text-sm">{t('object')}</span>
            <input
              name="object"
              defaultValue={object}
              placeholder="batch:0190…"
              className="control w-full font-mono"
              required
            />
          </label>
          <label>
            <span className="mb-1 block text-sm">{t('on')}</span>
            <input name="on" type="date" defaultValue={on} className="control" required />
          </label>
          <Button type="submit" tone="primary">
            {t('show')}
          </Button>
        </form>
      </Card>
      {found === null && <Notice tone="warn">{t('none')}</Notice>}
      {found && (
        <>
          <Descriptions
            className="mb-4"
            items={[
              { label: t('state'), value: found.state && <code>{found.state}</code> },
              { label: t('since'), value: <Instant value={found.since} /> },
              { label: t('by'), value: found.by },
              { label: t('version'), value: found.objectVersion === null ? '' : String(found.objectVersion) },
              {
                label: t('pack'),
                value: found.objectType === 'batch' && (
                  <ButtonLink size="sm" href={`/api/v1/batches/${found.objectId}/evidence-pack`}>
                    {t('download')}
                  </ButtonLink>
                ),
              },
            ]}
          />
          <div className="grid gap-4 lg:grid-cols-2">
            <Card title={t('history')}>
              <Timeline
                events={found.history.toReversed().map((h) => ({
                  key: h.id,
                  at: h.at,
                  who: h.who,
                  what: <code>{h.event}</code>,
                  from: h.from,
                  to: h.to,
                  why: h.why,
                }))}
              />
            </Card>
            <Card title={t('trail')}>
              <ul className="space-y-2">
                {found.trail.map((e) => (
                  <li key={e.seq}>
                    <span className="tabular-nums text-ink-2">#{e.seq}</span>{' '}
                    <code className="text-sm">{e.command}</code>{' '}
                    <span className="text-sm text-ink-2">
                      {e.actorName} <Instant value={e.at} />
                    </span>
                    <code className="block truncate text-xs text-ink-3">{e.hash}</code>
                  </li>
                ))}
              </ul>
            </Card>
          </div>
        </>
      )}
    </>
  )
}
