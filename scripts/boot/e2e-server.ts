/** The server that browser tests run against: this build, a data folder of its own made anew, the demo banks. */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { takeLock } from './lock'
import { ROOT } from './places'
import { stopLeftOver } from './postgres'

const home = join(ROOT, '.cache/e2e')
const port = process.env.E2E_PORT ?? process.env.PORT ?? '3100'
mkdirSync(home, { recursive: true, mode: 0o711 })

// what earlier runs left, killed or not; a run that goes on holds its lock
for (const name of readdirSync(home)) {
  const folder = join(home, name)
  const release = takeLock(join(folder, 'lock'))
  if (!release) continue
  if (existsSync(join(folder, 'pg'))) await stopLeftOver(join(folder, 'pg'))
  release()
  rmSync(folder, { recursive: true, force: true })
}

for (const name of [
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'FANGSHI_MODE',
  'FANGSHI_URL',
  'NEXTAUTH_URL',
  'FANGSHI_FILES',
]) {
  delete process.env[name]
}
Object.assign(process.env, { FANGSHI_DATA: join(home, port), FANGSHI_THROW_AWAY: '1', PORT: port, LOG_LEVEL: 'warn' })
await import('./start')
