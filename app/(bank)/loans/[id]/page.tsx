import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { BalanceChart } from '@/components/servicing/balance-chart'
import { ChangeDialog } from '@/components/servicing/change-dialog'
import { ClaimButton } from '@/components/servicing/claim-button'
import { DecideChange } from '@/components/servicing/decide-change'
import { LoanClassBadge, LoanState } from '@/components/servicing/loan-badges'
import { LedgerTable, RepaymentTable, ScheduleTable } from '@/components/servicing/loan-tables'
import { LoanTimeline } from '@/components/servicing/loan-timeline'
import { LoanWatch } from '@/components/servicing/loan-watch'
import { RepayDialog } from '@/components/servicing/repay-dialog'
import { WithdrawChange } from '@/components/servicing/withdraw-change'
import { PageHeader } from '@/components/shell/page-header'
import { TextLink } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { Descriptions } from '@/components/ui/descriptions'
import { Explain } from '@/components/ui/explain'
import { Money, Percent } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { Tabs } from '@/components/ui/tabs'
import { CivilDate } from '@/components/ui/when'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { Refusal } from '@/lib/platform/errors'
import { formatYuan, toYuan } from '@/lib/platform/money'
import { CHANGE_KINDS, CHANGE_RULES, type ChangeKind } from '@/lib/servicing/change-rules'
import { loanLedger } from '@/lib/servicing/ledger/queries'
import { LOAN_LEDGER_READERS } from '@/lib/servicing/ledger/readers'
import { loanDetail, loanSchedule } from '@/lib/servicing/queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('servicing'))('loans.title') }
}

export default async function Loan({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, { id }] = [await currentActor(), await getTranslations('servicing'), await params]
  const loan = await loanDetail(actor, { loanId: id }).catch((e: unknown) => {
    if (e instanceof Refusal && ['E_NOT_FOUND', 'E_ID'].includes(e.error.code)) notFound()
    throw e
  })
  const schedule = await loanSchedule(actor, { loanId: id })
  const ledger = hasRole(actor, ...LOAN_LEDGER_READERS) ? await loanLedger(actor, { loanId: id }) : null
  const today = loan.asOf.toString()
  const live = !['SETTLED', 'RENEWED', 'DISBURSE_PENDING'].includes(loan.state)
  // what the first source left open is asked of the next, though the oldest of the debt is paid
  const claimable = loan.dpd >= 15 || ['CLAIMING', 'COMPENSATED_PARTIAL'].includes(loan.state)
  const kinds = CHANGE_KINDS.filter(
    (k) => hasRole(actor, ...CHANGE_RULES[k].makers) && CHANGE_RULES[k].states.includes(loan.state),
  )
  const reversible = loan.events
    .filter((e) => !e.reversed)
    .map((e) => ({
      value: e.id,
      label: `${e.valueDate} ${t(`entry.${e.kind}`)}${e.amountFen > 0n ? ` ${formatYuan(e.amountFen)}` : ''}`,
    }))
    .reverse()
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
            <TextLink href={`/api/v1/loans/${loan.id}/statement/document?format=pdf`}>
              {t('page.statementPdf')}
            </TextLink>
            <TextLink href={`/api/v1/loans/${loan.id}/statement/document?format=xlsx`}>
              {t('page.statementXlsx')}
            </TextLink>
            {live && claimable && hasRole(actor, 'RM') && <ClaimButton loanId={loan.id} />}
            {kinds.length > 0 && <ChangeDialog loanId={loan.id} today={today} kinds={kinds} events={reversible} />}
            {live && hasRole(actor, 'OPS_MAKER', 'OPS_CHECKER', 'RM') && (
              <RepayDialog
                loanId={loan.id}
                due={toYuan(loan.totalDueFen)}
                payoff={toYuan(loan.payoffFen)}
                today={today}
              />
            )}
          </>
        }
      />
      {loan.changes.map((c) => (
        <Notice
          key={c.id}
          tone="warn"
          className="mb-3"
          title={t('change.waiting', { kind: t(`change.kind.${c.kind as 'WAIVER'}`) })}
          action={
            c.makerId === actor.userId ? (
              <WithdrawChange changeId={c.id} what={t(`change.kind.${c.kind as 'WAIVER'}`)} />
            ) : (
              hasRole(actor, ...CHANGE_RULES[c.kind as ChangeKind].checkers) && (
                <DecideChange changeId={c.id} what={t(`change.kind.${c.kind as 'WAIVER'}`)} />
              )
            )
          }
        >
          {c.reason}
        </Notice>
      ))}
      <div className="mb-4 grid grid-cols-2 gap-3 lg:grid-cols-5">
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
          label={t('page.running')}
          value={
            <Explain trace={loan.runningTrace}>
              <Money value={loan.interestRunningFen} />
            </Explain>
          }
          note={loan.accruing ? t('page.accruing') : t('page.nonAccrual')}
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
          note={
            <>
              {t('page.provision')} <Money value={loan.provisionFen} suffix={false} />
            </>
          }
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
            value: loan.batch && <TextLink href={`/batches/${loan.batch.id}`}>{loan.batch.code}</TextLink>,
          },
          { label: t('page.suspense'), value: <Money value={loan.suspenseFen} />, figure: true },
          { label: t('page.costs'), value: <Money value={loan.costsFen} />, figure: true },
          { label: t('page.payoff'), value: <Money value={loan.payoffFen} />, figure: true },
          { label: t('page.line'), value: t(`line.${loan.monitoringLine as 'LIGHT'}`) },
          ...(['nonAccrualOn', 'restructuredOn', 'writtenOffOn', 'settledOn'] as const)
            .filter((key) => loan[key] !== null)
            .map((key) => ({ label: t(`page.${key}`), value: <CivilDate value={loan[key]} /> })),
          ...(loan.renewedFrom
            ? [
                {
                  label: t('page.renewedFrom'),
                  value: <TextLink href={`/loans/${loan.renewedFrom}`}>{t('page.earlierNote')}</TextLink>,
                },
              ]
            : []),
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
              <div className="space-y-4">
                <Card>
                  <BalanceChart
                    rows={schedule.rows.map((r) => ({
                      date: r.dueDate.toString(),
                      principal: toYuan(r.principalFen),
                      interest: toYuan(r.interestFen),
                      balance: toYuan(r.balanceFen),
                    }))}
                  />
                </Card>
                <ScheduleTable loanId={id} schedule={schedule} today={today} />
              </div>
            ),
          },
          {
            key: 'repayments',
            label: t('page.repayments'),
            count: loan.repayments.length,
            content: <RepaymentTable loan={loan} />,
          },
          { key: 'events', label: t('page.events'), count: loan.events.length, content: <LoanTimeline loan={loan} /> },
          ...(ledger
            ? [
                {
                  key: 'ledger',
                  label: t('page.ledger'),
                  count: ledger.items.length,
                  content: <LedgerTable loanId={id} ledger={ledger} />,
                },
              ]
            : []),
          {
            key: 'watch',
            label: t('page.watch'),
            count: loan.warnings.length + loan.visits.length + loan.claims.length,
            content: <LoanWatch loan={loan} />,
          },
        ]}
      />
    </>
  )
}
