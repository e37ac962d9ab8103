/** Who told a tip-off, encrypted for one tip-off: moved to another one it cannot be opened. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { keyFor } from '@/lib/platform/auth/secrets'

export function sealTeller(text: string, tipOffId: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor('tip-off'), iv).setAAD(Buffer.from(tipOffId))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
}

export function openTeller(sealed: string, tipOffId: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', keyFor('tip-off'), bytes.subarray(0, 12))
    .setAAD(Buffer.from(tipOffId))
    .setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}
