/** At the end of a month: every loan's statement, as one row a loan; the document is made from it when somebody asks. */
import type { PlainDate } from '@/lib/platform/dates'
import { Prisma, type Tx } from '@/lib/platform/tenant'
import { chargeOn, day, interestOn } from './sql'

export async function makeStatements(tx: Tx, bankId: string, on: PlainDate): Promise<{ statements: number }> {
  if (on.day !== on.daysInMonth) return { statements: 0 }
  const D = day(on.toString())
  const statements = await tx.$executeRaw(Prisma.sql`
    insert into loan_statement (bank_id, loan_id, month, principal_fen, due_fen, interest_fen, dpd, class)
    select s.bank_id, s.loan_id, date_trunc('month', ${D})::date, s.principal_fen,
      s.principal_due_fen + s.interest_due_fen + ${chargeOn('pen', D)} + ${chargeOn('com', D)} + s.costs_fen,
      s.interest_ripe_fen + ${interestOn(D)}, coalesce(${D} - s.oldest_due, 0), s.class
    from loan_state s where s.bank_id = ${bankId}::uuid and s.live on conflict (bank_id, loan_id, month) do nothing`)
  return { statements }
}
