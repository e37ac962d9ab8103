'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { DateField } from '@/components/ui/date-field'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { MoneyField } from '@/components/ui/money-field'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { toast } from '@/components/ui/toast'
import { uploadFile } from '@/components/ui/upload-file'
import { useAct } from '@/components/ui/use-act'
import {
  confirmRegistrationAction,
  proposeRegistrationAction,
  revalueAssetAction,
  withdrawChargeAction,
} from '@/lib/collateral/actions'
import type { Result } from '@/lib/platform/errors'

type PaperProps = {
  title: string
  today: string
  /** label and whether it is an amount */
  fields: readonly { key: string; label: string; money?: boolean }[]
  dateLabel: string
  fileLabel: string
  done: string
  send(values: Record<string, string>, on: string, fileId: string): Promise<Result<unknown>>
}

/** A paper from outside: a few words, its day, and the scan. */
function PaperDialog({ title, today, fields, dateLabel, fileLabel, done, send }: PaperProps) {
  const t = useTranslations('collateral')
  const id = useId()
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [values, setValues] = useState<Record<string, string>>({})
  const [on, setOn] = useState(today)
  const [file, setFile] = useState<File | null>(null)
  const act = useAct()
  const ready = file !== null && fields.every((f) => (values[f.key] ?? '').trim().length > 1)
  const run = () =>
    act.run(
      async () => {
        const stored = await uploadFile(file!, 'EVIDENCE')
        return stored.ok ? send(values, on, stored.value.id) : stored
      },
      () => {
        setOpen(false)
        setValues({})
        toast.ok(done)
        router.refresh()
      },
    )
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={title}
      trigger={<Button size="sm">{title}</Button>}
      footer={
        <>
          <DialogClose>{t('cancel')}</DialogClose>
          <Button tone="primary" busy={act.busy} disabled={!ready} onClick={run}>
            {title}
          </Button>
        </>
      }
    >
      <div className="grid gap-3 sm:grid-cols-2">
        {fields.map((f) => (
          <FieldFrame key={f.key} id={`${id}${f.key}`} label={f.label} required>
            {f.money ? (
              <MoneyField
                id={`${id}${f.key}`}
                value={values[f.key] ?? ''}
                onChange={(v) => setValues({ ...values, [f.key]: v })}
              />
            ) : (
              <Input
                id={`${id}${f.key}`}
                value={values[f.key] ?? ''}
                onChange={(e) => setValues({ ...values, [f.key]: e.currentTarget.value })}
              />
            )}
          </FieldFrame>
        ))}
        <FieldFrame id={`${id}d`} label={dateLabel} required>
          <DateField id={`${id}d`} value={on} max={today} onChange={setOn} />
        </FieldFrame>
        <FieldFrame id={`${id}f`} label={fileLabel} required>
          <Input
            id={`${id}f`}
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

/** What the registry wrote: of an advance registration, a registration, or a release. */
export function ProposeRegistration({
  chargeId,
  act,
  today,
}: {
  chargeId: string
  act: 'ADVANCE' | 'REGISTER' | 'RELEASE'
  today: string
}) {
  const t = useTranslations('collateral')
  return (
    <PaperDialog
      title={t(`acts.${act}`)}
      today={today}
      fields={[
        { key: 'number', label: t(`numbers.${act}`) },
        { key: 'registry', label: t('fields.registry') },
      ]}
      dateLabel={t('fields.on')}
      fileLabel={t('fields.paper')}
      done={t('proposed')}
      send={({ number = '', registry = '' }, on, fileId) =>
        proposeRegistrationAction({ chargeId, act, number, registry, on, fileId })
      }
    />
  )
}

export function Revalue({ collateralId, today }: { collateralId: string; today: string }) {
  const t = useTranslations('collateral')
  return (
    <PaperDialog
      title={t('revalue')}
      today={today}
      fields={[
        { key: 'value', label: t('fields.value'), money: true },
        { key: 'appraiser', label: t('fields.appraiser') },
      ]}
      dateLabel={t('fields.appraisedOn')}
      fileLabel={t('fields.report')}
      done={t('revalued')}
      send={({ value = '', appraiser = '' }, appraisedOn, fileId) =>
        revalueAssetAction({ collateralId, value, appraiser, appraisedOn, fileId })
      }
    />
  )
}

export function Withdraw({ chargeId }: { chargeId: string }) {
  const t = useTranslations('collateral')
  return (
    <ReasonDialog
      trigger={<Button size="sm">{t('withdraw')}</Button>}
      title={t('withdraw')}
      confirmLabel={t('withdraw')}
      action={(reason) => withdrawChargeAction({ chargeId, reason })}
    />
  )
}

/** The second person's word on what the first has brought. */
export function ConfirmRegistration({ chargeId, what }: { chargeId: string; what: string }) {
  const t = useTranslations('collateral')
  return (
    <>
      <ReasonDialog
        trigger={<Button size="sm">{t('refuse')}</Button>}
        title={t('refuse')}
        description={what}
        confirmLabel={t('refuse')}
        tone="danger"
        action={(reason) => confirmRegistrationAction({ chargeId, decision: 'REFUSE', reason })}
      />
      <ReasonDialog
        trigger={
          <Button size="sm" tone="primary">
            {t('confirm')}
          </Button>
        }
        title={t('confirm')}
        description={what}
        confirmLabel={t('confirm')}
        reason="none"
        action={() => confirmRegistrationAction({ chargeId, decision: 'CONFIRM' })}
        onDone={() => toast.ok(t('confirmed'))}
      />
    </>
  )
}
