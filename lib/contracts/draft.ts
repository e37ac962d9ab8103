/** A document as it would read, with the watermark of a draft: to be read before the appointment, never signed. */
import { z } from 'zod'
import type { Actor } from '@/lib/platform/actor'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { readContext } from './context'
import { documentData } from './document'
import { plannedDocuments, ROLE_TEXT } from './plan-documents'
import { CONTRACT_KINDS } from './rules'
import { mergeDocument } from './templates'

/** What the draft lacks, beside the page itself: empty fields and clauses that the law asks for. */
export const contractDraft = defineQuery({
  name: 'contracts.draft',
  input: z.strictObject({ applicationId: zId, kind: z.enum(CONTRACT_KINDS).default('LOAN_CONTRACT') }),
  access: { roles: ['RM', 'CONTRACT_OFFICER', 'LEGAL'] },
  async run({ tx, actor, input, today }) {
    const item = await tx.application.findFirst({
      where: { bankId: actor.bankId, id: input.applicationId },
      select: { batchId: true, jointGroupMembers: { where: { state: 'ACTIVE' }, select: { groupId: true }, take: 1 } },
    })
    if (!item) throw refuse('E_NOT_FOUND', { object: 'application' })
    const groupId = item.jointGroupMembers[0]?.groupId
    const context = await readContext(
      { tx, actor, today },
      item.batchId,
      groupId ? { groupId } : { applicationIds: [input.applicationId] },
    )
    const d = plannedDocuments(context).find(
      (x) => x.kind === input.kind && (x.member === null || x.member.applicationId === input.applicationId),
    )
    if (!d) throw refuse('E_NOT_FOUND', { object: 'contract' })
    const merged = mergeDocument(
      d.kind,
      context.mode,
      documentData(d.kind, context, {
        number: '—',
        loanContractNo: '—',
        member: d.member,
        signers: d.signers.map((s) => ({ role: ROLE_TEXT[s.role], name: s.name, ...(s.idNo ? { idNo: s.idNo } : {}) })),
        draft: true,
      }),
    )
    return {
      kind: d.kind,
      blanks: merged.blanks,
      missing: merged.missing.map((r) => ({ clause: r.clause, law: r.law })),
      pdf: Buffer.from(merged.pdf).toString('base64'),
    }
  },
})

/** The draft as a PDF for the reader's screen. */
export async function draftDocument(actor: Actor, input: { applicationId: string; kind?: string }): Promise<Response> {
  const draft = await contractDraft(actor, input as never)
  return new Response(Buffer.from(draft.pdf, 'base64'), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': 'inline; filename="draft.pdf"',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
}
