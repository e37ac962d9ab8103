/** Merchants of the bank: found by name, pinyin initials, credit code, stall or the tail of a number. */
import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Prisma } from '@/lib/platform/tenant'

const STAFF = { roles: BANK_ROLES }

/** Any of: part of the name or the owner's, initials, start or end of the credit code, stall, end of the phone. */
export function merchantMatch(text: string): Prisma.MerchantWhereInput {
  const q = text.trim()
  const upper = q.toUpperCase()
  return {
    OR: [
      { name: { contains: q } },
      { ownerName: { contains: q } },
      { pyInitials: { contains: q.toLowerCase() } },
      ...(/^[0-9A-Z]{3,18}$/.test(upper) ? [{ uscc: { endsWith: upper } }, { uscc: { startsWith: upper } }] : []),
      ...(/^\d{3,11}$/.test(q) ? [{ phone: { endsWith: q } }] : []),
      { stallNo: { startsWith: upper } },
    ],
  }
}

/** Merchants by keyset, newest first; the latest application and what they owe beside them. */
export const merchantList = defineQuery({
  name: 'merchants.list',
  input: z.strictObject({
    search: z.string().trim().max(60).optional(),
    market: z.string().max(40).optional(),
    grade: z.string().max(20).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(50),
    cursor: zId.optional(),
  }),
  access: STAFF,
  async run({ tx, actor, input }) {
    const rows = await tx.merchant.findMany({
      where: {
        bankId: actor.bankId,
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
        ...(input.market ? { market: { code: input.market } } : {}),
        ...(input.grade ? { monitoringGrade: { in: input.grade.split(',') } } : {}),
        ...(input.search ? merchantMatch(input.search) : {}),
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
      include: {
        market: { select: { code: true, name: true } },
        applications: {
          orderBy: { id: 'desc' },
          take: 1,
          select: {
            id: true,
            state: true,
            requestedFen: true,
            batch: { select: { id: true, code: true } },
            applicationOutcome: { select: { grade: true, scoreTotal: true, approvedFen: true } },
          },
        },
      },
    })
    const page = rows.slice(0, input.limit)
    return {
      items: page.map((m) => {
        const last = m.applications[0]
        return {
          id: m.id,
          name: m.name,
          ownerName: m.ownerName,
          uscc: m.uscc,
          phone: m.phone,
          stallNo: m.stallNo,
          mainGoods: m.mainGoods,
          market: m.market,
          monitoringGrade: m.monitoringGrade,
          application: last ? { id: last.id, state: last.state, batch: last.batch } : null,
          requestedFen: last?.requestedFen ?? null,
          score: last?.applicationOutcome?.scoreTotal ?? null,
          grade: last?.applicationOutcome?.grade ?? null,
          limitFen: last?.applicationOutcome?.approvedFen ?? null,
        }
      }),
      nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
    }
  },
})

/** One merchant with all its applications and loans. */
export const merchantDetail = defineQuery({
  name: 'merchants.get',
  input: z.strictObject({ merchantId: zId }),
  access: STAFF,
  async run({ tx, actor, input }) {
    const m = await tx.merchant.findFirst({
      where: { bankId: actor.bankId, id: input.merchantId },
      include: {
        market: { select: { id: true, code: true, name: true } },
        applications: {
          orderBy: { id: 'desc' },
          include: { applicationOutcome: true, batch: { select: { id: true, code: true, mode: true, state: true } } },
        },
        loans: { orderBy: { id: 'desc' } },
      },
    })
    if (!m) throw refuse('E_NOT_FOUND', { object: 'merchant' })
    return {
      id: m.id,
      name: m.name,
      borrowerType: m.borrowerType,
      uscc: m.uscc,
      ownerName: m.ownerName,
      ownerIdNo: m.ownerIdNo,
      spouseName: m.spouseName,
      phone: m.phone,
      stallNo: m.stallNo,
      address: m.address,
      mainGoods: m.mainGoods,
      market: m.market,
      monitoringGrade: m.monitoringGrade,
      version: m.version,
      applications: m.applications.map((a) => ({
        id: a.id,
        no: a.rowNo,
        state: a.state,
        batch: a.batch,
        requestedFen: a.requestedFen,
        total: a.applicationOutcome?.scoreTotal ?? null,
        grade: a.applicationOutcome?.grade ?? null,
        decision: a.applicationOutcome?.scoreDecision ?? null,
        limitFen: a.applicationOutcome?.approvedFen ?? null,
        createdAt: a.createdAt,
      })),
      loans: m.loans.map((l) => ({ id: l.id, number: l.number, state: l.state, amountFen: l.principalFen })),
    }
  },
})
