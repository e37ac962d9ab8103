/** The morning's part in collecting: promises whose day has passed are judged by what came in. */
import type { CommandContext } from '@/lib/platform/commands'
import type { PlainDate } from '@/lib/platform/dates'

/** One statement: KEPT, PARTLY or BROKEN, as `promiseOutcome` says; a promise that was not kept asks for the collector. */
export async function judgePromises(
  { tx, actor, now }: CommandContext<unknown>,
  on: PlainDate,
): Promise<{ promisesJudged: number; promisesBroken: number }> {
  const rows = await tx.$queryRaw<{ judged: bigint; broken: bigint }[]>`
    with due as (
      select a.id, a.loan_id, a.amount_fen, coalesce((select sum(r.amount_fen) from repayment r where r.bank_id = a.bank_id and r.loan_id = a.loan_id
        and r.value_date >= a.on_date and r.value_date <= a.promised_on), 0)::bigint as paid
      from collection_act a where a.bank_id = ${actor.bankId}::uuid and a.kind = 'PROMISE' and a.state = 'OPEN' and a.promised_on < ${on.toString()}::date),
    judged as (
      update collection_act a set state = case when due.paid >= due.amount_fen then 'KEPT' when due.paid > 0 then 'PARTLY' else 'BROKEN' end,
        paid_fen = due.paid, version = a.version + 1
      from due where a.bank_id = ${actor.bankId}::uuid and a.id = due.id returning a.id, a.loan_id, a.state),
    asked as (
      insert into task (bank_id, id, kind, object_type, object_id, role, params, due_on, state, created_at)
      select ${actor.bankId}::uuid, uuidv7(), 'PROMISE_BROKEN', 'collection', j.loan_id, 'COLLECTOR', json_build_object('code', l.number), ${on.toString()}::date, 'OPEN', ${now}
      from judged j join loan l on l.bank_id = ${actor.bankId}::uuid and l.id = j.loan_id where j.state <> 'KEPT')
    select count(*) as judged, count(*) filter (where state <> 'KEPT') as broken from judged`
  return { promisesJudged: Number(rows[0]?.judged ?? 0n), promisesBroken: Number(rows[0]?.broken ?? 0n) }
}
