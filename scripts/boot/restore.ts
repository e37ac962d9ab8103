/** `fangshi restore`: a backup in place of the database. The embedded one is replaced only when the new one is complete. */
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { fileStore } from '../../lib/platform/files'
import type { Manifest } from '../../lib/platform/ops/backup-format'
import { restore } from '../../lib/platform/ops/restore'
import { openDatabase, replaceDatabase } from './installation'
import { takeLock } from './lock'
import { type Places, ROOT } from './places'
import type { Secrets } from './secrets'

export const RESTORE_USAGE = 'fangshi restore --from fangshi.zip [--replace]'

/** Exit code 0 when all is back; throws, with nothing changed, when it cannot be. */
export async function restoreCommand(at: Places, secrets: Secrets, args: string[], cwd: string): Promise<number> {
  const { values } = parseArgs({ args, options: { from: { type: 'string' }, replace: { type: 'boolean' } } })
  if (!values.from) throw new Error(`--from is missing\n\n${RESTORE_USAGE}`)
  const source = resolve(cwd, values.from)
  const put = (ownerUrl: string) => restore(ownerUrl, fileStore(), source, join(ROOT, 'prisma/migrations'))
  const manifest = await (process.env.DATABASE_URL
    ? external(put)
    : embedded(at, secrets, Boolean(values.replace), put))
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
  console.log(
    `Restored ${rows} rows and ${manifest.files} files of ${manifest.takenAt}. Prove it: fangshi audit verify`,
  )
  return 0
}

type Put = (ownerUrl: string) => Promise<Manifest>

async function external(put: Put): Promise<Manifest> {
  const owner = process.env.DATABASE_OWNER_URL
  if (!owner) throw new Error('DATABASE_OWNER_URL is not set: the owner of the schema restores.')
  return put(owner)
}

async function embedded(at: Places, secrets: Secrets, replace: boolean, put: Put): Promise<Manifest> {
  const release = takeLock(at.lock)
  if (!release)
    throw new Error('Fangshi runs on this data folder. Stop it first: its database is going to be replaced.')
  const database = await openDatabase(at, secrets)
  try {
    let manifest: Manifest | undefined
    await replaceDatabase(database, secrets, replace, async (ownerUrl) => {
      manifest = await put(ownerUrl)
    })
    if (!manifest) throw new Error('Nothing was restored.')
    return manifest
  } finally {
    await database.stop()
    release()
  }
}
