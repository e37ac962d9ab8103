/** What a decided change does to the loan's book, and what forbids it (§8.7, §10.4, LEG-7). */
import type { CommandContext } from '@/lib/platform/commands'
import { fromDb, isAfter, type PlainDate } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { bookOf, bookRefusal } from '../book/apply'
import { checkBackDated } from '../book/gate'
import type { StoredLoan } from '../book/read'
import { takeBack } from '../book/take-back'
import type { LoanChangeInput } from '../change-inputs'
import { CHANGE_RULES } from '../change-rules'
import { type Book, positionOf } from '../rules/book'
import { tell } from '../rules/book-events'
import { classByDpd, type LoanClass, worseOf } from '../rules/classification'
import type { LoanFact } from '../rules/loan-events'
import { defaultBasis } from '../rules/loan-terms'
import { latestMaturity } from '../rules/renewal'
import { fromSerial, toSerial } from '../rules/serial-day'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today'>

/** The facts that a change books. A reversal and a renewal are booked their own way. */
export function factsOf(change: LoanChangeInput, book: Book): LoanFact[] {
  switch (change.kind) {
    case 'WAIVER':
      return [{ kind: 'WAIVE', penaltyFen: change.penalty, compoundFen: change.compound }]
    case 'REFUND':
      return [{ kind: 'REFUND', amountFen: change.amount }]
    case 'COST':
      return [{ kind: 'COST', amountFen: change.amount }]
    case 'MISUSE':
      return [{ kind: 'MISUSE', amountFen: change.amount }]
    case 'RATE':
      return [{ kind: 'RATE', annualRatePpm: change.annualRate, after: change.after }]
    case 'EXTENSION':
      return [{ kind: 'REPLAN', takeOverdue: false, terms: { maturityDate: change.maturityDate, ...rateOf(change) } }]
    case 'RESTRUCTURE': {
      const method = change.method ?? book.walk.terms.method
      return [
        {
          kind: 'REPLAN',
          takeOverdue: true,
          terms: {
            maturityDate: change.maturityDate,
            ...rateOf(change),
            ...(change.method ? { method, interestBasis: defaultBasis(method) } : {}),
            ...(change.repaymentDay === undefined ? {} : { repaymentDay: change.repaymentDay }),
            gracePeriods: change.gracePeriods ?? 0,
          },
        },
      ]
    }
    case 'ACCELERATE':
      return [{ kind: 'CALL' }]
    case 'WRITE_OFF':
      return [{ kind: 'WRITE_OFF' }]
    case 'REVERSAL':
    case 'RENEWAL':
      return []
  }
}

/** No plan of a restructured loan runs longer (§5.5). */
const MOST_YEARS = 10

const rateOf = (c: { annualRate?: number | undefined }) =>
  c.annualRate === undefined ? {} : { annualRatePpm: c.annualRate }

/** Refuses a change that the loan's state, its guarantors or the law do not allow. */
export async function checkChange(
  ctx: Ctx,
  loan: StoredLoan,
  book: Book,
  change: LoanChangeInput,
  valueDate: PlainDate,
): Promise<void> {
  const rule = CHANGE_RULES[change.kind]
  if (!rule.states.includes(loan.state))
    throw refuse('E_STATE', { object: 'loan', state: loan.state, event: change.kind.toLowerCase() })
  if (rule.consents && 'consents' in change) await checkConsents(ctx, loan, book, change)
  const p = positionOf(book)
  if (change.kind === 'REVERSAL') return checkReversal(ctx, loan, change.eventId)
  const todayOnly = change.kind === 'WRITE_OFF' || change.kind === 'RENEWAL'
  if (todayOnly && !valueDate.equals(ctx.today))
    throw refuse('E_DATE:valueDate', {}, { fields: [{ path: 'valueDate', code: 'E_DATE:valueDate' }] })
  await checkBackDated(ctx, loan.terms.startDate, valueDate)
  if (change.kind === 'MISUSE' && change.amount > p.principalFen)
    throw refuse('E_RANGE', {}, { fields: [{ path: 'amount', code: 'E_RANGE' }] })
  if (change.kind === 'WRITE_OFF' && worseOf(classByDpd(p.dpd), loan.class as LoanClass) !== 'LOSS')
    throw refuse('E_NOT_LOSS_CLASS', { class: loan.class })
  if (change.kind === 'RESTRUCTURE' && isAfter(change.maturityDate, ctx.today.add({ years: MOST_YEARS })))
    throw refuse(
      'E_MATURITY_CAP',
      { latest: ctx.today.add({ years: MOST_YEARS }).toString() },
      { fields: [{ path: 'maturityDate', code: 'E_MATURITY_CAP' }] },
    )
  if (change.kind === 'EXTENSION' || change.kind === 'RENEWAL') await checkMaturity(ctx, loan, book, change)
}

/**
 * What may be taken back: anything booked on the loan once, but not what a claim paid (the claim moves its money), and a
 * write-off only before or after its recoveries.
 */
async function checkReversal({ tx, actor }: Ctx, loan: StoredLoan, eventId: string): Promise<void> {
  const target = loan.history.find((e) => e.id === eventId)
  if (!target) throw refuse('E_NOT_FOUND', { object: 'loanEvent' })
  if (target.reversedBy) throw refuse('E_ALREADY_REVERSED', { event: target.kind })
  const claimed = await tx.repayment.findFirst({
    where: { bankId: actor.bankId, loanId: loan.id, eventId, claimId: { not: null } },
    select: { id: true },
  })
  if (claimed) throw refuse('E_REVERSAL_OF_CLAIM', {})
  const recovered = loan.events.some((e) => e.kind === 'PAY' && e.seq > target.seq)
  if (target.kind === 'WRITE_OFF' && recovered) throw refuse('E_RECOVERY_FIRST', {})
}

