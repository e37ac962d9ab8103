/** What the authority table looks at (§6.1): gathered the same way for a submission and for a question "what if". */
import type { PlanFacts } from '@/lib/approvals/rules/routing'
import type { CommandContext } from '@/lib/platform/commands'
import { type Fen, sumFen } from '@/lib/platform/money'
import type { PlanItem, PlanMarket } from './read-batch'
import { concentration, topTen } from './rules/concentration'
import type { CustomerGrade, Mode } from './rules/grades'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor'>

export async function planFactsOf(
  ctx: Ctx,
  batch: { marketId: string; mode: string },
  market: PlanMarket,
  items: readonly PlanItem[],
): Promise<(figures: { limitFen: Fen; limitsFen: readonly Fen[] }) => PlanFacts> {
  const marketNplPpm = await marketNpl(ctx, batch.marketId)
  return ({ limitFen, limitsFen }) => {
    const top = concentration(
      { bases: { marketLimit: limitFen }, exposures: { topTenMerchants: topTen([...limitsFen]) } },
      market.parameters.plans.concentration,
    )
    return {
      aggregateFen: limitFen,
      merchantLimitsFen: limitsFen,
      mode: batch.mode as Mode,
      marketGrade: market.grade,
      customerGrades: items.flatMap((i): CustomerGrade[] => (i.grade ? [i.grade] : [])),
      gradeOverridden: items.some((i) => i.gradeOverridden),
      waivers: items.filter((i) => i.waived).length,
      partnerUsePpm:
        market.modeCapacityFen && market.modeCapacityFen > 0n
          ? Number((sumFen([...limitsFen]) * 1_000_000n) / market.modeCapacityFen)
          : 0,
      marketNplPpm,
      parametersOutOfRange: top.value.filter((f) => !f.ok).map((f) => f.limit),
    }
  }
}

/** Balance of loans classed SUBSTANDARD or worse over all loans of the market, in ppm rounded up; 0 without loans. */
async function marketNpl(ctx: Ctx, marketId: string): Promise<number> {
  const rows = await ctx.tx.$queryRaw<{ ppm: number }[]>`
    select coalesce(ceil(sum(s.principal_fen) filter (where s.class in ('SUBSTANDARD', 'DOUBTFUL', 'LOSS')) * 1000000.0
      / nullif(sum(s.principal_fen), 0)), 0)::int as ppm
    from loan_state s join loan l on l.bank_id = s.bank_id and l.id = s.loan_id
    join batch b on b.bank_id = l.bank_id and b.id = l.batch_id
    where s.bank_id = ${ctx.actor.bankId}::uuid and b.market_id = ${marketId}::uuid`
  return rows[0]?.ppm ?? 0
}
