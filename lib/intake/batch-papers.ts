/** The papers of a batch as they lie in the database, and as the rules want them. */
import type { CommandContext } from '@/lib/platform/commands'
import type { ReadMerchant } from './fields'
import { matchDocuments, type PlacedDocument } from './match-documents'
import type { Side, Slot } from './slots'

export type StoredPaper = {
  id: string
  applicationId: string | null
  slot: string | null
  side: string | null
  state: string
  originalPath: string
  sha256: string
  expiresOn: Date | null
  mediaType: string
  sizeBytes: bigint
}

/** All that are not superseded, oldest first. */
export async function papersOf(ctx: Pick<CommandContext<unknown>, 'tx' | 'actor'>, batchId: string) {
  return ctx.tx.$queryRaw<StoredPaper[]>`
    select d.id, d.application_id as "applicationId", d.slot, d.side, d.state, d.original_path as "originalPath", d.sha256,
      d.expires_on as "expiresOn", f.media_type as "mediaType", f.size_bytes as "sizeBytes"
    from document d join file_object f on f.bank_id = d.bank_id and f.id = d.file_id
    where d.bank_id = ${ctx.actor.bankId}::uuid and d.batch_id = ${batchId}::uuid and d.state <> 'SUPERSEDED'
    order by d.created_at, d.id`
}

/** Those that count, with their merchants by their place in `items`; what the bank refused counts no more. */
export function placedPapers(
  stored: StoredPaper[],
  items: { id: string }[],
  merchants: ReadMerchant[],
): PlacedDocument[] {
  const placeOf = new Map(items.map((a, i) => [a.id, i]))
  const placed: PlacedDocument[] = stored
    .filter((d) => d.state !== 'REJECTED')
    .map((d) => ({
      document: {
        path: d.originalPath,
        type: typeOf(d.mediaType),
        mime: d.mediaType,
        sizeBytes: Number(d.sizeBytes),
        sha256: d.sha256,
      },
      merchant: (d.applicationId === null ? undefined : placeOf.get(d.applicationId)) ?? null,
      slot: d.slot as Slot | null,
      side: d.side as Side | null,
      evidence: [],
      candidates: [],
    }))
  const nobodys = placed.filter((p) => p.merchant === null && !p.slot?.startsWith('OP_'))
  const likely = matchDocuments(
    nobodys.map((p) => p.document),
    merchants,
  )
  // what a person has taken from a merchant is still most likely that merchant's
  for (const [i, { merchant, candidates }] of likely.entries())
    nobodys[i]!.candidates = merchant === null ? candidates : [merchant]
  return placed
}

function typeOf(mime: string): 'JPG' | 'PNG' | 'PDF' | 'OFD' {
  return mime === 'image/jpeg' ? 'JPG' : mime === 'image/png' ? 'PNG' : mime === 'application/pdf' ? 'PDF' : 'OFD'
}
