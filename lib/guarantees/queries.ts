import { z } from 'zod'
import { fromDb, fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { MARGIN_READERS } from './readers'

/** Margin accounts with their balance against the sum of sub-ledgers (INV-A4) and what waits for a second signature. */
export const marginAccounts = defineQuery({
  name: 'margin.accounts',
  input: z.strictObject({}),
  access: { roles: MARGIN_READERS },
  async run({ tx, actor }) {
    const bankId = actor.bankId
    const accounts = await tx.marginAccount.findMany({
      where: { bankId },
      include: { market: { select: { code: true, name: true } } },
      orderBy: { accountNo: 'asc' },
    })
    const sums = await tx.marginSubLedger.groupBy({
      by: ['accountId'],
      where: { bankId },
      _sum: { ledgerFen: true, requiredFen: true, replenishDueFen: true },
      _count: { _all: true },
    })
    const pending = await tx.movementRequest.findMany({
      where: { bankId, state: 'PENDING' },
      orderBy: { createdAt: 'asc' },
      include: {
        subLedger: { include: { application: { select: { name: true, stallNo: true } } } },
        account: { select: { accountNo: true } },
      },
    })
    const makers = await tx.appUser.findMany({
      where: { bankId, id: { in: pending.map((p) => p.makerId) } },
      select: { id: true, name: true },
    })
    return {
      items: accounts.map((a) => {
        const s = sums.find((x) => x.accountId === a.id)
        const subs = s?._sum.ledgerFen ?? 0n
        return {
          id: a.id,
          accountNo: a.accountNo,
          name: a.name,
          type: a.type,
          market: a.market,
          state: a.state,
          ledgerFen: a.ledgerFen,
          frozenFen: a.frozenFen,
          subLedgers: s?._count._all ?? 0,
          subLedgerSumFen: subs,
          differenceFen: a.ledgerFen - subs,
          requiredFen: s?._sum.requiredFen ?? 0n,
          replenishDueFen: s?._sum.replenishDueFen ?? 0n,
        }
      }),
      pending: pending.map((p) => ({
        id: p.id,
        kind: p.kind,
        amountFen: p.amountFen,
        valueDate: fromDb(p.valueDate),
        sourceAccount: p.sourceAccount,
        accountNo: p.account.accountNo,
        subNo: p.subLedger?.subNo ?? null,
        merchant: p.subLedger?.application?.name ?? null,
        maker: makers.find((m) => m.id === p.makerId)?.name ?? '',
        mine: p.makerId === actor.userId,
        createdAt: p.createdAt,
      })),
    }
  },
})

/** The sub-ledgers of an account, or of a batch, with what each still needs. */
export const subLedgers = defineQuery({
  name: 'margin.subLedgers',
  input: z.strictObject({
    accountId: zId.optional(),
    batchId: zId.optional(),
    short: z.coerce.boolean().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: zId.optional(),
  }),
  access: { roles: MARGIN_READERS },
  async run({ tx, actor, input, today }) {
    const rows = await tx.marginSubLedger.findMany({
      where: {
        bankId: actor.bankId,
        ...(input.accountId ? { accountId: input.accountId } : {}),
        ...(input.batchId ? { application: { batchId: input.batchId } } : {}),
        ...(input.short ? { state: { in: ['OPEN', 'PARTIALLY_USED', 'REPLENISH_DUE'] } } : {}),
        ...(input.cursor ? { id: { gt: input.cursor } } : {}),
      },
      orderBy: { id: 'asc' },
      take: input.limit + 1,
      include: {
        application: { select: { id: true, name: true, stallNo: true, state: true, rowNo: true } },
        group: { select: { code: true, name: true } },
        account: { select: { accountNo: true } },
      },
    })
    const page = rows.slice(0, input.limit)
    const pending = await tx.movementRequest.findMany({
      where: { bankId: actor.bankId, state: 'PENDING', subLedgerId: { in: page.map((p) => p.id) } },
      select: { subLedgerId: true, amountFen: true },
    })
    return {
      today,
      items: page.map((s) => {
        const shortFen = s.requiredFen > s.ledgerFen ? s.requiredFen - s.ledgerFen : 0n
        const pendingFen = pending.filter((p) => p.subLedgerId === s.id).reduce((n, p) => n + p.amountFen, 0n)
        return {
          id: s.id,
          subNo: s.subNo,
          accountNo: s.account.accountNo,
          application: s.application,
          group: s.group,
          state: s.state,
          requiredFen: s.requiredFen,
          ledgerFen: s.ledgerFen,
          frozenFen: s.frozenFen,
          shortFen,
          // what a maker still has to enter: nobody enters twice what waits for the checker
          toEnterFen: shortFen > pendingFen ? shortFen - pendingFen : 0n,
          replenishDueFen: s.replenishDueFen,
          replenishDueOn: fromDbOrNull(s.replenishDueOn),
          pendingFen,
        }
      }),
      nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
    }
  },
})

/** The movements of a sub-ledger, oldest first: append-only, with both signatures. */
export const movements = defineQuery({
  name: 'margin.movements',
  input: z.strictObject({ subLedgerId: zId }),
  access: { roles: MARGIN_READERS },
  async run({ tx, actor, input }) {
    const sub = await tx.marginSubLedger.findFirst({
      where: { bankId: actor.bankId, id: input.subLedgerId },
      include: {
        application: { select: { id: true, name: true, stallNo: true } },
        group: { select: { code: true, name: true } },
        account: { select: { accountNo: true, name: true } },
      },
    })
    if (!sub) throw refuse('E_NOT_FOUND', { object: 'subLedger' })
    const rows = await tx.accountMovement.findMany({
      where: { bankId: actor.bankId, subLedgerId: input.subLedgerId },
      orderBy: { id: 'asc' },
    })
    const people = await tx.appUser.findMany({
      where: { bankId: actor.bankId, id: { in: rows.flatMap((r) => [r.makerId, r.checkerId]) } },
      select: { id: true, name: true },
    })
    const nameOf = (id: string) => people.find((p) => p.id === id)?.name ?? ''
    return {
      subLedger: {
        id: sub.id,
        subNo: sub.subNo,
        accountNo: sub.account.accountNo,
        accountName: sub.account.name,
        application: sub.application,
        group: sub.group,
        state: sub.state,
        requiredFen: sub.requiredFen,
        ledgerFen: sub.ledgerFen,
        frozenFen: sub.frozenFen,
        replenishDueFen: sub.replenishDueFen,
        replenishDueOn: fromDbOrNull(sub.replenishDueOn),
      },
      items: rows.map((r) => ({
        id: r.id,
        kind: r.kind,
        amountFen: r.amountFen,
        beforeFen: r.beforeFen,
        afterFen: r.afterFen,
        valueDate: fromDb(r.valueDate),
        sourceAccount: r.sourceAccount,
        beneficiaryAccount: r.beneficiaryAccount,
        coreJournalNo: r.coreJournalNo,
        maker: nameOf(r.makerId),
        checker: nameOf(r.checkerId),
        at: r.at,
      })),
    }
  },
})

export const claimList = defineQuery({
  name: 'claims.list',
  input: z.strictObject({
    state: z.string().max(120).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: zId.optional(),
  }),
  access: { roles: MARGIN_READERS },
  async run({ tx, actor, input }) {
    const rows = await tx.claim.findMany({
      where: {
        bankId: actor.bankId,
        ...(input.state ? { state: { in: input.state.split(',') } } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
      include: {
        loan: { select: { number: true } },
        application: { select: { name: true } },
        group: { select: { code: true } },
      },
    })
    const page = rows.slice(0, input.limit)
    return {
      items: page.map((c) => ({
        id: c.id,
        number: c.number,
        state: c.state,
        type: c.type,
        mode: c.mode,
        loan: { id: c.loanId, number: c.loan.number },
        merchant: c.application.name,
        group: c.group?.code ?? null,
        amountFen: c.amountFen,
        paidFen: c.paidFen,
        shortfallFen: c.shortfallFen,
        asOf: fromDb(c.asOf),
      })),
      nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
    }
  },
})
