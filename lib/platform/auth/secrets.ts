/**
 * The installation's one secret, from which every key is derived. FANGSHI_SECRET gives it; without it (never in live
 * mode) a random one is kept in the data directory, so that a restart does not sign everybody out.
 */
import { hkdfSync, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { liveMode } from '../mode'
import { installationRoot } from '../root'

type Purpose =
  | 'totp-secret'
  | 'recovery-code'
  | 'next-auth'
  | 'upload'
  | 'audit-anchor'
  | 'opinion'
  | 'sm2-signature'
  | 'webhook'
  | 'tip-off'
  | 'mail-server'

const MIN_LENGTH = 32
let root: string | undefined

/** The key for one purpose, 32 bytes. Keys of different purposes cannot be computed from one another. */
export function keyFor(purpose: Purpose): Buffer {
  root ??= rootSecret()
  return Buffer.from(hkdfSync('sha256', root, 'fangshi', purpose, 32))
}

function rootSecret(): string {
  const given = process.env.FANGSHI_SECRET
  if (given && given.length >= MIN_LENGTH) return given
  if (given) throw new Error(`FANGSHI_SECRET is too short: at least ${MIN_LENGTH} characters, better 64 random ones`)
  if (liveMode()) throw new Error('FANGSHI_SECRET is not set: live mode needs one of at least 32 random characters')
  // Told at run time: the build must not take it for a part of the sources.
  const folder = process.env.FANGSHI_DATA ?? join(installationRoot(), '.data')
  const file = join(/* turbopackIgnore: true */ folder, 'secret')
  try {
    return readFileSync(file, 'utf8')
  } catch {
    mkdirSync(/* turbopackIgnore: true */ folder, { recursive: true })
    try {
      writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    return readFileSync(file, 'utf8')
  }
}
