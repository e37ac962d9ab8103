/** What the books, the files and the other stages know for the four conditions of a yearly review (§8.7). */

import type { CustomerGrade, MarketGrade } from '@/lib/plans/rules/grades'
import { fromDb, type PlainDate, toDb } from '@/lib/platform/dates'
import { parsePercent } from '@/lib/platform/money'
import type { Tx } from '@/lib/platform/tenant'
import type { RenewalFacts } from '@/lib/servicing/rules/renewal-facts'

type Known = Pick<
  RenewalFacts,
  | 'firstDisbursementDate'
  | 'currentMaturityDate'
  | 'renewalsSoFar'
  | 'originalTermMonths'
  | 'marketGrade'
  | 'marketGradeBefore'
  | 'openWarnings'
  | 'gradeBefore'
  | 'grade'
  | 'score'
  | 'scoreThreshold'
  | 'currentLimitFen'
  | 'principalFen'
  | 'revolving'
  | 'marginBalanceFen'
  | 'marginRatioPpm'
  | 'missingConsents'
  | 'frozenAccounts'
  | 'maxDpd12m'
  | 'overdueCount12m'
>

/** `since`: from this day on a score of the borrower counts as the review's own. */
export async function knownFacts(
  tx: Tx,
  bankId: string,
  review: { id: string; loanId: string },
  since: PlainDate,
  on: PlainDate,
): Promise<Known & { exposureFen: bigint }> {
  const loan = await tx.loan.findFirstOrThrow({
    where: { bankId, id: review.loanId },
    include: { loanState: true, planLine: { include: { plan: true } }, group: { select: { id: true } } },
  })
  const grading = await tx.marketGrading.findFirst({ where: { bankId, marketId: loan.marketId } })
  const scores = await tx.scoreResult.findMany({
    where: {
      bankId,
      subjectType: { in: ['MARKET', 'APPLICATION'] },
      subjectId: { in: [loan.marketId, loan.applicationId] },
    },
    orderBy: { scoredAt: 'asc' },
    select: { subjectType: true, grade: true, total: true, scoredOn: true, scoredAt: true },
  })
  const dayOf = (s: { scoredOn: Date | null; scoredAt: Date }) => (s.scoredOn ? fromDb(s.scoredOn) : fromDb(s.scoredAt))
  const until = (type: string, day: PlainDate) =>
    scores.findLast((s) => s.subjectType === type && Temporal.PlainDate.compare(dayOf(s), day) <= 0)
  const start = fromDb(loan.startDate)
  const outcome = await tx.applicationOutcome.findFirst({ where: { bankId, applicationId: loan.applicationId } })
  const fresh = scores.findLast(
    (s) => s.subjectType === 'APPLICATION' && Temporal.PlainDate.compare(dayOf(s), since) >= 0,
  )
  const openWarnings = await tx.warningSignal.count({
    where: {
      bankId,
      level: { in: ['ORANGE', 'RED'] },
      state: { notIn: ['CLOSED', 'FALSE_ALARM'] },
      objectId: { in: [loan.merchantId, loan.marketId, ...(loan.groupId ? [loan.groupId] : [])] },
    },
  })
  const margin = await tx.marginSubLedger.findFirst({ where: { bankId, applicationId: loan.applicationId } })
  const frozenAccounts = await tx.marginAccount.count({ where: { bankId, marketId: loan.marketId, state: 'FROZEN' } })
  const missingConsents = await tx.reviewConsent.count({
    where: { bankId, reviewId: review.id, state: { not: 'GIVEN' } },
  })
  const [record] = await tx.$queryRaw<{ worst: number | null; times: bigint }[]>`
    select max(late) as worst, count(*) filter (where late > 0) as times from (
      select greatest(0, coalesce(r.cleared_on, ${on.toString()}::date) - r.due_date) as late from schedule_row r
      where r.bank_id = ${bankId}::uuid and r.loan_id = ${loan.id}::uuid and r.due_date > ${on.subtract({ months: 12 }).toString()}::date and r.due_date <= ${on.toString()}::date) x`
  const exposures = await tx.loanState.aggregate({
    where: { bankId, live: true, loan: { merchantId: loan.merchantId } },
    _sum: { principalFen: true },
  })
  const ratio = (loan.planLine?.plan.params as { marginRatio?: string } | undefined)?.marginRatio
  const revolving = loan.method === 'REVOLVING'
  return {
    firstDisbursementDate: fromDb(loan.firstDisbursementDate),
    currentMaturityDate: fromDb(loan.maturityDate),
    renewalsSoFar: await renewalsBefore(tx, bankId, loan.renewedFrom),
    originalTermMonths: Math.max(1, start.until(fromDb(loan.maturityDate), { largestUnit: 'months' }).months),
    ...(grading && !grading.invalidSince ? { marketGrade: grading.grade as MarketGrade } : {}),
    ...defined('marketGradeBefore', (until('MARKET', start)?.grade ?? grading?.grade) as MarketGrade | undefined),
    openWarnings,
    ...defined(
      'gradeBefore',
      (outcome?.grade ?? until('APPLICATION', start)?.grade ?? undefined) as CustomerGrade | undefined,
    ),
    ...defined('grade', (fresh?.grade ?? undefined) as CustomerGrade | undefined),
    ...defined('score', fresh?.total),
    ...defined('scoreThreshold', grading?.threshold),
    currentLimitFen: loan.planLine?.approvedFen ?? loan.principalFen,
    principalFen: loan.loanState?.principalFen ?? 0n,
    revolving,
    // a mode without a margin has nothing to hold: the test stands at zero of zero
    marginBalanceFen: margin?.ledgerFen ?? 0n,
    marginRatioPpm: margin && ratio ? (parsePercent(ratio) ?? 0) : 0,
    missingConsents,
    frozenAccounts,
    maxDpd12m: record?.worst ?? 0,
    overdueCount12m: Number(record?.times ?? 0n),
    exposureFen: exposures._sum.principalFen ?? 0n,
  }
}

const defined = <K extends string, V>(key: K, value: V | undefined | null): { [k in K]?: V } =>
  (value === undefined || value === null ? {} : { [key]: value }) as { [k in K]?: V }

async function renewalsBefore(tx: Tx, bankId: string, renewedFrom: string | null): Promise<number> {
  let count = 0
  for (let id = renewedFrom; id; count++) {
    const before: { renewedFrom: string | null } | null = await tx.loan.findFirst({
      where: { bankId, id },
      select: { renewedFrom: true },
    })
    id = before?.renewedFrom ?? null
  }
  return count
}

/** The visit that a survey on site rests on: made on site for this loan since the list. */
export async function onSiteVisit(tx: Tx, bankId: string, loanId: string, since: PlainDate): Promise<string | null> {
  const visit = await tx.visit.findFirst({
    where: { bankId, loanId, state: 'DONE', isOnsite: true, doneAt: { gte: toDb(since) } },
    orderBy: { doneAt: 'desc' },
    select: { id: true },
  })
  return visit?.id ?? null
}
