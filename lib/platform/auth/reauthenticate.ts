/** A person proves to be there before an act that cannot be taken back: the second factor, or the password without one. */
import type { CommandContext } from '../commands'
import { refuse } from '../errors'
import { countUse } from '../http/rate-limit'
import { verifyPassword } from './password'
import { matchTotp, openSecret, spendRecoveryCode } from './totp'

/** How a person was known: an open session or token, or a proof given for this very act. */
export type Factor = 'SESSION' | 'TOKEN' | 'PASSWORD' | 'TOTP' | 'RECOVERY'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now'>

/** What the person has to type: shown beside the field. */
export type ProofKind = 'CODE' | 'PASSWORD' | 'NONE'

export async function proofKind({ tx, actor }: Pick<Ctx, 'tx' | 'actor'>): Promise<ProofKind> {
  const user = await tx.appUser.findFirst({
    where: { bankId: actor.bankId, id: actor.userId ?? undefined },
    select: { totpEnabledAt: true, passwordHash: true },
  })
  if (user?.totpEnabledAt) return 'CODE'
  return actor.sessionId && user?.passwordHash ? 'PASSWORD' : 'NONE'
}

/**
 * Takes the proof: a code of the app (each once) or a recovery code where a second factor is set up, else the password.
 * A token without a second factor is its own proof. Refuses E_PROOF_REQUIRED, E_PROOF_WRONG, E_PROOF_SECOND_FACTOR
 * (the bank wants a second factor and none is set up) and E_TOO_MANY.
 */
export async function reauthenticate(
  ctx: Ctx,
  proof: string | undefined,
  policy: { secondFactorOnly: boolean },
): Promise<Factor> {
  const { tx, actor, now } = ctx
  const where = { bankId: actor.bankId, id: actor.userId ?? undefined }
  if (actor.userId)
    await tx.$queryRaw`select 1 from app_user where bank_id = ${actor.bankId}::uuid and id = ${actor.userId}::uuid for update`
  const user = actor.userId ? await tx.appUser.findFirst({ where }) : null
  if (!user) throw refuse('E_FORBIDDEN', { need: 'PERSON' })
  if (!user.totpEnabledAt || !user.totpSecret) {
    if (policy.secondFactorOnly) throw refuse('E_PROOF_SECOND_FACTOR')
    if (!actor.sessionId || !user.passwordHash) return actor.sessionId ? 'SESSION' : 'TOKEN'
    if (!proof) throw refuse('E_PROOF_REQUIRED', {}, field('E_PROOF_REQUIRED'))
    if (!(await verifyPassword(user.passwordHash, proof))) throw await wrong(user.id)
    return 'PASSWORD'
  }
  if (!proof) throw refuse('E_PROOF_REQUIRED', {}, field('E_PROOF_REQUIRED'))
  const step = matchTotp(openSecret(user.totpSecret, user.id), proof.trim(), user.totpLastStep, now)
  if (step !== null) {
    await tx.appUser.updateMany({ where, data: { totpLastStep: step } })
    return 'TOTP'
  }
  const rest = spendRecoveryCode((user.recoveryCodes ?? []) as string[], proof)
  if (!rest) throw await wrong(user.id)
  await tx.appUser.updateMany({ where, data: { recoveryCodes: rest } })
  return 'RECOVERY'
}

const field = (code: string) => ({ fields: [{ path: 'proof', code }] })

async function wrong(userId: string) {
  const wait = await countUse('reauthenticate', userId)
  return wait === null
    ? refuse('E_PROOF_WRONG', {}, field('E_PROOF_WRONG'))
    : refuse('E_TOO_MANY', { retryAfter: wait })
}
