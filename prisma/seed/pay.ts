/** Margin, conditions, drawdowns and life after the loan of a demo batch. */
import { deskMorning } from '@/lib/desk/morning'
import { recheckConditions, submitEvidence, verifyEvidence } from '@/lib/disbursement/commands/conditions'
import { approveDrawdown, reviewDrawdown } from '@/lib/disbursement/commands/pay'
import { requestDrawdown, submitDrawdown } from '@/lib/disbursement/commands/request'
import { CONDITION_RULES, REVIEW_TICKS } from '@/lib/disbursement/rules'
import { confirmCompensation, createClaim, makeCompensation, reviewClaim } from '@/lib/guarantees/commands/claims'
import { decideMovement, requestMovement } from '@/lib/guarantees/commands/margin'
import { acceptReturn, submitReturn } from '@/lib/monitoring/commands/returns'
import { completeVisit } from '@/lib/monitoring/commands/visits'
import type { Mode } from '@/lib/plans/rules/grades'
import { systemActor } from '@/lib/platform/actor'
import { businessDate } from '@/lib/platform/calendar'
import { isBefore, type PlainDate } from '@/lib/platform/dates'
import { type Fen, toYuan } from '@/lib/platform/money'
import { withTenant } from '@/lib/platform/tenant'
import { repayLoan } from '@/lib/servicing/commands/repay'
import { closeBusinessDay } from '@/lib/servicing/end-of-day/run'
import { loanPositions } from '@/lib/servicing/position'
import { must } from './must'
import type { Cast } from './people'
import type { DemoBatch } from './walk'

/** Conditions that a person brings evidence for: the officer's own, and what a partner has confirmed. */
const byHand = (mode: Mode): string[] =>
  CONDITION_RULES.filter((r) => r.proof !== 'SYSTEM' && (r.modes === 'ALL' || r.modes.includes(mode))).map(
    (r) => r.code,
  )

/** The applications of a batch whose conditions are open, in the order of the list. */
export async function openItems(cast: Cast, batch: DemoBatch) {
  return withTenant(cast.as('rm'), (tx) =>
    tx.application.findMany({
      where: { bankId: cast.bank.id, batchId: batch.id, state: 'CP_PENDING' },
      orderBy: { position: 'asc' },
      include: { marginSubLedger: true, applicationOutcome: true, cpItems: true, investigations: true },
    }),
  )
}
type Item = Awaited<ReturnType<typeof openItems>>[number]

/** One deposit by two hands, from the merchant's or the partner's own account. */
export async function deposit(
  cast: Cast,
  order: {
    subLedgerId: string
    amount: string
    kind?: 'MARGIN_IN' | 'SEED_IN'
    sourceAccount: string
  },
): Promise<void> {
  const today = await withTenant(cast.as('rm'), (tx) => businessDate(tx, cast.bank.id))
  const request = must(
    await requestMovement(cast.as('ops-maker'), {
      ...order,
      kind: order.kind ?? 'MARGIN_IN',
      valueDate: today.toString(),
    }),
  )
  must(await decideMovement(cast.as('ops-checker'), { requestId: request.id, decision: 'POST' }))
}

/** Evidence for every condition that a person closes, brought by one and verified by another. */
export async function bringEvidence(cast: Cast, mode: Mode, items: readonly Item[]): Promise<void> {
  const today = await withTenant(cast.as('rm'), (tx) => businessDate(tx, cast.bank.id))
  const hand = byHand(mode)
  const codes = items.flatMap((i) =>
    i.cpItems
      .filter((c) => !c.isAutomatic && (hand.includes(c.code) || c.code.startsWith('CP-X')))
      .map((c) => ({ applicationId: i.id, code: c.code })),
  )
  must(
    await submitEvidence(cast.as('rm'), {
      items: codes,
      checkedOn: today.toString(),
      note: '证件、征信与公示信息当日复核，用途凭证已收存。',
    }),
  )
  must(await verifyEvidence(cast.as('disb-reviewer'), { items: codes, verdict: 'CLOSE' }))
}

