/**
 * How fast a plan is decided, its page read and the queue opened: `TEST_PG_URL=… node --import ./scripts/resolve.mjs
 * bench/approvals.ts [merchants] [open items]` on a server as `scripts/dev-pg.mjs` starts it. Each time is the best of some
 * runs. Beside each stands the same work as bare SQL on a connection of its own: no rules, no trail, no row security.
 */
import pg from 'pg'
import { giveOpinion } from '@/lib/approvals/commands/opinion'
import { opinionChain } from '@/lib/approvals/queries'
import { approvalQueue } from '@/lib/approvals/queue'
import { draftPlan, setPlanParameters } from '@/lib/plans/commands/draft'
import { submitPlan } from '@/lib/plans/commands/submit'
import { planComments } from '@/lib/plans/comments'
import { planView } from '@/lib/plans/queries'
import { planSubmissions } from '@/lib/plans/versions'
import { toWire } from '@/lib/platform/wire'
import { testDatabase } from '../tests/database'
import { admittedMarket } from '../tests/fixtures/market'
import { testBank, testPerson } from '../tests/fixtures/people'
import { planningBatch } from '../tests/fixtures/planning'

const MERCHANTS = Number(process.argv[2] ?? 1000)
const OPEN_ITEMS = Number(process.argv[3] ?? 100_000)

const db = await testDatabase()
const bank = await testBank('BEN')
const evaluator = await testPerson(bank, 'evaluator', ['EVALUATOR'])
const sb = await testPerson(bank, 'sb', ['SB_REVIEWER'])
const head = await testPerson(bank, 'head', ['SB_HEAD'])
const approver = await testPerson(bank, 'approver', ['CR_APPROVER'])
const market = await admittedMarket(bank, 'M2', { merchants: 600 })
const bare = new pg.Client({ connectionString: db.superuserUrl })
await bare.connect()
const must = <T>(r: { ok: true; value: T } | { ok: false; error: { code: string } }): T => {
  if (!r.ok) throw new Error(JSON.stringify(r.error))
  return r.value
}
const best = async (runs: number, work: () => Promise<unknown>): Promise<number> => {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < runs; i++) {
    const began = performance.now()
    await work()
    least = Math.min(least, performance.now() - began)
  }
  return least
}
const say = (name: string, ms: number, beside: number | null, goal: string): void => {
  const ratio = beside === null ? '' : `   bare ${beside.toFixed(1)} ms   ratio ${(ms / beside).toFixed(2)}`
  console.log(`${name.padEnd(44)} ${ms.toFixed(1).padStart(9)} ms${ratio}   ${goal}`)
}

let plans = 0
/** A plan of so many merchants with one seat left to answer. */
async function nearlyDecided(): Promise<string> {
  const b = await planningBatch(
    bank,
    market,
    `B-N${++plans}`,
    Array.from({ length: MERCHANTS }, () => ({ requested: '100000', grade: 'B1' })),
  )
  await bare.query(`update batch set mode = 'GC' where id = $1`, [b.batchId])
  await bare.query(`update market set turnover_fen = 10000000000000 where id = $1`, [market.id])
  const planId = must(await draftPlan(evaluator, { batchId: b.batchId })).id
  must(await setPlanParameters(evaluator, { planId, basis: { surveyedDemand: '900000000.00' } }))
  must(await submitPlan(evaluator, { planId }))
  await bare.query(`update credit_plan set level = 'L1' where id = $1`, [planId])
  must(await giveOpinion(sb, { planId, opinion: 'AGREE', text: '同意' }))
  must(await giveOpinion(head, { planId, opinion: 'AGREE', text: '同意', otherLines: 'APPROVE' }))
  return planId
}

/** The rows that an approval writes, and nothing else. */
async function decideBare(planId: string): Promise<void> {
  await bare.query('begin')
  await bare.query(
    `update plan_line set state = 'APPROVED', approved_fen = limit_fen, version = version + 1 where bank_id = $1 and plan_id = $2`,
    [bank.id, planId],
  )
  await bare.query(
    `update application_outcome o set approved_fen = l.approved_fen, approved_rate_ppm = l.rate_ppm, approved_tenor_months = l.tenor_months,
       approved_on = date '2026-03-20', version = o.version + 1
     from plan_line l where l.bank_id = $1 and l.plan_id = $2 and o.bank_id = l.bank_id and o.application_id = l.application_id`,
    [bank.id, planId],
  )
  await bare.query(
    `update application a set state = 'APPROVED', sign_by = date '2026-05-19', draw_by = date '2026-06-18', version = a.version + 1
     from plan_line l where l.bank_id = $1 and l.plan_id = $2 and a.bank_id = l.bank_id and a.id = l.application_id`,
    [bank.id, planId],
  )
  await bare.query(
    `insert into state_history (bank_id, id, object_type, object_id, machine, event, state_from, state_to, actor_name, at)
     select bank_id, gen_random_uuid(), 'application', application_id, 'application', 'approve', 'IN_APPROVAL', 'APPROVED', 'bench', now()
     from plan_line where bank_id = $1 and plan_id = $2`,
    [bank.id, planId],
  )
  await bare.query(`update credit_plan set state = 'EFFECTIVE', version = version + 1 where bank_id = $1 and id = $2`, [
    bank.id,
    planId,
  ])
  await bare.query('commit')
}

