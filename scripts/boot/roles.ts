/**
 * The two roles of an installation and their database. `fangshi_owner` owns the schema and migrates it; `fangshi_app` is
 * what the web and worker processes connect as: no superuser, no bypass of row-level security, no temporary tables, and
 * every limit set on the role itself. docs/operations.md gives the same as SQL for a server of one's own.
 */
import pg from 'pg'

export const OWNER = 'fangshi_owner'
export const APP = 'fangshi_app'

const APP_SETTINGS = {
  search_path: 'public',
  statement_timeout: '60s',
  lock_timeout: '10s',
  idle_in_transaction_session_timeout: '60s',
}

/** Makes the two roles of the server, or sets them right: passwords, rights and limits. Needs the superuser. */
export async function ensureRoles(superuserUrl: string, passwords?: { owner: string; app: string }): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    await client.query('begin')
    await client.query("select pg_advisory_xact_lock(hashtext('fangshi roles'))")
    for (const [role, password] of [
      [OWNER, passwords?.owner],
      [APP, passwords?.app],
    ] as const) {
      const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
      const secret = password ? `password ${client.escapeLiteral(password)}` : ''
      const rights = 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls'
      await client.query(`${rowCount ? 'alter' : 'create'} role ${role} ${rights} ${secret}`)
    }
    for (const [name, value] of Object.entries(APP_SETTINGS)) {
      await client.query(`alter role ${APP} set ${name} = '${value}'`)
    }
    await client.query('commit')
  })
}

/** Makes the database when it is missing, owned by fangshi_owner, with nothing left to everybody. */
export async function ensureDatabase(superuserUrl: string, name: string): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    const id = client.escapeIdentifier(name)
    if (!rowCount) await client.query(`create database ${id} owner ${OWNER} template template0`)
    await client.query(`revoke all on database ${id} from public`)
    await client.query(`grant connect on database ${id} to ${APP}`)
  })
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 15_000 })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** The same server's address with another user, password or database. */
export function addressOf(url: string, change: { user?: string; password?: string; database?: string }): string {
  const address = new URL(url)
  if (change.user !== undefined) {
    address.username = change.user
    address.password = change.password ?? ''
  }
  if (change.database !== undefined) address.pathname = `/${change.database}`
  return address.href
}
