/** Reports as their writers and their readers see them. */
import { z } from 'zod'
import { civilDate, fromDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zDate, zId } from '@/lib/platform/schema'
import { allowedEvents } from '@/lib/platform/workflow'
import { REPORT_KINDS, type ReportKind, reportPeriod } from '../rules/reports'
import { SUPERIORS, subordinates, WRITERS } from '../team/people'
import type { Words } from './commands'
import { type WorkFacts, workFacts } from './facts'
import { workReportMachine } from './workflow'

const READERS = [...WRITERS, ...SUPERIORS, 'AUDITOR'] as const
const NO_WORDS: z.output<typeof Words> = { needs: [], met: [], help: [] }
const wordsOf = (json: unknown): z.output<typeof Words> => ({ ...NO_WORDS, ...(json as object) })

/** The person's own report of the period in which a day lies: its facts as they stand now, or as they were frozen. */
export const myReport = defineQuery({
  name: 'logs.mine',
  input: z.strictObject({ kind: z.enum(REPORT_KINDS).default('DAILY'), on: zDate.optional() }),
  access: { roles: WRITERS },
  async run({ tx, actor, input, now }) {
    const on = input.on ?? civilDate(now)
    const period = reportPeriod(input.kind, on)
    const row = await tx.workReport.findFirst({
      where: { bankId: actor.bankId, userId: actor.userId!, kind: input.kind, startsOn: { equals: new Date(`${period.startsOn}T00:00:00Z`) } }, // biome-ignore format: one line
    })
    return {
      on,
      period,
      id: row?.id ?? null,
      state: row?.state ?? 'DRAFT',
      late: row?.late ?? false,
      words: wordsOf(row?.words),
      facts: (row?.facts as WorkFacts | null) ?? (await workFacts(tx, actor.bankId, actor.userId!, period)),
      praise: row?.praise ?? null,
      comment: row?.comment ?? null,
      mayWrite:
        (row?.state ?? 'DRAFT') === 'DRAFT' && (!period.locksAt || now <= period.locksAt) && period.opensAt <= now,
    }
  },
})

export const reportDetail = defineQuery({
  name: 'logs.detail',
  input: z.strictObject({ reportId: zId }),
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const row = await tx.workReport.findFirst({ where: { bankId: actor.bankId, id: input.reportId } })
    const mine = row?.userId === actor.userId
    const team = mine || actor.roles.includes('AUDITOR') ? [] : await subordinates(tx, actor.bankId, actor.userId!)
    const superior = team.some((p) => p.id === row?.userId)
    const helping = row
      ? await tx.task.findFirst({
          where: { bankId: actor.bankId, objectType: 'work-report', objectId: row.id, assigneeId: actor.userId },
          select: { id: true },
        })
      : null
    // a draft is nobody's business but its writer's
    const shown = row && (mine || (row.state !== 'DRAFT' && (superior || helping || actor.roles.includes('AUDITOR'))))
    if (!shown) throw refuse('E_NOT_FOUND', { object: 'work-report' })
    const people = await tx.appUser.findMany({
      where: { bankId: actor.bankId, id: { in: [row.userId, row.reviewedBy].filter((x) => x !== null) } },
      select: { id: true, name: true },
    })
    const who = (id: string | null) => people.find((p) => p.id === id)?.name ?? null
    const period = reportPeriod(row.kind as ReportKind, fromDb(row.startsOn))
    return {
      id: row.id,
      kind: row.kind as ReportKind,
      writer: who(row.userId)!,
      startsOn: period.startsOn,
      endsOn: period.endsOn,
      state: row.state,
      late: row.late,
      submittedAt: row.submittedAt,
      reviewBy: period.reviewBy,
      words: wordsOf(row.words),
      facts: (row.facts as WorkFacts | null) ?? (await workFacts(tx, actor.bankId, row.userId, period)),
      praise: row.praise,
      comment: row.comment,
      reviewer: who(row.reviewedBy),
      reviewedAt: row.reviewedAt,
      allowedEvents: superior ? allowedEvents(workReportMachine, row.state, actor) : [],
    }
  },
})

/** Reports of oneself, or of the people whom one looks after: what waits for an answer first comes first. */
export const reportList = defineQuery({
  name: 'logs.list',
  input: z.strictObject({
    scope: z.enum(['MINE', 'TEAM']).default('MINE'),
    kind: z.string().max(40).optional(),
    state: z.string().max(60).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: zId.optional(),
  }),
  access: { roles: READERS },
  async run({ tx, actor, input, now }) {
    const team = input.scope === 'TEAM'
    const all = team && actor.roles.includes('AUDITOR')
    const below = team && !all ? await subordinates(tx, actor.bankId, actor.userId!) : []
    const rows = await tx.workReport.findMany({
      where: {
        bankId: actor.bankId,
        ...(all ? {} : { userId: team ? { in: below.map((p) => p.id) } : actor.userId! }),
        ...(team ? { state: input.state ? { in: input.state.split(','), not: 'DRAFT' } : { not: 'DRAFT' } } : input.state ? { state: { in: input.state.split(',') } } : {}), // biome-ignore format: one line
        ...(input.kind ? { kind: { in: input.kind.split(',') } } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      select: { id: true, kind: true, userId: true, startsOn: true, endsOn: true, state: true, late: true, submittedAt: true, facts: true, praise: true, comment: true }, // biome-ignore format: one line
      orderBy: { id: 'desc' },
      take: input.limit + 1,
    })
    const shown = rows.slice(0, input.limit)
    const people = await tx.appUser.findMany({
      where: { bankId: actor.bankId, id: { in: [...new Set(shown.map((r) => r.userId))] } },
      select: { id: true, name: true },
    })
    return {
      items: shown.map((r) => {
        const period = reportPeriod(r.kind as ReportKind, fromDb(r.startsOn))
        return {
          id: r.id,
          kind: r.kind as ReportKind,
          writer: people.find((p) => p.id === r.userId)?.name ?? '',
          startsOn: period.startsOn,
          endsOn: period.endsOn,
          state: r.state,
          late: r.late,
          submittedAt: r.submittedAt,
          counts: (r.facts as WorkFacts | null)?.counts ?? null,
          praised: r.praise !== null,
          comment: r.comment,
          reviewBy: period.reviewBy,
          reviewLate: r.state === 'SUBMITTED' && period.reviewBy < now,
        }
      }),
      nextCursor: rows.length > input.limit ? shown.at(-1)!.id : null,
    }
  },
})
