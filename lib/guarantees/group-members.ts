/** The joint-guarantee groups of a batch as the rules of §2.2 read them: members, their loans, strength and kinship. */
import { PlanBasis } from '@/lib/plans/basis'
import {
  initialScheme,
  lineTerms,
  PLANNED_STATES,
  type PlanItem,
  readPlanItems,
  readPlanMarket,
} from '@/lib/plans/read-batch'
import { proposeLine } from '@/lib/plans/rules/line'
import { modeSingleCap } from '@/lib/plans/rules/merchant-limit'
import { SchemeParams } from '@/lib/plans/scheme'
import type { PlainDate } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { type Fen, minFen } from '@/lib/platform/money'
import type { Tx } from '@/lib/platform/tenant'
import type { Candidate } from './rules/group-proposal'
import { type GroupStrength, groupStrength, type JointGroupParameters, type Relation } from './rules/joint-group'

/** States of those who stand in groups, or may, from admission on. */
export const GROUPED_STATES = [
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

type Ctx = { tx: Tx; actor: { bankId: string }; today: PlainDate }
type BatchRow = { id: string; marketId: string; mode: string; rankedCount: number | null }

export type GroupMembers = {
  items: PlanItem[]
  /** by application */
  candidates: Map<string, Candidate>
  relations: Relation[]
  memberCapFen: Fen
  parameters: JointGroupParameters
}

/**
 * Everyone of the batch who may be in a group. The loan is the line of the plan in preparation, else what the limit
 * engine answers today; the household is the investigators' key, else the owner.
 */
export async function readGroupMembers(
  ctx: Ctx,
  batch: BatchRow,
  states: readonly string[] = PLANNED_STATES,
): Promise<GroupMembers> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const items = await readPlanItems(ctx, batch.id, states)
  const market = await readPlanMarket(ctx, batch)
  const plan = await tx.creditPlan.findFirst({
    where: { bankId, batchId: batch.id, state: { in: ['DRAFT', 'IN_REVIEW', 'COUNTERSIGNING', 'EFFECTIVE'] } },
    orderBy: { versionNo: 'desc' },
    include: { planLines: { where: { state: { notIn: ['REJECTED', 'DROPPED'] } } } },
  })
  const p = market.parameters.plans
  const scheme = SchemeParams.parse(plan?.params ?? initialScheme(p, items))
  const basis = PlanBasis.parse(plan?.survey ?? {})
  const mode = batch.mode as 'JG'
  const terms = lineTerms(mode, market, scheme, basis, today)
  const lines = new Map(plan?.planLines.map((l) => [l.applicationId, l]))
  const elsewhere = await activeElsewhere(ctx, batch.id)
  const candidates = new Map<string, Candidate>()
  for (const item of items) {
    const line = lines.get(item.id)
    const proposed = !line && item.facts ? proposeLine(item.facts, terms, p) : null
    candidates.set(item.id, {
      id: item.id,
      loanFen: line ? (line.approvedFen ?? line.limitFen) : (proposed?.limitFen ?? 0n),
      netAssetsFen: item.financials?.householdNetAssets ?? 0n,
      tenorMonths: line?.tenorMonths ?? proposed?.tenorMonths ?? terms.tenorMaxMonths,
      loanEnd: null,
      marketId: batch.marketId,
      householdId: item.financials?.householdKey || item.ownerIdNo || null,
      controllerId: item.financials?.controllerKey || null,
      outsideGuaranteesFen: item.financials?.outsideGuarantees ?? 0n,
      mainSupplierId: item.financials?.mainSupplier || null,
      activeGroupId: elsewhere.get(item.id) ?? null,
      eligible: item.grade !== null && item.financials !== null,
      wishedGroup: item.groupName?.trim() || null,
    })
  }
  const modeCap = modeSingleCap(mode, market.grade, 'INDIVIDUAL_BUSINESS', p.modeCaps)
  return {
    items,
    candidates,
    relations: kinship(items),
    memberCapFen: basis.singleCap === undefined ? modeCap : minFen(modeCap, basis.singleCap),
    parameters: p.jg,
  }
}

/** A spouse named in one sheet who owns another stall of the list: close relatives (§2.2). */
function kinship(items: readonly PlanItem[]): Relation[] {
  const byOwner = Map.groupBy(
    items.filter((i) => i.ownerIdNo !== ''),
    (i) => i.ownerIdNo,
  )
  return items.flatMap((i) => {
    const spouse = i.financials?.spouse?.idNo
    return (spouse ? (byOwner.get(spouse) ?? []) : [])
      .filter((other) => other.id !== i.id)
      .map((other): Relation => ({ a: i.id, b: other.id, kind: 'FAMILY' }))
  })
}

/** Items whose credit code is already an active member of a group of another batch: its code, by item. */
async function activeElsewhere(ctx: Ctx, batchId: string): Promise<Map<string, string>> {
  const rows = await ctx.tx.$queryRaw<{ id: string; code: string }[]>`
    select a.id, g.code from application a
    join application b on b.bank_id = a.bank_id and b.uscc = a.uscc and b.batch_id <> a.batch_id
    join joint_group_member m on m.bank_id = b.bank_id and m.application_id = b.id and m.state = 'ACTIVE'
    join joint_group g on g.bank_id = m.bank_id and g.id = m.group_id and g.state <> 'DISSOLVED'
    where a.bank_id = ${ctx.actor.bankId}::uuid and a.batch_id = ${batchId}::uuid and a.uscc is not null
      and b.state not in ('SETTLED', 'DROPPED', 'WITHDRAWN', 'EXPIRED', 'REJECTED')`
  return new Map(rows.map((r) => [r.id, r.code]))
}

/** The check of one group with every figure (§2.2). Members who are no longer planned are left out. */
export function checkMembers(known: GroupMembers, memberIds: readonly string[]): GroupStrength {
  const members = memberIds.flatMap((id) => known.candidates.get(id) ?? [])
  return groupStrength(
    {
      members,
      relations: known.relations,
      groupLimitFen: null,
      groupLimitEnd: null,
      memberCapFen: known.memberCapFen,
    },
    known.parameters,
  ).value
}

/** Groups with their active members, in the order they were made. */
export async function readGroups(ctx: Pick<Ctx, 'tx' | 'actor'>, batchId: string) {
  return ctx.tx.jointGroup.findMany({
    where: { bankId: ctx.actor.bankId, batchId, state: { not: 'DISSOLVED' } },
    orderBy: { code: 'asc' },
    include: { jointGroupMembers: { where: { state: 'ACTIVE' }, orderBy: { joinedAt: 'asc' } } },
  })
}

/** Refuses a batch that is not of the joint-guarantee mode. */
export function requireJointGuarantee(batch: { mode: string }): void {
  if (batch.mode !== 'JG') throw refuse('E_MODE_NOT_ALLOWED', { mode: batch.mode, allowed: ['JG'] })
}
