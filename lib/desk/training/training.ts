/** Recording training and exams; pairs of a market, their rotation and hand-over (§9 rows 8 and 9). */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { BANK_ROLES } from '@/lib/platform/actor'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { addMonths, fromDb, fromDbOrNull, isAfter, type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zDate, zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import type { ManagerParameters } from '../parameters'
import { HAND_OVER_POINTS, holdsPermission, PERMISSIONS, rotationDue, validUntil } from '../rules/training'
import { pairFigures } from './pair-figures'

type Ctx = CommandContext<unknown>
export const EXAMINERS = ['SB_HEAD', 'CR_HEAD', 'RISK_MGR'] as const
const logins = z.array(z.string().trim().min(1).max(80)).min(1).max(200)

async function peopleOf({ tx, actor }: Ctx, given: readonly string[]) {
  const people = await tx.appUser.findMany({
    where: { bankId: actor.bankId, login: { in: [...given] }, state: 'ACTIVE', partyId: null },
    select: { id: true, login: true },
  })
  const unknown = given.find((l) => !people.some((p) => p.login === l))
  if (unknown) throw refuse('E_COLLEAGUE', { login: unknown }, { fields: [{ path: 'people', code: 'E_COLLEAGUE' }] })
  return people
}

export const recordTraining = defineCommand({
  name: 'training.record',
  input: z.strictObject({ topic: z.string().trim().min(2).max(200), heldOn: zDate, halfDays: z.int().min(1).max(20), people: logins, cases: z.array(zId).max(12).default([]) }), // biome-ignore format: one line
  access: { roles: EXAMINERS },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    if (isAfter(input.heldOn, today)) throw refuse('E_DATE', {}, { fields: [{ path: 'heldOn', code: 'E_DATE' }] })
    const people = await peopleOf(ctx, input.people)
    const cases = [...new Set(input.cases)]
    if ((await tx.caseStory.count({ where: { bankId: actor.bankId, id: { in: cases } } })) !== cases.length)
      throw refuse('E_NOT_FOUND', { object: 'case' }, { fields: [{ path: 'cases', code: 'E_NOT_FOUND' }] })
    await tx.trainingRecord.createMany({
      data: people.map((p) => ({ bankId: actor.bankId, id: newId(), userId: p.id, topic: input.topic, heldOn: toDb(input.heldOn), halfDays: input.halfDays, recordedBy: actor.userId, caseIds: cases })), // biome-ignore format: one line
    })
    ctx.audit({ objectType: 'training', objectId: input.heldOn.toString(), detail: { topic: input.topic, people: people.length, cases } }) // biome-ignore format: one line
    return { people: people.length }
  },
})

/** An exam's result. Nobody examines himself; passed is who reaches the bank's score. */
export const recordExam = defineCommand({
  name: 'training.exam',
  input: z.strictObject({ login: z.string().trim().min(1).max(80), permission: z.enum(PERMISSIONS), takenOn: zDate, score: z.int().min(0).max(100) }), // biome-ignore format: one line
  access: { roles: EXAMINERS },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    if (isAfter(input.takenOn, today)) throw refuse('E_DATE', {}, { fields: [{ path: 'takenOn', code: 'E_DATE' }] })
    const [person] = await peopleOf(ctx, [input.login])
    if (person!.id === actor.userId) throw refuse('E_EXAM_OWN')
    const { training } = (await loadParameters(tx, actor.bankId, today)).manager
    const passed = input.score >= training.passScore
    const id = newId()
    await tx.examResult.create({
      data: { bankId: actor.bankId, id, userId: person!.id, permission: input.permission, takenOn: toDb(input.takenOn), score: input.score, passed, examinerId: actor.userId }, // biome-ignore format: one line
    })
    ctx.audit({
      objectType: 'exam',
      objectId: id,
      detail: { permission: input.permission, score: input.score, passed },
    })
    return { id, passed }
  },
})

