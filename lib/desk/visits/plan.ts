/** The month's plan, made on the 25th for the next month, and the morning's draw of off-hour visits (§9 row 2). */
import type { MonitoringParameters } from '@/lib/monitoring/parameters'
import type { MonitoringGrade } from '@/lib/monitoring/rules/lines'
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { addMonths, date, type PlainDate, toDb, workingDaysBetween } from '@/lib/platform/dates'
import { newId, Prisma } from '@/lib/platform/tenant'
import { drawsToday, drawVisits } from '../rules/visit-draw'
import { planMonth } from '../rules/visit-plan'
import { regrade } from './grades'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now'>
export const PLAN_DAY = 25

/** Each morning: the grades of whom something happened to; from the 25th on the next month's plan; the day's draw. */
export async function visitsDaily(ctx: Ctx, on: PlainDate, p: MonitoringParameters): Promise<Record<string, number>> {
  const planning = on.day >= PLAN_DAY && !(await isPlanned(ctx, addMonths(on.with({ day: 1 }), 1)))
  const { graded } = await regrade(ctx, on, p, planning ? 'ALL' : 'TOUCHED')
  const { planned } = planning ? await planVisitsOf(ctx, addMonths(on.with({ day: 1 }), 1), p) : { planned: 0 }
  return { merchantsGraded: graded, visitsPlanned: planned, ...(await drawOffHours(ctx, on)) }
}

async function isPlanned({ tx, actor }: Ctx, month: PlainDate): Promise<boolean> {
  const found = await tx.visit.findFirst({
    where: {
      bankId: actor.bankId,
      source: 'PLAN',
      dueOn: { gte: toDb(month), lt: toDb(addMonths(month, 1)) },
    },
    select: { id: true },
  })
  return found !== null
}

type Row = { id: string; market_id: string; rm_id: string | null; grade: string; last: Date; have: number }

/** Plans what the month lacks: run twice, it plans nothing the second time. */
export async function planVisitsOf(ctx: Ctx, month: PlainDate, p: MonitoringParameters): Promise<{ planned: number }> {
  const { tx, actor } = ctx
  const first = month.with({ day: 1 })
  const bank = Prisma.sql`${actor.bankId}::uuid`
  const rows = await tx.$queryRaw<Row[]>`
    with clients as (select l.merchant_id as id, min(l.first_disbursement_date) as since from loan_state s join loan l on l.bank_id = s.bank_id and l.id = s.loan_id
      where s.bank_id = ${bank} and s.live group by l.merchant_id),
    visited as (select v.merchant_id, max((v.done_at at time zone 'Asia/Shanghai')::date) filter (where v.state = 'DONE' and v.is_onsite) as last,
        count(*) filter (where v.kind = 'ROUTINE' and v.state in ('PLANNED', 'MISSED', 'DONE') and v.due_on >= ${first.toString()}::date and v.due_on < ${first.toString()}::date + interval '1 month')::int as have
      from visit v where v.bank_id = ${bank} and v.merchant_id is not null group by v.merchant_id)
    select c.id, m.market_id, k.rm_id, g.effective as grade, coalesce(x.last, c.since) as last, coalesce(x.have, 0) as have
    from clients c join merchant m on m.bank_id = ${bank} and m.id = c.id join market k on k.bank_id = m.bank_id and k.id = m.market_id
    join monitor_grade g on g.bank_id = ${bank} and g.object_type = 'MERCHANT' and g.object_id = c.id left join visited x on x.merchant_id = c.id order by c.id`
  const of = new Map(rows.map((r) => [r.id, r]))
  const visits = planMonth(
    rows.map((r) => ({
      merchantId: r.id,
      grade: r.grade as MonitoringGrade,
      lastVisit: date(r.last.toISOString().slice(0, 10)),
      have: r.have,
    })),
    first,
    p.visits,
    await loadCalendar(tx, actor.bankId),
  )
  const data = visits.map((v) => ({
    merchant: v.merchantId,
    market: of.get(v.merchantId)!.market_id,
    rm: of.get(v.merchantId)!.rm_id,
    grade: v.grade,
    planned: v.plannedOn.toString(),
    due: v.dueOn.toString(),
    off: v.offHour,
  }))
  const CHUNK = 5000
  for (let i = 0; i < data.length; i += CHUNK)
    await tx.$executeRaw`
      insert into visit (bank_id, id, kind, market_id, merchant_id, loan_id, assignee_id, planned_on, due_on, is_onsite, state, source, monitoring_grade, off_hour)
      select ${bank}, uuidv7(), 'ROUTINE', j.market, j.merchant,
        (select l.id from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id and s.live where l.bank_id = ${bank} and l.merchant_id = j.merchant order by l.id limit 1),
        j.rm, j.planned, j.due, true, 'PLANNED', 'PLAN', j.grade, j.off
      from json_to_recordset(${JSON.stringify(data.slice(i, i + CHUNK))}::json)
        as j(merchant uuid, market uuid, rm uuid, grade text, planned date, due date, off boolean)`
  return { planned: visits.length }
}

/**
 * The morning's draw, of each person's off-hour visits of the month: as many as keep the pool emptying by its end. What is
 * drawn is to be made today, in its hours. Seed, pool and result are kept; once a person and day.
 */
export async function drawOffHours(ctx: Ctx, on: PlainDate): Promise<{ visitsDrawn: number }> {
  const { tx, actor, now } = ctx
  const { bankId } = actor
  const calendar = await loadCalendar(tx, bankId)
  if (!calendar.isWorkingDay(on)) return { visitsDrawn: 0 }
  const waiting = await tx.visit.findMany({
    where: { bankId, state: 'PLANNED', offHour: true, drawId: null, assigneeId: { not: null }, plannedOn: { lte: toDb(on) }, dueOn: { gte: toDb(on) } }, // biome-ignore format: one line
    select: { id: true, assigneeId: true },
    orderBy: { id: 'asc' },
  })
  if (waiting.length === 0) return { visitsDrawn: 0 }
  const drawnAlready = await tx.visitDraw.findMany({ where: { bankId, day: toDb(on) }, select: { assigneeId: true } })
  const monthEnd = addMonths(on.with({ day: 1 }), 1).subtract({ days: 1 })
  const daysLeft = 1 + workingDaysBetween(on, monthEnd, calendar)
  const head = await tx.auditHead.findUnique({ where: { bankId }, select: { hash: true } })
  const seed = `${head?.hash ?? ''}|${on}`
  const draws = [...new Set(waiting.map((v) => v.assigneeId!))]
    .filter((a) => !drawnAlready.some((d) => d.assigneeId === a))
    .map((assigneeId) => {
      const pool = waiting.filter((v) => v.assigneeId === assigneeId).map((v) => v.id)
      const take = drawsToday(pool.length, daysLeft)
      return { bankId, id: newId(), day: toDb(on), assigneeId, seed, take, pool, drawn: drawVisits(seed, pool, take), at: now } // biome-ignore format: one line
    })
  if (draws.length === 0) return { visitsDrawn: 0 }
  await tx.visitDraw.createMany({ data: draws })
  const drawn = draws.flatMap((d) => d.drawn.map((v) => ({ visit: v.visitId, draw: d.id, hours: v.window })))
  await tx.$executeRaw`
    update visit v set draw_id = j.draw, time_window = j.hours, planned_on = ${on.toString()}::date, due_on = ${on.toString()}::date, version = v.version + 1
    from json_to_recordset(${JSON.stringify(drawn)}::json) as j(visit uuid, draw uuid, hours text)
    where v.bank_id = ${bankId}::uuid and v.id = j.visit`
  return { visitsDrawn: drawn.length }
}
