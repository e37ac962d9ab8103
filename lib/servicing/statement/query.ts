/** The facts of a loan's statement for a span of days; the last month by default. */
import { z } from 'zod'
import { isAfter, isBefore, maxDate, minDate } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zDate, zId } from '@/lib/platform/schema'
import { readLoans } from '../book/read'
import { LOAN_READERS } from '../queries'
import { tell } from '../rules/book-events'
import { fromSerial, toSerial } from '../rules/serial-day'
import { statementEntries, sumsOf } from './entries'

export const loanStatement = defineQuery({
  name: 'loans.statement',
  input: z.strictObject({ loanId: zId, from: zDate.optional(), to: zDate.optional() }),
  access: { roles: LOAN_READERS },
  async run({ tx, actor, input, today, now }) {
    const { bankId } = actor
    const [loan] = await readLoans(tx, bankId, [input.loanId])
    if (!loan) throw refuse('E_NOT_FOUND', { object: 'loan' })
    const to = minDate(input.to ?? today, today)
    const from = maxDate(input.from ?? to.subtract({ months: 1 }).add({ days: 1 }), loan.terms.startDate)
    if (isAfter(from, to)) throw refuse('E_DATE_ORDER', {}, { fields: [{ path: 'from', code: 'E_DATE_ORDER' }] })
    const closing = tell(loan.terms, loan.events, toSerial(to))
    const before = isBefore(loan.terms.startDate, from) ? from.subtract({ days: 1 }) : null
    const opening = before ? tell(loan.terms, loan.events, toSerial(before)) : null
    if (!closing.ok || opening?.ok === false) throw new Error(`loan ${loan.number} cannot be told`)
    const [merchant, market, bank] = [
      await tx.merchant.findFirst({ where: { bankId, id: loan.merchantId }, select: { name: true, stallNo: true } }),
      await tx.market.findFirst({ where: { bankId, id: loan.marketId }, select: { name: true } }),
      await tx.bank.findUnique({ where: { id: bankId }, select: { name: true, nameEn: true } }),
    ]
    const { book } = closing
    return {
      loanId: loan.id,
      number: loan.number,
      bank,
      merchant,
      market,
      account: loan.settlementAccount,
      from,
      to,
      printedAt: now,
      printedBy: actor.name,
      principalFen: loan.terms.principalFen,
      ratePpm: book.walk.ratePpm,
      method: book.walk.terms.method,
      startDate: loan.terms.startDate,
      maturityDate: book.terms.maturityDate,
      state: loan.state,
      opening: opening ? sumsOf(opening.book) : null,
      closing: sumsOf(book),
      entries: statementEntries(book, loan.events, closing.shared, { from: toSerial(from), to: toSerial(to) }).map(
        ({ on, ...e }) => ({ date: fromSerial(on), ...e }),
      ),
    }
  },
})
export type LoanStatement = Awaited<ReturnType<typeof loanStatement>>
