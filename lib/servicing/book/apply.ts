/**
 * The one way to book on loans. Under the loans' locks their books are told twice, without and with what is new (or
 * without what is taken back); the difference is posted, the rows are written anew, and the loans move to the states that
 * follow. One loan or thousands: the same statements.
 */
import { loadParameters } from '@/lib/admin/parameters'
import type { CommandContext } from '@/lib/platform/commands'
import { isBefore, type PlainDate } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { toYuan } from '@/lib/platform/money'
import { newId } from '@/lib/platform/tenant'
import { type Posting, postJournals } from '../ledger/post'
import { type Book, positionOf } from '../rules/book'
import { type BookRefusal, type Shared, tell } from '../rules/book-events'
import { classByDpd, type LoanClass, worseOf } from '../rules/classification'
import type { LoanEvent, LoanFact } from '../rules/loan-events'
import { fromSerial, toSerial } from '../rules/serial-day'
import { storedFact } from './facts'
import { checkValueDate, enterDay, firstOpenDay } from './gate'
import { postingsBetween, provisionAfter } from './journals'
import { readLoans, type StoredLoan } from './read'
import { saveBooks } from './save'
import { isFinished, moveStates } from './standing'
import { takeBack } from './take-back'

type Ctx = CommandContext<unknown>

export type NewFact = { fact: LoanFact; valueDate: PlainDate; source?: string; changeId?: string }
/** What is to be booked on a loan: facts to add, or an event to take back. */
export type LoanOrder = { loanId: string } & ({ add: NewFact[] } | { reverse: string; changeId?: string })

export type Applied = {
  loan: StoredLoan
  before: Book
  book: Book
  /** ids of the new events, in the order of the order's facts */
  eventIds: string[]
  /** how each new payment was shared out */
  shared: Shared[]
  /** what now counts of the loan's life */
  events: readonly LoanEvent[]
  provisionFen: bigint
  state: string
}

/** Books orders on loans, in one transaction. Refuses as a whole what one of them refuses. */
export async function applyToLoans(ctx: Ctx, orders: readonly LoanOrder[]): Promise<Applied[]> {
  const { tx, actor, today } = ctx
  const { bankId } = actor
  await enterDay(tx, bankId)
  const loans = await readLoans(
    tx,
    bankId,
    orders.map((o) => o.loanId),
    { lock: true },
  )
  const byId = new Map(loans.map((l) => [l.id, l]))
  if (new Set(orders.map((o) => o.loanId)).size < orders.length) throw new Error('one order a loan')
  const on = toSerial(today)
  const backDatedDays = await backDatedDaysFor(ctx, orders)
  const applied: Applied[] = []
  const events: NewEventRow[] = []
  const postings: Posting[] = []
  for (const order of orders) {
    const loan = byId.get(order.loanId)
    if (!loan) throw refuse('E_NOT_FOUND', { object: 'loan' })
    const result = await applyOne(ctx, loan, order, on, backDatedDays)
    events.push(...result.events)
    postings.push(...result.postings)
    applied.push(result.applied)
  }
  await insertEvents(ctx, events)
  await postJournals(ctx, postings)
  await keepTerms(ctx, applied)
  const states = await moveStates(ctx, applied)
  await saveBooks(
    tx,
    bankId,
    today,
    applied.map((a) => ({
      loanId: a.loan.id,
      batchId: a.loan.batchId,
      marketId: a.loan.marketId,
      class: worseOf(classByDpd(positionOf(a.book).dpd), a.loan.class as LoanClass),
      accruing: a.loan.accruing,
      provisionFen: a.provisionFen,
      live: !a.book.writtenOff && !isFinished(a.book),
      book: a.book,
    })),
  )
  return applied.map((a, i) => ({ ...a, state: states[i]! }))
}

/** Rate and maturity in force, on the loan itself: what lists, contracts and later stages read. */
async function keepTerms({ tx, actor }: Ctx, applied: readonly Applied[]): Promise<void> {
  const changed = applied.filter(
    ({ before, book }) =>
      before.walk.ratePpm !== book.walk.ratePpm || !before.terms.maturityDate.equals(book.terms.maturityDate),
  )
  if (changed.length === 0) return
  const rows = changed.map(({ loan, book }) => ({
    id: loan.id,
    rate: book.walk.ratePpm,
    maturity: book.terms.maturityDate.toString(),
  }))
  await tx.$executeRaw`
    update loan l set rate_ppm = j.rate, maturity_date = j.maturity from json_to_recordset(${JSON.stringify(rows)}::json) as j(id uuid, rate int, maturity date)
    where l.bank_id = ${actor.bankId}::uuid and l.id = j.id`
}

/** How far back value dates may lie; asked only where one does. */
async function backDatedDaysFor({ tx, actor, today }: Ctx, orders: readonly LoanOrder[]): Promise<number> {
  const isBack = (order: LoanOrder) => 'add' in order && order.add.some((a) => !a.valueDate.equals(today))
  if (!orders.some(isBack)) return 0
  return (await loadParameters(tx, actor.bankId, today)).servicing.backDatedDays
}

