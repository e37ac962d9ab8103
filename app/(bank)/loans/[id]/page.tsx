import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ClaimButton } from '@/components/servicing/claim-button'
import { LoanClassBadge, LoanState } from '@/components/servicing/loan-badges'
import { RepayDialog } from '@/components/servicing/repay-dialog'
import { PageHeader } from '@/components/shell/page-header'
import { TextLink } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Descriptions } from '@/components/ui/descriptions'
import { Explain } from '@/components/ui/explain'
import { Money, Percent } from '@/components/ui/money'
import { Tabs } from '@/components/ui/tabs'
import { CivilDate } from '@/components/ui/when'
import { BATCH_READERS } from '@/lib/batches/access'
import { exportHref } from '@/lib/desk/list-tools'
import { loanLedgerList, loanRepayments, loanScheduleList } from '@/lib/desk/lists/lending'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { Refusal } from '@/lib/platform/errors'
import { toYuan } from '@/lib/platform/money'
import { loanLedger } from '@/lib/servicing/ledger/queries'
import { loanDetail, loanSchedule } from '@/lib/servicing/queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('servicing'))('loans.title') }
}

const LEDGER_ROLES = [
  'RM',
  'OPS_MAKER',
  'OPS_CHECKER',
  'DISB_REVIEWER',
  'DISB_APPROVER',
  'RISK_MGR',
  'AUDITOR',
  'SB_HEAD',
  'CR_HEAD',
  'COLLECTOR',
  'POST_MKT',
  'EVALUATOR',
] as const

