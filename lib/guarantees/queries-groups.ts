/** The groups of a batch on one screen: members, their strength, and every rule that is broken. */
import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import { fromDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Tx } from '@/lib/platform/tenant'
import { groupsToSignAnew } from './agreement-versions'
import { checkMembers, GROUPED_STATES, readGroupMembers, readGroups } from './group-members'

type Reader = { tx: Tx; actor: { bankId: string } }

export const batchGroups = defineQuery({
  name: 'groups.ofBatch',
  input: z.strictObject({ batchId: zId }),
  access: { roles: BANK_ROLES },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const batch = await tx.batch.findFirst({ where: { bankId: actor.bankId, id: input.batchId } })
    if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
    const known = await readGroupMembers(ctx, batch, GROUPED_STATES)
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
    const [anew, versions] = [await groupsToSignAnew(ctx, batch.id), await versionsOf(ctx, batch.id)]
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
          /** after signing members are replaced by a new version of the agreement (INV-JG6) */
          replaceable: ['SIGNED', 'ACTIVE', 'FROZEN'].includes(g.state),
          agreementVersion: g.agreementVersion,
          signAnew: anew.includes(g.id),
          earlier: versions.filter((v) => v.groupId === g.id && v.versionNo < g.agreementVersion),
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
/** Earlier versions of agreements with what is still owed under each. */
async function versionsOf({ tx, actor }: Reader, batchId: string) {
  const rows = await tx.$queryRaw<
    { group_id: string; version_no: number; made_on: Date; members: bigint; loans: bigint; owed: bigint }[]
  >`
    select v.group_id, v.version_no, v.made_on,
      (select count(*) from joint_agreement_member m where m.bank_id = v.bank_id and m.group_id = v.group_id and m.version_no = v.version_no) as members,
      coalesce(o.loans, 0) as loans, coalesce(o.owed, 0)::bigint as owed
    from joint_agreement v join joint_group g on g.bank_id = v.bank_id and g.id = v.group_id and g.batch_id = ${batchId}::uuid
    left join lateral (select count(*) as loans, sum(s.principal_fen) as owed from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id and s.live
      where l.bank_id = v.bank_id and l.group_id = v.group_id and coalesce(l.agreement_version, 1) = v.version_no) o on true
    where v.bank_id = ${actor.bankId}::uuid order by v.group_id, v.version_no`
  return rows.map((r) => ({
    groupId: r.group_id,
    versionNo: r.version_no,
    madeOn: fromDb(r.made_on),
    members: Number(r.members),
    loans: Number(r.loans),
    owedFen: r.owed,
  }))
}
export type BatchGroups = Awaited<ReturnType<typeof batchGroups>>
