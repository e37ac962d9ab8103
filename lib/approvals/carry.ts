/** Which opinions outlive a return: those of seats that agreed, when nothing material changed since (§6.2). */
import type { CommandContext } from '@/lib/platform/commands'
import { type OpinionContent, writeOpinion } from './rounds'
import { diffPlans, opinionsAfter, type PlanContent } from './rules/material-change'

type Ctx = CommandContext<unknown>

/**
 * Copies the opinions of the returned round into the new one, seat by seat, with the day on which they were given.
 * Answers how many were kept; none when a material field changed.
 */
export async function carryOpinions(
  ctx: Ctx,
  planId: string,
  seats: readonly { id: string; role: string }[],
  newRoundId: string,
  content: PlanContent,
  sha256: string | null,
): Promise<{ kept: number; material: boolean }> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const last = await tx.countersignRound.findFirst({
    where: { bankId, planId, kind: 'COUNTERSIGN', state: 'RETURNED' },
    orderBy: { no: 'desc' },
    include: { countersignSeats: { include: { opinions: { orderBy: { at: 'asc' } } } } },
  })
  if (!last) return { kept: 0, material: false }
  const decided = (last.result as { content?: PlanContent } | null)?.content
  const changes = decided ? diffPlans(decided, content) : []
  if (!decided || opinionsAfter(changes) === 'VOID') return { kept: 0, material: true }
  let kept = 0
  // a committee has many seats of one role: each opinion that stands fills one new seat
  const standing = last.countersignSeats.filter((s) => s.state === 'ANSWERED' && stands(s.opinions.at(-1)))
  for (const seat of seats) {
    const at = standing.findIndex((s) => s.role === seat.role)
    const old = at < 0 ? undefined : standing.splice(at, 1)[0]
    const opinion = old?.opinions.at(-1)
    if (!opinion || !old?.userId) continue
    const votes = opinion.lineVotes as unknown as OpinionContent['lineVotes']
    await writeOpinion(
      ctx,
      opinion.at,
      {
        roundId: newRoundId,
        seatId: seat.id,
        planId,
        userId: opinion.userId,
        role: opinion.role,
        onBehalfOf: opinion.onBehalfOf,
        factor: 'KEPT',
        planSha256: sha256,
      },
      {
        verdict: opinion.verdict,
        text: opinion.text,
        conditions: opinion.conditions as unknown as OpinionContent['conditions'],
        returnItems: [],
        lineVotes: votes,
      },
    )
    await tx.countersignSeat.updateMany({
      where: { bankId, id: seat.id },
      data: { state: 'ANSWERED', userId: old.userId, onBehalfOf: old.onBehalfOf, answeredAt: opinion.at },
    })
    kept++
  }
  return { kept, material: false }
}

/** An agreement without a rejected line; whoever asked for more, or was against something, is asked again. */
function stands(opinion: { verdict: string; lineVotes: unknown } | undefined): boolean {
  if (!opinion?.verdict.startsWith('AGREE')) return false
  const votes = opinion.lineVotes as OpinionContent['lineVotes']
  return Object.values(votes.lines ?? {}).every((v) => v.vote !== 'REJECT')
}
