/** The random secrets of an embedded installation, made once and readable by its user only. */
import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

export type Secrets = { superuser: string; owner: string; app: string; secret: string }

/** Reads the file, or makes it whole: two processes that start at once end with the same secrets. */
export function readSecrets(path: string): Secrets {
  if (!existsSync(path)) {
    const word = () => randomBytes(32).toString('base64url')
    const made: Secrets = {
      superuser: word(),
      owner: word(),
      app: word(),
      secret: randomBytes(48).toString('base64url'),
    }
    const draft = `${path}.${process.pid}`
    writeFileSync(draft, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 })
    try {
      linkSync(draft, path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      rmSync(draft)
    }
  }
  return JSON.parse(readFileSync(path, 'utf8')) as Secrets
}
