/** The morning of joint issues (§2.7): reserves that are short before a date, and what has to be told to investors. */
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { addWorkingDays, fromDb, type PlainDate, toDb } from '@/lib/platform/dates'
import { toYuan } from '@/lib/platform/money'
import { transitionMany } from '@/lib/platform/workflow'
import { refreshReserves } from './reserve'
import { triggerStage } from './rules'
import { issueMachine } from './workflow'

const TASK = {
  NOTICE: 'ISSUE_ENHANCER_NOTICE',
  ENHANCER: 'ISSUE_ENHANCER_PAYS',
  DEFAULT: 'ISSUE_DEFAULT_NOTICE',
} as const
/** Calendar days that hold ten working days whatever the holidays. */
const AHEAD_DAYS = 30

export async function issuesDaily(ctx: CommandContext<unknown>, on: PlainDate): Promise<Record<string, number>> {
  const { tx, actor, now } = ctx
  const bankId = actor.bankId
  const calendar = await loadCalendar(tx, bankId)
  await refreshReserves(ctx, null)
  const near = await tx.issuePayment.findMany({
    where: { bankId, state: 'DUE', dueOn: { lte: toDb(on.add({ days: AHEAD_DAYS })) } },
    include: { pool: { select: { code: true, name: true, enhancerId: true } }, slot: { select: { name: true } } },
  })
  const moved = near
    .map((p) => ({
      p,
      stage: triggerStage(
        { dueOn: fromDb(p.dueOn), dueFen: p.principalFen + p.interestFen, reservedFen: p.reservedFen },
        on,
        calendar,
      ),
    }))
    .filter(({ p, stage }) => stage !== 'NONE' && stage !== p.stage)
  if (moved.length > 0) {
    const rows = JSON.stringify(moved.map(({ p, stage }) => ({ id: p.id, stage })))
    await tx.$executeRaw`
      update issue_payment p set stage = r.stage, version = p.version + 1 from jsonb_to_recordset(${rows}::jsonb) as r(id uuid, stage text)
      where p.bank_id = ${bankId}::uuid and p.id = r.id`
    await callEnhancers(ctx, on, moved)
    await tx.task.createMany({
      data: moved.map(({ p, stage }) => ({
        bankId,
        kind: TASK[stage as 'NOTICE'],
        objectType: 'issuePool',
        objectId: p.poolId,
        role: 'POST_PARTNER',
        dueOn: toDb(on),
        state: 'OPEN',
        params: {
          code: p.pool.code,
          issuer: p.slot.name,
          missing: toYuan(p.principalFen + p.interestFen - p.reservedFen),
        },
      })),
    })
    await transitionMany(ctx, issueMachine, [...new Set(moved.map(({ p }) => p.poolId))], {
      event: 'trigger',
      bySystem: true,
      reason: 'RESERVE_SHORT',
    })
  }
  const soon = toDb(addWorkingDays(on, 5, calendar))
  const told = await tx.$executeRaw`
    insert into task (bank_id, id, kind, object_type, object_id, role, due_on, state, params, created_at)
    select d.bank_id, uuidv7(), 'ISSUE_DISCLOSURE', 'issuePool', d.pool_id, 'POST_PARTNER', d.due_on, 'OPEN',
      jsonb_build_object('code', p.code, 'kind', d.kind, 'disclosure', d.id), ${now}
    from issue_disclosure d join issue_pool p on p.bank_id = d.bank_id and p.id = d.pool_id
    where d.bank_id = ${bankId}::uuid and d.done_on is null and d.due_on <= ${soon}::date
      and not exists (select from task t where t.bank_id = d.bank_id and t.kind = 'ISSUE_DISCLOSURE' and t.params ->> 'disclosure' = d.id::text)`
  return { issuesTriggered: moved.length, disclosuresAsked: told }
}

type Short = {
  p: {
    id: string
    poolId: string
    dueOn: Date
    principalFen: bigint
    interestFen: bigint
    reservedFen: bigint
    pool: { name: string; enhancerId: string | null }
    slot: { name: string }
  }
  stage: string
}

/** One call for each payment that is short, on its enhancer's desk; nearer to the date it says more, about what is missing then. */
async function callEnhancers({ tx, actor }: CommandContext<unknown>, on: PlainDate, short: readonly Short[]) {
  const rows = JSON.stringify(
    short.flatMap(({ p, stage }) =>
      p.pool.enhancerId
        ? [
            {
              party: p.pool.enhancerId,
              pool: p.poolId,
              payment: p.id,
              name: p.pool.name,
              issuer: p.slot.name,
              due: fromDb(p.dueOn).toString(),
              missing: (p.principalFen + p.interestFen - p.reservedFen).toString(),
              stage,
            },
          ]
        : [],
    ),
  )
  await tx.$executeRaw`
    insert into issue_call (bank_id, id, party_id, pool_id, payment_id, pool_name, issuer, due_on, amount_fen, stage, state, sent_on)
    select ${actor.bankId}::uuid, uuidv7(), r.party, r.pool, r.payment, r.name, r.issuer, r.due, r.missing, r.stage, 'SENT', ${toDb(on)}::date
    from jsonb_to_recordset(${rows}::jsonb) as r(party uuid, pool uuid, payment uuid, name text, issuer text, due date, missing bigint, stage text)
    on conflict (bank_id, payment_id) do update set stage = excluded.stage, amount_fen = excluded.amount_fen, version = issue_call.version + 1
    where issue_call.state <> 'SETTLED'`
}
