/** What every mode's claim is made of: lines on payers, their periods, the accounts and the partner behind a loan (§8.6). */
import type { CommandContext } from '@/lib/platform/commands'
import { addMonths, fromDb, fromDbOrNull, type PlainDate } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { type Fen, sumFen } from '@/lib/platform/money'
import type { Trace } from '@/lib/platform/trace'
import { type ClaimType, claimParts, type DebtParts } from '../rules/claim-parts'
import type { WaterfallSource, WaterfallTotals } from '../rules/waterfall/lines'
import { type ClaimCase, partsOf } from './case'

export type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today'>

export type ComputedLine = {
  source: WaterfallSource
  subLedgerId: string | null
  applicationId: string | null
  partyId: string | null
  demandedFen: Fen
  /** last day on which this guarantor can be asked (LEG-5); null: an account */
  periodEnd: PlainDate | null
}
export type ComputedClaim = {
  amountFen: Fen
  parts: DebtParts
  lines: ComputedLine[]
  shortfallFen: Fen
  triggerDpd: number
  waterfall: WaterfallTotals & {
    mode: string
    jointLiability?: { id: string; amountFen: Fen }[]
    replenishments?: { id: string; amountFen: Fen }[]
  }
  trace: Trace
  /** working days for the letter's answer and for the money */
  answerDays: number
  payDays: number
}
export const whole = (c: ClaimCase, type: ClaimType, amountFen: Fen) => ({
  amountFen,
  parts: claimParts(type, amountFen, partsOf(c.owed)),
})
export const sumLines = (lines: readonly ComputedLine[]) => sumFen(lines.map((l) => l.demandedFen))
export const line = (source: WaterfallSource, demandedFen: Fen, more: Partial<ComputedLine> = {}): ComputedLine => ({
  source,
  subLedgerId: null,
  applicationId: null,
  partyId: null,
  demandedFen,
  periodEnd: null,
  ...more,
})
/** The guarantor's own period: as its contract says, or from maturity on (LEG-5). */
export async function periodEnd(ctx: Ctx, c: ClaimCase, kinds: string[], months: number): Promise<PlainDate> {
  const contract = await ctx.tx.contract.findFirst({
    where: {
      bankId: ctx.actor.bankId,
      batchId: c.loan.batchId,
      kind: { in: kinds },
      state: 'SIGNED',
      guaranteePeriodEnd: { not: null },
      OR: [
        { applicationId: c.loan.applicationId },
        { groupId: c.loan.groupId ?? '00000000-0000-0000-0000-000000000000' },
      ],
    },
    orderBy: { signedAt: 'desc' },
    select: { guaranteePeriodEnd: true },
  })
  return fromDbOrNull(contract?.guaranteePeriodEnd) ?? addMonths(fromDb(c.loan.maturityDate), months)
}
/** Accounts of a type in the loan's market with what is available on their ledgers. */
export async function ledgers(ctx: Ctx, c: ClaimCase, type: string) {
  const rows = await ctx.tx.marginSubLedger.findMany({
    where: { bankId: ctx.actor.bankId, account: { marketId: c.loan.marketId, type, state: 'OPEN' } },
    include: { account: { select: { partyId: true } } },
    orderBy: { subNo: 'asc' },
  })
  return rows.map((s) => ({
    id: s.id,
    applicationId: s.applicationId,
    partyId: s.account.partyId,
    freeFen: s.ledgerFen - s.frozenFen,
  }))
}
export const partnerOf = (c: ClaimCase) => {
  if (!c.scheme) throw refuse('E_CLAIM_NO_PARTNER', { mode: c.mode })
  return c.scheme.partyId
}
/** What the programme's year has paid already: guarantors' batch cap, insurers' loss line. */
export async function programmeYear(ctx: Ctx, c: ClaimCase): Promise<{ paidFen: Fen; volumeFen: Fen }> {
  const { tx, actor, today } = ctx
  const start = c.terms?.startsOn ?? today.subtract({ years: 1 })
  const [row] = await tx.$queryRaw<{ paid: bigint; volume: bigint }[]>`
    select (select coalesce(sum(k.paid_fen), 0) from claim k join loan l on l.bank_id = k.bank_id and l.id = k.loan_id
            where k.bank_id = ${actor.bankId}::uuid and k.mode = ${c.mode} and k.type in ('GUARANTOR', 'INSURER') and l.market_id = ${c.loan.marketId}::uuid
              and k.as_of >= ${start.toString()}::date)::bigint as paid,
      (select coalesce(sum(l.principal_fen), 0) from loan l join batch b on b.bank_id = l.bank_id and b.id = l.batch_id and b.mode = ${c.mode}
        where l.bank_id = ${actor.bankId}::uuid and l.market_id = ${c.loan.marketId}::uuid and l.start_date >= ${start.toString()}::date)::bigint as volume`
  return { paidFen: row?.paid ?? 0n, volumeFen: row?.volume ?? 0n }
}
