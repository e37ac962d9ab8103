'use client'
import { useLocale, useTranslations } from 'next-intl'
import { nameIn } from '@/components/scoring/names'
import { Badge } from '@/components/ui/badge'
import { RadioGroup } from '@/components/ui/choice'
import { cn } from '@/components/ui/cn'
import { Textarea } from '@/components/ui/input'
import type { EntryVeto } from '@/lib/markets/rules/entry'
import type { VetoRule } from '@/lib/scoring/rules/card'

/** One veto: looked at and not found, or found and proven. Those that an indicator proves are not asked. */
export function SurveyVeto({
  veto,
  answer,
  disabled,
  problem,
  onAnswer,
  children,
}: {
  veto: VetoRule
  answer: EntryVeto | undefined
  disabled: boolean
  problem: string | null
  onAnswer: (answer: { hit: boolean; note?: string }) => void
  children: React.ReactNode
}) {
  const t = useTranslations('markets.survey')
  const locale = useLocale()
  const name = nameIn(locale, veto)
  return (
    <section
      id={`item-${veto.code}`}
      aria-labelledby={`veto-${veto.code}`}
      className={cn('scroll-mt-44 border-t border-line px-4 py-4 first:border-t-0', problem && 'bg-warn-soft/40')}
    >
      <h3 id={`veto-${veto.code}`} className="font-medium">
        <Badge tone={answer?.hit ? 'danger' : 'neutral'} className="mr-2">
          {veto.code}
        </Badge>
        {name}
      </h3>
      <div className="mt-2 space-y-3">
        {veto.test ? (
          <p className="text-sm text-ink-2">{t('vetoByIndicator', { indicator: veto.test.indicator })}</p>
        ) : (
          <RadioGroup
            inline
            aria-labelledby={`veto-${veto.code}`}
            disabled={disabled}
            value={answer === undefined ? '' : answer.hit ? 'hit' : 'clear'}
            onChange={(v) => onAnswer({ hit: v === 'hit', note: answer?.note ?? undefined })}
            options={[
              { value: 'clear', label: t('vetoClear') },
              { value: 'hit', label: t('vetoHit') },
            ]}
          />
        )}
        {problem && (
          <p className="text-sm text-danger" role="status">
            {problem}
          </p>
        )}
        {answer?.hit && (
          <>
            <Textarea
              aria-label={t('vetoNoteOf', { name: veto.code })}
              disabled={disabled}
              rows={2}
              maxLength={1000}
              placeholder={t('vetoNote')}
              value={answer.note ?? ''}
              onChange={(e) => onAnswer({ hit: true, note: e.currentTarget.value })}
            />
            {children}
          </>
        )}
      </div>
    </section>
  )
}
