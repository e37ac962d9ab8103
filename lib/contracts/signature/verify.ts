/** Proving a signed contract: the stored file against its digests, the digests against the signature, the signature against its key. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { refuse } from '@/lib/platform/errors'
import { fileStore } from '@/lib/platform/files'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { CONTRACT_READERS } from '../queries'
import { signatureProvider } from './provider'
import type { SignedAttributes } from './types'

export type Proof = {
  signer: string
  role: string
  at: Date
  algorithm: string
  publicKey: string
  /** the file in the store is the one that was signed */
  file: boolean
  /** the contract's row still names that file and seal */
  row: boolean
  signature: boolean
}

async function digestsOf(bankId: string, sha256: string): Promise<{ sha256: string; sm3: string } | null> {
  const [sha, sm3] = [createHash('sha256'), createHash('sm3')]
  try {
    for await (const chunk of await fileStore().open(bankId, sha256)) {
      sha.update(chunk as Buffer)
      sm3.update(chunk as Buffer)
    }
  } catch {
    return null
  }
  return { sha256: sha.digest('hex'), sm3: sm3.digest('hex') }
}

export const verifyContract = defineQuery({
  name: 'contracts.verify',
  input: z.strictObject({ contractId: zId }),
  access: { roles: CONTRACT_READERS },
  async run({ tx, actor, input }) {
    const c = await tx.contract.findFirst({
      where: { bankId: actor.bankId, id: input.contractId },
      include: { contractSignatures: { include: { signer: true }, orderBy: { at: 'asc' } } },
    })
    if (!c) throw refuse('E_NOT_FOUND', { object: 'contract' })
    const digests = c.sha256 ? await digestsOf(actor.bankId, c.sha256) : null
    const proofs: Proof[] = []
    for (const s of c.contractSignatures) {
      const a = JSON.parse(s.attributes) as SignedAttributes
      proofs.push({
        signer: s.signer.name,
        role: s.signer.role,
        at: s.at,
        algorithm: s.algorithm,
        publicKey: s.publicKey,
        file: digests !== null && digests.sha256 === a.sha256 && digests.sm3 === a.sm3,
        row: a.sha256 === c.sha256 && a.contract === c.number && a.contentSha256 === (c.contentSha256 ?? ''),
        signature: await signatureProvider().verify(s.attributes, s),
      })
    }
    return {
      number: c.number,
      sha256: c.sha256,
      proved: proofs.length > 0 && proofs.every((p) => p.file && p.row && p.signature),
      proofs,
    }
  },
})
