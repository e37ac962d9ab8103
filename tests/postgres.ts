/**
 * vitest's global set-up for tests on a real PostgreSQL: the server that TEST_PG_URL names (its superuser), or an
 * embedded one under .cache/test-pg for the time of the run. tests/database.ts gives each file its own database.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startServer } from '../scripts/boot/postgres'
import { withClient } from '../scripts/boot/roles'
import { ensureTemplate } from './database'

export default async function setup(): Promise<() => Promise<void>> {
  let stop = async () => {}
  if (!process.env.TEST_PG_URL) {
    const home = join(import.meta.dirname, '../.cache/test-pg')
    mkdirSync(home, { recursive: true })
    const server = await startServer({
      dir: join(home, String(process.pid)),
      throwAway: true,
      logFile: join(home, 'postgres.log'),
    })
    process.env.TEST_PG_URL = server.url
    stop = server.stop
  }
  await dropLeftOvers(process.env.TEST_PG_URL)
  await ensureTemplate(process.env.TEST_PG_URL)
  return stop
}

/** Databases of test processes that ended without dropping them. */
async function dropLeftOvers(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      `select datname from pg_database d where datname ~ '^test_[0-9]+_'
       and not exists (select from pg_stat_activity a where a.datname = d.datname)
       and (pg_stat_file('base/' || d.oid || '/PG_VERSION')).modification < now() - interval '2 hours'`,
    )
    for (const { datname } of rows) await client.query(`drop database if exists ${client.escapeIdentifier(datname)}`)
  })
}
