import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { Money } from '@/components/ui/money'
import type { WorkFacts } from '@/lib/desk/log/facts'
import type { Translate } from '@/lib/platform/i18n/translator'

/** What the work left behind in a period: counts to glance at, and each visit, call, opinion and act with its link. */
export function ReportFacts({ facts }: { facts: WorkFacts }) {
  const t = useTranslations('manager.log')
  const all = useTranslations() as unknown as Translate
  const word = (key: string, otherwise: string) => (all.has(key) ? all(key) : otherwise)
  const { counts } = facts
  return (
    <div className="space-y-4">
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-5">
        {(['visits', 'calls', 'opinions', 'tasks', 'acts'] as const).map((k) => (
          <Stat key={k} label={t(`count.${k}`)} value={counts[k]} />
        ))}
      </div>
      <Card title={t('done')} description={t('doneHint')} flush>
        <ul className="divide-y divide-line text-sm">
          {facts.visits.map((v) => (
            <li key={v.id} className="flex flex-wrap items-center gap-x-3 px-4 py-2">
              <Badge>{word(`monitoring.kind.${v.kind}`, v.kind)}</Badge>
              <TextLink href={`/monitoring/visits/${v.id}`}>{v.customer}</TextLink>
              <span className="ml-auto text-ink-2 tabular-nums">{v.on}</span>
            </li>
          ))}
          {facts.calls.map((c) => (
            <li key={c.id} className="flex flex-wrap items-center gap-x-3 px-4 py-2">
              <Badge tone="info">{word(`collection.kind.${c.kind}`, c.kind)}</Badge>
              <TextLink href={`/collection/${c.loanId}`}>{c.customer}</TextLink>
              {c.outcome && <span className="text-ink-2">{word(`collection.outcome.${c.outcome}`, c.outcome)}</span>}
              <span className="ml-auto text-ink-2 tabular-nums">{c.on}</span>
            </li>
          ))}
          {facts.opinions.map((o) => (
            <li key={`${o.planId}-${o.on}-${o.verdict}`} className="flex flex-wrap items-center gap-x-3 px-4 py-2">
              <Badge tone="accent">{t('opinion')}</Badge>
              <TextLink href={`/plans/${o.planId}`}>{o.plan}</TextLink>
              <span className="text-ink-2">{word(`approvals.verdict.${o.verdict}`, o.verdict)}</span>
              <span className="ml-auto text-ink-2 tabular-nums">{o.on}</span>
            </li>
          ))}
          {facts.tasks.map((k) => (
            <li key={k.kind} className="flex flex-wrap items-center gap-x-3 px-4 py-2">
              <Badge tone="ok">{t('task')}</Badge>
              <span>{word(`desk.today.taskKind.${k.kind}`, k.kind)}</span>
              <span className="ml-auto tabular-nums">{k.count}</span>
            </li>
          ))}
          {facts.acts.map((a) => (
            <li key={a.command} className="flex flex-wrap items-center gap-x-3 px-4 py-2 text-ink-2">
              <span>{word(`commands.${a.command}`, a.command)}</span>
              <span className="ml-auto tabular-nums">{a.count}</span>
            </li>
          ))}
          {counts.visits + counts.calls + counts.opinions + counts.tasks + counts.acts === 0 && (
            <li className="px-4 py-3 text-ink-2">{t('nothing')}</li>
          )}
        </ul>
      </Card>
      {facts.customers.length > 0 && (
        <Card title={t('customers')} flush>
          <ul className="divide-y divide-line text-sm">
            {facts.customers.map((c) => (
              <li key={c.merchantId} className="flex flex-wrap items-center gap-x-3 px-4 py-2">
                <TextLink href={`/merchants/${c.merchantId}`}>{c.name}</TextLink>
                <span className="text-ink-2">{c.place}</span>
                {c.person && <span className="text-ink-2">{c.person}</span>}
                <span className="ml-auto flex items-center gap-2">
                  {t('existing', { count: c.loans })} <Money value={c.balance} />
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  )
}
