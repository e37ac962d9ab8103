/** The state of a loan note that follows from its book (§10.4): overdue, cured, settled, written off, opened again. */
import { deriveBatch, moveItem } from '@/lib/batches/progress'
import type { CommandContext } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { transition } from '@/lib/platform/workflow'
import { type Book, linesAhead, positionOf } from '../rules/book'
import type { LoanEvent } from '../rules/loan-events'
import { type LoanNoteState, loanMachine } from '../workflow'
import type { StoredLoan } from './read'

type Ctx = CommandContext<unknown>
type Moved = { loan: StoredLoan; book: Book; events: readonly LoanEvent[] }

/** Nothing is owed and nothing will be: all parts are 0.00 (§10.4). A revolving loan in its term may be drawn again. */
export function isFinished(book: Book): boolean {
  const p = positionOf(book)
  if (p.principalFen > 0n || p.totalDueFen > 0n || p.interestRipeFen > 0n || p.interestRunningFen > 0n) return false
  const revolves = book.terms.method === 'REVOLVING' && book.on < book.turn
  return !revolves && linesAhead(book).length === 0
}

/** Moves each loan to where its book says; answers the states. */
export async function moveStates(ctx: Ctx, loans: readonly Moved[]): Promise<string[]> {
  const states: string[] = []
  for (const moved of loans) states.push(await moveState(ctx, moved))
  return states
}

async function moveState(ctx: Ctx, { loan, book, events }: Moved): Promise<string> {
  let { state, version } = loan
  const move = async (
    event: 'fall-overdue' | 'cure' | 'settle' | 'reopen',
    set?: Record<string, unknown>,
    to?: LoanNoteState,
  ) => {
    const moved = await transition(
      { ...ctx, ifMatch: undefined },
      loanMachine,
      { id: loan.id, state, version },
      { event, bySystem: true, ...(set ? { set } : {}), ...(to ? { to } : {}) },
    )
    state = moved.state
    version = moved.version
  }
  if (book.writtenOff || state === 'RENEWED' || state === 'DISBURSE_PENDING') return state
  const { dpd } = positionOf(book)
  const standing = dpd > 0 ? 'OVERDUE' : 'CURRENT'
  if (state === 'WRITTEN_OFF') await move('reopen', { writtenOffOn: null }, await stateBeforeWriteOff(ctx, loan.id))
  if (isFinished(book)) {
    if (state === 'SETTLED') return state
    await move('settle', { settledOn: toDb(ctx.today) })
    await settleApplication(ctx, loan)
    return state
  }
  if (state === 'SETTLED') {
    await move('reopen', { settledOn: null }, standing)
    await reopenApplication(ctx, loan)
  } else if (state === 'ACCELERATED' && !events.some((e) => e.kind === 'CALL')) await move('reopen', {}, standing)
  else if (state === 'OVERDUE' && dpd === 0) await move('cure')
  else if (state === 'CURRENT' && dpd > 0) await move('fall-overdue')
  return state
}

/** Where a loan stood when it was written off. */
async function stateBeforeWriteOff({ tx, actor }: Ctx, loanId: string): Promise<LoanNoteState> {
  const row = await tx.stateHistory.findFirst({
    where: { bankId: actor.bankId, objectType: 'loan', objectId: loanId, event: 'write-off' },
    orderBy: { at: 'desc' },
    select: { stateFrom: true },
  })
  return (row?.stateFrom ?? 'OVERDUE') as LoanNoteState
}

/** The application is settled when the last of its loans is; the margin may then be released after its delay (INV-A2). */
async function settleApplication(ctx: Ctx, loan: StoredLoan): Promise<void> {
  const { tx, actor } = ctx
  const open = await tx.loan.count({
    where: {
      bankId: actor.bankId,
      applicationId: loan.applicationId,
      id: { not: loan.id },
      state: { notIn: ['SETTLED', 'RENEWED'] },
    },
  })
  if (open > 0) return
  await moveItem(ctx, loan.applicationId, 'settle', { bySystem: true })
  await tx.task.create({
    data: {
      bankId: actor.bankId,
      kind: 'RELEASE_MARGIN',
      objectType: 'application',
      objectId: loan.applicationId,
      role: 'OPS_MAKER',
      state: 'OPEN',
      createdBy: actor.userId,
    },
  })
  await deriveBatch(ctx, loan.batchId)
}

/** A reversal made the loan owe again: its application is under way again, and nobody releases its margin. */
async function reopenApplication(ctx: Ctx, loan: StoredLoan): Promise<void> {
  const { tx, actor } = ctx
  await moveItem(ctx, loan.applicationId, 'reopen', { bySystem: true })
  await tx.task.updateMany({
    where: {
      bankId: actor.bankId,
      kind: 'RELEASE_MARGIN',
      objectType: 'application',
      objectId: loan.applicationId,
      state: 'OPEN',
    },
    data: { state: 'CANCELLED' },
  })
}
