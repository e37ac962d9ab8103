/** What a guarantee company can still carry (§2.4): its own figures, and what this bank has held of it since they were made. */
import { loadParameters } from '@/lib/admin/parameters'
import { latestFigures } from '@/lib/partners/read'
import { toDb } from '@/lib/platform/dates'
import type { Fen } from '@/lib/platform/money'
import type { Traced } from '@/lib/platform/trace'
import { type GuarantorCapacity, guarantorCapacity } from '../rules/guarantor'
import type { Reader } from './exposure'

export type GuarantorStanding = {
  capacity: Traced<GuarantorCapacity>
  smallWeightPpm: number
  otherWeightPpm: number
  smallLoanFen: Fen
  programmeClientCapFen: Fen
}

/** Null when the guarantor has given no figures yet. `without`: cases that are being decided. */
export async function guarantorStanding(
  ctx: Reader,
  partyId: string,
  without: readonly string[] = [],
): Promise<GuarantorStanding | null> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const f = await latestFigures(ctx, partyId)
  if (f?.netAssetsFen == null) return null
  const profile = await tx.partnerProfile.findFirst({ where: { bankId, partyId }, select: { mainlySmallOrAgri: true } })
  const { gc } = (await loadParameters(tx, bankId, today)).plans
  const [since] = await tx.$queryRaw<{ small: bigint; other: bigint }[]>`
    select coalesce(sum(h.used_fen) filter (where h.amount_fen <= ${gc.smallLoanFen}), 0)::bigint as small,
      coalesce(sum(h.used_fen) filter (where h.amount_fen > ${gc.smallLoanFen}), 0)::bigint as other
    from scheme_hold h join cooperation_scheme c on c.bank_id = h.bank_id and c.id = h.scheme_id and c.party_id = ${partyId}::uuid
    where h.bank_id = ${bankId}::uuid and h.state <> 'RELEASED' and h.created_at >= (${toDb(f.asOf)}::date + 1)
      and h.application_id <> all (${[...without]}::uuid[])`
  return {
    capacity: guarantorCapacity(
      {
        netAssetsFen: f.netAssetsFen,
        guarantorInvestmentsFen: f.guarantorInvestmentsFen ?? 0n,
        smallBalanceFen: (f.smallBalanceFen ?? 0n) + (since?.small ?? 0n),
        otherBalanceFen: (f.otherBalanceFen ?? 0n) + (since?.other ?? 0n),
        mainlySmallOrAgri: profile?.mainlySmallOrAgri ?? false,
      },
      gc,
    ),
    smallWeightPpm: gc.smallWeightPpm,
    otherWeightPpm: gc.otherWeightPpm,
    smallLoanFen: gc.smallLoanFen,
    programmeClientCapFen: gc.programmeClientCapFen,
  }
}

export type ClientUse = { applicationId: string; clientFen: Fen; relatedFen: Fen }

/** What each case's client, and the client with its household and controller, holds of the guarantor beside the cases themselves. */
export async function clientUses(
  ctx: Reader,
  partyId: string,
  applicationIds: readonly string[],
): Promise<ClientUse[]> {
  const rows = await ctx.tx.$queryRaw<{ id: string; client: bigint; related: bigint }[]>`
    with held as (
      select h.client_key, h.used_fen, m.household_key from scheme_hold h
      join cooperation_scheme c on c.bank_id = h.bank_id and c.id = h.scheme_id and c.party_id = ${partyId}::uuid
      join application a on a.bank_id = h.bank_id and a.id = h.application_id left join merchant m on m.bank_id = a.bank_id and m.id = a.merchant_id
      where h.bank_id = ${ctx.actor.bankId}::uuid and h.state <> 'RELEASED' and h.application_id <> all (${[...applicationIds]}::uuid[]))
    select a.id, coalesce(sum(held.used_fen) filter (where held.client_key = k.key), 0)::bigint as client, coalesce(sum(held.used_fen), 0)::bigint as related
    from application a left join merchant m on m.bank_id = a.bank_id and m.id = a.merchant_id
    cross join lateral (select coalesce(a.owner_id_no, a.uscc, a.merchant_id::text, a.id::text) as key) k
    left join held on held.client_key = k.key or held.household_key = m.household_key
    where a.bank_id = ${ctx.actor.bankId}::uuid and a.id = any (${[...applicationIds]}::uuid[]) group by a.id`
  return rows.map((r) => ({ applicationId: r.id, clientFen: r.client, relatedFen: r.related }))
}
