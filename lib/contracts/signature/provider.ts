/**
 * Electronic signatures behind an interface. What is signed is never the file itself but a small set of signed attributes
 * that name it (its SHA-256 and SM3 digests, its seal, the signer, the time), in the manner of CAdES: the signature is
 * detached and the document stays as it is. The default works without a network, with the installation's own SM2 key for
 * each bank; a bank's provider of certificates takes its place by implementing the same two functions.
 */
import { canonicalJson } from '@/lib/platform/wire'
import { sm2Local } from './sm2'
import type { SignatureProvider, SignedAttributes } from './types'

/** The bytes that are signed: the attributes in their one canonical form. */
export const signedMessage = (attributes: SignedAttributes): string => canonicalJson(attributes)

export function signatureProvider(): SignatureProvider {
  return sm2Local
}
