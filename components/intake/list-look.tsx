'use client'
import { CheckCircle2, TriangleAlert } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import type { ListLook, WireRules } from '@/lib/intake/look-before-upload'
import { errorText } from '@/lib/platform/i18n/error-text'
import { formatList } from '@/lib/platform/i18n/format'
import { Badge } from '../ui/badge'

/** A look that takes longer than this is left to the server. */
const PATIENCE_MS = 20_000

type State = { step: 'looking' } | { step: 'seen'; look: ListLook } | { step: 'none' }

/**
 * What is wrong with a list, said before it is uploaded: read and checked in the browser by the rules of the market
 * (`rulesPath`). Nothing of it stops the upload.
 */
export function ListLookPanel({ file, rulesPath }: { file: File; rulesPath: string }) {
  const t = useTranslations('intake.look')
  const all = useTranslations()
  const locale = useLocale()
  const state = useLook(file, rulesPath)
  if (state.step === 'none') return null
  if (state.step === 'looking')
    return (
      <p role="status" className="text-sm text-ink-2">
        {t('looking')}
      </p>
    )
  const { look } = state
  if (!look.ok) {
    const { title, detail } = errorText(all, look)
    return (
      <p role="alert" className="text-danger">
        <strong className="font-medium">{title}</strong> {detail}
      </p>
    )
  }
  const clean = look.errorRows === 0 && look.missingColumns.length === 0
  const Icon = clean ? CheckCircle2 : TriangleAlert
  return (
    <section aria-label={t('title')} className="rounded-md border border-line">
      <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2">
        <Icon aria-hidden className={clean ? 'size-5 text-ok' : 'size-5 text-warn'} />
        <span className="font-medium">{t('rows', { rows: look.rows })}</span>
        <span className={look.errorRows > 0 ? 'text-danger' : 'text-ink-2'}>
          {t('errors', { rows: look.errorRows })}
        </span>
        <span className="text-ink-2">{t('warnings', { rows: look.warningRows })}</span>
        <span className="text-sm text-ink-2">{t('where', { row: look.headerRow, unit: look.unit })}</span>
      </p>
      {look.missingColumns.length > 0 && (
        <p role="alert" className="px-3 py-2 text-danger">
          {t('missingColumns', {
            names: formatList(
              locale,
              look.missingColumns.map((f) => all(`errors.names.${f}`)),
            ),
          })}
        </p>
      )}
      {look.issues.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls within its frame is reached by keyboard
        <ul tabIndex={0} aria-label={t('title')} className="max-h-72 divide-y divide-line overflow-y-auto">
          {look.issues.map((issue, i) => {
            const { title, detail } = errorText(all, issue)
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
              <li key={i} className="flex items-start gap-3 px-3 py-1.5 text-sm">
                <span className="w-10 shrink-0 text-right tabular-nums text-ink-2">{issue.row ?? ''}</span>
                <Badge tone={issue.level === 'error' ? 'danger' : 'warn'}>{all(`intake.level.${issue.level}`)}</Badge>
                <span className="min-w-0">
                  {issue.merchant && <span className="font-medium">{issue.merchant} </span>}
                  {title} <span className="text-ink-2">{detail}</span>
                </span>
              </li>
            )
          })}
        </ul>
      )}
      <p className="border-t border-line px-3 py-2 text-sm text-ink-2">{clean ? t('clean') : t('mend')}</p>
    </section>
  )
}

function useLook(file: File, rulesPath: string): State {
  const [state, setState] = useState<State>({ step: 'looking' })
  useEffect(() => {
    setState({ step: 'looking' })
    const stop = new AbortController()
    let worker: Worker | undefined
    const end = (look: ListLook | null) => {
      if (!stop.signal.aborted) setState(look ? { step: 'seen', look } : { step: 'none' })
      worker?.terminate()
    }
    const clock = setTimeout(() => end(null), PATIENCE_MS)
    const look = async () => {
      const answer = await fetch(rulesPath, { signal: stop.signal })
      if (!answer.ok) return end(null)
      const rules = (await answer.json()) as WireRules
      worker = new Worker(new URL('./list-worker.ts', import.meta.url), { type: 'module' })
      worker.onmessage = (e: MessageEvent<ListLook | null>) => {
        clearTimeout(clock)
        end(e.data)
      }
      worker.onerror = () => end(null)
      worker.postMessage({ file, rules })
    }
    look().catch(() => end(null))
    return () => {
      stop.abort()
      clearTimeout(clock)
      worker?.terminate()
    }
  }, [file, rulesPath])
  return state
}
