/** The groups of a batch on one screen: members, their strength, and every rule that is broken. */
import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { checkMembers, readGroupMembers, readGroups } from './group-members'

const SHOWN = [
  'ADMITTED',
  'REGROUP_REQUIRED',
  'IN_APPROVAL',
  'APPROVED',
  'APPROVED_REDUCED',
  'CONTRACTING',
  'SIGNED',
  'CP_PENDING',
  'READY_TO_DRAW',
  'ACTIVE',
]

export const batchGroups = defineQuery({
  name: 'groups.ofBatch',
  input: z.strictObject({ batchId: zId }),
  access: { roles: BANK_ROLES },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const batch = await tx.batch.findFirst({ where: { bankId: actor.bankId, id: input.batchId } })
    if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
    const known = await readGroupMembers(ctx, batch, SHOWN)
    const groups = await readGroups(ctx, batch.id)
    const grouped = new Set(groups.flatMap((g) => g.jointGroupMembers.map((m) => m.applicationId)))
    const member = (id: string) => {
      const item = known.items.find((i) => i.id === id)
      const c = known.candidates.get(id)
      return {
        id,
        rowNo: item?.rowNo ?? '',
        name: item?.name ?? '',
        stallNo: item?.stallNo ?? '',
        state: item?.state ?? '',
        grade: item?.grade ?? null,
        loanFen: c?.loanFen ?? 0n,
        netAssetsFen: c?.netAssetsFen ?? 0n,
      }
    }
    return {
      batch: { id: batch.id, code: batch.code, state: batch.state, mode: batch.mode },
      editable: ['SCORING', 'PLAN_DRAFTING'].includes(batch.state),
      memberCapFen: known.memberCapFen,
      sizeMin: known.parameters.sizeMin,
      sizeMax: known.parameters.sizeMax,
      groups: groups.map((g) => {
        const ids = g.jointGroupMembers.map((m) => m.applicationId)
        const check = checkMembers(known, ids)
        return {
          id: g.id,
          code: g.code,
          name: g.name,
          state: g.state,
          version: g.version,
          valid: check.valid,
          violations: check.violations,
          totalFen: check.totalFen,
          netAssetsFen: check.netAssetsFen,
          members: ids.map((id) => ({
            ...member(id),
            capacityRatio: check.members.find((m) => m.id === id)?.capacityRatio ?? null,
          })),
        }
      }),
      ungrouped: known.items
        .filter((i) => !grouped.has(i.id))
        .map((i) => ({ ...member(i.id), wishedGroup: i.groupName })),
    }
  },
})
export type BatchGroups = Awaited<ReturnType<typeof batchGroups>>
