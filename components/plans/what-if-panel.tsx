'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { Explain } from '@/components/ui/explain'
import { Input } from '@/components/ui/input'
import { Money, Percent } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { useAct } from '@/components/ui/use-act'
import { planWhatIfAction, setPlanParametersAction } from '@/lib/plans/actions'
import { MODES } from '@/lib/plans/rules/grades'
import type { WhatIfAnswer } from '@/lib/plans/what-if'
import type { AppError } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import type { Trace } from '@/lib/platform/trace'
import type { Wire } from '@/lib/platform/wire'

type Answer = Wire<WhatIfAnswer>
type Side = Answer['now']
const FIELDS = [
  'takeUpRate',
  'averageNeed',
  'share',
  'surveyedDemand',
  'marginRatio',
  'singleCap',
  'tenorMax',
  'spreadBps',
  'stress',
  'wave',
] as const
/** What the author may take over into the plan: its scheme and its basis. */
const PARAMS = ['takeUpRate', 'averageNeed', 'marginRatio'] as const
const BASIS = ['surveyedDemand', 'singleCap'] as const
const WAIT_MS = 250

/** Other terms beside the plan's own: computed as one types, with what binds, at the plan and at its merchants. */
export function WhatIfPanel({ planId, mode, adopts }: { planId: string; mode: string; adopts: boolean }) {
  const t = useTranslations('plans')
  const all = useTranslations() as unknown as Translate
  const router = useRouter()
  const act = useAct()
  const [asked, setAsked] = useState<Record<string, string>>({})
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [refused, setRefused] = useState<AppError | null>(null)
  const [busy, setBusy] = useState(true)
  useEffect(() => {
    let current = true
    setBusy(true)
    const timer = setTimeout(async () => {
      const r = await planWhatIfAction({ planId, ...asked } as Parameters<typeof planWhatIfAction>[0])
      if (!current) return
      setBusy(false)
      setRefused(r.ok ? null : r.error)
      if (r.ok) setAnswer(r.value)
    }, WAIT_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [planId, asked])
  const set = (key: string, value: string) => setAsked((a) => ({ ...a, [key]: value }))
  const given = (keys: readonly string[]) => Object.fromEntries(keys.flatMap((k) => (asked[k] ? [[k, asked[k]]] : [])))
  const adopt = () =>
    act.run(
      () => setPlanParametersAction({ planId, params: given(PARAMS), basis: given(BASIS) }),
      () => {
        setAsked({})
        router.refresh()
      },
    )
  const adoptable = Object.keys({ ...given(PARAMS), ...given(BASIS) }).length > 0
  const problem = refused && errorText(all, refused)
  return (
    <div className="grid gap-4 lg:grid-cols-[20rem_1fr]">
      <Card
        title={t('whatIf.title')}
        description={t('whatIf.intro')}
        footer={
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setAsked({})}>{t('whatIf.reset')}</Button>
            {adopts && (
              <Button tone="primary" busy={act.busy} disabled={!adoptable} onClick={adopt}>
                {t('whatIf.adopt')}
              </Button>
            )}
          </div>
        }
      >
        <div className="grid gap-2.5">
          {act.problem}
          <div className="grid gap-1">
            <label htmlFor="if-mode" className="text-sm font-medium">
              {t('whatIf.field.mode')}
            </label>
            <Select
              id="if-mode"
              value={asked.mode || mode}
              onChange={(v) => set('mode', v === mode ? '' : v)}
              options={MODES.map((m) => ({ value: m, label: all(`parameters.${m}`) }))}
            />
          </div>
          {FIELDS.map((k) => (
            <div key={k} className="grid gap-1">
              <label htmlFor={`if-${k}`} className="text-sm font-medium">
                {t(`whatIf.field.${k}`)}
              </label>
              <Input
                id={`if-${k}`}
                inputMode={k === 'share' ? 'text' : 'decimal'}
                placeholder={t(`whatIf.hint.${k}`)}
                value={asked[k] ?? ''}
                onChange={(e) => set(k, e.target.value)}
              />
            </div>
          ))}
        </div>
      </Card>
      <div className={cn('grid content-start gap-4', busy && 'opacity-60')} aria-busy={busy} aria-live="polite">
        {problem && (
          <Notice tone="danger" title={problem.title}>
            {problem.detail}
          </Notice>
        )}
        {answer && <Compared now={answer.now} then={answer.changed} />}
      </div>
    </div>
  )
}

function Compared({ now, then }: { now: Side; then: Side }) {
  const t = useTranslations('plans')
  const levels = useTranslations('approvals')
  const money = (v: string) => <Money value={v} unit="wan" />
  const rows: [string, (s: Side) => ReactNode, (s: Side) => string][] = [
    [
      'limit',
      (s) => <Explain trace={s.limitTrace as unknown as Trace}>{money(s.limit.limit)}</Explain>,
      (s) => s.limit.limit,
    ],
    ['binding', (s) => <Badge tone="accent">{t(`trace.${s.limit.binding}`)}</Badge>, (s) => s.limit.binding],
    ['sum', (s) => money(s.sum), (s) => s.sum],
    [
      'headroom',
      (s) => <span className={cn(!s.fits && 'font-semibold text-danger')}>{money(s.headroom)}</span>,
      (s) => s.headroom,
    ],
    ['largest', (s) => money(s.largest), (s) => s.largest],
    ['topTen', (s) => <Percent value={s.topTen} />, (s) => s.topTen],
    ['rate', (s) => <Percent value={s.income.averageRate ?? '0.00'} />, (s) => s.income.averageRate ?? ''],
    ['allIn', (s) => <Percent value={s.averageAllIn} />, (s) => s.averageAllIn],
    ['margin', (s) => money(s.margin), (s) => s.margin],
    [
      'net',
      (s) => <Explain trace={s.incomeTrace as unknown as Trace}>{money(s.income.net)}</Explain>,
      (s) => s.income.net,
    ],
    ['loss', (s) => money(s.income.expectedLoss), (s) => s.income.expectedLoss],
    ['capital', (s) => money(s.income.capital), (s) => s.income.capital],
    ['return', (s) => <Percent value={s.income.return ?? '0.00'} />, (s) => s.income.return ?? ''],
    ['wave', (s) => money(s.waveLoss), (s) => s.waveLoss],
    ['cover', (s) => (s.waveCover === null ? '—' : <Percent value={s.waveCover} />), (s) => s.waveCover ?? ''],
    ['tight', (s) => s.unaffordable, (s) => String(s.unaffordable)],
    ['zero', (s) => s.withoutLimit, (s) => String(s.withoutLimit)],
    [
      'level',
      (s) => (
        <>
          {s.level}{' '}
          {s.escalations.map((e) => (
            <Badge key={e} tone="warn">
              {levels(`escalation.${e}`)}
            </Badge>
          ))}
        </>
      ),
      (s) => s.level + s.escalations.join(),
    ],
  ]
  return (
    <>
      {!then.fits && <Notice tone="danger" title={t('whatIf.over')} />}
      <Card title={t('whatIf.result')} flush>
        <div className="overflow-x-auto" data-scroll>
          <table className="w-full text-sm">
            <thead>
              <tr className="border-b border-line-2 text-left text-ink-2 [&>th]:px-3 [&>th]:py-2 [&>th]:font-semibold">
                <th>{t('whatIf.figure')}</th>
                <th className="text-right">{t('whatIf.now')}</th>
                <th className="text-right">{t('whatIf.then')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(([key, show, text]) => (
                <tr
                  key={key}
                  className={cn(
                    'border-b border-line [&>*]:px-3 [&>*]:py-1.5',
                    text(now) !== text(then) && 'bg-accent-soft font-medium',
                  )}
                >
                  <th scope="row" className="text-left font-normal text-ink-2">
                    {t(`whatIf.row.${key}`)}
                  </th>
                  <td className="figure text-right">{show(now)}</td>
                  <td className="figure text-right">{show(then)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Card>
      <Card title={t('whatIf.caps')}>
        <Bindings now={now} then={then} />
      </Card>
    </>
  )
}

/** Which cap decided how many merchants, before and after. */
function Bindings({ now, then }: { now: Side; then: Side }) {
  const t = useTranslations('plans')
  const caps = ['k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7', 'EDIT'] as const
  const of = (s: Side, cap: string) => s.bindings.find((b) => b.cap === cap)?.merchants ?? 0
  const shown = caps.filter((c) => of(now, c) + of(then, c) > 0)
  const most = Math.max(1, ...shown.flatMap((c) => [of(now, c), of(then, c)]))
  const bar = (n: number, tone: string) => (
    <span className="flex items-center gap-2">
      <span aria-hidden className={cn('h-2.5 rounded-sm', tone)} style={{ width: `${(n / most) * 70}%` }} />
      <span className="figure">{n}</span>
    </span>
  )
  return (
    <dl className="grid gap-2 text-sm">
      {shown.map((c) => (
        <div key={c} className="grid grid-cols-[minmax(7rem,11rem)_1fr] items-center gap-2">
          <dt className="text-ink-2">{c === 'EDIT' ? t('page.edited') : `${c} ${t(`trace.${c}`)}`}</dt>
          <dd className="grid gap-0.5">
            {bar(of(now, c), 'bg-line-strong')}
            {bar(of(then, c), 'bg-accent')}
          </dd>
        </div>
      ))}
    </dl>
  )
}
