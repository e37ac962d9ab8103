/** biome-ignore-all lint/suspicious/noArrayIndexKey: a finished trace, in its own order */
import { useTranslations } from 'next-intl'
import { Money } from '@/components/ui/money'
import type { Trace } from '@/lib/platform/trace'

/**
 * The waterfall drawn: each source takes its part of the claim from where the one before it stopped; what is left open
 * stands at the end. Widths only illustrate, the figures stand beside them.
 */
export function WaterfallSteps({
  trace,
  claim,
  names,
}: {
  trace: Trace
  claim: bigint
  names: Record<string, string>
}) {
  const t = useTranslations('guarantees')
  const steps = trace.steps.filter(
    (s) => s.unit === 'CNY' && s.label !== 'shortfall' && s.label !== 'claim' && Number(s.value) > 0,
  )
  let taken = 0
  const total = Math.max(1, Number(claim) / 100)
  return (
    <ol className="space-y-2">
      {steps.map((s, i) => {
        const amount = Number(s.value)
        const from = Math.min(100, (taken / total) * 100)
        const width = Math.min(100 - from, (amount / total) * 100)
        taken += amount
        const payer = s.source ? (names[s.source] ?? null) : null
        const ours = s.label === 'bank' || s.label === 'jointLiability'
        return (
          <li
            key={`${s.label}:${i}`}
            className="grid gap-x-4 gap-y-0.5 sm:grid-cols-[14rem_minmax(0,1fr)_10rem] sm:items-center"
          >
            <span className="text-sm">
              <span className="mr-1 text-ink-3">{i + 1}.</span>
              {s.label === 'bank' ? t('screen.openShortfall') : t(`trace.${s.label as 'ownMargin'}`)}{' '}
              {payer && <span className="text-ink-2">{payer}</span>}
            </span>
            <span className="relative h-5 overflow-hidden rounded-sm bg-sunken" aria-hidden>
              <span
                className={`absolute inset-y-0 ${ours ? 'bg-warn' : 'bg-accent'}`}
                style={{ left: `${from}%`, width: `${Math.max(width, amount > 0 ? 0.5 : 0)}%` }}
              />
            </span>
            <span className="sm:text-end">
              <Money value={s.value} />
            </span>
          </li>
        )
      })}
    </ol>
  )
}
