import { z } from 'zod'
import type { Actor } from '@/lib/platform/actor'
import { fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import { translatorFor } from '@/lib/platform/i18n/translator'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Prisma } from '@/lib/platform/tenant'
import { OPERATOR_SLOTS } from './slots'

const ANY = 'ANY_SIGNED_IN' as const
type StoredIssue = Prisma.PacketIssueGetPayload<object>

/** An issue with its message in the reader's own language. */
async function spoken(actor: Actor, issues: StoredIssue[]) {
  const t = await translatorFor(actor.locale)
  return issues.map((i) => ({
    id: i.id,
    row: asNumber(i.rowNo),
    merchant: i.merchantName,
    field: i.field,
    code: i.code,
    level: i.level.toLowerCase() as 'error' | 'warning',
    message: errorText(t, { code: i.code, params: (i.params as Record<string, string | number> | null) ?? {} }).detail,
    applicationId: i.applicationId,
  }))
}

/** The operator's own number as a number where it is one. */
function asNumber(rowNo: string | null): number | string | null {
  return rowNo !== null && /^\d{1,9}$/.test(rowNo) ? Number(rowNo) : rowNo
}

const ZERO = { rows: 0, ready: 0, withErrors: 0, withWarnings: 0, documents: 0, unmatchedDocuments: 0 }
const NO_PROGRESS = { rowsRead: 0, rowsTotal: 0, filesRead: 0, filesTotal: 0 }
/** Issues told in the packet's own answer; all of them are paged at /issues. */
const ISSUES_INLINE = 2000

/** The answer of GET /packets/{id} (api-contract "Packets"). */
export const packetStatus = defineQuery({
  name: 'packets.status',
  input: z.strictObject({ packetId: zId }),
  access: { roles: ANY },
  async run({ tx, actor, input }) {
    const p = await tx.packet.findFirst({
      where: { bankId: actor.bankId, id: input.packetId },
      include: { batch: { select: { code: true, state: true } } },
    })
    if (!p) throw refuse('E_NOT_FOUND', { object: 'packet' })
    const issues = await tx.packetIssue.findMany({
      where: { bankId: actor.bankId, packetId: p.id, resolvedAt: null },
      orderBy: { id: 'asc' },
      take: ISSUES_INLINE,
    })
    const t = await translatorFor(actor.locale)
    return {
      id: p.id,
      batchId: p.batchId,
      batch: p.batch,
      no: p.no,
      status: p.state,
      progress: p.progress ?? NO_PROGRESS,
      sheet: p.sheet,
      headerRow: p.headerRow,
      encoding: p.encoding,
      mapping: p.mapping ?? {},
      unit: p.unit,
      counts: p.counts ?? ZERO,
      issues: await spoken(actor, issues),
      jobId: p.jobId,
      createdAt: p.createdAt,
      finishedAt: p.finishedAt,
      ...(p.errorCode
        ? {
            code: p.errorCode,
            detail: errorText(t, { code: p.errorCode, params: (p.errorParams as Record<string, string> | null) ?? {} })
              .detail,
          }
        : {}),
    }
  },
})

const Page = { limit: z.coerce.number().int().min(1).max(200).default(100), cursor: zId.optional() }

export const packetIssues = defineQuery({
  name: 'packets.issues',
  input: z.strictObject({ packetId: zId, level: z.enum(['error', 'warning']).optional(), ...Page }),
  access: { roles: ANY },
  async run({ tx, actor, input }) {
    const p = await tx.packet.findFirst({ where: { bankId: actor.bankId, id: input.packetId }, select: { id: true } })
    if (!p) throw refuse('E_NOT_FOUND', { object: 'packet' })
    const rows = await tx.packetIssue.findMany({
      where: {
        bankId: actor.bankId,
        packetId: p.id,
        resolvedAt: null,
        ...(input.level ? { level: input.level.toUpperCase() } : {}),
        ...(input.cursor ? { id: { gt: input.cursor } } : {}),
      },
      orderBy: { id: 'asc' },
      take: input.limit + 1,
    })
    const page = rows.slice(0, input.limit)
    return { items: await spoken(actor, page), nextCursor: rows.length > input.limit ? page.at(-1)!.id : null }
  },
})

