/** Observations and feeds come in: by people, by files, by the bank's systems through the API; indicators are evaluated at once (§8.1, §8.2). */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { isAfter, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zDate, zId, zWhole, zYuan } from '@/lib/platform/schema'
import { newId, Prisma } from '@/lib/platform/tenant'
import { type FeedLine, MAX_FEED_LINES, readFeedFile } from '../feed-file'
import { feedReadings } from '../feeds'
import { raiseFromReadings } from '../raise'
import { FEEDS, type Feed, feedTakes } from '../rules/feeds'
import { type ObservedObject, readObservation } from '../rules/observation'

const WATCHERS = ['RM', 'POST_MKT', 'POST_PARTNER', 'RISK_MGR', 'COLLECTOR'] as const
type Ctx = CommandContext<unknown>

const Told = z.strictObject({
  code: z.string().max(10),
  /** code of a market, a partner or a group; unified code or id of a merchant; number of an account */
  object: z.string().trim().min(1).max(60),
  reading: z.string().max(40).optional(),
  value: z
    .string()
    .regex(/^-?\d{1,9}(\.\d{1,4})?$/, 'E_NUMBER')
    .optional(),
  event: z.string().max(40).optional(),
  observedOn: zDate.optional(),
  /** the source's own number: the same one is taken once */
  reference: z.string().trim().min(1).max(80).optional(),
  note: z.string().trim().max(500).optional(),
})

/** Up to a thousand observations; one that is not understood refuses all of them, by its place in the list. */
export const recordObservations = defineCommand({
  name: 'observations.record',
  input: z.strictObject({ observations: z.array(Told).min(1).max(1000) }),
  access: { roles: WATCHERS },
  timeoutMs: 120_000,
  async run(ctx) {
    const { tx, actor, input, today, now } = ctx
    const bankId = actor.bankId
    const p = (await loadParameters(tx, bankId, today)).monitoring
    const rows: Prisma.ObservationCreateManyInput[] = []
    for (const [i, told] of input.observations.entries()) {
      const read = readObservation(told, p.warnings)
      const path = `observations.${i}`
      if (typeof read === 'string')
        throw refuse(
          read,
          { code: told.code },
          { fields: [{ path: `${path}.${told.event ? 'event' : 'reading'}`, code: read }] },
        )
      if (told.observedOn && isAfter(told.observedOn, today))
        throw refuse('E_DATE_FUTURE', {}, { fields: [{ path: `${path}.observedOn`, code: 'E_DATE_FUTURE' }] })
      const object = await findObject(ctx, read.object, told.object)
      if (!object)
        throw refuse(
          'E_OBSERVED_UNKNOWN',
          { object: told.object },
          { fields: [{ path: `${path}.object`, code: 'E_OBSERVED_UNKNOWN' }] },
        )
      rows.push({
        bankId,
        id: newId(),
        code: told.code,
        objectType: read.object,
        objectId: object.id,
        marketId: object.marketId,
        source: told.reference ? 'IMPORT' : 'PERSON',
        reading: read.reading,
        value: read.value,
        event: read.event,
        observedOn: toDb(told.observedOn ?? today),
        reference: told.reference ?? null,
        note: told.note ?? null,
        createdBy: actor.userId,
        at: now,
      })
    }
    const made = await takeObservations(ctx, rows)
    ctx.audit({
      objectType: 'observation',
      objectId: rows.length === 1 ? rows[0]!.objectId : `${rows.length} observations`,
      detail: { taken: made.taken, again: rows.length - made.taken, raised: made.raised, lifted: made.lifted },
    })
    return {
      taken: made.taken,
      again: rows.length - made.taken,
      raised: made.raised,
      lifted: made.lifted,
      signals: made.signals,
    }
  },
})

/** Writes observations down and evaluates those that were not known yet. */
export async function takeObservations(ctx: Ctx, rows: Prisma.ObservationCreateManyInput[]) {
  const { tx, actor, today } = ctx
  const fresh = await tx.observation.createManyAndReturn({ data: rows, skipDuplicates: true, select: { id: true } })
  if (fresh.length === 0) return { taken: 0, raised: 0, lifted: 0, merged: 0, signals: [] as string[] }
  const p = (await loadParameters(tx, actor.bankId, today)).monitoring
  const made = await raiseFromReadings(
    ctx,
    {
      events: Prisma.sql`select o.code, o.object_type, o.object_id, o.market_id, o.reading, o.event, o.value from observation o
        where o.bank_id = ${actor.bankId}::uuid and o.id = any(${fresh.map((f) => f.id)}::uuid[])`,
    },
    today,
    p,
  )
  return { taken: fresh.length, ...made }
}

