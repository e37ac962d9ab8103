/** Writes what the reader found into the batch: rows by the operator's own number, papers with their places, and looks at it all. */
import { z } from 'zod'
import { lockBatch } from '@/lib/batches/progress'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { newId, type Prisma } from '@/lib/platform/tenant'
import type { ReadMerchant } from './fields'
import { matchDocuments, type PlacedDocument } from './match-documents'
import { keepPacketFindings, type Outside } from './packet-findings'
import type { DocumentsRead } from './read-documents'
import type { ReadList } from './read-list'
import { recheckBatch } from './recheck'
import { mayTakePaper, onlyReturnedFields } from './returned-rows'
import { type ApplicationRow, merchantOf, rowColumns } from './stored-rows'

type Ctx = CommandContext<unknown>
const CHUNK = 1000

/** Rows that a later list may still change; a row that the bank has taken over stays as it was submitted. */
const REPLACEABLE = ['DRAFT', 'READY', 'RETURNED']

/**
 * The reader's result becomes applications, documents and issues in one transaction: run again after a crash it does
 * the same again. Good rows are kept whatever is wrong with others.
 */
export const applyPacket = defineCommand({
  name: 'packets.apply',
  input: z.strictObject({
    packetId: zId,
    list: z.custom<ReadList | null>(),
    documents: z.custom<DocumentsRead | null>(),
  }),
  access: { roles: ['SYSTEM'] },
  timeoutMs: 300_000,
  async run(ctx) {
    const { tx, actor, input, today, now } = ctx
    const bankId = actor.bankId
    const packet = await tx.packet.findFirst({ where: { bankId, id: input.packetId }, include: { batch: true } })
    if (!packet) throw refuse('E_NOT_FOUND', { object: 'packet' })
    if (packet.state === 'DONE') return { id: packet.id, already: true as const }
    const batch = await lockBatch(ctx, packet.batchId)
    // submitted while its files were being read: what was handed over stays as it is
    if (!['DRAFT', 'RETURNED'].includes(batch.state)) throw refuse('E_LOCKED', { object: 'batch', state: batch.state })
    const returned = batch.state === 'RETURNED'
    const outside: Outside = { rows: [], papers: [] }
    if (input.list) await upsertRows(ctx, packet.batchId, packet.partyId, input.list, returned ? outside : null)
    const items = await tx.application.findMany({
      where: { bankId, batchId: packet.batchId },
      orderBy: { position: 'asc' },
    })
    if (input.documents) await placeDocuments(ctx, packet, items, input.documents, returned ? outside : null)
    const list = input.list
    await tx.packet.update({
      where: { bankId_id: { bankId, id: packet.id } },
      data: {
        state: 'DONE',
        finishedAt: now,
        ...(list
          ? {
              sheet: list.sheet,
              headerRow: list.headerRow,
              encoding: list.encoding,
              unit: list.unit,
              mapping: { ...leftOut(packet.mapping), ...list.mapping },
            }
          : {}),
        progress: {
          rowsRead: list?.rowsRead ?? 0,
          rowsTotal: list?.rowsRead ?? 0,
          filesRead: input.documents?.filesTotal ?? 0,
          filesTotal: input.documents?.filesTotal ?? 0,
        },
      },
    })
    if (!packet.batch.listDate)
      await tx.batch.update({ where: { bankId_id: { bankId, id: packet.batchId } }, data: { listDate: toDb(today) } })
    const counts = await recheckBatch(ctx, packet.batchId)
    await keepPacketFindings(ctx, packet, list, input.documents, outside)
    ctx.audit({ objectType: 'packet', objectId: packet.id, to: 'DONE', detail: { ...counts } })
    ctx.emit('packet.read', {
      packetId: packet.id,
      batchId: packet.batchId,
      ready: counts.ready,
      withErrors: counts.withErrors,
    })
    return { id: packet.id, already: false as const, ...counts }
  },
})

