/** The lab's work in the background: a file into cases, and cases into statistics, both chunk by chunk with progress. */
import { readFile } from 'node:fs/promises'
import { decodeText, parseText } from '@/lib/intake/read-text'
import { FileRefused } from '@/lib/intake/refused-file'
import { fileStore } from '@/lib/platform/files'
import { defineJob, JobFailed } from '@/lib/platform/jobs/worker'
import { withTenant } from '@/lib/platform/tenant'
import { cardFromJson } from '@/lib/scoring/card-json'
import { compileCard } from '@/lib/scoring/rules/compiled'
import { finishRun } from './commands/evaluate'
import { finishDataset, type StoredCase, storeCases } from './commands/import'
import { type HistoryProblem, PROBLEMS_TOLD, readCase, readColumns } from './rules/history'
import { comparisonOf, statisticsOf } from './rules/statistics'
import { newPairTally, newTally, tallyCases, tallyPairs } from './rules/tally'
import type { MeasuredCard, RunSettings } from './schema'

export const CHUNK = 1000

defineJob('lab.read', async ({ actor, payload, report }) => {
  const datasetId = String(payload.datasetId)
  const { bankId } = actor
  const dataset = await withTenant(actor, (tx) =>
    tx.labDataset.findFirst({ where: { bankId, id: datasetId }, include: { file: true } }),
  )
  if (!dataset || dataset.state === 'READY' || dataset.state === 'FAILED') return undefined
  const fail = async (code: string): Promise<never> => {
    await finishDataset(actor, { datasetId, errorCode: code, found: null })
    throw new JobFailed(code)
  }
  const bytes = await readFile(await fileStore().localPath(bankId, dataset.file.sha256))
  const rows = await (async () => parseText(decodeText(bytes).text).rows)().catch((error: unknown) =>
    error instanceof FileRefused ? fail(error.code) : Promise.reject(error),
  )
  const [head, ...body] = rows
  const columns = head ? readColumns(head.cells) : null
  if (!head || !columns) return fail('E_LAB_NO_OUTCOME')
  if (columns.indicators.length === 0) return fail('E_LAB_NO_COLUMNS')
  const problems: HistoryProblem[] = []
  const months: Record<string, number> = {}
  let [cases, bads, refused, no] = [0, 0, 0, 0]
  let chunk: StoredCase[] = []
  const flush = async () => {
    if (chunk.length === 0) return
    const stored = await storeCases(actor, { datasetId, no, cases: chunk })
    if (!stored.ok) throw new JobFailed(stored.error.code)
    no++
    chunk = []
  }
  for (const [n, row] of body.entries()) {
    const read = readCase(head.cells, columns, row.cells, row.line)
    if (read?.ok) {
      chunk.push(read.case)
      cases++
      if (read.case.bad) bads++
      if (read.case.month) months[read.case.month] = (months[read.case.month] ?? 0) + 1
    } else if (read) {
      refused++
      if (problems.length < PROBLEMS_TOLD) problems.push(read.problem)
    }
    if (chunk.length === CHUNK) {
      await flush()
      await report({ done: n + 1, total: body.length })
    }
  }
  await flush()
  if (cases === 0) return fail('E_LAB_EMPTY')
  await finishDataset(actor, { datasetId, errorCode: null, found: { columns, months, cases, bads, refused, problems } })
  await report({ done: body.length, total: body.length })
  return { datasetId, cases, refused }
})

defineJob('lab.evaluate', async ({ actor, payload, report }) => {
  const runId = String(payload.runId)
  const { bankId } = actor
  const run = await withTenant(actor, (tx) =>
    tx.labRun.findFirst({ where: { bankId, id: runId }, include: { dataset: { select: { cases: true } } } }),
  )
  if (!run || run.state === 'DONE' || run.state === 'FAILED') return undefined
  await withTenant(actor, (tx) => tx.labRun.updateMany({ where: { bankId, id: runId }, data: { state: 'RUNNING' } }))
  const settings = run.settings as unknown as RunSettings
  const measured = [run.champion, run.challenger].filter((c) => c !== null) as unknown as MeasuredCard[]
  const cards = measured.map((m) => {
    const card = cardFromJson(m.definition)
    return { tally: newTally(card), score: compileCard(card) }
  })
  const pair = newPairTally()
  let done = 0
  for (let no = 0; ; no++) {
    const chunk = await withTenant(
      actor,
      (tx) => tx.labChunk.findFirst({ where: { bankId, datasetId: run.datasetId, no }, select: { cases: true } }),
      { readOnly: true },
    )
    if (!chunk) break
    const cases = chunk.cases as unknown as StoredCase[]
    const taken = cards.map((c) => tallyCases(c.tally, c.score, cases, settings))
    if (taken[0] && taken[1]) tallyPairs(pair, cases, taken[0], taken[1])
    done += cases.length
    await report({ done, total: run.dataset.cases })
  }
  const expected = Object.fromEntries(Object.entries(settings.expected).map(([grade, pd]) => [grade, Number(pd) / 100]))
  const result = {
    cards: cards.map((c) => statisticsOf(c.tally, expected)),
    comparison: cards.length === 2 ? comparisonOf(pair) : null,
  }
  const finished = await finishRun(actor, { runId, result, errorCode: done === 0 ? 'E_LAB_EMPTY' : null })
  if (!finished.ok) throw new JobFailed(finished.error.code)
  return { runId, cases: done }
})
