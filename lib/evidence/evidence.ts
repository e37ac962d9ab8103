/**
 * Evidence: one row a proof, attached to one item of an object (an indicator of a survey, a condition, a visit). A proof
 * is a file, or a record in words (which bulletin, which page) where there is nothing to photograph.
 */
import { z } from 'zod'
import type { CommandContext } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { newId, type Tx } from '@/lib/platform/tenant'

const zDegrees = (limit: number) =>
  z
    .string()
    .regex(/^-?\d{1,3}(\.\d{1,8})?$/, 'E_NUMBER')
    .refine((v) => Math.abs(Number(v)) <= limit, 'E_RANGE')

/** The fields of a new proof; a command adds the object's own. */
export const evidenceFields = {
  source: z.string().regex(/^[A-Z][A-Z0-9_]{0,39}$/, 'E_EVIDENCE_KIND'),
  fileId: zId.optional(),
  note: z.string().trim().max(1000, 'E_TOO_LONG').optional(),
  /** when the photo was taken or the count made, RFC 3339 */
  observedAt: z.iso.datetime({ offset: true, error: 'E_DATE' }).optional(),
  latitude: zDegrees(90).optional(),
  longitude: zDegrees(180).optional(),
}

export type NewEvidence = {
  objectType: string
  objectId: string
  itemCode: string
  source: string
  fileId?: string
  note?: string
  observedAt?: string
  latitude?: string
  longitude?: string
}

const LEAST_WORDS = 6
const CLOCK_SKEW_MS = 5 * 60_000

/**
 * Attaches a proof in the command's transaction. Refuses E_EVIDENCE_EMPTY (neither file nor a record of a few words),
 * E_NOT_FOUND (a file that this person cannot see), E_DATE (observed in the future), E_REQUIRED (half a position).
 */
export async function addEvidence(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now'>,
  e: NewEvidence,
): Promise<{ id: string }> {
  const { tx, actor, now } = ctx
  if (!e.fileId && (e.note ?? '').length < LEAST_WORDS) throw refuse('E_EVIDENCE_EMPTY', { item: e.itemCode })
  if ((e.latitude === undefined) !== (e.longitude === undefined))
    throw refuse('E_REQUIRED:longitude', {}, { fields: [{ path: 'longitude', code: 'E_REQUIRED' }] })
  const observedAt = e.observedAt ? new Date(e.observedAt) : null
  if (observedAt && observedAt.getTime() > now.getTime() + CLOCK_SKEW_MS)
    throw refuse('E_DATE', {}, { fields: [{ path: 'observedAt', code: 'E_DATE' }] })
  if (e.fileId) {
    const file = await tx.fileObject.findFirst({ where: { bankId: actor.bankId, id: e.fileId }, select: { id: true } })
    if (!file) throw refuse('E_NOT_FOUND', { object: 'file' })
  }
  const id = newId()
  await tx.evidence.create({
    data: {
      bankId: actor.bankId,
      id,
      objectType: e.objectType,
      objectId: e.objectId,
      itemCode: e.itemCode,
      source: e.source,
      fileId: e.fileId ?? null,
      note: e.note || null,
      observedAt,
      latitude: e.latitude ?? null,
      longitude: e.longitude ?? null,
      createdBy: actor.userId,
    },
  })
  return { id }
}

/** Takes one's own proof away; E_NOT_FOUND for a proof of another object or of another person. */
export async function removeEvidence(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor'>,
  at: { id: string; objectType: string; objectId: string },
): Promise<{ itemCode: string }> {
  const { tx, actor } = ctx
  const where = { bankId: actor.bankId, ...at, createdBy: actor.userId }
  const row = await tx.evidence.findFirst({ where, select: { itemCode: true } })
  if (!row) throw refuse('E_NOT_FOUND', { object: 'evidence' })
  await tx.evidence.deleteMany({ where })
  return row
}

/** The proofs of some objects of one kind with their files, oldest first. */
export async function evidenceOf(tx: Tx, bankId: string, objectType: string, objectIds: string[]) {
  if (objectIds.length === 0) return []
  return tx.evidence.findMany({
    where: { bankId, objectType, objectId: { in: objectIds } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    include: { file: { select: { id: true, name: true, mediaType: true, sizeBytes: true } } },
  })
}

/** The same proofs for the next round of the same work: the files stay where they are. */
export async function copyEvidence(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor'>,
  objectType: string,
  from: string,
  to: string,
): Promise<void> {
  const { tx, actor } = ctx
  const rows = await tx.evidence.findMany({
    where: { bankId: actor.bankId, objectType, objectId: from },
  })
  await tx.evidence.createMany({ data: rows.map((r) => ({ ...r, id: newId(), objectId: to })) })
}