const ours: number[] = []
const theirs: number[] = []
let shown = ''
for (let i = 0; i < 2; i++) {
  const [a, b] = [await nearlyDecided(), await nearlyDecided()]
  ours.push(
    await best(1, async () =>
      must(await giveOpinion(approver, { planId: a, opinion: 'AGREE', text: '同意', otherLines: 'APPROVE' })),
    ),
  )
  theirs.push(await best(1, () => decideBare(b)))
  shown = a
}
say(`${MERCHANTS} merchants approved in one decision`, Math.min(...ours), Math.min(...theirs), 'goal ≤ 3')

const page = await best(8, async () => {
  const plan = await planView(evaluator, { planId: shown })
  await Promise.all([
    opinionChain(evaluator, { planId: shown }),
    planSubmissions(evaluator, { planId: shown }),
    planComments(evaluator, { planId: shown }),
  ])
  toWire(plan)
})
/** The rows that the page shows, read on a connection of its own. */
const barePage = await best(8, async () => {
  await bare.query('select * from credit_plan where bank_id = $1 and id = $2', [bank.id, shown])
  await bare.query(
    `select l.id, l.application_id, a.row_no, a.name, a.stall_no, a.owner_name, a.main_goods, a.state, o.grade, o.score_total, l.applied_fen, l.limit_fen,
       l.approved_fen, l.rate_ppm, l.all_in_ppm, l.tenor_months, l.repayment_method, l.margin_fen, l.state as line, l.reason, g.code, g.name as group_name,
       l.limit_trace->>'binding' as binding, coalesce((l.limit_trace->>'affordable')::boolean, true) as affordable, l.limit_trace->'edits' as edits
     from plan_line l join application a on a.bank_id = l.bank_id and a.id = l.application_id
     left join application_outcome o on o.bank_id = a.bank_id and o.application_id = a.id
     left join joint_group g on g.bank_id = l.bank_id and g.id = l.group_id
     where l.bank_id = $1 and l.plan_id = $2 order by a.position`,
    [bank.id, shown],
  )
  for (const table of ['condition', 'countersign_round', 'plan_submission', 'plan_comment'])
    await bare.query(`select * from ${table} where bank_id = $1 and plan_id = $2`, [bank.id, shown])
})
say(`plan page's data at ${MERCHANTS} merchants`, page, barePage, 'goal < 300 ms')

await bare.query(
  `insert into credit_plan (bank_id, id, batch_id, market_id, code, version_no, mode, state, params, survey, sections, aggregate_limit_fen)
   select bank_id, gen_random_uuid(), batch_id, market_id, 'Q-' || n, 1, mode, 'COUNTERSIGNING', '{}', '{}', '[]', 1000000000
   from credit_plan, generate_series(1, $2::int) n where id = $1`,
  [shown, OPEN_ITEMS],
)
await bare.query(
  `insert into countersign_round (bank_id, id, plan_id, no, kind, mode, state, opened_at)
   select bank_id, gen_random_uuid(), id, 1, 'COUNTERSIGN', 'PARALLEL', 'OPEN', now() from credit_plan where code like 'Q-%'`,
)
await bare.query(
  `insert into countersign_seat (bank_id, id, round_id, role, department, state, due_at)
   select bank_id, gen_random_uuid(), id, 'CR_APPROVER', 'CR', 'WAITING', now() + random() * interval '5 days' from countersign_round
   where state = 'OPEN' and opened_at > now() - interval '1 minute'`,
)
await bare.query('analyze')
const BARE_QUEUE = `
  select s.id, s.due_at, r.kind, p.code, p.version_no, p.state, p.level, p.aggregate_limit_fen, p.routing_trace, m.name, b.code as batch,
    (select count(*) from plan_line l where l.bank_id = p.bank_id and l.plan_id = p.id and l.state <> 'DROPPED') as lines
  from (select * from countersign_seat s where s.bank_id = $1 and s.state = 'WAITING' and s.role = 'CR_APPROVER' and s.user_id is null
    order by s.due_at, s.id limit 51 offset 0) s
  join countersign_round r on r.bank_id = s.bank_id and r.id = s.round_id
  join credit_plan p on p.bank_id = r.bank_id and p.id = r.plan_id
  join market m on m.bank_id = p.bank_id and m.id = p.market_id join batch b on b.bank_id = p.bank_id and b.id = p.batch_id
  order by s.due_at, s.id`
const BARE_COUNT = `select count(*) from (select s.round_id from countersign_seat s
    where s.bank_id = $1 and s.state = 'WAITING' and s.role = 'CR_APPROVER' and s.user_id is null limit 1000 offset 0) t
  where not exists (select 1 from countersign_round r join credit_plan p on p.bank_id = r.bank_id and p.id = r.plan_id
    where r.bank_id = $1 and r.id = t.round_id and p.written_by = $2::uuid)`
const queue = await best(30, () => approvalQueue(approver, {}))
const bareQueue = await best(30, async () => {
  await bare.query(BARE_QUEUE, [bank.id])
  await bare.query(BARE_COUNT, [bank.id, approver.userId])
})
say(`queue page at ${OPEN_ITEMS} open items`, queue, bareQueue, 'goal ≤ 1.33 (0.75 of the rate)')

await bare.end()
await db.drop()
