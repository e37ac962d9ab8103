import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../database'
import { GLOBAL_TABLES, type Protected, protectedTables } from './protected-tables'

const tables = protectedTables()
const A = randomUUID()
const B = randomUUID()
const P1 = randomUUID()
const P2 = randomUUID()

type Row = Record<string, unknown>
type Column = { name: string; type: string; required: boolean }

let db: TestDatabase
let app: pg.Client
const columns = new Map<string, Column[]>()
/** by table: a row of party 1, one of party 2 and one of no party in bank A, and one of bank B that names party 1 */
const rows = new Map<string, { mine: Row; others: Row; foreign: Row }>()

beforeAll(async () => {
  db = await testDatabase()
  const root = new pg.Client({ connectionString: db.superuserUrl })
  await root.connect()
  // Only the policies are under test: rows need not be sensible, so keys and checks stand aside.
  const { rows: constraints } = await root.query<{ conname: string; tbl: string }>(
    `select conname, conrelid::regclass::text as tbl from pg_constraint
     where contype in ('c', 'f', 'u', 'p') and connamespace = 'public'::regnamespace order by contype = 'p'`,
  )
  for (const c of constraints) await root.query(`alter table ${c.tbl} drop constraint if exists "${c.conname}" cascade`)
  const { rows: unique } = await root.query<{ name: string }>(
    `select indexrelid::regclass::text as name from pg_index
     where indisunique and indrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)`,
  )
  for (const u of unique) await root.query(`drop index ${u.name}`)
  for (const t of tables) {
    columns.set(t.table, await readColumns(root, t.table))
    const mine = makeRow(t, A, P1)
    const others = makeRow(t, A, P2)
    const foreign = makeRow(t, B, P1)
    for (const row of [mine, others, foreign]) await insert(root, t.table, row)
    rows.set(t.table, { mine, others, foreign })
  }
  await root.end()
  app = new pg.Client({ connectionString: db.appUrl })
  await app.connect()
})
afterAll(async () => {
  await app.end()
  await db.drop()
})

