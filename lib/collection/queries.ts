/** The collector's work list by days past due, and the file of one loan: all acts, letters, visits, cases. */
import { z } from 'zod'
import { fromDb, fromDbOrNull, isBefore } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { Prisma } from '@/lib/platform/tenant'
import { allowedEvents } from '@/lib/platform/workflow'
import { type CollectionStage, nextContact, STAGE_FROM, STAGES, stageOf } from './rules/stages'
import { legalCaseMachine } from './workflow'

const READERS = [
  'RM',
  'COLLECTOR',
  'POST_MKT',
  'POST_PARTNER',
  'RISK_MGR',
  'LEGAL',
  'SB_HEAD',
  'CR_HEAD',
  'AUDITOR',
] as const

type LateRow = {
  id: string
  number: string
  dpd: number
  state: string
  owed: bigint
  principal: bigint
  merchant: string
  phone: string | null
  market: string
  last_on: Date | null
  last_kind: string | null
  promised_on: Date | null
  promised: bigint | null
}

export const collectionList = defineQuery({
  name: 'collection.list',
  input: z.strictObject({
    stage: z.string().max(40).optional(),
    market: z.string().max(40).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    /** the last row of the page before, by its days and id */
    cursor: z
      .string()
      .regex(/^\d{1,5}:[0-9a-f-]{36}$/i, 'E_CURSOR')
      .optional(),
  }),
  access: { roles: READERS },
  async run({ tx, actor, input, today }) {
    const [dpd, lastId] = input.cursor?.split(':') ?? []
    const stages = (input.stage?.split(',') ?? []).filter((s): s is CollectionStage =>
      (STAGES as readonly string[]).includes(s),
    )
    const within = stages.map((s) => {
      const next = STAGES[STAGES.indexOf(s) + 1]
      return Prisma.sql`(s.dpd >= ${STAGE_FROM[s]} and s.dpd < ${next ? STAGE_FROM[next] : 100_000})`
    })
    const rows = await tx.$queryRaw<LateRow[]>(Prisma.sql`
      select l.id, l.number, s.dpd, l.state, (s.principal_due_fen + s.interest_due_fen + s.penalty_fen + s.compound_fen + s.costs_fen) as owed, s.principal_fen as principal,
        mm.name as merchant, mm.phone, m.name as market, last.on_date as last_on, last.kind as last_kind, p.promised_on, p.amount_fen as promised
      from loan_state s join loan l on l.bank_id = s.bank_id and l.id = s.loan_id join merchant mm on mm.bank_id = l.bank_id and mm.id = l.merchant_id
      join market m on m.bank_id = l.bank_id and m.id = l.market_id
      left join lateral (select a.on_date, a.kind from collection_act a where a.bank_id = s.bank_id and a.loan_id = s.loan_id order by a.at desc limit 1) last on true
      left join lateral (select a.promised_on, a.amount_fen from collection_act a where a.bank_id = s.bank_id and a.loan_id = s.loan_id and a.kind = 'PROMISE' and a.state = 'OPEN' limit 1) p on true
      where s.bank_id = ${actor.bankId}::uuid and s.oldest_due is not null and s.live and s.dpd > 0 and l.state not in ('SETTLED', 'RENEWED')
        ${within.length > 0 ? Prisma.sql`and (${Prisma.join(within, ' or ')})` : Prisma.empty}
        ${input.market ? Prisma.sql`and m.code = ${input.market}` : Prisma.empty}
        ${lastId ? Prisma.sql`and (s.dpd, l.id) < (${Number(dpd)}::int, ${lastId}::uuid)` : Prisma.empty}
      order by s.dpd desc, l.id desc limit ${input.limit + 1}`)
    const page = rows.slice(0, input.limit)
    const last = page.at(-1)
    return {
      asOf: today,
      items: page.map((r) => {
        const next = nextContact(today, r.dpd, fromDbOrNull(r.last_on), fromDbOrNull(r.promised_on))
        return {
          id: r.id,
          loan: r.number,
          merchant: r.merchant,
          phone: r.phone,
          market: r.market,
          dpd: r.dpd,
          stage: stageOf(r.dpd),
          owedFen: r.owed,
          principalFen: r.principal,
          lastOn: fromDbOrNull(r.last_on),
          lastKind: r.last_kind,
          promise: r.promised_on ? { on: fromDb(r.promised_on), amountFen: r.promised ?? 0n } : null,
          nextOn: next,
          due: !isBefore(today, next),
        }
      }),
      nextCursor: rows.length > input.limit && last ? `${last.dpd}:${last.id}` : null,
    }
  },
})

