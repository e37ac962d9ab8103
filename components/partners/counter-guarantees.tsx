'use client'
import { useTranslations } from 'next-intl'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Notice } from '@/components/ui/notice'
import { recordCounterGuaranteeAction, releaseCounterGuaranteeAction } from '@/lib/partners/actions'
import type { ParityGap } from '@/lib/partners/rules/counter-parity'
import { type Fen, formatYuan } from '@/lib/platform/money'

type Row = {
  id: string
  borrower: string
  applicationId: string
  kind: string
  giver: string
  amountFen: Fen
  rank: number | null
  documentNo: string
  state: string
}
type ParityLack = ParityGap & { applicationId: string; borrower: string }
const KINDS = ['PERSON', 'COMPANY', 'MORTGAGE', 'PLEDGE', 'DEPOSIT'] as const

/** Who stands behind the guarantor, loan by loan. */
export function CounterGuarantees({
  rows,
  gaps,
  cases,
  mayRecord,
}: {
  rows: readonly Row[]
  gaps: readonly ParityLack[]
  cases: readonly { value: string; label: string }[]
  mayRecord: boolean
}) {
  const t = useTranslations('partners.counter')
  return (
    <Card
      title={t('title')}
      description={t('hint')}
      actions={
        mayRecord &&
        cases.length > 0 && (
          <ActDialog
            label={t('record')}
            fields={[
              { name: 'caseId', label: t('case'), kind: 'choice', options: [...cases], required: true },
              {
                name: 'kind',
                label: t('kind'),
                kind: 'choice',
                options: KINDS.map((value) => ({ value, label: t(`kinds.${value}`) })),
                required: true,
                value: 'PERSON',
              },
              { name: 'giver', label: t('giver'), kind: 'text', required: true },
              { name: 'giverIdNo', label: t('giverIdNo'), kind: 'text' },
              { name: 'amount', label: t('amount'), kind: 'money', required: true },
              { name: 'rank', label: t('rank'), kind: 'whole', hint: t('rankHint') },
              { name: 'documentNo', label: t('documentNo'), kind: 'text', required: true },
            ]}
            action={recordCounterGuaranteeAction}
            done={t('recorded')}
          />
        )
      }
      flush
    >
      {gaps.length > 0 && (
        <Notice tone="warn" title={t('gaps')} className="m-3">
          <ul className="space-y-0.5">
            {gaps.map((g) => (
              <li key={`${g.applicationId}${g.kind}${g.giver}`}>
                {t(`gap.${g.fault}`, { borrower: g.borrower, giver: g.giver, need: formatYuan(g.needFen) })}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <DataTable
        id="counter-guarantees"
        label={t('title')}
        search={false}
        keyboard={false}
        prefix="cg"
        rows={rows.map((g) => ({
          ...g,
          kind: t(`kinds.${g.kind as 'PERSON'}`),
          rank: g.rank ?? '',
          state: <Badge tone={g.state === 'IN_FORCE' ? 'ok' : 'neutral'}>{t(`states.${g.state as 'IN_FORCE'}`)}</Badge>,
          act:
            mayRecord && g.state === 'IN_FORCE' ? (
              <ActDialog
                label={t('release')}
                tone="quiet"
                fields={[{ name: 'reason', label: t('why'), kind: 'area', required: true }]}
                fixed={{ id: g.id }}
                action={releaseCounterGuaranteeAction}
              />
            ) : null,
        }))}
        columns={[
          { key: 'borrower', header: t('borrower'), href: '/applications/{applicationId}', fixed: true },
          { key: 'kind', header: t('kind') },
          { key: 'giver', header: t('giver') },
          { key: 'amountFen', header: t('amount'), type: 'money' },
          { key: 'rank', header: t('rank') },
          { key: 'documentNo', header: t('documentNo') },
          { key: 'state', header: t('state'), type: 'node' },
          { key: 'act', header: t('act'), type: 'node' },
        ]}
        empty={{ title: t('none') }}
      />
    </Card>
  )
}