async function readColumns(client: pg.Client, table: string): Promise<Column[]> {
  const { rows } = await client.query<{ name: string; type: string; required: boolean }>(
    `select attname as name, format_type(atttypid, null) as type, attnotnull as required
     from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  )
  return rows
}

function makeRow(t: Protected, bankId: string, partyId: string): Row {
  const row: Row = {}
  for (const c of columns.get(t.table)!) if (c.required) row[c.name] = sample(c.type)
  row.bank_id = bankId
  if (t.mode === 'own') row[t.column!] = partyId
  if (t.mode === 'flag') row[t.column!] = partyId === P1
  return row
}

function sample(type: string): unknown {
  if (type === 'uuid') return randomUUID()
  if (type === 'boolean') return false
  if (type === 'jsonb' || type === 'json') return '{}'
  if (type === 'date') return '2026-01-01'
  if (type.startsWith('timestamp')) return '2026-01-01T00:00:00Z'
  if (type === 'smallint') return Math.floor(Math.random() * 30_000)
  if (/int|numeric/.test(type)) return Math.floor(Math.random() * 1_000_000)
  if (type === 'text[]') return []
  return randomUUID()
}

async function insert(client: pg.Client, table: string, row: Row): Promise<void> {
  const names = Object.keys(row)
  await client.query(
    `insert into ${table} (${names.map((n) => `"${n}"`).join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
    Object.values(row),
  )
}

/** Runs as the application with these settings, and undoes everything. */
async function as<T>(bank: string | null, party: string | null, fn: () => Promise<T>): Promise<T> {
  await app.query('begin')
  try {
    if (bank) await app.query("select set_config('app.bank_id', $1, true)", [bank])
    if (party) await app.query("select set_config('app.party_id', $1, true)", [party])
    return await fn()
  } finally {
    await app.query('rollback')
  }
}

/** The keys seen, by the columns that make a row unique here. */
async function seen(t: Protected): Promise<Row[]> {
  const { rows: found } = await app.query<Row>(`select * from ${t.table}`)
  return found
}
const count = async (t: Protected) =>
  Number((await app.query<{ n: string }>(`select count(*) as n from ${t.table}`)).rows[0]!.n)

/** How many rows the statement touched; 'denied' when it may not be run or its row may not be written. */
async function touch(sql: string, values: unknown[] = []): Promise<number | 'denied'> {
  await app.query('savepoint s')
  try {
    const { rowCount } = await app.query(sql, values)
    await app.query('rollback to savepoint s')
    return rowCount ?? 0
  } catch (error) {
    await app.query('rollback to savepoint s')
    if ((error as { code?: string }).code === '42501') return 'denied'
    throw error
  }
}

async function tryInsert(table: string, row: Row): Promise<number | 'denied'> {
  const names = Object.keys(row)
  return touch(
    `insert into ${table} (${names.map((n) => `"${n}"`).join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
    Object.values(row),
  )
}

const none = (touched: number | 'denied') => touched === 0 || touched === 'denied'

test('every table of the schema is under the policies, and none is listed that is gone', async () => {
  const { rows: all } = await app.query<{ relname: string }>(
    "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')",
  )
  const known = [...tables.map((t) => t.table), ...GLOBAL_TABLES].sort()
  expect(all.map((r) => r.relname).sort()).toEqual(known)
})

test('without a bank, or without saying who looks, there is no row at all', async () => {
  const open: string[] = []
  for (const t of tables) {
    for (const [bank, party] of [
      [null, null],
      [A, null],
      [null, 'staff'],
      [null, P1],
    ] as const) {
      if ((await as(bank, party, () => count(t))) !== 0) open.push(`${t.table} ${bank ? 'bank' : '-'} ${party}`)
    }
  }
  expect(open).toEqual([])
})

describe.each(tables)('$table', (t) => {
  const visible = (found: Row[]) => found.map((r) => r.bank_id)

  test('staff of a bank sees, counts and changes only that bank’s rows', async () => {
    const { foreign } = rows.get(t.table)!
    await as(A, 'staff', async () => {
      expect(new Set(visible(await seen(t)))).toEqual(new Set([A]))
      expect(await count(t)).toBe(2)
      expect(none(await touch(`update ${t.table} set bank_id = bank_id where bank_id = $1`, [B]))).toBe(true)
      expect(none(await touch(`delete from ${t.table} where bank_id = $1`, [B]))).toBe(true)
      expect(await tryInsert(t.table, { ...makeRow(t, B, P1), bank_id: B })).toBe('denied')
      expect(await touch(`update ${t.table} set bank_id = $1`, [B])).toBe('denied')
    })
    await as(B, 'staff', async () => expect(await count(t)).toBe(1))
    expect(foreign.bank_id).toBe(B)
  })

  test('a partner user sees and changes no other party’s rows, and no other bank’s of the same party', async () => {
    const expected = { own: 1, flag: 1, open: 2, closed: 0 }[t.mode]
    await as(A, P1, async () => {
      const found = await seen(t)
      expect(found).toHaveLength(expected)
      expect(await count(t)).toBe(expected)
      expect(visible(found).every((b) => b === A)).toBe(true)
      if (t.mode === 'own') {
        expect(found[0]![t.column!]).toBe(P1)
        expect(none(await touch(`update ${t.table} set bank_id = bank_id where ${t.column} = $1`, [P2]))).toBe(true)
        expect(none(await touch(`delete from ${t.table} where ${t.column} = $1`, [P2]))).toBe(true)
        expect(await touch(`update ${t.table} set ${t.column} = $1`, [P2])).toBe('denied')
        expect(await tryInsert(t.table, makeRow(t, A, P2))).toBe('denied')
      }
      if (t.mode === 'closed') {
        expect(await tryInsert(t.table, makeRow(t, A, P1))).toBe('denied')
        expect(none(await touch(`update ${t.table} set bank_id = bank_id`))).toBe(true)
        expect(none(await touch(`delete from ${t.table}`))).toBe(true)
      }
      expect(await tryInsert(t.table, makeRow(t, B, P1))).toBe('denied')
    })
  })
})

test.each(tables.filter((t) => t.appendOnly))(
  '$table is never changed or emptied, not even by its own bank',
  async (t) => {
    await as(A, 'staff', async () => {
      expect(await touch(`update ${t.table} set bank_id = bank_id`)).toBe('denied')
      expect(await touch(`delete from ${t.table}`)).toBe('denied')
      expect(await touch(`truncate ${t.table}`)).toBe('denied')
    })
  },
)

test('the application reads the register of banks and the list of migrations, and never writes them', async () => {
  await as(A, 'staff', async () => {
    for (const table of GLOBAL_TABLES) {
      expect(typeof (await touch(`select 1 from ${table}`))).toBe('number')
      expect(await touch(`delete from ${table}`)).toBe('denied')
    }
    expect(await touch("update bank set name = 'x'")).toBe('denied')
  })
})
