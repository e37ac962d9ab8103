/** Lost customers: noticed with their evidence, thirty days to win back, the reason told, exits for quality confirmed (§9 row 16). */
import { z } from 'zod'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { date, fromDb, fromDbOrNull, isBefore, type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { newId, type Tx } from '@/lib/platform/tenant'
import { allowedEvents, recordCreation, transition, transitionMany } from '@/lib/platform/workflow'
import { isDormant, LOST_REASONS, RECOVER_DAYS } from '../rules/clients'
import { lostCustomerMachine } from './workflow'

const words = z.string().trim().min(2).max(1000)
const READERS = ['RM', 'POST_MKT', 'RISK_MGR', 'SB_HEAD', 'AUDITOR'] as const

type Standing = {
  id: string
  name: string
  market_id: string
  market: string
  rm_id: string | null
  last: Date
  fen: bigint
}

/** How a merchant stands with the bank: what is owed, and when the last loan was drawn or paid back. */
async function standing(tx: Tx, bankId: string, merchantId: string | null): Promise<Standing[]> {
  return tx.$queryRaw<Standing[]>`
    select m.id, m.name, m.market_id, k.name as market, k.rm_id, max(greatest(l.start_date, coalesce(l.settled_on, l.start_date))) as last,
      coalesce(sum(s.principal_fen) filter (where s.live), 0)::bigint as fen
    from loan l join merchant m on m.bank_id = l.bank_id and m.id = l.merchant_id join market k on k.bank_id = m.bank_id and k.id = m.market_id
    left join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
    where l.bank_id = ${bankId}::uuid and (${merchantId}::uuid is null or m.id = ${merchantId}::uuid)
      and not exists (select from lost_customer c where c.bank_id = m.bank_id and c.merchant_id = m.id and c.state in ('RECOVERING', 'EXIT_ASKED', 'LOST', 'QUALITY_EXIT'))
    group by m.id, m.name, m.market_id, k.name, k.rm_id having coalesce(sum(s.principal_fen) filter (where s.live), 0) = 0
    order by last limit 200`
}
const dayOf = (d: Date): PlainDate => date(d.toISOString().slice(0, 10))

/** Somebody shows that a client went elsewhere: dormant for ninety days with another bank's loan, or with settlement moved. */
export const reportLost = defineCommand({
  name: 'lost.report',
  input: z.strictObject({
    merchantId: zId,
    evidence: z.enum(['OTHER_BANK_LOAN', 'SETTLEMENT_MOVED']),
    detail: words,
  }),
  access: { roles: ['RM', 'POST_MKT', 'RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const { bankId } = actor
    const [m] = await standing(tx, bankId, input.merchantId)
    // a client who moved the settlement is lost at once; one who borrows elsewhere when nothing moved for ninety days
    if (!m || (input.evidence === 'OTHER_BANK_LOAN' && !isDormant(dayOf(m.last), m.fen, today)))
      throw refuse('E_NOT_LOST')
    const id = newId()
    await tx.lostCustomer.create({
      data: {
        bankId,
        id,
        merchantId: m.id,
        marketId: m.market_id,
        rmId: m.rm_id,
        evidence: input.evidence,
        detail: input.detail,
        noticedOn: toDb(today),
        recoverBy: toDb(today.add({ days: RECOVER_DAYS })),
        state: 'RECOVERING',
      },
    })
    await recordCreation(ctx, lostCustomerMachine, { id }, { evidence: input.evidence })
    return { id }
  },
})

/** The manager says what came of it: won back (a new loan shows it), lost with the reason, or an exit for quality. */
export const decideLost = defineCommand({
  name: 'lost.decide',
  input: z.strictObject({ lostId: zId, reason: z.enum([...LOST_REASONS, 'RECOVERED']), note: words }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const row = await lostOf(ctx, input.lostId)
    if (row.rmId !== actor.userId) throw refuse('E_NOT_FOUND', { object: 'lost-customer' })
    const recovered = input.reason === 'RECOVERED'
    if (recovered && !(await drawnSince(tx, actor.bankId, row.merchantId, fromDb(row.noticedOn)))) throw refuse('E_NOT_RECOVERED') // biome-ignore format: one line
    const event = recovered ? 'recover' : input.reason === 'QUALITY_EXIT' ? 'ask-exit' : 'give-up'
    const moved = await transition(ctx, lostCustomerMachine, row, {
      event,
      reason: input.note,
      set: {
        reason: recovered ? null : input.reason,
        note: input.note,
        decidedBy: actor.userId,
        ...(event === 'ask-exit' ? {} : { decidedOn: toDb(today) }),
      },
    })
    return { id: row.id, ...moved }
  },
})

/** The market's named person on an exit for quality: agreed it costs nothing, refused it is to be won back. */
export const confirmExit = defineCommand({
  name: 'lost.confirmExit',
  input: z.strictObject({ lostId: zId, agree: z.boolean(), note: words }),
  access: { roles: ['POST_MKT', 'RISK_MGR'] },
  async run(ctx) {
    const { actor, input, today } = ctx
    const row = await lostOf(ctx, input.lostId)
    if (row.decidedBy === actor.userId) throw refuse('E_SOD', { act: 'REVIEW', earlierAct: 'MANAGE_LOAN', earlierAt: '', turn: ['POST_MKT'] }) // biome-ignore format: one line
    const moved = await transition(ctx, lostCustomerMachine, row, {
      event: 'confirm-exit',
      to: input.agree ? 'QUALITY_EXIT' : 'RECOVERING',
      reason: input.note,
      set: input.agree ? { decidedBy: actor.userId, decidedOn: toDb(today) } : { reason: null, decidedBy: null },
    })
    return { id: row.id, ...moved }
  },
})

async function lostOf({ tx, actor }: CommandContext<unknown>, id: string) {
  const row = await tx.lostCustomer.findFirst({ where: { bankId: actor.bankId, id } })
  if (!row) throw refuse('E_NOT_FOUND', { object: 'lost-customer' })
  return row
}

async function drawnSince(tx: Tx, bankId: string, merchantId: string, since: PlainDate): Promise<boolean> {
  const loan = await tx.loan.findFirst({
    where: { bankId, merchantId, startDate: { gte: toDb(since) } },
    select: { id: true },
  })
  return loan !== null
}

/** Each morning: who drew again is won back; whose thirty days are over without a word is lost. */
export async function lostDaily(
  ctx: CommandContext<unknown>,
  on: PlainDate,
): Promise<{ clientsWonBack: number; clientsLost: number }> {
  // biome-ignore format: one line
  const { tx, actor } = ctx
  const { bankId } = actor
  const back = await tx.$queryRaw<{ id: string }[]>`
    select c.id from lost_customer c where c.bank_id = ${bankId}::uuid and c.state = 'RECOVERING'
      and exists (select from loan l where l.bank_id = c.bank_id and l.merchant_id = c.merchant_id and l.start_date >= c.noticed_on)`
  if (back.length > 0) await transitionMany(ctx, lostCustomerMachine, back.map((r) => r.id), { event: 'recover', set: { decidedOn: toDb(on) } }) // biome-ignore format: one line
  const over = await tx.lostCustomer.findMany({
    where: { bankId, state: 'RECOVERING', recoverBy: { lt: toDb(on) } },
    select: { id: true },
  })
  if (over.length > 0) await transitionMany(ctx, lostCustomerMachine, over.map((r) => r.id), { event: 'give-up', set: { decidedOn: toDb(on) } }) // biome-ignore format: one line
  return { clientsWonBack: back.length, clientsLost: over.length }
}

export const lostList = defineQuery({
  name: 'lost.list',
  input: z.strictObject({ state: z.string().max(80).optional(), cursor: zId.optional(), limit: z.coerce.number().int().min(1).max(200).default(100) }), // biome-ignore format: one line
  access: { roles: READERS },
  async run({ tx, actor, input, today }) {
    const onlyMine = !actor.roles.some((r) => r !== 'RM' && (READERS as readonly string[]).includes(r))
    const rows = await tx.lostCustomer.findMany({
      where: {
        bankId: actor.bankId,
        ...(onlyMine ? { rmId: actor.userId } : {}),
        ...(input.state ? { state: { in: input.state.split(',') } } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      include: { merchant: { select: { name: true, stallNo: true, market: { select: { name: true } } } } },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
    })
    const shown = rows.slice(0, input.limit)
    const people = await tx.appUser.findMany({
      where: { bankId: actor.bankId, id: { in: shown.map((r) => r.rmId).filter((x) => x !== null) } },
      select: { id: true, name: true },
    })
    return {
      items: shown.map((r) => ({
        id: r.id,
        merchantId: r.merchantId,
        merchant: r.merchant.name,
        market: r.merchant.market.name,
        rm: people.find((p) => p.id === r.rmId)?.name ?? null,
        evidence: r.evidence,
        detail: r.detail,
        noticedOn: fromDb(r.noticedOn),
        recoverBy: fromDb(r.recoverBy),
        late: r.state === 'RECOVERING' && isBefore(fromDb(r.recoverBy), today),
        reason: r.reason,
        note: r.note,
        state: r.state,
        decidedOn: fromDbOrNull(r.decidedOn),
        mine: r.rmId === actor.userId,
        allowedEvents: allowedEvents(lostCustomerMachine, r.state, actor),
      })),
      nextCursor: rows.length > input.limit ? shown.at(-1)!.id : null,
    }
  },
})

/** Clients with nothing owed and nothing moved for ninety days: where somebody should ask whether they went elsewhere. */
export const dormantClients = defineQuery({
  name: 'lost.dormant',
  input: z.strictObject({}),
  access: { roles: READERS },
  async run({ tx, actor, today }) {
    const rows = await standing(tx, actor.bankId, null)
    return {
      items: rows
        .filter((m) => isDormant(dayOf(m.last), m.fen, today))
        .map((m) => ({
          id: m.id,
          name: m.name,
          market: m.market,
          last: dayOf(m.last),
          mine: m.rm_id === actor.userId,
        })),
    }
  },
})
