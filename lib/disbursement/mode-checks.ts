/** What the system sees by itself of the modes with a partner (§7.3): fund paid, leverage, capacity, cover. */
import { loadParameters } from '@/lib/admin/parameters'
import { Particulars } from '@/lib/contracts/particulars'
import type { Mode } from '@/lib/plans/rules/grades'
import type { CommandContext } from '@/lib/platform/commands'
import { type Fen, mulRate, toYuan } from '@/lib/platform/money'
import type { AutomaticCheck } from './checks'
import { coverHolds } from './cover'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today'>

/** Outstanding, and approved and not yet drawn, of all batches of a mode at a market: what a partner's limit must cover. */
async function exposureOf(ctx: Ctx, marketId: string, mode: Mode): Promise<Fen> {
  const rows = await ctx.tx.$queryRaw<{ used: bigint }[]>`
    select (coalesce((select sum(s.principal_fen) from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
                      join batch b on b.bank_id = l.bank_id and b.id = l.batch_id
                      where l.bank_id = ${ctx.actor.bankId}::uuid and b.market_id = ${marketId}::uuid and b.mode = ${mode}), 0)
          + coalesce((select sum(o.approved_fen) from application a join application_outcome o on o.bank_id = a.bank_id and o.application_id = a.id
                      join batch b on b.bank_id = a.bank_id and b.id = a.batch_id
                      where a.bank_id = ${ctx.actor.bankId}::uuid and b.market_id = ${marketId}::uuid and b.mode = ${mode}
                        and a.state in ('APPROVED', 'APPROVED_REDUCED', 'CONTRACTING', 'SIGNED', 'CP_PENDING', 'READY_TO_DRAW')), 0))::bigint as used`
  return rows[0]?.used ?? 0n
}

/** The checks of one application in its mode; none for modes without any. */
export async function modeChecks(
  ctx: Ctx,
  item: { id: string; marketId: string; mode: Mode; amountFen: Fen; tenorMonths: number },
): Promise<AutomaticCheck[]> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  if (item.mode === 'AF') {
    const { af } = (await loadParameters(tx, bankId, today)).plans
    const required = mulRate(item.amountFen, af.assistFundRatioPpm)
    const paid = await tx.marginSubLedger.aggregate({
      where: { bankId, applicationId: item.id, account: { type: 'ASSIST_FUND' } },
      _sum: { ledgerFen: true },
    })
    const fund = await tx.marginAccount.aggregate({
      where: { bankId, marketId: item.marketId, type: 'RISK_COMP_FUND', state: { not: 'CLOSED' } },
      _sum: { ledgerFen: true, frozenFen: true },
    })
    const free = (fund._sum.ledgerFen ?? 0n) - (fund._sum.frozenFen ?? 0n)
    const cap = free * BigInt(af.govLeverage)
    const used = await exposureOf(ctx, item.marketId, 'AF')
    return [
      {
        code: 'CP-A1',
        pass: (paid._sum.ledgerFen ?? 0n) >= required,
        detail: { required: toYuan(required), paid: toYuan(paid._sum.ledgerFen ?? 0n) },
      },
      { code: 'CP-A3', pass: used <= cap, detail: { used: toYuan(used), limit: toYuan(cap) } },
    ]
  }
  if (item.mode === 'GC') {
    const scheme = await tx.cooperationScheme.findFirst({
      where: { bankId, marketId: item.marketId, mode: 'GC', state: 'ACTIVE' },
      orderBy: { versionNo: 'desc' },
    })
    const partner = scheme && (await tx.party.findFirst({ where: { bankId, id: scheme.partyId } }))
    const used = await exposureOf(ctx, item.marketId, 'GC')
    const limit = scheme?.totalCoopLimitFen ?? 0n
    return [
      {
        code: 'CP-G2',
        pass: partner?.state === 'ADMITTED' && used <= limit,
        detail: { partner: partner?.name ?? null, used: toYuan(used), limit: toYuan(limit) },
      },
    ]
  }
  if (item.mode === 'LI') {
    const { li } = (await loadParameters(tx, bankId, today)).plans
    const row = await tx.contractParticulars.findFirst({ where: { bankId, applicationId: item.id } })
    const policy = Particulars.parse(row?.data ?? {}).policy
    const cover =
      policy &&
      coverHolds(
        { sumInsuredFen: policy.sumInsured, from: policy.from, until: policy.until },
        { amountFen: item.amountFen, startsOn: today, tenorMonths: item.tenorMonths },
        { waiting: li.claimWaitingDays, filing: li.claimFileWindowDays },
      )
    return [
      {
        code: 'CP-L3',
        pass: cover?.holds === true,
        detail: {
          policy: policy?.number ?? null,
          sumInsured: policy ? toYuan(policy.sumInsured) : null,
          until: policy?.until.toString() ?? null,
          needsUntil: cover?.needsUntil.toString() ?? null,
        },
      },
    ]
  }
  return []
}
