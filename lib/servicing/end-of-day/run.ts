/** Closing a day: the gate shut, the steps that are not done yet, the gate opened on the next business date. */
import { z } from 'zod'
import type { Actor } from '@/lib/platform/actor'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { daysBetween, isBefore, toDb } from '@/lib/platform/dates'
import { type Result, refuse } from '@/lib/platform/errors'
import { zDate } from '@/lib/platform/schema'
import type { Prisma, Tx } from '@/lib/platform/tenant'
import { gateKey, insideEndOfDay } from '../book/gate'
import { STEP_NAMES, STEPS, type StepCounts } from './steps'

/** A catch-up over more days than this is a typing error. */
export const MAX_CATCH_UP_DAYS = 400
/** The longest that one step may take. */
const STEP_MS = 1_800_000

/** Asks for the end of day up to and including a date; missed days are caught up one by one in the background. */
export const requestEndOfDay = defineCommand({
  name: 'endOfDay.request',
  input: z.strictObject({ date: zDate, dryRun: z.boolean().default(false) }),
  access: { roles: ['OPS_MAKER', 'OPS_CHECKER', 'TENANT_ADMIN', 'SYSTEM'] },
  async run(ctx) {
    const { input, actor, today } = ctx
    if (isBefore(input.date, today))
      throw refuse(
        'E_DAY_CLOSED',
        { date: input.date.toString(), businessDate: today.toString() },
        { fields: [{ path: 'date', code: 'E_DAY_CLOSED' }] },
      )
    if (daysBetween(today, input.date) > (input.dryRun ? 0 : MAX_CATCH_UP_DAYS))
      throw refuse('E_DATE:date', { maxDays: MAX_CATCH_UP_DAYS }, { fields: [{ path: 'date', code: 'E_DATE:date' }] })
    const jobId = await ctx.enqueue(input.dryRun ? 'endOfDay.dryRun' : 'endOfDay.run', { date: input.date.toString() })
    ctx.audit({
      objectType: 'businessDay',
      objectId: input.date.toString(),
      detail: { event: input.dryRun ? 'dry-run' : 'request', from: today.toString(), jobId },
    })
    return { jobId, date: input.date, businessDate: today, by: actor.name }
  },
})

