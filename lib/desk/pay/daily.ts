/** Each morning: last month's statements are issued on its first working days, frozen on the eighth, deferrals settled (§9 rows 14, 15). */
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { addMonths, addWorkingDays, fromDb, type PlainDate, toDb } from '@/lib/platform/dates'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { recordCreations, transitionMany } from '@/lib/platform/workflow'
import type { ManagerParameters } from '../parameters'
import { clawBack, performancePay, totalVolume } from '../rules/pay'
import { payInputs } from './inputs'
import { readInputs, storeInputs, storeTerms } from './inputs-json'
import { payStatementMachine } from './workflow'

type Ctx = CommandContext<unknown>
const CONFIRM_WORKING_DAYS = 3
const FREEZE_DAY = 8

export async function payDaily(ctx: Ctx, on: PlainDate, p: ManagerParameters): Promise<Record<string, number>> {
  const issued = on.day < FREEZE_DAY ? await issue(ctx, on, p) : 0
  const frozen = on.day >= FREEZE_DAY ? await freeze(ctx, on, p) : 0
  return { payIssued: issued, payFrozen: frozen, payDeferralsSettled: await settle(ctx, on) }
}

/** Statements of the month that has ended, of managers who had anything to do with it; once each. */
async function issue(ctx: Ctx, on: PlainDate, p: ManagerParameters): Promise<number> {
  const { tx, actor } = ctx
  const { bankId } = actor
  const month = addMonths(on.with({ day: 1 }), -1)
  const there = await tx.payStatement.findFirst({ where: { bankId, month: toDb(month) }, select: { id: true } })
  if (there) return 0
  const all = await payInputs(tx, bankId, month, p.pay)
  // a bank that lends nothing through its managers has nothing to reckon
  if (all.every(({ inputs }) => inputs.bookFen === 0n && totalVolume(inputs) === 0n && inputs.lostClients === 0))
    return 0
  const confirmBy = toDb(addWorkingDays(on, CONFIRM_WORKING_DAYS, await loadCalendar(tx, bankId)))
  const rows = all.map(({ userId, inputs }) => {
    const { value } = performancePay(inputs, p.pay)
    return {
      bankId,
      id: newId(),
      userId,
      month: toDb(month),
      state: 'ISSUED',
      inputs: storeInputs(inputs) as Prisma.InputJsonObject,
      terms: storeTerms(p.pay) as Prisma.InputJsonObject,
      bonusFen: value.bonusFen,
      deferredFen: value.deferredFen,
      payFen: value.payFen,
      confirmBy,
    }
  })
  await tx.payStatement.createMany({ data: rows })
  await recordCreations(ctx, payStatementMachine, rows.map((r) => r.id), { month: month.toString() }) // biome-ignore format: one line
  return rows.length
}

/** All of the month but those objected to and not answered; what is deferred is held from now on. */
async function freeze(ctx: Ctx, on: PlainDate, p: ManagerParameters): Promise<number> {
  const { tx, actor } = ctx
  const { bankId } = actor
  const open = await tx.payStatement.findMany({
    where: { bankId, state: { in: ['ISSUED', 'CONFIRMED', 'ANSWERED'] }, month: { lt: toDb(on.with({ day: 1 })) } },
  })
  if (open.length === 0) return 0
  await transitionMany(ctx, payStatementMachine, open.map((s) => s.id), { event: 'freeze', set: { frozenOn: toDb(on) } }) // biome-ignore format: one line
  await tx.payDeferral.createMany({
    data: open
      .filter((s) => s.deferredFen > 0n)
      .map((s) => ({
        bankId,
        id: newId(),
        statementId: s.id,
        userId: s.userId,
        month: s.month,
        heldFen: s.deferredFen,
        releaseOn: toDb(addMonths(fromDb(s.month), p.pay.deferredMonths + 1)),
        state: 'HELD',
      })),
  })
  return open.length
}

/** Deferrals whose months are over: released but for the share of the month's loans that turned non-performing. */
async function settle(ctx: Ctx, on: PlainDate): Promise<number> {
  const { tx, actor } = ctx
  const { bankId } = actor
  const due = await tx.payDeferral.findMany({
    where: { bankId, state: 'HELD', releaseOn: { lte: toDb(on) } },
    include: { statement: { select: { inputs: true } } },
    take: 2000,
  })
  if (due.length === 0) return 0
  const bad = await tx.$queryRaw<{ id: string; fen: bigint }[]>`
    select d.id, coalesce(sum(l.principal_fen), 0)::bigint as fen from pay_deferral d
    join batch b on b.bank_id = d.bank_id and b.rm_id = d.user_id join loan l on l.bank_id = b.bank_id and l.batch_id = b.id
      and l.start_date >= d.month and l.start_date < d.month + interval '1 month'
    join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id and (s.class in ('SUBSTANDARD', 'DOUBTFUL', 'LOSS') or l.state = 'WRITTEN_OFF')
    where d.bank_id = ${bankId}::uuid and d.id = any(${due.map((d) => d.id)}::uuid[]) group by d.id`
  const rows = due.map((d) => {
    const lent = totalVolume(readInputs(d.statement.inputs))
    const { value, trace } = clawBack(d.heldFen, lent, bad.find((b) => b.id === d.id)?.fen ?? 0n)
    return { id: d.id, clawed: value.clawedFen.toString(), released: value.releasedFen.toString(), trace }
  })
  await tx.$executeRaw`
    update pay_deferral d set state = 'SETTLED', clawed_fen = j.clawed, released_fen = j.released, trace = j.trace, settled_on = ${on.toString()}::date
    from json_to_recordset(${JSON.stringify(rows)}::json) as j(id uuid, clawed bigint, released bigint, trace jsonb)
    where d.bank_id = ${bankId}::uuid and d.id = j.id and d.state = 'HELD'`
  ctx.audit({ objectType: 'pay-deferral', objectId: `${rows.length} objects`, detail: { event: 'settle', count: rows.length } }) // biome-ignore format: one line
  return rows.length
}
