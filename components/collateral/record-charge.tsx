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
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { uploadFile } from '@/components/ui/upload-file'
import { useAct } from '@/components/ui/use-act'
import { recordChargeAction } from '@/lib/collateral/actions'
import { COLLATERAL_KINDS, type CollateralKind } from '@/lib/collateral/rules'

const WORDS = ['certificateNo', 'description', 'ownerName', 'ownerIdNo', 'appraiser', 'reuseNote'] as const
const AMOUNTS = ['price', 'value', 'secured'] as const
const EMPTY = {
  certificateNo: '',
  description: '',
  ownerName: '',
  ownerIdNo: '',
  appraiser: '',
  reuseNote: '',
  price: '',
  value: '',
  secured: '',
}

/** An asset charged for a merchant's loan, with its valuation. */
export function RecordCharge({
  applicationId,
  today,
  amount,
}: {
  applicationId: string
  today: string
  amount: string
}) {
  const t = useTranslations('collateral')
  const id = useId()
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [kind, setKind] = useState<CollateralKind>('PLANT')
  const [values, setValues] = useState({ ...EMPTY, secured: amount })
  const [appraisedOn, setAppraisedOn] = useState(today)
  const [file, setFile] = useState<File | null>(null)
  const act = useAct()
  const set = (key: keyof typeof EMPTY, value: string) => setValues((v) => ({ ...v, [key]: value }))
  const optional = (key: string) => key === 'price' || key === 'reuseNote'
  const ready = file !== null && Object.entries(values).every(([key, v]) => optional(key) || v.trim() !== '')
  const send = () =>
    act.run(
      async () => {
        const stored = await uploadFile(file!, 'EVIDENCE')
        if (!stored.ok) return stored
        const { price, reuseNote, ...given } = values
        return recordChargeAction({
          applicationId,
          kind,
          ...given,
          ...(price ? { price } : {}),
          ...(reuseNote ? { reuseNote } : {}),
          appraisedOn,
          fileId: stored.value.id,
        })
      },
      () => {
        setOpen(false)
        setValues({ ...EMPTY, secured: amount })
        toast.ok(t('recorded'))
        router.refresh()
      },
    )
  return (
    <Dialog
      size="lg"
      open={open}
      onOpenChange={setOpen}
      title={t('record')}
      description={t('recordHint')}
      trigger={<Button tone="primary">{t('record')}</Button>}
      footer={
        <>
          <DialogClose>{t('cancel')}</DialogClose>
          <Button tone="primary" busy={act.busy} disabled={!ready} onClick={send}>
            {t('record')}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {act.problem}
        <div className="grid gap-3 sm:grid-cols-2">
          <FieldFrame id={`${id}k`} label={t('kind')} required>
            <Select
              id={`${id}k`}
              value={kind}
              options={COLLATERAL_KINDS.map((k) => ({ value: k, label: t(`kinds.${k}`) }))}
              onChange={(v) => setKind(v as CollateralKind)}
            />
          </FieldFrame>
          {WORDS.map((key) => (
            <FieldFrame
              key={key}
              id={`${id}${key}`}
              label={t(`fields.${key}`)}
              hint={key === 'reuseNote' ? t('reuseHint') : undefined}
              required={!optional(key)}
            >
              <Input id={`${id}${key}`} value={values[key]} onChange={(e) => set(key, e.currentTarget.value)} />
            </FieldFrame>
          ))}
          {AMOUNTS.map((key) => (
            <FieldFrame key={key} id={`${id}${key}`} label={t(`fields.${key}`)} required={!optional(key)}>
              <MoneyField id={`${id}${key}`} value={values[key]} onChange={(v) => set(key, v)} />
            </FieldFrame>
          ))}
          <FieldFrame id={`${id}d`} label={t('fields.appraisedOn')} required>
            <DateField id={`${id}d`} value={appraisedOn} max={today} onChange={setAppraisedOn} />
          </FieldFrame>
          <FieldFrame id={`${id}f`} label={t('fields.report')} required>
            <Input
              id={`${id}f`}
              type="file"
              accept="image/*,application/pdf"
              onChange={(e) => setFile(e.currentTarget.files?.[0] ?? null)}
            />
          </FieldFrame>
        </div>
      </div>
    </Dialog>
  )
}