async function applyOne(ctx: Ctx, loan: StoredLoan, order: LoanOrder, on: number, backDatedDays: number) {
  const { today, tx, actor } = ctx
  let before = bookOf(loan, loan.events, on)
  const first = before
  const events: NewEventRow[] = []
  const postings: Posting[] = []
  const eventIds: string[] = []
  const shared: Shared[] = []
  let live: LoanEvent[] = loan.events
  const post = (after: Book, what: { fact: LoanFact; source: string; sign: 1 | -1 }, valueDate: PlainDate) => {
    const side = { accruing: loan.accruing, provisionFen: loan.provisionFen }
    for (const p of postingsBetween(before, after, what, side)) {
      postings.push({
        ...p,
        businessDate: today,
        ...(valueDate.equals(today) ? {} : { valueDate }),
        objectType: 'loan',
        objectId: loan.id,
        loanId: loan.id,
        marketId: loan.marketId,
        batchId: loan.batchId,
        merchantId: loan.merchantId,
        memo: what.sign === 1 ? what.source : `REVERSAL ${what.source}`,
      })
    }
    before = after
  }
  if ('reverse' in order) {
    const target = loan.history.find((e) => e.id === order.reverse)
    if (!target) throw refuse('E_NOT_FOUND', { object: 'loanEvent' })
    if (target.reversedBy) throw refuse('E_ALREADY_REVERSED', { event: target.kind })
    const taken = takeBack(loan, target.id, on)
    if ('error' in taken) throw taken
    // told anew from the day itself; what that posts goes into no closed period
    const open = await firstOpenDay(tx, actor.bankId)
    for (const [i, gone] of taken.dropped.entries()) {
      live = live.filter((e) => e.id !== gone.id)
      const valueDate = fromSerial(gone.on)
      const row = eventRow(loan, i + 1, { reverses: gone.id, kind: 'REVERSE', valueDate, changeId: order.changeId })
      events.push(row)
      eventIds.push(row.id)
      const postedOn = open && isBefore(valueDate, open) ? open : valueDate
      post(bookOf(loan, live, on), { fact: gone, source: gone.source ?? 'CUSTOMER', sign: -1 }, postedOn)
    }
  } else {
    for (const [i, add] of order.add.entries()) {
      await checkValueDate(tx, actor.bankId, {
        valueDate: add.valueDate,
        today,
        startDate: loan.terms.startDate,
        backDatedDays,
      })
      const row = eventRow(loan, i + 1, { ...add, kind: add.fact.kind })
      events.push(row)
      eventIds.push(row.id)
      live = [...live, { id: row.id, on: toSerial(add.valueDate), ...add.fact }]
      const told = tell(loan.terms, live, on)
      if (!told.ok) throw bookRefusal(told.refusal)
      shared.push(...told.shared.filter((s) => s.event === row.id))
      post(told.book, { fact: add.fact, source: add.source ?? 'CUSTOMER', sign: 1 }, add.valueDate)
    }
  }
  const provisionFen = provisionAfter(first, before, loan)
  const applied = { loan, before: first, book: before, eventIds, shared, events: live, provisionFen, state: loan.state }
  return { events, postings, applied }
}

/** The book of a loan on a day. A stored life that cannot be told is a fault, not a refusal. */
export function bookOf(loan: Pick<StoredLoan, 'number' | 'terms'>, events: readonly LoanEvent[], on: number): Book {
  const told = tell(loan.terms, events, on)
  if (!told.ok) throw bookRefusal(told.refusal)
  return told.book
}

export function bookRefusal(r: BookRefusal) {
  const { available, on } = r.params
  return refuse(r.code, { ...(available === undefined ? {} : { available: toYuan(available) }), ...(on ? { on } : {}) })
}

type NewEventRow = {
  id: string
  loan_id: string
  seq: number
  kind: string
  value_date: string
  amount_fen: string
  fact: string
  reverses_id: string | null
  source: string | null
  change_id: string | null
}

function eventRow(
  loan: StoredLoan,
  offset: number,
  e: {
    kind: string
    valueDate: PlainDate
    fact?: LoanFact
    reverses?: string
    source?: string | undefined
    changeId?: string | undefined
  },
): NewEventRow {
  return {
    id: newId(),
    loan_id: loan.id,
    seq: loan.lastSeq + offset,
    kind: e.kind,
    value_date: e.valueDate.toString(),
    amount_fen: String(e.fact && 'amountFen' in e.fact ? e.fact.amountFen : 0n),
    fact: e.fact ? storedFact(e.fact) : '{}',
    reverses_id: e.reverses ?? null,
    source: e.source ?? null,
    change_id: e.changeId ?? null,
  }
}

async function insertEvents(ctx: Ctx, rows: readonly NewEventRow[]): Promise<void> {
  const { tx, actor, today, now } = ctx
  await tx.$executeRaw`
    insert into loan_event (bank_id, id, loan_id, seq, kind, value_date, booked_on, amount_fen, fact, reverses_id, source, change_id, posted_by, at)
    select ${actor.bankId}::uuid, e.id, e.loan_id, e.seq, e.kind, e.value_date, ${today.toString()}::date, e.amount_fen, e.fact::jsonb, e.reverses_id,
      e.source, e.change_id, ${actor.userId}::uuid, ${now}
    from json_to_recordset(${JSON.stringify(rows)}::json) as e(id uuid, loan_id uuid, seq int, kind text, value_date date, amount_fen bigint,
      fact text, reverses_id uuid, source text, change_id uuid)`
}
