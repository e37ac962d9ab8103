/** Where things lie: everything that an installation keeps is under one folder, .data or FANGSHI_DATA. */
import { mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

export const ROOT = dirname(dirname(import.meta.dirname))

export type Places = {
  home: string
  postgres: string
  files: string
  logs: string
  secrets: string
  lock: string
  running: string
}

/** The folders of an installation; makes them. Other users may pass through `home` (PostgreSQL's must), not look. */
export function places(home = resolve(ROOT, process.env.FANGSHI_DATA ?? '.data')): Places {
  mkdirSync(home, { recursive: true, mode: 0o711 })
  const files = resolve(ROOT, process.env.FANGSHI_FILES ?? join(home, 'files'))
  const logs = join(home, 'logs')
  for (const folder of [files, logs]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  return {
    home,
    files,
    logs,
    postgres: join(home, 'pg'),
    secrets: join(home, 'secrets.json'),
    lock: join(home, 'lock'),
    running: join(home, 'running.json'),
  }
}
