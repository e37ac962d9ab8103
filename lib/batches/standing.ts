/** What the head of a batch's page needs besides the overview: who can act, what stands in the way, where it came from. */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { BATCH_READERS } from './access'
import { operatorSubmits } from './submitter'

/** Merchants named as standing in the way; the rest are counted. */
const NAMED = 30

export const batchStanding = defineQuery({
  name: 'batches.standing',
  input: z.strictObject({ batchId: zId }),
  access: { roles: BATCH_READERS },
  async run({ tx, actor, input, today }) {
    const bankId = actor.bankId
    const batch = await tx.batch.findFirst({
      where: { bankId, id: input.batchId },
      select: {
        id: true,
        partyId: true,
        createdBy: true,
        rmId: true,
        evaluatorId: true,
        originBatch: { select: { id: true, code: true } },
        originBatchOfBatches: { select: { id: true, code: true, state: true }, orderBy: { id: 'asc' } },
      },
    })
    if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
    const { sla } = (await loadParameters(tx, bankId, today)).approvals
    const [open, byOperator, total, grades] = [
      await tx.application.findMany({
        where: { bankId, batchId: batch.id, state: { in: ['DRAFT', 'RETURNED', 'SUBMITTED'] } },
        orderBy: { position: 'asc' },
        take: NAMED,
        select: { id: true, rowNo: true, name: true, state: true },
      }),
      await operatorSubmits(tx, { bankId, ...batch }),
      await tx.slaClock.findFirst({
        where: {
          bankId,
          objectType: 'batch',
          objectId: batch.id,
          kind: 'TOTAL',
          state: { in: ['RUNNING', 'PAUSED'] },
        },
        select: { state: true, pauseCount: true, profile: true },
      }),
      await tx.applicationOutcome.findMany({
        where: { bankId, application: { batchId: batch.id }, grade: { not: null } },
        distinct: ['grade'],
        select: { grade: true },
      }),
    ]
    return {
      origin: batch.originBatch,
      children: batch.originBatchOfBatches,
      open: open.map((a) => ({ id: a.id, row: a.rowNo, name: a.name ?? '', state: a.state })),
      rmId: batch.rmId,
      evaluatorId: batch.evaluatorId,
      /** working days from acceptance to the final result, by profile */
      days: { NORMAL: sla.normalDays, GREEN: sla.greenPlanDays },
      operatorSubmits: byOperator,
      totalClock: total && { state: total.state as 'RUNNING' | 'PAUSED', pauses: total.pauseCount },
      grades: grades.flatMap((g) => (g.grade ? [g.grade] : [])).sort(),
    }
  },
})
export type BatchStanding = Awaited<ReturnType<typeof batchStanding>>
