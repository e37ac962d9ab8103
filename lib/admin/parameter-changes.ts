/** Parameters change by maker and checker, from a day on that is not past: what exists already keeps its values. */
import { z } from 'zod'
import type { Actor } from '@/lib/platform/actor'
import { defineCommand } from '@/lib/platform/commands'
import { fromDb, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { readParameterValues } from '@/lib/platform/parameter-values'
import { defineQuery } from '@/lib/platform/queries'
import { zDate, zId } from '@/lib/platform/schema'
import type { Tx } from '@/lib/platform/tenant'
import type { Json } from '@/lib/platform/wire'
import { BANK_ADMIN, BANK_READERS } from './access'
import { LPR_KEY, listBankParameters, PARAMETER_FEATURES } from './parameters'
import { applyDecided, checkProposed, propose } from './proposals'

const zValue: z.ZodType<Json> = z.union([
  z.string().trim().max(2000),
  z.null(),
  z.array(z.record(z.string(), z.string().max(600))).max(200),
])

export const ParameterProposal = z.strictObject({
  key: z.string().max(120),
  /** text in the parameter's own form; null goes back to the standard; rows for the LPR table and a refusal's words */
  value: zValue,
  effectiveFrom: zDate,
  reason: z.string().trim().min(1).max(500),
})

/** Proposes a value; see `propose` for what is refused. */
export const proposeParameter = defineCommand({
  name: 'admin.proposeParameter',
  input: ParameterProposal,
  access: BANK_ADMIN,
  run: (ctx) => propose(ctx, ctx.input),
})

/** Decides a proposal: another natural person than who proposed it. It is checked again as things stand now. */
export const decideParameter = defineCommand({
  name: 'admin.decideParameter',
  input: z.strictObject({ parameterId: zId, approve: z.boolean(), reason: z.string().trim().max(500).optional() }),
  access: BANK_ADMIN,
  async run(ctx) {
    const { tx, actor, input, now, today, audit } = ctx
    const row = await tx.parameter.findFirst({ where: { bankId: actor.bankId, id: input.parameterId } })
    if (!row) throw refuse('E_NOT_FOUND', { object: 'parameter' })
    if (row.state !== 'PENDING') {
      throw refuse('E_STATE', { object: 'parameter', state: row.state, event: 'decide' }, { allowed: [] })
    }
    const maker = row.proposedBy
      ? await tx.appUser.findFirst({ where: { bankId: actor.bankId, id: row.proposedBy } })
      : null
    if (maker?.personKey === actor.personKey || row.proposedBy === actor.userId) throw refuse('E_FOUR_EYES')
    const effectiveFrom = fromDb(row.effectiveFrom)
    if (input.approve) {
      // Approved late: it was to touch only what comes after, so it cannot begin in the past.
      if (Temporal.PlainDate.compare(effectiveFrom, today) < 0) throw refuse('E_DATE_PAST', { today: today.toString() })
      await checkProposed(ctx, row.key, row.value as Json, effectiveFrom)
      // A later decision for the same or an earlier day takes the place of what was to come.
      await tx.parameter.updateMany({
        where: { bankId: actor.bankId, key: row.key, state: 'ACTIVE', effectiveFrom: { gte: row.effectiveFrom } },
        data: { state: 'SUPERSEDED' },
      })
    }
    const state = input.approve ? 'ACTIVE' : 'REJECTED'
    const done = await tx.parameter.updateMany({
      where: { bankId: actor.bankId, id: row.id, state: 'PENDING' },
      data: { state, decidedBy: actor.userId, decidedAt: now },
    })
    if (done.count !== 1) throw refuse('E_VERSION_CONFLICT')
    if (input.approve) await applyDecided(ctx, row.key, row.value as Json)
    audit({
      objectType: 'parameter',
      objectId: row.id,
      objectVersion: row.versionNo,
      from: 'PENDING',
      to: state,
      reason: input.reason,
      detail: { key: row.key, value: row.value as Json },
    })
    return { id: row.id, state }
  },
})

/** Every parameter with its value today, its standard and range, and what is proposed or decided for later. */
export const parameterList = defineQuery({
  name: 'admin.parameters',
  input: z.strictObject({ feature: z.enum(PARAMETER_FEATURES as [string, ...string[]]).optional() }),
  access: BANK_READERS,
  async run({ tx, actor, input, today }) {
    const values = await readParameterValues(tx, actor.bankId, today)
    const waiting = await tx.parameter.findMany({
      where: {
        bankId: actor.bankId,
        OR: [{ state: 'PENDING' }, { state: 'ACTIVE', effectiveFrom: { gt: toDb(today) } }],
      },
      orderBy: { effectiveFrom: 'asc' },
    })
    const next = new Map(waiting.map((w) => [w.key, w]))
    const items = listBankParameters(values)
      .filter((p) => !input.feature || p.feature === input.feature)
      .map((p) => {
        const change = next.get(p.key)
        return {
          ...p,
          changed: p.value !== p.standard,
          next: change
            ? { state: change.state, value: change.value as Json, effectiveFrom: fromDb(change.effectiveFrom) }
            : null,
        }
      })
    return { items, features: PARAMETER_FEATURES, lprKey: LPR_KEY, today }
  },
})

/** One parameter with its whole history. */
export const parameterHistory = defineQuery({
  name: 'admin.parameter',
  input: z.strictObject({ key: z.string().max(120) }),
  access: BANK_READERS,
  async run({ tx, actor, input, today }) {
    const values = await readParameterValues(tx, actor.bankId, today)
    const listed = listBankParameters(values).find((p) => p.key === input.key)
    if (!listed && input.key !== LPR_KEY) throw refuse('E_NOT_FOUND', { object: 'parameter' })
    return { key: input.key, parameter: listed ?? null, today, versions: await versionsOf(tx, actor, input.key) }
  },
})

/** Every version of one key, latest first, with who proposed and decided it. */
export async function versionsOf(tx: Tx, actor: Actor, key: string) {
  const rows = await tx.parameter.findMany({
    where: { bankId: actor.bankId, key },
    orderBy: { versionNo: 'desc' },
  })
  const people = await tx.appUser.findMany({
    where: {
      bankId: actor.bankId,
      id: { in: rows.flatMap((r) => [r.proposedBy, r.decidedBy]).filter((id) => id !== null) },
    },
    select: { id: true, name: true },
  })
  const name = (id: string | null) => people.find((p) => p.id === id)?.name ?? null
  return rows.map((r) => ({
    id: r.id,
    versionNo: r.versionNo,
    value: r.value as Json,
    effectiveFrom: fromDb(r.effectiveFrom),
    state: r.state,
    reason: r.reason,
    proposedBy: name(r.proposedBy),
    proposedAt: r.proposedAt,
    decidedBy: name(r.decidedBy),
    decidedAt: r.decidedAt,
    mine: r.proposedBy === actor.userId,
  }))
}
