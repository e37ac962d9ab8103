/** The mail server's password, encrypted for one bank: copied to another bank it cannot be opened. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { keyFor } from '@/lib/platform/auth/secrets'

export function sealPassword(text: string, bankId: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor('mail-server'), iv).setAAD(Buffer.from(bankId))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
}

export function openPassword(sealed: string, bankId: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', keyFor('mail-server'), bytes.subarray(0, 12))
    .setAAD(Buffer.from(bankId))
    .setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}

/** A calendar's secret address: 32 random bytes, of which the database keeps only the hash. */
export const newFeedToken = (): string => randomBytes(32).toString('base64url')
export const feedHash = (token: string): string => createHash('sha256').update(token).digest('base64url')
