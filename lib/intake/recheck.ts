/**
 * Looks at a whole batch again from what is stored: every rule of the list, the papers by slot, duplicates inside the
 * batch and in the bank. Replaces the open issues of the items that the operator may still edit, gives them READY or
 * DRAFT, and brings the packet's counts up to date. Reading, inline fixes, new papers and re-uploads all end here.
 */
import { moveItems } from '@/lib/batches/progress'
import { ITEM_GONE } from '@/lib/batches/workflow'
import type { CommandContext } from '@/lib/platform/commands'
import { fromDb, isBefore, type PlainDate, toDb } from '@/lib/platform/dates'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { checkMerchants } from './check-merchants'
import { checkCompleteness, slotMatrix } from './completeness'
import type { ReadMerchant } from './fields'
import { type Issue, merchantIssue, packetIssue } from './issue'
import { documentIssues, type PlacedDocument } from './match-documents'
import { listPolicy, type ModeCode } from './policy'
import { OPERATOR_SLOTS, type Side, type Slot } from './slots'
import { type ApplicationRow, merchantOf, sourceOf } from './stored-rows'

type Ctx = CommandContext<unknown>
/** Items the operator still works on; the others' findings belong to the bank's own check. */
const EDITABLE = ['DRAFT', 'READY', 'RETURNED']
/** Findings of the packet as a whole that are found again here; all others are the reading's, and stay until the next one. */
export const RECHECKED = ['W_NO_DOCUMENTS', 'W_DOC_UNMATCHED', 'W_DUP_FILE', 'W_ORG_CHECK']
/** How long a credit-query authorisation holds (§4.1). */
const CREDIT_QUERY_DAYS = 90

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
    include: { market: { select: { merchantCount: true, shareNum: true, shareDen: true } } },
  })
  const packet = await tx.packet.findFirst({ where: { bankId, batchId }, orderBy: { no: 'desc' } })
  const items = await tx.application.findMany({
    where: { bankId, batchId, state: { notIn: [...ITEM_GONE] } },
    orderBy: { position: 'asc' },
  })
  const stored = await tx.document.findMany({
    where: { bankId, batchId, state: { not: 'SUPERSEDED' } },
    include: { file: true },
    orderBy: { createdAt: 'asc' },
  })
  const merchants = items.map(merchantOf)
  const placed = stored.filter((d) => d.state !== 'REJECTED').map((d): PlacedDocument => placedOf(d, items))
  const policy = {
    ...listPolicy(batch.mode as ModeCode),
    rankedCount: batch.rankedCount ?? batch.market.merchantCount,
    share: { num: batch.market.shareNum ?? 1, den: batch.market.shareDen ?? 3 },
  }
  const activeUsccs = await activeElsewhere(ctx, batchId, batch.mode, items)
  const noPapers = stored.length === 0
  const found: Issue[] = [
    ...items.flatMap((a, index) => (sourceOf(a)?.readIssues ?? []).map((i) => ({ ...i, index }))),
    ...checkMerchants(merchants, { policy, today: today as never, activeUsccs }),
    ...(noPapers
      ? [packetIssue('W_NO_DOCUMENTS')]
      : [
          ...documentIssues(placed, [], merchants),
          ...missingPapers(merchants, placed, stored, items, today, await judgedExpired(ctx, batchId)),
        ]),
  ]
  const matrix = slotMatrix(merchants, placed, OPERATOR_SLOTS)
  const complete = (index: number) =>
    OPERATOR_SLOTS.every((s) => ['PRESENT', 'BUNDLED'].includes(matrix[index]?.slots[s]?.state ?? 'MISSING'))
  const errorRows = new Set(found.flatMap((i) => (i.level === 'error' && i.index !== null ? [i.index] : [])))
  await replaceIssues(ctx, batchId, packet?.id ?? null, batch.partyId, items, found)
  await grantConsents(ctx, items, stored, batch.partyId, today)
  const ready = items.filter((a, i) => a.state === 'DRAFT' && !errorRows.has(i) && complete(i)).map((a) => a.id)
  const unready = items.filter((a, i) => a.state === 'READY' && (errorRows.has(i) || !complete(i))).map((a) => a.id)
  await moveItems(ctx, ready, 'complete-packet')
  await moveItems(ctx, unready, 'reopen-packet')
  const warningRows = new Set(found.flatMap((i) => (i.level === 'warning' && i.index !== null ? [i.index] : [])))
  const counts = {
    rows: items.length,
    ready: items.length - errorRows.size,
    withErrors: errorRows.size,
    withWarnings: warningRows.size,
    documents: stored.length,
    unmatchedDocuments: placed.filter((p) => p.merchant === null && !p.slot?.startsWith('OP_')).length,
  }
  if (packet) await tx.packet.update({ where: { bankId_id: { bankId, id: packet.id } }, data: { counts } })
  return { ...counts, issues: found.length }
}

