'use client'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { RadioGroup } from '@/components/ui/choice'
import { DateField } from '@/components/ui/date-field'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { FieldFrame } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import { confirmOutcomeAction, importCoreMessageAction, proposeOutcomeAction } from '@/lib/disbursement/actions'

/** A status report or a statement of the core, from a file. */
export function ImportCoreMessage() {
  const t = useTranslations('disbursement.transfer')
  const all = useTranslations('disbursement.screen')
  const id = useId()
  const [open, setOpen] = useState(false)
  const [file, setFile] = useState<File | null>(null)
  const act = useAct()
  const send = () =>
    act.run(
      async () => importCoreMessageAction({ xml: (await file?.text()) ?? '' }),
      (v) => {
        setOpen(false)
        toast.ok(t('imported', v))
      },
    )
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={t('import')}
      description={t('importHint')}
      trigger={<Button size="sm">{t('import')}</Button>}
      footer={
        <>
          <DialogClose>{all('cancel')}</DialogClose>
          <Button tone="primary" busy={act.busy} disabled={!file} onClick={send}>
            {t('import')}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {act.problem}
        <FieldFrame id={`${id}x`} label={t('file')} required>
          <Input
            id={`${id}x`}
            type="file"
            accept=".xml,application/xml,text/xml"
            onChange={(e) => setFile(e.currentTarget.files?.[0] ?? null)}
          />
        </FieldFrame>
      </div>
    </Dialog>
  )
}

/** The first person writes down what was found out about a transfer that the core does not know. */
export function ProposeOutcome({ id, today }: { id: string; today: string }) {
  const t = useTranslations('disbursement.transfer')
  const all = useTranslations('disbursement.screen')
  const field = useId()
  const [open, setOpen] = useState(false)
  const [outcome, setOutcome] = useState<'PAID' | 'NOT_PAID'>('NOT_PAID')
  const [reference, setReference] = useState('')
  const [valueDate, setValueDate] = useState(today)
  const [reason, setReason] = useState('')
  const act = useAct()
  const ready = reason.trim().length >= 5 && (outcome === 'NOT_PAID' || reference.trim().length > 1)
  const send = () =>
    act.run(
      () =>
        proposeOutcomeAction({
          id,
          outcome,
          reason,
          ...(outcome === 'PAID' ? { reference, valueDate } : {}),
        }),
      () => {
        setOpen(false)
        toast.ok(t('done'))
      },
    )
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={t('propose')}
      description={t('proposeHint')}
      trigger={<Button size="sm">{t('propose')}</Button>}
      footer={
        <>
          <DialogClose>{all('cancel')}</DialogClose>
          <Button tone="primary" busy={act.busy} disabled={!ready} onClick={send}>
            {t('propose')}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {act.problem}
        <RadioGroup
          aria-label={t('outcome')}
          value={outcome}
          onChange={(v) => setOutcome(v as 'PAID')}
          options={[
            { value: 'NOT_PAID', label: t('notPaid') },
            { value: 'PAID', label: t('paid') },
          ]}
        />
        {outcome === 'PAID' && (
          <>
            <FieldFrame id={`${field}c`} label={t('refField')} required>
              <Input
                id={`${field}c`}
                value={reference}
                maxLength={60}
                onChange={(e) => setReference(e.currentTarget.value)}
              />
            </FieldFrame>
            <FieldFrame id={`${field}d`} label={t('dayField')} required>
              <DateField id={`${field}d`} value={valueDate} max={today} onChange={setValueDate} />
            </FieldFrame>
          </>
        )}
        <FieldFrame id={`${field}w`} label={t('why')} required>
          <Textarea
            id={`${field}w`}
            value={reason}
            maxLength={500}
            onChange={(e) => setReason(e.currentTarget.value)}
          />
        </FieldFrame>
      </div>
    </Dialog>
  )
}

/** The second person confirms it, or asks for another look. */
export function ConfirmOutcome({ id }: { id: string }) {
  const t = useTranslations('disbursement.transfer')
  return (
    <span className="flex flex-wrap gap-2">
      {(['REFUSE', 'CONFIRM'] as const).map((decision) => (
        <ReasonDialog
          key={decision}
          trigger={
            <Button size="sm" tone={decision === 'CONFIRM' ? 'primary' : undefined}>
              {t(decision === 'CONFIRM' ? 'confirm' : 'refuse')}
            </Button>
          }
          title={t(decision === 'CONFIRM' ? 'confirm' : 'refuse')}
          description={decision === 'CONFIRM' ? t('confirmHint') : undefined}
          confirmLabel={t(decision === 'CONFIRM' ? 'confirm' : 'refuse')}
          reason="none"
          action={() => confirmOutcomeAction({ id, decision })}
          onDone={() => toast.ok(t('done'))}
        />
      ))}
    </span>
  )
}
