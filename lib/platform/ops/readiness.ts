/** Whether this installation can work: its database, its migrations and a worker. Names what cannot. */

import { join } from 'node:path'
import { prisma } from '../db/client'
import { readMigrations } from '../db/migrate'
import { lastBeat, SILENT_MS } from '../jobs/heartbeat'
import { installationRoot } from '../root'

export type Check = { ok: boolean; detail: string }
export type Readiness = { ready: boolean; checks: Record<'database' | 'migrations' | 'worker', Check> }

const TIMEOUT_MS = 3000

export async function readiness(now = new Date()): Promise<Readiness> {
  const database = await guarded(async () => {
    await prisma().$queryRaw`select 1`
    return good('answers')
  })
  const [migrations, worker] = database.ok
    ? await Promise.all([guarded(checkMigrations), guarded(() => checkWorker(now))])
    : [bad('unknown: no database'), bad('unknown: no database')]
  const checks = { database, migrations, worker }
  return { ready: Object.values(checks).every((c) => c.ok), checks }
}

const good = (detail: string): Check => ({ ok: true, detail })
const bad = (detail: string): Check => ({ ok: false, detail })

async function guarded(check: () => Promise<Check>): Promise<Check> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Check>((resolve) => {
    timer = setTimeout(() => resolve(bad('no answer')), TIMEOUT_MS)
  })
  try {
    return await Promise.race([check(), late])
  } catch {
    // The reason may name hosts and roles: it belongs to the log of the database, not to an open address.
    return bad('not reachable')
  } finally {
    clearTimeout(timer)
  }
}

async function checkMigrations(): Promise<Check> {
  const rows = await prisma().$queryRaw<{ migration_name: string; done: boolean }[]>`
    select migration_name, finished_at is not null as done from _prisma_migrations where rolled_back_at is null`
  const broken = rows.find((r) => !r.done)
  if (broken) return bad(`half applied: ${broken.migration_name}`)
  const applied = new Set(rows.map((r) => r.migration_name))
  const missing = wanted().filter((name) => !applied.has(name))
  return missing.length > 0 ? bad(`not applied: ${missing.join(', ')}`) : good(`${applied.size} applied`)
}

let names: string[] | undefined
function wanted(): string[] {
  names ??= readMigrations(join(installationRoot(), 'prisma', 'migrations')).map((m) => m.name)
  return names
}

async function checkWorker(now: Date): Promise<Check> {
  const last = await lastBeat()
  if (last === 'NO_BANK') return good('no bank yet')
  if (!last) return bad('never seen')
  const seconds = Math.round((now.getTime() - last.getTime()) / 1000)
  return seconds * 1000 > SILENT_MS ? bad(`silent for ${seconds} s`) : good('alive')
}
