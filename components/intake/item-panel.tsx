'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { removeItemAction, supplementItemAction, updateItemAction } from '@/lib/intake/actions'
import { useAct } from '../batches/use-act'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { DateField } from '../ui/date-field'
import { FieldFrame } from '../ui/field'
import { Input } from '../ui/input'
import { MoneyField } from '../ui/money-field'
import { ReasonDialog } from '../ui/reason-dialog'
import { ChaseMessage } from './chase-message'
import { type DeskItem, fieldText, GRID_FIELDS, type GridField } from './desk-types'
import { SlotList } from './slot-list'

/** One merchant opened in the grid: its problems, its fields to mend, its papers to fill. */
export function ItemPanel({
  item,
  slots,
  editable,
  onClose,
}: {
  item: DeskItem
  slots: readonly string[]
  editable: boolean
  onClose: () => void
}) {
  const t = useTranslations('intake')
  const { act, busy } = useAct()
  const [typed, setTyped] = useState<Partial<Record<GridField, string>>>({})
  const returned = item.state === 'RETURNED' ? (item.returned ?? {}) : null
  const mayEdit = (field: string) => editable && (!returned || (returned.fields ?? []).includes(field))
  const changed = GRID_FIELDS.filter(([f]) => typed[f] !== undefined && typed[f] !== fieldText(item, f))
  const save = async () => {
    const fields: Record<string, string | number | null> = {}
    for (const [f, kind] of changed) {
      const text = (typed[f] ?? '').trim()
      fields[f] = text === '' ? null : kind === 'number' ? Number(text) : text
    }
    const done = await act(() => updateItemAction({ applicationId: item.id, fields }), t('desk.saved'))
    if (done) setTyped({})
  }
  return (
    <div className="space-y-4 border-y border-line-2 bg-sunken/50 px-4 py-4">
      {returned && (
        <p className="rounded-md border border-warn/40 bg-warn-soft px-3 py-2">
          {t('desk.returnedFor', { reason: returned.reason ?? '' })} {t('desk.onlyReturned')}
        </p>
      )}
      {item.issues.length > 0 ? (
        <ul className="space-y-1">
          {item.issues.map((i) => (
            <li key={i.id} className="flex items-baseline gap-2">
              <Badge tone={i.level === 'error' ? 'danger' : 'warn'}>{t(`level.${i.level}`)}</Badge>
              <span className="min-w-0">{i.message}</span>
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-ok">{t('desk.clean')}</p>
      )}
      <div className="grid gap-5 xl:grid-cols-[3fr_2fr]">
        <section aria-label={t('desk.fields')}>
          <h3 className="mb-2 font-semibold">{t('desk.fields')}</h3>
          <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
            {GRID_FIELDS.map(([field, kind]) => {
              const issue = item.issues.find((i) => i.field === field)
              const id = `${item.id}-${field}`
              const common = { id, disabled: !mayEdit(field), 'aria-invalid': issue?.level === 'error' || undefined }
              const value = typed[field] ?? fieldText(item, field)
              const set = (next: string) => setTyped((old) => ({ ...old, [field]: next }))
              return (
                <FieldFrame
                  key={field}
                  id={id}
                  label={t(`fields.${field}`)}
                  error={issue?.level === 'error' ? issue.message : undefined}
                >
                  {kind === 'money' ? (
                    <MoneyField {...common} unit="wan" readBack={false} value={value} onChange={set} />
                  ) : kind === 'date' ? (
                    <DateField {...common} value={value} onChange={set} />
                  ) : (
                    <Input
                      {...common}
                      value={value}
                      inputMode={kind === 'number' ? 'numeric' : undefined}
                      className={kind === 'code' ? 'font-mono' : undefined}
                      onChange={(e) => set(e.currentTarget.value)}
                      onKeyDown={(e) => {
                        if (e.key === 'Enter' && !e.nativeEvent.isComposing && changed.length > 0) void save()
                      }}
                    />
                  )}
                </FieldFrame>
              )
            })}
          </div>
        </section>
        <SlotList item={item} slots={slots} editable={editable} />
      </div>
      <div className="flex flex-wrap items-center gap-2 border-t border-line pt-3">
        <Button tone="primary" busy={busy} disabled={!editable || changed.length === 0} onClick={save}>
          {t('desk.save')}
        </Button>
        {returned && editable && (
          <Button
            busy={busy}
            onClick={() => act(() => supplementItemAction({ applicationId: item.id }), t('desk.supplemented'))}
          >
            {t('desk.supplement')}
          </Button>
        )}
        <ChaseMessage item={item} />
        <span className="flex-1" />
        {editable && !returned && (
          <ReasonDialog
            trigger={<Button tone="danger-quiet">{t('desk.remove')}</Button>}
            title={`${t('desk.remove')}: ${item.name ?? ''}`}
            description={t('desk.removeText')}
            reasonLabel={t('desk.removeReason')}
            confirmLabel={t('desk.remove')}
            tone="danger"
            action={async (reason) => {
              const result = await removeItemAction({ applicationId: item.id, reason })
              if (result.ok) await act(async () => result)
              return result
            }}
          />
        )}
        <Button tone="quiet" onClick={onClose}>
          {t('desk.close')}
        </Button>
      </div>
    </div>
  )
}
