/** Self-discipline groups as their keepers see them: size, leader, charter and who has not signed it, meetings that are due. */
import { z } from 'zod'
import { fromDb, fromDbOrNull, isBefore } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { meetingOverdue, sizeAdvice } from '../rules/circles'

const READERS = ['RM', 'POST_MKT', 'RISK_MGR', 'SB_HEAD', 'AUDITOR'] as const

export const circleList = defineQuery({
  name: 'circles.list',
  input: z.strictObject({ cursor: zId.optional(), limit: z.coerce.number().int().min(1).max(200).default(100) }),
  access: { roles: READERS },
  async run({ tx, actor, input, today }) {
    const rows = await tx.circle.findMany({
      where: { bankId: actor.bankId, state: 'ACTIVE', ...(input.cursor ? { id: { lt: input.cursor } } : {}) },
      include: {
        market: { select: { code: true, name: true } },
        members: { where: { leftOn: null }, select: { merchantId: true, merchant: { select: { name: true } } } },
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
    })
    const shown = rows.slice(0, input.limit)
    // §9 row 4: a guarantee group should lie inside one self-discipline group
    const torn = await tx.$queryRaw<{ name: string }[]>`
      select g.name from joint_group g join joint_group_member j on j.bank_id = g.bank_id and j.group_id = g.id and j.left_at is null
      join application a on a.bank_id = j.bank_id and a.id = j.application_id
      left join circle_member c on c.bank_id = a.bank_id and c.merchant_id = a.merchant_id and c.left_on is null
      where g.bank_id = ${actor.bankId}::uuid and g.state in ('SIGNED', 'ACTIVE', 'FROZEN', 'IMPAIRED') group by g.id, g.name
      having count(distinct coalesce(c.circle_id, a.merchant_id)) > 1 and bool_or(c.circle_id is not null) order by g.name limit 50`
    return {
      items: shown.map((c) => ({
        id: c.id,
        name: c.name,
        area: c.area,
        market: c.market,
        members: c.members.length,
        size: sizeAdvice(c.members.length),
        leader: c.members.find((m) => m.merchantId === c.leaderId)?.merchant.name ?? null,
        leaderUntil: fromDbOrNull(c.leaderUntil),
        electionDue: !c.leaderUntil || isBefore(fromDb(c.leaderUntil), today),
        lastMetOn: fromDbOrNull(c.lastMetOn),
        meetingOverdue: meetingOverdue(fromDb(c.lastMetOn ?? c.formedOn), today),
        charterNo: c.charterNo,
      })),
      /** guarantee groups whose members sit in more than one self-discipline group: a warning, no obstacle */
      torn: torn.map((t) => t.name),
      nextCursor: rows.length > input.limit ? shown.at(-1)!.id : null,
    }
  },
})

export const circleDetail = defineQuery({
  name: 'circles.detail',
  input: z.strictObject({ circleId: zId }),
  access: { roles: READERS },
  async run({ tx, actor, input, today }) {
    const { bankId } = actor
    const c = await tx.circle.findFirst({
      where: { bankId, id: input.circleId },
      include: {
        market: { select: { code: true, name: true } },
        members: {
          where: { leftOn: null },
          include: { merchant: { select: { id: true, name: true, stallNo: true } } },
          orderBy: { joinedOn: 'asc' },
        },
      },
    })
    if (!c) throw refuse('E_NOT_FOUND', { object: 'circle' })
    const charter = await tx.circleCharter.findFirst({ where: { bankId, circleId: c.id, no: c.charterNo } })
    const signatures = await tx.circleSignature.findMany({ where: { bankId, circleId: c.id, no: c.charterNo } })
    const meetings = await tx.circleMeeting.findMany({
      where: { bankId, circleId: c.id },
      orderBy: { heldOn: 'desc' },
      take: 20,
    })
    const elected = await tx.merchant.findMany({
      where: { bankId, id: { in: meetings.map((m) => m.electedId).filter((x) => x !== null) } },
      select: { id: true, name: true },
    })
    return {
      id: c.id,
      name: c.name,
      area: c.area,
      market: c.market,
      state: c.state,
      size: sizeAdvice(c.members.length),
      leaderUntil: fromDbOrNull(c.leaderUntil),
      meetingOverdue: c.state === 'ACTIVE' && meetingOverdue(fromDb(c.lastMetOn ?? c.formedOn), today),
      charter: charter && { no: charter.no, text: charter.charter, adoptedOn: fromDb(charter.adoptedOn) },
      members: c.members.map((m) => ({
        id: m.merchant.id,
        name: m.merchant.name,
        stallNo: m.merchant.stallNo,
        leader: m.merchantId === c.leaderId,
        signedOn: fromDbOrNull(signatures.find((s) => s.merchantId === m.merchantId)?.signedOn),
      })),
      meetings: meetings.map((m) => ({
        id: m.id,
        heldOn: fromDb(m.heldOn),
        present: (m.present as string[]).length,
        minutes: m.minutes,
        elected: elected.find((e) => e.id === m.electedId)?.name ?? null,
        votes: m.votes,
      })),
      mayKeep: c.state === 'ACTIVE' && actor.roles.some((r) => r === 'RM' || r === 'POST_MKT'),
      mayDissolve: c.state === 'ACTIVE' && actor.roles.includes('POST_MKT'),
    }
  },
})
