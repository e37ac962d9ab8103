'use client'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { DateField } from '@/components/ui/date-field'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { FieldFrame } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import { submitEvidenceAction, verifyEvidenceAction } from '@/lib/disbursement/actions'
import type { Result } from '@/lib/platform/errors'

export type ConditionKey = { applicationId: string; code: string }

/** The codes that the chosen rows share, to be ticked; with one code there is nothing to choose. */
function CodeBoxes({
  codes,
  chosen,
  onChange,
}: {
  codes: string[]
  chosen: string[]
  onChange: (codes: string[]) => void
}) {
  const t = useTranslations('disbursement')
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{t('screen.conditions')}</legend>
      <div className="rounded-md border border-line px-3 py-1">
        {codes.map((code) => (
          <Checkbox
            key={code}
            label={`${code} ${t.has(`conditions.${code}` as 'conditions.CP-01') ? t(`conditions.${code}` as 'conditions.CP-01') : t('screen.approvalCondition')}`}
            checked={chosen.includes(code)}
            onChange={(on) => onChange(on ? [...chosen, code] : chosen.filter((c) => c !== code))}
          />
        ))}
      </div>
    </fieldset>
  )
}

const codesOf = (items: ConditionKey[]) => [...new Set(items.map((i) => i.code))].sort()

async function upload(file: File): Promise<Result<{ id: string }>> {
  const body = new FormData()
  body.set('kind', 'EVIDENCE')
  body.set('file', file)
  const answer = await fetch('/api/files', { method: 'POST', body })
  const value = (await answer.json()) as { id: string; code?: string }
  return answer.ok
    ? { ok: true, value }
    : { ok: false, error: { code: value.code ?? 'E_INTERNAL', status: answer.status, params: {}, fields: [] } }
}

/** Evidence for conditions of one or many applications: what was checked, when, and the paper if there is one. */
export function SubmitEvidenceDialog({
  items,
  today,
  label,
}: {
  items: ConditionKey[]
  today: string
  label?: string
}) {
  const t = useTranslations('disbursement.screen')
  const id = useId()
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState<string[]>([])
  const [checkedOn, setCheckedOn] = useState(today)
  const [note, setNote] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const act = useAct()
  const codes = codesOf(items)
  const sent = items.filter((i) => chosen.includes(i.code))
  const send = () =>
    act.run(
      async () => {
        const stored = file ? await upload(file) : null
        if (stored && !stored.ok) return stored
        return submitEvidenceAction({ items: sent, checkedOn, note, ...(stored ? { fileId: stored.value.id } : {}) })
      },
      (v) => {
        setOpen(false)
        toast.ok(t('submittedCount', { count: 'submitted' in v ? v.submitted : 0 }))
      },
    )
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        if (next) setChosen(codes)
      }}
      title={t('submitEvidence')}
      description={t('evidenceFor', { count: new Set(items.map((i) => i.applicationId)).size })}
      trigger={
        <Button size="sm" disabled={items.length === 0}>
          {label ?? t('submitEvidence')}
        </Button>
      }
      footer={
        <>
          <DialogClose>{t('cancel')}</DialogClose>
          <Button tone="primary" busy={act.busy} disabled={sent.length === 0 || note.trim().length < 2} onClick={send}>
            {t('submitItems', { count: sent.length })}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {act.problem}
        {codes.length > 1 && <CodeBoxes codes={codes} chosen={chosen} onChange={setChosen} />}
        <FieldFrame id={`${id}d`} label={t('checkedOn')} hint={t('checkedOnHint')} required>
          <DateField id={`${id}d`} value={checkedOn} max={today} onChange={setCheckedOn} />
        </FieldFrame>
        <FieldFrame id={`${id}n`} label={t('note')} hint={t('noteHint')} required>
          <Textarea id={`${id}n`} value={note} maxLength={500} count onChange={(e) => setNote(e.currentTarget.value)} />
        </FieldFrame>
        <FieldFrame id={`${id}f`} label={t('paper')}>
          <Input
            id={`${id}f`}
            type="file"
            accept="image/*,application/pdf"
            onChange={(e) => setFile(e.currentTarget.files?.[0] ?? null)}
          />
        </FieldFrame>
      </div>
    </Dialog>
  )
}

/** DISB_REVIEWER closes what was brought, or sends it back with the reason. */
export function VerifyDialog({ items, label }: { items: ConditionKey[]; label?: string }) {
  const t = useTranslations('disbursement.screen')
  const id = useId()
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState<string[]>([])
  const [reason, setReason] = useState('')
  const act = useAct()
  const codes = codesOf(items)
  const sent = items.filter((i) => chosen.includes(i.code))
  const send = (verdict: 'CLOSE' | 'REFUSE') =>
    act.run(
      () => verifyEvidenceAction({ items: sent, verdict, ...(reason.trim() ? { reason } : {}) }),
      (v) => {
        setOpen(false)
        toast.ok(t('verifiedCount', { count: v.verified, ready: v.ready.length }))
      },
    )
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        if (next) setChosen(codes)
      }}
      title={t('verify')}
      description={t('evidenceFor', { count: new Set(items.map((i) => i.applicationId)).size })}
      trigger={
        <Button size="sm" disabled={items.length === 0}>
          {label ?? t('verify')}
        </Button>
      }
      footer={
        <>
          <Button
            tone="danger-quiet"
            busy={act.busy}
            disabled={sent.length === 0 || reason.trim() === ''}
            onClick={() => send('REFUSE')}
          >
            {t('refuseEvidence')}
          </Button>
          <Button tone="primary" busy={act.busy} disabled={sent.length === 0} onClick={() => send('CLOSE')}>
            {t('closeItems', { count: sent.length })}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {act.problem}
        {codes.length > 1 && <CodeBoxes codes={codes} chosen={chosen} onChange={setChosen} />}
        <FieldFrame id={`${id}r`} label={t('reason')} hint={t('reasonHint')}>
          <Textarea id={`${id}r`} value={reason} maxLength={500} onChange={(e) => setReason(e.currentTarget.value)} />
        </FieldFrame>
      </div>
    </Dialog>
  )
}
