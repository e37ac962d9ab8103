/**
 * The approver's queue. TODO: waiting seats that this person may fill, whoever's they are, the earliest due first; DONE:
 * where the person spoke; MINE: plans the person wrote. Every page reads what it shows and no more, however long the
 * queue is; counts end at COUNT_MOST.
 */
import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import { preparedText } from '@/lib/platform/db/prepared'
import { defineQuery } from '@/lib/platform/queries'
import { Prisma } from '@/lib/platform/tenant'
import { fillableRoles, sittingIn } from './rules/sitting'
import { type StandIn, standIns } from './stand-ins'

const COUNT_MOST = 999

type Row = {
  key: string
  plan_id: string
  code: string
  version_no: number
  kind: string
  state: string
  level: string | null
  market: string
  batch: string
  limit_fen: bigint | null
  escalations: string[] | null
  round_kind: string | null
  round_no: number | null
  role: string | null
  department: string | null
  seat_user: string | null
  due_at: Date | null
  reminded_at: Date | null
  escalated_at: Date | null
  paused_at: Date | null
  at: Date | null
  verdict: string | null
  /** written by the person who asks: not theirs to decide */
  own?: boolean
}

const plan = Prisma.sql`p.id as plan_id, p.code, p.version_no, p.kind, p.state, p.level, m.name as market, b.code as batch,
  p.aggregate_limit_fen as limit_fen, p.routing_trace->'escalations' as escalations`
const NO_SEAT = Prisma.sql`null as round_kind, null::int as round_no, null as role, null as department, null::uuid as seat_user,
  null::timestamptz as due_at, null::timestamptz as reminded_at, null::timestamptz as escalated_at, null::timestamptz as paused_at`
const joins = Prisma.sql`join market m on m.bank_id = p.bank_id and m.id = p.market_id join batch b on b.bank_id = p.bank_id and b.id = p.batch_id`

/** Which waiting seats are this person's to fill: one condition each, so that each is read from its index in order. */
function branches(
  person: { userId: string | null; roles: readonly string[] },
  stands: readonly StandIn[],
): Prisma.Sql[] {
  const people = [...new Set([person.userId, ...stands.map((s) => s.userId)])].filter((id) => id !== null)
  const own = fillableRoles(person.roles)
  const roles = new Set([...own.always, ...stands.flatMap((s) => s.roles)])
  const preliminary = roles.has('SB_HEAD') && !roles.has('SB_REVIEWER')
  const open = (role: string, more = Prisma.empty) =>
    Prisma.sql`s.role = ${role} and s.user_id is null and s.department <> 'COMMITTEE' ${more}`
  return [
    ...people.map((id) => Prisma.sql`s.user_id = ${id}::uuid`),
    ...[...roles].filter((r) => SEAT_ROLES.includes(r)).map((r) => open(r)),
    ...(preliminary
      ? [
          open(
            'SB_REVIEWER',
            Prisma.sql`and exists (select 1 from countersign_round r where r.bank_id = s.bank_id and r.id = s.round_id and r.kind = 'PRELIMINARY')`,
          ),
        ]
      : []),
    ...own.late.filter((r) => !roles.has(r)).map((r) => open(r, Prisma.sql`and s.escalated_at is not null`)),
  ]
}
const SEAT_ROLES = ['SB_REVIEWER', 'SB_HEAD', 'CR_REVIEWER', 'CR_APPROVER', 'CR_HEAD']

/** A waiting seat belongs to an open round (closing one voids what waits): seats are read first, in the order of their index. */
function todo(
  bankId: string,
  userId: string | null,
  which: Prisma.Sql[],
  limit: number,
  after: Prisma.Sql,
): Prisma.Sql {
  const one = (where: Prisma.Sql) => Prisma.sql`(
    select s.id, s.round_id, s.role, s.department, s.user_id, s.due_at, s.reminded_at, s.escalated_at, s.paused_at
    from countersign_seat s
    where s.bank_id = ${bankId}::uuid and s.state = 'WAITING' and ${where} ${after}
    order by s.due_at, s.id limit ${limit})`
  return Prisma.sql`
    select s.id::text as key, ${plan}, p.written_by is not distinct from ${userId}::uuid as own, r.kind as round_kind, r.no as round_no, s.role,
      s.department, s.user_id as seat_user, s.due_at, s.reminded_at, s.escalated_at, s.paused_at, r.opened_at as at, null as verdict
    from (select * from (${Prisma.join(which.map(one), ' union all ')}) u order by due_at, id limit ${limit} offset 0) s
    join countersign_round r on r.bank_id = ${bankId}::uuid and r.id = s.round_id
    join credit_plan p on p.bank_id = r.bank_id and p.id = r.plan_id
    ${joins} order by s.due_at, s.id`
}

function counted(bankId: string, which: Prisma.Sql[], userId: string | null): Prisma.Sql {
  const seats = which.map(
    (where) => Prisma.sql`(select s.round_id from countersign_seat s
      where s.bank_id = ${bankId}::uuid and s.state = 'WAITING' and ${where} limit ${COUNT_MOST + 1})`,
  )
  return Prisma.sql`select
    (select count(*)::int from (select * from (${Prisma.join(seats, ' union all ')}) u limit ${COUNT_MOST + 1} offset 0) t
      where not exists (select 1 from countersign_round r join credit_plan p on p.bank_id = r.bank_id and p.id = r.plan_id
        where r.bank_id = ${bankId}::uuid and r.id = t.round_id and p.written_by = ${userId}::uuid)) as todo,
    (select count(*)::int from (select 1 from opinion o where o.bank_id = ${bankId}::uuid and o.user_id = ${userId}::uuid limit ${COUNT_MOST + 1}) d) as done,
    (select count(*)::int from (select 1 from credit_plan p where p.bank_id = ${bankId}::uuid and p.written_by = ${userId}::uuid limit ${COUNT_MOST + 1}) w) as mine`
}

