/** The library of cases: wins, losses and risks told without names, found by any of their words (§9 row 19). */
import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import { defineCommand } from '@/lib/platform/commands'
import { fromDb, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { searchWords, tellsWho } from '../rules/clients'
import { teamCases } from './teams'

const KINDS = ['WIN', 'LOSS', 'RISK'] as const
const MODES = ['JG', 'AF', 'GC', 'LI', 'PK', 'DF'] as const

/** Writes a case. Refused while it tells whom it is about: a client's name of that market, or a number of his. */
export const writeCase = defineCommand({
  name: 'cases.write',
  input: z.strictObject({
    kind: z.enum(KINDS),
    title: z.string().trim().min(2).max(120),
    story: z.string().trim().min(20).max(8000),
    lesson: z.string().trim().min(5).max(2000),
    market: z.string().trim().max(40).optional(),
    mode: z.enum(MODES).optional(),
    tags: z.array(z.string().trim().min(1).max(30)).max(12).default([]),
  }),
  access: { roles: BANK_ROLES.filter((r) => r !== 'AUDITOR') },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const { bankId } = actor
    const market = input.market ? await tx.market.findFirst({ where: { bankId, code: input.market }, select: { id: true, name: true } }) : null // biome-ignore format: one line
    if (input.market && !market)
      throw refuse('E_NOT_FOUND', { object: 'market' }, { fields: [{ path: 'market', code: 'E_NOT_FOUND' }] })
    const text = [input.title, input.story, input.lesson, ...input.tags].join('\n')
    const named = await tx.$queryRaw<{ name: string }[]>`
      select n.name from merchant m cross join lateral (values (m.name), (m.owner_name), (m.spouse_name)) n(name)
      where m.bank_id = ${bankId}::uuid and n.name is not null and length(n.name) >= 2 and position(n.name in ${text}) > 0 limit 1`
    const told = tellsWho(text, named.map((n) => n.name)) // biome-ignore format: one line
    if (told) throw refuse('E_CASE_NAMES', { word: told }, { fields: [{ path: 'story', code: 'E_CASE_NAMES' }] })
    const id = newId()
    await tx.caseStory.create({
      data: {
        bankId,
        id,
        kind: input.kind,
        title: input.title,
        story: input.story,
        lesson: input.lesson,
        marketId: market?.id ?? null,
        mode: input.mode ?? null,
        tags: input.tags,
        authorId: actor.userId,
        writtenOn: toDb(today),
        words: [text, market?.name ?? '', input.mode ?? ''].join('\n').normalize('NFKC').toLowerCase(),
      },
    })
    ctx.audit({ objectType: 'case', objectId: id, detail: { event: 'write', kind: input.kind } })
    return { id }
  },
})

/** Cases in which every word of the search is found, newest first, how many of each kind this month, and what each team still owes. */
export const caseSearch = defineQuery({
  name: 'cases.search',
  input: z.strictObject({
    q: z.string().max(200).default(''),
    kind: z.string().max(40).optional(),
    cursor: zId.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(30),
  }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input, today }) {
    const { bankId } = actor
    const rows = await tx.caseStory.findMany({
      where: {
        bankId,
        // the signs of a pattern stand for themselves
        AND: searchWords(input.q).map((w) => ({ words: { contains: w.replace(/[\\%_]/g, '\\$&') } })),
        ...(input.kind ? { kind: { in: input.kind.split(',') } } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
    })
    const shown = rows.slice(0, input.limit)
    const month = await tx.caseStory.groupBy({
      by: ['kind'],
      where: { bankId, writtenOn: { gte: toDb(today.with({ day: 1 })) } },
      _count: true,
    })
    const held = await tx.$queryRaw<{ id: string; topic: string; held_on: Date; people: number }[]>`
      select c.id, t.topic, t.held_on, count(distinct t.user_id)::int as people from unnest(${shown.map((r) => r.id)}::uuid[]) c(id)
      join training_record t on t.bank_id = ${bankId}::uuid and t.case_ids ? c.id::text group by c.id, t.topic, t.held_on order by t.held_on desc`
    const markets = await tx.market.findMany({
      where: { bankId, id: { in: shown.map((r) => r.marketId).filter((x) => x !== null) } },
      select: { id: true, name: true },
    })
    const people = await tx.appUser.findMany({
      where: { bankId, id: { in: shown.map((r) => r.authorId).filter((x) => x !== null) } },
      select: { id: true, name: true },
    })
    return {
      items: shown.map((r) => ({
        id: r.id,
        kind: r.kind as (typeof KINDS)[number],
        title: r.title,
        story: r.story,
        lesson: r.lesson,
        tags: r.tags as string[],
        mode: r.mode,
        market: markets.find((m) => m.id === r.marketId)?.name ?? null,
        author: people.find((p) => p.id === r.authorId)?.name ?? null,
        writtenOn: fromDb(r.writtenOn),
        trainings: held
          .filter((h) => h.id === r.id)
          .map((h) => ({ topic: h.topic, heldOn: fromDb(h.held_on), people: h.people })),
      })),
      thisMonth: Object.fromEntries(KINDS.map((k) => [k, month.find((m) => m.kind === k)?._count ?? 0])) as Record<
        (typeof KINDS)[number],
        number
      >,
      teams: await teamCases(tx, bankId, today),
      nextCursor: rows.length > input.limit ? shown.at(-1)!.id : null,
    }
  },
})
