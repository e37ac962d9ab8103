/** One account whole: its sub-ledgers' sum, its statement over a period, its balance by day, its freezes and proofs. */
import { z } from 'zod'
import { fromDb, fromDbOrNull, isAfter, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { sumFen } from '@/lib/platform/money'
import { defineQuery } from '@/lib/platform/queries'
import { zDate, zId } from '@/lib/platform/schema'
import { MARGIN_READERS } from './readers'
import { type MarginAccountType, PERMITTED_MOVEMENTS } from './rules/movements'

/** What a period's statement shows at most. */
const MOST = 2000

/** The statement of an account: opening, every movement, closing; the sums by kind add up to the difference. */
export const accountStatement = defineQuery({
  name: 'accounts.statement',
  input: z.strictObject({ accountId: zId, from: zDate.optional(), to: zDate.optional() }),
  access: { roles: MARGIN_READERS },
  async run({ tx, actor, input, today }) {
    const bankId = actor.bankId
    const account = await tx.marginAccount.findFirst({
      where: { bankId, id: input.accountId },
      include: {
        market: { select: { code: true, name: true } },
        party: { select: { id: true, name: true } },
        scheme: { select: { number: true } },
        freezes: { orderBy: { frozenOn: 'desc' } },
        reconciliations: { orderBy: { day: 'desc' }, take: 60 },
      },
    })
    if (!account) throw refuse('E_NOT_FOUND', { object: 'marginAccount' })
    const to = input.to ?? today
    const from = input.from ?? to.subtract({ months: 3 })
    if (isAfter(from, to)) throw refuse('E_DATE', {}, { fields: [{ path: 'from', code: 'E_DATE' }] })
    const [opening] = await tx.$queryRaw<{ fen: bigint }[]>`
      select coalesce(sum(effect_fen), 0)::bigint as fen from account_movement
      where bank_id = ${bankId}::uuid and account_id = ${account.id}::uuid and value_date < ${toDb(from)}::date`
    const rows = await tx.accountMovement.findMany({
      where: { bankId, accountId: account.id, valueDate: { gte: toDb(from), lte: toDb(to) } },
      orderBy: [{ valueDate: 'asc' }, { id: 'asc' }],
      include: {
        subLedger: { include: { application: { select: { name: true } } } },
        reversal: { select: { id: true } },
      },
      take: MOST,
    })
    const people = await tx.appUser.findMany({
      where: {
        bankId,
        id: { in: [...rows.flatMap((r) => [r.makerId, r.checkerId]), ...account.freezes.map((f) => f.frozenBy)] },
      },
      select: { id: true, name: true },
    })
    const nameOf = (id: string) => people.find((p) => p.id === id)?.name ?? ''
    let running = opening?.fen ?? 0n
    const items = rows.map((r) => {
      running += r.effectFen
      return {
        id: r.id,
        subLedgerId: r.subLedgerId,
        subNo: r.subLedger?.subNo ?? null,
        member: r.subLedger?.application?.name ?? null,
        kind: r.kind,
        valueDate: fromDb(r.valueDate),
        effectFen: r.effectFen,
        runningFen: running,
        otherAccount: r.sourceAccount ?? r.beneficiaryAccount,
        claimId: r.claimId,
        reversesId: r.reversesId,
        reversedBy: r.reversal?.id ?? null,
        maker: nameOf(r.makerId),
        checker: nameOf(r.checkerId),
      }
    })
    const byKind = [...Map.groupBy(items, (i) => i.kind)].map(([kind, of]) => ({
      kind,
      fen: sumFen(of.map((x) => x.effectFen)),
      count: of.length,
    }))
    // balance at the end of each day on which it moved, whichever the period
    const daily = await tx.$queryRaw<{ day: Date; balance: bigint }[]>`
      select value_date as day, (sum(sum(effect_fen)) over (order by value_date))::bigint as balance from account_movement
      where bank_id = ${bankId}::uuid and account_id = ${account.id}::uuid and value_date <= ${toDb(to)}::date
      group by value_date order by value_date`
    const sums = await tx.marginSubLedger.aggregate({
      where: { bankId, accountId: account.id },
      _sum: { ledgerFen: true, requiredFen: true },
      _count: { _all: true },
    })
    const permitted = PERMITTED_MOVEMENTS[account.type as MarginAccountType]
    return {
      account: {
        id: account.id,
        accountNo: account.accountNo,
        name: account.name,
        type: account.type as MarginAccountType,
        controlledBy: account.controlledBy,
        interestOwner: account.interestOwner as 'POOL' | 'MEMBER',
        state: account.state,
        market: account.market,
        party: account.party,
        scheme: account.scheme?.number ?? null,
        ledgerFen: account.ledgerFen,
        frozenFen: account.frozenFen,
        availableFen: account.ledgerFen - account.frozenFen,
        subLedgers: sums._count._all,
        subLedgerSumFen: sums._sum.ledgerFen ?? 0n,
        requiredFen: sums._sum.requiredFen ?? 0n,
        credits: permitted.credits,
        debits: permitted.debits,
      },
      from,
      to,
      openingFen: opening?.fen ?? 0n,
      closingFen: running,
      cut: rows.length === MOST,
      byKind,
      items,
      daily: daily.map((d) => ({ day: fromDb(d.day), balanceFen: d.balance })),
      freezes: account.freezes.map((f) => ({
        id: f.id,
        subLedgerId: f.subLedgerId,
        amountFen: f.amountFen,
        authority: f.authority,
        documentNo: f.documentNo,
        state: f.state,
        frozenOn: fromDb(f.frozenOn),
        frozenBy: nameOf(f.frozenBy),
        mine: f.frozenBy === actor.userId,
        liftedOn: fromDbOrNull(f.liftedOn),
        liftDocumentNo: f.liftDocumentNo,
      })),
      reconciliations: account.reconciliations.map((r) => ({
        day: fromDb(r.day),
        ledgerFen: r.ledgerFen,
        subFen: r.subFen,
        coreFen: r.coreFen,
        differenceFen: r.differenceFen,
      })),
    }
  },
})
export type AccountStatement = Awaited<ReturnType<typeof accountStatement>>

/** The choices of the form of an account: markets and partners. */
export const accountChoices = defineQuery({
  name: 'accounts.choices',
  input: z.strictObject({}),
  access: { roles: MARGIN_READERS },
  async run({ tx, actor }) {
    const where = { bankId: actor.bankId }
    const order = { orderBy: { code: 'asc' as const }, select: { id: true, code: true, name: true }, take: 1000 }
    const option = (x: { id: string; code: string; name: string }) => ({ value: x.id, label: `${x.code} ${x.name}` })
    const markets = await tx.market.findMany({ where, ...order })
    const parties = await tx.party.findMany({ where: { ...where, state: { in: ['ADMITTED', 'WATCH'] } }, ...order })
    return { markets: markets.map(option), parties: parties.map(option) }
  },
})
