import { getTranslations } from 'next-intl/server'
import { Badge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { State } from '@/components/ui/state'
import type { visitDraws } from '@/lib/desk/visits/queries'

/** Every draw with its seed, its pool and what came out of it: drawn again on this page, it is the same. */
export async function VisitDraws({ draws }: { draws: Awaited<ReturnType<typeof visitDraws>> }) {
  const t = await getTranslations('manager.visits')
  return (
    <Card title={t('draws')} description={t('drawsHint')} flush>
      {draws.items.length === 0 ? (
        <State kind="empty" title={t('noDraws')} />
      ) : (
        <ul className="divide-y divide-line text-sm">
          {draws.items.map((d) => (
            <li key={d.id} className="space-y-1 px-4 py-2.5">
              <p className="flex flex-wrap items-center gap-x-3">
                <span className="font-medium tabular-nums">{d.day.toString()}</span>
                <span>{d.assignee}</span>
                <span className="text-ink-2">{t('took', { take: d.take, pool: d.pool })}</span>
                <Badge tone={d.proven ? 'ok' : 'danger'}>{t(d.proven ? 'proven' : 'notProven')}</Badge>
              </p>
              <ul className="flex flex-wrap gap-x-4">
                {d.drawn.map((v) => (
                  <li key={v.visitId}>
                    <TextLink href={`/monitoring/visits/${v.visitId}`}>{v.merchant}</TextLink>{' '}
                    <span className="text-ink-2">{v.window}</span>{' '}
                    <span className="font-mono text-xs text-ink-3">{v.rank}</span>
                  </li>
                ))}
              </ul>
              <p className="font-mono text-xs break-all text-ink-3">{d.seed}</p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
