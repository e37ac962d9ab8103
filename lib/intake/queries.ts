/** The packet desk: what the operator (and an RM in its place) works on until a batch is submitted. */
import { z } from 'zod'
import { PAPER_READERS } from '@/lib/batches/access'
import { operatorView } from '@/lib/batches/queries'
import { ITEM_GONE } from '@/lib/batches/workflow'
import { type Actor, PARTNER_ROLES } from '@/lib/platform/actor'
import { fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Prisma } from '@/lib/platform/tenant'
import { countByFilter, DESK_FILTERS, type DeskFilter, REMOVED, removalsOf, unreadyOf } from './desk-figures'
import { packetNow, unplacedPapers } from './desk-packet'
import { type Returned, slotStanding } from './slot-standing'
import { requiredSlotsOf, type Slot } from './slots'
import { OPERATOR_ITEMS, rowNumber, spokenIssues, tellable } from './spoken-issues'
import { changesBetween } from './submission-changes'

const READERS = [...PAPER_READERS, ...PARTNER_ROLES] as const

export const DeskInput = z.strictObject({
  batchId: zId,
  show: z.enum(DESK_FILTERS).default('all'),
  search: z.string().trim().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.coerce.number().int().min(-1).default(-1),
  /** a row that is told in any case, at its place, whatever the filter */
  open: zId.optional(),
})
type BatchHead = { id: string; state: string }

/** Merchants × slots, each row with what is wrong and what to do; the same for the RM's check. */
export const packetDesk = defineQuery({
  name: 'packets.desk',
  input: DeskInput,
  access: { roles: READERS },
  async run({ tx, actor, input, today }) {
    const bankId = actor.bankId
    const batch = await tx.batch.findFirst({
      where: { bankId, id: input.batchId },
      select: {
        id: true,
        code: true,
        state: true,
        version: true,
        submissionNo: true,
        listDate: true,
        submittedAt: true,
        requiredSlots: true,
      },
    })
    if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
    const { requiredSlots: _, ...head } = batch
    const slots = requiredSlotsOf(batch)
    const visible = visibleTo(actor, batch)
    // before the first paper nothing is told to be missing (W_NO_DOCUMENTS says it once), yet everything is
    const bare = (await tx.document.findFirst({ where: { bankId, batchId: batch.id }, select: { id: true } })) === null
    const filter = bare && input.show === 'missing' ? { state: 'DRAFT' } : filtered(actor, batch, input.show)
    const where = { bankId, batchId: batch.id, AND: [visible, filter, found(input.search)] }
    const [rows, total, figures, unready, packet, tray] = [
      await tx.application.findMany({
        where: { ...where, position: { gt: input.cursor } },
        orderBy: { position: 'asc' },
        take: input.limit + 1,
        include: withFindings(actor),
      }),
      await tx.application.count({ where }),
      await countByFilter(tx, actor, batch, bare),
      await unreadyOf(tx, actor, batch),
      await packetNow(tx, actor, batch.id, batch.submittedAt),
      await unplacedPapers(tx, actor, batch.id),
    ]
    const page = rows.slice(0, input.limit)
    if (input.open && !page.some((a) => a.id === input.open)) {
      const opened = await tx.application.findFirst({
        where: { bankId, batchId: batch.id, id: input.open, AND: [visible] },
        include: withFindings(actor),
      })
      if (opened) page.push(opened)
      page.sort((a, b) => a.position - b.position)
    }
    const spoken = Map.groupBy(
      await spokenIssues(
        actor,
        page.flatMap((a) => a.packetIssues),
      ),
      (i) => i.applicationId,
    )
    const gone = await removalsOf(tx, actor, page)
    return {
      batch: { ...head, listDate: fromDbOrNull(batch.listDate) },
      today,
      total,
      ...figures,
      unready,
      requiredSlots: slots,
      items: page.map((a) => ({
        ...deskItem(actor, a, slots, spoken.get(a.id) ?? []),
        removal: gone.get(a.id) ?? null,
      })),
      nextCursor: rows.length > input.limit ? String(rows[input.limit - 1]!.position) : null,
      ...packet,
      ...tray,
    }
  },
})

/** An operator whose batch came back sees only what came back (§10.2 B4): rows to supplement, and those it has supplemented. */
function visibleTo(actor: Actor, batch: BatchHead): Prisma.ApplicationWhereInput {
  return actor.partyId && batch.state === 'RETURNED'
    ? { returnRounds: { gt: 0 }, state: { in: ['RETURNED', 'SUBMITTED'] } }
    : {}
}

