import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { FreezeAct, ReleaseAct } from '@/components/guarantees/account-acts'
import { SubLedgerBadge } from '@/components/guarantees/badges'
import { PageHeader } from '@/components/shell/page-header'
import { Card, Stat } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Money } from '@/components/ui/money'
import { CivilDate } from '@/components/ui/when'
import { exportHref } from '@/lib/desk/list-tools'
import { movementList } from '@/lib/desk/lists/guarantees'
import { movements } from '@/lib/guarantees/queries'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { Refusal } from '@/lib/platform/errors'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('guarantees.screen'))('movements') }
}

export default async function SubLedger({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, { id }] = [await currentActor(), await getTranslations('guarantees.screen'), await params]
  const { subLedger: s, items } = await movements(actor, { subLedgerId: id }).catch((e: unknown) => {
    if (e instanceof Refusal && ['E_NOT_FOUND', 'E_ID'].includes(e.error.code)) notFound()
    throw e
  })
  return (
    <>
      <PageHeader
        title={`${s.accountNo}-${s.subNo}`}
        state={<SubLedgerBadge state={s.state} />}
        breadcrumb={[{ label: t('marginTitle'), href: '/margin' }, { label: s.subNo }]}
        actions={
          <>
            {hasRole(actor, 'OPS_MAKER') && s.ledgerFen > s.frozenFen && <ReleaseAct subLedgerId={id} />}
            {hasRole(actor, 'OPS_MAKER', 'LEGAL') && s.ledgerFen > s.frozenFen && <FreezeAct subLedgerId={id} />}
          </>
        }
        meta={
          <>
            <span>{s.accountName}</span>
            {s.application && <span>{`${s.application.name ?? ''} ${s.application.stallNo ?? ''}`}</span>}
            {s.group && <span>{`${s.group.code} ${s.group.name}`}</span>}
          </>
        }
      />
      <div className="mb-4 grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Stat
          label={t('balance')}
          value={<Money value={s.ledgerFen} />}
          tone={s.ledgerFen >= s.requiredFen ? 'ok' : 'warn'}
        />
        <Stat label={t('required')} value={<Money value={s.requiredFen} />} />
        <Stat label={t('frozen')} value={<Money value={s.frozenFen} />} />
        <Stat
          label={t('replenish')}
          value={<Money value={s.replenishDueFen} />}
          note={s.replenishDueOn ? <CivilDate value={s.replenishDueOn} /> : undefined}
        />
      </div>
      <Card title={t('movements')} flush>
        <DataTable
          id={movementList.name}
          exportHref={exportHref(movementList, { subLedger: id })}
          label={t('movements')}
          search={false}
          rows={items.map((m) => ({
            id: m.id,
            date: m.valueDate.toString(),
            kind: t(`kinds.${m.kind as 'MARGIN_IN'}`),
            amountFen: m.amountFen,
            beforeFen: m.beforeFen,
            afterFen: m.afterFen,
            other: m.sourceAccount ?? m.beneficiaryAccount ?? '',
            people: `${m.maker} / ${m.checker}`,
            at: m.at,
          }))}
          columns={[
            { key: 'date', header: t('valueDate'), type: 'date' },
            { key: 'kind', header: t('kind') },
            { key: 'amountFen', header: t('amountYuan'), type: 'money' },
            { key: 'beforeFen', header: t('before'), type: 'money' },
            { key: 'afterFen', header: t('after'), type: 'money' },
            { key: 'other', header: t('otherAccount') },
            { key: 'people', header: t('twoPeople') },
            { key: 'at', header: t('at'), type: 'instant' },
          ]}
          empty={{ title: t('noMovements') }}
        />
      </Card>
    </>
  )
}
