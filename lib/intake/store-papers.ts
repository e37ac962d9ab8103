/** The papers of an archive into the batch, each with its merchant and slot where its name tells them. */
import type { CommandContext } from '@/lib/platform/commands'
import { newId, Prisma } from '@/lib/platform/tenant'
import { columnList, inChunks } from './insert-rows'
import { matchDocuments, type PlacedDocument } from './match-documents'
import type { Outside } from './packet-findings'
import type { DocumentsRead } from './read-documents'
import { mayTakePaper } from './returned-rows'
import { merchantOf } from './stored-rows'

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
const FILE = { size_bytes: 'bigint', media_type: 'text', name: 'text' }

/**
 * A paper that this batch holds already (same path and content) is not doubled. `outside` while the batch is returned:
 * papers that were not asked for are told there, and not taken.
 */
export async function storePapers(
  ctx: Ctx,
  packet: PacketRow,
  read: DocumentsRead,
  outside: Outside | null,
): Promise<void> {
  const { tx, actor } = ctx
  const { bankId } = actor
  const { batchId, partyId } = packet
  const items = await tx.application.findMany({ where: { bankId, batchId }, orderBy: { position: 'asc' } })
  const kept = await tx.document.findMany({ where: { bankId, batchId }, select: { originalPath: true, sha256: true } })
  const held = new Set(kept.map((d) => `${d.sha256}:${d.originalPath}`))
  const fresh = read.documents.filter((d) => !held.has(`${d.sha256}:${d.path}`))
  const ownerOf = (p: PlacedDocument) => (p.merchant === null ? null : (items[p.merchant] ?? null))
  const rows = []
  for (const p of matchDocuments(fresh, items.map(merchantOf))) {
    if (outside && !mayTakePaper(ownerOf(p), p.slot)) outside.papers.push(p.document.path)
    else rows.push(paperRow(p, ownerOf(p)?.id ?? null))
  }
  // one statement writes the file's row and the paper that stands on it
  await inChunks(
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
