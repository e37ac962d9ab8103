/** Looks an installation over and says, finding by finding, what is wrong and what to do. Changes nothing. */
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { readMigrations } from '../db/migrate'
import { fileStore } from '../files'
import { lastBeat, SILENT_MS } from '../jobs/heartbeat'
import { liveMode } from '../mode'
import { listBanks, withTenant } from '../tenant'

export type Finding = { level: 'ok' | 'warning' | 'fault'; subject: string; detail: string }

const GIB = 2 ** 30
const LOW_DISK = 2
const MAX_SKEW_MS = 5000
const SAMPLED_FILES = 50

/** All findings, in the order in which a person would repair them. Without `ownerUrl` only the application's role is seen. */
export async function diagnose(ownerUrl: string): Promise<Finding[]> {
  const findings: Finding[] = []
  const look = async (subject: string, check: () => Promise<Omit<Finding, 'subject'>[] | Omit<Finding, 'subject'>>) => {
    const found = await check().catch((error: Error) => fault(error.message))
    for (const finding of Array.isArray(found) ? found : [found]) findings.push({ subject, ...finding })
  }
  const appUrl = process.env.DATABASE_URL ?? ''
  await look('Node', async () =>
    Number(process.versions.node.split('.')[0]) >= 26 ? ok(process.version) : fault(process.version),
  )
  await look('disk', checkDisk)
  await look('settings', async () => checkSettings())
  await look('database', () => within(appUrl, checkServer))
  if (findings.some(({ subject, level }) => subject === 'database' && level === 'fault')) return findings
  await look('application’s role', () => within(appUrl, checkRole))
  await look('owner’s role', async () =>
    ownerUrl ? within(ownerUrl, checkOwner) : warning('not checked: DATABASE_OWNER_URL is not set'),
  )
  await look('migrations', () => within(appUrl, checkMigrations))
  await look('row-level security', () => within(appUrl, checkRowSecurity))
  await look('worker', checkWorker)
  await look('files', checkFiles)
  return findings
}

const ok = (detail: string) => ({ level: 'ok' as const, detail })
const warning = (detail: string) => ({ level: 'warning' as const, detail })
const fault = (detail: string) => ({ level: 'fault' as const, detail })

async function within<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function checkDisk() {
  const { bavail, bsize } = await statfs(process.env.FANGSHI_DATA ?? process.cwd())
  const free = `${((bavail * bsize) / GIB).toFixed(1)} GiB free`
  return bavail * bsize < LOW_DISK * GIB
    ? warning(`${free}: less than ${LOW_DISK} GiB, PostgreSQL stops when it is full`)
    : ok(free)
}

function checkSettings() {
  if (!liveMode()) return ok('trial (FANGSHI_MODE is not live): demo accounts are allowed')
  const found = []
  if ((process.env.FANGSHI_SECRET ?? '').length < 32) found.push(fault('FANGSHI_SECRET is shorter than 32 characters'))
  if (!process.env.FANGSHI_URL?.startsWith('https://')) {
    found.push(warning('FANGSHI_URL is not an https address: browsers send cookies in the clear'))
  }
  return found.length > 0 ? found : ok('live')
}

async function checkServer(client: pg.Client) {
  const { rows } = await client.query<{
    version: string
    number: number
    now: Date
    encoding: string
    collation: string
  }>(
    `select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
            clock_timestamp() as now, pg_encoding_to_char(encoding) as encoding, datcollate as collation
     from pg_database where datname = current_database()`,
  )
  const { version, number, now, encoding } = rows[0]!
  const skew = Math.abs(now.getTime() - Date.now())
  const found = []
  if (number < 160_000) found.push(fault(`PostgreSQL ${version}: 18 is needed`))
  else if (number < 180_000) found.push(warning(`PostgreSQL ${version}: the product is tested on 18`))
  if (encoding !== 'UTF8') found.push(fault(`the encoding is ${encoding}: UTF8 is needed`))
  if (skew > MAX_SKEW_MS) found.push(warning(`its clock differs from this machine’s by ${Math.round(skew / 1000)} s`))
  return found.length > 0 ? found : ok(`PostgreSQL ${version}, ${encoding}`)
}

