/** Claims on a loan whose principal is not due: nothing that is not due is asked for, and a second source follows the first at once. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { debitAccepted } from '@/lib/guarantees/commands/claim-money'
import { confirmCompensation, createClaim, makeCompensation, reviewClaim } from '@/lib/guarantees/commands/claims'
import { claimDetail } from '@/lib/guarantees/queries-claims'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'
import { decideLoanChange, requestLoanChange } from '@/lib/servicing/commands/changes'
import { loanDetail } from '@/lib/servicing/queries'
import { loanTerms } from '@/lib/servicing/rules/loan-terms'
import { type TestDatabase, testDatabase } from '../../database'
import { type ModeWorld, modeWorld, shortLoan } from '../../fixtures/mode-world'
import { testPerson } from '../../fixtures/people'
import { value } from '../../fixtures/ready-group'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.drop())

/** Interest by the month, principal in a year: on the day of trouble some instalments are late, the principal is not. */
const yearLoan = (principal: string) => ({
  ...shortLoan(principal),
  ...loanTerms(
    {
      principalFen: yuan(principal),
      annualRatePpm: 60_000,
      startDate: date('2026-01-20'),
      maturityDate: date('2027-01-20'),
      method: 'BULLET',
    },
    { repaymentDay: 20 },
  ),
})

async function called(w: ModeWorld): Promise<string> {
  const loanId = w.loans.loanIds[0]!
  const legal = await testPerson(w.bank, 'legal', ['LEGAL'])
  const asked = value(
    await requestLoanChange(w.who.rm, { loanId, reason: '多期欠息，无还款来源', change: { kind: 'ACCELERATE' } }),
  )
  value(await decideLoanChange(legal, { changeId: asked.id, decision: 'APPROVE' }))
  return loanId
}

async function confirmed(w: ModeWorld, loanId: string) {
  const claim = value(await createClaim(w.who.rm, { loanId }))
  value(await reviewClaim(w.who.risk, { claimId: claim.id, agree: true, reason: '属实' }))
  value(await makeCompensation(w.who.maker, { claimId: claim.id }))
  value(await confirmCompensation(w.who.checker, { claimId: claim.id }))
  return claimDetail(w.who.rm, { claimId: claim.id })
}

test('a guarantor is not asked for principal that is not due: its money would wait beside the loan and pay nothing', async () => {
  const w = await modeWorld(db, 'GCN', 'GC', ['1000000', '40000000'], yearLoan)
  const loanId = w.loans.loanIds[0]!
  expect(await createClaim(w.who.rm, { loanId })).toMatchObject({ ok: false, error: { code: 'E_CLAIM_NOT_DUE' } })
  await called(w)
  expect(value(await createClaim(w.who.rm, { loanId })).amountFen).toBe(yuan('800000'))
})

test('what the enterprises’ fund left open is asked of the government the same day, though the oldest of the debt is paid', async () => {
  const w = await modeWorld(db, 'AFN', 'AF', ['1000000'], yearLoan)
  await w.fill('ASSIST_FUND', 'MARGIN_IN', '100000.00')
  await w.fill('RISK_COMP_FUND', 'SEED_IN', '5000000.00')
  const loanId = await called(w)
  expect((await confirmed(w, loanId)).state).toBe('SHORTFALL')
  const left = await loanDetail(w.who.rm, { loanId })
  expect([left.state, left.dpd]).toEqual(['COMPENSATED_PARTIAL', 0])
  const second = await confirmed(w, loanId)
  expect(second).toMatchObject({ type: 'GOV_FUND', amountFen: (left.totalDueFen + 1n) / 2n })
  expect(await debitAccepted(w.who.checker, { claimId: second.id })).toMatchObject({ ok: false })
})
