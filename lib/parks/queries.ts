/** Park assets as people work on them: value and cap, registration, insurance, stages, what the developer still answers for. */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { currentLtv } from '@/lib/guarantees/rules/park'
import { fromDb, fromDbOrNull, isBefore } from '@/lib/platform/dates'
import { sumFen } from '@/lib/platform/money'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Trace } from '@/lib/platform/trace'
import { type Json, thaw } from '@/lib/platform/wire'
import { developerMargin, type PARK_ASSETS, phaseGuaranteeStands } from './rules'

export const PARK_READERS = [
  'RM',
  'EVALUATOR',
  'RISK_MGR',
  'POST_MKT',
  'CONTRACT_OFFICER',
  'OPS_MAKER',
  'OPS_CHECKER',
  'DISB_REVIEWER',
  'DISB_APPROVER',
  'AUDITOR',
] as const

export const parkAssets = defineQuery({
  name: 'parks.assets',
  input: z.strictObject({
    applicationId: zId.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: zId.optional(),
  }),
  access: { roles: PARK_READERS },
  async run({ tx, actor, input, today }) {
    const bankId = actor.bankId
    const parameters = await loadParameters(tx, bankId, today)
    const { pk } = parameters.plans
    const rows = await tx.parkAsset.findMany({
      where: {
        bankId,
        ...(input.applicationId ? { applicationId: input.applicationId } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
      include: {
        stages: { orderBy: { no: 'asc' } },
        application: { select: { name: true, batch: { select: { code: true, marketId: true } } } },
        party: { select: { id: true, name: true } },
      },
    })
    const page = rows.slice(0, input.limit)
    const owed = await tx.$queryRaw<{ id: string; fen: bigint }[]>`
      select l.application_id as id, coalesce(sum(s.principal_fen), 0)::bigint as fen from loan l
      join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id and s.live
      where l.bank_id = ${bankId}::uuid and l.application_id = any (${page.map((a) => a.applicationId)}::uuid[]) group by l.application_id`
    const drawn = await tx.drawdown.groupBy({
      by: ['applicationId'],
      where: {
        bankId,
        applicationId: { in: page.map((a) => a.applicationId) },
        state: { in: ['DISBURSED', 'DISBURSE_PENDING'] },
      },
      _sum: { amountFen: true },
    })
    const applicants = await tx.application.findMany({
      where: {
        bankId,
        batch: { mode: 'PK' },
        state: {
          in: ['APPROVED', 'APPROVED_REDUCED', 'CONTRACTING', 'SIGNED', 'CP_PENDING', 'READY_TO_DRAW', 'ACTIVE'],
        },
        parkAssets: { none: { state: { not: 'RELEASED' } } },
      },
      orderBy: [{ batchId: 'asc' }, { position: 'asc' }],
      select: { id: true, rowNo: true, name: true },
      take: 200,
    })
    return {
      today,
      nextCursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null,
      applicants,
      developers: await developers({ tx, actor }, pk.developerMarginPpm),
      items: page.map((a) => {
        const type = a.assetType as (typeof PARK_ASSETS)[number]
        const value = a.appraisedFen ?? a.priceFen
        const balanceFen = owed.find((o) => o.id === a.applicationId)?.fen ?? 0n
        const ltv = currentLtv(balanceFen, value, pk.assets[type].ltvPpm, pk.ltvTolerancePpm)
        const appraisedOn = fromDbOrNull(a.appraisedOn)
        return {
          id: a.id,
          applicationId: a.applicationId,
          borrower: a.application.name ?? '',
          batch: a.application.batch.code,
          type,
          description: a.description,
          identityNo: a.identityNo,
          priceFen: a.priceFen,
          appraisedFen: a.appraisedFen,
          appraisedOn,
          revalueDue:
            appraisedOn !== null && isBefore(appraisedOn.add({ months: parameters.collateral.appraisalMonths }), today),
          capFen: a.capFen,
          capTrace: thaw(a.capTrace as Json) as Trace,
          downPaymentFen: a.downPaymentFen,
          seller: a.seller,
          contractNo: a.contractNo,
          state: a.state,
          registrationNo: a.registrationNo,
          certificateNo: a.certificateNo,
          inCustodyOn: fromDbOrNull(a.inCustodyOn),
          insuranceNo: a.insuranceNo,
          insuredFen: a.insuredFen,
          insuredUntil: fromDbOrNull(a.insuredUntil),
          balanceFen,
          drawnFen: drawn.find((d) => d.applicationId === a.applicationId)?._sum.amountFen ?? 0n,
          ltvPpm: ltv.ltvPpm,
          topUpDue: ltv.topUpDue,
          developer: a.party?.name ?? null,
          developerStands: phaseGuaranteeStands({
            developerGuarantees: a.developerGuarantees,
            inCustodyOn: fromDbOrNull(a.inCustodyOn),
          }),
          certifiedFen: sumFen(a.stages.filter((s) => s.state === 'CERTIFIED').map((s) => s.amountFen)),
          stages: a.stages.map((s) => ({
            id: s.id,
            no: s.no,
            name: s.name,
            amountFen: s.amountFen,
            plannedOn: fromDb(s.plannedOn),
            certificateNo: s.certificateNo,
            certifiedOn: fromDbOrNull(s.certifiedOn),
            state: s.state,
          })),
        }
      }),
    }
  },
})
export type ParkAssets = Awaited<ReturnType<typeof parkAssets>>

/** Each developer: what it still answers for, the margin that this asks for, what it holds. */
async function developers(
  { tx, actor }: { tx: Parameters<typeof loadParameters>[0]; actor: { bankId: string } },
  ratioPpm: number,
) {
  const rows = await tx.$queryRaw<{ id: string; name: string; guaranteed: bigint; held: bigint; cases: bigint }[]>`
    select q.id, q.name, coalesce(sum(o.fen), 0)::bigint as guaranteed, count(*) as cases,
      coalesce((select sum(m.ledger_fen - m.frozen_fen) from margin_account m where m.bank_id = q.bank_id and m.party_id = q.id
        and m.type = 'DEVELOPER_MARGIN' and m.state <> 'CLOSED'), 0)::bigint as held
    from park_asset a join party q on q.bank_id = a.bank_id and q.id = a.party_id
    left join lateral (select sum(s.principal_fen) as fen from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id and s.live
      where l.bank_id = a.bank_id and l.application_id = a.application_id) o on true
    where a.bank_id = ${actor.bankId}::uuid and a.developer_guarantees and a.in_custody_on is null and a.state <> 'RELEASED'
    group by q.bank_id, q.id, q.name order by q.name`
  return rows.map((r) => {
    const margin = developerMargin([r.guaranteed], ratioPpm, r.held)
    return {
      id: r.id,
      name: r.name,
      cases: Number(r.cases),
      guaranteedFen: r.guaranteed,
      heldFen: r.held,
      ...margin.value,
      trace: margin.trace,
    }
  })
}
