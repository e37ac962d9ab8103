'use client'
import { useTranslations } from 'next-intl'
import { Money, Percent } from '@/components/ui/money'
import { formatMoney } from '@/lib/platform/i18n/format'
import { toYuan, yuan } from '@/lib/platform/money'
import type { previewLoanChangeAction } from '@/lib/servicing/actions'

export type Preview = Extract<Awaited<ReturnType<typeof previewLoanChangeAction>>, { ok: true }>['value']

/** The loan before and after a change, side by side; what stays as it is is left out. */
export function ChangePreview({ preview }: { preview: Preview }) {
  const t = useTranslations('servicing')
  const { before, after } = preview
  const money = [
    'principal',
    'principalDue',
    'interestDue',
    'interestRunning',
    'penalty',
    'costs',
    'suspense',
    'totalDue',
    'nextTotal',
  ] as const
  const plain = ['dpd', 'maturityDate', 'instalmentsLeft', 'nextDue'] as const
  const rows = [
    ...money
      .filter((k) => before[k] !== after[k])
      .map((k) => ({ k, a: <Money value={before[k]} suffix={false} />, b: <Money value={after[k]} suffix={false} /> })),
    ...(before.rate === after.rate
      ? []
      : [{ k: 'rate' as const, a: <Percent value={before.rate} />, b: <Percent value={after.rate} /> }]),
    ...plain
      .filter((k) => before[k] !== after[k])
      .map((k) => ({ k, a: String(before[k] ?? '—'), b: String(after[k] ?? '—') })),
  ]
  return (
    <div className="rounded-md border border-line bg-sunken px-4 py-3 text-sm" aria-live="polite">
      {preview.renewal && <RenewalNeeds needs={preview.renewal} />}
      {preview.renewal ? null : rows.length === 0 ? (
        <p>{t('change.nothing')}</p>
      ) : (
        <table className="w-full">
          <thead>
            <tr className="text-left text-ink-2">
              <th className="font-normal">{t('change.item')}</th>
              <th className="text-right font-normal">{t('change.before')}</th>
              <th className="text-right font-normal">{t('change.after')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((r) => (
              <tr key={r.k}>
                <th scope="row" className="text-left font-normal">
                  {t(`change.figure.${r.k}`)}
                </th>
                <td className="figure text-right">{r.a}</td>
                <td className="figure text-right font-medium">{r.b}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

/** What a renewal of today takes over, and what the borrower brings for it. */
function RenewalNeeds({ needs }: { needs: NonNullable<Preview['renewal']> }) {
  const t = useTranslations('servicing')
  const { principal, own, interest, suspense } = needs
  const missing = yuan(own) - yuan(suspense)
  return (
    <>
      <p>
        {t('change.renewalNeeds', {
          principal: formatMoney(principal),
          own: formatMoney(own),
          interest: formatMoney(interest),
          suspense: formatMoney(suspense),
        })}
      </p>
      {missing > 0n && (
        <p className="mt-2 text-warn">{t('change.renewalShort', { missing: formatMoney(toYuan(missing)) })}</p>
      )}
    </>
  )
}
