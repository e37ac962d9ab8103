/**
 * Everything about one batch as one zip: its snapshots, plans with opinions, contracts and papers as files, the history of
 * every part, the rows of the trail with their hashes, and a manifest with the SHA-256 of each entry. Taking it is on the trail.
 */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import yazl from 'yazl'
import { z } from 'zod'
import type { Actor } from '@/lib/platform/actor'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { fileStore } from '@/lib/platform/files'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { canonicalJson } from '@/lib/platform/wire'

const READERS = ['AUDITOR', 'TENANT_ADMIN'] as const

const packContent = defineQuery({
  name: 'admin.evidencePackContent',
  input: z.strictObject({ batchId: zId }),
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const bankId = actor.bankId
    const where = { bankId, batchId: input.batchId }
    const batch = await tx.batch.findFirst({ where: { bankId, id: input.batchId } })
    if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
    const applications = await tx.application.findMany({
      where,
      include: { applicationOutcome: true },
      orderBy: { position: 'asc' },
    })
    const submissions = await tx.submission.findMany({ where, orderBy: { no: 'asc' } })
    const plans = await tx.creditPlan.findMany({
      where,
      include: { planLines: true, opinions: true, conditions: true },
      orderBy: { versionNo: 'asc' },
    })
    const contracts = await tx.contract.findMany({ where, include: { contractSigners: true, file: true } })
    const documents = await tx.document.findMany({ where, include: { file: true } })
    const cpItems = await tx.cpItem.findMany({
      where: { bankId, application: { batchId: batch.id } },
      include: { file: true },
    })
    const drawdowns = await tx.drawdown.findMany({ where })
    const loans = await tx.loan.findMany({ where })
    const ids = [
      batch.id,
      ...[applications, plans, contracts, drawdowns, loans].flatMap((rows) => rows.map((r) => r.id)),
    ]
    const history = await tx.stateHistory.findMany({
      where: { bankId, objectId: { in: ids } },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
    })
    const trail = await tx.auditEvent.findMany({ where: { bankId, objectId: { in: ids } }, orderBy: { seq: 'asc' } })
    const head = await tx.auditHead.findFirst({ where: { bankId } })
    const files = new Map<string, { sha256: string; path: string }>()
    const add = (folder: string, f: { id: string; sha256: string; name: string } | null) =>
      f &&
      files.set(f.id, {
        sha256: f.sha256,
        path: `files/${folder}/${f.id.slice(-8)}-${f.name.replace(/[^\p{L}\p{N}._-]+/gu, '_')}`,
      })
    for (const d of documents) add('documents', d.file)
    for (const c of contracts) add('contracts', c.file)
    for (const c of cpItems) add('conditions', c.file)
    const plain = <T extends { file?: unknown }>(rows: T[]) => rows.map(({ file: _, ...row }) => row)
    return {
      code: batch.code,
      files: [...files.values()],
      parts: {
        batch,
        applications,
        submissions,
        plans,
        contracts: plain(contracts),
        documents: plain(documents),
        conditions: plain(cpItems),
        drawdowns,
        loans,
        history,
        trail,
        head,
      },
    }
  },
})

const takePack = defineCommand({
  name: 'admin.takeEvidencePack',
  input: z.strictObject({ batchId: zId, entries: z.int(), manifest: z.string() }),
  access: { roles: READERS },
  async run(ctx) {
    ctx.audit({
      objectType: 'batch',
      objectId: ctx.input.batchId,
      detail: { event: 'evidence-pack', entries: ctx.input.entries, manifest: ctx.input.manifest },
    })
    return {}
  },
})

const sha = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex')

/** GET /batches/{id}/evidence-pack. Files whose content is gone are named in the manifest as missing, never left out silently. */
export async function evidencePack(actor: Actor, batchId: string): Promise<Response> {
  const { code, files, parts } = await packContent(actor, { batchId })
  const zip = new yazl.ZipFile()
  const manifest: { path: string; sha256: string; missing?: true }[] = []
  for (const [name, rows] of Object.entries(parts)) {
    const body = Buffer.from(`${canonicalJson(rows)}\n`)
    const path = `records/${name}.json`
    zip.addBuffer(body, path)
    manifest.push({ path, sha256: sha(body) })
  }
  for (const f of files) {
    const local = await fileStore()
      .localPath(actor.bankId, f.sha256)
      .catch(() => null)
    if (local) zip.addFile(local, f.path, { compress: false })
    // content is stored under its own hash
    manifest.push({ path: f.path, sha256: f.sha256, ...(local ? {} : { missing: true as const }) })
  }
  const list = `${JSON.stringify({ batch: code, entries: manifest }, null, 2)}\n`
  zip.addBuffer(Buffer.from(list), 'manifest.json')
  zip.end()
  const taken = await takePack(actor, { batchId, entries: manifest.length, manifest: sha(list) })
  if (!taken.ok) throw refuse(taken.error.code, taken.error.params)
  return new Response(Readable.toWeb(Readable.from(zip.outputStream)) as ReadableStream, {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${code}-evidence.zip"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
}
