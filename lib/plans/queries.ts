/** What the plan's pages and the API read. */
import { z } from 'zod'
import { diffPlans, type PlanContent } from '@/lib/approvals/rules/material-change'
import { BANK_ROLES } from '@/lib/platform/actor'
import { fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Trace } from '@/lib/platform/trace'
import { allowedEvents } from '@/lib/platform/workflow'
import type { LimitTraces, PlanSection, PriceTraces } from './basis'
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
      include: {
        batch: { select: { id: true, code: true, state: true } },
        market: { select: { id: true, code: true, name: true } },
        planLines: {
          orderBy: { application: { position: 'asc' } },
          include: {
            group: { select: { id: true, code: true, name: true } },
            application: {
              select: {
                id: true,
                rowNo: true,
                position: true,
                name: true,
                stallNo: true,
                ownerName: true,
                mainGoods: true,
                state: true,
                purpose: true,
                applicationOutcome: { select: { grade: true, scoreTotal: true } },
              },
            },
          },
        },
        conditions: { orderBy: { createdAt: 'asc' } },
      },
    })
    if (!plan) throw refuse('E_NOT_FOUND', { object: 'plan' })
    const [groups, versions, author] = await Promise.all([
      tx.jointGroup.findMany({
        where: { bankId, batchId: plan.batchId, state: { not: 'DISSOLVED' } },
        orderBy: { code: 'asc' },
        include: {
          jointGroupMembers: { where: { state: 'ACTIVE' }, select: { applicationId: true, amountFen: true } },
        },
      }),
      tx.creditPlan.findMany({
        where: { bankId, batchId: plan.batchId },
        orderBy: { versionNo: 'asc' },
        select: { id: true, versionNo: true, state: true, submittedAt: true },
      }),
      plan.writtenBy ? tx.appUser.findFirst({ where: { bankId, id: plan.writtenBy }, select: { name: true } }) : null,
    ])
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
      lines: plan.planLines.map((l) => ({
        id: l.id,
        applicationId: l.applicationId,
        rowNo: l.application.rowNo,
        name: l.application.name ?? '',
        stallNo: l.application.stallNo ?? '',
        ownerName: l.application.ownerName ?? '',
        goods: l.application.mainGoods ?? '',
        itemState: l.application.state,
        grade: l.application.applicationOutcome?.grade ?? null,
        score: l.application.applicationOutcome?.scoreTotal ?? null,
        appliedFen: l.appliedFen,
        limitFen: l.limitFen,
        approvedFen: l.approvedFen,
        ratePpm: l.ratePpm,
        allInPpm: l.allInPpm,
        tenorMonths: l.tenorMonths,
        method: l.repaymentMethod,
        marginFen: l.marginFen,
        state: l.state,
        reason: l.reason,
        group: l.group,
        limitTraces: l.limitTrace as unknown as LimitTraces,
        priceTraces: l.priceTrace as unknown as PriceTraces,
      })),
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

/** Every submission of the plan, newest first: its hash and what changed against the one before (§10.6). */
export const planSubmissions = defineQuery({
  name: 'plans.submissions',
  input: z.strictObject({ planId: zId }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input }) {
    const plan = await tx.creditPlan.findFirst({
      where: { bankId: actor.bankId, id: input.planId },
      select: { id: true },
    })
    if (!plan) throw refuse('E_NOT_FOUND', { object: 'plan' })
    const rounds = await tx.countersignRound.findMany({
      where: { bankId: actor.bankId, planId: plan.id, kind: 'PRELIMINARY' },
      orderBy: { no: 'asc' },
    })
    type Submission = { sha256: string; content: PlanContent }
    const contents = rounds.map((r) => (r.result as { submission?: Submission } | null)?.submission ?? null)
    return {
      planId: plan.id,
      items: rounds
        .map((r, i) => ({
          no: r.no,
          at: r.openedAt,
          state: r.state,
          sha256: contents[i]?.sha256 ?? '',
          changes:
            i > 0 && contents[i] && contents[i - 1] ? diffPlans(contents[i - 1]!.content, contents[i]!.content) : [],
        }))
        .reverse(),
    }
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
