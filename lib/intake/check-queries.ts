/** What the customer manager's check of papers reads: the batch's merchants at a glance, and one merchant with its papers. */
import { z } from 'zod'
import { PAPER_READERS } from '@/lib/batches/access'
import { ITEM_GONE } from '@/lib/batches/workflow'
import { fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Tx } from '@/lib/platform/tenant'
import type { Returned } from './slot-standing'
import { requiredSlotsOf } from './slots'
import { rowNumber, spokenIssues } from './spoken-issues'
import { changesBetween } from './submission-changes'

type ListRow = {
  id: string
  row_no: string
  name: string | null
  py_initials: string | null
  stall_no: string | null
  state: string
  return_rounds: number
  papers: number
  good: number
  bad: number
  errors: number
}

/** Every merchant that is still in the batch, in the list's order, with how many of its papers have been looked at. */
export const checkList = defineQuery({
  name: 'packets.checkList',
  input: z.strictObject({ batchId: zId }),
  access: { roles: PAPER_READERS },
  async run({ tx, actor, input }) {
    const bankId = actor.bankId
    const batch = await tx.batch.findFirst({
      where: { bankId, id: input.batchId },
      select: { id: true, code: true, state: true, version: true, market: { select: { name: true } } },
    })
    if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
    const rows = await tx.$queryRaw<ListRow[]>`
      select a.id, a.row_no, a.name, a.py_initials, a.stall_no, a.state, a.return_rounds,
        coalesce(d.papers, 0)::int as papers, coalesce(d.good, 0)::int as good, coalesce(d.bad, 0)::int as bad,
        coalesce(i.errors, 0)::int as errors
      from application a
      left join (select application_id, count(*) as papers, count(*) filter (where state = 'ACCEPTED') as good,
          count(*) filter (where state = 'REJECTED') as bad
        from document where bank_id = ${bankId}::uuid and batch_id = ${batch.id}::uuid and state <> 'SUPERSEDED' and application_id is not null
        group by application_id) d on d.application_id = a.id
      left join (select application_id, count(*) as errors from packet_issue
        where bank_id = ${bankId}::uuid and batch_id = ${batch.id}::uuid and level = 'ERROR' and resolved_at is null group by application_id) i
        on i.application_id = a.id
      where a.bank_id = ${bankId}::uuid and a.batch_id = ${batch.id}::uuid and not a.state = any(${[...ITEM_GONE]}::text[])
      order by a.position`
    return {
      batch,
      items: rows.map((r) => ({
        id: r.id,
        row: r.row_no,
        name: r.name ?? '',
        initials: r.py_initials ?? '',
        stallNo: r.stall_no,
        state: r.state,
        returnRounds: r.return_rounds,
        papers: r.papers,
        good: r.good,
        bad: r.bad,
        errors: r.errors,
      })),
    }
  },
})

/** One merchant as the checker sees it: the list's fields, the papers with their verdicts, what is wrong, what changed. */
export const merchantPapers = defineQuery({
  name: 'packets.merchantPapers',
  input: z.strictObject({ applicationId: zId }),
  access: { roles: PAPER_READERS },
  async run({ tx, actor, input }) {
    const bankId = actor.bankId
    const a = await tx.application.findFirst({
      where: { bankId, id: input.applicationId },
      include: {
        batch: { select: { requiredSlots: true } },
        packetIssues: { where: { resolvedAt: null }, orderBy: { id: 'asc' } },
        documents: {
          where: { state: { not: 'SUPERSEDED' } },
          orderBy: { createdAt: 'asc' },
          include: { file: { select: { mediaType: true } } },
        },
      },
    })
    if (!a) throw refuse('E_NOT_FOUND', { object: 'application' })
    const people = await tx.appUser.findMany({
      where: {
        bankId,
        id: { in: [...a.documents.map((d) => d.checkedBy), a.originalsSeenBy].flatMap((x) => x ?? []) },
      },
      select: { id: true, name: true },
    })
    const nameOf = (id: string | null) => people.find((p) => p.id === id)?.name ?? null
    const slots = requiredSlotsOf(a.batch)
    const order = (slot: string | null) => {
      const at = (slots as readonly string[]).indexOf(slot ?? '')
      return at < 0 ? slots.length : at
    }
    return {
      id: a.id,
      batchId: a.batchId,
      state: a.state,
      version: a.version,
      row: rowNumber(a.rowNo),
      name: a.name ?? '',
      borrowerType: a.borrowerType,
      uscc: a.uscc,
      ownerName: a.ownerName,
      ownerIdNo: a.ownerIdNo,
      phone: a.phone,
      stallNo: a.stallNo,
      stallArea: a.stallAreaTenths === null ? null : (a.stallAreaTenths / 10).toString(),
      mainGoods: a.mainGoods,
      marketEntryDate: fromDbOrNull(a.marketEntryDate),
      annualTurnoverFen: a.annualTurnoverFen,
      annualRentFen: a.annualRentFen,
      staffCount: a.staffCount,
      requestedFen: a.requestedFen,
      requestedTermMonths: a.requestedTermMonths,
      purpose: a.purpose,
      feePayment: a.feePayment,
      groupName: a.groupName,
      rank: a.rank,
      returnRounds: a.returnRounds,
      returned: a.returned as Returned | null,
      originalsSeen: a.originalsSeenAt && { by: nameOf(a.originalsSeenBy), at: a.originalsSeenAt },
      requiredSlots: slots,
      issues: await spokenIssues(actor, a.packetIssues),
      changes: await changesOf(tx, bankId, a.batchId, a.id),
      documents: a.documents
        .toSorted((x, y) => order(x.slot) - order(y.slot))
        .map((d) => ({
          id: d.id,
          slot: d.slot,
          side: d.side,
          state: d.state,
          expiresOn: fromDbOrNull(d.expiresOn),
          note: d.note,
          checkedBy: nameOf(d.checkedBy),
          checkedAt: d.checkedAt,
          fileId: d.fileId,
          mediaType: d.file.mediaType,
          path: d.originalPath,
        })),
    }
  },
})

/** What this merchant's entry said differently in the submission before: what the second look is for. */
async function changesOf(tx: Tx, bankId: string, batchId: string, applicationId: string) {
  type Item = Parameters<typeof changesBetween>[0][number]
  const entries = await tx.$queryRaw<{ item: Item }[]>`
    select e.item from submission s, jsonb_array_elements(s.snapshot) as e(item)
    where s.bank_id = ${bankId}::uuid and s.batch_id = ${batchId}::uuid and e.item->>'applicationId' = ${applicationId}
    order by s.no desc limit 2`
  const [now, before] = entries
  const change = now && before ? changesBetween([before.item], [now.item])[0] : undefined
  return { values: change?.values ?? [], slots: change?.slots ?? [] }
}
