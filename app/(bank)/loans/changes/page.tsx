import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { DecideChange } from '@/components/servicing/decide-change'
import { PageHeader } from '@/components/shell/page-header'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { loanChangeList } from '@/lib/desk/lists/lending'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { pageOf } from '@/lib/platform/list-params'
import { loanChanges } from '@/lib/servicing/change-queries'
import { CHANGE_RULES, type ChangeKind } from '@/lib/servicing/change-rules'

const STATES = ['REQUESTED', 'DONE', 'REJECTED', 'WITHDRAWN'] as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('servicing'))('change.queue') }
}

export default async function LoanChanges({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[]>>
}) {
  const [actor, t, query] = [await currentActor(), await getTranslations('servicing'), await searchParams]
  const asked = readList(loanChangeList, query)
  const list = await orNotFound(loanChanges(actor, { ...loanChangeList.input(asked), ...pageOf(asked) }))
  const mayDecide = (c: { kind: string; state: string; makerId: string }) =>
    c.state === 'REQUESTED' &&
    c.makerId !== actor.userId &&
    hasRole(actor, ...CHANGE_RULES[c.kind as ChangeKind].checkers)
  return (
    <>
      <PageHeader
        title={t('change.queue')}
        breadcrumb={[{ label: t('loans.title'), href: '/loans' }, { label: t('change.queue') }]}
      />
      <Card flush>
        <DataTable
          {...(await listTools(actor, loanChangeList, query))}
          label={t('change.queue')}
          search={false}
          filters={[
            {
              key: 'state',
              label: t('col.state'),
              type: 'choice',
              multiple: false,
              options: STATES.map((s) => ({ value: s, label: t(`change.state.${s}`) })),
            },
          ]}
          rows={list.items.map((c) => ({
            id: c.id,
            loan: <TextLink href={`/loans/${c.loanId}`}>{c.loanNumber}</TextLink>,
            merchant: c.merchant,
            kind: t(`change.kind.${c.kind as 'WAIVER'}`),
            valueDate: c.valueDate.toString(),
            reason: c.decision ? `${c.reason} — ${c.decision}` : c.reason,
            state: t(`change.state.${c.state as 'DONE'}`),
            madeAt: c.madeAt,
            act: mayDecide(c) ? (
              <DecideChange changeId={c.id} what={`${t(`change.kind.${c.kind as 'WAIVER'}`)} ${c.loanNumber}`} />
            ) : null,
          }))}
          page={{ after: list.nextCursor, before: null }}
          columns={[
            { key: 'loan', header: t('col.number'), type: 'node', fixed: true },
            { key: 'merchant', header: t('col.merchant') },
            { key: 'kind', header: t('change.kindLabel') },
            { key: 'valueDate', header: t('repay.valueDate'), type: 'date' },
            { key: 'reason', header: t('change.reason'), wrap: true },
            { key: 'state', header: t('col.state') },
            { key: 'madeAt', header: t('change.askedAt'), type: 'instant' },
            { key: 'act', header: t('change.decision'), type: 'node' },
          ]}
          empty={{ title: t('change.none') }}
        />
      </Card>
    </>
  )
}
