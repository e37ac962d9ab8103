/** What a signature is made over, what it is, and who makes it. */

export type SignedAttributes = {
  contentType: string
  /** of the signed file */
  sha256: string
  sm3: string
  /** the seal printed on the document */
  contentSha256: string
  contract: string
  signer: { name: string; role: string; idNo: string | null }
  method: string
  signingTime: string
}

export type DetachedSignature = { provider: string; algorithm: string; signature: string; publicKey: string }

export type SignatureProvider = {
  name: string
  sign(bankCode: string, message: string): Promise<DetachedSignature>
  verify(message: string, signature: DetachedSignature): Promise<boolean>
}
