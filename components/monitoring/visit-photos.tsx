'use client'
import { Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type Proof, ProofList } from '@/components/evidence/proof-list'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Instant } from '@/components/ui/when'
import { CameraButton } from '@/components/visit/camera-button'
import { type Deliver, usePhotos } from '@/components/visit/use-photos'
import { addPlannedVisitPhotoAction } from '@/lib/desk/visits/actions'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'

const toVisit: Deliver = (visitId, proof, idempotencyKey) =>
  addPlannedVisitPhotoAction({ visitId, ...proof }, { idempotencyKey })

/** Photos of a visit with their time and place; without a line they wait on the phone. */
export function InspectionPhotos({
  login,
  visitId,
  photos,
  mayAdd,
  onChanged,
}: {
  login: string
  visitId: string
  photos: Proof[]
  mayAdd: boolean
  onChanged: () => void
}) {
  const t = useTranslations('scoring.visit')
  const all = useTranslations() as unknown as Translate
  const kept = usePhotos(login, visitId, onChanged, toVisit)
  const text = kept.error && errorText(all, kept.error)
  return (
    <div className="space-y-2">
      {mayAdd && <CameraButton take={(files) => kept.add(files, 'SITE_PHOTO', '')} />}
      {text && (
        <Notice tone="danger" live title={text.title}>
          {text.detail}
        </Notice>
      )}
      {kept.waiting.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {kept.waiting.map((p) => (
            <li
              key={p.id}
              className="flex items-center gap-2 rounded-md border border-dashed border-line-2 p-2 text-sm"
            >
              {/* biome-ignore lint/performance/noImgElement: a picture that is still on the phone */}
              <img src={p.url} alt={p.name} className="size-14 rounded-sm object-cover" />
              <Badge tone="warn">{t('waitingPhoto')}</Badge>
              <Instant value={p.takenAt} />
              <Button tone="quiet" icon aria-label={t('remove')} onClick={() => void kept.discard(p.id)}>
                <Trash2 />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {photos.length > 0 && <ProofList proofs={photos} acts={() => null} />}
    </div>
  )
}
