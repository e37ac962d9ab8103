'use client'
import { useTranslations } from 'next-intl'
import { Money } from '@/components/ui/money'
import type { previewRepaymentAction } from '@/lib/servicing/actions'

export type RepaymentPreview = Extract<Awaited<ReturnType<typeof previewRepaymentAction>>, { ok: true }>['value']

/** What a payment would pay, in the order of the law, and what it would leave. */
export function AllocationPreview({ preview }: { preview: RepaymentPreview }) {
  const t = useTranslations('servicing')
  const parts = [
    ['costs', preview.costs],
    ['penalty', preview.penalty],
    ['interest', preview.interest],
    ['principal', preview.principal],
    ['prepaid', preview.prepaid],
    ['prepaidInterest', preview.prepaidInterest],
    ['surplus', preview.surplus],
  ] as const
  return (
    <div className="rounded-md border border-line bg-sunken px-4 py-3 text-sm" aria-live="polite">
      <h3 className="mb-1 font-medium">{t('repay.allocation')}</h3>
      <dl>
        {parts
          .filter(([, amount]) => amount !== '0.00')
          .map(([key, amount]) => (
            <div key={key} className="flex justify-between gap-4">
              <dt>{t(`repay.part.${key}`)}</dt>
              <dd className="figure">
                <Money value={amount} suffix={false} />
              </dd>
            </div>
          ))}
      </dl>
      {preview.lines.length > 0 && (
        <ul className="mt-2 border-t border-line pt-2 text-ink-2">
          {preview.lines.map((l) => (
            <li key={l.no} className="flex justify-between gap-4">
              <span>{`${t('repay.no', { no: l.no })} ${l.dueDate}${l.cleared ? ` · ${t('repay.cleared')}` : ''}`}</span>
              <span className="figure">
                <Money value={l.interest} suffix={false} /> + <Money value={l.principal} suffix={false} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="mt-2 flex justify-between border-t border-line pt-2 font-medium">
        <span>{t('repay.stillDue')}</span>
        <Money value={preview.stillDue} />
      </p>
      <p className="flex justify-between">
        <span>{t('repay.balanceAfter')}</span>
        <Money value={preview.principalBalance} />
      </p>
      {preview.nextDue && (
        <p className="flex justify-between">
          <span>{t('repay.next', { date: preview.nextDue })}</span>
          <Money value={preview.nextTotal} />
        </p>
      )}
    </div>
  )
}
