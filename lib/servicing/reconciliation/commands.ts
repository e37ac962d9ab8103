/** Importing the core's statement of an account and day, and saying what a difference was (INV-A4). */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { performDuty } from '@/lib/approvals/duties'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { fromDb, isAfter, type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { type Fen, toYuan } from '@/lib/platform/money'
import { zDate, zId, zSignedYuan } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { matchSides, type Side } from './match'
import { readCoreStatement } from './statement'

type Ctx = CommandContext<unknown>
type BookEntry = Side & { date: Date; memo: string | null }
type Account = { kind: 'MARGIN' | 'GL'; id: string | null; code: string }

/** A margin account by its number, or an account of the chart by its code or the core's code for it. */
async function accountOf(ctx: Ctx, accountNo: string): Promise<Account> {
  const { tx, actor } = ctx
  const { bankId } = actor
  const margin = await tx.marginAccount.findFirst({ where: { bankId, accountNo }, select: { id: true } })
  if (margin) return { kind: 'MARGIN', id: margin.id, code: accountNo }
  const gl = await tx.glAccount.findFirst({
    where: { bankId, OR: [{ code: accountNo }, { glCode: accountNo }] },
    select: { code: true },
  })
  if (!gl)
    throw refuse(
      'E_ACCOUNT_UNKNOWN',
      { code: accountNo },
      { fields: [{ path: 'accountNo', code: 'E_ACCOUNT_UNKNOWN' }] },
    )
  return { kind: 'GL', id: null, code: gl.code }
}

/** What our books say of the account on the day: its entries, and its balance at the end, money in above zero. */
async function booksOf(ctx: Ctx, account: Account, day: PlainDate): Promise<{ entries: BookEntry[]; closingFen: Fen }> {
  const { tx, actor } = ctx
  const { bankId } = actor
  if (account.kind === 'MARGIN') {
    const rows = await tx.$queryRaw<
      { id: string; amount: bigint; value_date: Date; reference: string | null; kind: string }[]
    >`
      select id, (after_fen - before_fen)::bigint as amount, value_date, core_journal_no as reference, kind from account_movement
      where bank_id = ${bankId}::uuid and account_id = ${account.id}::uuid and value_date = ${toDb(day)}::date order by at`
    const [sum] = await tx.$queryRaw<{ balance: bigint }[]>`
      select coalesce(sum(after_fen - before_fen), 0)::bigint as balance from account_movement
      where bank_id = ${bankId}::uuid and account_id = ${account.id}::uuid and value_date <= ${toDb(day)}::date`
    return {
      entries: rows.map((r) => ({
        id: r.id,
        amountFen: r.amount,
        references: r.reference ? [r.reference, r.id] : [r.id],
        date: r.value_date,
        memo: r.kind,
      })),
      closingFen: sum?.balance ?? 0n,
    }
  }
  const rows = await tx.$queryRaw<
    { number: string; amount: bigint; business_date: Date; memo: string | null; event: string }[]
  >`
    select j.number, sum(l.credit_fen - l.debit_fen)::bigint as amount, j.business_date, j.memo, j.event from journal j
    join journal_line l on l.bank_id = j.bank_id and l.journal_id = j.id and l.account_code = ${account.code}
    where j.bank_id = ${bankId}::uuid and j.business_date = ${toDb(day)}::date
    group by j.number, j.business_date, j.memo, j.event having sum(l.credit_fen - l.debit_fen) <> 0 order by j.number`
  const [sum] = await tx.$queryRaw<{ balance: bigint }[]>`
    select coalesce(sum(l.credit_fen - l.debit_fen), 0)::bigint as balance from journal_line l join journal j on j.bank_id = l.bank_id and j.id = l.journal_id
    where l.bank_id = ${bankId}::uuid and l.account_code = ${account.code} and j.business_date <= ${toDb(day)}::date`
  return {
    entries: rows.map((r) => ({
      id: r.number,
      amountFen: r.amount,
      references: [r.number, ...(r.memo ? [r.memo] : [])],
      date: r.business_date,
      memo: r.event,
    })),
    closingFen: sum?.balance ?? 0n,
  }
}

/** Imports a statement and matches it. A statement of the same account and day replaces the one before, unless it was resolved. */
export const importCoreStatement = defineCommand({
  name: 'reconciliation.import',
  input: z.strictObject({
    accountNo: z.string().trim().min(1).max(40),
    date: zDate,
    csv: z.string().min(1).max(20_000_000),
    opening: zSignedYuan.optional(),
    closing: zSignedYuan.optional(),
  }),
  access: { roles: ['OPS_MAKER', 'OPS_CHECKER', 'SYSTEM'] },
  timeoutMs: 120_000,
  async run(ctx) {
    const { tx, actor, input, now, today } = ctx
    const { bankId } = actor
    if (isAfter(input.date, today)) throw refuse('E_DATE:date', {}, { fields: [{ path: 'date', code: 'E_DATE:date' }] })
    const account = await accountOf(ctx, input.accountNo)
    const read = readCoreStatement(input.csv, {
      ...(input.opening === undefined ? {} : { openingFen: input.opening }),
      ...(input.closing === undefined ? {} : { closingFen: input.closing }),
    })
    if (!read.ok) throw refuse(read.fault.code, { line: read.fault.line, field: read.fault.field ?? '' })
    const { statement } = read
    const stray = statement.lines.findIndex((l) => !l.date.equals(input.date))
    if (stray >= 0) throw refuse('E_STATEMENT_LINE', { line: stray + 2, field: 'date' })
    const books = await booksOf(ctx, account, input.date)
    const core: (Side & { memo: string | null; reference: string | null })[] = statement.lines.map((l) => ({
      id: newId(),
      amountFen: l.amountFen,
      references: l.reference ? [l.reference] : [],
      memo: l.memo,
      reference: l.reference,
    }))
    const { pairs, core: onlyCore, book: onlyBook } = matchSides(core, books.entries)
    const differenceFen = statement.closingFen - books.closingFen
    const agreed = differenceFen === 0n && onlyCore.length === 0 && onlyBook.length === 0
    const before = await tx.coreStatement.findFirst({
      where: { bankId, accountNo: input.accountNo, day: toDb(input.date) },
    })
    if (before?.state === 'RESOLVED')
      throw refuse('E_STATE', { object: 'coreStatement', state: 'RESOLVED', event: 'import' })
    if (before) {
      await tx.coreStatementLine.deleteMany({ where: { bankId, statementId: before.id } })
      await tx.coreStatement.deleteMany({ where: { bankId, id: before.id } })
    }
    const id = newId()
    await tx.coreStatement.create({
      data: {
        bankId,
        id,
        accountNo: input.accountNo,
        accountKind: account.kind,
        day: toDb(input.date),
        openingFen: statement.openingFen,
        closingFen: statement.closingFen,
        bookFen: books.closingFen,
        differenceFen,
        state: agreed ? 'MATCHED' : 'DIFFERENT',
        sha256: createHash('sha256').update(input.csv).digest('hex'),
        importedBy: actor.userId,
        at: now,
      },
    })
    const matchOf = new Map(pairs.map((p) => [p.core, p.book]))
    await tx.coreStatementLine.createMany({
      data: [
        ...core.map((c, position) => ({
          bankId,
          id: c.id,
          statementId: id,
          side: 'CORE',
          valueDate: toDb(input.date),
          amountFen: c.amountFen,
          reference: c.reference,
          memo: c.memo,
          matchedWith: matchOf.get(c.id) ?? null,
          position,
        })),
        ...books.entries
          .filter((b) => onlyBook.includes(b.id))
          .map((b, i) => ({
            bankId,
            id: newId(),
            statementId: id,
            side: 'BOOK',
            valueDate: b.date,
            amountFen: b.amountFen,
            reference: b.id,
            memo: b.memo,
            matchedWith: null,
            position: core.length + i,
          })),
      ],
    })
    await performDuty(ctx, 'OPS_MAKE', { movement: [id] })
    const counts = { matched: pairs.length, onlyInCore: onlyCore.length, onlyInBooks: onlyBook.length }
    ctx.audit({
      objectType: 'coreStatement',
      objectId: id,
      to: agreed ? 'MATCHED' : 'DIFFERENT',
      detail: { account: input.accountNo, date: input.date.toString(), difference: toYuan(differenceFen), ...counts },
    })
    if (!agreed) ctx.emit('reconciliation.different', { account: input.accountNo, difference: toYuan(differenceFen) })
    return {
      id,
      accountNo: input.accountNo,
      date: input.date,
      state: agreed ? ('MATCHED' as const) : ('DIFFERENT' as const),
      closingFen: statement.closingFen,
      bookFen: books.closingFen,
      differenceFen,
      ...counts,
    }
  },
})

/** A second person says what the difference was; the account is free again. A difference that is still there comes back with the next statement. */
export const resolveDifference = defineCommand({
  name: 'reconciliation.resolve',
  input: z.strictObject({ statementId: zId, explanation: z.string().trim().min(5).max(1000) }),
  access: { roles: ['OPS_CHECKER'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const { bankId } = actor
    const row = await tx.coreStatement.findFirst({ where: { bankId, id: input.statementId } })
    if (!row) throw refuse('E_NOT_FOUND', { object: 'coreStatement' })
    if (row.state !== 'DIFFERENT')
      throw refuse('E_STATE', { object: 'coreStatement', state: row.state, event: 'resolve' })
    await performDuty(ctx, 'OPS_CHECK', { movement: [row.id] })
    await tx.coreStatement.update({
      where: { bankId_id: { bankId, id: row.id } },
      data: { state: 'RESOLVED', version: { increment: 1 } },
    })
    await tx.coreStatementLine.updateMany({
      where: { bankId, statementId: row.id, matchedWith: null },
      data: { resolution: input.explanation },
    })
    ctx.audit({
      objectType: 'coreStatement',
      objectId: row.id,
      from: 'DIFFERENT',
      to: 'RESOLVED',
      reason: input.explanation,
      detail: { account: row.accountNo, date: fromDb(row.day).toString(), difference: toYuan(row.differenceFen) },
    })
    return { id: row.id, state: 'RESOLVED' as const }
  },
})
