/**
 * Looks at a whole batch again from what is stored: every rule of the list, the papers by slot, duplicates inside the
 * batch and in the bank. Replaces the open issues of the items that the operator may still edit, gives them READY or
 * DRAFT, and brings the packet's counts up to date. Reading, inline fixes, new papers and re-uploads all end here.
 */

import { judgedCodes } from '@/lib/batches/judgements'
import { moveItems } from '@/lib/batches/progress'
import { applicationMachine, ITEM_GONE } from '@/lib/batches/workflow'
import type { CommandContext } from '@/lib/platform/commands'
import { fromDb, isBefore, type PlainDate } from '@/lib/platform/dates'
import { newId, Prisma } from '@/lib/platform/tenant'
import { transitionSet } from '@/lib/platform/workflow'
import { papersOf, type RefusedPaper } from './batch-papers'
import { eachRow } from './batch-rows'
import { checkMerchants } from './check-merchants'
import { checkCompleteness, slotMatrix } from './completeness'
import type { ReadMerchant } from './fields'
import { giveConsents } from './give-consents'
import { columnList, inChunks } from './insert-rows'
import { type Issue, merchantIssue, packetIssue } from './issue'
import { listRulesOf } from './list-policy'
import { documentIssues, type PlacedDocument } from './match-documents'
import type { ModeCode } from './policy'
import { requiredSlotsOf, type Slot } from './slots'
import { merchantOf, sourceOf } from './stored-rows'

type Ctx = CommandContext<unknown>
/** What is kept of a stored row besides the merchant that it is. */
type Item = { id: string; state: string; readIssues: Issue[] }
const NO_ISSUES: Issue[] = []
/** Items the operator still works on; the others' findings belong to the bank's own check. */
const EDITABLE = ['DRAFT', 'READY', 'RETURNED']
/** Findings of the packet as a whole that are found again here; all others are the reading's, and stay until the next one. */
export const RECHECKED = ['W_NO_DOCUMENTS', 'W_DOC_UNMATCHED', 'W_DUP_FILE', 'W_ORG_CHECK']
export type RecheckResult = {
  rows: number
  ready: number
  withErrors: number
  withWarnings: number
  documents: number
  unmatchedDocuments: number
  issues: number
}

export async function recheckBatch(ctx: Ctx, batchId: string): Promise<RecheckResult> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const batch = await tx.batch.findFirstOrThrow({
    where: { bankId, id: batchId },
    include: { market: { select: { id: true, merchantCount: true, shareNum: true, shareDen: true } } },
  })
  const slots = requiredSlotsOf(batch)
  const packet = await tx.packet.findFirst({ where: { bankId, batchId }, orderBy: { no: 'desc' } })
  const items: Item[] = []
  const merchants: ReadMerchant[] = []
  await eachRow(ctx, { batchId, state: { notIn: [...ITEM_GONE] } }, (row, index) => {
    items.push({ id: row.id, state: row.state, readIssues: sourceOf(row)?.readIssues ?? NO_ISSUES })
    merchants.push(merchantOf(row, index))
  })
  const placeOf = new Map(items.map((a, i) => [a.id, i]))
  const { total, placed, refused } = await papersOf(ctx, batchId, placeOf, merchants)
  const { policy, creditQueryDays } = await listRulesOf(tx, bankId, today, {
    mode: batch.mode as ModeCode,
    market: batch.market,
    rankedCount: batch.rankedCount,
  })
  const activeUsccs = await activeElsewhere(ctx, batchId, batch.mode)
  const noPapers = total === 0
  const found: Issue[] = [
    ...items.flatMap((a, index) => a.readIssues.map((i) => ({ ...i, index }))),
    ...checkMerchants(merchants, { policy, today: today as never, activeUsccs }),
    ...(noPapers
      ? [packetIssue('W_NO_DOCUMENTS')]
      : [
          ...documentIssues(placed, [], merchants),
          ...missingPapers(slots, merchants, placed, refused, items, today, await judgedSlots(ctx, batchId, slots)),
        ]),
  ]
  const matrix = slotMatrix(merchants, placed, slots)
  const complete = (index: number) =>
    slots.every((s) => ['PRESENT', 'BUNDLED'].includes(matrix[index]?.slots[s]?.state ?? 'MISSING'))
  const errorRows = new Set(found.flatMap((i) => (i.level === 'error' && i.index !== null ? [i.index] : [])))
  if (packet) await replaceIssues(ctx, { batchId, packetId: packet.id, partyId: batch.partyId }, items, found)
  await giveConsents(ctx, batchId, creditQueryDays)
  const ready = items.filter((a, i) => a.state === 'DRAFT' && !errorRows.has(i) && complete(i)).map((a) => a.id)
  const unready = items.filter((a, i) => a.state === 'READY' && (errorRows.has(i) || !complete(i))).map((a) => a.id)
  await moveMany(ctx, ready, 'DRAFT', 'complete-packet')
  await moveMany(ctx, unready, 'READY', 'reopen-packet')
  const warningRows = new Set(found.flatMap((i) => (i.level === 'warning' && i.index !== null ? [i.index] : [])))
  const counts = {
    rows: items.length,
    ready: items.length - errorRows.size,
    withErrors: errorRows.size,
    withWarnings: warningRows.size,
    documents: total,
    unmatchedDocuments: placed.filter((p) => p.merchant === null && !p.slot?.startsWith('OP_')).length,
  }
  if (packet) await tx.packet.update({ where: { bankId_id: { bankId, id: packet.id } }, data: { counts } })
  return { ...counts, issues: found.length }
}

