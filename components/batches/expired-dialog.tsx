'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '../ui/button'
import { DateField } from '../ui/date-field'
import { Dialog, DialogClose } from '../ui/dialog'
import { FieldFrame } from '../ui/field'

const ISO = /^\d{4}-\d{2}-\d{2}$/

/** The paper has expired; the last day as printed on it goes to the operator with the return. */
export function ExpiredDialog({
  title,
  expiresOn,
  onOpenChange,
  onSave,
}: {
  title: string
  expiresOn: string | null
  onOpenChange: (open: boolean) => void
  onSave: (expiresOn: string | null) => void
}) {
  const t = useTranslations()
  const [value, setValue] = useState(expiresOn ?? '')
  const bad = value !== '' && !ISO.test(value)
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title={t('batches.check.expiredTitle')}
      description={title}
      size="sm"
      footer={
        <>
          <DialogClose>{t('ui.cancel')}</DialogClose>
          <Button tone="primary" disabled={bad} onClick={() => onSave(value || null)}>
            {t('batches.check.save')}
          </Button>
        </>
      }
    >
      <FieldFrame id="expired-on" label={t('batches.check.expiredOn')} hint={t('batches.check.expiredHint')}>
        <DateField id="expired-on" value={value} onChange={setValue} />
      </FieldFrame>
    </Dialog>
  )
}
