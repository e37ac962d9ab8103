'use client'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Switch } from '@/components/ui/choice'
import { FieldFrame } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { Money, Percent } from '@/components/ui/money'
import { useAct } from '@/components/ui/use-act'
import type { KeyClause } from '@/lib/contracts/rules'
import { formatUpper } from '@/lib/platform/i18n/format'
import type { Submit } from './kept-signing'

/** Words that a merchant may not know, shown under the clauses that use them (§7.1). */
const GLOSSARY: Partial<Record<KeyClause, readonly string[]>> = {
  PENALTY: ['penaltyInterest'],
  COMPOUND_INTEREST: ['compoundInterest'],
  PURPOSE_BAN: ['entrustedPayment'],
  JOINT_LIABILITY: ['jointLiability', 'compensation'],
  GUARANTEE_PERIOD: ['guaranteePeriod'],
  MARGIN_USE: ['margin', 'compensation'],
  WATERFALL: ['waterfall', 'recourse'],
  RATE_AND_ALL_IN_COST: ['allInCost'],
}

type Clause = { id: KeyClause; confirmed: boolean }

/** One key clause at a time, in plain words, with its terms, what was asked and answered, and the signer's confirmation. */
export function ClauseReader({
  signerId,
  name,
  clauses,
  terms,
  mayExplain,
  submit,
}: {
  signerId: string
  name: string
  clauses: Clause[]
  terms: { amount: string; rate: string | null; tenorMonths: number | null } | null
  mayExplain: boolean
  submit: Submit
}) {
  const t = useTranslations('contracts')
  const id = useId()
  const open = clauses.filter((c) => !c.confirmed)
  const current = open[0]
  const act = useAct()
  const [readAloud, setReadAloud] = useState(true)
  const [question, setQuestion] = useState('')
  const [answer, setAnswer] = useState('')
  const confirm = () =>
    current &&
    act.run(
      () =>
        submit('signing.explain', {
          madeAt: new Date().toISOString(),
          explanations: [
            {
              signerId,
              clauses: [current.id],
              readAloud,
              ...(question.trim() ? { question, answer } : {}),
            },
          ],
        }),
      () => {
        setQuestion('')
        setAnswer('')
      },
    )
  return (
    <div className="space-y-3">
      <ol className="flex flex-wrap gap-1.5" aria-label={t('screen.clauses')}>
        {clauses.map((c) => (
          <li
            key={c.id}
            className={
              c.confirmed
                ? 'rounded-sm border border-ok/30 bg-ok-soft px-1.5 text-xs leading-5 text-ok'
                : c === current
                  ? 'rounded-sm border border-accent bg-accent-soft px-1.5 text-xs leading-5 font-semibold text-accent'
                  : 'rounded-sm border border-line-2 px-1.5 text-xs leading-5 text-ink-2'
            }
          >
            {c.confirmed ? '✓ ' : ''}
            {t(`clauses.${c.id}`)}
          </li>
        ))}
      </ol>
      {current && (
        <div className="rounded-md border border-line bg-sunken px-4 py-3" aria-live="polite">
          <h4 className="font-serif text-lg font-bold">{t(`clauses.${current.id}`)}</h4>
          <p className="mt-1 text-lg leading-relaxed">{t(`plain.${current.id}`)}</p>
          {terms && ['AMOUNT', 'RATE_AND_ALL_IN_COST'].includes(current.id) && (
            <p className="mt-2 font-serif text-xl font-bold">
              <Money value={terms.amount} /> <span lang="zh-CN">{formatUpper(terms.amount)}</span>
              {terms.rate && (
                <span className="ml-3 whitespace-nowrap">
                  <Percent value={terms.rate} /> · {t('screen.months', { count: terms.tenorMonths ?? 0 })}
                </span>
              )}
            </p>
          )}
          {(GLOSSARY[current.id] ?? []).map((term) => (
            <p key={term} className="mt-1 text-sm text-ink-2">
              <b>{t(`glossary.${term as 'margin'}.term`)}</b> {t(`glossary.${term as 'margin'}.text`)}
            </p>
          ))}
          {mayExplain ? (
            <div className="mt-3 space-y-3">
              <Switch label={t('screen.readAloud')} checked={readAloud} onChange={setReadAloud} />
              <details>
                <summary className="cursor-pointer text-sm text-accent">{t('screen.asked')}</summary>
                <div className="mt-2 grid gap-3 sm:grid-cols-2">
                  <FieldFrame id={`${id}q`} label={t('screen.question')}>
                    <Textarea
                      id={`${id}q`}
                      value={question}
                      maxLength={1000}
                      onChange={(e) => setQuestion(e.currentTarget.value)}
                    />
                  </FieldFrame>
                  <FieldFrame id={`${id}a`} label={t('screen.answer')}>
                    <Textarea
                      id={`${id}a`}
                      value={answer}
                      maxLength={1000}
                      onChange={(e) => setAnswer(e.currentTarget.value)}
                    />
                  </FieldFrame>
                </div>
              </details>
              {act.problem}
              <Button tone="primary" size="lg" busy={act.busy} className="w-full sm:w-auto" onClick={confirm}>
                {t('screen.confirmClause', { name })}
              </Button>
            </div>
          ) : (
            <p className="mt-2 text-sm text-ink-2">{t('screen.rmExplains')}</p>
          )}
        </div>
      )}
    </div>
  )
}
