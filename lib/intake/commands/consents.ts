/** Consents as objects: the day on the paper is read by a person, and whoever gave one may take it back (§4.1, §10.5). */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { isBefore, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zDate, zId } from '@/lib/platform/schema'

/** A consent in force, its row locked by the update that follows; one that has ended takes no event any more. */
async function givenConsent(ctx: CommandContext<unknown>, consentId: string, event: string) {
  const consent = await ctx.tx.consent.findFirst({ where: { bankId: ctx.actor.bankId, id: consentId } })
  if (!consent) throw refuse('E_NOT_FOUND', { object: 'consent' })
  if (consent.state !== 'GIVEN') throw refuse('E_STATE', { object: 'consent', state: consent.state, event })
  return consent
}

/** RM writes down the day on which the paper was signed. An authorisation of credit queries is counted from that day. */
export const recordConsent = defineCommand({
  name: 'consents.record',
  input: z.strictObject({ consentId: zId, signedOn: zDate }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const consent = await givenConsent(ctx, input.consentId, 'record')
    if (isBefore(today, input.signedOn))
      throw refuse(
        'E_DATE:signedOn',
        { value: input.signedOn.toString(), reason: 'future' },
        { fields: [{ path: 'signedOn', code: 'E_DATE' }] },
      )
    const { intake } = await loadParameters(tx, actor.bankId, today)
    const expiresOn =
      consent.kind === 'CREDIT_QUERY' ? toDb(input.signedOn.add({ days: intake.creditQueryDays })) : consent.expiresOn
    await tx.consent.updateMany({
      where: { bankId: actor.bankId, id: consent.id, state: 'GIVEN' },
      data: { signedOn: toDb(input.signedOn), expiresOn },
    })
    ctx.audit({
      objectType: 'application',
      objectId: consent.applicationId,
      detail: {
        event: 'consent-recorded',
        consentId: consent.id,
        kind: consent.kind,
        signedOn: input.signedOn.toString(),
      },
    })
    return { id: consent.id, state: 'GIVEN' as const }
  },
})

/**
 * The giver takes the consent back. What was done under it stays lawful; from now on no query may be made on it, and its
 * paper gives none again. A new paper does.
 */
export const withdrawConsent = defineCommand({
  name: 'consents.withdraw',
  input: z.strictObject({ consentId: zId, reason: z.string().trim().min(2).max(500) }),
  access: { roles: ['RM', 'OPERATOR_ADMIN', 'OPERATOR_CLERK'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const consent = await givenConsent(ctx, input.consentId, 'withdraw')
    const done = await tx.consent.updateMany({
      where: { bankId: actor.bankId, id: consent.id, state: 'GIVEN' },
      data: { state: 'WITHDRAWN', withdrawnAt: now, withdrawReason: input.reason, withdrawnBy: actor.userId },
    })
    if (done.count !== 1) throw refuse('E_STATE', { object: 'consent', state: 'WITHDRAWN', event: 'withdraw' })
    ctx.audit({
      objectType: 'application',
      objectId: consent.applicationId,
      reason: input.reason,
      detail: { event: 'consent-withdrawn', consentId: consent.id, kind: consent.kind },
    })
    ctx.emit('consent.withdrawn', { applicationId: consent.applicationId, kind: consent.kind })
    return { id: consent.id, state: 'WITHDRAWN' as const }
  },
})
