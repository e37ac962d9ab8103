'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Result } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { Button } from '../button'
import { Dialog, DialogClose } from '../dialog'
import { ReasonDialog } from '../reason-dialog'
import { toast } from '../toast'
import type { BulkAction, BulkReport } from './types'

/** What can be done with the chosen rows; afterwards, per refused row, why — and only those stay chosen for a retry. */
export function BulkBar({
  actions,
  selected,
  eligible,
  onClear,
  onKeep,
}: {
  actions: BulkAction[]
  selected: string[]
  eligible: (action: BulkAction) => string[]
  onClear: () => void
  onKeep: (ids: string[]) => void
}) {
  const t = useTranslations() as unknown as Translate
  const router = useRouter()
  const [busy, setBusy] = useState<string | null>(null)
  const [report, setReport] = useState<BulkReport | null>(null)

  const finish = (action: BulkAction, value: unknown, count: number) => {
    const r = asReport(value) ?? { done: count, refused: [] }
    if (r.refused.length === 0) {
      toast.ok(action.done?.(value) ?? t('ui.table.bulkDone', { count: r.done }))
      onClear()
    } else {
      setReport(r)
      onKeep(r.refused.map((x) => x.id))
    }
    router.refresh()
  }

  if (selected.length === 0 && !report) return null
  return (
    <>
      {selected.length > 0 && (
        <div
          className="no-print flex flex-wrap items-center gap-2 border-b border-line bg-select px-3 py-1.5"
          role="toolbar"
          aria-label={t('ui.table.bulk')}
        >
          <span className="mr-2 text-sm font-medium" aria-live="polite">
            {t('ui.table.selected', { count: selected.length })}
          </span>
          {actions.map((a) => {
            const ids = eligible(a)
            const label = ids.length === selected.length ? a.label : `${a.label} (${ids.length})`
            const button = (
              <Button
                size="sm"
                tone={a.tone === 'danger' ? 'danger-quiet' : (a.tone ?? 'default')}
                disabled={ids.length === 0 || (busy !== null && busy !== a.key)}
                busy={busy === a.key}
              >
                {label}
              </Button>
            )
            if (a.reason || a.confirm) {
              return (
                <ReasonDialog
                  key={a.key}
                  trigger={button}
                  title={a.label}
                  description={confirmText(a, ids.length) ?? t('ui.table.bulkConfirm', { count: ids.length })}
                  reasonLabel={a.reasonLabel}
                  confirmLabel={a.label}
                  tone={a.tone === 'danger' ? 'danger' : 'primary'}
                  reason={a.reason ?? 'none'}
                  action={(reason): Promise<Result<unknown>> => a.action(ids, reason || undefined)}
                  onDone={(value) => finish(a, value, ids.length)}
                />
              )
            }
            return (
              <Button
                key={a.key}
                size="sm"
                tone={a.tone === 'danger' ? 'danger-quiet' : (a.tone ?? 'default')}
                disabled={ids.length === 0 || (busy !== null && busy !== a.key)}
                busy={busy === a.key}
                onClick={async () => {
                  setBusy(a.key)
                  const result = await a.action(ids).finally(() => setBusy(null))
                  if (result.ok) finish(a, result.value, ids.length)
                  else {
                    const text = errorText(t, result.error)
                    toast.error(text.title, { detail: text.detail })
                  }
                }}
              >
                {label}
              </Button>
            )
          })}
          <Button size="sm" tone="quiet" onClick={onClear}>
            {t('ui.table.clearSelection')}
          </Button>
        </div>
      )}
      <Dialog
        open={report !== null}
        onOpenChange={(open) => !open && setReport(null)}
        title={t('ui.table.bulkResult', { done: report?.done ?? 0, refused: report?.refused.length ?? 0 })}
        description={t('ui.table.bulkKept')}
        footer={<DialogClose>{t('ui.close')}</DialogClose>}
      >
        <ul className="divide-y divide-line">
          {report?.refused.map((r) => {
            const text = errorText(t, r)
            return (
              <li key={r.id} className="py-2">
                <p className="font-medium">{r.name ?? r.id}</p>
                <p className="text-sm text-danger">{text.title}</p>
                {text.detail && <p className="text-sm text-ink-2">{text.detail}</p>}
              </li>
            )
          })}
        </ul>
      </Dialog>
    </>
  )
}

const confirmText = (a: BulkAction, count: number): string | undefined =>
  typeof a.confirm === 'function' ? a.confirm(count) : a.confirm

function asReport(value: unknown): BulkReport | null {
  const v = value as Partial<BulkReport> | null
  return v && typeof v.done === 'number' && Array.isArray(v.refused) ? (v as BulkReport) : null
}