/** One drawdown, up to where it is to come: handed in, reviewed, or paid. */
export async function draw(cast: Cast, item: Item, until: 'SUBMITTED' | 'REVIEWED' | 'PAID' = 'PAID'): Promise<void> {
  const rm = cast.as('rm')
  const amount = toYuan(item.applicationOutcome!.approvedFen!)
  const drawdown = must(
    await requestDrawdown(rm, {
      applicationId: item.id,
      amount,
      settlementAccount: account(item.investigations[0]),
      payments: [
        {
          payeeName: '云江通达供应链有限公司',
          payeeAccount: '33050199000000004321',
          payeeBank: `${cast.bank.name}市场支行`,
          payeeBusiness: 'TRADE',
          amount,
          purpose: item.purpose ?? '采购备货',
        },
      ],
    }),
  )
  must(await recheckConditions(rm, { applicationIds: [item.id] }))
  must(await submitDrawdown(rm, { drawdownId: drawdown.id }))
  if (until === 'SUBMITTED') return
  must(
    await reviewDrawdown(cast.as('disb-reviewer'), {
      drawdownId: drawdown.id,
      result: 'PASS',
      ticks: [...REVIEW_TICKS],
    }),
  )
  if (until === 'REVIEWED') return
  must(await approveDrawdown(cast.as('disb-approver'), { drawdownId: drawdown.id }))
}

/** Margin in, evidence, drawdown, five ticks, payment. `pay` limits how many are paid, then so many are only reviewed or submitted. */
export async function disburse(
  cast: Cast,
  batch: DemoBatch,
  options: { pay?: number; reviewed?: number; submitted?: number } = {},
): Promise<void> {
  const items = await openItems(cast, batch)
  for (const item of items) {
    const sub = item.marginSubLedger!
    await deposit(cast, {
      subLedgerId: sub.id,
      amount: toYuan(sub.requiredFen),
      sourceAccount: account(item.investigations[0]),
    })
  }
  await bringEvidence(cast, batch.mode, items)
  const pay = options.pay ?? items.length
  const reviewed = pay + (options.reviewed ?? 0)
  for (const [i, item] of items.slice(0, reviewed + (options.submitted ?? 0)).entries())
    await draw(cast, item, i < pay ? 'PAID' : i < reviewed ? 'REVIEWED' : 'SUBMITTED')
}

export function account(investigation: { financials: unknown } | undefined): string {
  return (
    (investigation?.financials as { settlementAccount?: string } | undefined)?.settlementAccount ??
    '6229990000000000001'
  )
}

/** Day after day up to `until`; everyone pays what falls due, but for the loans named as defaulters. */
export async function liveOn(cast: Cast, until: PlainDate, defaulters: ReadonlySet<string>): Promise<void> {
  const bankId = cast.bank.id
  const machine = systemActor(cast.bank, 'endOfDay.run')
  for (
    let day = await withTenant(machine, (tx) => businessDate(tx, bankId));
    isBefore(day, until);
    day = day.add({ days: 1 })
  ) {
    const due = await withTenant(machine, (tx) =>
      tx.loan.findMany({
        where: { bankId, state: { in: ['CURRENT', 'OVERDUE'] }, loanState: { oldestDue: { not: null } } },
        select: { id: true, applicationId: true },
      }),
    )
    const positions = await withTenant(machine, (tx) =>
      loanPositions(
        tx,
        bankId,
        due.map((l) => l.id),
        day,
      ),
    )
    for (const loan of due.filter((l) => !defaulters.has(l.applicationId))) {
      const owed = positions.get(loan.id)?.totalDueFen ?? 0n
      if (owed > 0n)
        must(
          await repayLoan(cast.as('ops-maker'), {
            loanId: loan.id,
            amount: toYuan(owed),
            valueDate: day.toString(),
            source: 'AUTO_DEBIT',
          }),
        )
    }
    const visits = await withTenant(machine, (tx) =>
      tx.visit.findMany({ where: { bankId, state: 'PLANNED', plannedOn: { lte: new Date(`${day}T00:00:00Z`) } } }),
    )
    for (const visit of visits) {
      must(
        await completeVisit(cast.as('rm'), {
          // of the month's plan: made where no phone could tell the place
          gapReason: '市场地下一层无定位信号，照片另存档',
          visitId: visit.id,
          counterSignedBy: '经营者本人',
          form:
            visit.kind === 'MARKET_INSPECTION'
              ? {
                  result: 'SATISFACTORY',
                  note: '随机走访三十户，营业正常，消防通道畅通。',
                  answers: {
                    occupancy: '95.5',
                    footfallYoY: '1.2',
                    feeCollectionRate: '97',
                    operatorChange: 'NONE',
                    planning: 'NONE',
                    listReranked: 'yes',
                  },
                }
              : {
                  result: 'SATISFACTORY',
                  useOfFunds: visit.kind === 'FIRST_CHECK' ? 'PROVEN' : 'NOT_CHECKED',
                  stall: 'OPEN',
                  willingToGuarantee: true,
                  note: '进货单与付款凭证相符，存货正常。',
                },
        }),
      )
    }
    await handInReturns(cast, day)
    must(await closeBusinessDay(machine, { date: day.toString() }))
    must(await deskMorning(machine, {}))
  }
}

