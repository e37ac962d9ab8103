/** The papers of an archive into the batch, each with its merchant and slot where its name tells them. */
import type { CommandContext } from '@/lib/platform/commands'
import { newId, Prisma } from '@/lib/platform/tenant'
import { eachRow } from './batch-rows'
import { type ListedMerchant, listed } from './fields'
import { columnList, inChunks } from './insert-rows'
import { documentMatcher, type PlacedDocument } from './match-documents'
import type { Outside } from './packet-findings'
import type { ReadDocument } from './read-documents'
import { mayTakePaper } from './returned-rows'
import type { SetAside } from './set-aside'
import { type MerchantRow, merchantOf } from './stored-rows'

type Ctx = CommandContext<unknown>
type PacketRow = { id: string; batchId: string; partyId: string; createdBy: string | null }

const PAPER = {
  id: 'uuid',
  file_id: 'uuid',
  original_path: 'text',
  sha256: 'text',
  slot: 'text',
  side: 'text',
  application_id: 'uuid',
  state: 'text',
}
const SLICE = 2_000
type Owner = Pick<MerchantRow, 'id' | 'state' | 'returned'>
const FILE = { size_bytes: 'bigint', media_type: 'text', name: 'text' }

/**
 * A paper that this batch holds already (same path and content) is not doubled. `outside` while the batch is returned:
 * papers that were not asked for are told there, and not taken.
 */
export async function storePapers(
  ctx: Ctx,
  packet: PacketRow,
  papers: SetAside<ReadDocument>,
  outside: Outside | null,
): Promise<void> {
  const { tx, actor } = ctx
  const { bankId } = actor
  const { batchId, partyId } = packet
  const items: Owner[] = []
  const merchants: ListedMerchant[] = []
  await eachRow(ctx, { batchId }, (row, index) => {
    items.push({ id: row.id, state: row.state, returned: row.returned })
    merchants.push(listed(merchantOf(row, index)))
  })
  const ownerOf = (p: PlacedDocument) => (p.merchant === null ? null : (items[p.merchant] ?? null))
  const match = documentMatcher(merchants)
  // a slice at a time: what has been written is forgotten
  for await (const slice of papers.slices(SLICE)) {
    const kept = await tx.document.findMany({
      where: { bankId, batchId, sha256: { in: slice.map((d) => d.sha256) } },
      select: { originalPath: true, sha256: true },
    })
    const held = new Set(kept.map((d) => `${d.sha256}:${d.originalPath}`))
    const fresh = slice.filter((d) => !held.has(`${d.sha256}:${d.path}`))
    const rows = []
    for (const p of fresh.map(match)) {
      if (outside && !mayTakePaper(ownerOf(p), p.slot)) outside.papers.push(p.document.path)
      else rows.push(paperRow(p, ownerOf(p)?.id ?? null))
    }
    await write(rows)
  }

  // one statement writes the file's row and the paper that stands on it
  function write(rows: ReturnType<typeof paperRow>[]) {
    return inChunks(
      tx,
      { ...PAPER, ...FILE },
      rows,
      (r) => Prisma.sql`
      with r as materialized (select * from ${r}),
        files as (
          insert into file_object (bank_id, id, party_id, sha256, kind, created_by, ${columnList(FILE)})
          select ${bankId}::uuid, r.file_id, ${partyId}::uuid, r.sha256, 'DOCUMENT', ${packet.createdBy}::uuid, ${columnList(FILE, 'r.')} from r)
      insert into document (bank_id, batch_id, packet_id, party_id, ${columnList(PAPER)})
      select ${bankId}::uuid, ${batchId}::uuid, ${packet.id}::uuid, ${partyId}::uuid, ${columnList(PAPER, 'r.')} from r`,
    )
  }
}

function paperRow({ document, merchant, slot, side }: PlacedDocument, applicationId: string | null) {
  const { path, sha256, sizeBytes, mime } = document
  return {
    id: newId(),
    file_id: newId(),
    original_path: path,
    sha256,
    slot,
    side,
    application_id: applicationId,
    state: merchant === null || slot === null ? 'UNMATCHED' : 'MATCHED',
    size_bytes: sizeBytes,
    media_type: mime,
    name: path.split('/').at(-1) ?? path,
  }
}
