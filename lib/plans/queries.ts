/** What the plan's pages and the API read. */
import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import { fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Tx } from '@/lib/platform/tenant'
import type { Trace } from '@/lib/platform/trace'
import { allowedEvents } from '@/lib/platform/workflow'
import type { LimitTraces, LineEditRecord, PlanSection, PriceTraces } from './basis'
import { type PlanState, planMachine } from './workflow'

/** A plan with its lines, sections and figures. */
export const planView = defineQuery({
  name: 'plans.view',
  input: z.strictObject({ planId: zId }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input }) {
    const bankId = actor.bankId
    const plan = await tx.creditPlan.findFirst({
      where: { bankId, id: input.planId },
      omit: { snapshot: true },
      include: {
        batch: { select: { id: true, code: true, state: true } },
        market: { select: { id: true, code: true, name: true } },
        basePlan: { select: { id: true, code: true, versionNo: true } },
        conditions: { orderBy: { createdAt: 'asc' } },
      },
    })
    if (!plan) throw refuse('E_NOT_FOUND', { object: 'plan' })
    const lines = await readLines(tx, bankId, plan.id)
    const [groups, versions, author, comments, warnings] = [
      await tx.jointGroup.findMany({
        where: { bankId, batchId: plan.batchId, state: { not: 'DISSOLVED' } },
        orderBy: { code: 'asc' },
        include: {
          jointGroupMembers: { where: { state: 'ACTIVE' }, select: { applicationId: true, amountFen: true } },
        },
      }),
      await tx.creditPlan.findMany({
        where: { bankId, batchId: plan.batchId },
        orderBy: { versionNo: 'asc' },
        select: { id: true, versionNo: true, state: true, submittedAt: true },
      }),
      await (plan.writtenBy
        ? tx.appUser.findFirst({ where: { bankId, id: plan.writtenBy }, select: { name: true } })
        : null),
      await tx.planComment.count({ where: { bankId, planId: plan.id, state: 'OPEN', replyTo: null } }),
      await tx.warningSignal.count({
        where: { bankId, marketId: plan.marketId, state: { notIn: ['CLOSED', 'FALSE_ALARM'] } },
      }),
    ]
    return {
      id: plan.id,
      code: plan.code,
      versionNo: plan.versionNo,
      version: plan.version,
      state: plan.state as PlanState,
      mode: plan.mode,
      batch: plan.batch,
      market: plan.market,
      params: plan.params as Record<string, string | number | boolean>,
      basis: plan.survey as Record<string, string | number>,
      aggregateLimitFen: plan.aggregateLimitFen,
      limitTrace: plan.limitTrace as unknown as Trace | null,
      approvedSumFen: plan.approvedSumFen,
      level: plan.level,
      routingTrace: plan.routingTrace as unknown as (Trace & { escalations?: string[] }) | null,
      sections: (plan.sections as unknown as PlanSection[]) ?? [],
      sha256: plan.sha256,
      result: plan.result,
      author: author?.name ?? null,
      submittedAt: plan.submittedAt,
      decidedAt: plan.decidedAt,
      validFrom: fromDbOrNull(plan.validFrom),
      validUntil: fromDbOrNull(plan.validUntil),
      firstContractBy: fromDbOrNull(plan.firstContractBy),
      allowedEvents: allowedEvents(planMachine, plan.state, actor),
      versions,
      openComments: comments,
      marketWarnings: warnings,
      kind: plan.kind as 'PLAN' | 'ADD_ON',
      basePlan: plan.basePlan,
      reconsideredAt: plan.reconsideredAt,
      decidedOn: fromDbOrNull(plan.decidedOn),
      conditions: plan.conditions.map((c) => ({
        id: c.id,
        text: c.text,
        type: c.type,
        ownerRole: c.ownerRole,
        dueOn: fromDbOrNull(c.dueOn),
        state: c.state,
        objectType: c.objectType,
      })),
      groups: groups.map((g) => ({
        id: g.id,
        code: g.code,
        name: g.name,
        state: g.state,
        limitFen: g.limitFen,
        members: g.jointGroupMembers.map((m) => m.applicationId),
        valid: (g.checkResult as { valid?: boolean } | null)?.valid ?? false,
      })),
      lines,
    }
  },
})
/** Lines as a list shows them; what a figure was derived from is read line by line (`planLine`). */
async function readLines(tx: Tx, bankId: string, planId: string) {
  const rows = await tx.$queryRaw<LineRow[]>`
    select l.id, l.application_id, a.row_no, a.name, a.stall_no, a.owner_name, a.main_goods, a.state as item_state, o.grade, o.score_total,
      l.applied_fen, l.limit_fen, l.approved_fen, l.rate_ppm, l.all_in_ppm, l.tenor_months, l.repayment_method, l.margin_fen, l.state, l.reason,
      g.id as group_id, g.code as group_code, g.name as group_name, l.limit_trace->>'binding' as binding,
      coalesce((l.limit_trace->>'affordable')::boolean, true) as affordable, coalesce(l.limit_trace->'edits', '[]') as edits
    from plan_line l
    join application a on a.bank_id = l.bank_id and a.id = l.application_id
    left join application_outcome o on o.bank_id = a.bank_id and o.application_id = a.id
    left join joint_group g on g.bank_id = l.bank_id and g.id = l.group_id
    where l.bank_id = ${bankId}::uuid and l.plan_id = ${planId}::uuid order by a.position`
  return rows.map((l) => ({
    id: l.id,
    applicationId: l.application_id,
    rowNo: l.row_no,
    name: l.name ?? '',
    stallNo: l.stall_no ?? '',
    ownerName: l.owner_name ?? '',
    goods: l.main_goods ?? '',
    itemState: l.item_state,
    grade: l.grade,
    score: l.score_total,
    appliedFen: l.applied_fen,
    limitFen: l.limit_fen,
    approvedFen: l.approved_fen,
    ratePpm: l.rate_ppm,
    allInPpm: l.all_in_ppm,
    tenorMonths: l.tenor_months,
    method: l.repayment_method,
    marginFen: l.margin_fen,
    state: l.state,
    reason: l.reason,
    group: l.group_id ? { id: l.group_id, code: l.group_code ?? '', name: l.group_name ?? '' } : null,
    /** the cap that decided, k1 … k7 */
    binding: l.binding,
    affordable: l.affordable,
    edits: l.edits,
  }))
}
type LineRow = {
  id: string
  application_id: string
  row_no: string
  name: string | null
  stall_no: string | null
  owner_name: string | null
  main_goods: string | null
  item_state: string
  grade: string | null
  score_total: number | null
  applied_fen: bigint
  limit_fen: bigint
  approved_fen: bigint | null
  rate_ppm: number
  all_in_ppm: number
  tenor_months: number
  repayment_method: string
  margin_fen: bigint
  state: string
  reason: string | null
  group_id: string | null
  group_code: string | null
  group_name: string | null
  binding: string | null
  affordable: boolean
  edits: LineEditRecord[]
}

