import { useLocale, useTranslations } from 'next-intl'
import { formatInstant, formatList } from '@/lib/platform/i18n/format'
import type { Translate } from '@/lib/platform/i18n/translator'
import { Badge } from '../ui/badge'
import { cn } from '../ui/cn'
import { Money } from '../ui/money'
import { Notice } from '../ui/notice'
import { ItemState } from './batch-state'
import { fieldName, LIST_FIELDS, MONEY_FIELDS, type Papers } from './check-types'

const CODES: readonly string[] = ['uscc', 'ownerIdNo', 'phone']

/** What the list says of this merchant, to hold against the scans: findings at their field, and what a second look is for. */
export function ListFields({ papers }: { papers: Papers }) {
  const t = useTranslations('batches')
  const locale = useLocale()
  const intake = useTranslations('intake') as unknown as Translate
  const own = new Set<string>(LIST_FIELDS.map(([key]) => fieldName(key)))
  const general = papers.issues.filter((i) => !i.field || !own.has(i.field))
  const slot = (s: string) => (intake.has(`slots.${s}`) ? intake(`slots.${s}`) : s)
  return (
    <section aria-label={t('check.fields')} className="rounded-md border border-line bg-surface">
      <header className="border-b border-line px-3 py-2">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <h2 className="min-w-0 font-semibold break-words">{papers.name}</h2>
          <ItemState state={papers.state} />
          {papers.returnRounds > 0 && (
            <span className="text-sm text-ink-2">{t('check.round', { count: papers.returnRounds })}</span>
          )}
        </div>
        {papers.originalsSeen && (
          <p className="mt-0.5 text-sm text-ink-2">
            {t('check.seenBy', {
              name: papers.originalsSeen.by ?? '—',
              at: formatInstant(papers.originalsSeen.at),
            })}
          </p>
        )}
      </header>
      <div className="space-y-2 px-3 pt-2 empty:hidden">
        {papers.returned?.reason && (
          <Notice tone="warn">{t('check.returnedFor', { reason: papers.returned.reason })}</Notice>
        )}
        {papers.changes.slots.length > 0 && (
          <Notice>{t('check.changedPapers', { slots: formatList(locale, papers.changes.slots.map(slot)) })}</Notice>
        )}
        {general.map((i) => (
          <Notice key={i.id} tone={i.level === 'error' ? 'danger' : 'warn'} title={i.title}>
            {i.message}
          </Notice>
        ))}
      </div>
      <dl className="px-3 py-1">
        {LIST_FIELDS.map(([key]) => {
          const value = papers[key]
          const issues = papers.issues.filter((i) => i.field === fieldName(key))
          const change = papers.changes.values.find((v) => v.field === key)
          return (
            <div
              key={key}
              className="grid grid-cols-[7rem_minmax(0,1fr)] items-baseline gap-x-3 border-b border-line py-1.5 last:border-0"
            >
              <dt className="text-sm text-ink-2">
                {key === 'borrowerType' ? t('submissions.fields.borrowerType') : intake(`fields.${fieldName(key)}`)}
              </dt>
              <dd className="min-w-0">
                <span
                  className={cn(
                    'break-words',
                    CODES.includes(key) && 'font-mono tracking-wide',
                    change && 'rounded-xs bg-mark/60 px-1',
                  )}
                >
                  {shown(key, value, t as unknown as Translate)}
                </span>
                {change && (
                  <span className="ml-2 text-sm text-ink-2">
                    {change.from === null ? t('check.changedEmpty') : t('check.changed', { value: change.from })}
                  </span>
                )}
                {issues.map((i) => (
                  <span key={i.id} className="mt-0.5 flex items-baseline gap-1.5 text-sm">
                    <Badge tone={i.level === 'error' ? 'danger' : 'warn'}>{intake(`level.${i.level}`)}</Badge>
                    <span className="min-w-0">{i.message}</span>
                  </span>
                ))}
              </dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}

function shown(key: string, value: unknown, t: Translate) {
  if (value === null || value === undefined || value === '') return <span className="text-ink-3">—</span>
  if (MONEY_FIELDS.includes(key)) return <Money value={String(value)} className="text-left" />
  if (key === 'borrowerType') return t(`borrowerTypes.${String(value)}`)
  return String(value)
}
