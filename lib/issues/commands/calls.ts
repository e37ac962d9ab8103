/** The enhancer answers, on its own desk, the call to stand in for an issuer (§2.7). */
import { z } from 'zod'
import { defineCommand } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'

/** It says that it will pay on the date, or why not; what it said before the date it may say otherwise until the date is settled. */
export const answerIssueCall = defineCommand({
  name: 'issues.answerCall',
  input: z.strictObject({ callId: zId, agree: z.boolean(), note: z.string().trim().max(500).optional() }),
  access: { roles: ['GUARANTOR_USER'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const call = await tx.issueCall.findFirst({ where: { bankId, id: input.callId, partyId: actor.partyId ?? '' } })
    if (!call) throw refuse('E_NOT_FOUND', { object: 'issueCall' })
    if (!input.agree && !input.note)
      throw refuse('E_REQUIRED:note', {}, { fields: [{ path: 'note', code: 'E_REQUIRED' }] })
    const state = input.agree ? 'ACCEPTED' : 'DISPUTED'
    const done = await tx.issueCall.updateMany({
      where: { bankId, id: call.id, state: { notIn: ['SETTLED', state] } },
      data: {
        state,
        answerNote: input.note || null,
        answeredOn: toDb(today),
        answeredBy: actor.userId,
        version: { increment: 1 },
      },
    })
    if (done.count === 0) throw refuse('E_STATE', { object: 'issueCall', state: call.state, event: 'answer' })
    ctx.audit({
      objectType: 'issuePool',
      objectId: call.poolId,
      from: call.state,
      to: state,
      reason: input.note,
      detail: { event: 'answer-call', issuer: call.issuer },
    })
    ctx.emit('issue.callAnswered', { callId: call.id, agree: input.agree })
    return { id: call.id, state }
  },
})
