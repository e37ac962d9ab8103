import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { Descriptions } from '@/components/ui/descriptions'
import { Explain } from '@/components/ui/explain'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { CivilDate, Instant } from '@/components/ui/when'
import type { drawdownDetail } from '@/lib/disbursement/queries'
import { formatYuan, toYuan } from '@/lib/platform/money'
import { DrawdownBadge, PaymentBadge } from './badges'
import { DecidePaymentAgain, ProposePaymentAgain } from './pay-again'

type Drawdown = Omit<Awaited<ReturnType<typeof drawdownDetail>>, 'loan' | 'merchant' | 'applicationId'>

/** What is to be paid to whom, and why it is paid that way. */
export function DrawdownCard({
  d,
  actions,
  narrow = false,
  mayPropose = false,
  mayDecide = false,
}: {
  d: Drawdown
  actions?: React.ReactNode
  /** payments that came back: whether the reader may say where they go instead, or pay them again */
  mayPropose?: boolean
  mayDecide?: boolean
  /** beside another column: one fact a line */
  narrow?: boolean
}) {
  const t = useTranslations('disbursement.screen')
  const again = useTranslations('disbursement.again')
  const proposedFor = (id: string) => d.payments.some((p) => p.replacesId === id && p.state === 'PROPOSED')
  const method = t(`method.${d.paymentMethod as 'SELF'}`)
  return (
    <Card title={d.number} description={t('drawdown')} actions={actions}>
      <div className="space-y-3">
        {d.returnItems.length + (d.reviewNote ? 1 : 0) > 0 && ['RETURNED', 'REFUSED'].includes(d.state) && (
          <Notice tone="warn" title={t('returnedFor')}>
            <ul className="list-disc pl-5">
              {d.returnItems.map((i) => (
                <li key={i}>{i}</li>
              ))}
            </ul>
            {d.reviewNote}
          </Notice>
        )}
        <Descriptions
          columns={narrow ? 1 : 2}
          items={[
            { label: t('state'), value: <DrawdownBadge state={d.state} /> },
            { label: t('amount'), value: <Money value={d.amountFen} />, figure: true },
            {
              label: t('payWay'),
              value: d.paymentTrace ? <Explain trace={d.paymentTrace}>{method}</Explain> : method,
            },
            {
              label: t('repayment'),
              value: `${t(`repay.${d.repaymentMethod as 'BULLET'}`)} · ${t('months', { count: d.tenorMonths })}`,
            },
            { label: t('settlementAccount'), value: d.settlementAccount },
            { label: t('requestedAt'), value: <Instant value={d.createdAt} /> },
            { label: t('reviewedAt'), value: <Instant value={d.reviewedAt} /> },
            { label: t('approvedAt'), value: <Instant value={d.approvedAt} /> },
            { label: t('startDate'), value: <CivilDate value={d.startDate} /> },
            { label: t('maturityDate'), value: <CivilDate value={d.maturityDate} /> },
          ]}
        />
        {d.payments.length > 0 && (
          <div className="overflow-x-auto">
            <table className="w-full text-sm">
              <caption className="pb-1 text-start font-medium">{t('payments')}</caption>
              <thead className="border-b border-line text-ink-2">
                <tr>
                  <th scope="col" className="py-1 pr-3 text-start font-medium">
                    {t('payee')}
                  </th>
                  <th scope="col" className="py-1 pr-3 text-start font-medium">
                    {t('payeeAccount')}
                  </th>
                  <th scope="col" className="py-1 pr-3 text-start font-medium">
                    {t('purpose')}
                  </th>
                  <th scope="col" className="py-1 pr-3 text-start font-medium">
                    {t('state')}
                  </th>
                  <th scope="col" className="py-1 text-end font-medium">
                    {t('amount')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {d.payments.map((p) => (
                  <tr key={p.id} className="border-b border-dotted border-line">
                    <td className="py-1 pr-3">
                      {p.payeeName}
                      {p.replacesId && (
                        <span className="block text-xs text-ink-2">
                          {again('instead', { payee: d.payments.find((o) => o.id === p.replacesId)?.payeeName ?? '' })}
                        </span>
                      )}
                    </td>
                    <td className="py-1 pr-3">
                      <span className="figure">{p.payeeAccount}</span> <span className="text-ink-2">{p.payeeBank}</span>
                    </td>
                    <td className="py-1 pr-3">{p.purpose}</td>
                    <td className="py-1 pr-3">
                      <PaymentBadge state={p.state} />
                      {p.state === 'RETURNED' && mayPropose && !proposedFor(p.id) && (
                        <span className="mt-1 block">
                          <ProposePaymentAgain
                            paymentId={p.id}
                            payee={p.payeeName}
                            amount={toYuan(p.amountFen)}
                            purpose={p.purpose}
                          />
                        </span>
                      )}
                      {p.state === 'RETURNED' && mayDecide && proposedFor(p.id) && (
                        <span className="mt-1 block">
                          <DecidePaymentAgain paymentId={p.id} amount={formatYuan(p.amountFen)} />
                        </span>
                      )}
                    </td>
                    <td className="py-1 text-end">
                      <Money value={p.amountFen} suffix={false} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </Card>
  )
}
