import { z } from 'zod'
import { toDb } from '@/lib/platform/dates'
import { defineQuery } from '@/lib/platform/queries'
import { zDate, zId } from '@/lib/platform/schema'
import { Prisma } from '@/lib/platform/tenant'

const LEDGER_READERS = [
  'OPS_MAKER',
  'OPS_CHECKER',
  'DISB_REVIEWER',
  'DISB_APPROVER',
  'RISK_MGR',
  'AUDITOR',
  'TENANT_ADMIN',
  'SB_HEAD',
  'CR_HEAD',
] as const

/** Balances of every account at the end of a day; debits equal credits to the fen, and the answer says so. */
export const trialBalance = defineQuery({
  name: 'ledger.trialBalance',
  input: z.strictObject({ date: zDate.optional() }),
  access: { roles: LEDGER_READERS },
  async run({ tx, actor, input, today }) {
    const date = input.date ?? today
    const rows = await tx.$queryRaw<
      { code: string; name_zh: string; name_en: string; kind: string; debit: bigint; credit: bigint }[]
    >`
      select a.code, a.name_zh, a.name_en, a.kind, coalesce(sum(l.debit_fen), 0)::bigint as debit, coalesce(sum(l.credit_fen), 0)::bigint as credit
      from gl_account a
      left join (journal_line l join journal j on j.bank_id = l.bank_id and j.id = l.journal_id and j.business_date <= ${toDb(date)}::date)
        on l.bank_id = a.bank_id and l.account_code = a.code
      where a.bank_id = ${actor.bankId}::uuid group by a.code, a.name_zh, a.name_en, a.kind order by a.code`
    const accounts = rows.map((r) => ({
      code: r.code,
      nameZh: r.name_zh,
      nameEn: r.name_en,
      kind: r.kind,
      debitFen: r.debit,
      creditFen: r.credit,
      balanceFen: r.debit - r.credit,
    }))
    const debitFen = accounts.reduce((s, a) => s + a.debitFen, 0n)
    const creditFen = accounts.reduce((s, a) => s + a.creditFen, 0n)
    return {
      date,
      accounts,
      totals: { debitFen, creditFen },
      balanced: debitFen === creditFen,
      differenceFen: debitFen - creditFen,
    }
  },
})

/** The journals that touched one loan, oldest first, with their lines: `GET /loans/{id}/ledger`. */
export const loanLedger = defineQuery({
  name: 'ledger.ofLoan',
  input: z.strictObject({ loanId: zId }),
  access: { roles: [...LEDGER_READERS, 'RM', 'COLLECTOR', 'POST_MKT', 'EVALUATOR'] },
  async run({ tx, actor, input }) {
    const rows = await tx.$queryRaw<
      {
        number: string
        business_date: Date
        event: string
        memo: string | null
        account_code: string
        debit_fen: bigint
        credit_fen: bigint
        at: Date
      }[]
    >(Prisma.sql`
      select j.number, j.business_date, j.event, j.memo, l.account_code, l.debit_fen, l.credit_fen, j.at
      from journal_line l join journal j on j.bank_id = l.bank_id and j.id = l.journal_id
      where l.bank_id = ${actor.bankId}::uuid and l.loan_id = ${input.loanId}::uuid order by j.number, l.position`)
    const byNumber = Map.groupBy(rows, (r) => r.number)
    return {
      items: [...byNumber.values()].map((lines) => ({
        number: lines[0]!.number,
        date: Temporal.PlainDate.from(lines[0]!.business_date.toISOString().slice(0, 10)),
        event: lines[0]!.event,
        memo: lines[0]!.memo,
        at: lines[0]!.at,
        lines: lines.map((l) => ({ account: l.account_code, debitFen: l.debit_fen, creditFen: l.credit_fen })),
      })),
    }
  },
})