/** Shuts the gate: waits for what is being booked, and lets nobody book until the day is closed. */
const openRun = defineCommand({
  name: 'endOfDay.open',
  input: z.strictObject({ date: zDate }),
  access: { roles: ['SYSTEM'] },
  timeoutMs: 120_000,
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const { bankId } = actor
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${gateKey(bankId)}, 0))`
    const day = toDb(input.date)
    const run = await tx.businessDayRun.findFirst({ where: { bankId, day } })
    if (run?.state === 'DONE')
      throw refuse('E_DAY_CLOSED', { date: input.date.toString(), businessDate: ctx.today.toString() })
    if (!input.date.equals(ctx.today)) throw refuse('E_DATE:date', { businessDate: ctx.today.toString() })
    if (!run) await tx.businessDayRun.create({ data: { bankId, day, state: 'RUNNING', startedAt: now } })
    else if (run.state !== 'RUNNING')
      await tx.businessDayRun.update({ where: { bankId_id: { bankId, id: run.id } }, data: { state: 'RUNNING' } })
    const done = await tx.businessDayStep.findMany({ where: { bankId, day }, select: { step: true } })
    ctx.audit({ objectType: 'businessDay', objectId: input.date.toString(), to: 'RUNNING' })
    return { done: done.map((d) => d.step) }
  },
})

/** One step and its record, in one transaction. A step that is done already is passed over. */
const runStep = defineCommand({
  name: 'endOfDay.step',
  input: z.strictObject({ date: zDate, step: z.enum(STEP_NAMES) }),
  access: { roles: ['SYSTEM'] },
  timeoutMs: STEP_MS,
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const { bankId } = actor
    await widen(tx)
    const day = toDb(input.date)
    await tx.$queryRaw`select 1 from business_day_run where bank_id = ${bankId}::uuid and day = ${day}::date for update`
    const before = await tx.businessDayStep.findFirst({ where: { bankId, day, step: input.step } })
    if (before) {
      ctx.audit({
        objectType: 'businessDay',
        objectId: input.date.toString(),
        detail: { step: input.step, again: true },
      })
      return { counts: before.counts as StepCounts }
    }
    const counts = await performStep(ctx, input.step)
    await tx.businessDayStep.create({
      data: {
        bankId,
        day,
        step: input.step,
        counts: counts as Prisma.InputJsonObject,
        startedAt: now,
        finishedAt: new Date(),
      },
    })
    ctx.audit({ objectType: 'businessDay', objectId: input.date.toString(), detail: { step: input.step, ...counts } })
    return { counts }
  },
})

/** Sums over all loans get the time and the memory that they need, and no compiler, which takes longer than they; in this transaction only. */
export async function widen(tx: Tx): Promise<void> {
  await tx.$executeRaw`select set_config('statement_timeout', ${String(STEP_MS)}, true), set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`
}

/** Runs a step as of its day, inside the shut gate. */
export async function performStep(
  ctx: CommandContext<{ date: Temporal.PlainDate }>,
  name: (typeof STEP_NAMES)[number],
): Promise<StepCounts> {
  const step = STEPS.find((s) => s.name === name)!
  const closing = ctx.input.date
  const opening = closing.add({ days: 1 })
  const booking = { ...ctx, today: step.books === 'closing' ? closing : opening, ifMatch: undefined }
  return insideEndOfDay(ctx.tx, () => step.run(booking, { closing, opening }))
}

/** Opens the next business date. */
const closeRun = defineCommand({
  name: 'endOfDay.close',
  input: z.strictObject({ date: zDate }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const { bankId } = actor
    const day = toDb(input.date)
    const steps = await tx.businessDayStep.findMany({ where: { bankId, day } })
    const missing = STEP_NAMES.filter((name) => !steps.some((s) => s.step === name))
    if (missing.length > 0) throw refuse('E_STATE', { object: 'businessDay', state: 'RUNNING', event: 'close' })
    const counts = Object.assign({}, ...steps.map((s) => s.counts)) as StepCounts
    delete counts.calendar
    await tx.businessDayRun.updateMany({
      where: { bankId, day, state: 'RUNNING' },
      data: { state: 'DONE', counts: counts as Prisma.InputJsonObject, finishedAt: new Date() },
    })
    await tx.bankSetting.update({
      where: { bankId },
      data: { businessDate: toDb(input.date.add({ days: 1 })), version: { increment: 1 } },
    })
    ctx.audit({ objectType: 'businessDay', objectId: input.date.toString(), to: 'DONE', detail: counts })
    ctx.emit('business-day.closed', { date: input.date.toString() })
    return { date: input.date, counts }
  },
})

/** The day could not be closed: it stays open for work, and what was done of its end stays done. */
const failRun = defineCommand({
  name: 'endOfDay.fail',
  input: z.strictObject({ date: zDate, code: z.string().max(60) }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    await tx.businessDayRun.updateMany({
      where: { bankId: actor.bankId, day: toDb(input.date), state: 'RUNNING' },
      data: { state: 'FAILED' },
    })
    ctx.audit({ objectType: 'businessDay', objectId: input.date.toString(), to: 'FAILED', reason: input.code })
    return {}
  },
})

export type DayClosed = { date: Temporal.PlainDate; counts: StepCounts }

/**
 * Closes the bank's present business date. Steps that an earlier, killed run has done are not done again. Where loans and
 * ledger differ before anything has been done, the day stays open for work; later, it stays shut until the run goes on.
 */
export async function closeBusinessDay(
  actor: Actor,
  input: { date: string },
  watch: (step: string, done: number) => Promise<void> = async () => undefined,
): Promise<Result<DayClosed>> {
  const opened = await openRun(actor, input)
  if (!opened.ok) return opened
  for (const [i, name] of STEP_NAMES.entries()) {
    await watch(name, i)
    if (opened.value.done.includes(name)) continue
    const result = await runStep(actor, { ...input, step: name })
    if (result.ok) continue
    if (name === 'prove') await failRun(actor, { ...input, code: result.error.code })
    return result
  }
  return closeRun(actor, input)
}
