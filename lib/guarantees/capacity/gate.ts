/**
 * May the partner behind a mode carry these cases: asked at application, approval and drawdown, the last two with the
 * partner's and the fund's rows locked, so that two of them never pass on the same room (INV-GC1, INV-AF5, INV-GC3).
 */
import { loadParameters } from '@/lib/admin/parameters'
import { refuse } from '@/lib/platform/errors'
import { type Fen, formatYuan, mulRate, sumFen } from '@/lib/platform/money'
import { checkAssistFund } from '../rules/assist-fund'
import { checkGuarantor } from '../rules/guarantor'
import { insurerSuspended } from '../rules/insurer'
import { poolStanding } from './assist-fund'
import type { Reader } from './exposure'
import { clientUses, guarantorStanding } from './guarantor'
import { insurerRoom, lossStanding } from './insurer'

export type CapacityCase = { applicationId: string; amountFen: Fen }
type Scope = { marketId: string; mode: string }
/** A drawdown under an old contract goes on where only new business stops (§8.3). */
type Act = 'NEW_BUSINESS' | 'DRAWDOWN'
type Problem = { code: string; params: Record<string, string> }

/** Locks what capacity is counted on, in the order of §10.6: the partner, then the accounts of its fund. */
export async function lockCapacity({ tx, actor }: Reader, scope: Scope): Promise<void> {
  await tx.$queryRaw`
    select 1 from party where bank_id = ${actor.bankId}::uuid and id in (
      select c.party_id from cooperation_scheme c where c.bank_id = ${actor.bankId}::uuid and c.market_id = ${scope.marketId}::uuid
        and c.mode = ${scope.mode} and c.state = 'ACTIVE') order by id for no key update`
  if (scope.mode === 'AF')
    await tx.$queryRaw`select 1 from margin_account where bank_id = ${actor.bankId}::uuid and market_id = ${scope.marketId}::uuid
      and type in ('ASSIST_FUND', 'RISK_COMP_FUND') order by id for update`
}

/** What stands against these cases; null when nothing does. A market without an agreement of the mode is not asked here. */
export async function capacityProblem(
  ctx: Reader,
  scope: Scope,
  cases: readonly CapacityCase[],
  act: Act = 'NEW_BUSINESS',
): Promise<Problem | null> {
  if (cases.length === 0 || !['AF', 'GC', 'LI'].includes(scope.mode)) return null
  const { tx, actor } = ctx
  const scheme = await tx.cooperationScheme.findFirst({
    where: { bankId: actor.bankId, marketId: scope.marketId, mode: scope.mode, state: { in: ['ACTIVE', 'STOPPED'] } },
    orderBy: [{ state: 'asc' }, { activatedAt: 'desc' }],
    select: { partyId: true },
  })
  if (!scheme) return null
  if (scope.mode === 'AF') return pool(ctx, scope.marketId, cases)
  if (scope.mode === 'GC') return (await related(ctx, scheme.partyId, cases)) ?? guarantor(ctx, scheme.partyId, cases)
  return insurer(ctx, scheme.partyId, cases, act)
}

export async function requireCapacity(
  ctx: Reader,
  scope: Scope,
  cases: readonly CapacityCase[],
  act: Act = 'NEW_BUSINESS',
): Promise<void> {
  await lockCapacity(ctx, scope)
  const found = await capacityProblem(ctx, scope, cases, act)
  if (found) throw refuse(found.code, found.params)
}

const idsOf = (cases: readonly CapacityCase[]) => cases.map((c) => c.applicationId)

async function pool(ctx: Reader, marketId: string, cases: readonly CapacityCase[]): Promise<Problem | null> {
  const standing = await poolStanding(ctx, marketId, idsOf(cases))
  if (!standing)
    return {
      code: 'E_AMOUNT_OVER_CAP:leverage',
      params: { cap: formatYuan(0n), amount: formatYuan(sumFen(cases.map((c) => c.amountFen))) },
    }
  const { value } = standing.capacity
  const asked = sumFen(cases.map((c) => c.amountFen))
  const whole = checkAssistFund(asked, standing.pool, {
    ...standing.parameters,
    // one client's cap is looked at case by case below
    singleClientCapFen: asked,
  })[0]
  const room = value.headroomFen > 0n ? value.headroomFen : 0n
  if (whole)
    return {
      code: whole,
      params: { cap: formatYuan(room), amount: formatYuan(asked), minimum: formatYuan(value.enterpriseFundMinimumFen) },
    }
  const cap = standing.parameters.singleClientCapFen
  const over = cases.find((c) => c.amountFen > cap)
  return over
    ? { code: 'E_AMOUNT_OVER_CAP:single_client', params: { cap: formatYuan(cap), amount: formatYuan(over.amountFen) } }
    : null
}

