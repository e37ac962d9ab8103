/** Walks one batch through the stages, each step by the person whose step it is. */
import { Readable } from 'node:stream'
import { acceptBatch, checkItems, returnBatch, returnItem } from '@/lib/batches/commands/check'
import { startScoring } from '@/lib/batches/commands/split'
import { submitBatch } from '@/lib/batches/commands/submit'
import { receivePacket } from '@/lib/intake/commands/receive'
import type { Mode } from '@/lib/plans/rules/grades'
import { businessDate } from '@/lib/platform/calendar'
import { fileStore } from '@/lib/platform/files'
import { drainJobs } from '@/lib/platform/jobs/worker'
import { withTenant } from '@/lib/platform/tenant'
import { saveInvestigations } from '@/lib/scoring/commands/save'
import { scoreApplications } from '@/lib/scoring/commands/score'
import { signInvestigations } from '@/lib/scoring/commands/sign'
import type { DemoMarket } from './markets'
import { type DemoMerchant, demoMerchants, listCsv, papersZip, TRADES } from './merchants'
import { must } from './must'
import type { Cast } from './people'
import { random } from './random'

export const STAGES = [
  'DRAFT',
  'SUBMITTED',
  'RETURNED',
  'ACCEPTED',
  'SCORING',
  'PLAN_DRAFTING',
  'IN_REVIEW',
  'COUNTERSIGNING',
  'APPROVED',
  'CONTRACTING',
  'DISBURSING',
  'ACTIVE',
] as const
export type Stage = (typeof STAGES)[number]
export const reached = (until: Stage, stage: Stage): boolean => STAGES.indexOf(until) >= STAGES.indexOf(stage)

export type DemoBatch = { id: string; market: DemoMarket; mode: Mode; merchants: DemoMerchant[] }

/** Intake: the operator's clerk uploads list and papers, the admin submits. */
export async function intake(
  cast: Cast,
  market: DemoMarket,
  plan: { count: number; offset: number; until: Stage; mode?: Mode; amountsWan?: readonly number[] },
): Promise<DemoBatch> {
  const merchants = demoMerchants(market.code, plan.count, plan.offset, plan.amountsWan)
  const put = async (name: string, bytes: Buffer, mediaType: string) => {
    const c = await fileStore().put(cast.bank.id, Readable.from([bytes]), 1 << 30)
    return { name, sha256: c.sha256, sizeBytes: c.sizeBytes.toString(), mediaType }
  }
  const received = must(
    await receivePacket(market.clerk, {
      market: market.code,
      mode: plan.mode ?? 'JG',
      list: await put('商户清单.csv', listCsv(market.code, merchants), 'text/csv'),
      documents: [await put('证件扫描件.zip', await papersZip(merchants), 'application/zip')],
    }),
  )
  await drainJobs(cast.bank.id)
  const batch = { id: received.batchId, market, mode: plan.mode ?? 'JG', merchants }
  if (!reached(plan.until, 'SUBMITTED')) return batch
  const today = await withTenant(cast.as('rm'), (tx) => businessDate(tx, cast.bank.id))
  must(await submitBatch(market.admin, { batchId: batch.id, listDate: today.toString() }))
  return batch
}

/** The RM checks; with RETURNED one row goes back to the operator. */
export async function check(cast: Cast, batch: DemoBatch, until: Stage, profile?: 'GREEN'): Promise<void> {
  const rm = cast.as('rm')
  const items = await itemsOf(cast, batch.id)
  if (until === 'RETURNED') {
    const [first, ...rest] = items
    must(await checkItems(rm, { applicationIds: rest.map((i) => i.id), originalsSeen: true }))
    must(
      await returnItem(rm, {
        applicationId: first!.id,
        slots: ['STALL_TENURE'],
        fields: ['phone'],
        reason: '租赁合同即将到期，请补交续租合同并核对手机号',
      }),
    )
    must(await returnBatch(rm, { batchId: batch.id, reason: '一户资料需补充' }))
    return
  }
  must(await checkItems(rm, { applicationIds: items.map((i) => i.id), originalsSeen: true }))
  must(await acceptBatch(rm, { batchId: batch.id, ...(profile ? { profile } : {}) }))
}

async function itemsOf(cast: Cast, batchId: string) {
  return withTenant(cast.as('rm'), (tx) =>
    tx.application.findMany({ where: { bankId: cast.bank.id, batchId }, orderBy: { position: 'asc' } }),
  )
}

const ENUMS = {
  CA3: ['OWNED', 'LONG_USE_RIGHT_GE5Y', 'LEASE_GE2Y', 'LEASE_GE2Y'],
  CB4: ['A_OR_TAX_GE5W', 'B_M_OR_TAX_1_5W', 'EXEMPT_FILING_NORMAL'],
  CC1: ['CLEAN', 'CLEAN', 'CLEAN', 'M1_1_2'],
  CE1: ['SPOUSE_OR_ADULT_COSIGN', 'SPOUSE_OR_ADULT_COSIGN', 'LOCAL_GUARANTOR_NOT_COSIGN'],
}

