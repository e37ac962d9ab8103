/** Classifications as lists and one by one, with the floor's derivation and the three people's words (§8.4). */
import { z } from 'zod'
import { fromDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Trace } from '@/lib/platform/trace'
import { allowedEvents } from '@/lib/platform/workflow'
import { classify } from '@/lib/servicing/rules/classification'
import { standingOf } from './classification-facts'
import { READERS } from './queries'
import { classificationMachine } from './workflow'

const ofLoan = { select: { id: true, number: true, merchant: { select: { name: true } }, market: { select: { code: true, name: true } }, loanState: { select: { class: true, dpd: true, principalFen: true } } } } as const // biome-ignore format: one line

export const classificationList = defineQuery({
  name: 'classification.list',
  input: z.strictObject({
    state: z.string().max(80).default('PROPOSED,INITIAL,RECOGNISED'),
    kind: z.string().max(40).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: zId.optional(),
  }),
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const rows = await tx.classificationCase.findMany({
      where: {
        bankId: actor.bankId,
        state: { in: input.state.split(',') },
        ...(input.kind ? { kind: { in: input.kind.split(',') } } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
      include: { loan: ofLoan },
    })
    const page = rows.slice(0, input.limit)
    return {
      items: page.map((c) => ({
        id: c.id,
        kind: c.kind,
        state: c.state,
        loan: { id: c.loan.id, number: c.loan.number },
        merchant: c.loan.merchant.name,
        market: c.loan.market,
        balanceFen: c.loan.loanState?.principalFen ?? 0n,
        dpd: c.loan.loanState?.dpd ?? 0,
        present: c.loan.loanState?.class ?? c.present,
        floor: c.floor,
        given: c.recognisedClass ?? c.initialClass,
        dueOn: fromDb(c.dueOn),
        allowedEvents: allowedEvents(classificationMachine, c.state, actor),
      })),
      nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
    }
  },
})

export const classificationDetail = defineQuery({
  name: 'classification.detail',
  input: z.strictObject({ caseId: zId }),
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const bankId = actor.bankId
    const c = await tx.classificationCase.findFirst({ where: { bankId, id: input.caseId }, include: { loan: ofLoan } })
    if (!c) throw refuse('E_NOT_FOUND', { object: 'classification' })
    const people = await tx.appUser.findMany({
      where: { bankId, id: { in: [c.initialBy, c.recognisedBy, c.approvedBy].filter((x) => x !== null) } },
      select: { id: true, name: true },
    })
    const who = (id: string | null) => people.find((p) => p.id === id)?.name ?? null
    const records = await tx.classificationRecord.findMany({
      where: { bankId, loanId: c.loanId },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: 20,
    })
    return {
      id: c.id,
      kind: c.kind,
      state: c.state,
      version: c.version,
      loan: { id: c.loan.id, number: c.loan.number },
      merchant: c.loan.merchant.name,
      market: c.loan.market,
      balanceFen: c.loan.loanState?.principalFen ?? 0n,
      dpd: c.loan.loanState?.dpd ?? 0,
      present: c.loan.loanState?.class ?? c.present,
      floor: c.floor,
      trace: c.trace as Trace | null,
      dueOn: fromDb(c.dueOn),
      words: [
        { stage: 'INITIAL', class: c.initialClass, who: who(c.initialBy), at: c.initialAt, reason: c.initialReason },
        {
          stage: 'RECOGNISED',
          class: c.recognisedBy ? c.recognisedClass : null,
          who: who(c.recognisedBy),
          at: c.recognisedAt,
          reason: c.recognisedReason,
        },
        {
          stage: 'APPROVED',
          class: c.approvedBy ? c.recognisedClass : null,
          who: who(c.approvedBy),
          at: c.approvedAt,
          reason: c.approvedReason,
        },
      ],
      records: records.map((r) => ({
        id: r.id,
        stage: r.stage,
        class: r.class,
        dpd: r.dpd,
        asOf: fromDb(r.asOf),
        reason: r.reason,
      })),
      allowedEvents: allowedEvents(classificationMachine, c.state, actor),
    }
  },
})

/** The floor of a loan today, before anybody says a word: what the RM sees when he judges. */
export const classificationFloor = defineQuery({
  name: 'classification.floor',
  input: z.strictObject({ loanId: zId }),
  access: { roles: READERS },
  async run({ tx, actor, input, today }) {
    const standing = await standingOf(tx, actor.bankId, input.loanId, today)
    const { value, trace } = classify(standing.facts, standing.present)
    return {
      loanId: input.loanId,
      present: standing.present,
      floor: value.floor,
      proposed: value.class,
      findings: value.findings,
      trace,
    }
  },
})