/** So many at most are named one by one in the trail; a market's whole list is counted there, and named in its histories. */
const NAMED_IN_TRAIL = 1000

async function moveMany(
  ctx: Ctx,
  ids: string[],
  from: 'DRAFT' | 'READY',
  event: 'complete-packet' | 'reopen-packet',
): Promise<void> {
  if (ids.length <= NAMED_IN_TRAIL) await moveItems(ctx, ids, event)
  else await transitionSet(ctx, applicationMachine, from, { event }, Prisma.sql`select unnest(${ids}::uuid[])`)
}

/** What the RM said of a slot's paper, beyond that it cannot be read: its code, by merchant and slot. */
async function judgedSlots(ctx: Ctx, batchId: string, slots: readonly Slot[]): Promise<Map<string, string>> {
  const codes = [...new Set(slots.flatMap(judgedCodes))].filter((c) => !c.startsWith('E_DOC_UNREADABLE'))
  const rows = await ctx.tx.packetIssue.findMany({
    where: { bankId: ctx.actor.bankId, batchId, code: { in: codes }, resolvedAt: null },
    select: { applicationId: true, field: true, code: true },
  })
  return new Map(rows.map((r) => [`${r.applicationId}:${r.field}`, r.code]))
}

/** A slot that is empty because the RM refused its paper says why; any other says that it is missing. */
function missingPapers(
  slots: readonly Slot[],
  merchants: ReadMerchant[],
  placed: PlacedDocument[],
  refusedPapers: RefusedPaper[],
  items: Item[],
  today: PlainDate,
  judged: Map<string, string>,
): Issue[] {
  const refusedIn = new Map(refusedPapers.map((d) => [`${d.applicationId}:${d.slot}`, d] as const))
  return checkCompleteness(merchants, placed, slots).map((issue) => {
    const item = issue.index === null ? undefined : items[issue.index]
    const refused = refusedIn.get(`${item?.id}:${issue.field}`)
    if (!refused || issue.index === null) return issue
    const past = refused.expiresOn !== null && isBefore(fromDb(refused.expiresOn), today)
    const known = judged.get(`${item?.id}:${issue.field}`) ?? (past ? `E_DOC_EXPIRED:${issue.field}` : null)
    const code = known ?? `E_DOC_UNREADABLE:${issue.field}`
    return merchantIssue(merchants[issue.index]!, code, issue.field, {
      ...(known ? {} : { reason: 'blurred', path: refused.originalPath }),
      ...(refused.expiresOn ? { expiresOn: fromDb(refused.expiresOn).toString() } : {}),
    })
  })
}

/** Credit codes with an application that the bank already holds, in the same mode (E_USCC_DUP). A partner sees its own party's only. */
async function activeElsewhere(ctx: Ctx, batchId: string, mode: string): Promise<Set<string>> {
  const rows = await ctx.tx.$queryRaw<{ uscc: string }[]>`
    select distinct other.uscc from application mine
      join application other on other.bank_id = mine.bank_id and other.uscc = mine.uscc and other.batch_id <> mine.batch_id
      join batch on batch.bank_id = other.bank_id and batch.id = other.batch_id and batch.mode = ${mode}
    where mine.bank_id = ${ctx.actor.bankId}::uuid and mine.batch_id = ${batchId}::uuid
      and mine.state <> all (${[...ITEM_GONE]}) and other.state <> all (${['DRAFT', 'READY', 'SETTLED', ...ITEM_GONE]})`
  return new Set(rows.map((r) => r.uscc))
}

const FINDING = {
  id: 'uuid',
  application_id: 'uuid',
  row_no: 'text',
  merchant_name: 'text',
  field: 'text',
  code: 'text',
  level: 'text',
  params: 'jsonb',
}

async function replaceIssues(
  ctx: Ctx,
  packet: { batchId: string; packetId: string; partyId: string },
  items: Item[],
  found: Issue[],
): Promise<void> {
  const { tx, actor } = ctx
  const { batchId, packetId, partyId } = packet
  await tx.$executeRaw`
    delete from packet_issue i
    where i.bank_id = ${actor.bankId}::uuid and i.batch_id = ${batchId}::uuid and i.resolved_at is null
      and case when i.application_id is null then i.code = any (${RECHECKED})
        else exists (select from application a where a.bank_id = i.bank_id and a.id = i.application_id and a.state = any (${EDITABLE})) end`
  const rows = found
    .filter((i) => i.index === null || EDITABLE.includes(items[i.index]!.state))
    .map((i) => ({
      id: newId(),
      application_id: i.index === null ? null : items[i.index]!.id,
      row_no: i.row === null ? null : String(i.row),
      merchant_name: i.merchant,
      field: i.field,
      code: i.code,
      level: i.level === 'error' ? 'ERROR' : 'WARNING',
      params: i.params,
    }))
  await inChunks(
    tx,
    FINDING,
    rows,
    (r) => Prisma.sql`
      insert into packet_issue (bank_id, packet_id, batch_id, party_id, ${columnList(FINDING)})
      select ${actor.bankId}::uuid, ${packetId}::uuid, ${batchId}::uuid, ${partyId}::uuid, ${columnList(FINDING, 'r.')} from ${r}`,
  )
}
