/** What the ledger's loan accounts held for a loan, or for all loans of a merchant, at the close of a day: as it was booked by then. */
import { z } from 'zod'
import { fromDb, isAfter, type PlainDate } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { sumFen } from '@/lib/platform/money'
import { defineQuery } from '@/lib/platform/queries'
import { zDate, zId } from '@/lib/platform/schema'
import { bookOf } from '../book/apply'
import { claimsOf } from '../book/journals'
import { readLoans, type StoredLoan } from '../book/read'
import { LOAN_READERS } from '../queries'
import { toSerial } from '../rules/serial-day'

/** Events booked up to a day and not taken back by then: what the ledger knew when that day closed. */
function knownBy(loan: StoredLoan, day: PlainDate) {
  return loan.history.filter(
    (e) => !isAfter(fromDb(e.bookedOn), day) && (e.reversedOn === null || isAfter(fromDb(e.reversedOn), day)),
  )
}

/** By account. The night after the day's close belongs to the day, so the book is read on the morning after it. */
function balancesAt(loan: StoredLoan, day: PlainDate) {
  const before = isAfter(loan.terms.startDate, day)
  const book = before ? null : bookOf(loan, knownBy(loan, day), toSerial(day.add({ days: 1 })))
  const c = book && !book.writtenOff ? claimsOf(book) : { principal: 0n, interest: 0n, penalty: 0n, costs: 0n }
  return {
    loanId: loan.id,
    number: loan.number,
    principalFen: c.principal,
    interestFen: c.interest,
    penaltyFen: c.penalty,
    costsFen: c.costs,
    suspenseFen: book?.suspenseFen ?? 0n,
  }
}

/** GET /loans/{id}/balances: accounts 1301, 1321 (7101), 1322 (7102), 1323 and 2241 of one loan. */
export const loanBalances = defineQuery({
  name: 'ledger.loanBalances',
  input: z.strictObject({ loanId: zId, date: zDate.optional() }),
  access: { roles: LOAN_READERS },
  async run({ tx, actor, input, today }) {
    const [loan] = await readLoans(tx, actor.bankId, [input.loanId])
    if (!loan) throw refuse('E_NOT_FOUND', { object: 'loan' })
    const date = input.date ?? today.subtract({ days: 1 })
    return { date, ...balancesAt(loan, date) }
  },
})

/** GET /merchants/{id}/balances: the same for every loan of a merchant, and their sum. */
export const merchantBalances = defineQuery({
  name: 'ledger.merchantBalances',
  input: z.strictObject({ merchantId: zId, date: zDate.optional() }),
  access: { roles: LOAN_READERS },
  async run({ tx, actor, input, today }) {
    const ids = await tx.loan.findMany({
      where: { bankId: actor.bankId, merchantId: input.merchantId, state: { not: 'DISBURSE_PENDING' } },
      select: { id: true },
    })
    const date = input.date ?? today.subtract({ days: 1 })
    const loans = await readLoans(
      tx,
      actor.bankId,
      ids.map((l) => l.id),
    )
    const items = loans.map((loan) => balancesAt(loan, date))
    return {
      date,
      items,
      principalFen: sumFen(items.map((i) => i.principalFen)),
      interestFen: sumFen(items.map((i) => i.interestFen)),
      penaltyFen: sumFen(items.map((i) => i.penaltyFen)),
    }
  },
})
