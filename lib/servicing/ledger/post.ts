/** Posting to the general ledger: double entry, append-only, in the transaction of the command that causes it. */
import type { CommandContext } from '@/lib/platform/commands'
import { type PlainDate, toDb } from '@/lib/platform/dates'
import { nextNumber } from '@/lib/platform/numbering'
import { newId, type Tx } from '@/lib/platform/tenant'
import { DEFAULT_ACCOUNTS } from './accounts'
import { imbalance, type PostingAmounts, type PostingEvent, postingLines } from './rules'

export type Posting = {
  event: PostingEvent
  amounts: PostingAmounts
  /** the accounting day: the bank's business date, or a value date inside an open period */
  businessDate: PlainDate
  objectType: string
  objectId: string
  loanId?: string
  subLedgerId?: string
  marketId?: string
  memo?: string
}

/** Posts one business event. Returns the journal's number, or null when every part was zero. */
export async function postJournal(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now'>,
  posting: Posting,
): Promise<string | null> {
  const [number] = await postJournals(ctx, [posting])
  return number ?? null
}

/** Posts many events in three statements (end of day, a batch's disbursement). Events without amounts are left out. */
export async function postJournals(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now'>,
  postings: Posting[],
): Promise<string[]> {
  const real = postings.map((p) => ({ p, lines: postingLines(p.event, p.amounts) })).filter((x) => x.lines.length > 0)
  if (real.length === 0) return []
  for (const { p, lines } of real) if (imbalance(lines) !== 0n) throw new Error(`posting ${p.event} does not balance`)
  const { tx, actor } = ctx
  const first = await nextNumber(tx, actor.bankId, 'journal', real.length)
  // The counter's first number is given once in a bank's life: its ledger gets its chart of accounts with it.
  if (first === 1n) await seedAccounts(tx, actor.bankId)
  const rows = real.map(({ p, lines }, i) => ({
    p,
    lines,
    id: newId(),
    number: `J${(first + BigInt(i)).toString().padStart(10, '0')}`,
  }))
  await tx.journal.createMany({
    data: rows.map(({ p, id, number }) => ({
      bankId: actor.bankId,
      id,
      number,
      businessDate: toDb(p.businessDate),
      event: p.event,
      objectType: p.objectType,
      objectId: p.objectId,
      memo: p.memo ?? null,
      postedBy: actor.userId,
      at: ctx.now,
    })),
  })
  await tx.journalLine.createMany({
    data: rows.flatMap(({ p, id, lines }) =>
      lines.map((l, position) => ({
        bankId: actor.bankId,
        id: newId(),
        journalId: id,
        position,
        ...l,
        loanId: p.loanId ?? null,
        subLedgerId: p.subLedgerId ?? null,
        marketId: p.marketId ?? null,
      })),
    ),
  })
  return rows.map((r) => r.number)
}

/** Gives a new bank its chart of accounts; accounts that exist are left as they are. */
export async function seedAccounts(tx: Tx, bankId: string): Promise<void> {
  await tx.glAccount.createMany({
    data: DEFAULT_ACCOUNTS.map((a) => ({ bankId, id: newId(), ...a })),
    skipDuplicates: true,
  })
}
