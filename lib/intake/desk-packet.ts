/** Of the packets of a batch, what its desk shows: how far the reading is, what failed, the list that stands, papers without a place. */
import type { Actor } from '@/lib/platform/actor'
import type { ErrorParams } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import { translatorFor } from '@/lib/platform/i18n/translator'
import type { Tx } from '@/lib/platform/tenant'
import { NO_COUNTS, NO_PROGRESS } from './packet-figures'
import { OPERATOR_ITEMS, rowNumber, spokenIssues } from './spoken-issues'

/** the latest uploads, for the timeline */
const UPLOADS = 50
const READING = ['QUEUED', 'READING', 'MATCHING']
/** As many papers as the tray takes at a time, findings as its list, merchants as the choice of an owner. */
const TRAY = 200
const FINDINGS = 200
const CHOICES = 3000

/** `handedOver`: the last submission, after which an older failed upload concerns nobody any more. */
export async function packetNow(tx: Tx, actor: Actor, batchId: string, handedOver: Date | null) {
  const bankId = actor.bankId
  const [packets, reading, list, findings] = [
    await tx.packet.findMany({ where: { bankId, batchId }, orderBy: { no: 'desc' }, take: UPLOADS }),
    await tx.packet.findFirst({ where: { bankId, batchId, state: { in: READING } }, orderBy: { no: 'desc' } }),
    await tx.packet.findFirst({
      where: { bankId, batchId, state: 'DONE', listFileId: { not: null } },
      orderBy: { no: 'desc' },
      select: { id: true, sheet: true, headerRow: true, unit: true, encoding: true },
    }),
    await tx.packetIssue.findMany({
      where: { bankId, batchId, applicationId: null, resolvedAt: null, code: { not: 'W_DOC_UNMATCHED' } },
      orderBy: [{ level: 'asc' }, { id: 'asc' }],
      take: FINDINGS,
    }),
  ]
  const t = await translatorFor(actor.locale, actor.bankId)
  const [latest] = packets
  const told = (p: { errorCode: string | null; errorParams: unknown }) =>
    p.errorCode
      ? { code: p.errorCode, ...errorText(t, { code: p.errorCode, params: (p.errorParams ?? {}) as ErrorParams }) }
      : null
  const fresh = latest !== undefined && (handedOver === null || latest.createdAt > handedOver)
  return {
    packet:
      latest === undefined
        ? null
        : {
            id: latest.id,
            no: latest.no,
            status: latest.state,
            counts: latest.counts ?? NO_COUNTS,
            progress: latest.progress ?? NO_PROGRESS,
            mapping: latest.mapping ?? {},
            sheet: latest.sheet,
            unit: latest.unit,
            code: latest.errorCode,
          },
    reading: reading && { id: reading.id },
    failure: fresh && latest.state === 'FAILED' ? told(latest) : null,
    uploads: packets.map((p) => ({
      id: p.id,
      no: p.no,
      status: p.state,
      at: p.createdAt,
      progress: (p.progress ?? NO_PROGRESS) as typeof NO_PROGRESS,
      failure: told(p),
    })),
    list,
    findings: await spokenIssues(actor, findings),
  }
}

/** Papers of nobody yet, and the operator's own papers of the batch (OP_*), which belong to no merchant. */
export async function unplacedPapers(tx: Tx, actor: Actor, batchId: string) {
  const bankId = actor.bankId
  const where = { bankId, batchId, state: 'UNMATCHED' }
  const operators = { slot: { startsWith: 'OP_' }, applicationId: null }
  const nobodys = { OR: [{ slot: null }, { NOT: { slot: { startsWith: 'OP_' } } }, { applicationId: { not: null } }] }
  const select = {
    id: true,
    originalPath: true,
    slot: true,
    fileId: true,
    applicationId: true,
    file: { select: { mediaType: true } },
  } as const
  const [unplaced, own, total, papers] = [
    await tx.document.findMany({
      where: { ...where, ...nobodys },
      select,
      orderBy: { originalPath: 'asc' },
      take: TRAY,
    }),
    await tx.document.findMany({
      where: { ...where, ...operators },
      select,
      orderBy: { originalPath: 'asc' },
      take: TRAY,
    }),
    await tx.document.count({ where: { ...where, ...nobodys } }),
    await tx.document.count({ where: { bankId, batchId, state: { not: 'SUPERSEDED' } } }),
  ]
  const [hints, merchants] =
    unplaced.length === 0
      ? [[], []]
      : [
          await tx.packetIssue.findMany({
            where: { bankId, batchId, code: 'W_DOC_UNMATCHED', resolvedAt: null },
            select: { field: true, params: true },
            take: TRAY * 2,
          }),
          await tx.application.findMany({
            where: { bankId, batchId, state: { in: OPERATOR_ITEMS } },
            orderBy: { position: 'asc' },
            take: CHOICES,
            select: { id: true, rowNo: true, name: true, stallNo: true, pyInitials: true },
          }),
        ]
  const hint = new Map(hints.map((h) => [h.field, (h.params as { candidates?: string[] } | null)?.candidates ?? []]))
  const paper = (d: (typeof unplaced)[number]) => ({
    id: d.id,
    path: d.originalPath,
    slot: d.slot,
    fileId: d.fileId,
    mediaType: d.file.mediaType,
    applicationId: d.applicationId,
    /** numbers of the rows it may belong to, when the names contradict each other */
    candidates: hint.get(d.originalPath) ?? [],
  })
  return {
    tray: unplaced.map(paper),
    trayTotal: total,
    /** papers of the batch in all, wherever they lie */
    papers,
    operatorPapers: own.map(paper),
    choices: merchants.map((m) => ({
      id: m.id,
      row: rowNumber(m.rowNo),
      name: m.name,
      stallNo: m.stallNo,
      pyInitials: m.pyInitials,
    })),
  }
}
