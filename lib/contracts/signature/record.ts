/** Binds what was signed at the table to the documents: one detached signature a signer, written once. */
import { createHash } from 'node:crypto'
import type { CommandContext } from '@/lib/platform/commands'
import { fileStore } from '@/lib/platform/files'
import { newId } from '@/lib/platform/tenant'
import { signatureProvider, signedMessage } from './provider'
import type { SignedAttributes } from './types'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now'>

export type SignedDocument = {
  contractId: string
  number: string
  sha256: string
  contentSha256: string | null
  signer: { id: string; name: string; role: string; idNo: string | null }
  method: string
}

/** The SM3 digest of a stored file. */
async function sm3Of(bankId: string, sha256: string): Promise<string> {
  const hash = createHash('sm3')
  for await (const chunk of await fileStore().open(bankId, sha256)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

export async function recordSignatures(ctx: Ctx, documents: readonly SignedDocument[]): Promise<void> {
  const { tx, actor, now } = ctx
  const provider = signatureProvider()
  const digests = new Map<string, string>()
  const rows = []
  for (const d of documents) {
    const sm3 = digests.get(d.sha256) ?? (await sm3Of(actor.bankId, d.sha256))
    digests.set(d.sha256, sm3)
    const attributes: SignedAttributes = {
      contentType: 'application/pdf',
      sha256: d.sha256,
      sm3,
      contentSha256: d.contentSha256 ?? '',
      contract: d.number,
      signer: { name: d.signer.name, role: d.signer.role, idNo: d.signer.idNo },
      method: d.method,
      signingTime: now.toISOString(),
    }
    const message = signedMessage(attributes)
    const signed = await provider.sign(actor.bankCode, message)
    rows.push({
      bankId: actor.bankId,
      id: newId(),
      contractId: d.contractId,
      signerId: d.signer.id,
      ...signed,
      attributes: message,
      at: now,
    })
  }
  await tx.contractSignature.createMany({ data: rows })
}