/** Pays a loan back early, down to a balance; the instalments that remain keep their days. */
export async function prepayAllBut(cast: Cast, applicationId: string, keptFen: Fen): Promise<void> {
  const { loan, day } = await withTenant(cast.as('rm'), async (tx) => ({
    loan: await tx.loan.findFirstOrThrow({
      where: { bankId: cast.bank.id, applicationId },
      select: { id: true, loanState: { select: { principalFen: true } } },
    }),
    day: await businessDate(tx, cast.bank.id),
  }))
  must(
    await repayLoan(cast.as('ops-maker'), {
      loanId: loan.id,
      amount: toYuan(loan.loanState!.principalFen - keptFen),
      valueDate: day.toString(),
      source: 'CUSTOMER',
      prepay: 'KEEP_TERM',
    }),
  )
}

/** Applications of a batch that are paid out, by the smallest loan first. */
export async function smallestLoans(cast: Cast, batchId: string): Promise<string[]> {
  const loans = await withTenant(cast.as('rm'), (tx) =>
    tx.loan.findMany({
      where: { bankId: cast.bank.id, batchId },
      orderBy: [{ principalFen: 'asc' }, { number: 'asc' }],
      select: { applicationId: true },
    }),
  )
  return loans.map((l) => l.applicationId)
}

/** Each market hands in its month on the eighth; the older ones are accepted, the last one waits to be checked. */
async function handInReturns(cast: Cast, day: PlainDate): Promise<void> {
  if (day.day !== 8) return
  const open = await withTenant(cast.as('rm'), (tx) =>
    tx.marketReturn.findMany({
      where: { bankId: cast.bank.id, state: { in: ['DUE', 'SUBMITTED'] } },
      include: { market: { select: { merchantCount: true } } },
    }),
  )
  for (const r of open) {
    if (r.state === 'SUBMITTED') {
      must(await acceptReturn(cast.as('post-mkt'), { returnId: r.id }))
      continue
    }
    const merchants = r.market.merchantCount ?? 600
    must(
      await submitReturn(cast.as('rm'), {
        returnId: r.id,
        figures: {
          stallsTotal: merchants + 20,
          stallsOccupied: merchants,
          footfall: merchants * 310,
          footfallLastYear: merchants * 300,
          feesDue: `${merchants * 900}.00`,
          feesCollected: `${merchants * 880}.00`,
          merchantsAtStart: merchants,
          merchantsJoined: 2,
          merchantsLeft: 1,
          note: '本月经营平稳。',
        },
      }),
    )
  }
}

/** The story of a defaulted member: claim, review, two hands of operations. */
export async function compensate(cast: Cast, applicationId: string): Promise<void> {
  const loan = await withTenant(cast.as('rm'), (tx) =>
    tx.loan.findFirstOrThrow({ where: { bankId: cast.bank.id, applicationId } }),
  )
  const claim = must(await createClaim(cast.as('rm'), { loanId: loan.id }))
  must(
    await reviewClaim(cast.as('risk-mgr'), {
      claimId: claim.id,
      agree: true,
      reason: '逾期超过三十日，符合代偿条件。',
    }),
  )
  must(await makeCompensation(cast.as('ops-maker'), { claimId: claim.id }))
  must(await confirmCompensation(cast.as('ops-checker'), { claimId: claim.id }))
}