type StoredDocument = Prisma.DocumentGetPayload<{ include: { file: true } }>

function placedOf(d: StoredDocument, items: ApplicationRow[]): PlacedDocument {
  const at = items.findIndex((a) => a.id === d.applicationId)
  return {
    document: {
      path: d.originalPath,
      type: typeOf(d.file.mediaType),
      mime: d.file.mediaType,
      sizeBytes: Number(d.file.sizeBytes),
      sha256: d.sha256,
    },
    merchant: at < 0 ? null : at,
    slot: d.slot as Slot | null,
    side: d.side as Side | null,
    evidence: [],
    candidates: [],
  }
}

function typeOf(mime: string): 'JPG' | 'PNG' | 'PDF' | 'OFD' {
  return mime === 'image/jpeg' ? 'JPG' : mime === 'image/png' ? 'PNG' : mime === 'application/pdf' ? 'PDF' : 'OFD'
}

/** Slots whose paper the RM found expired, also without a date on it. */
async function judgedExpired(ctx: Ctx, batchId: string): Promise<Set<string>> {
  const rows = await ctx.tx.packetIssue.findMany({
    where: { bankId: ctx.actor.bankId, batchId, code: { startsWith: 'E_DOC_EXPIRED' }, resolvedAt: null },
    select: { applicationId: true, field: true },
  })
  return new Set(rows.map((r) => `${r.applicationId}:${r.field}`))
}

/** A slot that is empty because the RM refused its paper says why; any other says that it is missing. */
function missingPapers(
  merchants: ReadMerchant[],
  placed: PlacedDocument[],
  stored: StoredDocument[],
  items: ApplicationRow[],
  today: PlainDate,
  judged: Set<string>,
): Issue[] {
  return checkCompleteness(merchants, placed, OPERATOR_SLOTS).map((issue) => {
    const item = issue.index === null ? undefined : items[issue.index]
    const refused = stored.find((d) => d.state === 'REJECTED' && d.applicationId === item?.id && d.slot === issue.field)
    if (!refused || issue.index === null) return issue
    const expired =
      judged.has(`${item?.id}:${issue.field}`) ||
      (refused.expiresOn !== null && isBefore(fromDb(refused.expiresOn), today))
    const code = `${expired ? 'E_DOC_EXPIRED' : 'E_DOC_UNREADABLE'}:${issue.field}`
    return merchantIssue(merchants[issue.index]!, code, issue.field, {
      ...(expired ? {} : { reason: 'blurred', path: refused.originalPath }),
      ...(refused.expiresOn ? { expiresOn: fromDb(refused.expiresOn).toString() } : {}),
    })
  })
}