/** Scoring: both investigators sign; `weak` rows of the list turn out too weak to be admitted. `half` signs only the first half. */
export async function scoring(
  cast: Cast,
  batch: DemoBatch,
  options: { weak?: number[]; half?: boolean; evaluator?: string } = {},
): Promise<void> {
  const rm = cast.as('rm')
  const evaluator = cast.as(options.evaluator ?? 'evaluator')
  must(await startScoring(rm, { batchId: batch.id, rmId: rm.userId!, evaluatorId: evaluator.userId! }))
  const items = await itemsOf(cast, batch.id)
  const trade = TRADES[batch.market.code]!
  const r = random(`${batch.market.code}/score/${batch.merchants[0]!.uscc}`)
  const today = await withTenant(rm, (tx) => businessDate(tx, cast.bank.id))
  const chosen = options.half ? items.slice(0, Math.ceil(items.length / 2)) : items
  const rows = chosen.map((item) => {
    const weak = options.weak?.includes(Number(item.rowNo)) ?? false
    const m = batch.merchants.find((x) => String(x.no) === item.rowNo)!
    const sales = m.turnoverWan
    const margin = Math.max(3, Math.min(12, r.normal(7, 1.5)))
    const net = Math.round(m.amountWan * (weak ? 1.1 : 3 + r.next() * 3))
    const amount = (wan: number) => `${Math.round(wan)}0000.00`
    const values: Record<string, string> = {
      CA2: String(weak ? 2 : r.int(6, 18)),
      CA3: weak ? 'LEASE_1_2Y' : r.pick(ENUMS.CA3),
      CB2: (weak ? -14 : r.int(1, 14)).toString(),
      CB4: weak ? 'C_OR_LATE_FILING' : r.pick(ENUMS.CB4),
      CC1: weak ? 'M1_3_5' : r.pick(ENUMS.CC1),
      CC2: String(weak ? 8 : r.int(0, 4)),
      CC3: String(weak ? 5 : r.int(1, 2)),
      CC4: (weak ? 0 : r.int(1, 5)).toString(),
      CD1: String(weak ? 88 : r.pick([100, 100, 97])),
      CD3: String(weak ? 2 : r.pick([0, 0, 1])),
      CE1: weak ? 'NONE' : r.pick(ENUMS.CE1),
    }
    const spouse =
      values.CE1 === 'SPOUSE_OR_ADULT_COSIGN'
        ? {
            spouse: {
              name: `${r.pick([...'李王张刘陈'])}${r.pick(['淑芬', '红梅', '志明', '爱华'])}`,
              idNo: `${m.ownerIdNo.slice(0, 6)}19850312002X`,
              cosigns: true,
            },
          }
        : {}
    return {
      applicationId: item.id,
      visitedOn: today.toString(),
      place: `${m.stallNo}摊位`,
      note: '现场经营正常，存货与申报相符。',
      values,
      sources: Object.fromEntries(
        [...Object.keys(values)].map((c) => [c, { kinds: ['RECORD'], note: '双人调查记录' }]),
      ),
      household: {
        cash: amount(net * 0.2),
        stock: amount((sales * 0.2) / 1.2),
        property: amount(net),
        bankLoans: amount(weak ? net * 0.9 : net * 0.2),
      },
      financials: {
        method: 'SIMPLIFIED',
        lastYearSales: amount(sales),
        lastYearSalesProfitMargin: margin.toFixed(2),
        expectedSalesGrowth: '5.00',
        inventoryDays: String(trade.inventoryDays + r.int(-2, 8)),
        receivableDays: String(trade.receivableDays),
        payableDays: String(trade.payableDays),
        ownFunds: amount(sales * 0.01),
        existingWorkingCapitalLoans: '0.00',
        otherSources: '0.00',
        otherExposure: '0.00',
        monthlyNetCashFlow: amount((sales * margin) / 100 / 12 + 1),
        outsideGuarantees: '0.00',
        wholesaleOrRetail: true,
        turnoverSources: {
          settlement: amount(sales),
          receipts: amount(sales * 0.86),
          reconstructed: amount(sales * 1.03),
        },
        repaymentMethod: 'BULLET',
        settlementAccount: `62299900${m.uscc.slice(-6).replace(/\D/g, '7')}${item.rowNo.padStart(3, '0')}`,
        ...spouse,
      },
    }
  })
  for (let at = 0; at < rows.length; at += 100)
    must(await saveInvestigations(evaluator, { batchId: batch.id, rows: rows.slice(at, at + 100) as never }))
  const ids = chosen.map((i) => i.id)
  must(await signInvestigations(evaluator, { batchId: batch.id, applicationIds: ids, as: 'EVALUATOR' }))
  must(await signInvestigations(rm, { batchId: batch.id, applicationIds: ids, as: 'RM' }))
  if (options.half) return
  must(await scoreApplications(evaluator, { batchId: batch.id }))
  await drainJobs(cast.bank.id)
}
