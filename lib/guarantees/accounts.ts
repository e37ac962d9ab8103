/** Margin accounts and their sub-ledgers: opening, the locked movement, and the reconciliation that guards them (§2.1.3). */
import type { CommandContext } from '@/lib/platform/commands'
import type { PlainDate } from '@/lib/platform/dates'
import { prepared } from '@/lib/platform/db/prepared'
import { refuse } from '@/lib/platform/errors'
import { type Fen, minFen, toYuan } from '@/lib/platform/money'
import { nextNumber } from '@/lib/platform/numbering'
import { newId } from '@/lib/platform/tenant'
import { postJournal } from '@/lib/servicing/ledger/post'
import type { PostingEvent, PostingPart } from '@/lib/servicing/ledger/rules'
import { openCoreDifference } from '@/lib/servicing/reconciliation/queries'
import { poolMoved } from './capacity/pool-moved'
import { marginRequired } from './rules/margin'
import {
  availableFen,
  type MarginAccountType,
  type Movement,
  movementSide,
  reconciliationDifference,
} from './rules/movements'

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
 * more than is available. The same idempotency key books once. Everybody with money of the account waits for these locks,
 * so the statements under them are few and their plans are kept.
 */
export async function bookMovement(ctx: Ctx, order: MovementOrder): Promise<{ movementId: string; afterFen: Fen }> {
  const { tx, actor } = ctx
  const { account, sub } = await lockForMovement(ctx, order)
  if (sub.doneId) return { movementId: sub.doneId, afterFen: sub.doneAfterFen! }
  const type = account.type as MarginAccountType
  const taken = order.reversesId
    ? await tx.accountMovement.findFirst({
        where: { bankId: actor.bankId, id: order.reversesId, subLedgerId: order.subLedgerId },
      })
    : null
  if (order.kind === 'REVERSAL' && (!taken || taken.kind === 'REVERSAL'))
    throw refuse('E_NOT_FOUND', { object: 'movement' })
  const side =
    order.kind === 'REVERSAL' ? ((taken?.effectFen ?? 0n) > 0n ? 'OUT' : 'IN') : movementSide(type, order.kind)
  if (!side) throw refuse('E_MOVEMENT_NOT_PERMITTED', { kind: order.kind, account: type })
  if (order.amountFen <= 0n) throw refuse('E_NUMBER:amount')
  if (['RELEASE_OUT', 'PROGRAM_END_OUT'].includes(order.kind) && (await accountDifference(ctx, account.id)) !== 0n)
    throw refuse('E_RECONCILIATION', { account: account.accountNo })
  if (side === 'OUT' && availableFen(sub) < order.amountFen) {
    throw refuse('E_MARGIN_UNAVAILABLE', { available: toYuan(availableFen(sub)) })
  }
  const next = afterMovement(sub, order, side)
  const id = newId()
  await writeMovement(ctx, order, { id, account, sub, effectFen: next.ledgerFen - sub.ledgerFen, ...next })
  const posted = (order.kind === 'REVERSAL' ? taken?.kind : order.kind) as Movement
  await postJournal(ctx, {
    event: POSTING[posted],
    amounts: { [PART[type]]: order.kind === 'REVERSAL' ? -order.amountFen : order.amountFen },
    businessDate: ctx.today,
    valueDate: order.valueDate,
    objectType: 'accountMovement',
    objectId: id,
    subLedgerId: order.subLedgerId,
    marketId: account.marketId,
    loanId: order.loanId,
  })
  if (type === 'ASSIST_FUND' || type === 'RISK_COMP_FUND') await poolMoved(ctx, account.marketId)
  ctx.audit({
    objectType: 'subLedger',
    objectId: order.subLedgerId,
    from: sub.state,
    to: next.state,
    detail: { event: order.kind, amount: order.amountFen, movementId: id },
  })
  return { movementId: id, afterFen: next.ledgerFen }
}

/** What the sub-ledger is after the movement: its balance, what is still to be filled again, its state (§10.5). */
function afterMovement(sub: LockedSub, order: MovementOrder, side: 'IN' | 'OUT') {
  const ledgerFen = sub.ledgerFen + (side === 'IN' ? order.amountFen : -order.amountFen)
  const replenished = order.kind === 'REPLENISH_IN' ? minFen(order.amountFen, sub.replenishDueFen) : 0n
  const replenishDueFen = sub.replenishDueFen - replenished
  const state =
    order.kind === 'RELEASE_OUT' && ledgerFen === 0n
      ? 'RELEASED'
      : replenishDueFen > 0n
        ? 'REPLENISH_DUE'
        : ledgerFen >= sub.requiredFen
          ? 'FUNDED'
          : side === 'OUT'
            ? 'PARTIALLY_USED'
            : sub.state
  return { ledgerFen, replenishDueFen, state }
}