/** LEG-14: whoever controls the guarantor, by more than half of it or in fact, is not guaranteed by it. */
async function related(
  { tx, actor, today }: Reader,
  partyId: string,
  cases: readonly CapacityCase[],
): Promise<Problem | null> {
  const [row] = await tx.$queryRaw<{ name: string | null; partner: string }[]>`
    select a.name, q.name as partner from application a
    join partner_person p on p.bank_id = a.bank_id and p.party_id = ${partyId}::uuid and p.id_no is not null
      and p.id_no in (a.owner_id_no, a.uscc) and (p.role = 'CONTROLLER' or (p.role = 'SHAREHOLDER' and p.share_ppm > 500000))
      and (p.until is null or p.until > ${today.toString()}::date)
    join party q on q.bank_id = a.bank_id and q.id = p.party_id
    where a.bank_id = ${actor.bankId}::uuid and a.id = any (${idsOf(cases)}::uuid[]) limit 1`
  return row ? { code: 'E_GUARANTOR_RELATED', params: { guarantor: row.partner, person: row.name ?? '' } } : null
}

async function guarantor(ctx: Reader, partyId: string, cases: readonly CapacityCase[]): Promise<Problem | null> {
  const standing = await guarantorStanding(ctx, partyId, idsOf(cases))
  if (!standing) return null
  const capacity = standing.capacity.value
  const used = new Map((await clientUses(ctx, partyId, idsOf(cases))).map((u) => [u.applicationId, u]))
  let taken = 0n
  for (const c of cases) {
    const weight = c.amountFen <= standing.smallLoanFen ? standing.smallWeightPpm : standing.otherWeightPpm
    const clientFen = used.get(c.applicationId)?.clientFen ?? 0n
    const found = checkGuarantor(
      {
        newFen: c.amountFen,
        newWeightPpm: weight,
        clientBalanceFen: clientFen,
        clientAndRelatedBalanceFen: used.get(c.applicationId)?.relatedFen ?? 0n,
      },
      { ...capacity, capacityLeftFen: capacity.capacityLeftFen - taken },
    )
    const left = capacity.capacityLeftFen - taken
    if (found)
      return {
        code: found,
        params: { left: formatYuan(left > 0n ? left : 0n), client: formatYuan(capacity.singleClientCapFen) },
      }
    if (clientFen + c.amountFen > standing.programmeClientCapFen)
      return {
        code: 'E_AMOUNT_OVER_CAP:programme_client',
        params: { cap: formatYuan(standing.programmeClientCapFen), amount: formatYuan(clientFen + c.amountFen) },
      }
    taken += mulRate(c.amountFen, weight, 'CEIL')
  }
  return null
}

async function insurer(
  ctx: Reader,
  partyId: string,
  cases: readonly CapacityCase[],
  act: Act,
): Promise<Problem | null> {
  const { li } = (await loadParameters(ctx.tx, ctx.actor.bankId, ctx.today)).plans
  const loss = await lossStanding(ctx, partyId)
  if (act === 'NEW_BUSINESS' && insurerSuspended(loss.loss.value, loss.overduePpm, li))
    return { code: 'E_STOPPED', params: { stops: 'S5' } }
  const room = await insurerRoom(ctx, partyId, idsOf(cases))
  if (!room) return null
  if (sumFen(cases.map((c) => c.amountFen)) > room.headroomFen)
    return { code: 'E_INSURER_CAPACITY', params: { left: formatYuan(room.headroomFen) } }
  const used = new Map((await clientUses(ctx, partyId, idsOf(cases))).map((u) => [u.applicationId, u.clientFen]))
  const over = cases.find((c) => (used.get(c.applicationId) ?? 0n) + c.amountFen > room.singleObligorCapFen)
  return over
    ? {
        code: 'E_AMOUNT_OVER_CAP:obligor',
        params: { cap: formatYuan(room.singleObligorCapFen), amount: formatYuan(over.amountFen) },
      }
    : null
}
