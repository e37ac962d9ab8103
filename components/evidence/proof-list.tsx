import { FileText, MapPin, StickyNote } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Instant } from '@/components/ui/when'
import { formatBytes } from '@/lib/platform/i18n/format'

export type Proof = {
  id: string
  /** the kind of evidence in words */
  kind: string
  note: string | null
  observedAt: Date | string | null
  latitude: string | null
  longitude: string | null
  createdByName: string | null
  createdAt: Date | string
  file: { id: string; name: string; mediaType: string; sizeBytes: number } | null
}

/** Proofs with their pictures: what it is, who brought it, when and where it was taken. `acts` stands at each one's end. */
export function ProofList({ proofs, acts }: { proofs: readonly Proof[]; acts?: (proof: Proof) => ReactNode }) {
  const t = useTranslations('markets.evidence')
  return (
    <ul className="space-y-2">
      {proofs.map((p) => (
        <li key={p.id} className="flex min-w-0 items-start gap-3 rounded-md border border-line bg-surface p-2">
          <Picture file={p.file} />
          <div className="min-w-0 flex-1 text-sm">
            <p className="font-medium break-words">
              {p.file ? (
                <a
                  href={`/api/files/${p.file.id}`}
                  target="_blank"
                  rel="noreferrer"
                  className="text-accent underline-offset-3 hover:underline"
                >
                  {p.file.name}
                </a>
              ) : (
                p.kind
              )}
            </p>
            {p.note && <p className="break-words">{p.note}</p>}
            <p className="flex flex-wrap gap-x-3 text-xs text-ink-2">
              {p.file && <span>{p.kind}</span>}
              {p.file && <span>{formatBytes(p.file.sizeBytes)}</span>}
              <span>{p.createdByName}</span>
              <Instant value={p.observedAt ?? p.createdAt} />
              {p.latitude && p.longitude && (
                <span className="inline-flex items-center gap-0.5">
                  <MapPin aria-hidden className="size-3" />
                  <span className="sr-only">{t('place')}</span>
                  {Number(p.latitude).toFixed(5)}, {Number(p.longitude).toFixed(5)}
                </span>
              )}
            </p>
          </div>
          {acts?.(p)}
        </li>
      ))}
    </ul>
  )
}

function Picture({ file }: { file: Proof['file'] }) {
  const frame =
    'flex size-14 shrink-0 items-center justify-center overflow-hidden rounded-sm border border-line bg-sunken'
  if (file?.mediaType.startsWith('image/')) {
    return (
      <span className={frame}>
        {/* biome-ignore lint/performance/noImgElement: the picture is private and already made small by its route */}
        <img
          src={`/api/files/${file.id}?thumb=320`}
          alt={file.name}
          loading="lazy"
          className="size-full object-cover"
        />
      </span>
    )
  }
  const Icon = file ? FileText : StickyNote
  return (
    <span className={frame}>
      <Icon aria-hidden className="size-6 text-ink-3" strokeWidth={1.5} />
    </span>
  )
}
