/** Provisions (§8.8): balance × coefficient of its class for every loan, the change posted by batch. */
import type { CommandContext } from '@/lib/platform/commands'
import type { PlainDate } from '@/lib/platform/dates'
import { Prisma } from '@/lib/platform/tenant'
import { postSpread } from '../ledger/post'
import { LOAN_CLASSES } from '../rules/classification'
import type { ProvisionCoefficients } from '../rules/provision'

/** Only loans whose balance, class or coefficient changed are written. */
export async function provide(
  ctx: CommandContext<unknown>,
  on: PlainDate,
  coefficients: ProvisionCoefficients,
): Promise<{ provisionsChanged: number }> {
  const { tx, actor } = ctx
  const coefficient = Prisma.sql`(case s.class ${Prisma.join(
    LOAN_CLASSES.map((c) => Prisma.sql`when ${c} then ${coefficients[c]}`),
    ' ',
  )} end)::bigint`
  const target = Prisma.sql`(case when s.live then (s.principal_fen * ${coefficient} + 500000) / 1000000 else 0 end)`
  const sums = await tx.$queryRaw<{ batch_id: string; market_id: string; change: bigint; loans: bigint }[]>(Prisma.sql`
    with t as (
      select s.loan_id, s.batch_id, s.market_id, ${target} as target, s.provision_fen as before from loan_state s
      where s.bank_id = ${actor.bankId}::uuid and s.provision_fen <> ${target}),
    u as (update loan_state s set provision_fen = t.target from t where s.bank_id = ${actor.bankId}::uuid and s.loan_id = t.loan_id)
    select batch_id, market_id, sum(target - before)::bigint as change, count(*) as loans from t group by batch_id, market_id`)
  await postSpread(
    ctx,
    { event: 'PROVISION', businessDate: on, objectType: 'businessDay', objectId: actor.bankId, memo: on.toString() },
    sums.map((s) => ({ batchId: s.batch_id, marketId: s.market_id, amounts: { amount: s.change } })),
  )
  return { provisionsChanged: Number(sums.reduce((n, s) => n + s.loans, 0n)) }
}
