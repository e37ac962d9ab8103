/** The queue, the chain of opinions, and what waits for a person across all stages. */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { BANK_ROLES } from '@/lib/platform/actor'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { linesOf } from './results'
import { type ConditionJson, type LineVotesJson, type ReturnItemJson, toRound } from './rounds'
import { mayOpine, roundOutcome } from './rules/countersign'
import { maySit } from './seats'

const canSit = (roles: readonly string[]): string[] =>
  roles.includes('SB_HEAD') ? [...roles, 'SB_REVIEWER'] : [...roles]

/**
 * The approver's queue. TODO: open seats that this person may fill (by role or by name), overdue first; DONE: where the
 * person spoke; MINE: plans the person wrote. Counts of all three come with every answer.
 */
export const approvalQueue = defineQuery({
  name: 'approvals.queue',
  input: z.strictObject({ tab: z.enum(['TODO', 'DONE', 'MINE']).default('TODO') }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input, now }) {
    const userId = actor.userId
    const rows = await tx.$queryRaw<
      {
        tab: 'TODO' | 'DONE' | 'MINE'
        plan_id: string
        code: string
        version_no: number
        state: string
        level: string | null
        market: string
        batch: string
        limit_fen: bigint | null
        lines: number
        kind: string | null
        role: string | null
        due_at: Date | null
        at: Date | null
        verdict: string | null
      }[]
    >`
      with plan as (
        select p.*, m.name as market, b.code as batch, (select count(*)::int from plan_line l where l.bank_id = p.bank_id and l.plan_id = p.id
          and l.state <> 'DROPPED') as lines
        from credit_plan p join market m on m.bank_id = p.bank_id and m.id = p.market_id
        join batch b on b.bank_id = p.bank_id and b.id = p.batch_id where p.bank_id = ${actor.bankId}::uuid
      )
      select distinct on (p.id) 'TODO' as tab, p.id as plan_id, p.code, p.version_no, p.state, p.level, p.market, p.batch,
        p.aggregate_limit_fen as limit_fen, p.lines, r.kind, s.role, s.due_at, r.opened_at as at, null as verdict
      from plan p join countersign_round r on r.bank_id = p.bank_id and r.plan_id = p.id and r.state = 'OPEN'
      join countersign_seat s on s.bank_id = r.bank_id and s.round_id = r.id and s.state = 'WAITING'
      where (s.user_id = ${userId}::uuid or (s.user_id is null and s.department <> 'COMMITTEE' and s.role = any(${actor.roles}::text[]))
          or (s.user_id is null and r.kind = 'PRELIMINARY' and s.role = any(${canSit(actor.roles)}::text[])))
        and p.written_by is distinct from ${userId}::uuid
      union all
      select 'DONE', p.id, p.code, p.version_no, p.state, p.level, p.market, p.batch, p.aggregate_limit_fen, p.lines, r.kind, o.role, null, o.at, o.verdict
      from opinion o join plan p on p.id = o.plan_id join countersign_round r on r.bank_id = o.bank_id and r.id = o.round_id
      where o.bank_id = ${actor.bankId}::uuid and o.user_id = ${userId}::uuid
      union all
      select 'MINE', p.id, p.code, p.version_no, p.state, p.level, p.market, p.batch, p.aggregate_limit_fen, p.lines, null, null, null,
        coalesce(p.submitted_at, p.created_at), p.result
      from plan p where p.written_by = ${userId}::uuid`
    const counts = { TODO: 0, DONE: 0, MINE: 0 }
    for (const r of rows) counts[r.tab]++
    const dueOf = (d: Date | null) => d?.getTime() ?? Number.POSITIVE_INFINITY
    const items = rows
      .filter((r) => r.tab === input.tab)
      .sort((a, b) =>
        input.tab === 'TODO' ? dueOf(a.due_at) - dueOf(b.due_at) : (b.at?.getTime() ?? 0) - (a.at?.getTime() ?? 0),
      )
      .slice(0, 200)
      .map((r) => ({
        planId: r.plan_id,
        code: r.code,
        versionNo: r.version_no,
        state: r.state,
        level: r.level,
        market: r.market,
        batch: r.batch,
        aggregateLimitFen: r.limit_fen,
        lines: r.lines,
        kind: r.kind,
        role: r.role,
        dueAt: r.due_at,
        at: r.at,
        verdict: r.verdict,
        overdue: r.due_at !== null && r.due_at < now,
      }))
    return { tab: input.tab, counts, items }
  },
})