async function checkRole(client: pg.Client) {
  const { rows } = await client.query<
    Record<'super' | 'bypass' | 'owner' | 'temp', boolean> & { name: string; path: string; idle: string }
  >(
    `select rolname as name, rolsuper as super, rolbypassrls as bypass,
            exists (select from pg_class c where c.relowner = r.oid and c.relnamespace = 'public'::regnamespace) as owner,
            has_database_privilege(r.oid, current_database(), 'TEMP') as temp,
            current_setting('search_path') as path, current_setting('idle_in_transaction_session_timeout') as idle
     from pg_roles r where rolname = current_user`,
  )
  const role = rows[0]!
  const found = []
  if (role.super) found.push(fault(`${role.name} is a superuser: row-level security does not hold for it`))
  if (role.bypass) found.push(fault(`${role.name} bypasses row-level security`))
  if (role.owner) found.push(fault(`${role.name} owns tables: connect as fangshi_app`))
  if (role.path !== 'public')
    found.push(fault(`its search_path is ${role.path}: alter role ${role.name} set search_path = public`))
  if (role.temp) found.push(warning('it may make temporary tables: revoke temporary on database … from public'))
  if (role.idle === '0')
    found.push(warning('it has no idle_in_transaction_session_timeout: a lost connection keeps its locks'))
  return found.length > 0 ? found : ok(role.name)
}

async function checkOwner(client: pg.Client) {
  const { rows } = await client.query<{ name: string; foreign: number }>(
    `select current_user as name, (select count(*)::int from pg_class c where c.relnamespace = 'public'::regnamespace
       and c.relkind in ('r', 'p') and pg_get_userbyid(c.relowner) <> current_user) as foreign`,
  )
  const { name, foreign } = rows[0]!
  return foreign > 0 ? fault(`${foreign} tables do not belong to ${name}: migrations will fail on them`) : ok(name)
}

async function checkMigrations(client: pg.Client) {
  const { rows } = await client.query<{ name: string; checksum: string; done: boolean }>(
    `select migration_name as name, checksum, finished_at is not null as done
     from _prisma_migrations where rolled_back_at is null`,
  )
  const applied = new Map(rows.map((row) => [row.name, row]))
  const found = []
  for (const { name, checksum } of readMigrations(join(process.cwd(), 'prisma/migrations'))) {
    const row = applied.get(name)
    if (!row) found.push(fault(`${name} is not applied: start Fangshi, or run "prisma migrate deploy"`))
    else if (!row.done) found.push(fault(`${name} was applied half-way by another tool`))
    else if (row.checksum !== checksum) found.push(fault(`${name} was changed after it had been applied`))
  }
  return found.length > 0 ? found : ok(`${applied.size} applied`)
}

async function checkRowSecurity(client: pg.Client) {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)
       and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'bank_id')`,
  )
  const names = rows.map((row) => row.name).join(', ')
  return rows.length > 0
    ? fault(`not enabled and forced on ${names}`)
    : ok('enabled and forced on every table of a bank')
}

async function checkWorker() {
  const beat = await lastBeat()
  if (beat === 'NO_BANK') return warning('no bank is registered yet: fangshi bank create')
  if (!beat) return warning('never seen: is "npm start" or a worker process running?')
  const seconds = Math.round((Date.now() - beat.getTime()) / 1000)
  return seconds * 1000 > SILENT_MS ? warning(`silent for ${seconds} s`) : ok('alive')
}

/** The newest contents of each bank: those that a broken disk or a wrong FANGSHI_FILES would lose first. */
async function checkFiles() {
  let looked = 0
  const missing: string[] = []
  for (const bank of await listBanks()) {
    const rows = await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
      tx.fileObject.findMany({
        where: { bankId: bank.id },
        orderBy: { id: 'desc' },
        take: SAMPLED_FILES,
        select: { sha256: true },
      }),
    )
    for (const { sha256 } of rows) {
      looked++
      const stream = await fileStore()
        .open(bank.id, sha256)
        .catch(() => undefined)
      if (stream) stream.destroy()
      else missing.push(`${bank.code}/${sha256.slice(0, 12)}`)
    }
  }
  if (missing.length > 0)
    return fault(`${missing.length} of ${looked} newest files are not in the store: ${missing.slice(0, 5).join(', ')}`)
  return ok(`the newest ${looked} are in the store`)
}
