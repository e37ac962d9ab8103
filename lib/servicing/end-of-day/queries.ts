/** The bank's days: closed ones, and how far the running one has come, step by step. */
import { z } from 'zod'
import { fromDb, toDb } from '@/lib/platform/dates'
import { defineQuery } from '@/lib/platform/queries'
import { zDate } from '@/lib/platform/schema'
import { LOAN_READERS } from '../queries'
import { STEP_NAMES } from './steps'

/** GET /end-of-day: newest first, with the steps of the running day (or of `date`). */
export const businessDays = defineQuery({
  name: 'endOfDay.days',
  input: z.strictObject({
    date: zDate.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(60),
    cursor: zDate.optional(),
  }),
  access: { roles: [...LOAN_READERS, 'TENANT_ADMIN'] },
  async run({ tx, actor, input, today }) {
    const { bankId } = actor
    const before = input.cursor ? { day: { lt: toDb(input.cursor) } } : {}
    const [rows, jobs, taken] = [
      await tx.businessDayRun.findMany({
        where: { bankId, ...before },
        orderBy: { day: 'desc' },
        take: input.limit + 1,
      }),
      await tx.job.findMany({
        where: { bankId, name: { in: ['endOfDay.run', 'endOfDay.dryRun'] } },
        orderBy: { createdAt: 'desc' },
        take: 10,
        select: {
          id: true,
          name: true,
          state: true,
          progress: true,
          payload: true,
          result: true,
          createdAt: true,
          finishedAt: true,
          errorCode: true,
          errorDetail: true,
        },
      }),
      await tx.ledgerExport.findMany({
        where: { bankId, ...before },
        orderBy: { day: 'desc' },
        take: input.limit,
        select: { day: true },
      }),
    ]
    const runs = rows.slice(0, input.limit)
    const shown = input.date ? toDb(input.date) : (runs.find((r) => r.state !== 'DONE') ?? runs[0])?.day
    const steps = shown ? await tx.businessDayStep.findMany({ where: { bankId, day: shown } }) : []
    const exported = new Set(taken.map((t) => t.day.toISOString()))
    return {
      businessDate: today,
      stepNames: [...STEP_NAMES],
      shown: shown ? fromDb(shown) : null,
      steps: STEP_NAMES.map((name) => {
        const done = steps.find((s) => s.step === name)
        return {
          name,
          done: done !== undefined,
          counts: countsOf(done?.counts),
          ms: done ? done.finishedAt.getTime() - done.startedAt.getTime() : null,
        }
      }),
      nextCursor: rows.length > input.limit ? fromDb(runs.at(-1)!.day).toString() : null,
      items: runs.map((r) => ({
        day: fromDb(r.day),
        state: r.state,
        counts: countsOf(r.counts),
        startedAt: r.startedAt,
        finishedAt: r.finishedAt,
        exported: exported.has(r.day.toISOString()),
      })),
      jobs: jobs.map((j) => ({ ...j, dryRun: j.name === 'endOfDay.dryRun' })),
    }
  },
})

/** Only the numbers: a step may keep a mark of its own beside them. */
function countsOf(counts: unknown): Record<string, number> {
  return Object.fromEntries(
    Object.entries((counts ?? {}) as Record<string, unknown>).filter(
      (e): e is [string, number] => typeof e[1] === 'number',
    ),
  )
}
