/** Stops of partners by the bank's own books (§8.3): S2 and S4 of pools, S5 of insurers, S6 of guarantors. */
import { loadParameters } from '@/lib/admin/parameters'
import { poolStanding } from '@/lib/guarantees/capacity/assist-fund'
import { compensatedThisYear } from '@/lib/guarantees/capacity/compensated'
import { guarantorStanding } from '@/lib/guarantees/capacity/guarantor'
import { lossStanding } from '@/lib/guarantees/capacity/insurer'
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { fromDb, type PlainDate, toDb, workingDaysBetween } from '@/lib/platform/dates'
import { mulRate } from '@/lib/platform/money'
import type { MonitoringParameters } from './parameters'
import { type StopCode, type StopFacts, stopTriggers } from './rules/stop-triggers'

type Ctx = CommandContext<unknown>
export type PartnerStop = { code: StopCode; scopeType: 'PARTY'; scopeId: string; value: string }

/** Every agreement in force is looked at; there are tens of them, not thousands. */
export async function partnerStops(ctx: Ctx, on: PlainDate, p: MonitoringParameters): Promise<PartnerStop[]> {
  const { tx, actor } = ctx
  const reader = { tx, actor, today: on }
  const schemes = await tx.cooperationScheme.findMany({
    where: { bankId: actor.bankId, mode: { in: ['AF', 'GC', 'LI'] }, state: { in: ['ACTIVE', 'STOPPED'] } },
    select: { partyId: true, marketId: true, mode: true },
    distinct: ['partyId', 'marketId', 'mode'],
  })
  const found: PartnerStop[] = []
  const told = new Set<string>()
  const hit = (facts: StopFacts, scopeId: string, value: (code: StopCode) => string) => {
    for (const { code } of stopTriggers(facts, p.stop))
      found.push({ code, scopeType: 'PARTY', scopeId, value: value(code) })
  }
  for (const s of schemes) {
    if (s.mode === 'AF') {
      const pool = await poolStanding(reader, s.marketId)
      if (!pool) continue
      const { outstandingFen, enterpriseFundFen } = pool.pool
      const late = outstandingFen > 0n ? Number((pool.exposure.overdueFen * 1_000_000n) / outstandingFen) : 0
      const { enterpriseFundDueFen: requiredFen, capFen } = pool.capacity.value
      hit(
        { assistFund: { enterpriseFundFen, requiredFen, outstandingFen, capFen, poolOverduePpm: late } },
        s.partyId,
        (code) => (code === 'S4' ? String(late) : `${enterpriseFundFen}/${requiredFen} ${outstandingFen}/${capFen}`),
      )
      continue
    }
    if (told.has(`${s.mode} ${s.partyId}`)) continue
    told.add(`${s.mode} ${s.partyId}`)
    if (s.mode === 'LI') {
      const loss = await lossStanding(reader, s.partyId)
      hit({ insurer: { lossRatioPpm: loss.loss.value, overduePpm: loss.overduePpm } }, s.partyId, () =>
        String(loss.loss.value ?? loss.overduePpm),
      )
      continue
    }
    const guarantor = await guarantorFacts(ctx, on, s.partyId)
    hit({ guarantor }, s.partyId, () => JSON.stringify(guarantor))
  }
  return found
}

async function guarantorFacts(ctx: Ctx, on: PlainDate, partyId: string): Promise<NonNullable<StopFacts['guarantor']>> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const reader = { tx, actor, today: on }
  const standing = await guarantorStanding(reader, partyId)
  const late = await tx.claimLine.findFirst({
    where: {
      bankId,
      partyId,
      source: 'guarantor',
      state: { in: ['NOTICE_SENT', 'ACCEPTED', 'PAID_PARTIAL'] },
      payBy: { lt: toDb(on) },
    },
    orderBy: { payBy: 'asc' },
    select: { payBy: true },
  })
  const year = await compensatedThisYear(reader, partyId)
  const { gc } = (await loadParameters(tx, bankId, on)).plans
  const cap = mulRate(year.volumeFen, gc.batchCompensationCapPpm, 'FLOOR')
  const [largest] = await tx.$queryRaw<{ fen: bigint }[]>`
    select coalesce(max(x.fen), 0)::bigint as fen from (select sum(h.used_fen) as fen from scheme_hold h
      join cooperation_scheme c on c.bank_id = h.bank_id and c.id = h.scheme_id and c.party_id = ${partyId}::uuid
      where h.bank_id = ${bankId}::uuid and h.state <> 'RELEASED' group by h.client_key) x`
  const capacity = standing?.capacity.value
  return {
    multipleBreached: capacity !== undefined && capacity.liabilityBalanceFen > capacity.capFen,
    singleClientBreached: capacity !== undefined && (largest?.fen ?? 0n) > capacity.singleClientCapFen,
    claimUnpaidWorkingDays: late?.payBy
      ? workingDaysBetween(fromDb(late.payBy), on, await loadCalendar(tx, bankId))
      : 0,
    compensationCapReached: year.volumeFen > 0n && year.paidFen >= cap && year.paidFen > 0n,
  }
}
