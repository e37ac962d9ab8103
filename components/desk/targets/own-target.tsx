import { getTranslations } from 'next-intl/server'
import { TextLink } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { Explain } from '@/components/ui/explain'
import { Money } from '@/components/ui/money'
import { targetBoard } from '@/lib/desk/targets/targets'
import type { Actor } from '@/lib/platform/actor'
import { orNotFound } from '@/lib/platform/http/page'

/** What a manager was to reach in the month and has reached: what a week's review and a month's summary are measured by. */
export async function OwnTarget({ actor, month }: { actor: Actor; month: string }) {
  const t = await getTranslations('manager.targets')
  const own = (await orNotFound(targetBoard(actor, { month }))).items.find((r) => r.id === actor.userId)
  if (!own) return null
  return (
    <Card title={t('own', { month })} actions={<TextLink href={`/desk/targets?month=${month}`}>{t('title')}</TextLink>}>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        <Stat label={t('volume')} value={<Money value={own.target?.volumeFen ?? null} />} />
        <Stat
          label={t('volumeDone')}
          value={<Money value={own.achieved.volumeFen} />}
          note={own.volume ? <Explain trace={own.volume.trace} /> : t('noTarget')}
        />
        <Stat label={t('clients')} value={own.target?.newClients ?? '—'} />
        <Stat
          label={t('clientsDone')}
          value={own.achieved.newClients}
          note={own.clients ? <Explain trace={own.clients.trace} /> : t('noTarget')}
        />
      </div>
    </Card>
  )
}
