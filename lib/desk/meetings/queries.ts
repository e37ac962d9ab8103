/** Joint meetings as their people see them: what is called, what was resolved, what is still open. */
import { z } from 'zod'
import { fromDb, fromDbOrNull, isBefore } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { allowedEvents } from '@/lib/platform/workflow'
import { MEETING_ROLES, type MeetingRole } from '../rules/meetings'
import { type Agenda, agendaOf } from './agenda'
import { jointMeetingMachine } from './workflow'

const READERS = ['RM', 'EVALUATOR', 'POST_MKT', 'POST_PARTNER', 'COLLECTOR', 'RISK_MGR', 'SB_HEAD', 'CR_HEAD', 'AUDITOR'] as const // biome-ignore format: one line

export const meetingList = defineQuery({
  name: 'meetings.list',
  input: z.strictObject({
    state: z.string().max(60).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: zId.optional(),
  }),
  access: { roles: READERS },
  async run({ tx, actor, input, today }) {
    const rows = await tx.jointMeeting.findMany({
      where: {
        bankId: actor.bankId,
        ...(input.state ? { state: { in: input.state.split(',') } } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      include: {
        market: { select: { code: true, name: true } },
        resolutions: { select: { state: true, dueOn: true } },
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
    })
    const shown = rows.slice(0, input.limit)
    return {
      items: shown.map((m) => ({
        id: m.id,
        number: m.number,
        market: m.market,
        meetsOn: fromDb(m.meetsOn),
        weekly: m.weekly,
        state: m.state,
        late: m.state === 'CALLED' && isBefore(fromDb(m.meetsOn), today),
        resolutions: m.resolutions.length,
        open: m.resolutions.filter((r) => r.state === 'OPEN').length,
        overdue: m.resolutions.filter((r) => r.state === 'OPEN' && isBefore(fromDb(r.dueOn), today)).length,
      })),
      nextCursor: rows.length > input.limit ? shown.at(-1)!.id : null,
    }
  },
})

export const meetingDetail = defineQuery({
  name: 'meetings.detail',
  input: z.strictObject({ meetingId: zId }),
  access: { roles: READERS },
  async run({ tx, actor, input, today }) {
    const { bankId } = actor
    const m = await tx.jointMeeting.findFirst({
      where: { bankId, id: input.meetingId },
      include: {
        market: { select: { id: true, code: true, name: true, rmId: true, postMktId: true, riskMgrId: true } },
        resolutions: { orderBy: { no: 'asc' } },
      },
    })
    if (!m) throw refuse('E_NOT_FOUND', { object: 'joint-meeting' })
    const last = await tx.jointMeeting.findFirst({
      where: { bankId, marketId: m.marketId, state: { in: ['HELD', 'CLOSED'] }, id: { not: m.id } },
      orderBy: { heldOn: 'desc' },
      select: { heldOn: true },
    })
    const agenda =
      (m.agenda as Agenda | null) ?? (await agendaOf(tx, bankId, m.marketId, today, fromDbOrNull(last?.heldOn)))
    const of = { RM: m.market.rmId, POST_MKT: m.market.postMktId, RISK_MGR: m.market.riskMgrId, OPERATOR: null }
    const people = await tx.appUser.findMany({
      where: { bankId, id: { in: [...Object.values(of), ...m.resolutions.map((r) => r.ownerId)].filter((x) => x !== null) } }, // biome-ignore format: one line
      select: { id: true, name: true, login: true },
    })
    const who = (id: string | null) => people.find((p) => p.id === id)?.name ?? ''
    return {
      id: m.id,
      number: m.number,
      market: { id: m.market.id, code: m.market.code, name: m.market.name },
      meetsOn: fromDb(m.meetsOn),
      heldOn: fromDbOrNull(m.heldOn),
      weekly: m.weekly,
      state: m.state,
      minutes: m.minutes,
      agenda,
      attendance: m.attendance as { role: MeetingRole; name: string }[],
      /** who of the market's people is asked to come */
      invited: MEETING_ROLES.map((role) => ({ role, name: who(of[role]) })),
      resolutions: m.resolutions.map((r) => ({
        id: r.id,
        no: r.no,
        content: r.content,
        owner: who(r.ownerId),
        dueOn: fromDb(r.dueOn),
        proposesLimit: r.proposesLimit,
        state: r.state,
        evidence: r.evidence,
        doneOn: fromDbOrNull(r.doneOn),
        escalatedOn: fromDbOrNull(r.escalatedOn),
        late: r.state === 'OPEN' && isBefore(fromDb(r.dueOn), today),
        mayComplete: r.state === 'OPEN' && r.ownerId === actor.userId,
      })),
      allowedEvents: allowedEvents(jointMeetingMachine, m.state, actor),
    }
  },
})
