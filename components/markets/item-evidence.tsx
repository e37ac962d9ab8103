'use client'
import { Camera, FileUp, NotebookPen, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId, useRef, useState } from 'react'
import { type Proof, ProofList } from '@/components/evidence/proof-list'
import { ACCEPT_FILE, ACCEPT_PHOTO, currentPlace, uploadFile } from '@/components/evidence/upload'
import { Button } from '@/components/ui/button'
import { FieldFrame } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { addEvidenceAction, removeEvidenceAction } from '@/lib/markets/actions'
import type { AppError } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'

export type DeskProof = Proof & { item: string; mine: boolean }

/**
 * The proofs of one indicator or veto, and three ways to bring one: the camera (with time and place), a file, or a record
 * in words. The kind is chosen first where the card names several.
 */
export function ItemEvidence({
  marketId,
  item,
  label,
  kinds,
  proofs,
  disabled,
  me,
  onAdded,
  onRemoved,
}: {
  marketId: string
  item: string
  label: string
  kinds: readonly { value: string; label: string }[]
  proofs: readonly DeskProof[]
  disabled: boolean
  me: string
  onAdded: (proof: DeskProof) => void
  onRemoved: (id: string) => void
}) {
  const t = useTranslations('markets.evidence')
  const tAll = useTranslations() as unknown as Translate
  const [kind, setKind] = useState(kinds[0]?.value ?? 'RECORD')
  const [busy, setBusy] = useState(false)
  const [note, setNote] = useState<string | null>(null)
  const camera = useRef<HTMLInputElement>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const id = useId()
  const say = (error: AppError) => {
    const { title, detail } = errorText(tAll, error)
    toast.error(title, { detail })
  }
  const kindLabel = (value: string) => kinds.find((k) => k.value === value)?.label ?? value

  const add = async (
    request: Omit<Parameters<typeof addEvidenceAction>[0], 'marketId' | 'item'>,
    file: Proof['file'],
  ) => {
    const result = await addEvidenceAction({ marketId, item, ...request })
    if (!result.ok) return say(result.error)
    onAdded({
      id: result.value.id,
      item,
      mine: true,
      kind: kindLabel(request.source),
      note: request.note ?? null,
      observedAt: request.observedAt ?? null,
      latitude: request.latitude ?? null,
      longitude: request.longitude ?? null,
      createdByName: me,
      createdAt: new Date().toISOString(),
      file,
    })
  }
  const bring = async (files: FileList | null, photo: boolean) => {
    setBusy(true)
    try {
      const place = photo ? await currentPlace() : null
      for (const file of files ?? []) {
        const sent = await uploadFile(file)
        if (!sent.ok) {
          say(sent.error)
          continue
        }
        const taken = new Date(Math.min(file.lastModified || Date.now(), Date.now())).toISOString()
        const source = photo && kind === 'RECORD' ? 'SITE_PHOTO' : kind === 'RECORD' ? 'DOCUMENT' : kind
        await add({ source, fileId: sent.value.id, ...(photo ? { observedAt: taken } : {}), ...place }, sent.value)
      }
    } catch {
      say({ code: 'E_UNAVAILABLE', status: 503, params: {}, fields: [] })
    } finally {
      setBusy(false)
      for (const input of [camera.current, chooser.current]) if (input) input.value = ''
    }
  }
  const write = async () => {
    setBusy(true)
    try {
      await add({ source: kind, note: note ?? '', observedAt: new Date().toISOString() }, null)
      setNote(null)
    } finally {
      setBusy(false)
    }
  }
  const remove = async (proof: DeskProof) => {
    const result = await removeEvidenceAction({ marketId, evidenceId: proof.id })
    if (result.ok) onRemoved(proof.id)
    else say(result.error)
  }
  return (
    <div className="space-y-2">
      {proofs.length > 0 && (
        <ProofList
          proofs={proofs}
          acts={(p) =>
            (p as DeskProof).mine && !disabled ? (
              <Button
                icon
                size="sm"
                tone="quiet"
                aria-label={t('remove', { name: p.file?.name ?? p.kind })}
                onClick={() => void remove(p as DeskProof)}
              >
                <X />
              </Button>
            ) : null
          }
        />
      )}
      {!disabled && (
        <div className="flex flex-wrap items-center gap-2">
          <input
            ref={camera}
            type="file"
            accept={ACCEPT_PHOTO}
            capture="environment"
            className="sr-only"
            tabIndex={-1}
            aria-label={t('photoOf', { name: label })}
            onChange={(e) => void bring(e.currentTarget.files, true)}
          />
          <input
            ref={chooser}
            type="file"
            multiple
            accept={ACCEPT_FILE}
            className="sr-only"
            tabIndex={-1}
            aria-label={t('fileOf', { name: label })}
            onChange={(e) => void bring(e.currentTarget.files, false)}
          />
          <Select
            aria-label={t('kindOf', { name: label })}
            className="w-full sm:w-56"
            options={[...kinds]}
            value={kind}
            onChange={setKind}
          />
          <Button busy={busy} onClick={() => camera.current?.click()}>
            <Camera />
            {t('photo')}
          </Button>
          <Button disabled={busy} onClick={() => chooser.current?.click()}>
            <FileUp />
            {t('file')}
          </Button>
          <Button disabled={busy} aria-expanded={note !== null} onClick={() => setNote(note === null ? '' : null)}>
            <NotebookPen />
            {t('record')}
          </Button>
        </div>
      )}
      {note !== null && !disabled && (
        <div className="rounded-md border border-line bg-sunken p-3">
          <FieldFrame id={id} label={t('recordLabel')} hint={t('recordHint')} required>
            <Textarea id={id} rows={2} maxLength={1000} value={note} onChange={(e) => setNote(e.currentTarget.value)} />
          </FieldFrame>
          <Button
            className="mt-2"
            tone="primary"
            busy={busy}
            disabled={note.trim().length < 6}
            onClick={() => void write()}
          >
            {t('recordAdd')}
          </Button>
        </div>
      )}
    </div>
  )
}
