'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { uploadFile } from '@/components/evidence/upload'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { FieldFrame } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { useAct } from '@/components/ui/use-act'
import { importHistoryAction } from '@/lib/lab/actions'

/** Sends a labelled history and has it read in the background. */
export function ImportHistory() {
  const t = useTranslations('lab.import')
  const router = useRouter()
  const id = useId()
  const { busy, problem, run, clear } = useAct()
  const [open, setOpen] = useState(false)
  const [file, setFile] = useState<File | null>(null)
  const [name, setName] = useState('')
  const [note, setNote] = useState('')
  const send = () =>
    run(
      async () => {
        const uploaded = await uploadFile(file!, 'LAB_HISTORY')
        if (!uploaded.ok) return uploaded
        return importHistoryAction({ fileId: uploaded.value.id, name: name.trim(), ...(note.trim() ? { note } : {}) })
      },
      () => {
        setOpen(false)
        router.refresh()
      },
    )
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        clear()
      }}
      trigger={<Button>{t('title')}</Button>}
      title={t('title')}
      footer={
        <>
          <DialogClose>{t('cancel')}</DialogClose>
          <Button tone="primary" busy={busy} disabled={!file || name.trim() === ''} onClick={() => void send()}>
            {t('send')}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {problem}
        <FieldFrame id={`${id}-file`} label={t('file')} hint={t('fileHint')} required>
          <input
            id={`${id}-file`}
            type="file"
            accept=".csv,.txt,text/csv"
            className="block w-full text-sm"
            onChange={(e) => {
              const chosen = e.currentTarget.files?.[0] ?? null
              setFile(chosen)
              if (chosen && name === '') setName(chosen.name.replace(/\.[^.]*$/, '').slice(0, 120))
            }}
          />
        </FieldFrame>
        <FieldFrame id={`${id}-name`} label={t('name')} required>
          <Input id={`${id}-name`} value={name} maxLength={120} onChange={(e) => setName(e.currentTarget.value)} />
        </FieldFrame>
        <FieldFrame id={`${id}-note`} label={t('note')} hint={t('noteHint')}>
          <Textarea id={`${id}-note`} value={note} maxLength={1000} onChange={(e) => setNote(e.currentTarget.value)} />
        </FieldFrame>
      </div>
    </Dialog>
  )
}
