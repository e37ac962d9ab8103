import { z } from 'zod'
import { pledgedAssets } from '@/lib/collateral/pledged'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { readParticulars, resolutionProblem } from './particulars'
import { CONTRACT_READERS } from './queries'

/** What was recorded for a merchant's documents, and whether its guarantor may be written into them yet. */
export const particularsOf = defineQuery({
  name: 'contracts.particulars',
  input: z.strictObject({ applicationId: zId }),
  access: { roles: CONTRACT_READERS },
  async run({ tx, actor, input }) {
    const bankId = actor.bankId
    const item = await tx.application.findFirst({
      where: { bankId, id: input.applicationId },
      select: {
        id: true,
        name: true,
        uscc: true,
        state: true,
        contractParticulars: true,
        batch: { select: { code: true, mode: true } },
      },
    })
    if (!item) throw refuse('E_NOT_FOUND', { object: 'application' })
    const row = item.contractParticulars
    const particulars = readParticulars(row?.data)
    const people = await tx.appUser.findMany({
      where: { bankId, id: { in: [row?.recordedBy, row?.reviewedBy].filter((x) => typeof x === 'string') } },
      select: { id: true, name: true },
    })
    const pledged = await pledgedAssets({ tx, actor }, [{ id: item.id, name: item.name ?? '', uscc: item.uscc ?? '' }])
    const nameOf = (id: string | null | undefined) => people.find((p) => p.id === id)?.name ?? null
    return {
      applicationId: item.id,
      merchant: item.name,
      state: item.state,
      batch: item.batch.code,
      mode: item.batch.mode,
      particulars,
      pledged: pledged.get(item.id) ?? [],
      recordedBy: nameOf(row?.recordedBy),
      recordedAt: row?.recordedAt ?? null,
      reviewedBy: nameOf(row?.reviewedBy),
      reviewedAt: row?.reviewedAt ?? null,
      problem: particulars.guarantor ? resolutionProblem(particulars.guarantor, Boolean(row?.reviewedAt)) : null,
    }
  },
})
