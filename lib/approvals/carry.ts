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
  for (const seat of seats) {
    const old = last.countersignSeats.find((s) => s.role === seat.role && s.state === 'ANSWERED')
    const opinion = old?.opinions.at(-1)
    if (!opinion || !old?.userId || !['AGREE', 'AGREE_WITH_CONDITIONS'].includes(opinion.verdict)) continue
    const votes = opinion.lineVotes as unknown as OpinionContent['lineVotes']
    if (Object.values(votes.lines ?? {}).some((v) => v.vote === 'REJECT')) continue
    await writeOpinion(
      ctx,
      opinion.at,
      { roundId: newRoundId, seatId: seat.id, planId, userId: opinion.userId, role: opinion.role },
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
      data: { state: 'ANSWERED', userId: old.userId, answeredAt: opinion.at },
    })
    kept++
  }
  return { kept, material: false }
}
