/** Passwords: argon2id with 46 MiB, one pass, one lane; a policy of length and of not being the obvious one. */
import { randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { refuse } from '../errors'
import { liveMode } from '../mode'

const COST = { memoryCost: 46 * 1024, timeCost: 1, parallelism: 1 }

export const PASSWORD_MIN = 10
export const PASSWORD_MAX = 128

/** The PHC string to store. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST)
}

let decoy: Promise<string> | undefined

/**
 * True when the password is the one that was hashed. Without a hash (no such account, single sign-on only) it works
 * just as long and answers false, so that time tells nobody which accounts exist.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('no account has this password')
  const ok = await verify(stored ?? (await decoy), password.normalize('NFKC')).catch(() => false)
  return stored !== null && ok
}

/** Passwords that guessing tries first, beyond repetition and runs, which the rule itself finds. */
/** The password of every demo account; refused in live mode. */
export const DEMO_PASSWORD = 'fangshi-demo'
const COMMON = ['password', 'qwertyuiop', 'iloveyou', 'letmein', 'welcome', 'admin', 'woaini', 'fangshi']

/** Refuses E_PASSWORD_WEAK with the reason: length, the login or the name inside, a common word, a run or repetition. */
export function checkPasswordPolicy(password: string, person: { login: string; name: string }): void {
  const reason = weakness(password, person)
  if (reason) {
    const params = { reason, min: PASSWORD_MIN, max: PASSWORD_MAX }
    throw refuse('E_PASSWORD_WEAK', params, { fields: [{ path: 'next', code: 'E_PASSWORD_WEAK', params }] })
  }
}

function weakness(password: string, person: { login: string; name: string }): string | null {
  if (password.length < PASSWORD_MIN) return 'PASSWORD_SHORT'
  if (password.length > PASSWORD_MAX) return 'PASSWORD_LONG'
  const plain = password.toLowerCase()
  const own = [person.login.split('@')[0]!, person.name].filter((s) => s.length >= 3)
  if (own.some((s) => plain.includes(s.toLowerCase()))) return 'PASSWORD_OWN_NAME'
  const letters = plain.replace(/[^\p{L}]/gu, '')
  if (COMMON.includes(letters) || (liveMode() && password === DEMO_PASSWORD)) return 'PASSWORD_COMMON'
  if (new Set(plain).size < 5) return 'PASSWORD_REPEATS'
  const runs = [...plain].filter((c, i) => i > 0 && Math.abs(c.charCodeAt(0) - plain.charCodeAt(i - 1)) <= 1).length
  if (runs >= plain.length - 3) return 'PASSWORD_REPEATS'
  return null
}

/** No 0/O, 1/l/I: it is read out and typed once, then it must be changed. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A first password: four groups of four, 79 bits. */
export function generatePassword(): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}
