/** Accounts of the modes (§2.1.3): opened, their money given back, corrected, frozen by a court, credited with interest. Two people for each yuan. */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { performDuty } from '@/lib/approvals/duties'
import { raiseFromReadings } from '@/lib/monitoring/raise'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { fromDb, isAfter, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { toYuan } from '@/lib/platform/money'
import { nextNumber } from '@/lib/platform/numbering'
import { zDate, zId, zYuan } from '@/lib/platform/schema'
import { newId, Prisma } from '@/lib/platform/tenant'
import { lockSubLedger } from '../accounts'
import { interestOf } from '../interest'
import { releaseFacts, requireCovered } from '../release'
import { ACCOUNT_TYPES, checkRelease, INTEREST_OWNER, type MarginAccountType } from '../rules/movements'

type Ctx = CommandContext<unknown>

const TITLE: Record<MarginAccountType, string> = {
  JG_MARGIN: '联保保证金专户',
  ASSIST_FUND: '助保金专户',
  RISK_COMP_FUND: '风险补偿金专户',
  GUARANTOR_MARGIN: '担保机构保证金专户',
  DEVELOPER_MARGIN: '阶段性担保保证金专户',
  DEBT_SERVICE_RESERVE: '偿债准备金专户',
}
/** What a partner must own; the others belong to members of a market. */
const OWNED_BY_PARTNER: readonly MarginAccountType[] = [
  'RISK_COMP_FUND',
  'GUARANTOR_MARGIN',
  'DEVELOPER_MARGIN',
  'DEBT_SERVICE_RESERVE',
]

/** Opens an account with its common sub-ledger; one of each type for a market and its partner, never mixed (INV-AF3). */
export const openAccount = defineCommand({
  name: 'accounts.open',
  input: z.strictObject({
    type: z.enum(ACCOUNT_TYPES),
    marketId: zId,
    partyId: zId.optional(),
    schemeId: zId.optional(),
    interestOwner: z.enum(['POOL', 'MEMBER']).optional(),
    required: zYuan.optional(),
  }),
  access: { roles: ['OPS_MAKER'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const bankId = actor.bankId
    if (OWNED_BY_PARTNER.includes(input.type) && !input.partyId)
      throw refuse('E_REQUIRED:partyId', {}, { fields: [{ path: 'partyId', code: 'E_REQUIRED' }] })
    const market = await tx.market.findFirst({
      where: { bankId, id: input.marketId },
      select: { id: true, name: true },
    })
    if (!market) throw refuse('E_NOT_FOUND', { object: 'market' })
    const party = input.partyId
      ? await tx.party.findFirst({ where: { bankId, id: input.partyId }, select: { id: true, name: true } })
      : null
    if (input.partyId && !party) throw refuse('E_NOT_FOUND', { object: 'party' })
    if (
      input.schemeId &&
      !(await tx.cooperationScheme.findFirst({ where: { bankId, id: input.schemeId }, select: { id: true } }))
    )
      throw refuse('E_NOT_FOUND', { object: 'scheme' })
    const there = await tx.marginAccount.findFirst({
      where: { bankId, marketId: market.id, type: input.type, partyId: party?.id ?? null, state: { not: 'CLOSED' } },
      select: { accountNo: true },
    })
    if (there) throw refuse('E_ACCOUNT_EXISTS', { account: there.accountNo })
    const id = newId()
    const no = await nextNumber(tx, bankId, 'margin-account')
    const accountNo = `8${actor.bankCode}${no.toString().padStart(10, '0')}`
    await tx.marginAccount.create({
      data: {
        bankId,
        id,
        marketId: market.id,
        partyId: party?.id ?? null,
        schemeId: input.schemeId ?? null,
        type: input.type,
        accountNo,
        name: `${party?.name ?? market.name}${TITLE[input.type]}`,
        controlledBy: input.type === 'RISK_COMP_FUND' ? 'FUND_MANAGER' : 'BANK',
        interestOwner: input.interestOwner ?? INTEREST_OWNER[input.type],
        state: 'OPEN',
      },
    })
    await tx.marginSubLedger.create({
      data: { bankId, id: newId(), accountId: id, subNo: '00000', state: 'OPEN', requiredFen: input.required ?? 0n },
    })
    ctx.audit({
      objectType: 'marginAccount',
      objectId: id,
      to: 'OPEN',
      detail: { event: 'open', type: input.type, accountNo },
    })
    return { id, accountNo }
  },
})

/** Enters what the second person decides; nothing moves yet. */
async function request(
  ctx: Ctx,
  row: {
    accountId: string
    subLedgerId: string
    kind: string
    amountFen: bigint
    beneficiaryAccount: string | null
    reversesId?: string
    reason?: string
  },
): Promise<string> {
  const { tx, actor, today } = ctx
  const id = newId()
  await tx.movementRequest.create({
    data: { bankId: actor.bankId, id, ...row, valueDate: toDb(today), state: 'PENDING', makerId: actor.userId! },
  })
  ctx.audit({
    objectType: 'movementRequest',
    objectId: id,
    to: 'PENDING',
    reason: row.reason,
    detail: { kind: row.kind, amount: toYuan(row.amountFen), subLedgerId: row.subLedgerId },
  })
  return id
}

/** INV-A2: everything that is available goes back to where it came from, once nothing is left that it secures. */
export const requestRelease = defineCommand({
  name: 'margin.requestRelease',
  input: z.strictObject({ subLedgerId: zId }),
  access: { roles: ['OPS_MAKER'] },
  async run(ctx) {
    const { account, sub } = await lockSubLedger(ctx, ctx.input.subLedgerId)
    const facts = await releaseFacts(ctx, account, sub)
    const found = checkRelease(facts)
    if (found[0])
      throw refuse(found[0], {
        account: account.accountNo,
        available: toYuan(facts.amountFen),
        claim: '',
        days: facts.releaseDelayDays,
      })
    await performDuty(ctx, 'OPS_MAKE', { movement: [sub.id] })
    const id = await request(ctx, {
      accountId: account.id,
      subLedgerId: sub.id,
      kind: account.type === 'RISK_COMP_FUND' ? 'PROGRAM_END_OUT' : 'RELEASE_OUT',
      amountFen: facts.amountFen,
      beneficiaryAccount: facts.originAccountNo,
    })
    return { id, amountFen: facts.amountFen, beneficiaryAccount: facts.originAccountNo }
  },
})

/** INV-A3: the only correction is the full reversal of one movement by two people, linked both ways. */
export const requestReversal = defineCommand({
  name: 'margin.requestReversal',
  input: z.strictObject({ movementId: zId, reason: z.string().trim().min(2).max(500) }),
  access: { roles: ['OPS_MAKER'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const m = await tx.accountMovement.findFirst({
      where: { bankId: actor.bankId, id: input.movementId },
      include: { reversal: { select: { id: true } } },
    })
    if (!m?.subLedgerId) throw refuse('E_NOT_FOUND', { object: 'movement' })
    const waits = await tx.movementRequest.findFirst({
      where: { bankId: actor.bankId, reversesId: m.id, state: 'PENDING' },
      select: { id: true },
    })
    if (m.kind === 'REVERSAL' || m.reversal || waits) throw refuse('E_MOVEMENT_REVERSED')
    // A compensation has paid a loan, a reserve a payment date: undone there, never on the account alone.
    if (['COMPENSATION_OUT', 'RECOVERY_IN', 'BOND_PAYMENT_OUT'].includes(m.kind))
      throw refuse('E_MOVEMENT_NOT_PERMITTED', { kind: 'REVERSAL', account: m.accountType })
    const { account, sub } = await lockSubLedger(ctx, m.subLedgerId)
    await requireCovered(ctx, account, sub, m.effectFen)
    await performDuty(ctx, 'OPS_MAKE', { movement: [m.id] })
    const id = await request(ctx, {
      accountId: m.accountId,
      subLedgerId: m.subLedgerId,
      kind: 'REVERSAL',
      amountFen: m.amountFen,
      beneficiaryAccount: m.sourceAccount,
      reversesId: m.id,
      reason: input.reason,
    })
    return { id, amountFen: m.amountFen }
  },
})

/** The quarter's deposit interest of an account, worked out by day, waiting for the second person (INV-A9). */
export const requestInterest = defineCommand({
  name: 'margin.requestInterest',
  input: z.strictObject({ accountId: zId, upTo: zDate }),
  access: { roles: ['OPS_MAKER'] },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    if (isAfter(input.upTo, today)) throw refuse('E_DATE', {}, { fields: [{ path: 'upTo', code: 'E_DATE' }] })
    await tx.$queryRaw`select 1 from margin_account where bank_id = ${bankId}::uuid and id = ${input.accountId}::uuid for update`
    const account = await tx.marginAccount.findFirst({ where: { bankId, id: input.accountId } })
    if (!account) throw refuse('E_NOT_FOUND', { object: 'marginAccount' })
    if (['DEVELOPER_MARGIN', 'DEBT_SERVICE_RESERVE'].includes(account.type))
      throw refuse('E_MOVEMENT_NOT_PERMITTED', { kind: 'DEPOSIT_INTEREST', account: account.type })
    const last = await tx.movementRequest.findFirst({
      where: { bankId, accountId: account.id, kind: 'DEPOSIT_INTEREST', state: { not: 'REJECTED' } },
      orderBy: { valueDate: 'desc' },
      select: { valueDate: true },
    })
    if (last && !isAfter(input.upTo, fromDb(last.valueDate)))
      throw refuse('E_INTEREST_TWICE', { until: fromDb(last.valueDate).toString() })
    const rate = (await loadParameters(tx, bankId, today)).plans.marginInterestRatePpm
    const shares = await interestOf(ctx, account, last ? fromDb(last.valueDate) : null, input.upTo, rate)
    if (shares.length === 0) throw refuse('E_INTEREST_NONE', { account: account.accountNo })
    await performDuty(ctx, 'OPS_MAKE', { movement: [account.id] })
    await tx.movementRequest.createMany({
      data: shares.map((s) => ({
        bankId,
        id: newId(),
        accountId: account.id,
        subLedgerId: s.subLedgerId,
        kind: 'DEPOSIT_INTEREST',
        amountFen: s.interestFen,
        valueDate: toDb(input.upTo),
        state: 'PENDING',
        makerId: actor.userId!,
      })),
    })
    const total = shares.reduce((n, s) => n + s.interestFen, 0n)
    ctx.audit({
      objectType: 'marginAccount',
      objectId: account.id,
      detail: { event: 'interest', upTo: input.upTo.toString(), subLedgers: shares.length, total: toYuan(total) },
    })
    return { id: account.id, subLedgers: shares.length, totalFen: total }
  },
})

/** INV-A7: a court freezes; the ledger stays, what is available falls, the scheme pays nothing out, and a red warning stands. */
export const freezeMargin = defineCommand({
  name: 'margin.freeze',
  input: z.strictObject({
    subLedgerId: zId,
    amount: zYuan,
    authority: z.string().trim().min(2).max(100),
    documentNo: z.string().trim().min(2).max(60),
  }),
  access: { roles: ['OPS_MAKER', 'LEGAL'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const { account, sub } = await lockSubLedger(ctx, input.subLedgerId)
    const free = sub.ledgerFen - sub.frozenFen
    if (input.amount <= 0n || input.amount > free) throw refuse('E_MARGIN_UNAVAILABLE', { available: toYuan(free) })
    const id = newId()
    await tx.accountFreeze.create({
      data: {
        bankId,
        id,
        accountId: account.id,
        subLedgerId: sub.id,
        amountFen: input.amount,
        authority: input.authority,
        documentNo: input.documentNo,
        state: 'ACTIVE',
        frozenOn: toDb(today),
        frozenBy: actor.userId!,
      },
    })
    await moveFrozen(ctx, account.id, sub.id, input.amount)
    await raiseFromReadings(
      ctx,
      {
        events: Prisma.sql`select 'W-A01' as code, 'ACCOUNT' as object_type, ${account.id}::uuid as object_id, ${account.marketId}::uuid as market_id,
        null::text as reading, 'JUDICIAL_FREEZE' as event, null::bigint as value`,
      },
      ctx.today,
      (await loadParameters(tx, bankId, ctx.today)).monitoring,
    )
    ctx.audit({
      objectType: 'subLedger',
      objectId: sub.id,
      detail: { event: 'freeze', amount: toYuan(input.amount), documentNo: input.documentNo },
    })
    return { id, availableFen: free - input.amount }
  },
})

/** The court lifts its freeze; another person than who entered it says so, with the paper. */
export const liftFreeze = defineCommand({
  name: 'margin.liftFreeze',
  input: z.strictObject({ freezeId: zId, documentNo: z.string().trim().min(2).max(60) }),
  access: { roles: ['OPS_CHECKER'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const freeze = await tx.accountFreeze.findFirst({ where: { bankId, id: input.freezeId } })
    if (!freeze) throw refuse('E_NOT_FOUND', { object: 'freeze' })
    await lockSubLedger(ctx, freeze.subLedgerId)
    if (freeze.frozenBy === actor.userId)
      throw refuse('E_SOD', { act: 'OPS_CHECK', earlierAct: 'OPS_MAKE', earlierAt: '', turn: ['OPS_CHECKER'] })
    const done = await tx.accountFreeze.updateMany({
      where: { bankId, id: freeze.id, state: 'ACTIVE' },
      data: {
        state: 'LIFTED',
        liftDocumentNo: input.documentNo,
        liftedOn: toDb(today),
        liftedBy: actor.userId,
        version: { increment: 1 },
      },
    })
    if (done.count === 0) throw refuse('E_STATE', { object: 'freeze', state: freeze.state, event: 'lift' })
    await moveFrozen(ctx, freeze.accountId, freeze.subLedgerId, -freeze.amountFen)
    ctx.audit({
      objectType: 'subLedger',
      objectId: freeze.subLedgerId,
      detail: { event: 'lift-freeze', amount: toYuan(freeze.amountFen), documentNo: input.documentNo },
    })
    return { id: freeze.id, state: 'LIFTED' as const }
  },
})

async function moveFrozen(ctx: Ctx, accountId: string, subLedgerId: string, fen: bigint): Promise<void> {
  const { tx, actor } = ctx
  const key = (id: string) => ({ bankId_id: { bankId: actor.bankId, id } })
  const data = { frozenFen: { increment: fen }, version: { increment: 1 } }
  await tx.marginSubLedger.update({ where: key(subLedgerId), data })
  await tx.marginAccount.update({ where: key(accountId), data })
}
