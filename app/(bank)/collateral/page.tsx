import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ChargeBadge } from '@/components/collateral/charge-card'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Explain } from '@/components/ui/explain'
import { Money } from '@/components/ui/money'
import { CivilDate } from '@/components/ui/when'
import { chargeList } from '@/lib/collateral/queries'
import { COLLATERAL_KINDS } from '@/lib/collateral/rules'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { collateralList } from '@/lib/desk/lists/collateral'
import { currentActor } from '@/lib/platform/auth/current'
import { pageOf } from '@/lib/platform/list-params'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('collateral'))('title') }
}

const STATES = ['RECORDED', 'ADVANCE', 'REGISTERED', 'RELEASED', 'WITHDRAWN'] as const

/** The register: every charge with its asset, its ratio and what the registry says. */
export default async function Register({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('collateral'), await searchParams]
  const asked = readList(collateralList, query)
  const list = await chargeList(actor, { ...collateralList.input(asked), ...pageOf(asked) })
  return (
    <>
      <PageHeader title={t('title')} meta={<span>{t('hint')}</span>} />
      <DataTable
        {...(await listTools(actor, collateralList, query))}
        page={{ after: list.nextCursor, before: null }}
        label={t('title')}
        search={{ placeholder: t('search') }}
        rowHref="/collateral/{applicationId}"
        rows={list.items.map((r) => ({
          id: r.id,
          applicationId: r.applicationId,
          merchant: r.merchant ?? '',
          kind: t(`kinds.${r.kind}`),
          certificateNo: r.certificateNo,
          ownerName: r.ownerName,
          valueFen: r.valueFen,
          cap: (
            <Explain trace={r.cap.trace}>
              <Money value={r.cap.value} suffix={false} />
            </Explain>
          ),
          onAssetFen: r.onAssetFen,
          appraisedOn: (
            <span className="inline-flex items-center gap-2">
              <CivilDate value={r.appraisedOn} />
              {r.stale && <Badge tone="warn">{t('stale')}</Badge>}
            </span>
          ),
          state: (
            <span className="inline-flex items-center gap-2">
              <ChargeBadge state={r.state} />
              {r.waits && <Badge tone="info">{t('waitsShort')}</Badge>}
            </span>
          ),
        }))}
        columns={[
          { key: 'merchant', header: t('merchant'), href: '/collateral/{applicationId}', fixed: true },
          { key: 'kind', header: t('kind') },
          { key: 'certificateNo', header: t('fields.certificateNo') },
          { key: 'ownerName', header: t('fields.ownerName') },
          { key: 'valueFen', header: t('fields.value'), type: 'money' },
          { key: 'cap', header: t('cap'), type: 'node', align: 'end' },
          { key: 'onAssetFen', header: t('onAsset'), type: 'money' },
          { key: 'appraisedOn', header: t('fields.appraisedOn'), type: 'node' },
          { key: 'state', header: t('state'), type: 'node' },
        ]}
        filters={[
          {
            key: 'state',
            label: t('state'),
            type: 'choice',
            multiple: true,
            options: STATES.map((s) => ({ value: s, label: t(`states.${s}`) })),
          },
          {
            key: 'kind',
            label: t('kind'),
            type: 'choice',
            multiple: true,
            options: COLLATERAL_KINDS.map((k) => ({ value: k, label: t(`kinds.${k}`) })),
          },
        ]}
        empty={{ title: t('empty'), detail: t('noneHint') }}
      />
    </>
  )
}
