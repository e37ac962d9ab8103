'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { removeItemAction, supplementItemAction, updateItemAction } from '@/lib/intake/actions'
import type { AppError } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import { formatInstant, formatList } from '@/lib/platform/i18n/format'
import type { Translate } from '@/lib/platform/i18n/translator'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Notice } from '../ui/notice'
import { ReasonDialog } from '../ui/reason-dialog'
import { toast } from '../ui/toast'
import { UnsavedGuard } from '../ui/unsaved-guard'
import { ChaseMessage } from './chase-message'
import { ConsentList } from './consent-list'
import { type DeskItem, fieldText, GRID_FIELDS, type GridField } from './desk-types'
import { fieldProblem } from './field-problem'
import { ItemFacts } from './item-facts'
import { ItemFields } from './item-fields'
import { SlotList } from './slot-list'

/** One merchant opened in the matrix: its problems and what to do, its fields to mend, its papers to fill. */
export function ItemPanel({
  item,
  slots,
  today,
  editable,
  consents,
  onClose,
}: {
  item: DeskItem
  slots: readonly string[]
  /** the bank's business date, ISO */
  today: string
  editable: boolean
  /** what this person may do with the merchant's consents */
  consents: { record: boolean; withdraw: boolean }
  onClose: () => void
}) {
  const t = useTranslations('intake')
  const all = useTranslations() as unknown as Translate
  const locale = useLocale()
  const [typed, setTyped] = useState<Partial<Record<GridField, string>>>({})
  const [busy, setBusy] = useState<'save' | 'supplement' | null>(null)
  const [refused, setRefused] = useState<AppError | null>(null)
  const returned = item.state === 'RETURNED' ? item.returned : null
  const mine = editable && ['DRAFT', 'READY', 'RETURNED'].includes(item.state)
  const mayEdit = (field: GridField) => mine && (!returned || (returned.fields ?? []).includes(field))
  const changed = GRID_FIELDS.filter(([f]) => typed[f] !== undefined && typed[f] !== fieldText(item, f))
  const bad = changed.some(([f]) => fieldProblem(f, typed[f] ?? '', today) !== null)
  const act = async (
    kind: 'save' | 'supplement',
    run: () => Promise<{ ok: true } | { ok: false; error: AppError }>,
  ) => {
    setBusy(kind)
    setRefused(null)
    const result = await run().finally(() => setBusy(null))
    if (!result.ok) setRefused(result.error)
    return result.ok
  }
  const save = async () => {
    if (changed.length === 0 || bad || busy) return
    const fields: Record<string, string | number | null> = {}
    for (const [f, kind] of changed) {
      const text = (typed[f] ?? '').trim()
      fields[f] = text === '' ? null : kind === 'number' ? Number(text) : text
    }
    if (await act('save', () => updateItemAction({ applicationId: item.id, fields }))) {
      setTyped({})
      toast.ok(t('desk.saved'))
    }
  }
  const said = refused && errorText(all, refused)
  const inPlace = refused?.fields.some((f) => GRID_FIELDS.some(([g]) => f.path.endsWith(g))) ?? false
  const name = item.name ?? t('desk.wholeList', { row: item.row })
  return (
    <section
      aria-label={t('desk.panel', { name })}
      className="cursor-auto space-y-4 border-b border-line-2 bg-sunken/60 px-3 py-4 sm:px-4"
      onKeyDown={(e) => {
        if (e.key !== 'Escape' || e.defaultPrevented || changed.length > 0) return
        // a list or calendar that is open in a layer above closes first
        if (e.currentTarget.contains(e.target as Node)) onClose()
      }}
    >
      <UnsavedGuard when={changed.length > 0} />
      {returned && (
        <Notice tone="warn" title={t('desk.returnedFor', { reason: returned.reason ?? '' })}>
          {(returned.slots ?? []).length > 0 && (
            <p>{t('desk.askPapers', { slots: listed(returned.slots ?? [], (s) => t(`slots.${s as 'BUNDLE'}`)) })}</p>
          )}
          {(returned.fields ?? []).length > 0 && (
            <p>{t('desk.askFields', { fields: listed(returned.fields ?? [], (f) => t(`fields.${f as 'name'}`)) })}</p>
          )}
          <p>{t('desk.onlyReturned')}</p>
        </Notice>
      )}
      {item.issues.length > 0 ? (
        <ul aria-label={t('desk.issues')} className="space-y-1.5">
          {item.issues.map((i) => {
            const field = GRID_FIELDS.find(([f]) => f === i.field)?.[0]
            return (
              <li key={i.id} className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
                <Badge tone={i.level === 'error' ? 'danger' : 'warn'}>{t(`level.${i.level}`)}</Badge>
                <span className="font-medium">{i.title}</span>
                <span className="min-w-0 break-words text-ink-2">{i.message}</span>
                {field && mayEdit(field) && i.level === 'error' && (
                  <Button
                    tone="link"
                    size="sm"
                    className="h-auto! coarse:h-auto!"
                    onClick={() => document.getElementById(`${item.id}-${field}`)?.focus()}
                  >
                    {t('desk.fix')}
                  </Button>
                )}
              </li>
            )
          })}
        </ul>
      ) : (
        mine && <p className="text-ok">{t('desk.clean')}</p>
      )}
      {item.removal && (
        <p className="text-ink-2">
          {item.removal.reason
            ? t('desk.takenOut', { at: formatInstant(item.removal.at), reason: item.removal.reason })
            : t('desk.takenOutBare', { at: formatInstant(item.removal.at) })}
        </p>
      )}
      {said && !inPlace && (
        <Notice tone="danger" title={said.title} live>
          {said.detail}
        </Notice>
      )}
      <div className="grid items-start gap-5 xl:grid-cols-[3fr_2fr]">
        {mine ? (
          <ItemFields
            item={item}
            today={today}
            typed={typed}
            refused={refused}
            mayEdit={mayEdit}
            onType={(field, text) => setTyped((old) => ({ ...old, [field]: text }))}
            onSave={save}
          />
        ) : (
          <ItemFacts item={item} />
        )}
        <div className="space-y-5">
          <SlotList item={item} slots={slots} editable={mine} />
          <ConsentList key={item.version} applicationId={item.id} rights={consents} />
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-2 border-t border-line pt-3">
        {mine && (
          <Button tone="primary" busy={busy === 'save'} disabled={changed.length === 0 || bad} onClick={save}>
            {t('desk.save')}
          </Button>
        )}
        {returned && mine && (
          <Button
            busy={busy === 'supplement'}
            disabled={changed.length > 0}
            onClick={async () => {
              if (await act('supplement', () => supplementItemAction({ applicationId: item.id })))
                toast.ok(t('desk.supplemented'))
            }}
          >
            {t('desk.supplement')}
          </Button>
        )}
        {mine && <ChaseMessage item={item} />}
        <span className="flex-1" />
        {mine && (
          <ReasonDialog
            trigger={<Button tone="danger-quiet">{t('desk.remove')}</Button>}
            title={`${t('desk.remove')} · ${name}`}
            description={t('desk.removeText')}
            reasonLabel={t('desk.removeReason')}
            confirmLabel={t('desk.remove')}
            phrases={[t('desk.removePhrases.p1'), t('desk.removePhrases.p2'), t('desk.removePhrases.p3')]}
            tone="danger"
            action={(reason) => removeItemAction({ applicationId: item.id, reason })}
            onDone={() => {
              toast.ok(t('desk.removed'))
              onClose()
            }}
          />
        )}
        <Button tone="quiet" onClick={onClose}>
          {t('desk.close')}
        </Button>
      </div>
    </section>
  )

  function listed(codes: string[], word: (code: string) => string): string {
    return formatList(locale, codes.map(word))
  }
}