type LockedAccount = { id: string; accountNo: string; type: string; marketId: string }
type LockedSub = {
  ledgerFen: Fen
  frozenFen: Fen
  requiredFen: Fen
  replenishDueFen: Fen
  state: string
  seq: number
  /** the movement that this key has booked already */
  doneId: string | null
  doneAfterFen: Fen | null
}

/** Main account, then sub-ledger: the second statement begins when the first has its lock, so it sees what others booked. */
async function lockForMovement(ctx: Ctx, order: MovementOrder): Promise<{ account: LockedAccount; sub: LockedSub }> {
  const { tx, actor } = ctx
  const [account] = await tx.$queryRaw<LockedAccount[]>`
    ${prepared('margin.account')}select a.id, a.account_no as "accountNo", a.type, a.market_id as "marketId" from margin_account a
    where a.bank_id = ${actor.bankId}::uuid and a.id = (select s.account_id from margin_sub_ledger s
      where s.bank_id = ${actor.bankId}::uuid and s.id = ${order.subLedgerId}::uuid) for update of a`
  if (!account) throw refuse('E_NOT_FOUND', { object: 'subLedger' })
  const [sub] = await tx.$queryRaw<LockedSub[]>`
    ${prepared('margin.subLedger')}select s.ledger_fen as "ledgerFen", s.frozen_fen as "frozenFen", s.required_fen as "requiredFen",
      s.replenish_due_fen as "replenishDueFen", s.state, k.id as "doneId", k.after_fen as "doneAfterFen",
      coalesce((select max(m.seq) from account_movement m where m.bank_id = s.bank_id and m.sub_ledger_id = s.id), 0)::int as seq
    from margin_sub_ledger s
    left join account_movement k on k.bank_id = s.bank_id and k.idempotency_key = ${order.idempotencyKey}
    where s.bank_id = ${actor.bankId}::uuid and s.id = ${order.subLedgerId}::uuid for update of s`
  return { account, sub: sub! }
}

type Written = {
  id: string
  account: LockedAccount
  sub: LockedSub
  effectFen: Fen
  ledgerFen: Fen
  replenishDueFen: Fen
  state: string
}

/** The movement, its sub-ledger and its main account in one statement. */
async function writeMovement({ tx, actor, now }: Ctx, order: MovementOrder, w: Written): Promise<void> {
  const bank = actor.bankId
  const day = order.valueDate.toString()
  await tx.$executeRaw`
    ${prepared('margin.move')}with moved as (
      insert into account_movement (bank_id, id, account_id, account_type, sub_ledger_id, seq, request_id, claim_id, kind, amount_fen, effect_fen, before_fen,
        after_fen, reverses_id, value_date, source_account, beneficiary_account, core_journal_no, idempotency_key, maker_id, checker_id, at)
      values (${bank}::uuid, ${w.id}::uuid, ${w.account.id}::uuid, ${w.account.type}, ${order.subLedgerId}::uuid, ${w.sub.seq + 1}::int, ${order.requestId ?? null}::uuid,
        ${order.claimId ?? null}::uuid, ${order.kind}, ${order.amountFen}::bigint, ${w.effectFen}::bigint, ${w.sub.ledgerFen}::bigint, ${w.ledgerFen}::bigint,
        ${order.reversesId ?? null}::uuid, ${day}::date, ${order.sourceAccount ?? null}, ${order.beneficiaryAccount ?? null}, ${w.id},
        ${order.idempotencyKey}, ${order.makerId}::uuid, ${order.checkerId}::uuid, ${now})),
    kept as (
      update margin_sub_ledger set ledger_fen = ${w.ledgerFen}::bigint, replenish_due_fen = ${w.replenishDueFen}::bigint, state = ${w.state}, version = version + 1,
        replenish_due_on = case when ${w.replenishDueFen}::bigint = 0 then null else replenish_due_on end,
        funded_on = case when ${w.state} = 'FUNDED' then coalesce(funded_on, ${day}::date) else funded_on end
      where bank_id = ${bank}::uuid and id = ${order.subLedgerId}::uuid)
    update margin_account set ledger_fen = ledger_fen + ${w.effectFen}::bigint, version = version + 1
    where bank_id = ${bank}::uuid and id = ${w.account.id}::uuid`
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
