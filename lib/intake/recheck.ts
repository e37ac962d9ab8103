/**
 * Looks at a whole batch again from what is stored: every rule of the list, the papers by slot, duplicates inside the
 * batch and in the bank. Replaces the open issues of the items that the operator may still edit, gives them READY or
 * DRAFT, and brings the packet's counts up to date. Reading, inline fixes, new papers and re-uploads all end here.
 */

import { codeOf, judgedCodes } from '@/lib/batches/judgements'
import { moveItems } from '@/lib/batches/progress'
import { applicationMachine, ITEM_GONE } from '@/lib/batches/workflow'
import type { CommandContext } from '@/lib/platform/commands'
import { fromDb, isBefore, type PlainDate } from '@/lib/platform/dates'
import { joinInSets } from '@/lib/platform/join-in-sets'
import { Prisma } from '@/lib/platform/tenant'
import { transitionSet } from '@/lib/platform/workflow'
import { BatchPapers, type RefusedPaper } from './batch-papers'
import { eachPage } from './batch-rows'
import { checkAcross } from './check-across'
import { checkMerchant } from './check-merchants'
import { type MerchantSlots, missingSlots } from './completeness'
import { type ListedMerchant, listed, type ReadMerchant } from './fields'
import { Findings } from './findings'
import { giveConsents } from './give-consents'
import { type Issue, merchantIssue, packetIssue } from './issue'
import { listRulesOf } from './list-policy'
import type { ModeCode } from './policy'
import { requiredSlotsOf, type Slot } from './slots'
import { merchantOf, sourceOf } from './stored-rows'

type Ctx = CommandContext<unknown>
/** What is kept of a stored row besides who the merchant is. `complete`: every slot that the operator must fill is filled. */
type Item = { id: string; state: string; complete: boolean }
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
  const { policy, creditQueryDays } = await listRulesOf(tx, bankId, today, {
    mode: batch.mode as ModeCode,
    market: batch.market,
    rankedCount: batch.rankedCount,
  })
  const judged = await judgedSlots(ctx, batchId, slots)
  const ranked = await hasRanks(ctx, batchId)
  const papers = await BatchPapers.of(ctx, batchId)
  const items: Item[] = []
  const merchants: ListedMerchant[] = []
  const found = new Findings(ctx, packet && { batchId, packetId: packet.id, partyId: batch.partyId }, items)
  await found.begin()
  if (papers.none) await found.take([packetIssue('W_NO_DOCUMENTS')])
  // a page of merchants at a time, with their papers: what was found is written, and only who they are is kept
  await eachPage(ctx, { batchId, state: { notIn: [...ITEM_GONE] } }, async (rows, from) => {
    const page = rows.map((row, i) => merchantOf(row, from + i))
    const seen = await papers.ofMerchants(
      rows.map((r) => r.id),
      page,
      slots,
    )
    for (const [i, row] of rows.entries()) {
      const filled = seen.matrix[i]!.slots
      const complete = slots.every((s) => ['PRESENT', 'BUNDLED'].includes(filled[s]?.state ?? 'MISSING'))
      items.push({ id: row.id, state: row.state, complete })
      merchants.push(listed(page[i]!))
    }
    const missing = papers.none ? [] : missingPapers(slots, page, seen.matrix, seen.refused, items, today, judged)
    const own = page.flatMap((m, i) => [
      ...(sourceOf(rows[i]!)?.readIssues ?? []).map((issue) => ({ ...issue, index: m.index })),
      ...checkMerchant(m, { policy, today: today as never }, ranked),
    ])
    await found.take([...own, ...seen.issues, ...missing].toSorted((a, b) => (a.index ?? -1) - (b.index ?? -1)))
    await giveConsents(
      ctx,
      rows.map((r) => r.id),
      creditQueryDays,
    )
  })
  const activeUsccs = await activeElsewhere(ctx, batchId, batch.mode, merchants)
  await found.take([...checkAcross(merchants, { activeUsccs }), ...papers.sameFiles(merchants)])
  for await (const issues of papers.ofNobody(merchants)) await found.take(issues)
  const { errorRows, warningRows } = found
  const ready = items.filter((a, i) => a.state === 'DRAFT' && !errorRows.has(i) && a.complete).map((a) => a.id)
  const unready = items.filter((a, i) => a.state === 'READY' && (errorRows.has(i) || !a.complete)).map((a) => a.id)
  await moveMany(ctx, ready, 'DRAFT', 'complete-packet')
  await moveMany(ctx, unready, 'READY', 'reopen-packet')
  const counts = {
    rows: items.length,
    ready: items.length - errorRows.size,
    withErrors: errorRows.size,
    withWarnings: warningRows.size,
    documents: papers.total,
    unmatchedDocuments: papers.unmatched,
  }
  if (packet) await tx.packet.update({ where: { bankId_id: { bankId, id: packet.id } }, data: { counts } })
  return { ...counts, issues: found.count }
}

