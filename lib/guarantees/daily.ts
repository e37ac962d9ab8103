/** What the end of a day proves about accounts: main account, sub-ledgers and the core agree, or a warning stands (INV-A4). */
import { loadParameters } from '@/lib/admin/parameters'
import { raiseFromReadings } from '@/lib/monitoring/raise'
import type { CommandContext } from '@/lib/platform/commands'
import { type PlainDate, toDb } from '@/lib/platform/dates'
import { Prisma } from '@/lib/platform/tenant'

type Ctx = CommandContext<unknown>

/** One row an account and day, told by one statement. An account that does not agree raises an orange warning. */
export async function reconcileAccounts(ctx: Ctx, day: PlainDate): Promise<Record<string, number>> {
  const { tx, actor, now } = ctx
  const bankId = actor.bankId
  const done = await tx.$executeRaw`
    insert into account_reconciliation (bank_id, account_id, day, ledger_fen, sub_fen, core_fen, frozen_fen, difference_fen, at)
    select a.bank_id, a.id, ${toDb(day)}::date, a.ledger_fen, s.fen, c.closing_fen, a.frozen_fen,
      case when a.ledger_fen <> s.fen then a.ledger_fen - s.fen else coalesce(c.difference_fen, 0) end, ${now}
    from margin_account a
    cross join lateral (select coalesce(sum(x.ledger_fen), 0)::bigint as fen from margin_sub_ledger x where x.bank_id = a.bank_id and x.account_id = a.id) s
    left join core_statement c on c.bank_id = a.bank_id and c.account_no = a.account_no and c.day = ${toDb(day)}::date and c.state <> 'RESOLVED'
    where a.bank_id = ${bankId}::uuid and a.state <> 'CLOSED'
    on conflict (bank_id, account_id, day) do nothing`
  const wrong = Prisma.sql`from account_reconciliation r join margin_account a on a.bank_id = r.bank_id and a.id = r.account_id
    where r.bank_id = ${bankId}::uuid and r.day = ${toDb(day)}::date and r.difference_fen <> 0`
  const [different] = await tx.$queryRaw<{ count: bigint }[]>(Prisma.sql`select count(*) as count ${wrong}`)
  const count = Number(different?.count ?? 0n)
  if (count > 0)
    await raiseFromReadings(
      ctx,
      {
        events: Prisma.sql`select 'W-A01' as code, 'ACCOUNT' as object_type, a.id as object_id, a.market_id, null::text as reading,
        'RECONCILIATION_DIFFERENCE' as event, null::bigint as value ${wrong}`,
      },
      day,
      (await loadParameters(tx, bankId, day)).monitoring,
    )
  return { accountsReconciled: done, accountsDifferent: count }
}
