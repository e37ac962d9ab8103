/** Starts the PostgreSQL server that developers of this machine share, if it does not run, and prints its address. */
import { mkdirSync } from 'node:fs'
import { runningOn, startServer } from './postgres'

const dir = '/tmp/fangshi-dev-pg/data'
const port = 54329

mkdirSync('/tmp/fangshi-dev-pg', { recursive: true, mode: 0o755 })
if (!runningOn(dir)) {
  await startServer({ dir, port, throwAway: true, keep: true, logFile: '/tmp/fangshi-dev-pg/postgres.log' })
}
console.log(`TEST_PG_URL=postgresql://postgres@127.0.0.1:${port}/postgres`)
process.exit(0)
