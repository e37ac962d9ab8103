/** The facts that the twelve sections of a plan are written from (§5.1), read in a handful of statements. */

import { fromDbOrNull, type PlainDate } from '@/lib/platform/dates'
import { type Fen, sumFen } from '@/lib/platform/money'
import type { Tx } from '@/lib/platform/tenant'
import { type DocumentHistory, readDocumentHistory } from './document-history'
import type { PlanMarket } from './read-batch'
import type { PlanLimitResult } from './rules/plan-limit'
import type { SchemeParams } from './scheme'

type Ctx = { tx: Tx; actor: { bankId: string }; today: PlainDate }

export type DocumentLine = {
  grade: string
  limitFen: Fen
  appliedFen: Fen
  ratePpm: number
  tenorMonths: number
  marginFen: Fen
  method: string
  goods: string
  turnoverFen: Fen
  edited: boolean
  affordable: boolean
  /** the cap that decided */
  binding: string
}

export type DocumentFacts = {
  on: PlainDate
  batchCode: string
  mode: string
  market: {
    name: string
    city: string
    trade: string
    merchantCount: number | null
    turnoverFen: Fen
    openedOn: PlainDate | null
    grade: string
    scoreTotal: number
    coefficientPpm: number
    validUntil: PlainDate | null
    threshold: number
    rankedCount: number
    share: string
    openWarnings: number
    postMarket: string | null
    postDeputy: string | null
  }
  operator: { name: string; uscc: string | null; state: string }
  scheme: SchemeParams
  limit: PlanLimitResult
  lines: DocumentLine[]
  sumFen: Fen
  groups: { name: string; members: number; limitFen: Fen; valid: boolean }[]
  items: { total: number; notAdmitted: number; gone: number }
  history: DocumentHistory
}

export async function readDocumentFacts(
  ctx: Ctx,
  input: { planId: string; batchId: string; market: PlanMarket; scheme: SchemeParams; limit: PlanLimitResult },
): Promise<DocumentFacts> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const batch = await tx.batch.findFirstOrThrow({
    where: { bankId, id: input.batchId },
    include: { market: true, party: true },
  })
  const grading = await tx.marketGrading.findFirstOrThrow({ where: { bankId, marketId: batch.marketId } })
  const lines = await tx.$queryRaw<
    {
      grade: string | null
      limit_fen: bigint
      applied_fen: bigint
      rate_ppm: number
      tenor_months: number
      margin_fen: bigint
      method: string
      goods: string | null
      turnover_fen: bigint | null
      edited: boolean
      affordable: boolean
      binding: string | null
    }[]
  >`
    select o.grade, l.limit_fen, l.applied_fen, l.rate_ppm, l.tenor_months, l.margin_fen, l.repayment_method as method, a.main_goods as goods,
      a.annual_turnover_fen as turnover_fen, jsonb_array_length(coalesce(l.limit_trace->'edits', '[]'::jsonb)) > 0 as edited,
      coalesce((l.limit_trace->>'affordable')::boolean, true) as affordable, l.limit_trace->>'binding' as binding
    from plan_line l
    join application a on a.bank_id = l.bank_id and a.id = l.application_id
    left join application_outcome o on o.bank_id = a.bank_id and o.application_id = a.id
    where l.bank_id = ${bankId}::uuid and l.plan_id = ${input.planId}::uuid and l.state not in ('DROPPED', 'REJECTED')
    order by a.position`
  const groups = await tx.jointGroup.findMany({
    where: { bankId, batchId: batch.id, state: { not: 'DISSOLVED' } },
    orderBy: { code: 'asc' },
    include: { _count: { select: { jointGroupMembers: { where: { state: 'ACTIVE' } } } } },
  })
  const states = await tx.application.groupBy({
    by: ['state'],
    where: { bankId, batchId: batch.id },
    _count: { _all: true },
  })
  const countOf = (...names: string[]) =>
    states.filter((s) => names.includes(s.state)).reduce((n, s) => n + s._count._all, 0)
  const openWarnings = await tx.warningSignal.count({
    where: { bankId, marketId: batch.marketId, state: { notIn: ['CLOSED', 'FALSE_ALARM'] } },
  })
  const named = [batch.market.postMktId, batch.market.postMktDeputyId].filter((x) => x !== null)
  const people = await tx.appUser.findMany({ where: { bankId, id: { in: named } }, select: { id: true, name: true } })
  const nameOf = (id: string | null) => people.find((p) => p.id === id)?.name ?? null
  return {
    on: today,
    batchCode: batch.code,
    mode: batch.mode,
    market: {
      name: batch.market.name,
      city: batch.market.city,
      trade: batch.market.trade,
      merchantCount: batch.market.merchantCount,
      turnoverFen: batch.market.turnoverFen ?? 0n,
      openedOn: fromDbOrNull(batch.market.openedOn),
      grade: grading.grade,
      scoreTotal: grading.scoreTotal,
      coefficientPpm: grading.coefficientPpm,
      validUntil: fromDbOrNull(grading.validUntil),
      threshold: grading.threshold,
      rankedCount: input.market.rankedCount,
      share: `${input.market.share.num}/${input.market.share.den}`,
      openWarnings,
      postMarket: nameOf(batch.market.postMktId),
      postDeputy: nameOf(batch.market.postMktDeputyId),
    },
    operator: { name: batch.party.name, uscc: batch.party.uscc, state: batch.party.state },
    scheme: input.scheme,
    limit: input.limit,
    lines: lines.map((l) => ({
      grade: l.grade ?? '—',
      limitFen: l.limit_fen,
      appliedFen: l.applied_fen,
      ratePpm: l.rate_ppm,
      tenorMonths: l.tenor_months,
      marginFen: l.margin_fen,
      method: l.method,
      goods: l.goods ?? '',
      turnoverFen: l.turnover_fen ?? 0n,
      edited: l.edited,
      affordable: l.affordable,
      binding: l.binding ?? '',
    })),
    sumFen: sumFen(lines.map((l) => l.limit_fen)),
    groups: groups.map((g) => ({
      name: g.name,
      members: g._count.jointGroupMembers,
      limitFen: g.limitFen,
      valid: (g.checkResult as { valid?: boolean } | null)?.valid === true,
    })),
    items: {
      total: states.reduce((n, s) => n + s._count._all, 0),
      notAdmitted: countOf('NOT_ADMITTED'),
      gone: countOf('DROPPED', 'WITHDRAWN', 'EXPIRED', 'REJECTED'),
    },
    history: await readDocumentHistory(ctx, batch),
  }
}
