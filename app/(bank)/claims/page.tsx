import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ClaimBadge } from '@/components/guarantees/badges'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { claims } from '@/lib/desk/lists/guarantees'
import { claimList } from '@/lib/guarantees/queries'
import { currentActor } from '@/lib/platform/auth/current'
import { pageOf } from '@/lib/platform/list-params'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('guarantees.screen'))('claimsTitle') }
}

const STATES = [
  'DRAFT',
  'PAID_PARTIAL',
  'SUBMITTED',
  'UNDER_REVIEW',
  'PAID',
  'SHORTFALL',
  'NOTICE_SENT',
  'ACCEPTED',
  'DISPUTED',
  'CLOSED',
] as const

export default async function Claims({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  const [actor, t, all, query] = [
    await currentActor(),
    await getTranslations('guarantees.screen'),
    await getTranslations('guarantees'),
    await searchParams,
  ]
  const asked = readList(claims, query)
  const list = await claimList(actor, { ...claims.input(asked), ...pageOf(asked) })
  return (
    <>
      <PageHeader title={t('claimsTitle')} />
      <Card flush>
        <DataTable
          {...(await listTools(actor, claims, query))}
          label={t('claimsTitle')}
          rowHref="/claims/{id}"
          search={false}
          filters={[
            {
              key: 'state',
              label: t('state'),
              type: 'choice',
              multiple: true,
              options: STATES.map((s) => ({ value: s, label: all(`claimState.${s}`) })),
            },
          ]}
          page={{ after: list.nextCursor, before: null }}
          rows={list.items.map((c) => ({
            id: c.id,
            number: c.number,
            type: all(`claim.types.${c.type as 'MARGIN'}`),
            loan: c.loan.number,
            merchant: c.merchant ?? '',
            group: c.group ?? '',
            amountFen: c.amountFen,
            paidFen: c.paidFen,
            shortfallFen: c.shortfallFen,
            asOf: c.asOf.toString(),
            state: <ClaimBadge state={c.state} />,
          }))}
          columns={[
            { key: 'number', header: t('claimNo'), href: '/claims/{id}', fixed: true },
            { key: 'merchant', header: t('merchant') },
            { key: 'type', header: all('claim.type') },
            { key: 'loan', header: t('loan') },
            { key: 'group', header: t('group') },
            { key: 'amountFen', header: t('claimAmount'), type: 'money' },
            { key: 'paidFen', header: t('paid'), type: 'money' },
            { key: 'shortfallFen', header: t('shortfall'), type: 'money' },
            { key: 'asOf', header: t('asOf'), type: 'date' },
            { key: 'state', header: t('state'), type: 'node' },
          ]}
          empty={{ title: t('noClaims'), detail: t('noClaimsHint') }}
        />
      </Card>
    </>
  )
}
