import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import { fromDbOrNull, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { slaViews } from '@/lib/platform/sla-view'
import type { Prisma } from '@/lib/platform/tenant'
import { recommendable } from '../rules/admission'
import type { MarketState } from '../workflow'

export const MARKET_SORTS = ['id', 'code', 'name', 'expiresOn'] as const

export const MarketList = z.strictObject({
  search: z.string().trim().max(60).optional(),
  state: z.string().max(200).optional().meta({ description: 'one or more states, separated by commas' }),
  grade: z.string().max(60).optional(),
  mine: z.stringbool().or(z.boolean()).optional(),
  sort: z
    .string()
    .regex(/^-?(id|code|name|expiresOn)$/)
    .default('-id'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
  before: z.string().max(200).optional(),
})

/** States before a decision look alike to the operator: how the bank works is not its business. */
export function operatorSees(state: string): string {
  return ['ADMITTED', 'CONDITIONAL'].includes(state)
    ? 'ADMITTED'
    : ['DRAFT', 'SURVEYING', 'SCORED', 'IN_REVIEW'].includes(state)
      ? 'IN_ADMISSION'
      : state === 'REJECTED'
        ? 'NOT_PASSED'
        : state
}

/**
 * Markets by keyset. Search takes a part of the name, of the code, or pinyin (full or initials). An operator gets its
 * own markets without grade or score.
 */
export const marketList = defineQuery({
  name: 'markets.list',
  input: MarketList,
  access: { roles: [...BANK_ROLES, 'OPERATOR_ADMIN', 'OPERATOR_CLERK'] },
  async run({ tx, actor, input, now }) {
    const column = input.sort.replace(/^-/, '') as (typeof MARKET_SORTS)[number]
    const back = input.before !== undefined
    const descending = input.sort.startsWith('-') !== back
    const key = back ? input.before : input.cursor
    const where: Prisma.MarketWhereInput = {
      bankId: actor.bankId,
      AND: [
        key ? beyond(column, descending, key) : {},
        input.state ? { state: { in: input.state.split(',') } } : {},
        input.grade && !actor.partyId ? { marketGrading: { grade: { in: input.grade.split(',') } } } : {},
        input.mine && actor.userId ? { OR: mine(actor.userId) } : {},
        input.search ? { OR: matching(input.search) } : {},
      ],
    }
    const direction = descending ? 'desc' : 'asc'
    const rows = await tx.market.findMany({
      where,
      orderBy:
        column === 'id'
          ? { id: direction }
          : column === 'expiresOn'
            ? [{ expiresOn: { sort: direction, nulls: descending ? 'last' : 'first' } }, { id: direction }]
            : [{ [column]: direction }, { id: direction }],
      take: input.limit + 1,
      include: {
        operatorParty: { select: { id: true, name: true } },
        marketGrading: { select: { grade: true, scoreTotal: true, validUntil: true, invalidSince: true } },
        _count: { select: { batches: true } },
      },
    })
    const more = rows.length > input.limit
    const page = rows.slice(0, input.limit)
    if (back) page.reverse()
    const ids = page.map((m) => m.id)
    const clocks = actor.partyId ? null : await slaViews(tx, actor.bankId, 'market', ids, now)
    const at = (m: (typeof page)[number] | undefined) => (m ? keyOf(column, m) : null)
    return {
      items: page.map((m) => {
        const state = actor.partyId ? operatorSees(m.state) : m.state
        return {
          id: m.id,
          code: m.code,
          name: m.name,
          nameEn: m.nameEn,
          city: m.city,
          trade: m.trade,
          state: state as MarketState | 'IN_ADMISSION' | 'NOT_PASSED',
          frozen: m.frozen,
          version: m.version,
          operator: m.operatorParty,
          grade: m.marketGrading?.grade ?? null,
          scoreTotal: m.marketGrading?.scoreTotal ?? null,
          scoreInvalid: m.marketGrading ? m.marketGrading.invalidSince !== null : null,
          expiresOn: fromDbOrNull(m.expiresOn),
          merchantCount: m.merchantCount,
          turnoverFen: m.turnoverFen,
          batches: m._count.batches,
          sla: clocks?.get(m.id)?.[0] ?? null,
        }
      }),
      nextCursor: (back ? key : more) ? at(page.at(-1)) : null,
      previousCursor: (back ? more : key) ? at(page[0]) : null,
    }
  },
})

const mine = (userId: string): Prisma.MarketWhereInput[] => [
  { rmId: userId },
  { evaluatorId: userId },
  { riskMgrId: userId },
  { postMktId: userId },
  { postMktDeputyId: userId },
]

const matching = (search: string): Prisma.MarketWhereInput[] => [
  { name: { contains: search, mode: 'insensitive' } },
  { nameEn: { contains: search, mode: 'insensitive' } },
  { code: { contains: search, mode: 'insensitive' } },
  { pyInitials: { contains: search.toLowerCase() } },
  { pyFull: { contains: search.toLowerCase().replace(/\s+/g, '') } },
]

type Column = (typeof MARKET_SORTS)[number]
type Keyed = { id: string; code: string; name: string; expiresOn: Date | null }

/** A cursor holds the sorted value and the id, so that equal values neither repeat nor go missing. */
function keyOf(column: Column, m: Keyed): string {
  const value = column === 'id' ? null : column === 'expiresOn' ? (m.expiresOn?.toISOString() ?? null) : m[column]
  return Buffer.from(JSON.stringify([value, m.id])).toString('base64url')
}

function beyond(column: Column, descending: boolean, cursor: string): Prisma.MarketWhereInput {
  const [value, id] = readKey(cursor)
  const past = descending ? { lt: id } : { gt: id }
  if (column === 'id') return { id: past }
  if (column === 'expiresOn') {
    // without a date comes first upwards and last downwards
    if (value === null)
      return descending
        ? { expiresOn: null, id: past }
        : { OR: [{ expiresOn: null, id: past }, { expiresOn: { not: null } }] }
    const date = new Date(value)
    const further = { expiresOn: descending ? { lt: date } : { gt: date } }
    return { OR: [further, { expiresOn: date, id: past }, ...(descending ? [{ expiresOn: null }] : [])] }
  }
  if (value === null) throw refuse('E_MALFORMED', { problem: 'cursor' })
  return { OR: [{ [column]: descending ? { lt: value } : { gt: value } }, { [column]: value, id: past }] }
}

const zKey = z.tuple([z.string().max(200).nullable(), zId])

function readKey(cursor: string): [string | null, string] {
  try {
    return zKey.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw refuse('E_MALFORMED', { problem: 'cursor' })
  }
}

/**
 * The markets in which this person may start a batch today: admitted, in their term, not stopped (B1 of §10.2). An
 * operator gets its own; without grade or score, but with the modes and how many merchants it may recommend.
 */
export const admittedMarkets = defineQuery({
  name: 'markets.admitted',
  input: z.strictObject({}),
  access: { roles: [...BANK_ROLES, 'OPERATOR_ADMIN', 'OPERATOR_CLERK'] },
  async run({ tx, actor, today }) {
    const rows = await tx.market.findMany({
      where: {
        bankId: actor.bankId,
        state: { in: ['ADMITTED', 'CONDITIONAL'] },
        frozen: false,
        expiresOn: { gte: toDb(today) },
      },
      orderBy: [{ code: 'asc' }, { id: 'asc' }],
    })
    return {
      items: rows.map((m) => {
        const share = m.shareNum && m.shareDen ? { num: m.shareNum, den: m.shareDen } : null
        return {
          id: m.id,
          code: m.code,
          name: m.name,
          nameEn: m.nameEn,
          city: m.city,
          trade: m.trade,
          modes: (m.allowedModes as string[] | null) ?? [],
          merchantCount: m.merchantCount,
          share,
          recommendable: share && m.merchantCount !== null ? recommendable(m.merchantCount, share) : null,
          expiresOn: fromDbOrNull(m.expiresOn),
        }
      }),
    }
  },
})