/** The pair that leaves a market hands it over: every point of the list, and the next person takes it. */
export const handOverPair = defineCommand({
  name: 'pairs.handOver',
  input: z.strictObject({ pairId: zId, points: z.array(z.enum(HAND_OVER_POINTS)), note: z.string().trim().min(2).max(2000) }), // biome-ignore format: one line
  access: { roles: ['RM', 'POST_MKT'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const pair = await tx.marketPair.findFirst({
      where: { bankId: actor.bankId, id: input.pairId, until: { not: null } },
    })
    if (!pair || (pair.rmId !== actor.userId && pair.postMktId !== actor.userId)) throw refuse('E_NOT_FOUND', { object: 'pair' }) // biome-ignore format: one line
    const missing = HAND_OVER_POINTS.filter((p) => !input.points.includes(p))
    if (missing.length > 0) throw refuse(`E_HAND_OVER:${missing[0]}`, {}, { fields: [{ path: 'points', code: `E_HAND_OVER:${missing[0]}` }] }) // biome-ignore format: one line
    const done = await tx.marketPair.updateMany({
      where: { bankId: actor.bankId, id: pair.id, handedOn: null },
      data: { checklist: input.points, handedBy: actor.userId, handedOn: toDb(today) },
    })
    if (done.count !== 1)
      throw refuse('E_STATE', { object: 'pair', state: 'HANDED', event: 'hand-over' }, { allowed: [] })
    ctx.audit({ objectType: 'market', objectId: pair.marketId, reason: input.note, detail: { event: 'hand-over', pairId: pair.id } }) // biome-ignore format: one line
    return { id: pair.id }
  },
})

export const takePair = defineCommand({
  name: 'pairs.take',
  input: z.strictObject({ pairId: zId }),
  access: { roles: ['RM', 'POST_MKT'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const pair = await tx.marketPair.findFirst({ where: { bankId: actor.bankId, id: input.pairId, handedOn: { not: null }, takenOn: null } }) // biome-ignore format: one line
    const next = pair && (await tx.marketPair.findFirst({ where: { bankId: actor.bankId, marketId: pair.marketId, until: null } })) // biome-ignore format: one line
    if (!pair || !next || (next.rmId !== actor.userId && next.postMktId !== actor.userId) || pair.handedBy === actor.userId) throw refuse('E_NOT_FOUND', { object: 'pair' }) // biome-ignore format: one line
    await tx.marketPair.updateMany({
      where: { bankId: actor.bankId, id: pair.id, takenOn: null },
      data: { takenBy: actor.userId, takenOn: toDb(today) },
    })
    ctx.audit({ objectType: 'market', objectId: pair.marketId, detail: { event: 'take-over', pairId: pair.id } })
    return { id: pair.id }
  },
})

/** Each morning: pairs follow who is assigned; one that is full of months asks the head for another, once. */
export async function pairsDaily(
  { tx, actor, now }: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now'>,
  on: PlainDate,
  p: ManagerParameters,
): Promise<Record<string, number>> {
  // biome-ignore format: one line
  const { bankId } = actor
  const day = on.toString()
  const pairsEnded = await tx.$executeRaw`
    update market_pair x set until = ${day}::date from market m where x.bank_id = ${bankId}::uuid and x.until is null and m.bank_id = x.bank_id and m.id = x.market_id
      and (m.rm_id is distinct from x.rm_id or m.post_mkt_id is distinct from x.post_mkt_id)`
  const pairsBegun = await tx.$executeRaw`
    insert into market_pair (bank_id, id, market_id, rm_id, post_mkt_id, since)
    select m.bank_id, uuidv7(), m.id, m.rm_id, m.post_mkt_id, ${day}::date from market m
    where m.bank_id = ${bankId}::uuid and m.rm_id is not null and m.post_mkt_id is not null and m.rm_id <> m.post_mkt_id
      and not exists (select from market_pair x where x.bank_id = m.bank_id and x.market_id = m.id and x.until is null)`
  const rotationsDue = await tx.$executeRaw`
    insert into task (bank_id, id, kind, object_type, object_id, role, params, due_on, state, created_at)
    select x.bank_id, uuidv7(), 'PAIR_ROTATION', 'market', x.market_id, 'SB_HEAD', json_build_object('code', m.code || ' ' || m.name, 'pair', x.id), ${day}::date + 30, 'OPEN', ${now}
    from market_pair x join market m on m.bank_id = x.bank_id and m.id = x.market_id
    where x.bank_id = ${bankId}::uuid and x.until is null and x.since <= ${addMonths(on, -p.pair.rotationMonths).toString()}::date
      and not exists (select from task t where t.bank_id = x.bank_id and t.kind = 'PAIR_ROTATION' and t.params ->> 'pair' = x.id::text)`
  await tx.$executeRaw`
    update task t set state = 'DONE', done_at = ${now} from market_pair x
    where t.bank_id = ${bankId}::uuid and t.kind = 'PAIR_ROTATION' and t.state = 'OPEN' and x.bank_id = t.bank_id and x.id::text = t.params ->> 'pair' and x.until is not null`
  return { pairsEnded, pairsBegun, rotationsDue }
}

/** Who may score and sign and until when, what training everybody had this year, and the pairs of the markets. */
export const trainingBoard = defineQuery({
  name: 'training.board',
  input: z.strictObject({}),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, today }) {
    const { bankId } = actor
    const { training, pair } = (await loadParameters(tx, bankId, today)).manager
    const all = actor.roles.some((r) => ['SB_HEAD', 'CR_HEAD', 'RISK_MGR', 'AUDITOR', 'TENANT_ADMIN'].includes(r))
    const people = await tx.appUser.findMany({
      where: { bankId, partyId: null, state: 'ACTIVE', ...(all ? { roleGrants: { some: { state: 'ACTIVE', role: { in: ['RM', 'EVALUATOR', 'CONTRACT_OFFICER'] } } } } : { id: actor.userId! }) }, // biome-ignore format: one line
      select: { id: true, name: true, login: true },
      orderBy: { name: 'asc' },
      take: 500,
    })
    const ids = people.map((p) => p.id)
    const exams = await tx.examResult.findMany({ where: { bankId, userId: { in: ids } }, orderBy: { takenOn: 'desc' } })
    const year = await tx.trainingRecord.groupBy({
      by: ['userId'],
      where: { bankId, userId: { in: ids }, heldOn: { gte: toDb(addMonths(today, -12)) } },
      _sum: { halfDays: true },
    })
    const pairs = await tx.marketPair.findMany({
      where: { bankId, ...(all ? {} : { OR: [{ rmId: actor.userId! }, { postMktId: actor.userId! }] }) },
      include: { market: { select: { code: true, name: true, rmId: true, postMktId: true } } },
      orderBy: { since: 'desc' },
      take: 200,
    })
    const named = await tx.appUser.findMany({
      where: { bankId, id: { in: pairs.flatMap((p) => [p.rmId, p.postMktId]) } },
      select: { id: true, name: true },
    })
    const figures = await pairFigures(tx, bankId, pairs.filter((p) => p.until === null).map((p) => p.id), today) // biome-ignore format: one line
    const who = (id: string) => named.find((p) => p.id === id)?.name ?? ''
    const sessions = await tx.$queryRaw<
      {
        topic: string
        held_on: Date
        half_days: number
        people: number
        cases: { id: string; title: string }[] | null
      }[]
    >`
      select t.topic, t.held_on, t.half_days, count(distinct t.user_id)::int as people,
        (select json_agg(json_build_object('id', c.id, 'title', c.title) order by c.id) from case_story c where c.bank_id = ${bankId}::uuid and t.case_ids ? c.id::text) as cases
      from training_record t where t.bank_id = ${bankId}::uuid and t.held_on >= ${addMonths(today, -12).toString()}::date
      group by t.topic, t.held_on, t.half_days, t.case_ids order by t.held_on desc, t.topic limit 50`
    return {
      required: training.examRequired,
      sessions: sessions.map((x) => ({
        topic: x.topic,
        heldOn: fromDb(x.held_on),
        halfDays: x.half_days,
        people: x.people,
        cases: x.cases ?? [],
      })),
      people: people.map((p) => ({
        ...p,
        halfDays: year.find((y) => y.userId === p.id)?._sum.halfDays ?? 0,
        permissions: PERMISSIONS.map((permission) => {
          const last = exams.find((e) => e.userId === p.id && e.permission === permission)
          const passed = exams.find((e) => e.userId === p.id && e.permission === permission && e.passed)
          const on = fromDbOrNull(passed?.takenOn)
          return {
            permission,
            score: last?.score ?? null,
            until: on && validUntil(on, training.validMonths),
            holds: holdsPermission(on, training.validMonths, today),
          }
        }),
      })),
      pairs: pairs.map((x) => ({
        id: x.id,
        market: `${x.market.code} ${x.market.name}`,
        rm: who(x.rmId),
        post: who(x.postMktId),
        since: fromDb(x.since),
        until: fromDbOrNull(x.until),
        figures: figures.get(x.id) ?? null,
        due: x.until === null && rotationDue(fromDb(x.since), pair.rotationMonths, today),
        handedOn: fromDbOrNull(x.handedOn),
        takenOn: fromDbOrNull(x.takenOn),
        mayHand: x.until !== null && x.handedOn === null && (x.rmId === actor.userId || x.postMktId === actor.userId),
        mayTake: x.handedOn !== null && x.takenOn === null && x.handedBy !== actor.userId && (x.market.rmId === actor.userId || x.market.postMktId === actor.userId), // biome-ignore format: one line
      })),
    }
  },
})
