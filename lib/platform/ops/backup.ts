/** Writes everything that an installation knows into one file, as of one instant, while it goes on working. */
import { createHash } from 'node:crypto'
import { createWriteStream, renameSync, rmSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import yazl from 'yazl'
import type { FileStore } from '../files'
import { VERSION } from '../version'
import { FORMAT, fileEntry, MANIFEST, type Manifest, tableEntry } from './backup-format'

const FETCH = 2000

type Table = { name: string; tenant: boolean }

/**
 * Takes a backup into `target` (0600; complete or not there at all). One read-only snapshot serves all tables. Contents
 * of files are stored before their rows commit and never change, so those of the snapshot are all there.
 */
export async function backup(ownerUrl: string, store: FileStore, target: string): Promise<Manifest> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const draft = `${target}.part`
  const zip = new yazl.ZipFile()
  zip.on('error', () => undefined) // the entry at fault reports it
  try {
    await client.query('begin transaction isolation level repeatable read read only')
    const manifest = await start(client)
    const written = pipeline(zip.outputStream, createWriteStream(draft, { mode: 0o600 }))
    written.catch(() => undefined)
    const banks = await bankIds(client)
    for (const table of await tables(client)) {
      manifest.tables.push(await addEntry(zip, tableEntry(table.name), rowsOf(client, table, banks), table.name))
    }
    for (const { bankId, sha256 } of await contents(client, banks)) {
      const content = await store.open(bankId, sha256).catch(() => undefined)
      if (!content) manifest.missingFiles.push(fileEntry(bankId, sha256))
      else {
        const { sha256: found } = await addEntry(zip, fileEntry(bankId, sha256), content, sha256)
        if (found !== sha256)
          throw new Error(`File ${fileEntry(bankId, sha256)} is damaged: its content has another hash.`)
        manifest.files++
      }
    }
    zip.addBuffer(Buffer.from(JSON.stringify(manifest, null, 2)), MANIFEST)
    zip.end()
    await written
    await client.query('commit')
    renameSync(draft, target)
    return manifest
  } catch (error) {
    zip.outputStream.emit('error', error)
    rmSync(draft, { force: true })
    throw error
  } finally {
    await client.end()
  }
}

async function start(client: pg.Client): Promise<Manifest> {
  const { rows: migrations } = await client.query<{ name: string; checksum: string }>(
    'select migration_name as name, checksum from _prisma_migrations where finished_at is not null and rolled_back_at is null order by 1',
  )
  const auditHeads: Manifest['auditHeads'] = []
  for (const bankId of await bankIds(client)) {
    await asBank(client, bankId)
    const { rows } = await client.query<{ seq: string; hash: string }>(
      'select seq::text, hash from audit_head where bank_id = $1',
      [bankId],
    )
    if (rows[0]) auditHeads.push({ bankId, ...rows[0] })
  }
  const taken = { format: FORMAT, release: VERSION, takenAt: new Date().toISOString() } as const
  return { ...taken, migrations, tables: [], files: 0, missingFiles: [], auditHeads }
}

/** All tables of the schema, those with a tenant and those without. */
async function tables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select c.relname as name,
            exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'bank_id' and not a.attisdropped) as tenant
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> '_prisma_migrations' order by c.relname`,
  )
  return rows
}

async function bankIds(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>('select id from bank order by id')
  return rows.map((row) => row.id)
}

async function asBank(client: pg.Client, bankId: string): Promise<void> {
  await client.query("select set_config('app.bank_id', $1, true), set_config('app.party_id', 'staff', true)", [bankId])
}

async function* rowsOf(client: pg.Client, table: Table, banks: string[]): AsyncGenerator<string> {
  const name = client.escapeIdentifier(table.name)
  for (const bankId of table.tenant ? banks : [null]) {
    if (bankId) await asBank(client, bankId)
    const where = bankId ? `where bank_id = ${client.escapeLiteral(bankId)}` : ''
    await client.query(`declare rows no scroll cursor for select t::text as line from ${name} t ${where}`)
    for (;;) {
      const { rows } = await client.query<{ line: string }>(`fetch ${FETCH} from rows`)
      if (rows.length === 0) break
      yield rows.map((row) => `${JSON.stringify(row.line)}\n`).join('')
    }
    await client.query('close rows')
  }
}

async function contents(client: pg.Client, banks: string[]): Promise<{ bankId: string; sha256: string }[]> {
  const all: { bankId: string; sha256: string }[] = []
  for (const bankId of banks) {
    await asBank(client, bankId)
    const { rows } = await client.query<{ sha256: string }>(
      'select distinct sha256 from file_object where bank_id = $1 order by 1',
      [bankId],
    )
    all.push(...rows.map(({ sha256 }) => ({ bankId, sha256 })))
  }
  return all
}

/** Adds one entry and waits until it is in, so that the connection serves one table at a time. */
async function addEntry(
  zip: yazl.ZipFile,
  path: string,
  content: AsyncIterable<string | Buffer>,
  name: string,
): Promise<{ name: string; rows: number; sha256: string }> {
  const hash = createHash('sha256')
  let rows = 0
  await new Promise<void>((resolve, reject) => {
    async function* measured() {
      for await (const chunk of content) {
        hash.update(chunk)
        if (typeof chunk === 'string')
          for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', at + 1)) rows++
        yield Buffer.from(chunk)
      }
    }
    const stream = Readable.from(measured(), { objectMode: false })
    stream.once('end', resolve).once('error', reject)
    zip.addReadStream(stream, path, { compress: !path.startsWith('files/') })
  })
  return { name, rows, sha256: hash.digest('hex') }
}
