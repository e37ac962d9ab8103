/** The chain of opinions: who said what in which round, and what this person may do now. */
import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import { proofKind } from '@/lib/platform/auth/reauthenticate'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { checkSeal } from './opinion-seal'
import { linesOf } from './results'
import { type ConditionJson, type LineVotesJson, type ReturnItemJson, toRound } from './rounds'
import { endsRound, mayOpine, roundOutcome } from './rules/countersign'
import { mySeat } from './seats'
import { approvalsOf } from './settle'
import { standIns } from './stand-ins'

/**
 * All rounds of a plan with seats and opinions. While a round is open, a person who has still to speak in it does not see
 * what its other seats said, unless the bank shows it: own judgement first.
 */
export const opinionChain = defineQuery({
  name: 'approvals.chain',
  input: z.strictObject({ planId: zId }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input, today }) {
    const bankId = actor.bankId
    const plan = await tx.creditPlan.findFirst({
      where: { bankId, id: input.planId },
      select: { id: true, level: true, parametersOn: true },
    })
    if (!plan) throw refuse('E_NOT_FOUND', { object: 'plan' })
    const rounds = await tx.countersignRound.findMany({
      where: { bankId, planId: plan.id },
      orderBy: { openedAt: 'asc' },
      include: {
        countersignSeats: {
          orderBy: [{ department: 'desc' }, { id: 'asc' }],
          include: { opinions: { orderBy: { at: 'asc' } } },
        },
      },
    })
    const seats = rounds.flatMap((r) => r.countersignSeats)
    const ids = seats.flatMap((s) => [s.userId, s.onBehalfOf]).filter((id) => id !== null)
    const people = await tx.appUser.findMany({ where: { bankId, id: { in: ids } }, select: { id: true, name: true } })
    const nameOf = (id: string | null) => people.find((p) => p.id === id)?.name ?? null
    const { countersign } = await approvalsOf({ tx, actor, today }, plan)
    const open = rounds.find((r) => r.state === 'OPEN')
    const mine = open ? mySeat(open.countersignSeats, actor, open.kind, await standIns(tx, actor, today)) : null
    const seat = mine?.seat ?? null
    const round = open
      ? toRound(
          {
            ...open,
            countersignSeats: open.countersignSeats.map((s) =>
              s.id === seat?.id ? { ...s, userId: actor.userId } : s,
            ),
          },
          await linesOf(tx, bankId, plan.id),
          (open.result as { chairConfirmed?: boolean } | null)?.chairConfirmed === true,
        )
      : null
    const outcome = round ? roundOutcome(round, countersign) : null
    const waiting = open?.countersignSeats.filter((s) => s.state === 'WAITING' && s.id !== seat?.id).length ?? 0
    const asksFor = (verdict: 'AGREE' | 'REJECT') =>
      countersign.proof === 'EVERY' || (countersign.proof === 'FINAL' && endsRound(open?.kind ?? '', verdict, waiting))
    return {
      planId: plan.id,
      mySeat:
        seat && open && mine
          ? {
              id: seat.id,
              role: seat.role,
              roundKind: open.kind,
              dueAt: seat.dueAt,
              mayOpine: seat.department === 'COMMITTEE' || (round !== null && mayOpine(round, seat.id)),
              /** a word on every line is part of the opinion */
              perLine: open.kind === 'COUNTERSIGN' || plan.level === 'ADD_ON',
              why: mine.sitting.why,
              onBehalfOf: mine.sitting.delegation && {
                name: mine.sitting.delegation.name,
                kind: mine.sitting.delegation.kind,
                reason: mine.sitting.delegation.reason,
                until: mine.sitting.delegation.until,
              },
              proof: {
                kind: await proofKind({ tx, actor }),
                onAgree: asksFor('AGREE'),
                onReject: asksFor('REJECT'),
                secondFactorOnly: countersign.secondFactorOnly,
              },
            }
          : null,
      conflicts: outcome && 'conditions' in outcome ? outcome.conditions.conflicts.length : 0,
      /** the chair's confirmation ends the round: it takes a proof where there is one to give */
      chairProof: countersign.proof !== 'NEVER' && (await proofKind({ tx, actor })) !== 'NONE',
      chairMustConfirm:
        outcome?.state === 'PENDING' && outcome.chairMustConfirm
          ? (open?.countersignSeats.some((s) => s.isChair && s.userId === actor.userId) ?? false)
          : false,
      rounds: rounds.map((r) => ({
        id: r.id,
        kind: r.kind,
        no: r.no,
        mode: r.mode,
        state: r.state,
        reconsideration: (r.result as { reconsideration?: boolean } | null)?.reconsideration === true,
        openedAt: r.openedAt,
        closedAt: r.closedAt,
        seats: r.countersignSeats.map((s) => {
          const hidden = countersign.peersAfterOwn && r.id === open?.id && seat !== null && s.id !== seat.id
          const o = s.opinions.at(-1)
          return {
            id: s.id,
            role: s.role,
            department: s.department,
            chair: s.isChair,
            state: s.state,
            dueAt: s.dueAt,
            reminded: s.remindedAt !== null,
            escalated: s.escalatedAt !== null,
            paused: s.pausedAt !== null,
            named: s.state === 'WAITING' && s.userId !== null,
            person: nameOf(s.userId),
            onBehalfOf: nameOf(s.onBehalfOf),
            hidden: hidden && o !== undefined,
            opinion:
              o && !hidden
                ? {
                    verdict: o.verdict,
                    text: o.text,
                    at: o.at,
                    hash: o.hash,
                    seal: checkSeal(o),
                    factor: o.factor,
                    kept: o.at < r.openedAt,
                    conditions: o.conditions as unknown as ConditionJson[],
                    returnItems: o.returnItems as unknown as ReturnItemJson[],
                    votes: o.lineVotes as unknown as LineVotesJson,
                  }
                : null,
          }
        }),
      })),
    }
  },
})
export type OpinionChain = Awaited<ReturnType<typeof opinionChain>>