async function findObject(
  { tx, actor }: Ctx,
  type: ObservedObject,
  ref: string,
): Promise<{ id: string; marketId: string | null } | null> {
  const { bankId } = actor
  const isId = zId.safeParse(ref).success
  if (type === 'MARKET') {
    const m = await tx.market.findFirst({
      where: { bankId, ...(isId ? { id: ref } : { code: ref }) },
      select: { id: true },
    })
    return m && { id: m.id, marketId: m.id }
  }
  if (type === 'PARTY') {
    const party = await tx.party.findFirst({
      where: { bankId, ...(isId ? { id: ref } : { code: ref }) },
      select: { id: true },
    })
    return party && { id: party.id, marketId: null }
  }
  if (type === 'MERCHANT')
    return tx.merchant.findFirst({
      where: { bankId, ...(isId ? { id: ref } : { uscc: ref }) },
      select: { id: true, marketId: true },
    })
  if (type === 'GROUP') {
    const g = await tx.jointGroup.findFirst({
      where: { bankId, ...(isId ? { id: ref } : { code: ref }) },
      select: { id: true, batch: { select: { marketId: true } } },
    })
    return g && { id: g.id, marketId: g.batch.marketId }
  }
  return tx.marginAccount.findFirst({
    where: { bankId, ...(isId ? { id: ref } : { accountNo: ref }) },
    select: { id: true, marketId: true },
  })
}

const FEED_NAMES = Object.keys(FEEDS) as [Feed, ...Feed[]]

/** Lines of a feed from the bank's systems. The same reference is one line, however often it is sent. */
export const takeFeed = defineCommand({
  name: 'feeds.take',
  input: z.strictObject({
    feed: z.enum(FEED_NAMES),
    lines: z
      .array(
        z.strictObject({
          merchant: z.string().trim().min(1).max(60),
          kind: z.string().max(30),
          date: zDate,
          amount: zYuan.optional(),
          count: zWhole.optional(),
          reference: z.string().trim().min(1).max(80),
        }),
      )
      .min(1)
      .max(10_000),
  }),
  access: { roles: WATCHERS },
  timeoutMs: 300_000,
  async run(ctx) {
    const { feed } = ctx.input
    const unknown = ctx.input.lines.findIndex((l) => !feedTakes(feed, l.kind))
    if (unknown >= 0)
      throw refuse(
        'E_FEED_LINE',
        { line: unknown + 1, field: 'kind' },
        { fields: [{ path: `lines.${unknown}.kind`, code: 'E_FEED_LINE' }] },
      )
    const lines = ctx.input.lines.map(({ amount, count, ...l }) => ({
      ...l,
      amountFen: amount ?? 0n,
      count: count ?? 0,
    }))
    return keepFeed(ctx, feed, lines)
  },
})

/** A file of a feed. Lines that cannot be read, and clients that the bank does not know, are told and left out. */
export const importFeed = defineCommand({
  name: 'feeds.import',
  input: z.strictObject({ feed: z.enum(FEED_NAMES), csv: z.string().min(1).max(12_000_000) }),
  access: { roles: WATCHERS },
  timeoutMs: 300_000,
  async run(ctx) {
    const { lines, faults } = readFeedFile(ctx.input.feed, ctx.input.csv)
    const whole = faults.find((f) => f.code !== 'E_FEED_LINE')
    if (whole)
      throw refuse(
        whole.code,
        { field: whole.field, max: MAX_FEED_LINES },
        { fields: [{ path: 'csv', code: whole.code }] },
      )
    if (lines.length === 0)
      throw refuse(
        'E_FEED_LINE',
        { line: faults[0]?.line ?? 1, field: faults[0]?.field ?? 'merchant' },
        { fields: [{ path: 'csv', code: 'E_FEED_LINE' }] },
      )
    return { ...(await keepFeed(ctx, ctx.input.feed, lines)), faults: faults.slice(0, 50), faultCount: faults.length }
  },
})

async function keepFeed(ctx: Ctx, feed: Feed, lines: readonly FeedLine[]) {
  const { tx, actor, today } = ctx
  const { bankId } = actor
  const body = JSON.stringify(lines.map((l) => ({ ...l, date: l.date.toString(), amountFen: l.amountFen.toString() })))
  const fresh = await tx.$queryRaw<{ known: bigint; taken: bigint; merchants: string[] | null }[]>`
    with line as (select * from json_to_recordset(${body}::json) as j(merchant text, kind text, date date, "amountFen" bigint, count int, reference text)),
    known as (
      select line.*, coalesce(u.id, i.id) as merchant_id from line
      left join merchant u on u.bank_id = ${bankId}::uuid and u.uscc = line.merchant
      left join merchant i on i.bank_id = ${bankId}::uuid and i.id = case when line.merchant ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then line.merchant::uuid end
      where coalesce(u.id, i.id) is not null),
    taken as (
      insert into feed_entry (bank_id, id, merchant_id, feed, kind, on_date, amount_fen, count, reference)
      select ${bankId}::uuid, uuidv7(), merchant_id, ${feed}, kind, date, "amountFen", count, reference from known
      on conflict (bank_id, feed, reference) do nothing returning merchant_id)
    select (select count(*) from known) as known, (select count(*) from taken) as taken, (select array_agg(distinct merchant_id) from taken) as merchants`
  const { known, taken, merchants } = fresh[0]!
  const p = (await loadParameters(tx, bankId, today)).monitoring
  const made = merchants?.length
    ? await raiseFromReadings(ctx, { events: feedReadings(bankId, today, merchants) }, today, p)
    : { raised: 0, lifted: 0, merged: 0, signals: [] as string[] }
  const counts = {
    lines: lines.length,
    taken: Number(taken),
    again: Number(known - taken),
    unknown: lines.length - Number(known),
    raised: made.raised,
    lifted: made.lifted,
  }
  ctx.audit({ objectType: 'feed', objectId: feed, detail: counts })
  return counts
}
