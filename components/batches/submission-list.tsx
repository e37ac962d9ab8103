import { useLocale, useTranslations } from 'next-intl'
import { formatList } from '@/lib/platform/i18n/format'
import type { Translate } from '@/lib/platform/i18n/translator'
import { Badge } from '../ui/badge'
import { Card } from '../ui/card'
import { Money } from '../ui/money'
import { State } from '../ui/state'
import { Instant } from '../ui/when'

type Change = {
  row: string
  merchant: string | null
  change: 'ADDED' | 'REMOVED' | 'CHANGED'
  fields: string[]
  values: { field: string; from: string | null; to: string | null }[]
  slots: string[]
}
type Submission = { id: string; no: number; at: Date; sha256: string; items: number; changes: Change[] }

const TONE = { ADDED: 'ok', REMOVED: 'danger', CHANGED: 'info' } as const
const MONEY = ['annualTurnover', 'annualRent', 'requested']

/** Every submission of the batch, the latest first, with what is different from the one before. */
export function SubmissionList({ submissions }: { submissions: readonly Submission[] }) {
  const t = useTranslations('batches')
  if (submissions.length === 0)
    return (
      <Card>
        <State kind="empty" title={t('submissions.none')} />
      </Card>
    )
  return (
    <div className="space-y-4">
      {submissions.toReversed().map((s) => (
        <Card
          key={s.id}
          title={t('submissions.no', { no: s.no })}
          description={
            <>
              <Instant value={s.at} /> · {t('submissions.items', { count: s.items })}
            </>
          }
          flush
          footer={
            <span className="break-all">
              {t('submissions.hash')} <span className="font-mono text-xs">{s.sha256}</span>
            </span>
          }
        >
          <Changes submission={s} first={s.no === submissions[0]?.no} />
        </Card>
      ))}
    </div>
  )
}

function Changes({ submission: s, first }: { submission: Submission; first: boolean }) {
  const t = useTranslations('batches')
  if (first || s.changes.length === 0)
    return <p className="px-4 py-3.5 text-ink-2">{t(first ? 'submissions.first' : 'submissions.same')}</p>
  const touched = s.changes.filter((c) => c.change !== 'REMOVED').length
  return (
    <>
      <ul className="divide-y divide-line">
        {s.changes.map((c) => (
          <li key={`${c.row}-${c.change}`} className="px-4 py-2.5">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Badge tone={TONE[c.change]}>{t(`submissions.${c.change}`)}</Badge>
              <span className="text-ink-2">{t('submissions.row', { row: c.row })}</span>
              <span className="font-medium">{c.merchant}</span>
            </p>
            <ChangedFields change={c} />
          </li>
        ))}
      </ul>
      {s.items > touched && (
        <p className="border-t border-line px-4 py-2.5 text-sm text-ink-2">
          {t('submissions.unchanged', { count: s.items - touched })}
        </p>
      )}
    </>
  )
}

function ChangedFields({ change }: { change: Change }) {
  const t = useTranslations('batches')
  const intake = useTranslations('intake') as unknown as Translate
  const locale = useLocale()
  const own = t as unknown as Translate
  const name = (field: string) =>
    own.has(`submissions.fields.${field}`)
      ? own(`submissions.fields.${field}`)
      : intake.has(`fields.${field}`)
        ? intake(`fields.${field}`)
        : field
  const value = (field: string, text: string | null) =>
    text === null ? '—' : MONEY.includes(field) ? <Money value={text} /> : text
  const consents = change.fields.includes('consents')
  if (change.values.length === 0 && change.slots.length === 0 && !consents) return null
  return (
    <dl className="mt-1.5 grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[10rem_minmax(0,1fr)]">
      {change.values.map((v) => (
        <div key={v.field} className="contents">
          <dt className="text-ink-2">{name(v.field)}</dt>
          <dd className="flex flex-wrap items-baseline gap-x-2 break-words">
            <del className="rounded-xs bg-danger-soft px-1 text-danger">
              <span className="sr-only">{t('submissions.before')} </span>
              {value(v.field, v.from)}
            </del>
            <span aria-hidden>→</span>
            <ins className="rounded-xs bg-ok-soft px-1 text-ok no-underline">
              <span className="sr-only">{t('submissions.after')} </span>
              {value(v.field, v.to)}
            </ins>
          </dd>
        </div>
      ))}
      {consents && (
        <div className="contents">
          <dt className="text-ink-2">{name('consents')}</dt>
          <dd>{t('submissions.CHANGED')}</dd>
        </div>
      )}
      {change.slots.length > 0 && (
        <div className="contents">
          <dt className="text-ink-2">{t('submissions.papers')}</dt>
          <dd>
            {formatList(
              locale,
              change.slots.map((slot) => (intake.has(`slots.${slot}`) ? intake(`slots.${slot}`) : slot)),
            )}
          </dd>
        </div>
      )}
    </dl>
  )
}
