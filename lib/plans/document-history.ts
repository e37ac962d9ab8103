/** What stands behind the market's and operator's sections: the scorecard with its evidence, and earlier business here. */
import type { PlainDate } from '@/lib/platform/dates'
import type { Fen } from '@/lib/platform/money'
import type { Tx } from '@/lib/platform/tenant'
import { cardOfResult } from '@/lib/scoring/card-in-force'

type Ctx = { tx: Tx; actor: { bankId: string }; today: PlainDate }

export type ScoreRow = { name: string; value: string; points: number; max: number; evidence: string }
export type BusinessRow = {
  batch: string
  state: string
  merchants: number
  approvedFen: Fen
  balanceFen: Fen
  lateFen: Fen
}
export type PersonRow = { duty: string; name: string }

export type DocumentHistory = {
  score: ScoreRow[]
  business: BusinessRow[]
  people: PersonRow[]
  scheme: {
    versionNo: number
    totalFen: Fen | null
    singleFen: Fen | null
    startsOn: string
    endsOn: string
    partner: string
  } | null
}

export async function readDocumentHistory(
  { tx, actor }: Ctx,
  batch: { id: string; marketId: string; mode: string },
): Promise<DocumentHistory> {
  const bankId = actor.bankId
  const market = await tx.market.findFirstOrThrow({ where: { bankId, id: batch.marketId } })
  const grading = await tx.marketGrading.findFirst({
    where: { bankId, marketId: batch.marketId },
    include: { scoreResult: true },
  })
  const result = grading?.scoreResult
  const card = result ? await cardOfResult(tx, bankId, result.cardCode, result.cardVersion).catch(() => null) : null
  const points = (result?.points ?? {}) as Record<string, number>
  const inputs = (result?.inputs ?? {}) as Record<string, unknown>
  const sources = (result?.sources ?? {}) as Record<string, unknown>
  const business = await tx.$queryRaw<BusinessSql[]>`
    select b.code, b.state, count(distinct l.application_id)::int as merchants,
      coalesce(sum(l.approved_fen) filter (where l.state in ('APPROVED', 'APPROVED_REDUCED')), 0)::bigint as approved,
      coalesce((select sum(s.principal_fen) from loan_state s where s.bank_id = b.bank_id and s.batch_id = b.id and s.live), 0)::bigint as balance,
      coalesce((select sum(s.principal_fen) from loan_state s where s.bank_id = b.bank_id and s.batch_id = b.id and s.live and s.dpd > 0), 0)::bigint as late
    from batch b
    join credit_plan p on p.bank_id = b.bank_id and p.batch_id = b.id and p.state in ('EFFECTIVE', 'SUPERSEDED', 'EXPIRED')
    join plan_line l on l.bank_id = p.bank_id and l.plan_id = p.id
    where b.bank_id = ${bankId}::uuid and b.market_id = ${batch.marketId}::uuid and b.id <> ${batch.id}::uuid
    group by b.bank_id, b.id, b.code, b.state, b.created_at order by b.created_at desc limit 12`
  const schemes = await tx.cooperationScheme.findMany({
    where: { bankId, marketId: batch.marketId, mode: batch.mode, state: 'ACTIVE' },
    orderBy: { versionNo: 'desc' },
    take: 1,
  })
  const scheme = schemes[0]
  const partner = scheme
    ? await tx.party.findFirst({ where: { bankId, id: scheme.partyId }, select: { name: true } })
    : null
  const duties = {
    rm: market.rmId,
    evaluator: market.evaluatorId,
    riskMgr: market.riskMgrId,
    postMkt: market.postMktId,
    postMktDeputy: market.postMktDeputyId,
  }
  const people = await tx.appUser.findMany({
    where: { bankId, id: { in: Object.values(duties).filter((id) => id !== null) } },
    select: { id: true, name: true },
  })
  return {
    score: card
      ? card.indicators.map((i) => ({
          name: i.nameZh,
          value: inputs[i.code] === undefined || inputs[i.code] === null ? '—' : String(inputs[i.code]),
          points: points[i.code] ?? 0,
          max: i.maxPoints,
          evidence: typeof sources[i.code] === 'string' ? (sources[i.code] as string) : '',
        }))
      : [],
    business: business.map((b) => ({
      batch: b.code,
      state: b.state,
      merchants: b.merchants,
      approvedFen: b.approved,
      balanceFen: b.balance,
      lateFen: b.late,
    })),
    people: Object.entries(duties).map(([duty, id]) => ({
      duty,
      name: people.find((p) => p.id === id)?.name ?? '',
    })),
    scheme: scheme
      ? {
          versionNo: scheme.versionNo,
          totalFen: scheme.totalCoopLimitFen,
          singleFen: scheme.singleClientLimitFen,
          startsOn: scheme.startsOn?.toISOString().slice(0, 10) ?? '',
          endsOn: scheme.endsOn?.toISOString().slice(0, 10) ?? '',
          partner: partner?.name ?? '',
        }
      : null,
  }
}
type BusinessSql = { code: string; state: string; merchants: number; approved: bigint; balance: bigint; late: bigint }
