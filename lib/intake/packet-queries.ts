/** A packet as the API tells it: how far its reading is, what was found, and the values that were read. */
import { z } from 'zod'
import { PAPER_READERS } from '@/lib/batches/access'
import { operatorView } from '@/lib/batches/queries'
import { PARTNER_ROLES } from '@/lib/platform/actor'
import { fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import { translatorFor } from '@/lib/platform/i18n/translator'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { NO_COUNTS, NO_PROGRESS } from './packet-figures'
import { rowNumber, spokenIssues, tellable } from './spoken-issues'

const READERS = [...PAPER_READERS, ...PARTNER_ROLES] as const
/** Issues told in the packet's own answer; all of them are paged at /issues. */
const ISSUES_INLINE = 2000

/** The answer of GET /packets/{id} (api-contract "Packets"). */
export const packetStatus = defineQuery({
  name: 'packets.status',
  input: z.strictObject({ packetId: zId }),
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const p = await tx.packet.findFirst({
      where: { bankId: actor.bankId, id: input.packetId },
      include: { batch: { select: { code: true, state: true } } },
    })
    if (!p) throw refuse('E_NOT_FOUND', { object: 'packet' })
    const issues = await tx.packetIssue.findMany({
      where: { bankId: actor.bankId, packetId: p.id, resolvedAt: null, ...tellable(actor) },
      orderBy: { id: 'asc' },
      take: ISSUES_INLINE,
    })
    const t = await translatorFor(actor.locale, actor.bankId)
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
      counts: p.counts ?? NO_COUNTS,
      issues: await spokenIssues(actor, issues),
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
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const p = await tx.packet.findFirst({ where: { bankId: actor.bankId, id: input.packetId }, select: { id: true } })
    if (!p) throw refuse('E_NOT_FOUND', { object: 'packet' })
    const rows = await tx.packetIssue.findMany({
      where: {
        bankId: actor.bankId,
        packetId: p.id,
        resolvedAt: null,
        ...tellable(actor),
        ...(input.level ? { level: input.level.toUpperCase() } : {}),
        ...(input.cursor ? { id: { gt: input.cursor } } : {}),
      },
      orderBy: { id: 'asc' },
      take: input.limit + 1,
    })
    const page = rows.slice(0, input.limit)
    return { items: await spokenIssues(actor, page), nextCursor: rows.length > input.limit ? page.at(-1)!.id : null }
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
  access: { roles: READERS },
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
        no: rowNumber(a.rowNo),
        state: actor.partyId ? operatorView(a.state) : a.state,
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
