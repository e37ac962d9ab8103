/** Family debt (LEG-11): the spouse of a natural person signs too, unless there is none. */
import type { CommandContext } from '@/lib/platform/commands'
import { newId } from '@/lib/platform/tenant'
import { Financials } from '@/lib/scoring/financials'
import type { MemberTerms } from './document'
import { readParticulars } from './particulars'

type Ctx = CommandContext<unknown>

const NATURAL: readonly string[] = ['INDIVIDUAL_BUSINESS', 'MSE_OWNER']

/** A spouse who is known and does not sign stands against the loan contract; a proof that there is none takes it away. */
export async function spouseProblem(ctx: Ctx, applicationId: string): Promise<'E_SPOUSE_SIGNATURE' | null> {
  const item = await ctx.tx.application.findFirst({
    where: { bankId: ctx.actor.bankId, id: applicationId },
    select: {
      borrowerType: true,
      contractParticulars: { select: { data: true } },
      investigations: {
        where: { state: 'SIGNED' },
        orderBy: { createdAt: 'desc' },
        take: 1,
        select: { financials: true },
      },
    },
  })
  if (!item || !NATURAL.includes(item.borrowerType)) return null
  if (readParticulars(item.contractParticulars?.data).unmarriedProofId) return null
  const known = Financials.safeParse(item.investigations[0]?.financials)
  return known.success && known.data.spouse && !known.data.spouse.cosigns ? 'E_SPOUSE_SIGNATURE' : null
}

/** Where nothing is known of a spouse, the manager is asked for the signature or the proof, once. */
export async function askForSpouses(ctx: Ctx, members: readonly MemberTerms[], rmId: string): Promise<void> {
  const { tx, actor } = ctx
  const open = members.filter(
    (m) => NATURAL.includes(m.borrowerType) && !m.spouseKnown && !m.particulars.unmarriedProofId,
  )
  if (open.length === 0) return
  const asked = await tx.task.findMany({
    where: { bankId: actor.bankId, kind: 'SPOUSE_PROOF', objectId: { in: open.map((m) => m.applicationId) } },
    select: { objectId: true },
  })
  const known = new Set(asked.map((t) => t.objectId))
  await tx.task.createMany({
    data: open
      .filter((m) => !known.has(m.applicationId))
      .map((m) => ({
        bankId: actor.bankId,
        id: newId(),
        kind: 'SPOUSE_PROOF',
        objectType: 'application',
        objectId: m.applicationId,
        assigneeId: rmId,
        state: 'OPEN',
        createdBy: actor.userId,
        params: { code: m.name },
      })),
  })
}
