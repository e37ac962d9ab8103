import { createHmac } from 'node:crypto'
import { keyFor } from '@/lib/platform/auth/secrets'

/** An endpoint's signing secret, derived from the installation's own: nothing to steal from the database. `no` counts its rotations. */
export function secretOf(endpoint: { id: string; secretNo: number }): string {
  const digest = createHmac('sha256', keyFor('webhook'))
    .update(`${endpoint.id}:${endpoint.secretNo}`)
    .digest('base64url')
  return `fsw_${digest}`
}