/** One line with the derivation of its limit, price, cost and affordability. */
export const planLine = defineQuery({
  name: 'plans.line',
  input: z.strictObject({ planId: zId, lineId: zId }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input }) {
    const line = await tx.planLine.findFirst({
      where: { bankId: actor.bankId, planId: input.planId, id: input.lineId },
      select: { id: true, limitTrace: true, priceTrace: true },
    })
    if (!line) throw refuse('E_NOT_FOUND', { object: 'line' })
    return {
      id: line.id,
      limitTraces: line.limitTrace as unknown as LimitTraces,
      priceTraces: line.priceTrace as unknown as PriceTraces,
    }
  },
})

export type PlanView = Awaited<ReturnType<typeof planView>>

/** The plan of a batch that counts now, if any: the latest version. */
export const planOfBatch = defineQuery({
  name: 'plans.ofBatch',
  input: z.strictObject({ batchId: zId }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input }) {
    const batch = await tx.batch.findFirst({ where: { bankId: actor.bankId, id: input.batchId }, select: { id: true } })
    if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
    const plan = await tx.creditPlan.findFirst({
      where: { bankId: actor.bankId, batchId: batch.id },
      orderBy: { versionNo: 'desc' },
      select: {
        id: true,
        code: true,
        versionNo: true,
        state: true,
        level: true,
        aggregateLimitFen: true,
        approvedSumFen: true,
        version: true,
      },
    })
    return { batchId: batch.id, plan }
  },
})

const PlanList = z.strictObject({
  state: z.string().max(120).optional(),
  search: z.string().trim().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: zId.optional(),
})

/** Plans, newest first. */
export const planList = defineQuery({
  name: 'plans.list',
  input: PlanList,
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input }) {
    const rows = await tx.creditPlan.findMany({
      where: {
        bankId: actor.bankId,
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
        ...(input.state ? { state: { in: input.state.split(',') } } : {}),
        ...(input.search
          ? {
              OR: [
                { code: { contains: input.search, mode: 'insensitive' } },
                { market: { name: { contains: input.search } } },
              ],
            }
          : {}),
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
      include: {
        market: { select: { name: true } },
        batch: { select: { id: true, code: true } },
        _count: { select: { planLines: { where: { state: { not: 'DROPPED' } } } } },
      },
    })
    return {
      items: rows.slice(0, input.limit).map((p) => ({
        id: p.id,
        code: p.code,
        versionNo: p.versionNo,
        state: p.state,
        market: p.market.name,
        batch: p.batch,
        level: p.level,
        aggregateLimitFen: p.aggregateLimitFen,
        approvedSumFen: p.approvedSumFen,
        merchants: p._count.planLines,
        submittedAt: p.submittedAt,
      })),
      nextCursor: rows.length > input.limit ? rows[input.limit - 1]!.id : null,
    }
  },
})
