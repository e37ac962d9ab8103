import { useLocale, useTranslations } from 'next-intl'
import { StatusBadge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { formatClauses, formatLabelled } from '@/lib/platform/i18n/format'
import { LedgerDecision } from './ledger-decision'

type Value = Record<string, string | boolean | null>
export type LedgerChangeView = {
  id: string
  kind: 'ACCOUNT' | 'RULE'
  object: string
  before: Value | null
  value: Value
  state: string
  reason: string
  proposedBy: string | null
  proposedAt: Date
  decidedBy: string | null
  mine: boolean
}

const KIND = { PENDING: 'waiting', APPLIED: 'good', REJECTED: 'refused' } as const

/** What was proposed for the chart and the rules, what it would change, and the second person's decision. */
export function LedgerChanges({ changes, admin }: { changes: LedgerChangeView[]; admin: boolean }) {
  const t = useTranslations('servicing')
  const locale = useLocale()
  const nameOf = (c: LedgerChangeView) => {
    if (c.kind === 'ACCOUNT') return c.object
    const [event, part] = c.object.split('.') as ['REPAYMENT', 'principal']
    return `${t(`event.${event}`)} · ${t(`ledger.part.${part}`)}`
  }
  const field = {
    nameZh: t('ledger.nameZh'),
    nameEn: t('ledger.nameEn'),
    glCode: t('ledger.glCode'),
    closed: t('ledger.closedAccount'),
    debit: t('col.debit'),
    credit: t('col.credit'),
  }
  const say = (v: string | boolean | null | undefined) =>
    typeof v === 'boolean' ? t(v ? 'ledger.yes' : 'ledger.no') : v || '—'
  const whatOf = (c: LedgerChangeView) =>
    formatClauses(
      locale,
      (Object.keys(field) as (keyof typeof field)[])
        .filter((k) => k in c.value && (c.before?.[k] ?? '') !== (c.value[k] ?? ''))
        .map((k) =>
          c.before ? `${field[k]} ${say(c.before[k])} → ${say(c.value[k])}` : `${field[k]} ${say(c.value[k])}`,
        ),
    )
  return (
    <Card flush title={t('ledger.changes')} description={t('ledger.changesHint')}>
      <DataTable
        id="changes"
        label={t('ledger.changes')}
        search={false}
        keyboard={false}
        prefix="k"
        rows={changes.map((c) => ({
          id: c.id,
          object: nameOf(c),
          what: whatOf(c),
          reason: c.reason,
          proposedBy: c.proposedBy ?? '',
          decidedBy: c.decidedBy ?? '',
          state: (
            <StatusBadge kind={KIND[c.state as 'PENDING']}>
              {t(`ledger.changeState.${c.state as 'PENDING'}`)}
            </StatusBadge>
          ),
          act:
            admin && c.state === 'PENDING' && !c.mine ? (
              <LedgerDecision changeId={c.id} what={formatLabelled(locale, nameOf(c), whatOf(c))} />
            ) : null,
        }))}
        columns={[
          { key: 'object', header: t('ledger.changed'), fixed: true },
          { key: 'what', header: t('ledger.change') },
          { key: 'reason', header: t('ledger.reason') },
          { key: 'proposedBy', header: t('ledger.proposedBy') },
          { key: 'decidedBy', header: t('ledger.decidedBy') },
          { key: 'state', header: t('col.state'), type: 'node' },
          ...(admin ? [{ key: 'act', header: t('ledger.decide'), type: 'node' as const }] : []),
        ]}
        empty={{ title: t('ledger.noChanges') }}
      />
    </Card>
  )
}
