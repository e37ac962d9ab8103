/** The seal of a document's content: a hash of every figure, name and word that goes into it, printed as a code on each page. */
import { createHash } from 'node:crypto'
import { renderSVG } from 'uqr'
import { canonicalJson, type Json } from '@/lib/platform/wire'

/** SHA-256 over the merged data and the text version: another amount, name or clause gives another seal. */
export function contentHash(kind: string, version: number, data: object): string {
  return createHash('sha256')
    .update(canonicalJson({ kind, version, data: JSON.parse(JSON.stringify(data)) as Json }))
    .digest('hex')
}

/** What the code on the paper says: the number, and half of the seal. Enough to find the document and to know it again. */
export const sealText = (number: string, hash: string): string => `${number} ${hash.slice(0, 32).toUpperCase()}`

/** The code as an SVG picture. */
export function sealCode(number: string, hash: string): string {
  return renderSVG(sealText(number, hash), { ecc: 'M', border: 0 })
}
