/** Posting to the general ledger: double entry, append-only, in the transaction of the command that causes it. */
import type { CommandContext } from '@/lib/platform/commands'
import type { PlainDate } from '@/lib/platform/dates'
import { prepared } from '@/lib/platform/db/prepared'
import { newId, Prisma, type Tx } from '@/lib/platform/tenant'
import { DEFAULT_ACCOUNTS } from './accounts'
import { type PostingAmounts, type PostingEvent, standardRules } from './rules'

export type Posting = {
  event: PostingEvent
  amounts: PostingAmounts
  /** the accounting day: the bank's business date */
  businessDate: PlainDate
  /** the day from which it counts, when that is an earlier one */
  valueDate?: PlainDate
  objectType: string
  objectId: string
  loanId?: string
  subLedgerId?: string
  marketId?: string
  batchId?: string
  merchantId?: string
  memo?: string
}

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now'>

/** Posts one business event. Returns the journal's number, or null when every part was zero. */
export async function postJournal(ctx: Ctx, posting: Posting): Promise<string | null> {
  const [number] = await postJournals(ctx, [posting])
  return number ?? null
}

/**
 * Posts many events in one statement. The database numbers the journals without a gap and turns each part into its two
 * lines by the bank's own posting rules; a part without a rule is a fault, never a journal with a line less. Events
 * without amounts are left out.
 */
export async function postJournals(ctx: Ctx, postings: Posting[]): Promise<string[]> {
  const real = postings.filter((p) => Object.values(p.amounts).some((fen) => fen !== 0n))
  return insertJournals(
    ctx,
    real.map((p) => ({ p, id: newId(), shares: [p] })),
  )
}

/** What one journal posts for a batch, or a loan, among many. */
export type Share = Pick<Posting, 'amounts' | 'loanId' | 'batchId' | 'marketId' | 'merchantId'>

/** One journal whose lines are spread over batches or loans: what the end of day posts. Null when nothing is to be posted. */
export async function postSpread(
  ctx: Ctx,
  posting: Omit<Posting, 'amounts'>,
  shares: readonly Share[],
): Promise<string | null> {
  const real = shares.filter((s) => Object.values(s.amounts).some((fen) => fen !== 0n))
  if (real.length === 0) return null
  const [number] = await insertJournals(ctx, [{ p: posting, id: newId(), shares: real }])
  return number ?? null
}

export const journalNumber = (n: bigint): string => `J${n.toString().padStart(10, '0')}`

type JournalRow = { p: Omit<Posting, 'amounts'>; id: string; shares: readonly Share[] }

async function insertJournals(ctx: Ctx, rows: readonly JournalRow[]): Promise<string[]> {
  if (rows.length === 0) return []
  const { tx, actor } = ctx
  const journals = rows.map(({ p, id }, no) => ({
    no,
    id,
    day: p.businessDate.toString(),
    value: p.valueDate?.toString() ?? null,
    event: p.event,
    object_type: p.objectType,
    object_id: p.objectId,
    memo: p.memo ?? null,
  }))
  const parts = rows.flatMap(({ p, id, shares }) =>
    shares
      .flatMap((share) => Object.entries(share.amounts).map(([part, fen]) => ({ share, part, fen })))
      .filter(({ fen }) => fen !== 0n)
      .map(({ share, part, fen }, position) => ({
        journal_id: id,
        debit_id: newId(),
        credit_id: newId(),
        event: p.event,
        part,
        fen: String(fen),
        position,
        loan_id: share.loanId ?? null,
        sub_ledger_id: p.subLedgerId ?? null,
        market_id: share.marketId ?? null,
        batch_id: share.batchId ?? null,
        merchant_id: share.merchantId ?? null,
      })),
  )
  const [made] = await tx.$queryRaw<{ last: bigint; lines: bigint }[]>`
    ${prepared('ledger.post')}with taken as (
      insert into counter (bank_id, name, value) values (${actor.bankId}::uuid, 'journal', ${rows.length})
      on conflict (bank_id, name) do update set value = counter.value + excluded.value returning value),
    made as (
      insert into journal (bank_id, id, number, business_date, value_date, event, object_type, object_id, memo, posted_by, at)
      select ${actor.bankId}::uuid, j.id, 'J' || lpad((taken.value - ${rows.length}::bigint + 1 + j.no)::text, 10, '0'), j.day, j.value, j.event,
        j.object_type, j.object_id, j.memo, ${actor.userId}::uuid, ${ctx.now}
      from taken cross join json_to_recordset(${JSON.stringify(journals)}::json)
        as j(no int, id uuid, day date, value date, event text, object_type text, object_id uuid, memo text)),
    lines as (${insertLines(actor.bankId, parts)} returning 1)
    select taken.value as last, (select count(*) from lines) as lines from taken`
  const { last, lines } = made!
  if (Number(lines) !== 2 * parts.length) await insertMissing(ctx, parts, Number(lines))
  return rows.map((_, i) => journalNumber(last - BigInt(rows.length - 1 - i)))
}

/** A bank's ledger gets its chart and its rules with the first journal that needs them. */
async function insertMissing({ tx, actor }: Ctx, parts: readonly Part[], inserted: number): Promise<void> {
  await seedLedger(tx, actor.bankId)
  const added = await tx.$executeRaw(Prisma.sql`${insertLines(actor.bankId, parts)}
    where not exists (select from journal_line l where l.bank_id = r.bank_id and l.journal_id = p.journal_id
      and l.position = p.position * 2 + (1 - side.sign) / 2)`)
  const missing = 2 * parts.length - inserted - added
  if (missing !== 0) throw new Error(`${missing} lines without a posting rule, event ${parts[0]?.event}`)
}

type Part = { event: string }

/** Two lines for each part, by the bank's posting rules. */
const insertLines = (bankId: string, parts: readonly Part[]): Prisma.Sql => Prisma.sql`
    insert into journal_line (bank_id, id, journal_id, account_code, debit_fen, credit_fen, loan_id, sub_ledger_id, market_id, batch_id, merchant_id, position)
    select ${bankId}::uuid, side.id, p.journal_id, side.account, greatest(p.fen * side.sign, 0), greatest(-p.fen * side.sign, 0),
      p.loan_id, p.sub_ledger_id, p.market_id, p.batch_id, p.merchant_id, p.position * 2 + (1 - side.sign) / 2
    from json_to_recordset(${JSON.stringify(parts)}::json) as p(journal_id uuid, debit_id uuid, credit_id uuid, event text, part text, fen bigint, position int,
      loan_id uuid, sub_ledger_id uuid, market_id uuid, batch_id uuid, merchant_id uuid)
    join posting_rule r on r.bank_id = ${bankId}::uuid and r.event = p.event and r.part = p.part
    cross join lateral (values (r.debit, 1, p.debit_id), (r.credit, -1, p.credit_id)) as side(account, sign, id)`

/** Gives a bank the standard chart of accounts and posting rules; what it has is left as it is. */
export async function seedLedger(tx: Tx, bankId: string): Promise<void> {
  await tx.glAccount.createMany({
    data: DEFAULT_ACCOUNTS.map((a) => ({ bankId, id: newId(), ...a })),
    skipDuplicates: true,
  })
  await tx.postingRule.createMany({ data: standardRules().map((r) => ({ bankId, ...r })), skipDuplicates: true })
}
