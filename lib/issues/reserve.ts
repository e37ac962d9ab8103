/** The debt-service reserve of a joint issue on its account (§2.1.3, §2.7): opened with the issue, a sub-ledger for each issuer. */
import type { CommandContext } from '@/lib/platform/commands'
import { type PlainDate, toDb } from '@/lib/platform/dates'
import { type Fen, toYuan } from '@/lib/platform/money'
import { nextNumber } from '@/lib/platform/numbering'
import { newId } from '@/lib/platform/tenant'

type Ctx = CommandContext<unknown>
type Pool = {
  id: string
  code: string
  name: string
  marketId: string
  trusteeId: string | null
  reserveAccountId: string | null
  issuerSlots: readonly { id: string; state: string; subLedgerId: string | null }[]
}
export type Reserve = { accountId: string; ledgerOf: ReadonlyMap<string, string> }

/** The account of a pool and the ledger of each issuer in it; what is not there is opened. Called under the pool's lock. */
export async function reserveOf(ctx: Ctx, pool: Pool): Promise<Reserve> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const accountId = pool.reserveAccountId ?? newId()
  if (!pool.reserveAccountId) {
    const no = await nextNumber(tx, bankId, 'margin-account')
    const accountNo = `8${actor.bankCode}${no.toString().padStart(10, '0')}`
    await tx.marginAccount.create({
      data: {
        bankId,
        id: accountId,
        marketId: pool.marketId,
        partyId: pool.trusteeId,
        type: 'DEBT_SERVICE_RESERVE',
        accountNo,
        name: `${pool.name}偿债准备金专户`,
        controlledBy: 'TRUSTEE_AND_BANK',
        interestOwner: 'POOL',
        state: 'OPEN',
      },
    })
    await tx.issuePool.update({
      where: { bankId_id: { bankId, id: pool.id } },
      data: { reserveAccountId: accountId },
    })
    ctx.audit({
      objectType: 'marginAccount',
      objectId: accountId,
      to: 'OPEN',
      detail: { event: 'open', type: 'DEBT_SERVICE_RESERVE', accountNo, pool: pool.code },
    })
  }
  const inside = pool.issuerSlots.filter((s) => s.state === 'IN')
  const known = inside.filter((s) => s.subLedgerId !== null)
  const fresh = inside.filter((s) => s.subLedgerId === null).map((s) => ({ slotId: s.id, id: newId() }))
  if (fresh.length > 0) {
    await tx.marginSubLedger.createMany({
      data: fresh.map((f, i) => ({
        bankId,
        id: f.id,
        accountId,
        subNo: (known.length + i + 1).toString().padStart(5, '0'),
        state: 'OPEN',
        requiredFen: 0n,
      })),
    })
    await tx.$executeRaw`
      update issuer_slot s set sub_ledger_id = r.id, version = s.version + 1
      from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) as r("slotId" uuid, id uuid)
      where s.bank_id = ${bankId}::uuid and s.id = r."slotId"`
  }
  return {
    accountId,
    ledgerOf: new Map([
      ...known.map((s) => [s.id, s.subLedgerId!] as const),
      ...fresh.map((f) => [f.slotId, f.id] as const),
    ]),
  }
}

/** First hand of a movement on the reserve: it waits for OPS_CHECKER, as every movement of an account does (INV-A8). */
export async function askMovement(
  ctx: Ctx,
  reserve: Reserve,
  m: {
    slotId: string
    kind: 'MARGIN_IN' | 'BOND_PAYMENT_OUT'
    amountFen: Fen
    valueDate: PlainDate
    reference: string
  },
): Promise<string> {
  const { tx, actor } = ctx
  const id = newId()
  const subLedgerId = reserve.ledgerOf.get(m.slotId)!
  await tx.movementRequest.create({
    data: {
      bankId: actor.bankId,
      id,
      accountId: reserve.accountId,
      subLedgerId,
      kind: m.kind,
      amountFen: m.amountFen,
      valueDate: toDb(m.valueDate),
      ...(m.kind === 'MARGIN_IN' ? { sourceAccount: m.reference } : { beneficiaryAccount: m.reference }),
      state: 'PENDING',
      makerId: actor.userId!,
    },
  })
  ctx.audit({
    objectType: 'movementRequest',
    objectId: id,
    to: 'PENDING',
    detail: { kind: m.kind, amount: toYuan(m.amountFen), subLedgerId, reference: m.reference },
  })
  return id
}

/**
 * What lies in the reserve for each payment that is still due: the deposits that nobody sent away and nobody took back.
 * One statement for all pools of the bank, or for one.
 */
export async function refreshReserves(
  { tx, actor }: Pick<Ctx, 'tx' | 'actor'>,
  poolId: string | null,
): Promise<number> {
  return tx.$executeRaw`
    update issue_payment p set reserved_fen = d.fen, version = p.version + 1
    from (select o.id, coalesce((select sum(x.amount_fen) from issue_deposit x
        left join movement_request r on r.bank_id = x.bank_id and r.id = x.request_id
        where x.bank_id = o.bank_id and x.payment_id = o.id and coalesce(r.state, 'POSTED') <> 'REJECTED'
          and not exists (select from account_movement m join account_movement v on v.bank_id = m.bank_id and v.reverses_id = m.id
            where m.bank_id = x.bank_id and m.request_id = x.request_id)), 0)::bigint as fen
      from issue_payment o where o.bank_id = ${actor.bankId}::uuid and o.state = 'DUE' and (${poolId}::uuid is null or o.pool_id = ${poolId}::uuid)) d
    where p.bank_id = ${actor.bankId}::uuid and p.id = d.id and p.reserved_fen <> d.fen`
}

/** What each issuer's ledger can pay today: not frozen, and not spent by an earlier date that waits for its second person. */
export async function freeOf({ tx, actor }: Pick<Ctx, 'tx' | 'actor'>, reserve: Reserve): Promise<Map<string, Fen>> {
  const rows = await tx.$queryRaw<{ id: string; fen: Fen }[]>`
    select s.id, (s.ledger_fen - s.frozen_fen - coalesce((select sum(r.amount_fen) from movement_request r
      where r.bank_id = s.bank_id and r.sub_ledger_id = s.id and r.kind = 'BOND_PAYMENT_OUT' and r.state = 'PENDING'), 0))::bigint as fen
    from margin_sub_ledger s where s.bank_id = ${actor.bankId}::uuid and s.account_id = ${reserve.accountId}::uuid`
  return new Map(rows.map((r) => [r.id, r.fen > 0n ? r.fen : 0n]))
}
