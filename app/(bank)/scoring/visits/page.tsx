import { Phone } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { State } from '@/components/ui/state'
import { currentActor } from '@/lib/platform/auth/current'
import { visitList } from '@/lib/scoring/visit-queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('scoring.visit'))('listTitle') }
}

export default async function Visits({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [actor, t, query] = [await currentActor(), await getTranslations('scoring.visit'), await searchParams]
  const all = query.all === '1'
  const { items } = await visitList(actor, { all })
  return (
    <>
      <PageHeader
        title={t('listTitle')}
        meta={t('listIntro')}
        actions={
          <ButtonLink href={all ? '/scoring/visits' : '/scoring/visits?all=1'}>
            {all ? t('mine') : t('everyone')}
          </ButtonLink>
        }
      />
      {items.length === 0 ? (
        <State kind="empty" title={t('none')} detail={t('noneDetail')} />
      ) : (
        <ul className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
          {items.map((i) => (
            <li key={i.id} className="relative rounded-lg border border-line bg-surface px-4 py-3 shadow-flat">
              <div className="flex items-start justify-between gap-3">
                <div className="min-w-0">
                  <Link
                    href={`/scoring/visits/${i.id}`}
                    className="font-semibold text-accent underline-offset-3 after:absolute after:inset-0 hover:underline"
                  >
                    {i.name}
                  </Link>
                  <p className="text-sm text-ink-2">
                    {[i.market, i.stallNo, i.ownerName, i.mainGoods].filter(Boolean).join(' · ')}
                  </p>
                </div>
                {i.phone && (
                  <a
                    href={`tel:${i.phone}`}
                    aria-label={`${t('call')} ${i.ownerName ?? i.name}`}
                    className="relative z-10 inline-flex size-11 shrink-0 items-center justify-center rounded-full border border-line-2 text-accent"
                  >
                    <Phone aria-hidden className="size-4" />
                  </a>
                )}
              </div>
              <p className="mt-2 flex flex-wrap gap-1.5">
                <Badge tone={i.visitedOn ? 'ok' : 'neutral'}>
                  {i.visitedOn ? t('visited', { day: i.visitedOn }) : t('notVisited')}
                </Badge>
                <Badge>{t('photos', { count: i.photos })}</Badge>
                <Badge tone={i.open === 0 ? 'ok' : 'warn'}>
                  {i.open === 0 ? t('complete') : t('open', { count: i.open })}
                </Badge>
              </p>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
