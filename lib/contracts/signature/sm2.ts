/** SM2 with SM3 and the standard signer's id (GM/T 0003, 0009), from a key of the installation's secret, one a bank. */
import { createHmac } from 'node:crypto'
import { sm2 } from 'sm-crypto-v2'
import { keyFor } from '@/lib/platform/auth/secrets'
import type { SignatureProvider } from './types'

/** Order of the curve's group. */
const N = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n
/** The identity that both sides use where none is agreed (GM/T 0009). */
const USER_ID = '1234567812345678'
const OPTIONS = { hash: true, der: true, userId: USER_ID } as const

/** A key in 1 … n−2, from the secret and the bank's code. */
function privateKey(bankCode: string): string {
  const seed = BigInt(`0x${createHmac('sha256', keyFor('sm2-signature')).update(bankCode).digest('hex')}`)
  return ((seed % (N - 2n)) + 1n).toString(16).padStart(64, '0')
}

const bytes = (message: string): Uint8Array => new TextEncoder().encode(message)

export const sm2Local: SignatureProvider = {
  name: 'SM2_LOCAL',
  async sign(bankCode, message) {
    const key = privateKey(bankCode)
    const publicKey = sm2.getPublicKeyFromPrivateKey(key)
    return {
      provider: 'SM2_LOCAL',
      algorithm: 'SM2-SM3',
      signature: sm2.doSignature(bytes(message), key, { ...OPTIONS, publicKey }),
      publicKey,
    }
  },
  async verify(message, s) {
    try {
      return sm2.doVerifySignature(bytes(message), s.signature, s.publicKey, OPTIONS)
    } catch {
      // not a signature at all
      return false
    }
  },
}
