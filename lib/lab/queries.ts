/** What the lab's pages read: histories, measurements, one report. */
import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import { refuse } from '@/lib/platform/errors'
import type { JobProgress } from '@/lib/platform/jobs/queue'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Tx } from '@/lib/platform/tenant'
import { cardFromJson } from '@/lib/scoring/card-json'
import { OPEN_DRAFT } from '@/lib/scoring/card-store'
import { DEFAULT_CARDS } from '@/lib/scoring/default-cards'
import type { HistoryColumns, HistoryProblem } from './rules/history'
import type { CardComparison, CardStatistics } from './rules/statistics'
import type { MeasuredCard, RunSettings } from './schema'

const STAFF = { roles: BANK_ROLES }

async function progressOf(tx: Tx, bankId: string, ids: (string | null)[]): Promise<Map<string, JobProgress | null>> {
  const known = ids.filter((id): id is string => id !== null)
  const jobs = known.length
    ? await tx.job.findMany({ where: { bankId, id: { in: known } }, select: { id: true, progress: true } })
    : []
  return new Map(jobs.map((j) => [j.id, j.progress as JobProgress | null]))
}

const named = (card: MeasuredCard) => ({
  code: card.code,
  version: card.version,
  titleZh: card.titleZh,
  titleEn: card.titleEn,
  draft: card.draft,
})

/** Histories and measurements, the latest first, and the cards that can be measured. */
export const labOverview = defineQuery({
  name: 'lab.overview',
  input: z.strictObject({}),
  access: STAFF,
  async run({ tx, actor }) {
    const { bankId } = actor
    const datasets = await tx.labDataset.findMany({
      where: { bankId },
      orderBy: { id: 'desc' },
      take: 100,
      include: { _count: { select: { chunks: true } } },
    })
    const runs = await tx.labRun.findMany({
      where: { bankId },
      orderBy: { id: 'desc' },
      take: 100,
      include: { dataset: { select: { name: true } } },
    })
    const progress = await progressOf(
      tx,
      bankId,
      [...datasets, ...runs].map((r) => r.jobId),
    )
    const versions = await tx.scorecard.findMany({
      where: { bankId },
      orderBy: [{ code: 'asc' }, { versionNo: 'desc' }],
      select: { code: true, versionNo: true, titleZh: true, titleEn: true },
    })
    const drafts = await tx.scorecardDraft.findMany({
      where: { bankId, state: { in: OPEN_DRAFT } },
      orderBy: { code: 'asc' },
      select: { id: true, code: true },
    })
    return {
      datasets: datasets.map((d) => ({
        id: d.id,
        name: d.name,
        note: d.note,
        state: d.state,
        cases: d.cases,
        bads: d.bads,
        refused: d.refused,
        problems: (d.problems ?? []) as unknown as HistoryProblem[],
        columns: d.columns as unknown as HistoryColumns | null,
        months: Object.keys((d.months ?? {}) as object).sort(),
        removed: d.state === 'READY' && d._count.chunks === 0,
        errorCode: d.errorCode,
        progress: progress.get(d.jobId ?? '') ?? null,
        createdAt: d.createdAt,
      })),
      runs: runs.map((r) => {
        const result = r.result as unknown as { cards: CardStatistics[] } | null
        return {
          id: r.id,
          dataset: r.dataset.name,
          state: r.state,
          champion: named(r.champion as unknown as MeasuredCard),
          challenger: r.challenger ? named(r.challenger as unknown as MeasuredCard) : null,
          auc: result?.cards.map((c) => c.separation?.auc ?? null) ?? [],
          errorCode: r.errorCode,
          progress: progress.get(r.jobId ?? '') ?? null,
          createdAt: r.createdAt,
        }
      }),
      cards: [
        ...Object.values(DEFAULT_CARDS).map((c) => ({
          code: c.code,
          version: c.version,
          titleZh: c.titleZh,
          titleEn: c.titleEn,
        })),
        ...versions.map((v) => ({ code: v.code, version: v.versionNo, titleZh: v.titleZh, titleEn: v.titleEn })),
      ],
      drafts,
    }
  },
})

/** One measurement in full. */
export const labReport = defineQuery({
  name: 'lab.report',
  input: z.strictObject({ runId: zId }),
  access: STAFF,
  async run({ tx, actor, input }) {
    const r = await tx.labRun.findFirst({
      where: { bankId: actor.bankId, id: input.runId },
      include: { dataset: { select: { id: true, name: true, cases: true, bads: true, note: true } } },
    })
    if (!r) throw refuse('E_NOT_FOUND', { object: 'lab-run' })
    const measured = [r.champion, r.challenger].filter((c) => c !== null) as unknown as MeasuredCard[]
    const result = r.result as unknown as { cards: CardStatistics[]; comparison: CardComparison | null } | null
    const progress = await progressOf(tx, actor.bankId, [r.jobId])
    const by = r.createdBy
      ? await tx.appUser.findFirst({ where: { bankId: actor.bankId, id: r.createdBy }, select: { name: true } })
      : null
    return {
      id: r.id,
      state: r.state,
      errorCode: r.errorCode,
      jobId: r.jobId,
      progress: progress.get(r.jobId ?? '') ?? null,
      dataset: r.dataset,
      settings: r.settings as unknown as RunSettings,
      createdBy: by?.name ?? null,
      createdAt: r.createdAt,
      cards: measured.map((m, n) => ({
        ...named(m),
        card: cardFromJson(m.definition),
        statistics: result?.cards[n] ?? null,
      })),
      comparison: result?.comparison ?? null,
    }
  },
})
export type LabReport = Awaited<ReturnType<typeof labReport>>

/** How far a reading or a measurement has come. */
export const labProgress = defineQuery({
  name: 'lab.progress',
  input: z.strictObject({ jobId: zId }),
  access: STAFF,
  async run({ tx, actor, input }) {
    const job = await tx.job.findFirst({ where: { bankId: actor.bankId, id: input.jobId } })
    if (!job) throw refuse('E_NOT_FOUND', { object: 'job' })
    const p = job.progress as JobProgress | null
    return { state: job.state, done: p?.done ?? 0, total: p?.total ?? null }
  },
})
