'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { returnItemAction } from '@/lib/batches/actions'
import type { Translate } from '@/lib/platform/i18n/translator'
import { OTHER_SLOTS } from '../intake/desk-types'
import { Checkbox } from '../ui/choice'
import { Notice } from '../ui/notice'
import { ReasonDialog } from '../ui/reason-dialog'
import { LIST_FIELDS, type Papers } from './check-types'

/** Sends one merchant back with exactly what is to be mended; papers and fields with a finding are ticked already. */
export function ReturnItemDialog({
  papers,
  maxRounds,
  open,
  onOpenChange,
  onDone,
}: {
  papers: Papers
  maxRounds: number
  open: boolean
  onOpenChange: (open: boolean) => void
  onDone: () => void
}) {
  const t = useTranslations('batches')
  const intake = useTranslations('intake') as unknown as Translate
  const errors = papers.issues.filter((i) => i.level === 'error')
  const [slots, setSlots] = useState<string[]>(() => [
    ...new Set([
      ...papers.documents.flatMap((d) => (d.state === 'REJECTED' && d.slot ? [d.slot] : [])),
      ...errors.flatMap((i) => (i.code.startsWith('E_DOC_') && i.field ? [i.field] : [])),
    ]),
  ])
  const [fields, setFields] = useState<string[]>(() =>
    LIST_FIELDS.flatMap(([, name]) => (name && errors.some((i) => i.field === name) ? [name] : [])),
  )
  const offered = [
    ...new Set([
      ...papers.requiredSlots,
      ...papers.documents.flatMap((d) => (d.slot && d.slot !== 'BUNDLE' ? [d.slot] : [])),
      ...OTHER_SLOTS,
    ]),
  ]
  const toggle = (list: string[], value: string, on: boolean) =>
    on ? [...list, value] : list.filter((v) => v !== value)
  const last = papers.returnRounds >= maxRounds
  const grid = 'grid max-h-44 gap-x-4 overflow-y-auto rounded-md border border-line px-3 py-1 sm:grid-cols-2'
  return (
    <ReasonDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('check.returnTitle', { name: papers.name })}
      confirmLabel={t('check.returnItem')}
      tone={last ? 'danger' : 'primary'}
      reasonLabel={t('check.returnReason')}
      phrases={[t('phrases.p1'), t('phrases.p2'), t('phrases.p3'), t('phrases.p4')]}
      action={(reason) => returnItemAction({ applicationId: papers.id, slots, fields, reason })}
      onDone={onDone}
    >
      <div className="space-y-3">
        {last && <Notice tone="danger">{t('check.lastRound', { count: papers.returnRounds })}</Notice>}
        <fieldset>
          <legend className="mb-1 text-sm font-medium">{t('check.returnSlots')}</legend>
          <div className={grid}>
            {offered.map((s) => (
              <Checkbox
                key={s}
                label={intake(`slots.${s}`)}
                checked={slots.includes(s)}
                onChange={(on) => setSlots((old) => toggle(old, s, on))}
              />
            ))}
          </div>
        </fieldset>
        <fieldset>
          <legend className="mb-1 text-sm font-medium">{t('check.returnFields')}</legend>
          <div className={grid}>
            {LIST_FIELDS.flatMap(([, name]) =>
              name
                ? [
                    <Checkbox
                      key={name}
                      label={intake(`fields.${name}`)}
                      checked={fields.includes(name)}
                      onChange={(on) => setFields((old) => toggle(old, name, on))}
                    />,
                  ]
                : [],
            )}
          </div>
        </fieldset>
        {slots.length + fields.length === 0 && <p className="text-sm text-ink-2">{t('check.returnNothing')}</p>}
      </div>
    </ReasonDialog>
  )
}
