/** A manager's pay: shown with its arithmetic, confirmed or objected to, answered by the head (§9 rows 14 and 15). */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { loadCalendar } from '@/lib/platform/calendar'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { addWorkingDays, fromDb, fromDbOrNull, isAfter, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Trace } from '@/lib/platform/trace'
import { allowedEvents, transition } from '@/lib/platform/workflow'
import { performancePay } from '../rules/pay'
import { subordinates } from '../team/people'
import { payInputs } from './inputs'
import { readInputs, readTerms, storeInputs, storeTerms } from './inputs-json'
import { payStatementMachine } from './workflow'

const ANSWER_WORKING_DAYS = 3
const words = z.string().trim().min(2).max(2000)

async function own({ tx, actor }: CommandContext<unknown>, id: string) {
  const row = await tx.payStatement.findFirst({ where: { bankId: actor.bankId, id, userId: actor.userId! } })
  if (!row) throw refuse('E_NOT_FOUND', { object: 'pay-statement' })
  return row
}

export const confirmPay = defineCommand({
  name: 'pay.confirm',
  input: z.strictObject({ statementId: zId }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const row = await own(ctx, ctx.input.statementId)
    return { id: row.id, ...(await transition(ctx, payStatementMachine, row, { event: 'confirm' })) }
  },
})

/** Within three working days of issue, with what is wrong; the head answers within three. */
export const objectToPay = defineCommand({
  name: 'pay.object',
  input: z.strictObject({ statementId: zId, objection: words }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const row = await own(ctx, input.statementId)
    if (isAfter(today, fromDb(row.confirmBy)))
      throw refuse('E_PAY_TOO_LATE', { until: fromDb(row.confirmBy).toString() })
    const answerBy = addWorkingDays(today, ANSWER_WORKING_DAYS, await loadCalendar(tx, actor.bankId))
    const moved = await transition(ctx, payStatementMachine, row, {
      event: 'object',
      reason: input.objection,
      set: { objection: input.objection, objectedOn: toDb(today), answerBy: toDb(answerBy) },
    })
    return { id: row.id, ...moved }
  },
})

export const answerPay = defineCommand({
  name: 'pay.answer',
  input: z.strictObject({ statementId: zId, answer: words }),
  access: { roles: ['SB_HEAD'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const row = await tx.payStatement.findFirst({ where: { bankId: actor.bankId, id: input.statementId } })
    const below = await subordinates(tx, actor.bankId, actor.userId!)
    if (!row || !below.some((p) => p.id === row.userId)) throw refuse('E_NOT_FOUND', { object: 'pay-statement' })
    const moved = await transition(ctx, payStatementMachine, row, {
      event: 'answer',
      reason: input.answer,
      set: { answer: input.answer, answeredBy: actor.userId },
    })
    return { id: row.id, ...moved }
  },
})

/** One's own statements, or those of the people below, each with its arithmetic computed anew from what is stored. */
export const payList = defineQuery({
  name: 'pay.list',
  input: z.strictObject({ cursor: zId.optional(), limit: z.coerce.number().int().min(1).max(100).default(36) }),
  access: { roles: ['RM', 'SB_HEAD', 'AUDITOR'] },
  async run({ tx, actor, input, today }) {
    const { bankId } = actor
    const all = actor.roles.includes('AUDITOR')
    const below = actor.roles.includes('SB_HEAD')
      ? (await subordinates(tx, bankId, actor.userId!)).map((p) => p.id)
      : []
    const rows = await tx.payStatement.findMany({
      where: {
        bankId,
        ...(all ? {} : { userId: { in: [actor.userId!, ...below] } }),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      include: { deferral: true },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
    })
    const shown = rows.slice(0, input.limit)
    const people = await tx.appUser.findMany({
      where: { bankId, id: { in: [...new Set(shown.map((r) => r.userId))] } },
      select: { id: true, name: true },
    })
    return {
      items: shown.map((r) => {
        const pay = performancePay(readInputs(r.inputs), readTerms(r.terms))
        const mine = r.userId === actor.userId
        return {
          id: r.id,
          person: people.find((p) => p.id === r.userId)?.name ?? '',
          mine,
          month: fromDb(r.month),
          state: r.state,
          pay: pay.value,
          trace: pay.trace,
          confirmBy: fromDb(r.confirmBy),
          objection: r.objection,
          answer: r.answer,
          answerBy: fromDbOrNull(r.answerBy),
          answerLate: r.state === 'OBJECTED' && r.answerBy !== null && isAfter(today, fromDb(r.answerBy)),
          deferral: r.deferral && {
            state: r.deferral.state,
            heldFen: r.deferral.heldFen,
            releaseOn: fromDb(r.deferral.releaseOn),
            clawedFen: r.deferral.clawedFen,
            releasedFen: r.deferral.releasedFen,
            trace: r.deferral.trace as Trace | null,
          },
          allowedEvents: allowedEvents(payStatementMachine, r.state, actor).filter((e) => (e === 'answer' ? below.includes(r.userId) : mine)), // biome-ignore format: one line
        }
      }),
      nextCursor: rows.length > input.limit ? shown.at(-1)!.id : null,
    }
  },
})

/** This month as it stands today: what a manager may play through with other figures. */
export const payPreview = defineQuery({
  name: 'pay.preview',
  input: z.strictObject({}),
  access: { roles: ['RM'] },
  async run({ tx, actor, today }) {
    const { manager } = await loadParameters(tx, actor.bankId, today)
    const month = today.with({ day: 1 })
    const mine = (await payInputs(tx, actor.bankId, month, manager.pay)).find((i) => i.userId === actor.userId)
    if (!mine) throw refuse('E_NOT_FOUND', { object: 'pay-statement' })
    return { month, inputs: storeInputs(mine.inputs), terms: storeTerms(manager.pay), trace: performancePay(mine.inputs, manager.pay).trace } // biome-ignore format: one line
  },
})