function filtered(actor: Actor, batch: BatchHead, show: DeskFilter): Prisma.ApplicationWhereInput {
  const live: Prisma.ApplicationWhereInput = batch.state === 'WITHDRAWN' ? {} : { state: { notIn: REMOVED } }
  const having = (issue: Prisma.PacketIssueWhereInput): Prisma.ApplicationWhereInput => ({
    ...live,
    packetIssues: { some: { resolvedAt: null, AND: [tellable(actor), issue] } },
  })
  switch (show) {
    case 'errors':
      return having({ level: 'ERROR' })
    case 'warnings':
      return having({ level: 'WARNING' })
    case 'missing':
      return having({ code: { startsWith: 'E_DOC_' } })
    case 'ready':
      return { state: 'READY' }
    case 'returned':
      return { state: 'RETURNED' }
    case 'removed':
      return { state: { in: REMOVED } }
    default:
      return live
  }
}

function found(search: string | undefined): Prisma.ApplicationWhereInput {
  if (!search) return {}
  return {
    OR: [
      { name: { contains: search } },
      { ownerName: { contains: search } },
      { pyInitials: { contains: search.toLowerCase() } },
      { stallNo: { contains: search, mode: 'insensitive' } },
      { uscc: { endsWith: search.toUpperCase() } },
      { phone: { endsWith: search } },
      { rowNo: search },
    ],
  }
}

const withFindings = (actor: Actor) => ({
  packetIssues: { where: { resolvedAt: null, ...tellable(actor) }, orderBy: { id: 'asc' as const } },
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
      createdAt: true,
    },
    orderBy: { createdAt: 'asc' as const },
  },
})
type DeskRow = Prisma.ApplicationGetPayload<{ include: ReturnType<typeof withFindings> }>

function deskItem(actor: Actor, a: DeskRow, slots: readonly Slot[], issues: Awaited<ReturnType<typeof spokenIssues>>) {
  const returned = a.returned as Returned | null
  // What the bank thinks of a paper is told by the return, not before it.
  const told = !actor.partyId || OPERATOR_ITEMS.includes(a.state)
  const papers = a.documents.map((d) => ({ ...d, state: told ? d.state : 'MATCHED' }))
  return {
    id: a.id,
    row: rowNumber(a.rowNo),
    position: a.position,
    name: a.name,
    ownerName: a.ownerName,
    stallNo: a.stallNo,
    uscc: a.uscc,
    ownerIdNo: a.ownerIdNo,
    phone: a.phone,
    state: actor.partyId ? operatorView(a.state) : a.state,
    version: a.version,
    borrowerType: a.borrowerType,
    mainGoods: a.mainGoods,
    requestedFen: a.requestedFen,
    requestedTermMonths: a.requestedTermMonths,
    annualTurnoverFen: a.annualTurnoverFen,
    annualRentFen: a.annualRentFen,
    marketEntryDate: fromDbOrNull(a.marketEntryDate),
    staffCount: a.staffCount,
    purpose: a.purpose,
    feePayment: a.feePayment,
    groupName: a.groupName,
    rank: a.rank,
    gone: (ITEM_GONE as readonly string[]).includes(a.state),
    returnRounds: a.returnRounds,
    returned,
    issues,
    documents: papers.map((d) => ({
      id: d.id,
      slot: d.slot,
      side: d.side,
      state: d.state,
      fileId: d.fileId,
      mediaType: d.file.mediaType,
      path: d.originalPath,
    })),
    slots: Object.fromEntries(
      slots.map((s) => [s, slotStanding(s, papers, issues, a.state === 'RETURNED' ? returned : null)]),
    ),
  }
}

/** The snapshots of a batch, and what changed in the material fields from one to the next (§10.6). */
export const submissions = defineQuery({
  name: 'batches.submissions',
  input: z.strictObject({ batchId: zId }),
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const rows = await tx.submission.findMany({
      where: { bankId: actor.bankId, batchId: input.batchId },
      orderBy: { no: 'asc' },
    })
    type Snapshot = Parameters<typeof changesBetween>[0]
    return {
      items: rows.map((s, i) => {
        const now = s.snapshot as unknown as Snapshot
        const earlier = rows[i - 1]
        return {
          id: s.id,
          no: s.no,
          at: s.at,
          sha256: s.sha256,
          items: now.length,
          changes: earlier ? changesBetween(earlier.snapshot as unknown as Snapshot, now) : [],
        }
      }),
    }
  },
})