/** Whether the operator ranked anybody; a list ranked by its own order has no ranks to check. */
async function hasRanks({ tx, actor }: Ctx, batchId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ one: number }[]>`
    select 1 as one from application where bank_id = ${actor.bankId}::uuid and batch_id = ${batchId}::uuid and state <> all (${[...ITEM_GONE]})
      and rank is not null and coalesce(raw ->> 'rankByOrder', 'false') <> 'true' limit 1`
  return rows.length > 0
}

/** So many at most are named one by one in the trail; a market's whole list is counted there, and named in its histories. */
const NAMED_IN_TRAIL = 1000
const MOVED_AT_ONCE = 5_000

async function moveMany(
  ctx: Ctx,
  ids: string[],
  from: 'DRAFT' | 'READY',
  event: 'complete-packet' | 'reopen-packet',
): Promise<void> {
  if (ids.length <= NAMED_IN_TRAIL) {
    await moveItems(ctx, ids, event)
    return
  }
  await joinInSets(ctx.tx, true)
  // some thousand a statement: none may be long
  for (let at = 0; at < ids.length; at += MOVED_AT_ONCE) {
    const some = ids.slice(at, at + MOVED_AT_ONCE)
    await transitionSet(ctx, applicationMachine, from, { event }, Prisma.sql`select unnest(${some}::uuid[])`)
  }
  await joinInSets(ctx.tx, false)
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
  matrix: MerchantSlots[],
  refusedPapers: RefusedPaper[],
  items: Item[],
  today: PlainDate,
  judged: Map<string, string>,
): Issue[] {
  const refusedIn = new Map(refusedPapers.map((d) => [`${d.applicationId}:${d.slot}`, d] as const))
  const byIndex = new Map(merchants.map((m) => [m.index, m]))
  return missingSlots(merchants, matrix, slots).map((issue) => {
    const item = issue.index === null ? undefined : items[issue.index]
    const refused = refusedIn.get(`${item?.id}:${issue.field}`)
    if (!refused || issue.index === null) return issue
    const past = refused.expiresOn !== null && isBefore(fromDb(refused.expiresOn), today)
    const known =
      judged.get(`${item?.id}:${issue.field}`) ?? (past && issue.field ? codeOf('EXPIRED', issue.field) : null)
    const code = known ?? `E_DOC_UNREADABLE:${issue.field}`
    return merchantIssue(byIndex.get(issue.index)!, code, issue.field, {
      ...(known ? {} : { reason: 'blurred', path: refused.originalPath }),
      ...(refused.expiresOn ? { expiresOn: fromDb(refused.expiresOn).toString() } : {}),
    })
  })
}

/** Asked for at once. A join of the list with itself would have no figures to plan by: its rows are minutes old. */
const CODES_AT_ONCE = 1_000

/** Credit codes with an application that the bank already holds, in the same mode (E_USCC_DUP). A partner sees its own party's only. */
async function activeElsewhere(
  ctx: Ctx,
  batchId: string,
  mode: string,
  merchants: readonly ListedMerchant[],
): Promise<Set<string>> {
  const codes = merchants.flatMap((m) => m.values.uscc ?? [])
  const found = new Set<string>()
  for (let at = 0; at < codes.length; at += CODES_AT_ONCE) {
    const rows = await ctx.tx.$queryRaw<{ uscc: string }[]>`
      select distinct other.uscc from application other
        join batch on batch.bank_id = other.bank_id and batch.id = other.batch_id and batch.mode = ${mode}
      where other.bank_id = ${ctx.actor.bankId}::uuid and other.uscc = any (${codes.slice(at, at + CODES_AT_ONCE)}::text[])
        and other.batch_id <> ${batchId}::uuid and other.state <> all (${['DRAFT', 'READY', 'SETTLED', ...ITEM_GONE]})`
    for (const r of rows) found.add(r.uscc)
  }
  return found
}