/** The read values of the packet's batch, money in yuan (Fen keys become yuan on the wire). */
export const packetMerchants = defineQuery({
  name: 'packets.merchants',
  input: z.strictObject({
    packetId: zId,
    limit: z.coerce.number().int().min(1).max(1000).default(200),
    cursor: z.coerce.number().int().min(-1).default(-1),
  }),
  access: { roles: ANY },
  async run({ tx, actor, input }) {
    const p = await tx.packet.findFirst({
      where: { bankId: actor.bankId, id: input.packetId },
      select: { batchId: true },
    })
    if (!p) throw refuse('E_NOT_FOUND', { object: 'packet' })
    const rows = await tx.application.findMany({
      where: { bankId: actor.bankId, batchId: p.batchId, position: { gt: input.cursor } },
      orderBy: { position: 'asc' },
      take: input.limit + 1,
    })
    const page = rows.slice(0, input.limit)
    return {
      items: page.map((a) => ({
        id: a.id,
        no: asNumber(a.rowNo),
        state: a.state,
        rank: a.rank,
        stallNo: a.stallNo,
        name: a.name,
        uscc: a.uscc,
        borrowerType: a.borrowerType,
        ownerName: a.ownerName,
        ownerIdNo: a.ownerIdNo,
        phone: a.phone,
        mainGoods: a.mainGoods,
        marketEntryDate: fromDbOrNull(a.marketEntryDate),
        annualTurnoverFen: a.annualTurnoverFen,
        annualRentFen: a.annualRentFen,
        stallArea: a.stallAreaTenths === null ? null : (a.stallAreaTenths / 10).toString(),
        staffCount: a.staffCount,
        requestedAmountFen: a.requestedFen,
        requestedTermMonths: a.requestedTermMonths,
        purpose: a.purpose,
        feePayment: a.feePayment,
        groupName: a.groupName,
      })),
      nextCursor: rows.length > input.limit ? String(page.at(-1)!.position) : null,
    }
  },
})

export const DeskInput = z.strictObject({
  batchId: zId,
  show: z.enum(['all', 'errors', 'warnings', 'missing', 'ready', 'returned']).default('all'),
  search: z.string().trim().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
  cursor: z.coerce.number().int().min(-1).default(-1),
})

/** The packet desk: merchants × slots, each row with what is wrong and what to do; the same for the RM's check. */
export const packetDesk = defineQuery({
  name: 'packets.desk',
  input: DeskInput,
  access: { roles: ANY },
  async run({ tx, actor, input }) {
    const bankId = actor.bankId
    const batch = await tx.batch.findFirst({
      where: { bankId, id: input.batchId },
      select: { id: true, code: true, state: true, version: true, submissionNo: true },
    })
    if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
    const where: Prisma.ApplicationWhereInput = {
      bankId,
      batchId: batch.id,
      ...(input.search
        ? {
            OR: [
              { name: { contains: input.search } },
              { pyInitials: { contains: input.search.toLowerCase() } },
              { stallNo: { contains: input.search } },
              { uscc: { endsWith: input.search.toUpperCase() } },
              { phone: { endsWith: input.search } },
              { rowNo: input.search },
            ],
          }
        : {}),
      ...(input.show === 'errors' ? { packetIssues: { some: { level: 'ERROR', resolvedAt: null } } } : {}),
      ...(input.show === 'warnings' ? { packetIssues: { some: { level: 'WARNING', resolvedAt: null } } } : {}),
      ...(input.show === 'missing'
        ? { packetIssues: { some: { code: { startsWith: 'E_DOC_' }, resolvedAt: null } } }
        : {}),
      ...(input.show === 'ready' ? { state: 'READY' } : {}),
      ...(input.show === 'returned' ? { state: 'RETURNED' } : {}),
      // An operator whose batch came back sees only what came back (§10.2 B4).
      ...(actor.partyId && batch.state === 'RETURNED' ? { returnRounds: { gt: 0 } } : {}),
    }
    const rows = await tx.application.findMany({
      where: { ...where, position: { gt: input.cursor } },
      orderBy: { position: 'asc' },
      take: input.limit + 1,
      include: {
        packetIssues: { where: { resolvedAt: null } },
        documents: {
          where: { state: { not: 'SUPERSEDED' } },
          select: {
            id: true,
            slot: true,
            side: true,
            state: true,
            fileId: true,
            file: { select: { mediaType: true } },
            originalPath: true,
          },
        },
      },
    })
    const page = rows.slice(0, input.limit)
    const [latest, total, unmatched] = await Promise.all([
      tx.packet.findFirst({ where: { bankId, batchId: batch.id }, orderBy: { no: 'desc' } }),
      tx.application.count({ where }),
      tx.document.findMany({
        where: { bankId, batchId: batch.id, state: 'UNMATCHED' },
        select: {
          id: true,
          originalPath: true,
          slot: true,
          fileId: true,
          applicationId: true,
          file: { select: { mediaType: true } },
        },
        take: 200,
      }),
    ])
    const items = []
    for (const a of page) {
      const issues = await spoken(actor, a.packetIssues)
      items.push({
        id: a.id,
        row: asNumber(a.rowNo),
        position: a.position,
        name: a.name,
        ownerName: a.ownerName,
        stallNo: a.stallNo,
        uscc: a.uscc,
        ownerIdNo: a.ownerIdNo,
        phone: a.phone,
        state: a.state,
        version: a.version,
        borrowerType: a.borrowerType,
        mainGoods: a.mainGoods,
        requestedFen: a.requestedFen,
        requestedTermMonths: a.requestedTermMonths,
        annualTurnoverFen: a.annualTurnoverFen,
        annualRentFen: a.annualRentFen,
        marketEntryDate: fromDbOrNull(a.marketEntryDate),
        purpose: a.purpose,
        feePayment: a.feePayment,
        rank: a.rank,
        returnRounds: a.returnRounds,
        returned: a.returned as { slots?: string[]; fields?: string[]; reason?: string } | null,
        issues,
        documents: a.documents.map((d) => ({
          id: d.id,
          slot: d.slot,
          side: d.side,
          state: d.state,
          fileId: d.fileId,
          mediaType: d.file.mediaType,
          path: d.originalPath,
        })),
        slots: Object.fromEntries([...OPERATOR_SLOTS].map((s) => [s, slotState(s, a.documents, issues)])),
      })
    }
    return {
      batch,
      total,
      requiredSlots: OPERATOR_SLOTS,
      items,
      nextCursor: rows.length > input.limit ? String(page.at(-1)!.position) : null,
      packet: latest && {
        id: latest.id,
        no: latest.no,
        status: latest.state,
        counts: latest.counts ?? ZERO,
        progress: latest.progress ?? NO_PROGRESS,
        mapping: latest.mapping ?? {},
        sheet: latest.sheet,
        unit: latest.unit,
        code: latest.errorCode,
      },
      tray: unmatched.map((d) => ({
        id: d.id,
        path: d.originalPath,
        slot: d.slot,
        fileId: d.fileId,
        mediaType: d.file.mediaType,
        applicationId: d.applicationId,
      })),
    }
  },
})

