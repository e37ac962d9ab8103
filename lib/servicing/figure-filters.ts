/** The loans behind one figure of a report: the same words as the report's cells, so that the two always agree. */
import { z } from 'zod'
import { date, toDb } from '@/lib/platform/dates'
import type { Prisma, Tx } from '@/lib/platform/tenant'

/** First day past due of each bucket of a report, 0 to 6; a loan that left has 7 (paid back) or 8 (written off). */
const BUCKET_FROM = [0, 1, 31, 61, 91, 181, 361] as const

const zMonth = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'E_DATE')

export const figureFilters = {
  /** only what is still owed */
  live: z.coerce.boolean().optional(),
  mode: z.string().max(4).optional(),
  /** '-' where none was given */
  grade: z.string().max(4).optional(),
  class: z.string().max(20).optional(),
  borrower: z.string().max(40).optional(),
  bucket: z.coerce.number().int().min(0).max(6).optional(),
  /** month in which it began */
  start: zMonth.optional(),
  /** login of the manager of its market */
  rm: z.string().max(80).optional(),
  /** code of the operator of its market */
  operator: z.string().max(40).optional(),
  /** trade of its market */
  trade: z.string().max(100).optional(),
  /** month : bucket at the end of the month before : bucket at its end */
  roll: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2]):[0-6]:[0-8]$/, 'E_RANGE')
    .optional(),
}

type Asked = z.output<z.ZodObject<typeof figureFilters>>

const dpdOf = (bucket: number) => ({ gte: BUCKET_FROM[bucket] ?? 0, lt: BUCKET_FROM[bucket + 1] ?? 1_000_000 })

/** Markets whose manager has this login. */
export async function marketsOf(tx: Tx, bankId: string, login: string): Promise<string[]> {
  const user = await tx.appUser.findFirst({ where: { bankId, login }, select: { id: true } })
  if (!user) return []
  return (await tx.market.findMany({ where: { bankId, rmId: user.id }, select: { id: true } })).map((m) => m.id)
}

/** `managed`: the markets of the manager that is asked for. */
export function behindFigure(asked: Asked, managed: readonly string[]): Prisma.LoanWhereInput[] {
  const all: Prisma.LoanWhereInput[] = []
  if (asked.live) all.push({ loanState: { live: true } })
  if (asked.mode) all.push({ batch: { mode: asked.mode } })
  if (asked.grade === '-')
    all.push({ application: { OR: [{ applicationOutcome: null }, { applicationOutcome: { grade: null } }] } })
  else if (asked.grade) all.push({ application: { applicationOutcome: { grade: asked.grade } } })
  if (asked.class) all.push({ loanState: { class: asked.class } })
  if (asked.borrower) all.push({ application: { borrowerType: asked.borrower } })
  if (asked.bucket !== undefined) all.push({ loanState: { dpd: dpdOf(asked.bucket) } })
  if (asked.start) {
    const first = date(`${asked.start}-01`)
    all.push({ startDate: { gte: toDb(first), lt: toDb(first.add({ months: 1 })) } })
  }
  if (asked.rm) all.push({ marketId: { in: [...managed] } })
  if (asked.operator) all.push({ market: { operatorParty: { code: asked.operator } } })
  if (asked.trade) all.push({ market: { trade: asked.trade } })
  if (asked.roll) all.push(...rolled(asked.roll))
  return all
}

function rolled(text: string): Prisma.LoanWhereInput[] {
  const [month = '', from = '', to = ''] = text.split(':')
  const first = date(`${month}-01`)
  const now = toDb(first)
  const before = { month: toDb(first.subtract({ months: 1 })), dpd: dpdOf(Number(from)) }
  const left = { loanStatements: { none: { month: now } } }
  return [
    { loanStatements: { some: before } },
    to === '7'
      ? { ...left, state: { not: 'WRITTEN_OFF' } }
      : to === '8'
        ? { ...left, state: 'WRITTEN_OFF' }
        : { loanStatements: { some: { month: now, dpd: dpdOf(Number(to)) } } },
  ]
}
