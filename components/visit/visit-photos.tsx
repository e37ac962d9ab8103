'use client'
import { Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { type Proof, ProofList } from '@/components/evidence/proof-list'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Select } from '@/components/ui/select'
import { useAct } from '@/components/ui/use-act'
import { Instant } from '@/components/ui/when'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { removeVisitPhotoAction } from '@/lib/scoring/actions'
import { CameraButton } from './camera-button'
import { usePhotos } from './use-photos'

const KINDS = ['SITE_PHOTO', 'STOCK_COUNT', 'DOCUMENT', 'RECORD'] as const
export type VisitPhoto = Proof & { mine: boolean }

/** The camera of the visit: pictures with time and place, those at the bank and those that still wait on the phone. */
export function VisitPhotos({
  login,
  applicationId,
  photos,
  readOnly,
  onChanged,
}: {
  login: string
  applicationId: string
  photos: VisitPhoto[]
  readOnly: boolean
  onChanged: () => void
}) {
  const t = useTranslations('scoring.visit')
  const all = useTranslations() as unknown as Translate
  const id = useId()
  const [kind, setKind] = useState<string>('SITE_PHOTO')
  const [note, setNote] = useState('')
  const kept = usePhotos(login, applicationId, onChanged)
  const { run, problem } = useAct()
  const text = kept.error && errorText(all, kept.error)
  return (
    <div className="space-y-3">
      {!readOnly && (
        <div className="grid gap-2 sm:grid-cols-[12rem_minmax(0,1fr)_auto] sm:items-end">
          <FieldFrame id={`${id}-kind`} label={t('photoFor')}>
            <Select
              id={`${id}-kind`}
              value={kind}
              onChange={setKind}
              options={KINDS.map((k) => ({ value: k, label: t(`photoKind.${k}`) }))}
            />
          </FieldFrame>
          <FieldFrame id={`${id}-note`} label={t('photoNote')}>
            <Input id={`${id}-note`} value={note} maxLength={200} onChange={(e) => setNote(e.currentTarget.value)} />
          </FieldFrame>
          <CameraButton take={(files) => kept.add(files, kind, note.trim()).then(() => setNote(''))} />
        </div>
      )}
      {kept.noPlace && <p className="text-sm text-warn">{t('noPlace')}</p>}
      {text && (
        <Notice tone="danger" live title={text.title}>
          {text.detail}
        </Notice>
      )}
      {problem}
      {kept.waiting.length > 0 && (
        <ul className="space-y-2">
          {kept.waiting.map((p) => (
            <li
              key={p.id}
              className="flex items-center gap-3 rounded-md border border-dashed border-line-2 p-2 text-sm"
            >
              {/* biome-ignore lint/performance/noImgElement: a picture that is still on the phone */}
              <img src={p.url} alt={p.name} className="size-14 rounded-sm object-cover" />
              <span className="min-w-0 flex-1">
                {t(`photoKind.${p.kind as 'SITE_PHOTO'}`)} <Badge tone="warn">{t('waitingPhoto')}</Badge>
                <span className="block text-xs text-ink-2">
                  <Instant value={p.takenAt} /> {p.note}
                </span>
              </span>
              <Button tone="quiet" icon aria-label={t('remove')} onClick={() => void kept.discard(p.id)}>
                <Trash2 />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {photos.length > 0 && (
        <ProofList
          proofs={photos}
          acts={(p) =>
            (p as VisitPhoto).mine && !readOnly ? (
              <Button
                tone="quiet"
                icon
                aria-label={t('remove')}
                onClick={() => void run(() => removeVisitPhotoAction({ applicationId, evidenceId: p.id }), onChanged)}
              >
                <Trash2 />
              </Button>
            ) : null
          }
        />
      )}
    </div>
  )
}
