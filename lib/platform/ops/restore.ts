/** Puts a backup back into an empty database and file store: all of it, checked, or nothing. */
import { createHash } from 'node:crypto'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { migrate, readMigrations } from '../db/migrate'
import type { FileStore } from '../files'
import { MANIFEST, Manifest, tableEntry } from './backup-format'

const BATCH = 1000
const MAX_FILE = 8 * 1024 ** 3

/**
 * Restores `source` as the owner. The database must hold no bank; it is migrated to where the backup was taken, filled,
 * and then migrated on to this release. Throws when the archive is damaged or was made by a newer release.
 */
export async function restore(ownerUrl: string, store: FileStore, source: string, folder: string): Promise<Manifest> {
  const archive = await openArchive(source)
  try {
    const manifest = Manifest.parse(JSON.parse(await text(await archive.read(MANIFEST))))
    refuseUnknown(manifest, folder)
    for (const path of archive.paths()) {
      const [kind, bankId, sha256] = path.split('/')
      if (kind !== 'files' || !bankId || !sha256) continue
      const stored = await store.put(bankId, await archive.read(path), MAX_FILE)
      if (stored.sha256 !== sha256) throw new Error(`The backup is damaged: ${path} has another content.`)
    }
    await migrate(ownerUrl, folder, manifest.migrations.at(-1)?.name)
    await fill(ownerUrl, manifest, archive)
    await migrate(ownerUrl, folder)
    return manifest
  } finally {
    archive.close()
  }
}

function refuseUnknown(manifest: Manifest, folder: string): void {
  const known = new Map(readMigrations(folder).map(({ name, checksum }) => [name, checksum]))
  for (const { name, checksum } of manifest.migrations) {
    if (known.get(name) === checksum) continue
    throw new Error(
      `The backup was made by release ${manifest.release} with migration ${name}, which this release lacks.`,
    )
  }
}

/** One transaction: foreign keys and the owner's own row policies step aside while the rows come in, and are put back. */
async function fill(ownerUrl: string, manifest: Manifest, archive: Archive): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query('select from bank limit 1')
    if (rows.length > 0)
      throw new Error('The database already holds banks: a backup is restored into an empty one only.')
    const id = (name: string) => client.escapeIdentifier(name)
    const { rows: forced } = await client.query<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relforcerowsecurity",
    )
    const { rows: keys } = await client.query<{ name: string; holder: string; definition: string }>(
      `select conname as name, conrelid::regclass::text as holder, pg_get_constraintdef(oid) as definition
       from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0`,
    )
    for (const { name } of forced) await client.query(`alter table ${id(name)} no force row level security`)
    for (const key of keys) await client.query(`alter table ${key.holder} drop constraint ${id(key.name)}`)
    for (const table of manifest.tables) await load(client, table, await archive.read(tableEntry(table.name)))
    for (const key of keys)
      await client.query(`alter table ${key.holder} add constraint ${id(key.name)} ${key.definition}`)
    for (const { name } of forced) await client.query(`alter table ${id(name)} force row level security`)
    await client.query('commit')
    await client.query('analyze')
  } finally {
    await client.end()
  }
}

async function load(client: pg.Client, table: Manifest['tables'][number], content: Readable): Promise<void> {
  const hash = createHash('sha256')
  content.on('data', (chunk: Buffer) => hash.update(chunk))
  const name = client.escapeIdentifier(table.name)
  let lines: string[] = []
  let rows = 0
  const flush = async () => {
    await client.query(`insert into ${name} select * from unnest($1::public.${name}[])`, [lines])
    rows += lines.length
    lines = []
  }
  for await (const line of createInterface({ input: content, crlfDelay: Number.POSITIVE_INFINITY })) {
    lines.push(JSON.parse(line) as string)
    if (lines.length === BATCH) await flush()
  }
  if (lines.length > 0) await flush()
  if (rows !== table.rows || hash.digest('hex') !== table.sha256) {
    throw new Error(`The backup is damaged: table ${table.name} is not what the manifest says.`)
  }
}

type Archive = { paths(): string[]; read(path: string): Promise<Readable>; close(): void }

async function openArchive(source: string): Promise<Archive> {
  const zip = await new Promise<ZipFile>((resolve, reject) =>
    yauzl.open(source, { lazyEntries: true, autoClose: false }, (error, file) =>
      error ? reject(error) : resolve(file),
    ),
  )
  const entries = new Map<string, Entry>()
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      entries.set(entry.fileName, entry)
      zip.readEntry()
    })
    zip.once('end', resolve).once('error', reject)
    zip.readEntry()
  })
  return {
    paths: () => [...entries.keys()],
    read: (path) =>
      new Promise((resolve, reject) => {
        const entry = entries.get(path)
        if (!entry) return reject(new Error(`The backup is damaged: ${path} is missing.`))
        zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)))
      }),
    close: () => zip.close(),
  }
}
