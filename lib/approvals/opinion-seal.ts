/**
 * An opinion is sealed: the hash of what was said, where, by whom and on which content, and the installation's signature
 * over it. The audit trail holds the same hash, so that neither a changed row nor a changed trail passes for true.
 */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { keyFor } from '@/lib/platform/auth/secrets'
import { canonicalJson } from '@/lib/platform/wire'

/** PKCS #8 wrapping of a raw Ed25519 seed. */
const ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

function key() {
  return createPrivateKey({ key: Buffer.concat([ED25519, keyFor('opinion')]), format: 'der', type: 'pkcs8' })
}

export type SealedOpinion = {
  roundId: string
  seatId: string
  planId: string
  userId: string
  role: string
  verdict: string
  text: string
  conditions: unknown
  returnItems: unknown
  lineVotes: unknown
  onBehalfOf: string | null
  factor: string | null
  planSha256: string | null
  at: Date
}

export function opinionHash(o: SealedOpinion): string {
  const { roundId, seatId, planId, userId, role, verdict, text, conditions, returnItems, lineVotes } = o
  const { onBehalfOf, factor, planSha256 } = o
  const said = { roundId, seatId, planId, userId, role, verdict, text, conditions, returnItems, lineVotes }
  return createHash('sha256')
    .update(canonicalJson({ ...said, onBehalfOf, factor, planSha256, at: o.at.toISOString() }))
    .digest('hex')
}

export const signOpinion = (hash: string): string => sign(null, Buffer.from(hash), key()).toString('base64')

/** SOUND: what is stored is what was said. UNSIGNED: from before opinions were signed. */
export type SealVerdict = 'SOUND' | 'UNSIGNED' | 'BROKEN'

export function checkSeal(o: SealedOpinion & { hash: string; signature: string | null }): SealVerdict {
  if (!o.signature) return 'UNSIGNED'
  const sound =
    opinionHash(o) === o.hash &&
    verify(null, Buffer.from(o.hash), createPublicKey(key()), Buffer.from(o.signature, 'base64'))
  return sound ? 'SOUND' : 'BROKEN'
}
