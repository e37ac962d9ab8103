/** Changes that wait for a second person, and what one would do before anybody asks for it. */
import { z } from 'zod'
import { hasRole } from '@/lib/platform/actor'
import { fromDb, fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zDate, zId } from '@/lib/platform/schema'
import { type Json, thaw } from '@/lib/platform/wire'
import { bookOf } from './book/apply'
import { readLoans } from './book/read'
import { type LoanChangeInput, zChange } from './change-inputs'
import { CHANGE_KINDS, CHANGE_RULES } from './change-rules'
import { bookAfter, checkChange, guarantorsOf, valueDateOf } from './commands/change-effects'
import { renewalNeeds } from './commands/renew'
import { LOAN_READERS } from './queries'
import { type Book, linesAhead, positionOf } from './rules/book'
import { toSerial } from './rules/serial-day'

/** GET /loan-changes: newest first; `mine` narrows to those that the actor may decide. */
export const loanChanges = defineQuery({
  name: 'loans.changes',
  input: z.strictObject({
    state: z.enum(['REQUESTED', 'DONE', 'REJECTED', 'WITHDRAWN']).optional(),
    loanId: zId.optional(),
    mine: z.coerce.boolean().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: zId.optional(),
  }),
  access: { roles: LOAN_READERS },
  async run({ tx, actor, input }) {
    const kinds = CHANGE_KINDS.filter((k) => !input.mine || hasRole(actor, ...CHANGE_RULES[k].checkers))
    const rows = await tx.loanChange.findMany({
      where: {
        bankId: actor.bankId,
        kind: { in: kinds },
        ...(input.state ? { state: input.state } : {}),
        ...(input.loanId ? { loanId: input.loanId } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
      include: { loan: { select: { number: true, merchant: { select: { name: true } } } } },
    })
    const page = rows.slice(0, input.limit)
    return {
      items: page.map((r) => ({
        id: r.id,
        loanId: r.loanId,
        loanNumber: r.loan.number,
        merchant: r.loan.merchant.name,
        kind: r.kind,
        state: r.state,
        valueDate: fromDb(r.valueDate),
        reason: r.reason,
        change: thaw(r.request as Json) as LoanChangeInput,
        makerId: r.makerId,
        madeAt: r.madeAt,
        checkerId: r.checkerId,
        decidedAt: r.decidedAt,
        decision: r.decision,
        version: r.version,
      })),
      nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
    }
  },
})

/** POST /loans/{id}/changes/preview: the loan before and after, and who has to consent. */
export const previewLoanChange = defineQuery({
  name: 'loans.previewChange',
  input: z.strictObject({ loanId: zId, valueDate: zDate.optional(), change: zChange }),
  access: { roles: LOAN_READERS },
  async run({ tx, actor, input, today }) {
    const [loan] = await readLoans(tx, actor.bankId, [input.loanId])
    if (!loan) throw refuse('E_NOT_FOUND', { object: 'loan' })
    const valueDate = valueDateOf(loan, input.change, input.valueDate ?? today)
    const before = bookOf(loan, loan.events, toSerial(today))
    const guarantors = CHANGE_RULES[input.change.kind].consents ? await guarantorsOf({ tx, actor }, loan) : []
    const change = 'consents' in input.change ? { ...input.change, consents: guarantors } : input.change
    await checkChange({ tx, actor, today }, loan, before, change, valueDate)
    const after = bookAfter(loan, change, before, valueDate, today)
    const renewal = change.kind === 'RENEWAL' ? renewalNeeds(before, change.principal) : null
    return { valueDate, guarantors, before: summary(before), after: summary(after), renewal }
  },
})

function summary(book: Book) {
  const p = positionOf(book)
  const ahead = linesAhead(book)
  return {
    principalFen: p.principalFen,
    principalDueFen: p.principalDueFen,
    interestDueFen: p.interestDueFen,
    interestRunningFen: p.interestRunningFen,
    penaltyFen: p.penaltyFen + p.compoundFen,
    costsFen: p.costsFen,
    suspenseFen: p.suspenseFen,
    totalDueFen: p.totalDueFen,
    dpd: p.dpd,
    ratePpm: p.ratePpm,
    maturityDate: book.terms.maturityDate,
    instalmentsLeft: ahead.length,
    nextDue: ahead[0]?.dueDate ?? null,
    nextTotalFen: ahead[0]?.totalFen ?? 0n,
  }
}

/** GET /loans/{id}/guarantors: whose written consent a heavier debt or a later end needs. */
export const loanGuarantors = defineQuery({
  name: 'loans.guarantors',
  input: z.strictObject({ loanId: zId }),
  access: { roles: LOAN_READERS },
  async run({ tx, actor, input }) {
    const loan = await tx.loan.findFirst({
      where: { bankId: actor.bankId, id: input.loanId },
      select: { groupId: true, applicationId: true, settledOn: true },
    })
    if (!loan) throw refuse('E_NOT_FOUND', { object: 'loan' })
    return { guarantors: await guarantorsOf({ tx, actor }, loan), settledOn: fromDbOrNull(loan.settledOn) }
  },
})
