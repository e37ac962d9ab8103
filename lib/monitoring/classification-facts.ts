/** What the books and files say about a loan and its debtor on a day, for the floor of its class (§8.4). */

import { loadParameters } from '@/lib/admin/parameters'
import { fromDb, type PlainDate } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import type { Tx } from '@/lib/platform/tenant'
import type { ClassificationFacts, LoanClass, UpgradeFacts } from '@/lib/servicing/rules/classification'
import { UNSECURED } from '@/lib/servicing/unsecured'

export type LoanStanding = {
  loanId: string
  number: string
  merchantId: string
  present: LoanClass
  facts: ClassificationFacts
  overdueAndCostsPaid: boolean
}

const CORPORATE = ['ENTERPRISE', 'FARM_COOP']
const NPL = ['SUBSTANDARD', 'DOUBTFUL', 'LOSS']

export async function standingOf(tx: Tx, bankId: string, loanId: string, on: PlainDate): Promise<LoanStanding> {
  const loan = await tx.loan.findFirst({
    where: { bankId, id: loanId },
    include: {
      loanState: true,
      merchant: { select: { borrowerType: true } },
      group: { select: { state: true } },
    },
  })
  const state = loan?.loanState
  if (!loan || !state) throw refuse('E_NOT_FOUND', { object: 'loan' })
  if (!state.live) throw refuse('E_STATE', { object: 'loan', state: loan.state, event: 'classify' }, { allowed: [] })
  const claims = await tx.loanState.findMany({
    where: { bankId, live: true, loan: { merchantId: loan.merchantId } },
    select: { loanId: true, principalFen: true, class: true },
  })
  const all = claims.reduce((sum, c) => sum + c.principalFen, 0n)
  const bad = claims.filter((c) => NPL.includes(c.class)).reduce((sum, c) => sum + c.principalFen, 0n)
  const misuse = await tx.warningSignal.count({
    where: {
      bankId,
      objectType: 'MERCHANT',
      objectId: loan.merchantId,
      code: 'W-C09',
      value: 'MISUSE_PROVEN',
      state: { notIn: ['FALSE_ALARM'] },
    },
  })
  const excused = await tx.classificationCase.count({
    where: {
      bankId,
      loanId,
      state: 'APPROVED',
      asOf: { gt: new Date(`${on.subtract({ months: 12 })}T00:00:00Z`) },
      facts: { path: ['operationalCause'], equals: true },
    },
  })
  const { strictUnsecured } = (await loadParameters(tx, bankId, on)).servicing
  const [row] = strictUnsecured
    ? await tx.$queryRaw<
        { unsecured: boolean }[]
      >`select ${UNSECURED} as unsecured from loan l where l.bank_id = ${bankId}::uuid and l.id = ${loanId}::uuid`
    : []
  const restructured = loan.restructuredOn !== null && underObservation(fromDb(loan.restructuredOn), on)
  return {
    loanId: loan.id,
    number: loan.number,
    merchantId: loan.merchantId,
    present: state.class as LoanClass,
    facts: {
      dpd: state.dpd,
      retail: !CORPORATE.includes(loan.merchant.borrowerType),
      otherDebtNonPerforming: claims.some((c) => c.loanId !== loan.id && NPL.includes(c.class)),
      nonPerformingSharePpm: all > 0n ? Number((bad * 1_000_000n) / all) : 0,
      groupImpaired: loan.group?.state === 'IMPAIRED',
      purposeChanged: misuse > 0 || state.misusedFen > 0n,
      restructured,
      observationDefault: restructured && state.dpd > 0,
      operationalCauseUsed: excused > 0,
      ...(row ? { strictUnsecured, unsecured: row.unsecured } : {}),
    },
    overdueAndCostsPaid:
      state.dpd === 0 && state.costsFen === 0n && state.penaltyFen === 0n && state.compoundFen === 0n,
  }
}

/** A restructured loan is observed for a year at least (§8.4). */
function underObservation(restructuredOn: PlainDate, on: PlainDate): boolean {
  return Temporal.PlainDate.compare(on, restructuredOn.add({ years: 1 })) < 0
}

/** How long the loan has been paid in time: month ends without a day past due, running up to the last, and instalments paid by their day since the last late one. */
export async function upgradeFactsOf(
  tx: Tx,
  bankId: string,
  loan: LoanStanding,
  told: Pick<UpgradeFacts, 'ableToContinue'>,
): Promise<UpgradeFacts> {
  const months = await tx.loanStatement.findMany({
    where: { bankId, loanId: loan.loanId },
    orderBy: { month: 'desc' },
    take: 36,
    select: { month: true, dpd: true },
  })
  const firstLate = months.findIndex((m) => m.dpd > 0)
  const normalMonths = firstLate < 0 ? months.length : firstLate
  const since = firstLate < 0 ? null : months[firstLate]!.month
  const [row] = await tx.$queryRaw<{ n: bigint }[]>`
    select count(*) as n from schedule_row r where r.bank_id = ${bankId}::uuid and r.loan_id = ${loan.loanId}::uuid and r.kind = 'INSTALMENT'
      and r.cleared_on is not null and r.cleared_on <= r.due_date and (${since}::date is null or r.due_date > (${since}::date + interval '1 month'))`
  return {
    overdueAndCostsPaid: loan.overdueAndCostsPaid,
    normalPeriods: Number(row?.n ?? 0n),
    normalMonths,
    ableToContinue: told.ableToContinue,
    otherImpairedAssets: loan.facts.otherDebtNonPerforming === true,
  }
}
