'use client'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { DateField } from '@/components/ui/date-field'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { toast } from '@/components/ui/toast'
import { uploadFile } from '@/components/ui/upload-file'
import { useAct } from '@/components/ui/use-act'
import { reportUseAction, reviewUseAction } from '@/lib/disbursement/actions'

const EMPTY = { payee: '', amount: '', purpose: '' }

/** One voucher with its paper. */
export function ReportUse({ id, today }: { id: string; today: string }) {
  const t = useTranslations('disbursement.use')
  const screen = useTranslations('disbursement.screen')
  const field = useId()
  const [open, setOpen] = useState(false)
  const [values, setValues] = useState(EMPTY)
  const [paidOn, setPaidOn] = useState(today)
  const [file, setFile] = useState<File | null>(null)
  const act = useAct()
  const ready = file && values.payee.length > 1 && values.purpose.length > 1 && /^\d+(\.\d{1,2})?$/.test(values.amount)
  const send = () =>
    act.run(
      async () => {
        const stored = await uploadFile(file!, 'EVIDENCE')
        if (!stored.ok) return stored
        return reportUseAction({ reportId: id, vouchers: [{ ...values, paidOn, fileId: stored.value.id }] })
      },
      () => {
        setOpen(false)
        setValues(EMPTY)
        toast.ok(t('states.REPORTED'))
      },
    )
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={t('report')}
      trigger={<Button size="sm">{t('report')}</Button>}
      footer={
        <>
          <DialogClose>{screen('cancel')}</DialogClose>
          <Button tone="primary" busy={act.busy} disabled={!ready} onClick={send}>
            {t('report')}
          </Button>
        </>
      }
    >
      <div className="grid gap-3 sm:grid-cols-2">
        {(['payee', 'amount', 'purpose'] as const).map((key) => (
          <FieldFrame key={key} id={`${field}${key}`} label={t(key)} required>
            <Input
              id={`${field}${key}`}
              value={values[key]}
              inputMode={key === 'amount' ? 'decimal' : undefined}
              onChange={(e) => setValues({ ...values, [key]: e.currentTarget.value })}
            />
          </FieldFrame>
        ))}
        <FieldFrame id={`${field}d`} label={t('paidOn')} required>
          <DateField id={`${field}d`} value={paidOn} max={today} onChange={setPaidOn} />
        </FieldFrame>
        <FieldFrame id={`${field}f`} label={t('file')} required>
          <Input
            id={`${field}f`}
            type="file"
            accept="image/*,application/pdf"
            onChange={(e) => setFile(e.currentTarget.files?.[0] ?? null)}
          />
        </FieldFrame>
        {act.problem}
      </div>
    </Dialog>
  )
}

/** What a sampled report came to. */
export function ReviewUse({ id }: { id: string }) {
  const t = useTranslations('disbursement.use')
  return (
    <span className="flex flex-wrap gap-1">
      {(['PROVEN', 'NOT_PROVEN', 'MISUSED'] as const).map((outcome) => (
        <ReasonDialog
          key={outcome}
          trigger={
            <Button size="sm" tone={outcome === 'PROVEN' ? 'primary' : undefined}>
              {t(`states.${outcome}`)}
            </Button>
          }
          title={t('review')}
          description={t(`states.${outcome}`)}
          reasonLabel={t('note')}
          confirmLabel={t(`states.${outcome}`)}
          tone={outcome === 'MISUSED' ? 'danger' : 'primary'}
          action={(note) => reviewUseAction({ reportId: id, outcome, note })}
          onDone={() => toast.ok(t(`states.${outcome}`))}
        />
      ))}
    </span>
  )
}
