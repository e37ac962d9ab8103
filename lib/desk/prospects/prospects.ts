/** Prospects of a market: taken in one by one, from a survey's file or from a day's log, and moved on (§9 rows 11, 12). */
import { z } from 'zod'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { pinyinOfName } from '@/lib/platform/pinyin'
import { zId } from '@/lib/platform/schema'
import { newId, Prisma } from '@/lib/platform/tenant'
import { recordCreations, transition, transitionMany, transitionSet } from '@/lib/platform/workflow'
import { LOST_PROSPECT, nameKey } from '../rules/prospects'
import { type ProspectLine, readProspects } from './survey-file'
import { prospectMachine } from './workflow'

type Ctx = CommandContext<unknown>
const short = z.string().trim().max(500, 'E_TOO_LONG').default('')
const zMarket = z.string().trim().min(1).max(40)
const Fields = {
  name: z.string().trim().min(2).max(100),
  address: short,
  contact: short,
  mainPerson: short,
  existing: short,
  need: short,
}

/** A market of the bank, whose manager works on its prospects. */
async function marketOf({ tx, actor }: Ctx, code: string, path = 'market') {
  const market = await tx.market.findFirst({ where: { bankId: actor.bankId, code }, select: { id: true, rmId: true } })
  if (!market) throw refuse('E_NOT_FOUND', { object: 'market' }, { fields: [{ path, code: 'E_NOT_FOUND' }] })
  return market
}

/** Takes in those whom the market does not have yet, in one statement; answers their ids by the key of their names. */
async function takeIn(ctx: Ctx, market: { id: string; rmId: string | null }, lines: readonly ProspectLine[]) {
  const { tx, actor, today } = ctx
  const { bankId } = actor
  const there = await tx.prospect.findMany({ where: { bankId, marketId: market.id }, select: { id: true, name: true } })
  const ids = new Map(there.map((p) => [nameKey(p.name), p.id]))
  const fresh = lines.filter((l) => !ids.has(nameKey(l.name)))
  const rows = fresh.map((l) => {
    const reading = pinyinOfName(l.name)
    return { bankId, id: newId(), marketId: market.id, rmId: market.rmId ?? actor.userId, ...l, state: 'LEAD', pyFull: reading.full, pyInitials: reading.initials, touchedOn: toDb(today), createdBy: actor.userId } // biome-ignore format: one line
  })
  await tx.prospect.createMany({ data: rows })
  await recordCreations(ctx, prospectMachine, rows.map((r) => r.id), { market: market.id }) // biome-ignore format: one line
  for (const r of rows) ids.set(nameKey(r.name), r.id)
  return { ids, added: rows.length, known: lines.length - rows.length }
}

export const addProspect = defineCommand({
  name: 'prospects.add',
  input: z.strictObject({ market: zMarket, ...Fields }),
  access: { roles: ['RM', 'POST_MKT'] },
  async run(ctx) {
    const { market: code, ...line } = ctx.input
    const { ids, added } = await takeIn(ctx, await marketOf(ctx, code), [line])
    if (added === 0) throw refuse('E_PROSPECT_KNOWN', { name: line.name }, { fields: [{ path: 'name', code: 'E_PROSPECT_KNOWN' }] }) // biome-ignore format: one line
    return { id: ids.get(nameKey(line.name))! }
  },
})

/** A market's survey as a file: names that the market has already are left as they are. */
export const importProspects = defineCommand({
  name: 'prospects.import',
  input: z.strictObject({ market: zMarket, csv: z.string().min(1).max(4_000_000) }),
  access: { roles: ['RM', 'POST_MKT'] },
  async run(ctx) {
    const market = await marketOf(ctx, ctx.input.market)
    const { lines, fault } = readProspects(ctx.input.csv)
    if (fault) {
      const code = `E_PROSPECT_FILE:${fault.field}`
      throw refuse(code, { line: fault.line }, { fields: [{ path: 'csv', code }] })
    }
    const { added, known } = await takeIn(ctx, market, lines)
    return { added, known }
  },
})

async function prospectOf({ tx, actor }: Ctx, id: string) {
  const row = await tx.prospect.findFirst({ where: { bankId: actor.bankId, id }, include: { market: { select: { rmId: true } } } }) // biome-ignore format: one line
  if (!row || (row.rmId !== actor.userId && row.market.rmId !== actor.userId))
    throw refuse('E_NOT_FOUND', { object: 'prospect' })
  return row
}

