/** The papers of a batch as they lie in the database, and as the rules want them. */
import type { CommandContext } from '@/lib/platform/commands'
import type { ReadMerchant } from './fields'
import { matchDocuments, type PlacedDocument } from './match-documents'
import type { Side, Slot } from './slots'

const PAGE = 20_000

type StoredPaper = {
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
/** A paper that the bank has refused: it fills no slot, and says why the slot is empty. */
export type RefusedPaper = Pick<StoredPaper, 'applicationId' | 'slot' | 'originalPath' | 'expiresOn'>
export type BatchPapers = { total: number; placed: PlacedDocument[]; refused: RefusedPaper[] }

/**
 * All that are not superseded, oldest first, with their merchants by their place in the list (`placeOf`: id → place). Names
 * and hashes are kept only of papers of which something may be said: a market has hundreds of thousands.
 */
export async function papersOf(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor'>,
  batchId: string,
  placeOf: ReadonlyMap<string, number>,
  merchants: ReadMerchant[],
): Promise<BatchPapers> {
  const { tx, actor } = ctx
  const twice = await tx.$queryRaw<{ sha256: string }[]>`
    select sha256 from document where bank_id = ${actor.bankId}::uuid and batch_id = ${batchId}::uuid and state not in ('SUPERSEDED', 'REJECTED')
    group by sha256 having count(*) > 1`
  const doubled = new Set(twice.map((t) => t.sha256))
  const known = new Map<string, string>()
  /** one copy of each of the few words that every paper carries */
  const word = <T extends string | null>(text: T): T => {
    if (text === null) return text
    const kept = known.get(text) ?? text
    known.set(kept, kept)
    return kept as T
  }
  const papers: BatchPapers = { total: 0, placed: [], refused: [] }
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const page = await tx.$queryRaw<StoredPaper[]>`
      select d.id, d.application_id as "applicationId", d.slot, d.side, d.state, d.original_path as "originalPath", d.sha256,
        d.expires_on as "expiresOn", f.media_type as "mediaType", f.size_bytes as "sizeBytes"
      from document d join file_object f on f.bank_id = d.bank_id and f.id = d.file_id
      where d.bank_id = ${actor.bankId}::uuid and d.batch_id = ${batchId}::uuid and d.state <> 'SUPERSEDED' and d.id > ${after}::uuid
      order by d.id limit ${PAGE}`
    for (const d of page) {
      papers.total++
      if (d.state === 'REJECTED') {
        const { applicationId, slot, originalPath, expiresOn } = d
        papers.refused.push({ applicationId, slot, originalPath, expiresOn })
        continue
      }
      const merchant = (d.applicationId === null ? undefined : placeOf.get(d.applicationId)) ?? null
      const told = merchant === null || d.slot === null || d.slot === 'BUNDLE' || doubled.has(d.sha256)
      papers.placed.push({
        document: {
          path: told ? d.originalPath : '',
          type: typeOf(d.mediaType),
          mime: word(d.mediaType),
          sizeBytes: Number(d.sizeBytes),
          sha256: told || d.slot === 'ID_LEGAL_REP' ? d.sha256 : d.id,
        },
        merchant,
        slot: word(d.slot) as Slot | null,
        side: word(d.side) as Side | null,
        evidence: NOTHING,
        candidates: NOBODY,
      })
    }
    if (page.length < PAGE) break
    after = page.at(-1)!.id
  }
  nameLikely(papers.placed, merchants)
  return papers
}

const NOTHING: PlacedDocument['evidence'] = []
const NOBODY: number[] = []

/** Whom the papers of nobody may belong to; what a person has taken from a merchant is still most likely that merchant's. */
function nameLikely(placed: PlacedDocument[], merchants: ReadMerchant[]): void {
  const nobodys = placed.filter((p) => p.merchant === null && !p.slot?.startsWith('OP_'))
  if (nobodys.length === 0) return
  const likely = matchDocuments(
    nobodys.map((p) => p.document),
    merchants,
  )
  for (const [i, { merchant, candidates }] of likely.entries())
    nobodys[i]!.candidates = merchant === null ? candidates : [merchant]
}

function typeOf(mime: string): 'JPG' | 'PNG' | 'PDF' | 'OFD' {
  return mime === 'image/jpeg' ? 'JPG' : mime === 'image/png' ? 'PNG' : mime === 'application/pdf' ? 'PDF' : 'OFD'
}
