/** Writing, handing in and answering logs, reviews and summaries (§9 rows 12 to 14, 20). */
import { z } from 'zod'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { civilDate, fromDb, isAfter, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zDate, zId } from '@/lib/platform/schema'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { recordCreation, transition } from '@/lib/platform/workflow'
import { meetProspects } from '../prospects/prospects'
import { missingWords, REPORT_KINDS, type ReportKind, reportPeriod } from '../rules/reports'
import { SUPERIORS, subordinates, WRITERS } from '../team/people'
import { workFacts } from './facts'
import { workReportMachine } from './workflow'

type Ctx = CommandContext<unknown>

const say = z.string().trim().max(4000, 'E_TOO_LONG')
export const Words = z.strictObject({
  problem: say.optional(),
  tomorrow: say.optional(),
  results: say.optional(),
  failureCase: say.optional(),
  learning: say.optional(),
  nextWeek: say.optional(),
  achievements: say.optional(),
  gaps: say.optional(),
  measures: say.optional(),
  /** what each customer may need: the field of the daily report that only the person can fill in */
  needs: z
    .array(z.strictObject({ merchantId: zId, need: z.string().trim().max(500) }))
    .max(200)
    .default([]),
  /** people met who are no customers yet; with a market's code they are its prospects once the day is handed in */
  met: z.array(z.strictObject({ name: z.string().trim().min(1).max(100), address: z.string().trim().max(200).default(''), person: z.string().trim().max(60).default(''), existing: z.string().trim().max(300).default(''), need: z.string().trim().max(500).default(''), market: z.string().trim().max(40).default('') })).max(50).default([]), // biome-ignore format: one line
  /** help wanted of a colleague, by login: a task for that colleague when the week is handed in */
  help: z.array(z.strictObject({ owner: z.string().trim().min(1).max(80), ask: z.string().trim().min(2).max(500) })).max(20).default([]), // biome-ignore format: one line
})

const Period = { kind: z.enum(REPORT_KINDS), on: zDate }

/** Keeps the words of a report that is not handed in yet; the first words make it. */
export const saveReport = defineCommand({
  name: 'logs.save',
  input: z.strictObject({ ...Period, words: Words }),
  access: { roles: WRITERS },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const row = await draftOf(ctx, input.kind, input.on)
    await tx.workReport.updateMany({
      where: { bankId: actor.bankId, id: row.id, state: 'DRAFT' },
      data: { words: input.words as Prisma.InputJsonObject, version: { increment: 1 } },
    })
    ctx.audit({ objectType: 'work-report', objectId: row.id, detail: { event: 'save' } })
    return { id: row.id }
  },
})

/** Hands a report in: the facts of its days are frozen with the words, late or not. */
export const submitReport = defineCommand({
  name: 'logs.submit',
  input: z.strictObject({ ...Period, words: Words }),
  access: { roles: WRITERS },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const period = reportPeriod(input.kind, input.on)
    if (now < period.opensAt) throw refuse('E_REPORT_EARLY', { opens: period.opensAt.toISOString() })
    const missing = missingWords(input.kind, input.words)
    if (missing.length > 0)
      throw refuse('E_REQUIRED:words', {}, { fields: missing.map((f) => ({ path: `words.${f}`, code: 'E_REQUIRED' })) })
    const row = await draftOf(ctx, input.kind, input.on)
    const facts = await workFacts(tx, actor.bankId, actor.userId!, period)
    const moved = await transition(ctx, workReportMachine, row, {
      event: 'submit',
      set: {
        words: input.words as Prisma.InputJsonObject,
        facts: facts as Prisma.InputJsonObject,
        submittedAt: now,
        late: now > period.dueAt,
      },
    })
    await askForHelp(ctx, row.id, input.words.help)
    if (input.kind === 'DAILY') await meetProspects(ctx, input.words.met)
    return { id: row.id, late: now > period.dueAt, ...moved }
  },
})

