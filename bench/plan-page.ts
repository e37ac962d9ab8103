/**
 * How long the page of a plan with a thousand merchants takes from the request to the last byte, as the built server
 * answers it: `node --import ./scripts/resolve.mjs bench/plan-page.ts [merchants]` on a server as `scripts/dev-pg.mjs`
 * starts it (TEST_PG_URL). Beside it the rows of the page as bare SQL, and the smallest signed-in page of the same server.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { draftPlan, setPlanParameters } from '@/lib/plans/commands/draft'
import { submitPlan } from '@/lib/plans/commands/submit'
import { signIn } from '@/lib/platform/auth/sign-in'
import { closeDatabase } from '@/lib/platform/db/client'
import { ensureBuild } from '../scripts/boot/build'
import { ROOT } from '../scripts/boot/places'
import { testDatabase } from '../tests/database'
import { admittedMarket } from '../tests/fixtures/market'
import { testBank, testPerson } from '../tests/fixtures/people'
import { planningBatch } from '../tests/fixtures/planning'

const MERCHANTS = Number(process.argv[2] ?? 1000)
const GOAL_MS = 300

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function best(times: number, run: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < times; i++) {
    const began = performance.now()
    await run()
    least = Math.min(least, performance.now() - began)
  }
  return least
}

process.env.FANGSHI_SECRET ??= randomBytes(48).toString('base64url')
const db = await testDatabase()
const bare = new pg.Client({ connectionString: db.superuserUrl })
await bare.connect()
const bank = await testBank('BEN')
const evaluator = await testPerson(bank, 'evaluator', ['EVALUATOR'])
const market = await admittedMarket(bank, 'M2', { merchants: 600 })
const batch = await planningBatch(
  bank,
  market,
  'B-N1',
  Array.from({ length: MERCHANTS }, () => ({ requested: '100000', grade: 'B1' })),
)
await bare.query(`update batch set mode = 'GC' where id = $1`, [batch.batchId])
await bare.query(`update market set turnover_fen = 10000000000000 where id = $1`, [market.id])
const drafted = await draftPlan(evaluator, { batchId: batch.batchId })
if (!drafted.ok) throw new Error(drafted.error.code)
const planId = drafted.value.id
for (const done of [
  await setPlanParameters(evaluator, { planId, basis: { surveyedDemand: '900000000.00' } }),
  await submitPlan(evaluator, { planId }),
])
  if (!done.ok) throw new Error(done.error.code)
const entered = await signIn({
  login: evaluator.login,
  password: evaluator.password,
  client: { ip: '127.0.0.1', userAgent: 'bench' },
})
if (!entered.ok) throw new Error(entered.error.code)
await bare.query('analyze')

const port = await freePort()
const data = mkdtempSync(join(tmpdir(), 'bench-plan-'))
const web = spawn(process.execPath, [join(ROOT, 'scripts/boot/serve-web.mjs'), await ensureBuild(console.error)], {
  env: {
    ...process.env,
    NODE_ENV: 'production',
    TZ: 'UTC',
    FANGSHI_ROOT: ROOT,
    FANGSHI_DATA: data,
    FANGSHI_FILES: join(data, 'files'),
    LOG_LEVEL: 'error',
    NEXTAUTH_URL: `http://127.0.0.1:${port}`,
    NEXTAUTH_SECRET: process.env.FANGSHI_SECRET,
    HOSTNAME: '127.0.0.1',
    PORT: String(port),
  },
  stdio: ['ignore', 'ignore', 'inherit'],
})
try {
  const origin = `http://127.0.0.1:${port}`
  for (let i = 0; i < 300; i++) {
    if (
      await fetch(`${origin}/api/health`).then(
        (r) => r.ok,
        () => false,
      )
    )
      break
    await new Promise((r) => setTimeout(r, 100))
  }
  const page = async (path: string): Promise<number> => {
    const answer = await fetch(origin + path, {
      headers: { cookie: `fangshi-session=${entered.value.cookie}` },
      redirect: 'manual',
    })
    const text = await answer.text()
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.headers.get('location')}`)
    return text.length
  }
  const size = await page(`/plans/${planId}`)
  const plan = await best(15, () => page(`/plans/${planId}`))
  const small = await best(15, () => page('/calculator'))
  const sql = await best(15, async () => {
    await bare.query('select * from credit_plan where bank_id = $1 and id = $2', [bank.id, planId])
    await bare.query(
      `select l.*, a.name, a.row_no, a.stall_no, o.grade, o.score_total from plan_line l
       join application a on a.bank_id = l.bank_id and a.id = l.application_id
       left join application_outcome o on o.bank_id = a.bank_id and o.application_id = a.id
       where l.bank_id = $1 and l.plan_id = $2 order by a.position`,
      [bank.id, planId],
    )
  })
  console.log(
    `plan page at ${MERCHANTS} merchants ${plan.toFixed(0)} ms (${Math.round(size / 1024)} KB); bare rows ${sql.toFixed(0)} ms, ratio ${(plan / sql).toFixed(2)}; smallest page ${small.toFixed(0)} ms; goal under ${GOAL_MS} ms ${plan < GOAL_MS ? 'met' : 'missed'}`,
  )
} finally {
  web.kill('SIGTERM')
  await bare.end()
  await closeDatabase()
  await db.drop()
}
