/** Margin accounts and their sub-ledgers: opening, the locked movement, and the reconciliation that guards them (§2.1.3). */
import type { CommandContext } from '@/lib/platform/commands'
import { type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { type Fen, toYuan } from '@/lib/platform/money'
import { nextNumber } from '@/lib/platform/numbering'
import { newId } from '@/lib/platform/tenant'
import { postJournal } from '@/lib/servicing/ledger/post'
import type { PostingEvent, PostingPart } from '@/lib/servicing/ledger/rules'
import { openCoreDifference } from '@/lib/servicing/reconciliation/queries'
import { poolMoved } from './capacity/pool-moved'
import { marginRequired } from './rules/margin'
import { type MarginAccountType, type Movement, movementSide, reconciliationDifference } from './rules/movements'

type Ctx = CommandContext<unknown>

/** Accounts with one sub-ledger for each merchant, opened by the first contract that needs one. */
type MembersAccount = 'JG_MARGIN' | 'ASSIST_FUND'
const MEMBERS_TITLE: Record<MembersAccount, string> = { JG_MARGIN: '联保保证金专户', ASSIST_FUND: '助保金专户' }

/** The market's margin account, or its enterprises' fund; opened in the bank's name and controlled by the bank (GI-70). */
export async function marginAccountOf(ctx: Ctx, marketId: string, type: MembersAccount = 'JG_MARGIN') {
  const { tx, actor } = ctx
  const found = await tx.marginAccount.findFirst({
    where: { bankId: actor.bankId, marketId, type, state: { not: 'CLOSED' } },
  })
  if (found) return found
  const market = await tx.market.findFirstOrThrow({
    where: { bankId: actor.bankId, id: marketId },
    select: { code: true, name: true },
  })
  const no = await nextNumber(tx, actor.bankId, 'margin-account')
  const account = await tx.marginAccount.create({
    data: {
      bankId: actor.bankId,
      id: newId(),
      marketId,
      type,
      accountNo: `8${actor.bankCode}${no.toString().padStart(10, '0')}`,
      name: `${market.name}${MEMBERS_TITLE[type]}`,
      controlledBy: 'BANK',
      ...(type === 'ASSIST_FUND' ? { interestOwner: 'POOL' } : {}),
      state: 'OPEN',
    },
  })
  ctx.audit({
    objectType: 'marginAccount',
    objectId: account.id,
    to: 'OPEN',
    detail: { event: 'open', accountNo: account.accountNo, market: market.code },
  })
  return account
}

export type SubLedgerNeed = {
  applicationId: string
  groupId: string | null
  contractAmountFen: Fen
  marginRatioPpm: number
}

/** One sub-ledger a member, with what must be paid in before a disbursement (INV-A5, INV-AF2). Existing ones are left alone. */
export async function openSubLedgers(
  ctx: Ctx,
  marketId: string,
  needs: SubLedgerNeed[],
  type: MembersAccount = 'JG_MARGIN',
): Promise<void> {
  const { tx, actor } = ctx
  const account = await marginAccountOf(ctx, marketId, type)
  const existing = await tx.marginSubLedger.findMany({
    where: { bankId: actor.bankId, applicationId: { in: needs.map((n) => n.applicationId) } },
    select: { applicationId: true },
  })
  const fresh = needs.filter((n) => !existing.some((e) => e.applicationId === n.applicationId))
  if (fresh.length === 0) return
  const first = await nextNumber(tx, actor.bankId, `sub-ledger-${account.accountNo}`, fresh.length)
  await tx.marginSubLedger.createMany({
    data: fresh.map((n, i) => ({
      bankId: actor.bankId,
      id: newId(),
      accountId: account.id,
      applicationId: n.applicationId,
      groupId: n.groupId,
      subNo: (first + BigInt(i)).toString().padStart(5, '0'),
      state: 'OPEN',
      requiredFen: marginRequired(n.contractAmountFen, n.marginRatioPpm),
    })),
  })
  ctx.audit({
    objectType: 'marginAccount',
    objectId: account.id,
    detail: { event: 'open-sub-ledgers', count: fresh.length },
  })
}

export type MovementKind = Movement | 'REVERSAL'

export type MovementOrder = {
  subLedgerId: string
  kind: MovementKind
  amountFen: Fen
  valueDate: PlainDate
  sourceAccount?: string | null
  beneficiaryAccount?: string | null
  makerId: string
  checkerId: string
  idempotencyKey: string
  requestId?: string | null
  claimId?: string | null
  loanId?: string
  /** what a REVERSAL takes back */
  reversesId?: string
}

const POSTING: Record<Movement, PostingEvent> = {
  MARGIN_IN: 'MARGIN_IN',
  REPLENISH_IN: 'MARGIN_IN',
  SEED_IN: 'MARGIN_IN',
  TOPUP_IN: 'MARGIN_IN',
  RECOVERY_IN: 'MARGIN_RECOVERY',
  DEPOSIT_INTEREST: 'MARGIN_INTEREST',
  COMPENSATION_OUT: 'COMPENSATION_OUT',
  RELEASE_OUT: 'RELEASE_OUT',
  INTEREST_OUT: 'RELEASE_OUT',
  PROGRAM_END_OUT: 'RELEASE_OUT',
  BOND_PAYMENT_OUT: 'RELEASE_OUT',
}
/** Which part of the posting rules moves the deposits of an account's type. */
const PART: Record<MarginAccountType, PostingPart> = {
  JG_MARGIN: 'amount',
  ASSIST_FUND: 'assistFund',
  RISK_COMP_FUND: 'riskCompFund',
  GUARANTOR_MARGIN: 'guarantorMargin',
  DEVELOPER_MARGIN: 'developerMargin',
  DEBT_SERVICE_RESERVE: 'debtServiceReserve',
}

/**
 * Books one movement on a sub-ledger and its main account under row locks (account, then sub-ledger), writes the
 * append-only movement and the journal. Refuses a movement that the account's type does not permit, or that would take
 * more than is available. The same idempotency key books once.
 */
export async function bookMovement(ctx: Ctx, order: MovementOrder): Promise<{ movementId: string; afterFen: Fen }> {
  const { tx, actor, now } = ctx
  const bankId = actor.bankId
  const before = await tx.accountMovement.findFirst({ where: { bankId, idempotencyKey: order.idempotencyKey } })
  if (before) return { movementId: before.id, afterFen: before.afterFen }
  const { account, sub } = await lockSubLedger(ctx, order.subLedgerId)
  const type = account.type as MarginAccountType
  const taken = order.reversesId
    ? await tx.accountMovement.findFirst({ where: { bankId, id: order.reversesId, subLedgerId: sub.id } })
    : null
  if (order.kind === 'REVERSAL' && (!taken || taken.kind === 'REVERSAL'))
    throw refuse('E_NOT_FOUND', { object: 'movement' })
  const side =
    order.kind === 'REVERSAL' ? ((taken?.effectFen ?? 0n) > 0n ? 'OUT' : 'IN') : movementSide(type, order.kind)
  if (!side) throw refuse('E_MOVEMENT_NOT_PERMITTED', { kind: order.kind, account: type })
  if (order.amountFen <= 0n) throw refuse('E_NUMBER:amount')
  const effectFen = side === 'IN' ? order.amountFen : -order.amountFen
  if (['RELEASE_OUT', 'PROGRAM_END_OUT'].includes(order.kind) && (await accountDifference(ctx, account.id)) !== 0n)
    throw refuse('E_RECONCILIATION', { account: account.accountNo })
  if (side === 'OUT' && sub.ledgerFen - sub.frozenFen < order.amountFen) {
    throw refuse('E_MARGIN_UNAVAILABLE', { available: toYuan(sub.ledgerFen - sub.frozenFen) })
  }
  const afterFen = sub.ledgerFen + effectFen
  const replenished =
    order.kind === 'REPLENISH_IN' ? (order.amountFen < sub.replenishDueFen ? order.amountFen : sub.replenishDueFen) : 0n
  const replenishDueFen = sub.replenishDueFen - replenished
  const state =
    order.kind === 'RELEASE_OUT' && afterFen === 0n
      ? 'RELEASED'
      : replenishDueFen > 0n
        ? 'REPLENISH_DUE'
        : afterFen >= sub.requiredFen
          ? 'FUNDED'
          : side === 'OUT'
            ? 'PARTIALLY_USED'
            : sub.state
  const last = await tx.accountMovement.findFirst({
    where: { bankId, subLedgerId: sub.id },
    orderBy: { seq: 'desc' },
    select: { seq: true },
  })
  const id = newId()
  await tx.accountMovement.create({
    data: {
      bankId,
      id,
      accountId: account.id,
      accountType: type,
      subLedgerId: sub.id,
      seq: (last?.seq ?? 0) + 1,
      requestId: order.requestId ?? null,
      claimId: order.claimId ?? null,
      kind: order.kind,
      amountFen: order.amountFen,
      effectFen,
      beforeFen: sub.ledgerFen,
      afterFen,
      reversesId: order.reversesId ?? null,
      valueDate: toDb(order.valueDate),
      sourceAccount: order.sourceAccount ?? null,
      beneficiaryAccount: order.beneficiaryAccount ?? null,
      coreJournalNo: id,
      idempotencyKey: order.idempotencyKey,
      makerId: order.makerId,
      checkerId: order.checkerId,
      at: now,
    },
  })
  await tx.marginSubLedger.update({
    where: { bankId_id: { bankId, id: sub.id } },
    data: {
      ledgerFen: afterFen,
      replenishDueFen,
      state,
      version: { increment: 1 },
      ...(replenishDueFen === 0n ? { replenishDueOn: null } : {}),
      ...(state === 'FUNDED' && !sub.fundedOn ? { fundedOn: toDb(order.valueDate) } : {}),
    },
  })
  await tx.marginAccount.update({
    where: { bankId_id: { bankId, id: account.id } },
    data: { ledgerFen: account.ledgerFen + effectFen, version: { increment: 1 } },
  })
  const posted = (order.kind === 'REVERSAL' ? taken?.kind : order.kind) as Movement
  await postJournal(ctx, {
    event: POSTING[posted],
    amounts: { [PART[type]]: order.kind === 'REVERSAL' ? -order.amountFen : order.amountFen },
    businessDate: ctx.today,
    valueDate: order.valueDate,
    objectType: 'accountMovement',
    objectId: id,
    subLedgerId: sub.id,
    marketId: account.marketId,
    loanId: order.loanId,
  })
  if (type === 'ASSIST_FUND' || type === 'RISK_COMP_FUND') await poolMoved(ctx, account.marketId)
  ctx.audit({
    objectType: 'subLedger',
    objectId: sub.id,
    from: sub.state,
    to: state,
    detail: { event: order.kind, amount: order.amountFen, movementId: id },
  })
  return { movementId: id, afterFen }
}

/** The sub-ledger and its main account, both locked, in that order everywhere: main account first. */
export async function lockSubLedger(ctx: Pick<Ctx, 'tx' | 'actor'>, subLedgerId: string) {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const known = await tx.marginSubLedger.findFirst({ where: { bankId, id: subLedgerId }, select: { accountId: true } })
  if (!known) throw refuse('E_NOT_FOUND', { object: 'subLedger' })
  await tx.$queryRaw`select 1 from margin_account where bank_id = ${bankId}::uuid and id = ${known.accountId}::uuid for update`
  await tx.$queryRaw`select 1 from margin_sub_ledger where bank_id = ${bankId}::uuid and id = ${subLedgerId}::uuid for update`
  const { account, ...sub } = await tx.marginSubLedger.findFirstOrThrow({
    where: { bankId, id: subLedgerId },
    include: { account: true },
  })
  return { account, sub }
}

/**
 * INV-A4: the main account against its sub-ledgers, and against the core's latest statement of it. Anything but zero blocks
 * releases and disbursements.
 */
export async function accountDifference(ctx: Pick<Ctx, 'tx' | 'actor'>, accountId: string): Promise<Fen> {
  const bankId = ctx.actor.bankId
  const account = await ctx.tx.marginAccount.findFirstOrThrow({ where: { bankId, id: accountId } })
  const subs = await ctx.tx.marginSubLedger.findMany({
    where: { bankId, accountId },
    select: { ledgerFen: true, frozenFen: true },
  })
  const inside = reconciliationDifference(account.ledgerFen, subs)
  return inside !== 0n ? inside : openCoreDifference(ctx.tx, bankId, account.accountNo)
}