function slotState(
  slot: string,
  documents: { slot: string | null; state: string }[],
  issues: { code: string }[],
): 'PRESENT' | 'MISSING' | 'REFUSED' {
  const own = documents.filter((d) => d.slot === slot)
  if (issues.some((i) => i.code === `E_DOC_MISSING:${slot}`)) return 'MISSING'
  if (own.some((d) => d.state === 'REJECTED') && issues.some((i) => i.code.endsWith(`:${slot}`))) return 'REFUSED'
  return own.length > 0 || documents.some((d) => d.slot === 'BUNDLE') ? 'PRESENT' : 'MISSING'
}

/** The snapshots of a batch, and what changed in the material fields from one to the next (§10.6). */
export const submissions = defineQuery({
  name: 'batches.submissions',
  input: z.strictObject({ batchId: zId }),
  access: { roles: ANY },
  async run({ tx, actor, input }) {
    const rows = await tx.submission.findMany({
      where: { bankId: actor.bankId, batchId: input.batchId },
      orderBy: { no: 'asc' },
    })
    type Row = Record<string, unknown> & { no: string; applicationId: string }
    return {
      items: rows.map((s, i) => {
        const now = s.snapshot as unknown as Row[]
        const before = i > 0 ? (rows[i - 1]!.snapshot as unknown as Row[]) : []
        const changes =
          i === 0
            ? []
            : now.flatMap((item) => {
                const old = before.find((b) => b.applicationId === item.applicationId)
                if (!old) return [{ row: item.no, change: 'ADDED', fields: [] as string[] }]
                const fields = Object.keys(item).filter(
                  (k) => k !== 'itemVersion' && JSON.stringify(item[k]) !== JSON.stringify(old[k]),
                )
                return fields.length > 0 ? [{ row: item.no, change: 'CHANGED', fields }] : []
              })
        const removed = before
          .filter((b) => !now.some((n) => n.applicationId === b.applicationId))
          .map((b) => ({ row: b.no, change: 'REMOVED', fields: [] as string[] }))
        return { id: s.id, no: s.no, at: s.at, sha256: s.sha256, items: now.length, changes: [...changes, ...removed] }
      }),
    }
  },
})
