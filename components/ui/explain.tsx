/** biome-ignore-all lint/suspicious/noArrayIndexKey: a trace is finished, and its rows may repeat a label */
'use client'
import { Sigma } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { Translate } from '@/lib/platform/i18n/translator'
import type { Trace, TraceStep, TraceValue } from '@/lib/platform/trace'
import { Badge } from './badge'
import { cn } from './cn'
import { Sheet } from './dialog'
import { formulaText, labelReader, unitText, valueText } from './explain-text'

type Reader = (label: string) => string

/**
 * Any figure with its derivation behind it. Shows `children` (or the trace's result) as a figure that opens a panel:
 * the result, every step with its formula, its rule and what went in, and where each input came from.
 */
export function Explain({ trace, children, className }: { trace: Trace; children?: ReactNode; className?: string }) {
  const t = useTranslations() as unknown as Translate
  const read = labelReader(t, trace)
  const name = read(trace.result.label)
  return (
    <Sheet
      width="lg"
      title={t('ui.explain.title')}
      description={name}
      trigger={
        <button
          type="button"
          title={t('ui.explain.openPlain')}
          className={cn('group inline-flex items-baseline gap-1 rounded-sm text-start', className)}
        >
          <span className="explained">{children ?? <Figure value={trace.result} read={read} />}</span>
          <Sigma aria-hidden className="no-print size-3 shrink-0 self-center text-ink-3 group-hover:text-accent" />
          <span className="sr-only">{t('ui.explain.open', { name })}</span>
        </button>
      }
    >
      <Derivation trace={trace} />
    </Sheet>
  )
}

/** The derivation itself, without the panel: for a page that shows it in place, and for print. */
export function Derivation({ trace }: { trace: Trace }) {
  const t = useTranslations() as unknown as Translate
  const read = labelReader(t, trace)
  return (
    <div>
      <div className="rounded-md border border-line bg-sunken px-4 py-3">
        <p className="text-sm text-ink-2">{read(trace.result.label)}</p>
        <p className="text-2xl font-semibold">
          <Figure value={trace.result} read={read} />
        </p>
        <p className="mt-0.5 text-xs text-ink-3">
          {t('ui.explain.version', { rule: trace.rule, version: String(trace.version) })}
        </p>
      </div>
      {trace.steps.length === 0 ? (
        <p className="mt-4 text-ink-2">{t('ui.explain.noSteps')}</p>
      ) : (
        <ol className="mt-4 space-y-4" aria-label={t('ui.explain.steps')}>
          {trace.steps.map((step, i) => (
            <Step key={`${step.rule}:${step.label}:${i}`} step={step} index={i + 1} read={read} />
          ))}
        </ol>
      )}
    </div>
  )
}

function Step({ step, index, read }: { step: TraceStep; index: number; read: Reader }) {
  const t = useTranslations() as unknown as Translate
  return (
    <li data-print="keep" className={cn('border-l-2 pl-3', step.binding ? 'border-seal' : 'border-line-2')}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium">
          <span className="mr-1.5 text-ink-3">{index}.</span>
          {read(step.label)}
          {step.binding && (
            <Badge tone="danger" className="ml-2">
              {t('ui.explain.binding')}
            </Badge>
          )}
        </span>
        <span className="font-semibold">
          <Figure value={step} read={read} />
        </span>
      </div>
      {step.formula && (
        <p className="mt-0.5 rounded-sm bg-sunken px-2 py-1 font-mono text-xs break-words text-ink-2">
          <span className="sr-only">{t('ui.explain.formula')}: </span>
          {formulaText(step.formula, read)}
        </p>
      )}
      {step.inputs.length > 0 && (
        <dl className="mt-1.5 text-sm" aria-label={t('ui.explain.inputs')}>
          {step.inputs.map((input, i) => (
            <div
              key={`${input.label}:${i}`}
              className="flex items-baseline justify-between gap-4 border-b border-dotted border-line py-0.5"
            >
              <dt className="min-w-0 text-ink-2">
                {read(input.label)}
                {input.source && <Source source={input.source} read={read} />}
              </dt>
              <dd>
                <Figure value={input} read={read} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p className="mt-1 text-xs text-ink-3">
        {t('ui.explain.rule')} {step.rule}
        {step.source && <Source source={step.source} read={read} />}
      </p>
    </li>
  )
}

/** An address leads to the evidence; anything else is named. */
function Source({ source, read }: { source: string; read: Reader }) {
  const t = useTranslations() as unknown as Translate
  return (
    <span className="ml-2 text-xs text-ink-3">
      {t('ui.explain.source')}:{' '}
      {source.startsWith('/') ? (
        <a href={source} className="text-accent underline-offset-3 hover:underline">
          {source}
        </a>
      ) : (
        read(source)
      )}
    </span>
  )
}

function Figure({ value, read }: { value: TraceValue; read: Reader }) {
  const t = useTranslations() as unknown as Translate
  const unit = unitText(t, value)
  return (
    <span className={value.unit === 'TEXT' ? '' : 'figure'}>
      {valueText(t, value, read)}
      {unit && <span className="ml-1 text-[0.85em] font-normal text-ink-2">{unit}</span>}
    </span>
  )
}
