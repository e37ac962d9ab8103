/**
 * The second factor: six digits that change every 30 seconds (RFC 6238), and ten recovery codes for a lost phone.
 * The secret rests encrypted; a step that was used once is never taken again; recovery codes rest hashed.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { keyFor } from './secrets'

const PERIOD_MS = 30_000
const ISSUER = 'Fangshi'

function generator(secret: string, login: string): TOTP {
  return new TOTP({ issuer: ISSUER, label: login, secret: Secret.fromBase32(secret), digits: 6, period: 30 })
}

/** A new secret, base32, 160 bits. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** The otpauth:// address that an authenticator app reads from the QR code. */
export function totpUri(secret: string, login: string): string {
  return generator(secret, login).toString()
}

/** The code at an instant (tests and demo use it; nothing in the product shows it). */
export function totpCode(secret: string, at: Date): string {
  return generator(secret, '').generate({ timestamp: at.getTime() })
}

/**
 * The time step that the code belongs to, at most one step away from now and later than `lastStep`; null when the code
 * is wrong or was used already.
 */
export function matchTotp(secret: string, code: string, lastStep: bigint | null, now: Date): bigint | null {
  if (!/^\d{6}$/.test(code)) return null
  const delta = generator(secret, '').validate({ token: code, timestamp: now.getTime(), window: 1 })
  if (delta === null) return null
  const step = BigInt(Math.floor(now.getTime() / PERIOD_MS) + delta)
  return lastStep !== null && step <= lastStep ? null : step
}

/** AES-256-GCM under the installation's key: base64url of nonce, tag and content. `owner` binds it to one account. */
export function sealSecret(secret: string, owner: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor('totp-secret'), iv).setAAD(Buffer.from(owner))
  const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
}

/** Throws when the content was changed, moved to another account, or sealed under another key. */
export function openSecret(sealed: string, owner: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', keyFor('totp-secret'), bytes.subarray(0, 12))
  decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}

const RECOVERY_COUNT = 10
const RECOVERY_ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Ten codes of twelve characters to print, and the hashes to store. */
export function newRecoveryCodes(): { codes: string[]; hashes: string[] } {
  const group = () => Array.from({ length: 4 }, () => RECOVERY_ALPHABET[randomInt(RECOVERY_ALPHABET.length)]).join('')
  const codes = Array.from({ length: RECOVERY_COUNT }, () => `${group()}-${group()}-${group()}`)
  return { codes, hashes: codes.map(recoveryHash) }
}

/** The hashes that remain when the code was one of them; null when it was not. */
export function spendRecoveryCode(hashes: readonly string[], code: string): string[] | null {
  const mine = Buffer.from(recoveryHash(code))
  const at = hashes.findIndex((h) => h.length === mine.length && timingSafeEqual(Buffer.from(h), mine))
  return at < 0 ? null : hashes.filter((_, i) => i !== at)
}

function recoveryHash(code: string): string {
  const plain = code.toLowerCase().replace(/[^a-z0-9]/g, '')
  return createHmac('sha256', keyFor('recovery-code')).update(plain).digest('base64url')
}
