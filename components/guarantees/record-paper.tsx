'use client'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { uploadFile } from '@/components/ui/upload-file'
import { useAct } from '@/components/ui/use-act'
import { recordClaimPaperAction } from '@/lib/guarantees/claim-actions'

/** One paper of a claim: its number, its file, or both. */
export function RecordPaper({ paperId, again }: { paperId: string; again: boolean }) {
  const t = useTranslations('guarantees.paper')
  const screen = useTranslations('disbursement.screen')
  const field = useId()
  const [open, setOpen] = useState(false)
  const [reference, setReference] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const act = useAct()
  const label = t(again ? 'again' : 'record')
  const send = () =>
    act.run(
      async () => {
        const stored = file ? await uploadFile(file, 'CLAIM_PAPER') : null
        if (stored && !stored.ok) return stored
        return recordClaimPaperAction({
          paperId,
          ...(reference.trim() ? { reference } : {}),
          ...(stored ? { fileId: stored.value.id } : {}),
        })
      },
      () => {
        setOpen(false)
        setReference('')
        setFile(null)
        toast.ok(t('states.RECEIVED'))
      },
    )
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={label}
      description={t('recordHint')}
      trigger={<Button size="sm">{label}</Button>}
      footer={
        <>
          <DialogClose>{screen('cancel')}</DialogClose>
          <Button tone="primary" busy={act.busy} disabled={!file && reference.trim().length < 2} onClick={send}>
            {label}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <FieldFrame id={`${field}r`} label={t('reference')}>
          <Input
            id={`${field}r`}
            value={reference}
            maxLength={100}
            onChange={(e) => setReference(e.currentTarget.value)}
          />
        </FieldFrame>
        <FieldFrame id={`${field}f`} label={t('file')}>
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
