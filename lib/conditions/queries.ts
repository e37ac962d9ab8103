import { z } from 'zod'
import { hasRole } from '@/lib/platform/actor'
import { fromDbOrNull, isAfter } from '@/lib/platform/dates'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { type ConditionType, type PlanLevel, VERIFIERS, type Vote, waiverAuthority } from './rules'
import { CONDITION_SETTLED } from './workflow'

/** Who sees conditions of approvals. */
export const CONDITION_READERS = [
  'RM',
  'CONTRACT_OFFICER',
  'EVALUATOR',
  'RISK_MGR',
  'SB_REVIEWER',
  'SB_HEAD',
  'CR_REVIEWER',
  'CR_APPROVER',
  'CR_HEAD',
  'LEGAL',
  'DISB_REVIEWER',
  'DISB_APPROVER',
  'OPS_MAKER',
  'POST_MKT',
  'AUDITOR',
] as const

/** Conditions of approvals with their owner, evidence, verifier and waiver, and what I may do with each. */
export const conditionObjects = defineQuery({
  name: 'approvalConditions.list',
  input: z.strictObject({
    planId: zId.optional(),
    state: z.string().max(80).optional(),
    type: z.string().max(40).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: zId.optional(),
  }),
  access: { roles: CONDITION_READERS },
  async run({ tx, actor, input, today }) {
    const bankId = actor.bankId
    const rows = await tx.condition.findMany({
      where: {
        bankId,
        ...(input.planId ? { planId: input.planId } : {}),
        ...(input.state ? { state: { in: input.state.split(',') } } : {}),
        ...(input.type ? { type: { in: input.type.split(',') } } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
      include: {
        plan: { select: { id: true, code: true, level: true, batch: { select: { code: true } } } },
        waivers: { orderBy: { askedAt: 'desc' }, take: 1 },
        _count: { select: { cpItems: true } },
      },
    })
    const page = rows.slice(0, input.limit)
    const people = await tx.appUser.findMany({
      where: {
        bankId,
        id: { in: page.flatMap((c) => [c.ownerId, c.submittedBy, c.verifiedBy]).filter((x) => x !== null) },
      },
      select: { id: true, name: true },
    })
    const merchants = await tx.application.findMany({
      where: { bankId, id: { in: page.filter((c) => c.objectType === 'application').map((c) => c.objectId) } },
      select: { id: true, name: true },
    })
    const nameOf = (id: string | null) => people.find((p) => p.id === id)?.name ?? null
    return {
      items: page.map((c) => {
        const due = fromDbOrNull(c.dueOn)
        const open = !CONDITION_SETTLED.includes(c.state)
        const waiver = c.waivers[0] ?? null
        const level = (c.plan?.level ?? 'L1') as PlanLevel
        const authority = waiverAuthority(level)
        const own = c.ownerId === actor.userId || c.submittedBy === actor.userId
        return {
          id: c.id,
          planId: c.planId,
          plan: c.plan?.code ?? null,
          batch: c.plan?.batch.code ?? null,
          merchant: merchants.find((m) => m.id === c.objectId)?.name ?? null,
          text: c.text,
          type: c.type as ConditionType,
          state: c.state,
          owner: nameOf(c.ownerId),
          ownerRole: c.ownerRole,
          dueOn: due,
          late: open && due !== null && isAfter(today, due),
          merchants: c._count.cpItems,
          evidence: c.evidenceNote,
          fileId: c.fileId,
          submittedBy: nameOf(c.submittedBy),
          submittedAt: c.submittedAt,
          verifiedBy: nameOf(c.verifiedBy),
          verifiedAt: c.verifiedAt,
          rejectReason: c.rejectReason,
          waiver: waiver && {
            state: waiver.state,
            reason: waiver.reason,
            level: waiver.level,
            needed: waiver.votesNeeded,
            votes: (waiver.votes as Vote[]).map(({ name, agree, note, at }) => ({ name, agree, note, at })),
          },
          maySubmit:
            ['OPEN', 'REJECTED'].includes(c.state) &&
            hasRole(actor, 'RM', 'CONTRACT_OFFICER', 'EVALUATOR', 'OPS_MAKER', 'POST_MKT'),
          mayVerify: c.state === 'SUBMITTED' && hasRole(actor, ...VERIFIERS[c.type as ConditionType]) && !own,
          mayAskWaiver: open && hasRole(actor, 'RM') && authority !== null && waiver?.state !== 'ASKED',
          mayDecideWaiver:
            open &&
            waiver?.state === 'ASKED' &&
            authority !== null &&
            hasRole(actor, ...authority.roles) &&
            waiver.askedBy !== actor.userId,
        }
      }),
      nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
    }
  },
})
