/** A plan through its submissions and versions: every one stays on file, and any two can be compared (§5.1, §10.6). */
import { z } from 'zod'
import { describeChanges, type PlanContent } from '@/lib/approvals/rules/material-change'
import { BANK_ROLES } from '@/lib/platform/actor'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { SECTION_KEYS } from './basis'
import { planContent } from './content'

/** Every submission of the plan, newest first: its hash, who made it, and what changed against the one before (§10.6). */
export const planSubmissions = defineQuery({
  name: 'plans.submissions',
  input: z.strictObject({ planId: zId }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input }) {
    const bankId = actor.bankId
    const plan = await tx.creditPlan.findFirst({ where: { bankId, id: input.planId }, select: { id: true } })
    if (!plan) throw refuse('E_NOT_FOUND', { object: 'plan' })
    const rows = await tx.planSubmission.findMany({
      where: { bankId, planId: plan.id },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
    })
    const states = await tx.countersignRound.findMany({
      where: { bankId, planId: plan.id, kind: 'PRELIMINARY' },
      select: { no: true, state: true },
    })
    const contents = rows.map((r) => r.content as unknown as PlanContent)
    return {
      planId: plan.id,
      items: rows
        .map((r, i) => ({
          no: r.no,
          kind: r.kind as 'SUBMITTED' | 'ANNEX' | 'DECIDED',
          at: r.at,
          by: r.byName || null,
          state: states.find((s) => s.no === r.no)?.state ?? '',
          sha256: r.sha256,
          changes: i > 0 ? describeChanges(contents[i - 1]!, contents[i]!) : [],
        }))
        .reverse(),
    }
  },
})

/** Two submissions of a plan, or of two versions of it, side by side: figures by field and every section's text. */
export const comparePlans = defineQuery({
  name: 'plans.compare',
  input: z.strictObject({ planId: zId, from: z.string().max(80), to: z.string().max(80) }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input }) {
    const bankId = actor.bankId
    const plan = await tx.creditPlan.findFirst({
      where: { bankId, id: input.planId },
      select: { id: true, batchId: true, versionNo: true, state: true },
    })
    if (!plan) throw refuse('E_NOT_FOUND', { object: 'plan' })
    const rows = await tx.planSubmission.findMany({
      where: { bankId, plan: { batchId: plan.batchId } },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
      include: { plan: { select: { versionNo: true } } },
    })
    const known = rows.map((r) => ({
      key: r.id,
      versionNo: r.plan.versionNo,
      no: r.no,
      kind: r.kind as 'SUBMITTED' | 'ANNEX' | 'DECIDED' | 'NOW',
      at: r.at as Date | null,
      content: r.content as unknown as PlanContent,
    }))
    const now = {
      key: 'NOW',
      versionNo: plan.versionNo,
      no: 0,
      kind: 'NOW' as const,
      at: null,
      content: (await planContent(tx, bankId, plan.id)) as unknown as PlanContent,
    }
    const all = [...known, now]
    const find = (key: string) => {
      const found = all.find((v) => v.key === key)
      if (!found) throw refuse('E_NOT_FOUND', { object: 'submission' })
      return found
    }
    const [from, to] = [find(input.from), find(input.to)]
    const sections = (c: PlanContent) => (c.sections ?? {}) as Record<string, string>
    return {
      planId: plan.id,
      versions: all.map(({ content: _, ...v }) => v),
      from: from.key,
      to: to.key,
      changes: describeChanges(from.content, to.content).filter((c) => c.field !== 'sections'),
      texts: SECTION_KEYS.map((key) => ({
        key,
        before: sections(from.content)[key] ?? '',
        after: sections(to.content)[key] ?? '',
      })).filter((t) => t.before !== t.after),
    }
  },
})

/** What changed since this person last spoke on the plan; since the submission before when the person never did. */
export const changesSinceMine = defineQuery({
  name: 'plans.changesSinceMine',
  input: z.strictObject({ planId: zId }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input }) {
    const bankId = actor.bankId
    const plan = await tx.creditPlan.findFirst({
      where: { bankId, id: input.planId },
      select: { id: true, snapshot: true, sha256: true },
    })
    if (!plan) throw refuse('E_NOT_FOUND', { object: 'plan' })
    const rows = await tx.planSubmission.findMany({
      where: { bankId, planId: plan.id, kind: 'SUBMITTED' },
      orderBy: { at: 'desc' },
      take: 50,
    })
    const spoken = await tx.opinion.findFirst({
      where: { bankId, planId: plan.id, userId: actor.userId ?? undefined, factor: { not: 'KEPT' } },
      orderBy: { at: 'desc' },
      select: { at: true, planSha256: true },
    })
    const seen = spoken ? rows.find((r) => r.sha256 === spoken.planSha256) : undefined
    const base = seen ?? rows[1]
    if (!base || !plan.snapshot || base.sha256 === plan.sha256) return { since: null, changes: [] }
    return {
      since: { at: seen ? spoken!.at : base.at, no: base.no, mine: seen !== undefined },
      changes: describeChanges(base.content as unknown as PlanContent, plan.snapshot as unknown as PlanContent),
    }
  },
})
