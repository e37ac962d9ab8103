/** An insurer's live figures (§2.5): what it retains, its premium earned by the day, its claims, the late part of its loans. */
import { loadParameters } from '@/lib/admin/parameters'
import { latestFigures } from '@/lib/partners/read'
import { fromDb, toDb } from '@/lib/platform/dates'
import type { Fen, Ppm } from '@/lib/platform/money'
import type { Traced } from '@/lib/platform/trace'
import { earnedPremium, type InsurerCapacity, insurerCapacity, liveLossRatio } from '../rules/insurer'
import { exposureOf, type Reader } from './exposure'

export type LossStanding = {
  earned: Traced<Fen>
  claimsFen: Fen
  loss: Traced<Ppm | null>
  overduePpm: Ppm
}

/**
 * The programme's loss ratio of this insurer from policies and claims, not from what it reports: premium of each policy in
 * force or past by its days, claims paid and those that are asked and not yet settled.
 */
export async function lossStanding(ctx: Reader, partyId: string): Promise<LossStanding> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const policies = await tx.partnerCase.findMany({
    where: {
      bankId,
      partyId,
      kind: 'POLICY',
      state: 'GIVEN',
      premiumFen: { not: null },
      validFrom: { not: null },
      validUntil: { not: null },
    },
    select: { premiumFen: true, validFrom: true, validUntil: true },
  })
  const earned = earnedPremium(
    policies.map((x) => ({ premiumFen: x.premiumFen!, from: fromDb(x.validFrom!), until: fromDb(x.validUntil!) })),
    today,
  )
  const [claims] = await tx.$queryRaw<{ fen: bigint }[]>`
    select coalesce(sum(case when l.state in ('PAID', 'WAIVED', 'EXHAUSTED') then l.paid_fen else l.demanded_fen end), 0)::bigint as fen
    from claim_line l join claim c on c.bank_id = l.bank_id and c.id = l.claim_id and c.type = 'INSURER' and c.state not in ('DRAFT', 'CLOSED')
    where l.bank_id = ${bankId}::uuid and l.party_id = ${partyId}::uuid`
  const markets = await tx.cooperationScheme.findMany({
    where: { bankId, partyId, mode: 'LI', state: { in: ['ACTIVE', 'STOPPED'] } },
    distinct: ['marketId'],
    select: { marketId: true },
  })
  let [owed, late] = [0n, 0n]
  for (const m of markets) {
    const e = await exposureOf(ctx, m.marketId, 'LI')
    owed += e.outstandingFen
    late += e.overdueFen
  }
  const claimsFen = claims?.fen ?? 0n
  return {
    earned,
    claimsFen,
    loss: liveLossRatio(claimsFen, earned.value),
    overduePpm: owed > 0n ? Number((late * 1_000_000n) / owed) : 0,
  }
}

/** Room for more insurance by the insurer's own net assets; null without figures. */
export async function insurerRoom(
  ctx: Reader,
  partyId: string,
  without: readonly string[] = [],
): Promise<InsurerCapacity | null> {
  const { tx, actor, today } = ctx
  const f = await latestFigures(ctx, partyId)
  if (f?.netAssetsFen == null) return null
  const { li } = (await loadParameters(tx, actor.bankId, today)).plans
  const [since] = await tx.$queryRaw<{ fen: bigint }[]>`
    select coalesce(sum(h.used_fen), 0)::bigint as fen from scheme_hold h
    join cooperation_scheme c on c.bank_id = h.bank_id and c.id = h.scheme_id and c.party_id = ${partyId}::uuid
    where h.bank_id = ${actor.bankId}::uuid and h.state <> 'RELEASED' and h.created_at >= (${toDb(f.asOf)}::date + 1)
      and h.application_id <> all (${[...without]}::uuid[])`
  return insurerCapacity(f.netAssetsFen, (f.retainedBalanceFen ?? 0n) + (since?.fen ?? 0n), li)
}
