/** Grades changed by hand: those of one merchant, and those of a month against the bank's limit (§3.0-7). */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { BANK_ROLES } from '@/lib/platform/actor'
import { fromDb, parseDate } from '@/lib/platform/dates'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Tx } from '@/lib/platform/tenant'
import { monthOfOverrides } from './override-month'
import { namesOf } from './queries'
import { overrideRate, overrideRateTrace } from './rules/override'

const select = {
  id: true,
  applicationId: true,
  fromGrade: true,
  toGrade: true,
  reason: true,
  fileIds: true,
  askedOn: true,
  raises: true,
  overLimit: true,
  state: true,
  requestedBy: true,
  requestedAt: true,
  decidedBy: true,
  decidedAt: true,
  decision: true,
  application: { select: { name: true, rowNo: true, batchId: true, batch: { select: { code: true } } } },
} as const

async function read(tx: Tx, bankId: string, where: object) {
  const rows = await tx.scoreOverride.findMany({
    where: { bankId, ...where },
    orderBy: { id: 'desc' },
    take: 500,
    select,
  })
  const people = await namesOf(
    tx,
    bankId,
    rows.flatMap((r) => [r.requestedBy, r.decidedBy]),
  )
  return rows.map(({ application, ...r }) => ({
    ...r,
    fileIds: r.fileIds as string[],
    askedOn: fromDb(r.askedOn),
    requestedByName: people.get(r.requestedBy ?? '') ?? null,
    decidedByName: people.get(r.decidedBy ?? '') ?? null,
    merchant: application.name ?? application.rowNo,
    batchId: application.batchId,
    batch: application.batch.code,
  }))
}

/** Newest first, whatever became of them. */
export const applicationOverrides = defineQuery({
  name: 'applications.overrides',
  input: z.strictObject({ applicationId: zId }),
  access: { roles: BANK_ROLES },
  run: async ({ tx, actor, input }) => ({
    items: await read(tx, actor.bankId, { applicationId: input.applicationId }),
  }),
})

/** The monthly report: share of the month's scores that were changed, the limit, and every change. */
export const overrideMonth = defineQuery({
  name: 'scores.overrideMonth',
  input: z.strictObject({
    month: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'E_DATE')
      .optional(),
  }),
  access: { roles: ['SB_HEAD', 'CR_HEAD', 'RISK_MGR', 'EVALUATOR', 'TENANT_ADMIN', 'AUDITOR'] },
  async run({ tx, actor, input, today }) {
    const day = (input.month && parseDate(`${input.month}-01`)) || today.with({ day: 1 })
    const { scoring } = await loadParameters(tx, actor.bankId, today)
    const { scored, overridden } = await monthOfOverrides(tx, actor.bankId, day)
    const limitPpm = scoring.override.monthlyLimitPpm
    return {
      month: day.toString().slice(0, 7),
      scored,
      overridden,
      limitPpm,
      ...overrideRate(overridden, scored, limitPpm),
      trace: overrideRateTrace(overridden, scored, limitPpm),
      items: await read(tx, actor.bankId, {
        askedOn: {
          gte: new Date(`${day.toString()}T00:00:00Z`),
          lt: new Date(`${day.add({ months: 1 }).toString()}T00:00:00Z`),
        },
      }),
    }
  },
})