const CURSOR = /^(\d{4}-[\dT:.Z-]{19,24})_([0-9a-f-]{36})$/

export const approvalQueue = defineQuery({
  name: 'approvals.queue',
  input: z.strictObject({
    tab: z.enum(['TODO', 'DONE', 'MINE']).default('TODO'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().regex(CURSOR, 'E_CURSOR').optional(),
  }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input, now, today }) {
    const { bankId, userId } = actor
    const stands = await standIns(tx, actor, today)
    const which = branches(actor, stands)
    const [, at, id] = CURSOR.exec(input.cursor ?? '') ?? []
    const limit = input.limit + 1
    const rows =
      input.tab === 'TODO'
        ? await tx.$queryRaw<Row[]>(
            preparedText(
              'approvals.queue',
              todo(
                bankId,
                userId,
                which,
                limit,
                at ? Prisma.sql`and (s.due_at, s.id) > (${new Date(at)}, ${id}::uuid)` : Prisma.empty,
              ),
            ),
          )
        : await tx.$queryRaw<Row[]>(past(input.tab, bankId, userId, limit, at ? { at: new Date(at), id: id! } : null))
    const [sums] = await tx.$queryRaw<{ todo: number; done: number; mine: number }[]>(
      preparedText('approvals.counts', counted(bankId, which, userId)),
    )
    const page = rows.slice(0, input.limit).filter((r) => !r.own)
    const lines = await lineCounts(tx, bankId, page)
    const last = rows.slice(0, input.limit).at(-1)
    const lastAt = input.tab === 'TODO' ? last?.due_at : last?.at
    return {
      tab: input.tab,
      counts: { TODO: sums!.todo, DONE: sums!.done, MINE: sums!.mine },
      items: page.map((r) => item(r, actor, stands, lines.get(r.plan_id) ?? 0, now)),
      nextCursor: rows.length > input.limit && last && lastAt ? `${lastAt.toISOString()}_${last.key}` : null,
    }
  },
})

function past(
  tab: 'DONE' | 'MINE',
  bankId: string,
  userId: string | null,
  limit: number,
  after: { at: Date; id: string } | null,
) {
  if (tab === 'DONE')
    return Prisma.sql`select o.id::text as key, ${plan}, r.kind as round_kind, r.no as round_no, o.role, null as department, null::uuid as seat_user,
      null::timestamptz as due_at, null::timestamptz as reminded_at, null::timestamptz as escalated_at, null::timestamptz as paused_at, o.at, o.verdict
      from opinion o join credit_plan p on p.bank_id = o.bank_id and p.id = o.plan_id
      join countersign_round r on r.bank_id = o.bank_id and r.id = o.round_id ${joins}
      where o.bank_id = ${bankId}::uuid and o.user_id = ${userId}::uuid
        ${after ? Prisma.sql`and (o.at, o.id) < (${after.at}, ${after.id}::uuid)` : Prisma.empty}
      order by o.at desc, o.id desc limit ${limit}`
  return Prisma.sql`select p.id::text as key, ${plan}, ${NO_SEAT}, p.created_at as at, p.result as verdict
    from credit_plan p ${joins} where p.bank_id = ${bankId}::uuid and p.written_by = ${userId}::uuid
      ${after ? Prisma.sql`and (p.created_at, p.id) < (${after.at}, ${after.id}::uuid)` : Prisma.empty}
    order by p.created_at desc, p.id desc limit ${limit}`
}

async function lineCounts(
  tx: Prisma.TransactionClient,
  bankId: string,
  rows: readonly Row[],
): Promise<Map<string, number>> {
  const ids = [...new Set(rows.map((r) => r.plan_id))]
  if (ids.length === 0) return new Map()
  const found = await tx.$queryRaw<{ plan_id: string; n: number }[]>`
    select plan_id, count(*)::int as n from plan_line
    where bank_id = ${bankId}::uuid and plan_id = any(${ids}::uuid[]) and state <> 'DROPPED' group by plan_id`
  return new Map(found.map((f) => [f.plan_id, f.n]))
}

function item(
  r: Row,
  actor: { userId: string | null; roles: readonly string[] },
  stands: readonly StandIn[],
  lines: number,
  now: Date,
) {
  const seat = {
    role: r.role ?? '',
    department: r.department ?? '',
    userId: r.seat_user,
    state: 'WAITING',
    escalated: r.escalated_at !== null,
  }
  const sitting = r.role && r.department ? sittingIn(seat, actor, r.round_kind ?? '', stands) : null
  return {
    key: r.key,
    planId: r.plan_id,
    code: r.code,
    versionNo: r.version_no,
    planKind: r.kind,
    state: r.state,
    level: r.level,
    market: r.market,
    batch: r.batch,
    aggregateLimitFen: r.limit_fen,
    escalations: r.escalations ?? [],
    lines,
    kind: r.round_kind,
    /** 2 and more: the plan came back */
    round: r.round_no,
    role: r.role,
    dueAt: r.due_at,
    at: r.at,
    verdict: r.verdict,
    overdue: r.due_at !== null && r.due_at < now && r.paused_at === null,
    paused: r.paused_at !== null,
    reminded: r.reminded_at !== null,
    /** why it came to this person: own name, role, another's seat, or a late one */
    why: sitting?.why ?? null,
    onBehalfOf: sitting?.delegation
      ? {
          name: sitting.delegation.name,
          kind: sitting.delegation.kind,
          reason: sitting.delegation.reason,
          until: sitting.delegation.until,
        }
      : null,
  }
}
