import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Derivation } from '@/components/ui/explain'
import { exportHref } from '@/lib/desk/list-tools'
import { loanLedgerList, loanRepayments, loanScheduleList } from '@/lib/desk/lists/lending'
import type { loanLedger } from '@/lib/servicing/ledger/queries'
import type { loanDetail, loanSchedule } from '@/lib/servicing/queries'

export type LoanFacts = Awaited<ReturnType<typeof loanDetail>>
type ScheduleFacts = Awaited<ReturnType<typeof loanSchedule>>
type LedgerFacts = Awaited<ReturnType<typeof loanLedger>>

/** The plan against what was paid, instalment by instalment; every interest figure opens to its days × rate × balance. */
export function ScheduleTable({ loanId, schedule, today }: { loanId: string; schedule: ScheduleFacts; today: string }) {
  const t = useTranslations('servicing')
  const status = (r: ScheduleFacts['rows'][number]) => {
    if (r.clearedOn) return t('row.cleared')
    if (r.dueDate.toString() < today) return t('row.late')
    if (r.paidPrincipalFen + r.paidInterestFen > 0n) return t('row.partly')
    return r.dueDate.toString() === today ? t('row.today') : t('row.ahead')
  }
  return (
    <div className="space-y-4">
      <Card flush>
        <DataTable
          id={loanScheduleList.name}
          exportHref={exportHref(loanScheduleList, { loan: loanId })}
          label={t('page.schedule')}
          search={false}
          keyboard={false}
          rows={schedule.rows.map((r) => ({
            id: String(r.no),
            no: r.no,
            kind: t(`row.kind.${r.kind}`),
            dueDate: r.dueDate.toString(),
            days: r.days,
            principalFen: r.principalFen,
            interestFen: r.interestFen,
            totalFen: r.totalFen,
            balanceFen: r.balanceFen,
            paidFen: r.paidPrincipalFen + r.paidInterestFen,
            status: status(r),
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
            { key: 'kind', header: t('row.kindLabel'), hidden: true },
            { key: 'dueDate', header: t('col.dueDate'), type: 'date' },
            { key: 'days', header: t('col.days'), type: 'count' },
            { key: 'principalFen', header: t('col.principal'), type: 'money' },
            { key: 'interestFen', header: t('col.interest'), type: 'money' },
            { key: 'totalFen', header: t('col.total'), type: 'money' },
            { key: 'balanceFen', header: t('col.left'), type: 'money' },
            { key: 'paidFen', header: t('col.paid'), type: 'money' },
            { key: 'status', header: t('row.status') },
            { key: 'cleared', header: t('col.cleared'), type: 'date' },
          ]}
        />
      </Card>
      <details className="rounded-md border border-line bg-surface px-4 py-3">
        <summary className="cursor-pointer font-medium">{t('page.derivation')}</summary>
        <div className="mt-3">
          <Derivation trace={schedule.trace} />
        </div>
      </details>
    </div>
  )
}

export function RepaymentTable({ loan }: { loan: LoanFacts }) {
  const t = useTranslations('servicing')
  return (
    <Card flush>
      <DataTable
        id={loanRepayments.name}
        exportHref={exportHref(loanRepayments, { loan: loan.id })}
        label={t('page.repayments')}
        search={false}
        keyboard={false}
        prefix="r"
        rows={loan.repayments.map((r) => ({
          id: r.id,
          date: r.valueDate.toString(),
          amountFen: r.amountFen,
          source: t.has(`source.${r.source as 'CUSTOMER'}`) ? t(`source.${r.source as 'CUSTOMER'}`) : r.source,
          penaltyFen: r.penaltyFen,
          interestFen: r.interestFen,
          principalFen: r.principalFen,
          prepaidFen: r.prepaidFen,
          surplusFen: r.surplusFen,
          state: r.reversed ? t('page.reversed') : '',
        }))}
        columns={[
          { key: 'date', header: t('col.date'), type: 'date' },
          { key: 'amountFen', header: t('col.amount'), type: 'money' },
          { key: 'source', header: t('col.source') },
          { key: 'penaltyFen', header: t('col.penalty'), type: 'money' },
          { key: 'interestFen', header: t('col.interest'), type: 'money' },
          { key: 'principalFen', header: t('col.principal'), type: 'money' },
          { key: 'prepaidFen', header: t('repay.part.prepaid'), type: 'money' },
          { key: 'surplusFen', header: t('col.surplus'), type: 'money' },
          { key: 'state', header: t('col.state') },
        ]}
        empty={{ title: t('page.noRepayments') }}
      />
    </Card>
  )
}

export function LedgerTable({ loanId, ledger }: { loanId: string; ledger: LedgerFacts }) {
  const t = useTranslations('servicing')
  return (
    <Card flush description={t('page.ledgerHint')}>
      <DataTable
        id={loanLedgerList.name}
        exportHref={exportHref(loanLedgerList, { loan: loanId })}
        label={t('page.ledger')}
        search={false}
        keyboard={false}
        prefix="j"
        rows={ledger.items.flatMap((j) =>
          j.lines.map((l, i) => ({
            id: `${j.number}-${i}`,
            number: i === 0 ? j.number : '',
            date: i === 0 ? j.date.toString() : '',
            valueDate: i === 0 && !j.valueDate.equals(j.date) ? j.valueDate.toString() : '',
            event: i === 0 ? t(`event.${j.event as 'REPAYMENT'}`) : '',
            account: l.account,
            debitFen: l.debitFen,
            creditFen: l.creditFen,
          })),
        )}
        columns={[
          { key: 'number', header: t('col.journal') },
          { key: 'date', header: t('col.date'), type: 'date' },
          { key: 'valueDate', header: t('repay.valueDate'), type: 'date' },
          { key: 'event', header: t('col.event') },
          { key: 'account', header: t('col.account') },
          { key: 'debitFen', header: t('col.debit'), type: 'money' },
          { key: 'creditFen', header: t('col.credit'), type: 'money' },
        ]}
        empty={{ title: t('page.noLedger') }}
      />
    </Card>
  )
}
