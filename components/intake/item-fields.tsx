'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AppError } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { DateField } from '../ui/date-field'
import { FieldFrame } from '../ui/field'
import { fieldText as refusalText } from '../ui/form-errors'
import { Input } from '../ui/input'
import { MoneyField } from '../ui/money-field'
import { type DeskItem, fieldText, GRID_FIELDS, type GridField } from './desk-types'
import { fieldProblem } from './field-problem'

/** The list's fields of one merchant, mended where they stand: what is wrong is said under the field. */
export function ItemFields({
  item,
  today,
  typed,
  refused,
  mayEdit,
  onType,
  onSave,
}: {
  item: DeskItem
  today: string
  typed: Partial<Record<GridField, string>>
  refused: AppError | null
  mayEdit: (field: GridField) => boolean
  onType: (field: GridField, text: string) => void
  onSave: () => void
}) {
  const t = useTranslations('intake')
  const all = useTranslations() as unknown as Translate
  const [left, setLeft] = useState<Partial<Record<GridField, boolean>>>({})
  const errorOf = (field: GridField): string | undefined => {
    const value = typed[field]
    if (value !== undefined && value !== fieldText(item, field)) {
      const server = refused?.fields.find((f) => f.path.endsWith(field))
      if (server) return refusalText(all, server)
      const problem = left[field] ? fieldProblem(field, value, today) : null
      return problem ? errorText(all, problem).detail : undefined
    }
    return item.issues.find((i) => i.field === field && i.level === 'error')?.message
  }
  return (
    <section aria-label={t('desk.fields')}>
      <h3 className="mb-2 font-semibold">{t('desk.fields')}</h3>
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
        {GRID_FIELDS.map(([field, kind]) => {
          const id = `${item.id}-${field}`
          const error = errorOf(field)
          const warning = item.issues.find((i) => i.field === field && i.level === 'warning')?.title
          const common = {
            id,
            disabled: !mayEdit(field),
            'aria-invalid': error !== undefined || undefined,
            'aria-describedby':
              [warning ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined,
            onBlur: () => setLeft((old) => ({ ...old, [field]: true })),
          }
          const value = typed[field] ?? fieldText(item, field)
          const set = (next: string) => onType(field, next)
          return (
            <FieldFrame key={field} id={id} label={t(`fields.${field}`)} error={error} hint={warning}>
              {kind === 'money' ? (
                <MoneyField {...common} unit="wan" readBack={false} value={value} onChange={set} />
              ) : kind === 'date' ? (
                <DateField {...common} value={value} onChange={set} />
              ) : (
                <Input
                  {...common}
                  value={value}
                  after={field === 'requestedTermMonths' ? t('template.months') : undefined}
                  inputMode={kind === 'number' || field === 'phone' ? 'numeric' : undefined}
                  className={kind === 'code' ? 'font-mono' : undefined}
                  onChange={(e) => set(e.currentTarget.value)}
                  onKeyDown={(e) => {
                    if (e.key === 'Enter' && !e.nativeEvent.isComposing) onSave()
                  }}
                />
              )}
            </FieldFrame>
          )
        })}
      </div>
    </section>
  )
}
