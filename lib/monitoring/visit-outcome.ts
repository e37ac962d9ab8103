/** What a finished visit sets going: its follow-ups, and what was heard about the market for its named person (§9 rows 2, 3). */
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { addWorkingDays, type PlainDate, toDb } from '@/lib/platform/dates'
import { newId } from '@/lib/platform/tenant'

const READ_WORKING_DAYS = 2

type Outcome = {
  visit: { id: string; marketId: string | null; assigneeId: string | null }
  followUps: { what: string; dueOn: PlainDate }[]
  marketInformation: string
}

export async function followVisit(
  { tx, actor, now, today }: CommandContext<unknown>,
  { visit, followUps, marketInformation }: Outcome,
): Promise<void> {
  const { bankId } = actor
  const common = { bankId, objectType: 'visit', objectId: visit.id, state: 'OPEN', createdBy: actor.userId, createdAt: now } // biome-ignore format: one line
  const market =
    marketInformation && visit.marketId
      ? await tx.market.findFirst({
          where: { bankId, id: visit.marketId },
          select: { postMktId: true, postMktDeputyId: true },
        })
      : null
  const named = market?.postMktId ?? market?.postMktDeputyId ?? null
  const readBy = market ? addWorkingDays(today, READ_WORKING_DAYS, await loadCalendar(tx, bankId)) : null
  await tx.task.createMany({
    data: [
      ...followUps.map((f) => ({
        ...common,
        id: newId(),
        kind: 'VISIT_FOLLOW_UP',
        assigneeId: visit.assigneeId ?? actor.userId,
        params: { code: f.what },
        dueOn: toDb(f.dueOn),
      })),
      ...(readBy
        ? [
            {
              ...common,
              id: newId(),
              kind: 'MARKET_INFORMATION',
              ...(named ? { assigneeId: named } : { role: 'POST_MKT' }),
              params: { code: marketInformation.slice(0, 300) },
              dueOn: toDb(readBy),
            },
          ]
        : []),
    ],
  })
}
