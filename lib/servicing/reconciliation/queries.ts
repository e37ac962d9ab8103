import { z } from 'zod'
import { fromDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import type { Fen } from '@/lib/platform/money'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Tx } from '@/lib/platform/tenant'
import { LEDGER_READERS } from '../ledger/readers'

/**
 * INV-A4: what the core's latest statement of an account says differently from our books and nobody has explained yet.
 * Anything but zero blocks releases and new disbursement. Lines that do not match count even where the balance does.
 */
export async function openCoreDifference(tx: Tx, bankId: string, accountNo: string): Promise<Fen> {
  const latest = await tx.coreStatement.findFirst({
    where: { bankId, accountNo },
    orderBy: { day: 'desc' },
    select: {
      state: true,
      differenceFen: true,
      lines: { where: { matchedWith: null }, select: { amountFen: true }, take: 1 },
    },
  })
  if (latest?.state !== 'DIFFERENT') return 0n
  const fen = latest.differenceFen !== 0n ? latest.differenceFen : (latest.lines[0]?.amountFen ?? 1n)
  return fen < 0n ? -fen : fen
}

/** GET /reconciliations: imported statements, the different ones first, then the newest. */
export const reconciliations = defineQuery({
  name: 'reconciliation.list',
  input: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(60) }),
  access: { roles: LEDGER_READERS },
  async run({ tx, actor, input }) {
    const rows = await tx.coreStatement.findMany({
      where: { bankId: actor.bankId },
      orderBy: [{ state: 'asc' }, { day: 'desc' }],
      take: input.limit,
    })
    return {
      items: rows.map((r) => ({
        id: r.id,
        accountNo: r.accountNo,
        accountKind: r.accountKind,
        date: fromDb(r.day),
        closingFen: r.closingFen,
        bookFen: r.bookFen,
        differenceFen: r.differenceFen,
        state: r.state,
        at: r.at,
      })),
    }
  },
})

/** GET /reconciliations/{id}: the statement's lines and what of our books has no line in it. */
export const reconciliationDetail = defineQuery({
  name: 'reconciliation.detail',
  input: z.strictObject({ id: zId }),
  access: { roles: LEDGER_READERS },
  async run({ tx, actor, input }) {
    const row = await tx.coreStatement.findFirst({
      where: { bankId: actor.bankId, id: input.id },
      include: { lines: { orderBy: { position: 'asc' }, take: 2000 } },
    })
    if (!row) throw refuse('E_NOT_FOUND', { object: 'coreStatement' })
    return {
      id: row.id,
      accountNo: row.accountNo,
      accountKind: row.accountKind,
      date: fromDb(row.day),
      openingFen: row.openingFen,
      closingFen: row.closingFen,
      bookFen: row.bookFen,
      differenceFen: row.differenceFen,
      state: row.state,
      version: row.version,
      sha256: row.sha256,
      lines: row.lines.map((l) => ({
        id: l.id,
        side: l.side,
        amountFen: l.amountFen,
        reference: l.reference,
        memo: l.memo,
        matchedWith: l.matchedWith,
        resolution: l.resolution,
      })),
    }
  },
})