/** Credit codes with an application that the bank already holds, in the same mode (E_USCC_DUP). A partner sees its own party's only. */
async function activeElsewhere(ctx: Ctx, batchId: string, mode: string, items: ApplicationRow[]): Promise<Set<string>> {
  const usccs = items.map((i) => i.uscc).filter((u): u is string => u !== null)
  if (usccs.length === 0) return new Set()
  const rows = await ctx.tx.application.findMany({
    where: {
      bankId: ctx.actor.bankId,
      uscc: { in: usccs },
      batchId: { not: batchId },
      batch: { mode },
      state: { notIn: ['DRAFT', 'READY', 'SETTLED', ...ITEM_GONE] },
    },
    select: { uscc: true },
  })
  return new Set(rows.map((r) => r.uscc!))
}

async function replaceIssues(
  ctx: Ctx,
  batchId: string,
  packetId: string | null,
  partyId: string,
  items: ApplicationRow[],
  found: Issue[],
): Promise<void> {
  const { tx, actor } = ctx
  if (!packetId) return
  const editable = items.filter((i) => EDITABLE.includes(i.state)).map((i) => i.id)
  await tx.packetIssue.deleteMany({
    where: {
      bankId: actor.bankId,
      batchId,
      resolvedAt: null,
      OR: [{ applicationId: null, code: { in: RECHECKED } }, { applicationId: { in: editable } }],
    },
  })
  const rows = found
    .filter((i) => i.index === null || EDITABLE.includes(items[i.index]!.state))
    .map((i) => ({
      bankId: actor.bankId,
      id: newId(),
      packetId,
      batchId,
      applicationId: i.index === null ? null : items[i.index]!.id,
      partyId,
      rowNo: i.row === null ? null : String(i.row),
      merchantName: i.merchant,
      field: i.field,
      code: i.code,
      level: i.level === 'error' ? 'ERROR' : 'WARNING',
      params: i.params as Prisma.InputJsonObject,
    }))
  for (let at = 0; at < rows.length; at += 2000) await tx.packetIssue.createMany({ data: rows.slice(at, at + 2000) })
}

const CONSENT_SLOTS: Partial<Record<string, { kind: string; purpose: string }>> = {
  CREDIT_QUERY_CONSENT: { kind: 'CREDIT_QUERY', purpose: '贷款审批及贷后管理' },
  APPLICATION: { kind: 'SHARE_TO_BANK', purpose: '贷款申请资料提交' },
  DATA_SHARING_CONSENT: { kind: 'SHARE_BACK_STATUS', purpose: '贷后状态反馈' },
  CREDIT_REPORTING_CONSENT: { kind: 'CREDIT_REPORTING', purpose: '信贷信息报送' },
}

/** A consent paper in its slot is a consent given, with its own object: purpose, receiver, day, end (LEG-16). */
async function grantConsents(
  ctx: Ctx,
  items: ApplicationRow[],
  stored: StoredDocument[],
  partyId: string,
  today: PlainDate,
): Promise<void> {
  const { tx, actor, now } = ctx
  const have = await tx.consent.findMany({
    where: { bankId: actor.bankId, applicationId: { in: items.map((i) => i.id) }, state: 'GIVEN' },
    select: { applicationId: true, kind: true },
  })
  const seen = new Set(have.map((h) => `${h.applicationId}:${h.kind}`))
  const rows: Prisma.ConsentCreateManyInput[] = []
  for (const d of stored) {
    const consent = d.slot ? CONSENT_SLOTS[d.slot] : undefined
    if (!consent || !d.applicationId || d.state === 'REJECTED' || seen.has(`${d.applicationId}:${consent.kind}`))
      continue
    seen.add(`${d.applicationId}:${consent.kind}`)
    rows.push({
      bankId: actor.bankId,
      id: newId(),
      applicationId: d.applicationId,
      partyId,
      kind: consent.kind,
      state: 'GIVEN',
      receiver: actor.bankCode,
      purpose: consent.purpose,
      givenAt: now,
      expiresOn: consent.kind === 'CREDIT_QUERY' ? toDb(today.add({ days: CREDIT_QUERY_DAYS })) : null,
      documentId: d.id,
      createdBy: actor.userId,
    })
  }
  if (rows.length > 0) await tx.consent.createMany({ data: rows })
}