/** Headings that a person said are no field: kept with the mapping, so that the next list is not guessed at again. */
function leftOut(asked: Prisma.JsonValue): Record<string, null> {
  return Object.fromEntries(
    Object.entries((asked ?? {}) as Record<string, string | null>).filter(([, f]) => f === null),
  ) as Record<string, null>
}

async function upsertRows(
  ctx: Ctx,
  batchId: string,
  partyId: string,
  list: ReadList,
  outside: Outside | null,
): Promise<void> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const rankByOrder =
    list.issues.some((i) => i.code === 'W_RANK_BY_ORDER') || !list.merchants.some((m) => m.values.rank !== null)
  const issuesOf = Map.groupBy(
    list.issues.filter((i) => i.index !== null),
    (i) => i.index!,
  )
  const existing = await tx.application.findMany({ where: { bankId, batchId } })
  const taken = new Set(existing.map((e) => e.position))
  let next = Math.max(-1, ...taken) + 1
  const rows = list.merchants.map((m) => {
    const columns = rowColumns(m, issuesOf.get(m.index) ?? [], rankByOrder)
    const match = existing.find(
      (e) =>
        e.rowNo === columns.row_no &&
        (e.uscc === columns.uscc ||
          !e.uscc ||
          !columns.uscc ||
          existing.filter((x) => x.rowNo === columns.row_no).length === 1),
    )
    const position = match ? match.position : taken.has(columns.position) ? next++ : columns.position
    taken.add(position)
    return {
      id: match?.id ?? newId(),
      known: match !== undefined,
      locked: match !== undefined && !REPLACEABLE.includes(match.state),
      ...(match && outside && match.state === 'RETURNED' ? onlyReturnedFields(match, columns) : columns),
      position,
    }
  })
  const unknown = rows.filter((r) => !r.known)
  outside?.rows.push(...unknown.map((r) => r.row_no))
  const fresh = outside ? [] : unknown
  for (let at = 0; at < fresh.length; at += CHUNK) {
    await tx.$executeRaw`
      insert into application (bank_id, id, batch_id, party_id, state, row_no, position, name, borrower_type, uscc, owner_name, owner_id_no, phone, stall_no, stall_area_tenths,
        main_goods, market_entry_date, annual_turnover_fen, annual_rent_fen, staff_count, requested_fen, requested_term_months, purpose, fee_payment, rank, group_name, raw, py_full, py_initials)
      select ${bankId}::uuid, id, ${batchId}::uuid, ${partyId}::uuid, 'DRAFT', row_no, position, name, borrower_type, uscc, owner_name, owner_id_no, phone, stall_no, stall_area_tenths,
        main_goods, market_entry_date, annual_turnover_fen, annual_rent_fen, staff_count, requested_fen, requested_term_months, purpose, fee_payment, rank, group_name, raw, py_full, py_initials
      from jsonb_to_recordset(${JSON.stringify(fresh.slice(at, at + CHUNK))}::jsonb) as r(id uuid, row_no text, position int, name text, borrower_type text, uscc text, owner_name text,
        owner_id_no text, phone text, stall_no text, stall_area_tenths int, main_goods text, market_entry_date date, annual_turnover_fen bigint, annual_rent_fen bigint, staff_count int,
        requested_fen bigint, requested_term_months int, purpose text, fee_payment text, rank int, group_name text, raw jsonb, py_full text, py_initials text)`
  }
  const changed = rows.filter((r) => r.known && !r.locked)
  for (let at = 0; at < changed.length; at += CHUNK) {
    await tx.$executeRaw`
      update application a set name = r.name, borrower_type = r.borrower_type, uscc = r.uscc, owner_name = r.owner_name, owner_id_no = r.owner_id_no, phone = r.phone, stall_no = r.stall_no,
        stall_area_tenths = r.stall_area_tenths, main_goods = r.main_goods, market_entry_date = r.market_entry_date, annual_turnover_fen = r.annual_turnover_fen, annual_rent_fen = r.annual_rent_fen,
        staff_count = r.staff_count, requested_fen = r.requested_fen, requested_term_months = r.requested_term_months, purpose = r.purpose, fee_payment = r.fee_payment, rank = r.rank,
        group_name = r.group_name, raw = r.raw, py_full = r.py_full, py_initials = r.py_initials, item_version = a.item_version + 1, version = a.version + 1
      from jsonb_to_recordset(${JSON.stringify(changed.slice(at, at + CHUNK))}::jsonb) as r(id uuid, row_no text, position int, name text, borrower_type text, uscc text, owner_name text,
        owner_id_no text, phone text, stall_no text, stall_area_tenths int, main_goods text, market_entry_date date, annual_turnover_fen bigint, annual_rent_fen bigint, staff_count int,
        requested_fen bigint, requested_term_months int, purpose text, fee_payment text, rank int, group_name text, raw jsonb, py_full text, py_initials text)
      where a.bank_id = ${bankId}::uuid and a.id = r.id`
  }
}

