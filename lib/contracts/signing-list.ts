/** The signings, and what has still to be appointed. */
import { z } from 'zod'
import { groupsToSignAnew } from '@/lib/guarantees/agreement-versions'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { CONTRACT_READERS } from './queries'

/**
 * The signings of a batch (or all of mine), each with how far it has come; the groups that have none yet, the approved
 * batches that wait to be opened, and who may come along as contract officer.
 */
export const signingList = defineQuery({
  name: 'signing.list',
  input: z.strictObject({
    batchId: zId.optional(),
    mine: z.coerce.boolean().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    /** the last session of the page before, by its start and id */
    cursor: z
      .string()
      .regex(/^\d{1,15}:[0-9a-f-]{36}$/i, 'E_CURSOR')
      .optional(),
  }),
  access: { roles: CONTRACT_READERS },
  async run({ tx, actor, input }) {
    const bankId = actor.bankId
    const [startsAt = '', lastId = ''] = input.cursor?.split(':') ?? []
    const after = new Date(Number(startsAt))
    const sessions = await tx.signingSession.findMany({
      where: {
        bankId,
        ...(input.batchId ? { batchId: input.batchId } : {}),
        AND: [
          input.mine ? { OR: [{ rmId: actor.userId! }, { contractOfficerId: actor.userId! }] } : {},
          input.cursor ? { OR: [{ startsAt: { gt: after } }, { startsAt: after, id: { gt: lastId } }] } : {},
        ],
        state: { not: 'CANCELLED' },
      },
      include: {
        group: { select: { id: true, code: true, name: true } },
        batch: { select: { code: true, market: { select: { name: true } } } },
        contracts: { select: { state: true, contractSigners: { select: { signedAt: true } } } },
      },
      orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
      take: input.limit + 1,
    })
    const page = sessions.slice(0, input.limit)
    const last = page.at(-1)
    const people = await tx.appUser.findMany({
      where: { bankId, id: { in: page.flatMap((s) => [s.rmId, s.contractOfficerId]) } },
      select: { id: true, name: true },
    })
    const nameOf = (id: string) => people.find((p) => p.id === id)?.name ?? ''
    const anew = await groupsToSignAnew({ tx, actor }, input.batchId)
    const appointed = await tx.signingSession.findMany({
      where: { bankId, groupId: { in: anew }, state: 'APPOINTED' },
      select: { groupId: true },
    })
    const groups = await tx.jointGroup.findMany({
      where: {
        bankId,
        ...(input.batchId ? { batchId: input.batchId } : {}),
        OR: [
          {
            batch: { state: { in: ['CONTRACTING', 'DISBURSING'] } },
            state: { in: ['LOCKED', 'SIGNED', 'ACTIVE'] },
            signingSessions: { none: { state: { not: 'CANCELLED' } } },
          },
          {
            batch: { state: { in: ['CONTRACTING', 'DISBURSING', 'ACTIVE'] } },
            id: { in: anew.filter((id) => !appointed.some((s) => s.groupId === id)) },
          },
        ],
      },
      orderBy: { code: 'asc' },
      take: 200,
      include: {
        batch: { select: { id: true, code: true, market: { select: { name: true } } } },
        _count: { select: { jointGroupMembers: { where: { state: 'ACTIVE' } } } },
      },
    })
    const toOpen = await tx.batch.findMany({
      where: {
        bankId,
        ...(input.batchId ? { id: input.batchId } : {}),
        state: { in: ['APPROVED', 'APPROVED_WITH_CONDITIONS'] },
        creditPlans: { some: { state: 'EFFECTIVE' } },
      },
      select: { id: true, code: true, market: { select: { name: true } } },
      orderBy: { code: 'asc' },
      take: 50,
    })
    const single = await tx.application.findMany({
      where: {
        bankId,
        ...(input.batchId ? { batchId: input.batchId } : {}),
        state: { in: ['APPROVED', 'APPROVED_REDUCED'] },
        batch: { state: { in: ['CONTRACTING', 'DISBURSING'] } },
        jointGroupMembers: { none: { state: 'ACTIVE' } },
      },
      select: {
        id: true,
        name: true,
        batch: { select: { id: true, code: true, mode: true } },
        contractParticulars: { select: { reviewedAt: true } },
      },
      orderBy: [{ batchId: 'asc' }, { position: 'asc' }],
      take: 1000,
    })
    const reduced = await tx.application.findMany({
      where: {
        bankId,
        ...(input.batchId ? { batchId: input.batchId } : {}),
        state: 'APPROVED_REDUCED',
        batch: { state: { in: ['CONTRACTING', 'DISBURSING'] } },
        applicationOutcome: { merchantAcceptedAt: null },
      },
      select: { id: true, name: true, requestedFen: true, applicationOutcome: { select: { approvedFen: true } } },
      orderBy: { position: 'asc' },
      take: 200,
    })
    const officers = await tx.appUser.findMany({
      where: { bankId, state: 'ACTIVE', roleGrants: { some: { role: 'CONTRACT_OFFICER', state: 'ACTIVE' } } },
      select: { id: true, name: true },
      orderBy: { name: 'asc' },
    })
    return {
      nextCursor: sessions.length > input.limit && last ? `${last.startsAt.getTime()}:${last.id}` : null,
      items: page.map((s) => {
        const signers = s.contracts.flatMap((c) => c.contractSigners)
        return {
          id: s.id,
          batchId: s.batchId,
          batch: s.batch.code,
          market: s.batch.market.name,
          group: s.group,
          place: s.place,
          startsAt: s.startsAt,
          state: s.state,
          rm: nameOf(s.rmId),
          contractOfficer: nameOf(s.contractOfficerId),
          contracts: s.contracts.length,
          contractsSigned: s.contracts.filter((c) => c.state === 'SIGNED').length,
          signatures: signers.length,
          signaturesDone: signers.filter((x) => x.signedAt).length,
          recordingRef: s.recordingRef,
        }
      }),
      groupsWaiting: groups.map((g) => ({
        id: g.id,
        code: g.code,
        name: g.name,
        members: g._count.jointGroupMembers,
        batchId: g.batch.id,
        batch: g.batch.code,
        market: g.batch.market.name,
        amountFen: g.limitFen,
      })),
      merchantsWaiting: single.map((a) => ({
        id: a.id,
        name: a.name,
        batchId: a.batch.id,
        batch: a.batch.code,
        mode: a.batch.mode,
        particulars: a.contractParticulars !== null,
      })),
      batchesToOpen: toOpen.map((b) => ({ id: b.id, code: b.code, market: b.market.name })),
      officers,
      reducedWaiting: reduced.map((a) => ({
        id: a.id,
        name: a.name,
        requestedFen: a.requestedFen,
        approvedFen: a.applicationOutcome?.approvedFen ?? null,
      })),
    }
  },
})