export const collectionFile = defineQuery({
  name: 'collection.file',
  input: z.strictObject({ loanId: zId }),
  access: { roles: READERS },
  async run({ tx, actor, input, today }) {
    const bankId = actor.bankId
    const loan = await tx.loan.findFirst({
      where: { bankId, id: input.loanId },
      include: {
        loanState: true,
        merchant: { select: { id: true, name: true, ownerName: true, phone: true, stallNo: true } },
        market: { select: { id: true, name: true } },
        collectionActs: { orderBy: { at: 'desc' } },
        legalCases: { orderBy: { id: 'desc' } },
        visits: { where: { kind: 'COLLECTION' }, orderBy: { dueOn: 'desc' } },
        claims: {
          orderBy: { id: 'desc' },
          select: { id: true, number: true, type: true, state: true, amountFen: true },
        },
      },
    })
    const s = loan?.loanState
    if (!loan || !s) throw refuse('E_NOT_FOUND', { object: 'loan' })
    const people = await tx.appUser.findMany({
      where: { bankId, id: { in: loan.collectionActs.map((a) => a.createdBy).filter((x) => x !== null) } },
      select: { id: true, name: true },
    })
    return {
      asOf: today,
      id: loan.id,
      number: loan.number,
      state: loan.state,
      merchant: loan.merchant,
      market: loan.market,
      dpd: s.dpd,
      stage: stageOf(s.dpd),
      class: s.class,
      principalFen: s.principalFen,
      owedFen: s.principalDueFen + s.interestDueFen + s.penaltyFen + s.compoundFen + s.costsFen,
      acts: loan.collectionActs.map((a) => ({
        id: a.id,
        kind: a.kind,
        at: a.at,
        who: people.find((p) => p.id === a.createdBy)?.name ?? null,
        contact: a.contact,
        outcome: a.outcome,
        amountFen: a.amountFen,
        promisedOn: fromDbOrNull(a.promisedOn),
        state: a.state,
        paidFen: a.paidFen,
        number: a.number,
        deliveredOn: fromDbOrNull(a.deliveredOn),
        delivery: a.delivery,
        deliveryProof: a.deliveryProof,
        note: a.note,
      })),
      cases: loan.legalCases.map((c) => ({
        id: c.id,
        number: c.number,
        state: c.state,
        court: c.court,
        courtNumber: c.courtNumber,
        claimFen: c.claimFen,
        judgedFen: c.judgedFen,
        recoveredFen: c.recoveredFen,
        openedOn: fromDb(c.openedOn),
        allowedEvents: allowedEvents(legalCaseMachine, c.state, actor),
      })),
      visits: loan.visits.map((v) => ({ id: v.id, state: v.state, dueOn: fromDb(v.dueOn) })),
      claims: loan.claims,
      mayAct:
        actor.roles.some((r) => ['RM', 'COLLECTOR', 'POST_MKT', 'RISK_MGR'].includes(r)) &&
        (s.dpd > 0 || loan.state === 'WRITTEN_OFF'),
      mayOpenCase:
        actor.roles.some((r) => ['COLLECTOR', 'LEGAL', 'RISK_MGR'].includes(r)) &&
        (stageOf(s.dpd) === 'LEGAL' || ['ACCELERATED', 'WRITTEN_OFF', 'RECOURSE'].includes(loan.state)) &&
        !loan.legalCases.some((c) => !['CLOSED', 'WITHDRAWN'].includes(c.state)),
    }
  },
})

/** A letter as it was frozen: what its document is made from. */
export const collectionLetter = defineQuery({
  name: 'collection.letterContent',
  input: z.strictObject({ actId: zId }),
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const act = await tx.collectionAct.findFirst({ where: { bankId: actor.bankId, id: input.actId, kind: 'LETTER' } })
    if (!act) throw refuse('E_NOT_FOUND', { object: 'letter' })
    const bank = await tx.bank.findUnique({ where: { id: actor.bankId }, select: { name: true, nameEn: true } })
    return { number: act.number!, bank, content: act.content as Record<string, string | number> }
  },
})