/** What became of a prospect: spoken to, a need found (told), recommended by the operator, lost for a reason, spoken to again. */
export const moveProspect = defineCommand({
  name: 'prospects.move',
  input: z.strictObject({
    prospectId: zId,
    event: z.enum(['contact', 'find-need', 'recommend', 'lose', 'revive']),
    note: z.string().trim().max(1000).optional(),
    need: z.string().trim().min(2).max(500).optional(),
    lostReason: z.enum(LOST_PROSPECT).optional(),
  }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { input, today } = ctx
    const { market: _, ...row } = await prospectOf(ctx, input.prospectId)
    const need = input.need ?? row.need
    if (input.event === 'find-need' && need === '')
      throw refuse('E_REQUIRED:need', {}, { fields: [{ path: 'need', code: 'E_REQUIRED' }] })
    if (input.event === 'lose' && !input.lostReason)
      throw refuse('E_REQUIRED:lostReason', {}, { fields: [{ path: 'lostReason', code: 'E_REQUIRED' }] })
    const moved = await transition(ctx, prospectMachine, row, {
      event: input.event,
      reason: input.note,
      set: {
        need,
        touchedOn: toDb(today),
        lostReason: input.event === 'lose' ? input.lostReason : null,
        ...(input.note ? { note: input.note } : {}),
      },
    })
    return { id: row.id, ...moved }
  },
})

/** People met on a day who are no customers yet, of the markets that the log names: taken in as spoken to. */
export async function meetProspects(
  ctx: Ctx,
  met: readonly { market: string; name: string; address: string; person: string; existing: string; need: string }[],
): Promise<void> {
  const named = met.map((m, i) => ({ ...m, i })).filter((m) => m.market !== '')
  const byMarket = Map.groupBy(named, (m) => m.market)
  for (const [code, people] of byMarket) {
    const market = await marketOf(ctx, code, `words.met.${people[0]!.i}.market`)
    const { ids } = await takeIn(ctx, market, people.map((p) => ({ name: p.name, address: p.address, contact: '', mainPerson: p.person, existing: p.existing, need: p.need }))) // biome-ignore format: one line
    const told = (withNeed: boolean) => people.filter((p) => (p.need !== '') === withNeed).map((p) => ids.get(nameKey(p.name))!) // biome-ignore format: one line
    const set = { touchedOn: toDb(ctx.today) }
    await transitionMany(ctx, prospectMachine, told(false), { event: 'contact', set })
    await transitionMany(ctx, prospectMachine, told(true), { event: 'find-need', set })
  }
}

/** Each morning: who stands on an operator's list has applied, and whose loan was paid out is a customer. */
export async function prospectsDaily(ctx: Ctx): Promise<{ prospectsApplied: number; prospectsFunded: number }> {
  const { bankId } = ctx.actor
  const like = (state: string, applied: Prisma.Sql) => Prisma.sql`
    select p.id from prospect p join batch b on b.bank_id = p.bank_id and b.market_id = p.market_id
    join application a on a.bank_id = b.bank_id and a.batch_id = b.id and a.name = p.name
    where p.bank_id = ${bankId}::uuid and p.state = ${state} and ${applied}`
  let prospectsApplied = 0
  for (const from of ['LEAD', 'CONTACTED', 'NEED_FOUND', 'RECOMMENDED', 'LOST'] as const)
    prospectsApplied += await transitionSet(ctx, prospectMachine, from, { event: 'apply', set: Prisma.sql`lost_reason = null` }, like(from, Prisma.sql`a.created_at > p.created_at and a.state not in ('DRAFT', 'READY', 'WITHDRAWN', 'DROPPED', 'REJECTED', 'NOT_ADMITTED', 'EXPIRED')`)) // biome-ignore format: one line
  const prospectsFunded = await transitionSet(ctx, prospectMachine, 'APPLIED', { event: 'fund' }, like('APPLIED', Prisma.sql`a.state in ('ACTIVE', 'SETTLED')`)) // biome-ignore format: one line
  return { prospectsApplied, prospectsFunded }
}
