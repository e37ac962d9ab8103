/** What the batch's own screens read besides its overview: clocks, merchants, people to choose, tasks of a split. */
import { z } from 'zod'
import { type Actor, PARTNER_ROLES } from '@/lib/platform/actor'
import { fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { Prisma, type Tx } from '@/lib/platform/tenant'
import { BATCH_READERS } from './access'
import { operatorView } from './queries'
import { clocksOf } from './sla-view'

const READERS = [...BATCH_READERS, ...PARTNER_ROLES] as const

/** The clocks of batches that the person can see. */
export const batchClocks = defineQuery({
  name: 'batches.clocks',
  input: z.strictObject({ batchIds: z.array(zId).max(500) }),
  access: { roles: READERS },
  run: ({ tx, actor, input, now }) => clocksOf(tx, actor.bankId, input.batchIds, now),
})

const SORTS = ['row', 'rank', 'score', 'requested', 'approved'] as const
type Sort = (typeof SORTS)[number]

export const BatchItems = z.strictObject({
  batchId: zId,
  state: z.string().max(200).optional(),
  grade: z.string().max(60).optional(),
  search: z.string().trim().max(60).optional(),
  sort: z.enum([...SORTS, ...SORTS.map((s) => `-${s}` as const)]).default('row'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z
    .string()
    .regex(/^-?\d{1,20}:\d{1,9}$|^-?\d{1,9}$/, 'E_CURSOR')
    .optional(),
})

type ItemRow = {
  id: string
  row_no: string
  position: number
  name: string | null
  owner_name: string | null
  stall_no: string | null
  state: string
  requested_fen: bigint | null
  requested_term_months: number | null
  rank: number | null
  market_entry_date: Date | null
  return_rounds: number
  score_total: number | null
  grade: string | null
  approved_fen: bigint | null
  sort_key: bigint
}

/** What each order sorts by; a merchant without the figure comes last, whichever way. */
const KEY: Record<Sort, Prisma.Sql> = {
  row: Prisma.sql`a.position`,
  rank: Prisma.sql`a.rank`,
  score: Prisma.sql`o.score_total`,
  requested: Prisma.sql`a.requested_fen`,
  approved: Prisma.sql`o.approved_fen`,
}
const LAST = 9_000_000_000_000_000_000n

/** The merchants of a batch with where each stands. A partner sees that one did not pass, never why or its score (§10.3). */
export const batchItems = defineQuery({
  name: 'batches.items',
  input: BatchItems,
  access: { roles: READERS },
  run: ({ tx, actor, input }) => itemsOf(tx, actor, input),
})

/** The same inside another transaction. */
export async function itemsOf(tx: Tx, actor: Actor, input: z.output<typeof BatchItems>) {
  const bankId = actor.bankId
  const batch = await tx.batch.findFirst({ where: { bankId, id: input.batchId }, select: { id: true } })
  if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
  const staff = !actor.partyId
  const sort = input.sort.replace('-', '') as Sort
  // what a partner may not see it may not sort or filter by either
  const by = staff || sort === 'row' || sort === 'rank' || sort === 'requested' ? sort : 'row'
  const key = input.sort.startsWith('-') ? Prisma.sql`-(${KEY[by]})` : KEY[by]
  const [first, second] = (input.cursor ?? '').split(':')
  const after = second === undefined ? (first ? ([first, first] as const) : null) : ([first!, second] as const)
  const list = (text: string | undefined) => (text ? text.split(',') : null)
  const hidden = ['NOT_ADMITTED', 'REJECTED']
  const states = list(input.state)?.flatMap((s) =>
    s === 'NOT_PASSED' || (!staff && hidden.includes(s)) ? hidden : [s],
  )
  const grades = staff ? list(input.grade) : null
  const q = input.search
  const like = q && `%${q.replace(/[\\%_]/g, '\\$&')}%`
  const where = Prisma.sql`a.bank_id = ${bankId}::uuid and a.batch_id = ${batch.id}::uuid
    ${states ? Prisma.sql`and a.state = any(${states}::text[])` : Prisma.empty}
    ${grades ? Prisma.sql`and o.grade = any(${grades}::text[])` : Prisma.empty}
    ${
      q
        ? Prisma.sql`and (a.name like ${like} or a.owner_name like ${like} or a.py_initials like ${like!.toLowerCase()}
            or a.stall_no like ${like} or a.uscc like ${like!.slice(0, -1).toUpperCase()} or a.row_no = ${q})`
        : Prisma.empty
    }`
  const from = Prisma.sql`application a left join application_outcome o on o.bank_id = a.bank_id and o.application_id = a.id and ${staff}`
  const rows = await tx.$queryRaw<ItemRow[]>`
    select * from (
      select a.id, a.row_no, a.position, a.name, a.owner_name, a.stall_no, a.state, a.requested_fen, a.requested_term_months, a.rank,
        a.market_entry_date, a.return_rounds, o.score_total, o.grade, o.approved_fen, coalesce(${key}, ${LAST}::bigint)::bigint as sort_key
      from ${from} where ${where}
    ) i
    ${after ? Prisma.sql`where (i.sort_key, i.position) > (${after[0]}::bigint, ${after[1]}::int)` : Prisma.empty}
    order by i.sort_key, i.position limit ${input.limit + 1}`
  const counted = await tx.$queryRaw<{ n: number }[]>`select count(*)::int as n from ${from} where ${where}`
  const page = rows.slice(0, input.limit)
  const last = page.at(-1)
  return {
    total: counted[0]?.n ?? 0,
    items: page.map((a) => ({
      id: a.id,
      row: a.row_no,
      name: a.name ?? '',
      ownerName: a.owner_name,
      stallNo: a.stall_no,
      state: staff ? a.state : operatorView(a.state),
      requestedFen: a.requested_fen,
      requestedTermMonths: a.requested_term_months,
      rank: a.rank,
      marketEntryDate: fromDbOrNull(a.market_entry_date),
      returnRounds: a.return_rounds,
      score: a.score_total,
      grade: a.grade,
      approvedFen: a.approved_fen,
    })),
    nextCursor: rows.length > input.limit && last ? `${last.sort_key}:${last.position}` : null,
  }
}

/** Who may be named as the two investigators of a batch (B6): active staff with the role. */
export const investigators = defineQuery({
  name: 'batches.investigators',
  input: z.strictObject({}),
  access: { roles: ['RM'] },
  async run({ tx, actor }) {
    const users = await tx.appUser.findMany({
      where: { bankId: actor.bankId, partyId: null, state: 'ACTIVE' },
      select: { id: true, name: true, login: true, roleGrants: { select: { role: true, state: true } } },
      orderBy: { name: 'asc' },
    })
    const named = (role: string) =>
      users
        .filter((u) => u.roleGrants.some((g) => g.role === role && g.state === 'ACTIVE'))
        .map((u) => ({ id: u.id, name: u.name, login: u.login }))
    return { rm: named('RM'), evaluator: named('EVALUATOR') }
  },
})

/** Splits that wait for a second person (B13). */
export const openSplits = defineQuery({
  name: 'batches.openSplits',
  input: z.strictObject({ batchId: zId }),
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    if (actor.partyId) return []
    const tasks = await tx.task.findMany({
      where: {
        bankId: actor.bankId,
        objectType: 'batch',
        objectId: input.batchId,
        kind: 'CONFIRM_SPLIT',
        state: 'OPEN',
      },
    })
    return tasks.map((t) => {
      const p = t.params as { count?: number; reason?: string } | null
      return { id: t.id, count: p?.count ?? 0, reason: p?.reason ?? '', mine: t.createdBy === actor.userId }
    })
  },
})
