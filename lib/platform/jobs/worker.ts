/**
 * The worker: claims jobs bank by bank, holds a lease that it renews while it works, and gives a failed job back with
 * growing delay. A worker that dies loses its lease; another one starts the job again from the progress it recorded.
 */
import pg from 'pg'
import { type Actor, systemActor } from '../actor'
import { log } from '../log'
import { type BankRow, listBanks, type Prisma, type Tx, withTenant } from '../tenant'
import type { Json } from '../wire'
import { startHeartbeat } from './heartbeat'
import { JOB_CHANNEL, type JobProgress } from './queue'

export type JobContext = {
  actor: Actor
  jobId: string
  payload: { [key: string]: Json | undefined }
  /** what an earlier, interrupted run recorded */
  progress: JobProgress | null
  attempt: number
  /** no further try follows this one: what waits for the job must be told now if it fails */
  lastAttempt: boolean
  /** Records how far the job came; throws JobCancelled when a person cancelled it. */
  report(progress: JobProgress): Promise<void>
}

export type JobHandler = (ctx: JobContext) => Promise<{ [key: string]: Json | undefined } | undefined>

export class JobCancelled extends Error {}

/** Ends the job without another try; the code is shown to the person who asked for it. */
export class JobFailed extends Error {
  readonly code: string
  constructor(code: string, detail?: string) {
    super(detail ?? code)
    this.code = code
  }
}

/** It is not this job's turn yet: it is given back and tried again after `afterMs`. That is no failed try. */
export class JobLater extends Error {
  readonly afterMs: number
  constructor(afterMs: number) {
    super('later')
    this.afterMs = afterMs
  }
}

const handlers = new Map<string, JobHandler>()

export function defineJob(name: string, handler: JobHandler): void {
  handlers.set(name, handler)
}
export function definedJobs(): ReadonlyMap<string, JobHandler> {
  return handlers
}

const LEASE_MS = 60_000
const workerId = `${process.pid}-${crypto.randomUUID().slice(0, 8)}`

type Claimed = { id: string; name: string; payload: Json; progress: Json; attempts: number; max_attempts: number }

async function claim(tx: Tx, bankId: string): Promise<Claimed | undefined> {
  const rows = await tx.$queryRaw<Claimed[]>`
    update job set state = 'RUNNING', attempts = attempts + 1, locked_by = ${workerId},
           locked_until = now() + ${LEASE_MS} * interval '1 millisecond', started_at = coalesce(started_at, now())
    where bank_id = ${bankId}::uuid and id = (
      select id from job where bank_id = ${bankId}::uuid and run_after <= now()
        and (state = 'QUEUED' or (state = 'RUNNING' and locked_until < now()))
      order by run_after, id for update skip locked limit 1)
    returning id, name, payload, progress, attempts, max_attempts`
  return rows[0]
}

async function runOne(bank: BankRow): Promise<boolean> {
  const staff = { bankId: bank.id, partyId: null }
  const job = await withTenant(staff, (tx) => claim(tx, bank.id))
  if (!job) return false
  const mine = { bankId: bank.id, id: job.id, lockedBy: workerId, state: 'RUNNING' }
  const save = (data: Prisma.JobUpdateManyMutationInput) =>
    withTenant(staff, (tx) => tx.job.updateMany({ where: mine, data }))
  const heartbeat = setInterval(
    () => void save({ lockedUntil: new Date(Date.now() + LEASE_MS) }).catch(() => undefined),
    LEASE_MS / 3,
  )
  try {
    const handler = handlers.get(job.name)
    if (!handler) throw new JobFailed('E_INTERNAL', `no handler for ${job.name}`)
    const result = await handler({
      actor: systemActor(bank, job.name),
      jobId: job.id,
      payload: job.payload as JobContext['payload'],
      progress: job.progress as JobProgress | null,
      attempt: job.attempts,
      lastAttempt: job.attempts >= job.max_attempts,
      report: async (progress) => {
        const kept = await save({
          progress: progress as Prisma.InputJsonObject,
          lockedUntil: new Date(Date.now() + LEASE_MS),
        })
        if (kept.count === 0) throw new JobCancelled()
        const row = await withTenant(staff, (tx) =>
          tx.job.findFirst({ where: { bankId: bank.id, id: job.id }, select: { cancelRequested: true } }),
        )
        if (row?.cancelRequested) throw new JobCancelled()
      },
    })
    await save({ state: 'DONE', finishedAt: new Date(), result: (result ?? {}) as Prisma.InputJsonObject })
  } catch (error) {
    if (error instanceof JobCancelled) await save({ state: 'CANCELLED', finishedAt: new Date() })
    else if (error instanceof JobLater)
      await save({ state: 'QUEUED', attempts: { decrement: 1 }, runAfter: new Date(Date.now() + error.afterMs) })
    else {
      const final = error instanceof JobFailed || job.attempts >= job.max_attempts
      log.error({ job: job.name, jobId: job.id, attempt: job.attempts, err: error }, 'job failed')
      await save({
        state: final ? 'FAILED' : 'QUEUED',
        finishedAt: final ? new Date() : null,
        errorCode: error instanceof JobFailed ? error.code : 'E_INTERNAL',
        errorDetail: error instanceof Error ? error.message.slice(0, 500) : null,
        runAfter: new Date(Date.now() + 2 ** job.attempts * 1000),
      })
    }
  } finally {
    clearInterval(heartbeat)
  }
  return true
}

/** Runs every job that is due, of every bank, until none is left. Used by tests, the seed and the CLI. */
export async function drainJobs(bankId?: string): Promise<number> {
  let done = 0
  for (let again = true; again; ) {
    again = false
    for (const bank of (await listBanks()).filter((b) => !bankId || b.id === bankId)) {
      while (await runOne(bank)) {
        done++
        again = true
      }
    }
  }
  return done
}

/** Serves jobs until the signal aborts: woken by NOTIFY, and every few seconds for delayed and abandoned ones. */
export async function serveJobs(signal: AbortSignal, onTick?: (bank: BankRow) => Promise<void>): Promise<void> {
  startHeartbeat(signal)
  let wake: () => void = () => undefined
  const listener = new pg.Client({ connectionString: process.env.DATABASE_URL })
  listener.on('notification', () => wake())
  listener.on('error', (err) => log.warn({ err }, 'job listener lost; polling goes on'))
  await listener.connect().then(
    () => listener.query(`listen ${JOB_CHANNEL}`),
    (err) => log.warn({ err }, 'no job listener; polling'),
  )
  signal.addEventListener('abort', () => wake(), { once: true })
  while (!signal.aborted) {
    try {
      await drainJobs()
      if (onTick) for (const bank of await listBanks()) await onTick(bank)
    } catch (err) {
      log.error({ err }, 'worker loop')
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 3000)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
  await listener.end().catch(() => undefined)
}