/** What is taken back counts from its own day; everything else from the day that was said. */
export function valueDateOf(loan: StoredLoan, change: LoanChangeInput, said: PlainDate): PlainDate {
  const target = change.kind === 'REVERSAL' ? loan.history.find((e) => e.id === change.eventId) : undefined
  return target ? fromSerial(target.on) : said
}

/** The loan's book with the change in it, or the reason why it cannot be. A renewal leaves it to the act itself. */
export function bookAfter(
  loan: StoredLoan,
  change: LoanChangeInput,
  before: Book,
  valueDate: PlainDate,
  today: PlainDate,
): Book {
  if (change.kind === 'RENEWAL') return before
  if (change.kind === 'REVERSAL') {
    const taken = takeBack(loan, change.eventId, toSerial(today))
    if ('error' in taken) throw taken
    return bookOf(loan, taken.events, toSerial(today))
  }
  const facts = factsOf(change, before).map((fact, i) => ({ id: `new-${i}`, on: toSerial(valueDate), ...fact }))
  const events = [...loan.events, ...facts]
  const told = tell(loan.terms, events, toSerial(today))
  if (!told.ok) throw bookRefusal(told.refusal)
  return told.book
}

/** A heavier debt or a later end binds only the guarantors who agreed to it in writing (LEG-7). */
async function checkConsents(
  ctx: Ctx,
  loan: StoredLoan,
  book: Book,
  change: Extract<LoanChangeInput, { consents: string[] }>,
): Promise<void> {
  const lighter = change.kind === 'RATE' && change.annualRate <= book.walk.ratePpm
  if (lighter) return
  const missing = (await guarantorsOf(ctx, loan)).filter((name) => !change.consents.includes(name))
  if (missing.length > 0)
    throw refuse(
      'E_CONSENTS_MISSING',
      { names: missing },
      { fields: [{ path: 'consents', code: 'E_CONSENTS_MISSING' }] },
    )
}

/** Who answers for the loan beside the borrower: the other members of its joint-guarantee group. */
export async function guarantorsOf(
  { tx, actor }: Pick<Ctx, 'tx' | 'actor'>,
  loan: Pick<StoredLoan, 'groupId' | 'applicationId'>,
): Promise<string[]> {
  if (!loan.groupId) return []
  const members = await tx.jointGroupMember.findMany({
    where: { bankId: actor.bankId, groupId: loan.groupId, state: 'ACTIVE', applicationId: { not: loan.applicationId } },
    select: { application: { select: { name: true } } },
    orderBy: { application: { position: 'asc' } },
  })
  return members.map((m) => m.application.name ?? '').filter(Boolean)
}

/** Extension in all at most the original term; a renewal never beyond 36 months nor a third time, and only of a good loan (§8.7). */
async function checkMaturity(
  ctx: Ctx,
  loan: StoredLoan,
  book: Book,
  change: Extract<LoanChangeInput, { kind: 'EXTENSION' | 'RENEWAL' }>,
): Promise<void> {
  const row = await ctx.tx.loan.findFirstOrThrow({
    where: { bankId: ctx.actor.bankId, id: loan.id },
    select: { firstDisbursementDate: true, renewedFrom: true },
  })
  const original = loan.terms.startDate.until(loan.terms.maturityDate, { largestUnit: 'months' }).months
  const isExtension = change.kind === 'EXTENSION'
  const latest = latestMaturity(
    {
      method: isExtension ? 'EXTENSION' : 'ROLLOVER_NEW_LOAN',
      firstDisbursementDate: isExtension ? loan.terms.startDate : fromDb(row.firstDisbursementDate),
      originalTermMonths: Math.max(1, original),
    },
    book.terms.maturityDate,
  )
  const field = { fields: [{ path: 'maturityDate', code: 'E_MATURITY_CAP' }] }
  if (isAfter(change.maturityDate, latest)) throw refuse('E_MATURITY_CAP', { latest: latest.toString() }, field)
  if (!isAfter(change.maturityDate, book.terms.maturityDate))
    throw refuse(
      'E_MATURITY_PASSED',
      { on: book.terms.maturityDate.toString() },
      { fields: [{ path: 'maturityDate', code: 'E_MATURITY_PASSED' }] },
    )
  if (isExtension) return
  const p = positionOf(book)
  if (p.dpd > 0 || p.totalDueFen > 0n || loan.class !== 'NORMAL' || book.misusedFen > 0n)
    throw refuse('E_NOT_RENEWABLE', { class: loan.class, dpd: p.dpd })
  if ((await renewalsBefore(ctx, row.renewedFrom)) >= 2) throw refuse('E_RENEWALS_USED', {})
}

async function renewalsBefore({ tx, actor }: Ctx, renewedFrom: string | null): Promise<number> {
  let count = 0
  for (let id = renewedFrom; id; count++) {
    const before: { renewedFrom: string | null } | null = await tx.loan.findFirst({
      where: { bankId: actor.bankId, id },
      select: { renewedFrom: true },
    })
    id = before?.renewedFrom ?? null
  }
  return count
}
