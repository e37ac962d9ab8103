import { useTranslations } from 'next-intl'
import { Button, ButtonLink } from '@/components/ui/button'
import { MARKET_GRADES } from '@/lib/plans/rules/grades'

type Batch = { id: string; code: string; market: string; scored: number }

/** What the card is tried on, and what-if thresholds and shares: a plain form whose settings stand in the address. */
export function TrialSettingsForm({
  hidden,
  batches,
  chosen,
  thresholds,
  rankLines,
  customer,
  max,
  resetHref,
}: {
  hidden: Record<string, string>
  batches: Batch[]
  chosen: string[]
  thresholds: Record<string, string>
  rankLines: Record<string, string>
  customer: boolean
  max: number
  resetHref: string
}) {
  const t = useTranslations('scorecards.trial')
  return (
    <form method="get" className="space-y-3">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {customer && (
        <>
          <details open={chosen.length > 0} className="text-sm">
            <summary className="w-fit cursor-pointer font-medium">
              {t('batches')}: {chosen.length > 0 ? t('chosen', { count: chosen.length }) : t('latest', { max })}
            </summary>
            <ul className="mt-1.5 grid max-h-44 gap-x-4 overflow-y-auto sm:grid-cols-2 lg:grid-cols-3" data-scroll>
              {batches.map((b) => (
                <li key={b.id}>
                  <label className="flex items-center gap-2">
                    <input
                      type="checkbox"
                      name="batch"
                      value={b.id}
                      defaultChecked={chosen.includes(b.id)}
                      className="accent-accent"
                    />
                    {t('batchOption', { code: b.code, market: b.market, scored: b.scored })}
                  </label>
                </li>
              ))}
            </ul>
          </details>
          <div className="flex flex-wrap gap-x-6 gap-y-3">
            {(['thresholds', 'rankLines'] as const).map((kind) => (
              <fieldset key={kind} className="flex flex-wrap items-center gap-3 text-sm">
                <legend className="mb-1 font-medium">{t(kind)}</legend>
                {MARKET_GRADES.slice(0, 4).map((grade) => (
                  <label key={grade} className="flex items-center gap-1.5">
                    {grade}
                    <input
                      name={`${kind === 'thresholds' ? 't' : 'r'}.${grade}`}
                      defaultValue={(kind === 'thresholds' ? thresholds : rankLines)[grade] ?? ''}
                      placeholder={t('asIs')}
                      inputMode="decimal"
                      autoComplete="off"
                      aria-label={`${t(kind)} · ${t('inMarket', { grade })}`}
                      className="control w-18 text-right tabular-nums"
                    />
                  </label>
                ))}
              </fieldset>
            ))}
          </div>
        </>
      )}
      <div className="flex gap-2">
        <Button type="submit" tone="primary">
          {t('run')}
        </Button>
        <ButtonLink href={resetHref}>{t('reset')}</ButtonLink>
      </div>
    </form>
  )
}
