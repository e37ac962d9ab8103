import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ItemState } from '@/components/scoring/item-state'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Descriptions } from '@/components/ui/descriptions'
import { merchantDetail } from '@/lib/merchants/queries'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('scoring.merchants'))('one') }
}

export default async function Merchant({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, { id }] = [await currentActor(), await getTranslations('scoring.merchants'), await params]
  const m = await orNotFound(merchantDetail(actor, { merchantId: id }))
  return (
    <>
      <PageHeader
        title={m.name}
        breadcrumb={[{ label: t('title'), href: '/merchants' }, { label: m.name }]}
        meta={
          <>
            <span>{m.market.name}</span>
            <span>{m.stallNo}</span>
            <span>{m.uscc}</span>
          </>
        }
      />
      <Card title={t('facts')} className="mb-4">
        <Descriptions
          columns={3}
          items={[
            { label: t('owner'), value: m.ownerName },
            { label: t('phone'), value: m.phone },
            { label: t('spouse'), value: m.spouseName },
            { label: t('goods'), value: m.mainGoods },
            { label: t('address'), value: m.address },
            {
              label: t('monitoring'),
              value: m.monitoringGrade ? t(`monitoringGrade.${m.monitoringGrade as 'KEY'}`) : null,
            },
          ]}
        />
      </Card>
      <Card title={t('applications')} flush className="mb-4">
        <DataTable
          id="merchant-applications"
          label={t('applications')}
          search={false}
          rowHref="/applications/{id}"
          columns={[
            { key: 'batch', header: t('batch'), href: '/applications/{id}' },
            { key: 'createdAt', header: t('created'), type: 'instant' },
            { key: 'requestedFen', header: t('requested'), type: 'money' },
            { key: 'total', header: t('score'), type: 'count' },
            { key: 'grade', header: t('grade') },
            { key: 'limitFen', header: t('limit'), type: 'money' },
            { key: 'state', header: t('state'), type: 'node' },
          ]}
          rows={m.applications.map((a) => ({
            id: a.id,
            batch: a.batch.code,
            createdAt: a.createdAt.toISOString(),
            requestedFen: a.requestedFen,
            total: a.total,
            grade: a.grade ?? '',
            limitFen: a.limitFen,
            state: <ItemState state={a.state} />,
          }))}
        />
      </Card>
      <Card title={t('loans')} flush>
        <DataTable
          id="merchant-loans"
          label={t('loans')}
          search={false}
          prefix="loans"
          keyboard={false}
          rowHref="/loans/{id}"
          empty={{ title: t('noLoans') }}
          columns={[
            { key: 'number', header: t('loan'), href: '/loans/{id}' },
            { key: 'amountFen', header: t('amount'), type: 'money' },
          ]}
          rows={m.loans.map((l) => ({ id: l.id, number: l.number, amountFen: l.amountFen }))}
        />
      </Card>
    </>
  )
}
