/** The papers of an insurance claim: brought by the bank, and asked for again by the insurer while it may still say so (§2.5). */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { loadCalendar } from '@/lib/platform/calendar'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { addWorkingDays, fromDb, isAfter, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { paperClosed, partysCopies } from '../claims/papers'
import { INSURER_REPLY_DAYS, wantingPapers } from '../rules/claim-papers'
import type { ClaimType } from '../rules/claim-parts'
import { lockClaim } from './claims'

const OPEN = [
  'DRAFT',
  'SUBMITTED',
  'UNDER_REVIEW',
  'BANK_CONFIRMED',
  'NOTICE_SENT',
  'ACCEPTED',
  'DISPUTED',
  'PAID_PARTIAL',
]

/** A paper is there: by its number, as a file, or both. What the insurer has already is replaced only when it asks for it again. */
export const recordClaimPaper = defineCommand({
  name: 'claims.recordPaper',
  input: z.strictObject({
    paperId: zId,
    reference: z.string().trim().min(2).max(100).optional(),
    fileId: zId.optional(),
  }),
  access: { roles: ['RM', 'COLLECTOR', 'POST_PARTNER'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const known = await tx.claimPaper.findFirst({ where: { bankId, id: input.paperId }, select: { claimId: true } })
    if (!known) throw refuse('E_NOT_FOUND', { object: 'paper' })
    const claim = await lockClaim(ctx, known.claimId)
    const paper = await tx.claimPaper.findFirstOrThrow({ where: { bankId, id: input.paperId } })
    if (!OPEN.includes(claim.state) || (paper.partyId !== null && paper.state !== 'QUERIED'))
      throw refuse('E_STATE', { object: 'paper', state: paper.state, event: 'record' }, { allowed: [] })
    const closed = paperClosed(paper, today)
    if (closed) throw refuse('E_CLAIM_PERIOD', { until: closed.toString() })
    if (!input.reference && !input.fileId)
      throw refuse('E_REQUIRED:reference', {}, { fields: [{ path: 'reference', code: 'E_REQUIRED' }] })
    let fileId = input.fileId ?? null
    if (fileId) {
      const file = await tx.fileObject.findFirst({ where: { bankId, id: fileId }, select: { id: true } })
      if (!file) throw refuse('E_NOT_FOUND', { object: 'file' }, { fields: [{ path: 'fileId', code: 'E_NOT_FOUND' }] })
      if (paper.partyId) fileId = (await partysCopies(ctx, paper.partyId, [fileId])).get(fileId) ?? fileId
    }
    await tx.claimPaper.update({
      where: { bankId_id: { bankId, id: paper.id } },
      data: {
        state: 'RECEIVED',
        origin: 'HAND',
        reference: input.reference ?? null,
        fileId,
        receivedOn: toDb(today),
        receivedBy: actor.userId,
        version: { increment: 1 },
      },
    })
    ctx.audit({
      objectType: 'claim',
      objectId: claim.id,
      detail: { event: 'paper', kind: paper.kind, reference: input.reference ?? '', file: fileId ?? '' },
    })
    if (paper.partyId) await startAnew(ctx, claim)
    return { id: paper.id, state: 'RECEIVED' as const }
  },
})

/** A claim counts as received on the day on which it is complete: the insurer's days to answer and to pay run from then (§2.5). */
async function startAnew(
  ctx: CommandContext<unknown>,
  claim: { id: string; type: string; state: string },
): Promise<void> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const file = await tx.claimPaper.findMany({ where: { bankId, claimId: claim.id } })
  if (wantingPapers(claim.type as ClaimType, file).length > 0 || claim.state !== 'NOTICE_SENT') return
  const calendar = await loadCalendar(tx, bankId)
  const { li } = (await loadParameters(tx, bankId, today)).plans
  const payBy = toDb(addWorkingDays(today, li.payWorkingDays, calendar))
  await tx.claimNotice.updateMany({
    where: { bankId, claimId: claim.id, state: { in: ['SENT', 'DELIVERED'] } },
    data: { answerBy: toDb(addWorkingDays(today, INSURER_REPLY_DAYS, calendar)), payBy, version: { increment: 1 } },
  })
  await tx.claimLine.updateMany({
    where: { bankId, claimId: claim.id, state: 'NOTICE_SENT' },
    data: { payBy, version: { increment: 1 } },
  })
}

/** The insurer finds a paper wanting and says what; only before it has answered, and within its days to say whether the claim is complete. */
export const queryClaimPaper = defineCommand({
  name: 'claims.queryPaper',
  input: z.strictObject({ paperId: zId, note: z.string().trim().min(2).max(500) }),
  access: { roles: ['INSURER_USER'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const paper = await tx.claimPaper.findFirst({
      where: { bankId, id: input.paperId, partyId: actor.partyId ?? '' },
    })
    if (!paper) throw refuse('E_NOT_FOUND', { object: 'paper' })
    const letter = await tx.claimNotice.findFirst({
      where: { bankId, claimId: paper.claimId, partyId: paper.partyId, state: { in: ['SENT', 'DELIVERED'] } },
      orderBy: { number: 'desc' },
    })
    if (!letter || isAfter(today, fromDb(letter.answerBy)))
      throw refuse('E_STATE', { object: 'paper', state: paper.state, event: 'query' }, { allowed: [] })
    const done = await tx.claimPaper.updateMany({
      where: { bankId, id: paper.id, state: 'RECEIVED' },
      data: {
        state: 'QUERIED',
        queryNote: input.note,
        queriedOn: toDb(today),
        queriedBy: actor.userId,
        version: { increment: 1 },
      },
    })
    if (done.count === 0)
      throw refuse('E_STATE', { object: 'paper', state: paper.state, event: 'query' }, { allowed: [] })
    ctx.audit({
      objectType: 'claim',
      objectId: paper.claimId,
      reason: input.note,
      detail: { event: 'paper-queried', kind: paper.kind },
    })
    return { id: paper.id, state: 'QUERIED' as const }
  },
})
