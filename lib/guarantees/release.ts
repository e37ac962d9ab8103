/** What stands between money on a sub-ledger and its way back to whoever paid it in (INV-A2). */
import { loadParameters } from '@/lib/admin/parameters'
import { SchemeParams } from '@/lib/plans/scheme'
import type { CommandContext } from '@/lib/platform/commands'
import { fromDb, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { Prisma } from '@/lib/platform/tenant'
import { accountDifference } from './accounts'
import { availableFen, type ReleaseRequest, refundRefused, reversalUncovers } from './rules/movements'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today'>
type Account = {
  id: string
  type: string
  marketId: string
  accountNo: string
  partyId: string | null
  schemeId: string | null
}
type Sub = {
  id: string
  applicationId: string | null
  groupId: string | null
  ledgerFen: bigint
  frozenFen: bigint
  replenishDueFen: bigint
}

const MODE: Record<string, string> = {
  ASSIST_FUND: 'AF',
  RISK_COMP_FUND: 'AF',
  GUARANTOR_MARGIN: 'GC',
  DEVELOPER_MARGIN: 'PK',
  DEBT_SERVICE_RESERVE: 'DF',
}

/**
 * The loans that the money secures: a member's own, and those of the whole group where the margin is mutual; for a fund
 * or a partner's margin those of the agreement, or without one of the market in its mode.
 */
async function coveredLoans(ctx: Ctx, account: Account, sub: Sub): Promise<Prisma.Sql> {
  const { tx, actor } = ctx
  const bank = Prisma.sql`l.bank_id = ${actor.bankId}::uuid`
  if (account.type === 'JG_MARGIN') {
    const line = sub.groupId
      ? await tx.planLine.findFirst({
          where: { bankId: actor.bankId, groupId: sub.groupId },
          orderBy: { id: 'desc' },
          select: { plan: { select: { params: true } } },
        })
      : null
    const mutual = line ? (SchemeParams.safeParse(line.plan.params).data?.mutualised ?? true) : false
    return mutual
      ? Prisma.sql`${bank} and l.group_id = ${sub.groupId}::uuid
          and (not exists (select from joint_agreement v where v.bank_id = l.bank_id and v.group_id = l.group_id)
            or exists (select from joint_agreement_member v where v.bank_id = l.bank_id and v.group_id = l.group_id
              and v.version_no = coalesce(l.agreement_version, 1) and v.application_id = ${sub.applicationId}::uuid))`
      : Prisma.sql`${bank} and l.application_id = ${sub.applicationId}::uuid`
  }
  const { af } = (await loadParameters(tx, actor.bankId, ctx.today)).plans
  if (account.type === 'ASSIST_FUND' && af.assistFundRefund === 'LOAN_SETTLED')
    return Prisma.sql`${bank} and l.application_id = ${sub.applicationId}::uuid`
  // INV-PK3: only what the developer still answers for holds its margin
  const standing =
    account.type === 'DEVELOPER_MARGIN'
      ? Prisma.sql`and not exists (select from park_asset p where p.bank_id = l.bank_id and p.application_id = l.application_id and p.in_custody_on is not null)`
      : Prisma.empty
  if (account.schemeId)
    return Prisma.sql`${bank} and l.application_id in (select h.application_id from scheme_hold h where h.bank_id = l.bank_id and h.scheme_id = ${account.schemeId}::uuid) ${standing}`
  return Prisma.sql`${bank} and l.batch_id in (select b.id from batch b where b.bank_id = l.bank_id and b.market_id = ${account.marketId}::uuid and b.mode = ${MODE[account.type] ?? 'AF'}) ${standing}`
}

/** An agreement of the market's assist fund whose term is not over. */
async function programmeRuns({ tx, actor, today }: Ctx, marketId: string): Promise<boolean> {
  const running = await tx.cooperationScheme.count({
    where: { bankId: actor.bankId, marketId, mode: 'AF', state: 'ACTIVE', endsOn: { gte: toDb(today) } },
  })
  return running > 0
}

/** Refuses the reversal of a deposit that living loans stand on (INV-A3); asked by the maker and once more by the checker. */
export async function requireCovered(
  ctx: Ctx,
  account: Account,
  sub: Sub & { requiredFen: bigint },
  effectFen: bigint,
) {
  const { coveredDebtFen } = await releaseFacts(ctx, account, sub)
  const paid = await ctx.tx.movementRequest.aggregate({
    where: { bankId: ctx.actor.bankId, subLedgerId: sub.id, kind: 'BOND_PAYMENT_OUT', state: 'PENDING' },
    _sum: { amountFen: true },
  })
  // a payment date has spent it already and only waits for its second person
  if (effectFen > 0n && sub.ledgerFen - effectFen < (paid._sum.amountFen ?? 0n))
    throw refuse('E_MARGIN_STILL_COVERS', { account: account.accountNo })
  if (reversalUncovers({ ledgerFen: sub.ledgerFen, requiredFen: sub.requiredFen, effectFen, coveredDebtFen }))
    throw refuse('E_MARGIN_STILL_COVERS', { account: account.accountNo })
}

/** All that INV-A2 asks, read at once. */
export async function releaseFacts(ctx: Ctx, account: Account, sub: Sub): Promise<ReleaseRequest> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const covered = await coveredLoans(ctx, account, sub)
  const [debt] = await tx.$queryRaw<{ owed: bigint; open: number; settled: Date | null; claims: number }[]>`
    select coalesce(sum(s.principal_fen + s.interest_due_fen + s.penalty_fen + s.compound_fen + s.costs_fen) filter (where l.state <> 'RENEWED'), 0)::bigint as owed,
      count(*) filter (where l.state not in ('SETTLED', 'RENEWED'))::int as open,
      max((select max(r.value_date) from repayment r where r.bank_id = l.bank_id and r.loan_id = l.id)) as settled,
      (select count(*) from claim c where c.bank_id = ${bankId}::uuid and c.state <> 'CLOSED' and c.state <> 'PAID'
        and c.loan_id in (select l.id from loan l where ${covered}))::int as claims
    from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id where ${covered}`
  const origin = await tx.accountMovement.findFirst({
    where: {
      bankId,
      subLedgerId: sub.id,
      sourceAccount: { not: null },
      kind: { in: ['MARGIN_IN', 'REPLENISH_IN', 'SEED_IN', 'TOPUP_IN'] },
    },
    orderBy: { seq: 'desc' },
    select: { sourceAccount: true },
  })
  const p = (await loadParameters(tx, bankId, today)).plans
  const openOnes = debt?.open ?? 0
  const neverLent = openOnes === 0 && (debt?.settled ?? null) === null
  return {
    amountFen: availableFen(sub),
    account: sub,
    coveredDebtFen: openOnes > 0 && (debt?.owed ?? 0n) === 0n ? 1n : (debt?.owed ?? 0n),
    openClaimsInScope: debt?.claims ?? 0,
    replenishmentDueFen: sub.replenishDueFen,
    settledOn: openOnes > 0 ? null : neverLent ? today : fromDb(debt!.settled!),
    today,
    refundRefused:
      account.type === 'ASSIST_FUND'
        ? refundRefused(p.af.assistFundRefund, { neverLent, programmeRuns: await programmeRuns(ctx, account.marketId) })
        : null,
    releaseDelayDays: neverLent ? 0 : p.jg.releaseDelayDays,
    beneficiaryAccountNo: origin?.sourceAccount ?? '',
    originAccountNo: origin?.sourceAccount ?? '',
    reconciliationDifferenceFen: await accountDifference(ctx, account.id),
  }
}