export default async function Loan({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, m, { id }] = [
    await currentActor(),
    await getTranslations('servicing'),
    await getTranslations('monitoring'),
    await params,
  ]
  const loan = await loanDetail(actor, { loanId: id }).catch((e: unknown) => {
    if (e instanceof Refusal && ['E_NOT_FOUND', 'E_ID'].includes(e.error.code)) notFound()
    throw e
  })
  const schedule = await loanSchedule(actor, { loanId: id })
  const readsLedger = hasRole(actor, ...LEDGER_ROLES)
  const ledger = readsLedger ? await loanLedger(actor, { loanId: id }) : { items: [] }
  const today = loan.asOf.toString()
  const live = !['SETTLED', 'WRITTEN_OFF', 'RENEWED', 'DISBURSE_PENDING'].includes(loan.state)
  return (
    <>
      <PageHeader
        title={loan.number}
        state={<LoanState state={loan.state} />}
        breadcrumb={[{ label: t('loans.title'), href: '/loans' }, { label: loan.number }]}
        meta={
          <>
            <span>{loan.merchant?.name}</span>
            <span>{`${loan.market?.name ?? ''} ${loan.merchant?.stallNo ?? ''}`}</span>
            {loan.group && <span>{`${loan.group.code} ${loan.group.name}`}</span>}
          </>
        }
        actions={
          <>
            {live && loan.dpd >= 15 && hasRole(actor, 'RM') && <ClaimButton loanId={loan.id} />}
            {live && hasRole(actor, 'OPS_MAKER', 'OPS_CHECKER', 'RM') && (
              <RepayDialog loanId={loan.id} due={toYuan(loan.totalDueFen)} today={today} />
            )}
          </>
        }
      />
      <div className="mb-4 grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Stat
          label={t('page.balance')}
          value={<Money value={loan.balanceFen} />}
          note={t('page.asOf', { date: today })}
        />
        <Stat
          label={t('page.due')}
          value={
            <Explain trace={loan.trace}>
              <Money value={loan.totalDueFen} />
            </Explain>
          }
          tone={loan.totalDueFen > 0n ? 'warn' : 'ok'}
          note={
            <>
              {t('page.interest')} <Money value={loan.interestDueFen} suffix={false} /> · {t('page.penalty')}{' '}
              <Money value={loan.penaltyFen} suffix={false} />
            </>
          }
        />
        <Stat
          label={t('page.dpd')}
          value={String(loan.dpd)}
          tone={loan.dpd > 30 ? 'danger' : loan.dpd > 0 ? 'warn' : 'ok'}
          note={loan.oldestDue ? <CivilDate value={loan.oldestDue} /> : undefined}
        />
        <Stat
          label={t('page.class')}
          value={<LoanClassBadge value={loan.class} />}
          note={t(`line.${loan.monitoringLine as 'LIGHT'}`)}
        />
      </div>
      <Descriptions
        columns={4}
        className="mb-4"
        items={[
          { label: t('page.principal'), value: <Money value={loan.principalFen} />, figure: true },
          { label: t('page.rate'), value: <Percent value={loan.ratePpm} />, figure: true },
          { label: t('page.method'), value: t(`method.${loan.method as 'BULLET'}`) },
          { label: t('page.uplift'), value: <Percent value={loan.penaltyUpliftPpm} />, figure: true },
          { label: t('page.start'), value: <CivilDate value={loan.startDate} /> },
          { label: t('page.maturity'), value: <CivilDate value={loan.maturityDate} /> },
          { label: t('page.account'), value: loan.settlementAccount },
          {
            label: t('page.batch'),
            value:
              loan.batch &&
              (hasRole(actor, ...BATCH_READERS) ? (
                <TextLink href={`/batches/${loan.batch.id}`}>{loan.batch.code}</TextLink>
              ) : (
                loan.batch.code
              )),
          },
        ]}
      />
      <Tabs
        param="tab"
        tabs={[
          {
            key: 'schedule',
            label: t('page.schedule'),
            count: schedule.rows.length,
            content: (
              <Card flush>
                <DataTable
                  id={loanScheduleList.name}
                  exportHref={exportHref(loanScheduleList, { loan: id })}
                  label={t('page.schedule')}
                  search={false}
                  keyboard={false}
                  rows={schedule.rows.map((r) => ({
                    id: String(r.no),
                    no: r.no,
                    dueDate: r.dueDate.toString(),
                    days: r.days,
                    principalFen: r.principalFen,
                    interestFen: r.interestFen,
                    totalFen: r.totalFen,
                    balanceFen: r.balanceFen,
                    paidFen: r.paidPrincipalFen + r.paidInterestFen,
                    cleared: r.clearedOn?.toString() ?? '',
                  }))}
                  totals={{
                    principalFen: schedule.totals.principalFen,
                    interestFen: schedule.totals.interestFen,
                    totalFen: schedule.totals.principalFen + schedule.totals.interestFen,
                    paidFen: schedule.totals.paidPrincipalFen + schedule.totals.paidInterestFen,
                  }}
                  columns={[
                    { key: 'no', header: t('col.no'), type: 'count', fixed: true },
                    { key: 'dueDate', header: t('col.dueDate'), type: 'date' },
                    { key: 'days', header: t('col.days'), type: 'count' },
                    { key: 'principalFen', header: t('col.principal'), type: 'money' },
                    { key: 'interestFen', header: t('col.interest'), type: 'money' },
                    { key: 'totalFen', header: t('col.total'), type: 'money' },
                    { key: 'balanceFen', header: t('col.left'), type: 'money' },
                    { key: 'paidFen', header: t('col.paid'), type: 'money' },
                    { key: 'cleared', header: t('col.cleared'), type: 'date' },
                  ]}
                />
              </Card>
            ),
          },
          {
            key: 'repayments',
            label: t('page.repayments'),
            count: loan.repayments.length,
            content: (
              <Card flush>
                <DataTable
                  id={loanRepayments.name}
                  exportHref={exportHref(loanRepayments, { loan: id })}
                  label={t('page.repayments')}
                  search={false}
                  keyboard={false}
                  prefix="r"
                  rows={loan.repayments.map((r) => ({
                    id: r.id,
                    date: r.valueDate.toString(),
                    amountFen: r.amountFen,
                    source: t(`source.${r.source as 'CUSTOMER'}`),
                    penaltyFen: r.penaltyFen,
                    interestFen: r.interestFen,
                    principalFen: r.principalFen,
                    surplusFen: r.surplusFen,
                  }))}
                  columns={[
                    { key: 'date', header: t('col.date'), type: 'date' },
                    { key: 'amountFen', header: t('col.amount'), type: 'money' },
                    { key: 'source', header: t('col.source') },
                    { key: 'penaltyFen', header: t('col.penalty'), type: 'money' },
                    { key: 'interestFen', header: t('col.interest'), type: 'money' },
                    { key: 'principalFen', header: t('col.principal'), type: 'money' },
                    { key: 'surplusFen', header: t('col.surplus'), type: 'money' },
                  ]}
                  empty={{ title: t('page.noRepayments') }}
                />
              </Card>
            ),
          },
          {
            key: 'ledger',
            label: t('page.ledger'),
            count: ledger.items.length,
            content: (
              <Card flush>
                <DataTable
                  id={loanLedgerList.name}
                  exportHref={readsLedger ? exportHref(loanLedgerList, { loan: id }) : undefined}
                  label={t('page.ledger')}
                  search={false}
                  keyboard={false}
                  prefix="j"
                  rows={ledger.items.flatMap((j) =>
                    j.lines.map((l, i) => ({
                      id: `${j.number}-${i}`,
                      number: i === 0 ? j.number : '',
                      date: i === 0 ? j.date.toString() : '',
                      event: i === 0 ? t(`event.${j.event as 'REPAYMENT'}`) : '',
                      account: l.account,
                      debitFen: l.debitFen,
                      creditFen: l.creditFen,
                    })),
                  )}
                  columns={[
                    { key: 'number', header: t('col.journal') },
                    { key: 'date', header: t('col.date'), type: 'date' },
                    { key: 'event', header: t('col.event') },
                    { key: 'account', header: t('col.account') },
                    { key: 'debitFen', header: t('col.debit'), type: 'money' },
                    { key: 'creditFen', header: t('col.credit'), type: 'money' },
                  ]}
                  empty={{ title: t('page.noLedger') }}
                />
              </Card>
            ),
          },
          {
            key: 'watch',
            label: t('page.watch'),
            count: loan.warnings.length + loan.visits.length + loan.claims.length,
            content: (
              <div className="grid gap-4 lg:grid-cols-3">
                <Card title={t('page.warnings')}>
                  {loan.warnings.length === 0 ? (
                    <p className="text-ink-2">{m('empty.signals')}</p>
                  ) : (
                    <ul className="space-y-2">
                      {loan.warnings.map((w) => (
                        <li key={w.id} className="flex justify-between gap-2">
                          <span>{m(`warnings.${w.code as 'W-C01'}`)}</span>
                          <span className="text-sm text-ink-2">{`${m(`levels.${w.level as 'RED'}`)} · ${m(`state.${w.state as 'RAISED'}`)}`}</span>
                        </li>
                      ))}
                    </ul>
                  )}
                </Card>
                <Card title={t('page.visits')}>
                  <ul className="space-y-2">
                    {loan.visits.map((v) => (
                      <li key={v.id} className="flex justify-between gap-2">
                        <TextLink href={`/monitoring/visits/${v.id}`}>{m(`kind.${v.kind as 'ROUTINE'}`)}</TextLink>
                        <span className="text-sm text-ink-2">{`${v.dueOn} · ${m(`state.${v.state as 'DONE'}`)}`}</span>
                      </li>
                    ))}
                  </ul>
                </Card>
                <Card title={t('page.claims')}>
                  {loan.claims.length === 0 ? (
                    <p className="text-ink-2">—</p>
                  ) : (
                    <ul className="space-y-2">
                      {loan.claims.map((c) => (
                        <li key={c.id} className="flex justify-between gap-2">
                          <TextLink href={`/claims/${c.id}`}>{c.number}</TextLink>
                          <Money value={c.amountFen} />
                        </li>
                      ))}
                    </ul>
                  )}
                </Card>
              </div>
            ),
          },
        ]}
      />
    </>
  )
}
