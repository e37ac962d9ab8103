/** AF: the enterprises' fund for everyone of the pool, then the government's with the bank's share (§2.3). */
import { sumFen } from '@/lib/platform/money'
import { takeProRata } from '../rules/pro-rata'
import { assistFundWaterfall } from '../rules/waterfall/assist-fund'
import type { ClaimCase } from './case'
import { type ComputedClaim, type Ctx, ledgers, line, sumLines, whole } from './lines'

export async function assistFundClaim(
  ctx: Ctx,
  c: ClaimCase,
  type: 'ASSIST_FUND' | 'GOV_FUND',
): Promise<ComputedClaim> {
  const enterprise = await ledgers(ctx, c, 'ASSIST_FUND')
  const government = await ledgers(ctx, c, 'RISK_COMP_FUND')
  const fundFen = type === 'ASSIST_FUND' ? sumFen(enterprise.map((e) => e.freeFen)) : 0n
  const [outstanding] = await ctx.tx.$queryRaw<{ fen: bigint }[]>`
    select coalesce(sum(s.principal_fen), 0)::bigint as fen from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
    join batch b on b.bank_id = l.bank_id and b.id = l.batch_id and b.mode = 'AF' where l.bank_id = ${ctx.actor.bankId}::uuid and l.market_id = ${c.loan.marketId}::uuid`
  const w = assistFundWaterfall({
    mode: 'AF',
    claimFen: c.owed.totalDueFen,
    enterpriseFundFen: fundFen,
    govFundFen: sumFen(government.map((g) => g.freeFen)),
    govSharePpm: c.terms?.compensationPpm ?? c.p.af.govSharePpm,
    govLeverage: c.terms?.leverageMultiple ?? c.p.af.govLeverage,
    outstandingFen: outstanding?.fen ?? 0n,
    assistFundRatioPpm: c.p.af.assistFundRatioPpm,
    poolMinimumPpm: c.p.af.poolMinimumPpm,
  })
  const [from, amount, source] =
    type === 'ASSIST_FUND'
      ? ([enterprise, w.value.enterpriseFen, 'enterpriseFund'] as const)
      : ([government, w.value.govFen, 'govFund'] as const)
  const takes = takeProRata(
    amount,
    from.map((f) => f.freeFen),
  )
  const lines = from
    .map((f, i) => line(source, takes[i]!, { subLedgerId: f.id, applicationId: f.applicationId, partyId: f.partyId }))
    .filter((l) => l.demandedFen > 0n)
  const asked = type === 'ASSIST_FUND' ? c.owed.totalDueFen : amount
  return {
    ...whole(c, type, asked),
    lines,
    shortfallFen: asked - sumLines(lines),
    triggerDpd: c.p.af.compensationTriggerDpd,
    waterfall: w.value,
    trace: w.trace,
    answerDays: c.p.af.managerReplyWorkingDays,
    payDays: c.p.af.managerReplyWorkingDays,
  }
}
