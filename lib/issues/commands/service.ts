/** After the issue: deposits to the reserve, the payment date, what is told to investors (§2.7). The money lies with the trustee. */
import { z } from 'zod'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { fromDb, isAfter, isBefore, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { formatYuan, minFen, sumFen, toYuan } from '@/lib/platform/money'
import { zDate, zId, zYuan } from '@/lib/platform/schema'
import { isUniqueViolation, newId, type Prisma } from '@/lib/platform/tenant'
import { freeze } from '@/lib/platform/wire'
import { transition } from '@/lib/platform/workflow'
import { askMovement, freeOf, refreshReserves, reserveOf } from '../reserve'
import { paymentWaterfall } from '../rules'
import { issueMachine } from '../workflow'
import { lockPool } from './pool'

/** An issuer's deposit, by the trustee's reference: never more than its own payment, never twice. It goes onto the account by a second person. */
export const depositReserve = defineCommand({
  name: 'issues.deposit',
  input: z.strictObject({
    paymentId: zId,
    amount: zYuan,
    valueDate: zDate,
    reference: z.string().trim().min(4).max(60),
  }),
  access: { roles: ['POST_PARTNER'] },
  async run(ctx) {
    const { tx, actor, input, today, now } = ctx
    const bankId = actor.bankId
    const known = await tx.issuePayment.findFirst({ where: { bankId, id: input.paymentId }, select: { poolId: true } })
    if (!known) throw refuse('E_NOT_FOUND', { object: 'issuePayment' })
    const pool = await lockPool(ctx, known.poolId)
    await refreshReserves(ctx, pool.id)
    const p = await tx.issuePayment.findFirstOrThrow({ where: { bankId, id: input.paymentId } })
    if (p.state !== 'DUE')
      throw refuse('E_STATE', { object: 'issuePayment', state: p.state, event: 'deposit' }, { allowed: [] })
    if (isAfter(input.valueDate, today)) throw refuse('E_DATE', {}, { fields: [{ path: 'valueDate', code: 'E_DATE' }] })
    const left = p.principalFen + p.interestFen - p.reservedFen
    if (input.amount <= 0n || input.amount > left)
      throw refuse(
        'E_RESERVE_OVER',
        { left: formatYuan(left) },
        { fields: [{ path: 'amount', code: 'E_RESERVE_OVER', params: { left: formatYuan(left) } }] },
      )
    const requestId = await askMovement(ctx, await reserveOf(ctx, pool), {
      slotId: p.slotId,
      kind: 'MARGIN_IN',
      amountFen: input.amount,
      valueDate: input.valueDate,
      reference: input.reference,
    })
    try {
      await tx.issueDeposit.create({
        data: {
          bankId,
          id: newId(),
          paymentId: p.id,
          amountFen: input.amount,
          valueDate: toDb(input.valueDate),
          reference: input.reference,
          requestId,
          recordedBy: actor.userId,
          at: now,
        },
      })
    } catch (error) {
      throw isUniqueViolation(error) ? refuse('E_RESERVE_TWICE', { reference: input.reference }) : error
    }
    const reservedFen = p.reservedFen + input.amount
    await tx.issuePayment.update({
      where: { bankId_id: { bankId, id: p.id } },
      data: { reservedFen, version: { increment: 1 } },
    })
    // the enhancer sees on its desk what is still missing
    await tx.issueCall.updateMany({
      where: { bankId, paymentId: p.id, state: { not: 'SETTLED' } },
      data: { amountFen: left - input.amount, version: { increment: 1 } },
    })
    ctx.audit({
      objectType: 'issuePool',
      objectId: p.poolId,
      detail: { event: 'deposit', amount: toYuan(input.amount), reference: input.reference },
    })
    return { id: p.id, reservedFen }
  },
})

/** What is paid from the reserve lies on its account: no deposit waits for its second person. */
async function requireBooked({ tx, actor }: CommandContext<unknown>, paymentIds: readonly string[]): Promise<void> {
  const waiting = await tx.issueDeposit.count({
    where: { bankId: actor.bankId, paymentId: { in: [...paymentIds] }, request: { state: 'PENDING' } },
  })
  if (waiting > 0) throw refuse('E_RESERVE_UNBOOKED', { count: waiting })
}

/**
 * The payment date: for each issuer's own part the reserve, then what it paid itself, then the enhancer as far as the
 * enhancement goes; what is left then is a default of that issuer alone.
 */
export const settlePaymentDate = defineCommand({
  name: 'issues.settle',
  input: z.strictObject({ poolId: zId, dueOn: zDate, issuerPaid: z.record(z.uuid(), zYuan).default({}) }),
  access: { roles: ['POST_PARTNER'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const pool = await lockPool(ctx, input.poolId)
    if (isBefore(today, input.dueOn)) throw refuse('E_DATE', {}, { fields: [{ path: 'dueOn', code: 'E_DATE' }] })
    await refreshReserves(ctx, pool.id)
    const due = await tx.issuePayment.findMany({
      where: { bankId, poolId: pool.id, dueOn: toDb(input.dueOn), state: 'DUE' },
      orderBy: { slotId: 'asc' },
    })
    if (due.length === 0)
      throw refuse('E_STATE', { object: 'issuePayment', state: 'PAID', event: 'settle' }, { allowed: [] })
    await requireBooked(
      ctx,
      due.map((p) => p.id),
    )
    const used = await tx.issuePayment.aggregate({ where: { bankId, poolId: pool.id }, _sum: { enhancerFen: true } })
    let enhancerLeftFen = pool.enhancementFen - (used._sum.enhancerFen ?? 0n)
    const reserve = await reserveOf(ctx, pool)
    const free = await freeOf(ctx, reserve)
    const results = due.map((p) => {
      const split = paymentWaterfall({
        dueFen: p.principalFen + p.interestFen,
        // what a court has frozen pays nobody
        reservedFen: minFen(p.reservedFen, free.get(reserve.ledgerOf.get(p.slotId)!) ?? 0n),
        issuerFen: input.issuerPaid[p.slotId] ?? 0n,
        enhancerLeftFen: enhancerLeftFen > 0n ? enhancerLeftFen : 0n,
      })
      enhancerLeftFen -= split.value.enhancerFen
      return { id: p.id, slotId: p.slotId, ...split }
    })
    // the one debit that a reserve knows: what it pays on its date, booked by a second person
    const asked = new Map<string, string>()
    for (const r of results.filter((x) => x.value.reserveFen > 0n))
      asked.set(
        r.id,
        await askMovement(ctx, reserve, {
          slotId: r.slotId,
          kind: 'BOND_PAYMENT_OUT',
          amountFen: r.value.reserveFen,
          valueDate: today,
          reference: `${pool.code} ${input.dueOn}`,
        }),
      )
    const rows = JSON.stringify(
      results.map((r) => ({
        id: r.id,
        issuer: r.value.issuerFen.toString(),
        enhancer: r.value.enhancerFen.toString(),
        unpaid: r.value.unpaidFen.toString(),
        state: r.value.unpaidFen > 0n ? 'DEFAULTED' : 'PAID',
        trace: freeze(r.trace) as Prisma.InputJsonValue,
        request: asked.get(r.id) ?? null,
      })),
    )
    await tx.$executeRaw`
      update issue_payment p set issuer_fen = r.issuer, enhancer_fen = r.enhancer, unpaid_fen = r.unpaid, state = r.state, trace = r.trace, request_id = r.request, version = p.version + 1
      from jsonb_to_recordset(${rows}::jsonb) as r(id uuid, issuer bigint, enhancer bigint, unpaid bigint, state text, trace jsonb, request uuid)
      where p.bank_id = ${bankId}::uuid and p.id = r.id and p.state = 'DUE'`
    // what the reserve was short of on the date, and what the enhancer paid of it
    await tx.$executeRaw`
      update issue_call c set state = 'SETTLED', amount_fen = p.principal_fen + p.interest_fen - p.reserved_fen, paid_fen = p.enhancer_fen, version = c.version + 1
      from issue_payment p where c.bank_id = ${bankId}::uuid and p.bank_id = c.bank_id and p.id = c.payment_id and p.pool_id = ${pool.id}::uuid
        and p.due_on = ${toDb(input.dueOn)}::date and c.state <> 'SETTLED'`
    const unpaidFen = sumFen(results.map((r) => r.value.unpaidFen))
    const open = await tx.issuePayment.count({ where: { bankId, poolId: pool.id, state: { not: 'PAID' } } })
    const clean = { ...ctx, ifMatch: undefined }
    let row: { id: string; state: string; version: number } = pool
    if (['ISSUED', 'TRIGGERED'].includes(row.state) && unpaidFen === 0n) {
      const moved = await transition(clean, issueMachine, row, { event: 'serve', bySystem: true })
      row = { ...row, ...moved }
    }
    if (open === 0 && row.state === 'IN_SERVICE') {
      const moved = await transition(clean, issueMachine, row, { event: 'redeem', bySystem: true })
      row = { ...row, ...moved }
    }
    ctx.audit({
      objectType: 'issuePool',
      objectId: pool.id,
      detail: { event: 'settle', dueOn: input.dueOn.toString(), payments: results.length, unpaid: toYuan(unpaidFen) },
    })
    return { id: pool.id, state: row.state, unpaidFen, enhancerFen: sumFen(results.map((r) => r.value.enhancerFen)) }
  },
})

/** What was due to be told has been told. */
export const recordDisclosure = defineCommand({
  name: 'issues.disclose',
  input: z.strictObject({ disclosureId: zId, doneOn: zDate, reference: z.string().trim().min(2).max(100) }),
  access: { roles: ['POST_PARTNER', 'RM'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const d = await tx.issueDisclosure.findFirst({ where: { bankId, id: input.disclosureId } })
    if (!d) throw refuse('E_NOT_FOUND', { object: 'disclosure' })
    if (isAfter(input.doneOn, today)) throw refuse('E_DATE', {}, { fields: [{ path: 'doneOn', code: 'E_DATE' }] })
    const done = await tx.issueDisclosure.updateMany({
      where: { bankId, id: d.id, doneOn: null },
      data: { doneOn: toDb(input.doneOn), reference: input.reference, doneBy: actor.userId, version: { increment: 1 } },
    })
    if (done.count === 0)
      throw refuse('E_STATE', { object: 'disclosure', state: 'DONE', event: 'disclose' }, { allowed: [] })
    ctx.audit({
      objectType: 'issuePool',
      objectId: d.poolId,
      detail: { event: 'disclose', kind: d.kind, late: isAfter(input.doneOn, fromDb(d.dueOn)) },
    })
    return { id: d.id }
  },
})