type PacketRow = { id: string; batchId: string; partyId: string; createdBy: string | null }

/** New papers get a file row and a place; a paper that this batch holds already (same path and content) is not doubled. */
async function placeDocuments(
  ctx: Ctx,
  packet: PacketRow,
  items: ApplicationRow[],
  read: DocumentsRead,
  outside: Outside | null,
): Promise<void> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const held = new Set(
    (
      await tx.document.findMany({
        where: { bankId, batchId: packet.batchId },
        select: { originalPath: true, sha256: true },
      })
    ).map((d) => `${d.sha256}:${d.originalPath}`),
  )
  const merchants: ReadMerchant[] = items.map(merchantOf)
  const placed = matchDocuments(
    read.documents.filter((d) => !held.has(`${d.sha256}:${d.path}`)),
    merchants,
  )
  const ownerOf = (p: PlacedDocument) => (p.merchant === null ? null : (items[p.merchant] ?? null))
  const wanted = placed.filter((p) => !outside || mayTakePaper(ownerOf(p), p.slot))
  outside?.papers.push(...placed.filter((p) => !wanted.includes(p)).map((p) => p.document.path))
  const rows = wanted.map((p: PlacedDocument) => ({ p, fileId: newId() }))
  for (let at = 0; at < rows.length; at += CHUNK) {
    const part = rows.slice(at, at + CHUNK)
    await tx.fileObject.createMany({
      data: part.map(({ p, fileId }) => ({
        bankId,
        id: fileId,
        partyId: packet.partyId,
        sha256: p.document.sha256,
        sizeBytes: BigInt(p.document.sizeBytes),
        mediaType: p.document.mime,
        name: p.document.path.split('/').at(-1) ?? p.document.path,
        kind: 'DOCUMENT',
        createdBy: packet.createdBy,
      })),
    })
    await tx.document.createMany({
      data: part.map(({ p, fileId }) => ({
        bankId,
        id: newId(),
        batchId: packet.batchId,
        packetId: packet.id,
        partyId: packet.partyId,
        fileId,
        originalPath: p.document.path,
        sha256: p.document.sha256,
        slot: p.slot,
        side: p.side,
        applicationId: ownerOf(p)?.id ?? null,
        state: p.merchant === null || p.slot === null ? 'UNMATCHED' : 'MATCHED',
      })),
    })
  }
}

/** A packet that cannot be read at all ends FAILED with one code; the batch and its earlier packets stay as they were. */
export const failPacket = defineCommand({
  name: 'packets.fail',
  input: z.strictObject({
    packetId: zId,
    code: z.string().max(60),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  access: { roles: ['SYSTEM'] },
  async run({ tx, actor, input, now, audit }) {
    await tx.packet.updateMany({
      where: { bankId: actor.bankId, id: input.packetId, state: { not: 'DONE' } },
      data: { state: 'FAILED', errorCode: input.code, errorParams: input.params, finishedAt: now },
    })
    audit({ objectType: 'packet', objectId: input.packetId, to: 'FAILED', detail: { code: input.code } })
    return { id: input.packetId }
  },
})