/**
 * All rounds of a plan with seats and opinions. While a round is open, a person who has still to speak in it does not see
 * what its other seats said: own judgement first.
 */
export const opinionChain = defineQuery({
  name: 'approvals.chain',
  input: z.strictObject({ planId: zId }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input, today }) {
    const bankId = actor.bankId
    const plan = await tx.creditPlan.findFirst({ where: { bankId, id: input.planId }, select: { id: true } })
    if (!plan) throw refuse('E_NOT_FOUND', { object: 'plan' })
    const rounds = await tx.countersignRound.findMany({
      where: { bankId, planId: plan.id },
      orderBy: { openedAt: 'asc' },
      include: {
        countersignSeats: {
          orderBy: [{ department: 'desc' }, { id: 'asc' }],
          include: { opinions: { orderBy: { at: 'asc' } } },
        },
      },
    })
    const ids = rounds.flatMap((r) => r.countersignSeats.flatMap((s) => s.userId ?? []))
    const people = await tx.appUser.findMany({ where: { bankId, id: { in: ids } }, select: { id: true, name: true } })
    const lines = await linesOf(tx, bankId, plan.id)
    const { countersign } = (await loadParameters(tx, bankId, today)).approvals
    const open = rounds.find((r) => r.state === 'OPEN')
    const mySeat = open?.countersignSeats.find((s) => s.state === 'WAITING' && maySit(s, actor, open.kind)) ?? null
    const round = open
      ? toRound(
          {
            ...open,
            countersignSeats: open.countersignSeats.map((s) =>
              s.id === mySeat?.id ? { ...s, userId: actor.userId } : s,
            ),
          },
          lines,
          false,
        )
      : null
    const outcome = open && round ? roundOutcome(round, countersign) : null
    return {
      planId: plan.id,
      mySeat:
        mySeat && open
          ? {
              id: mySeat.id,
              role: mySeat.role,
              roundKind: open.kind,
              dueAt: mySeat.dueAt,
              mayOpine: mySeat.department === 'COMMITTEE' || (round !== null && mayOpine(round, mySeat.id)),
            }
          : null,
      chairMustConfirm:
        outcome?.state === 'PENDING' && outcome.chairMustConfirm
          ? (open?.countersignSeats.some((s) => s.isChair && s.userId === actor.userId) ?? false)
          : false,
      rounds: rounds.map((r) => ({
        id: r.id,
        kind: r.kind,
        no: r.no,
        state: r.state,
        openedAt: r.openedAt,
        closedAt: r.closedAt,
        seats: r.countersignSeats.map((s) => {
          const hidden = r.id === open?.id && mySeat !== null && s.id !== mySeat.id
          const o = s.opinions.at(-1)
          return {
            id: s.id,
            role: s.role,
            department: s.department,
            chair: s.isChair,
            state: s.state,
            dueAt: s.dueAt,
            person: people.find((p) => p.id === s.userId)?.name ?? null,
            hidden: hidden && o !== undefined,
            opinion:
              o && !hidden
                ? {
                    verdict: o.verdict,
                    text: o.text,
                    at: o.at,
                    hash: o.hash,
                    kept: o.at < r.openedAt,
                    conditions: o.conditions as unknown as ConditionJson[],
                    returnItems: o.returnItems as unknown as ReturnItemJson[],
                    votes: o.lineVotes as unknown as LineVotesJson,
                  }
                : null,
          }
        }),
      })),
    }
  },
})
export type OpinionChain = Awaited<ReturnType<typeof opinionChain>>
