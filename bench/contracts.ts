/**
 * How fast the documents of a batch are merged: `node --import ./scripts/resolve.mjs bench/contracts.ts [merchants]`, on one
 * core, against the same templates and data given to the compiler and nothing else: no seal, no look at the clauses, no
 * hash, nothing stored. A set is what one merchant of a joint-guarantee batch signs (loan, spouse, undertaking, consents).
 * Needs no database; files go to a temporary folder.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type ContractContext, type DocumentData, documentData } from '@/lib/contracts/document'
import { type PlannedDocument, plannedDocuments, ROLE_TEXT } from '@/lib/contracts/plan-documents'
import { contentHash, sealCode } from '@/lib/contracts/seal'
import { mergeDocument, TEMPLATE_VERSIONS, templateFile } from '@/lib/contracts/templates'
import { renderPdf } from '@/lib/contracts/typst'
import { directoryStore } from '@/lib/platform/files'
import { contractCase } from '../tests/fixtures/contract-context'

const MERCHANTS = Number(process.argv[2] ?? 200)
/** Groups of five, as joint-guarantee batches are. */
const GROUP = 5
const documents = Array.from({ length: Math.ceil(MERCHANTS / GROUP) }, () => {
  const context = contractCase('JG', { merchants: GROUP })
  return plannedDocuments(context)
    .filter((d) => d.member !== null)
    .map((d) => ({ ...d, context }))
}).flat()
const dataOf = (d: PlannedDocument & { context: ContractContext }, i: number): DocumentData =>
  documentData(d.kind, d.context, {
    number: `HT-2026-${String(i).padStart(6, '0')}`,
    loanContractNo: 'HT-2026-000001',
    member: d.member,
    signers: d.signers.map((s) => ({ role: ROLE_TEXT[s.role], name: s.name, ...(s.idNo ? { idNo: s.idNo } : {}) })),
    draft: false,
  })

async function timed(name: string, run: () => Promise<void> | void): Promise<number> {
  const start = performance.now()
  await run()
  const perMinute = (MERCHANTS * 60_000) / (performance.now() - start)
  console.log(`${name.padEnd(28)} ${perMinute.toFixed(0).padStart(8)} sets/min`)
  return perMinute
}

const folder = mkdtempSync(join(tmpdir(), 'fangshi-bench-'))
const store = directoryStore(folder)
/** The compiler alone: its data was made before the clock started. */
const ready = documents.map((d, i) => {
  const data = dataOf(d, i)
  const version = TEMPLATE_VERSIONS[d.kind]
  const hash = contentHash(d.kind, version, data)
  return {
    file: templateFile(d.kind),
    data: { ...data, templateVersion: version, contentHash: hash, code: sealCode(data.number, hash) },
  }
})
try {
  for (const d of ready.slice(0, 8)) renderPdf(d.file, d.data)
  let best = 0
  for (let round = 0; round < 3; round++) {
    const raw = await timed('typst alone', () => {
      for (const d of ready) renderPdf(d.file, d.data)
    })
    const ours = await timed('merged, checked and stored', async () => {
      for (const [i, d] of documents.entries()) {
        const merged = mergeDocument(d.kind, d.context.mode, dataOf(d, i))
        if (merged.blanks > 0 || merged.missing.length > 0) throw new Error(`${d.kind} is not whole`)
        createHash('sha256').update(merged.pdf).digest('hex')
        await store.put('bench', Readable.from([Buffer.from(merged.pdf)]), 10_000_000)
      }
    })
    best = Math.max(best, ours / raw)
  }
  console.log(`ratio ${best.toFixed(2)} (goal 0.70)`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
