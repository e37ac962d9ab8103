/** Joint issues as people watch them: the list, and one pool with issuers, tranches, payments and disclosure. */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { slotMax } from '@/lib/guarantees/rules/direct-financing'
import { trancheSizes } from '@/lib/guarantees/rules/waterfall/direct-financing'
import { loadCalendar } from '@/lib/platform/calendar'
import { fromDb, fromDbOrNull, isBefore } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { sumFen } from '@/lib/platform/money'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Tx } from '@/lib/platform/tenant'
import type { Trace } from '@/lib/platform/trace'
import { type Json, thaw } from '@/lib/platform/wire'
import { allowedEvents } from '@/lib/platform/workflow'
import { reserveDue, reservePlan, workingDaysBefore } from './rules'
import { issueMachine } from './workflow'

const READERS = ['RM', 'EVALUATOR', 'RISK_MGR', 'POST_PARTNER', 'SB_HEAD', 'CR_HEAD', 'AUDITOR'] as const

type QueryContext = { tx: Tx; actor: { bankId: string } }

export const issuePools = defineQuery({
  name: 'issues.list',
  input: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(100), cursor: zId.optional() }),
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const bankId = actor.bankId
    const rows = await tx.issuePool.findMany({
      where: { bankId, ...(input.cursor ? { id: { lt: input.cursor } } : {}) },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
      include: {
        issuerSlots: { where: { state: 'IN' }, select: { amountFen: true } },
        market: { select: { name: true } },
      },
    })
    const page = rows.slice(0, input.limit)
    const markets = await tx.market.findMany({
      where: { bankId },
      orderBy: { code: 'asc' },
      select: { id: true, code: true, name: true },
      take: 500,
    })
    return {
      nextCursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null,
      markets,
      items: page.map((p) => ({
        id: p.id,
        code: p.code,
        name: p.name,
        kind: p.kind,
        state: p.state,
        market: p.market.name,
        issuers: p.issuerSlots.length,
        amountFen: sumFen(p.issuerSlots.map((s) => s.amountFen)),
        maturesOn: fromDbOrNull(p.maturesOn),
      })),
    }
  },
})

export const issueDetail = defineQuery({
  name: 'issues.detail',
  input: z.strictObject({ poolId: zId }),
  access: { roles: READERS },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const p = await tx.issuePool.findFirst({
      where: { bankId, id: input.poolId },
      include: {
        market: { select: { name: true } },
        underwriter: { select: { name: true } },
        enhancer: { select: { name: true } },
        trustee: { select: { name: true } },
        issuerSlots: { orderBy: [{ state: 'desc' }, { name: 'asc' }] },
        reserveAccount: { select: { id: true, accountNo: true, ledgerFen: true, frozenFen: true } },
        issuePayments: {
          orderBy: [{ dueOn: 'asc' }, { slotId: 'asc' }],
          include: { issueCall: { select: { state: true, answerNote: true } } },
        },
        issueDisclosures: { orderBy: { dueOn: 'asc' } },
      },
    })
    if (!p) throw refuse('E_NOT_FOUND', { object: 'issuePool' })
    const { df } = (await loadParameters(tx, bankId, today)).plans
    const calendar = await loadCalendar(tx, bankId)
    const nameOf = new Map(p.issuerSlots.map((s) => [s.id, s.name]))
    const amountFen = sumFen(p.issuerSlots.filter((s) => s.state === 'IN').map((s) => s.amountFen))
    const enhancers = await tx.party.findMany({
      where: { bankId, kind: 'GUARANTOR', state: 'ADMITTED' },
      orderBy: { code: 'asc' },
      select: { id: true, name: true },
    })
    return {
      today,
      id: p.id,
      code: p.code,
      name: p.name,
      kind: p.kind,
      state: p.state,
      market: p.market.name,
      underwriter: p.underwriter?.name ?? null,
      enhancer: p.enhancer?.name ?? null,
      trustee: p.trustee?.name ?? null,
      enhancers,
      allowedEvents: allowedEvents(issueMachine, p.state, actor),
      amountFen,
      enhancementFen: p.enhancementFen,
      enhancementLeftFen: p.enhancementFen - sumFen(p.issuePayments.map((x) => x.enhancerFen)),
      reserve: p.reserveAccount && { ...p.reserveAccount, waiting: await waitingOf(ctx, p.reserveAccount.id) },
      tranches: trancheSizes(amountFen, p),
      ratePpm: p.ratePpm,
      rating: p.rating,
      registrationNo: p.registrationNo,
      issuedOn: fromDbOrNull(p.issuedOn),
      maturesOn: fromDbOrNull(p.maturesOn),
      issuers: p.issuerSlots.map((s) => {
        const most = slotMax(s.netAssetsFen, s.existingNotesFen, df)
        return {
          id: s.id,
          name: s.name,
          uscc: s.uscc,
          state: s.state,
          netAssetsFen: s.netAssetsFen,
          amountFen: s.amountFen,
          mostFen: most.value,
          trace: most.trace,
        }
      }),
      payments: p.issuePayments.map((x) => {
        const dueOn = fromDb(x.dueOn)
        const dueFen = x.principalFen + x.interestFen
        const plan = reservePlan(dueOn, dueFen, df.reserveMonths, workingDaysBefore(dueOn, 10, calendar))
        return {
          id: x.id,
          slotId: x.slotId,
          issuer: nameOf.get(x.slotId) ?? '',
          dueOn,
          dueFen,
          reservedFen: x.reservedFen,
          shouldFen: x.state === 'DUE' ? reserveDue(plan, today) : dueFen,
          issuerPaidFen: x.issuerFen,
          enhancerFen: x.enhancerFen,
          unpaidFen: x.unpaidFen,
          state: x.state,
          stage: x.stage,
          call: x.issueCall && { state: x.issueCall.state, note: x.issueCall.answerNote },
          trace: x.trace ? (thaw(x.trace as Json) as Trace) : null,
        }
      }),
      disclosures: p.issueDisclosures.map((d) => ({
        id: d.id,
        kind: d.kind,
        dueOn: fromDb(d.dueOn),
        doneOn: fromDbOrNull(d.doneOn),
        reference: d.reference,
        late: d.doneOn === null && isBefore(fromDb(d.dueOn), today),
      })),
    }
  },
})
export type IssueDetail = Awaited<ReturnType<typeof issueDetail>>

/** Movements of the reserve that wait for their second person. */
const waitingOf = ({ tx, actor }: QueryContext, accountId: string) =>
  tx.movementRequest.count({ where: { bankId: actor.bankId, accountId, state: 'PENDING' } })
