/**
 * A backup is one zip: manifest.json, tables/<table>.jsonl (each line one row as PostgreSQL writes a record) and
 * files/<bank>/<sha256>. The manifest holds the migrations that the rows belong to, and count and SHA-256 of each table;
 * a file's name is its hash. Rows are read and written bank by bank through row-level security, never around it.
 */
import { z } from 'zod'

export const FORMAT = 'fangshi-backup-1'
export const MANIFEST = 'manifest.json'
export const tableEntry = (table: string) => `tables/${table}.jsonl`
export const fileEntry = (bankId: string, sha256: string) => `files/${bankId}/${sha256}`

const zSha = z.string().regex(/^[0-9a-f]{64}$/)

export const Manifest = z.object({
  format: z.literal(FORMAT),
  release: z.string(),
  takenAt: z.string(),
  migrations: z.array(z.object({ name: z.string(), checksum: zSha })).min(1),
  tables: z.array(z.object({ name: z.string().regex(/^[a-z_][a-z0-9_]*$/), rows: z.int(), sha256: zSha })),
  files: z.int(),
  /** contents that a row names and the file store does not have */
  missingFiles: z.array(z.string()),
  /** the end of each bank's audit chain when the backup was taken */
  auditHeads: z.array(z.object({ bankId: z.uuid(), seq: z.string(), hash: z.string() })),
})
export type Manifest = z.infer<typeof Manifest>
