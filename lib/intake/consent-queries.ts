/** The consents of one merchant: to whom, for what, since when, on which paper, and whether they still hold. */
import { z } from 'zod'
import { PAPER_READERS } from '@/lib/batches/access'
import { PARTNER_ROLES } from '@/lib/platform/actor'
import { fromDbOrNull, isBefore } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'

export const consentList = defineQuery({
  name: 'consents.list',
  input: z.strictObject({ applicationId: zId }),
  access: { roles: [...PAPER_READERS, ...PARTNER_ROLES] },
  async run({ tx, actor, input, today }) {
    const where = { bankId: actor.bankId, applicationId: input.applicationId }
    const application = await tx.application.findFirst({
      where: { bankId: actor.bankId, id: input.applicationId },
      select: { id: true },
    })
    if (!application) throw refuse('E_NOT_FOUND', { object: 'application' })
    const consents = await tx.consent.findMany({ where, orderBy: [{ givenAt: 'asc' }, { id: 'asc' }] })
    const papers = await tx.document.findMany({
      where: { bankId: actor.bankId, id: { in: consents.flatMap((c) => c.documentId ?? []) } },
      select: { id: true, fileId: true, originalPath: true },
    })
    return {
      items: consents.map((c) => {
        const expiresOn = fromDbOrNull(c.expiresOn)
        const paper = papers.find((p) => p.id === c.documentId)
        return {
          id: c.id,
          kind: c.kind,
          state: c.state === 'GIVEN' && expiresOn && isBefore(expiresOn, today) ? 'EXPIRED' : c.state,
          receiver: c.receiver,
          purpose: c.purpose,
          givenAt: c.givenAt,
          signedOn: fromDbOrNull(c.signedOn),
          expiresOn,
          withdrawnAt: c.withdrawnAt,
          withdrawReason: c.withdrawReason,
          evidence: paper ? { fileId: paper.fileId, name: paper.originalPath.split('/').at(-1)! } : null,
        }
      }),
    }
  },
})