/** The person's own report of the period, made when there is none. One that is handed in is not written to any more. */
async function draftOf(ctx: Ctx, kind: ReportKind, on: Parameters<typeof reportPeriod>[1]) {
  const { tx, actor, now } = ctx
  const period = reportPeriod(kind, on)
  if (isAfter(period.startsOn, civilDate(now))) throw refuse('E_DATE', {}, { fields: [{ path: 'on', code: 'E_DATE' }] })
  if (period.locksAt && now > period.locksAt) throw refuse('E_REPORT_LOCKED', { at: period.locksAt.toISOString() })
  const key = { bankId: actor.bankId, userId: actor.userId!, kind, startsOn: toDb(period.startsOn) }
  const found = await tx.workReport.findFirst({ where: key })
  if (found && found.state !== 'DRAFT')
    throw refuse('E_STATE', { object: 'work-report', state: found.state, event: 'submit' }, { allowed: [] })
  if (found) return found
  const id = newId()
  const row = await tx.workReport.create({ data: { ...key, id, endsOn: toDb(period.endsOn), state: 'DRAFT' } })
  await recordCreation(ctx, workReportMachine, { id }, { kind, startsOn: period.startsOn.toString() })
  return row
}

async function askForHelp(ctx: Ctx, reportId: string, help: z.output<typeof Words>['help']): Promise<void> {
  const { tx, actor, today, now } = ctx
  if (help.length === 0) return
  const people = await tx.appUser.findMany({
    where: { bankId: actor.bankId, login: { in: help.map((h) => h.owner) }, state: 'ACTIVE', partyId: null },
    select: { id: true, login: true },
  })
  const unknown = help.findIndex((h) => !people.some((p) => p.login === h.owner && p.id !== actor.userId))
  if (unknown >= 0)
    throw refuse('E_COLLEAGUE', { login: help[unknown]!.owner }, { fields: [{ path: `words.help.${unknown}.owner`, code: 'E_COLLEAGUE' }] }) // biome-ignore format: one line
  await tx.task.createMany({
    data: help.map((h) => ({
      bankId: actor.bankId,
      id: newId(),
      kind: 'HELP_WANTED',
      objectType: 'work-report',
      objectId: reportId,
      assigneeId: people.find((p) => p.login === h.owner)!.id,
      params: { code: h.ask },
      dueOn: toDb(today.add({ days: 7 })),
      state: 'OPEN',
      createdBy: actor.userId,
      createdAt: now,
    })),
  })
}

/** The superior answers: praise first, then what could be better; or sends it back with what is wanting. */
export const reviewReport = defineCommand({
  name: 'logs.review',
  input: z.strictObject({
    reportId: zId,
    accept: z.boolean(),
    praise: z.string().trim().max(1000).default(''),
    comment: z.string().trim().max(2000).default(''),
  }),
  access: { roles: SUPERIORS },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const row = await tx.workReport.findFirst({ where: { bankId: actor.bankId, id: input.reportId } })
    const mine = await subordinates(tx, actor.bankId, actor.userId!)
    if (!row || !mine.some((p) => p.id === row.userId)) throw refuse('E_NOT_FOUND', { object: 'work-report' })
    if (!input.accept && input.comment.length < 2)
      throw refuse('E_REQUIRED:comment', {}, { fields: [{ path: 'comment', code: 'E_REQUIRED' }] })
    const moved = await transition(ctx, workReportMachine, row, {
      event: input.accept ? 'review' : 'send-back',
      reason: input.comment || input.praise || undefined,
      set: {
        praise: input.praise || null,
        comment: input.comment || null,
        reviewedBy: actor.userId,
        reviewedAt: now,
      },
    })
    if (input.accept)
      await tx.task.updateMany({
        where: { bankId: actor.bankId, kind: 'LOG_MISSING', objectId: row.userId, state: 'OPEN' },
        data: { state: 'DONE', doneBy: actor.userId, doneAt: now },
      })
    return { id: row.id, startsOn: fromDb(row.startsOn).toString(), ...moved }
  },
})
