/** What the system sees by itself of the modes with a partner (§7.3): fund paid, leverage, capacity, cover, park asset. */
import { loadParameters } from '@/lib/admin/parameters'
import { readParticulars } from '@/lib/contracts/particulars'
import { poolStanding } from '@/lib/guarantees/capacity/assist-fund'
import { exposureOf } from '@/lib/guarantees/capacity/exposure'
import { capacityProblem } from '@/lib/guarantees/capacity/gate'
import type { Mode } from '@/lib/plans/rules/grades'
import type { CommandContext } from '@/lib/platform/commands'
import { type Fen, mulRate, toYuan } from '@/lib/platform/money'
import type { AutomaticCheck } from './checks'
import { coverHolds } from './cover'
import { parkChecks } from './park-checks'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today'>

/** The checks of one application in its mode; none for modes without any. */
export async function modeChecks(
  ctx: Ctx,
  item: {
    id: string
    marketId: string
    mode: Mode
    amountFen: Fen
    approvedFen: Fen
    tenorMonths: number
    drawdownId: string | null
  },
): Promise<AutomaticCheck[]> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  if (item.mode === 'AF') {
    const { af } = (await loadParameters(tx, bankId, today)).plans
    const required = mulRate(item.amountFen, af.assistFundRatioPpm)
    const paid = await tx.marginSubLedger.aggregate({
      where: { bankId, applicationId: item.id, account: { type: 'ASSIST_FUND' } },
      _sum: { ledgerFen: true },
    })
    const pool = await poolStanding(ctx, item.marketId)
    const used = pool ? pool.pool.outstandingFen + pool.pool.approvedUndrawnFen : 0n
    const cap = pool?.capacity.value.capFen ?? 0n
    return [
      {
        code: 'CP-A1',
        pass: (paid._sum.ledgerFen ?? 0n) >= required,
        detail: { required: toYuan(required), paid: toYuan(paid._sum.ledgerFen ?? 0n) },
      },
      { code: 'CP-A3', pass: pool !== null && used <= cap, detail: { used: toYuan(used), limit: toYuan(cap) } },
    ]
  }
  if (item.mode === 'GC') {
    const scheme = await tx.cooperationScheme.findFirst({
      where: { bankId, marketId: item.marketId, mode: 'GC', state: 'ACTIVE' },
      orderBy: { versionNo: 'desc' },
    })
    const partner = scheme && (await tx.party.findFirst({ where: { bankId, id: scheme.partyId } }))
    const e = await exposureOf(ctx, item.marketId, 'GC')
    const used = e.outstandingFen + e.undrawnFen
    const over = await capacityProblem(ctx, item, [{ applicationId: item.id, amountFen: item.amountFen }])
    const limit = scheme?.totalCoopLimitFen ?? 0n
    return [
      {
        code: 'CP-G2',
        pass: partner?.state === 'ADMITTED' && used <= limit && over === null,
        detail: { partner: partner?.name ?? null, used: toYuan(used), limit: toYuan(limit) },
      },
    ]
  }
  if (item.mode === 'LI') {
    const { li } = (await loadParameters(tx, bankId, today)).plans
    const row = await tx.contractParticulars.findFirst({ where: { bankId, applicationId: item.id } })
    const policy = readParticulars(row?.data).policy
    const cover =
      policy &&
      coverHolds(
        { sumInsuredFen: policy.sumInsured, from: policy.from, until: policy.until },
        { amountFen: item.amountFen, startsOn: today, tenorMonths: item.tenorMonths },
        { waiting: li.claimWaitingDays, filing: li.claimFileWindowDays },
      )
    return [
      {
        code: 'CP-L3',
        pass: cover?.holds === true,
        detail: {
          policy: policy?.number ?? null,
          sumInsured: policy ? toYuan(policy.sumInsured) : null,
          until: policy?.until.toString() ?? null,
          needsUntil: cover?.needsUntil.toString() ?? null,
        },
      },
    ]
  }
  return item.mode === 'PK' ? parkChecks(ctx, item) : []
}
