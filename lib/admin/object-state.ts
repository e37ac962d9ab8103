/** How any object stood at the end of any past day, told by its history: what an auditor asks for. */
import { z } from 'zod'
import { BANK_ZONE } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zDate } from '@/lib/platform/schema'
import { withoutTipOffs } from '@/lib/voices/queries'

export const objectState = defineQuery({
  name: 'admin.objectState',
  input: z.strictObject({
    /** type:id, as the trail names it */
    object: z.string().regex(/^[\w-]+:[0-9a-f-]{36}$/i, 'E_ID'),
    /** the end of this day in the bank's zone */
    on: zDate,
  }),
  access: { roles: ['AUDITOR', 'TENANT_ADMIN'] },
  async run({ tx, actor, input }) {
    const bankId = actor.bankId
    const [objectType = '', objectId = ''] = input.object.split(':')
    const before = new Date(input.on.add({ days: 1 }).toZonedDateTime({ timeZone: BANK_ZONE }).epochMilliseconds)
    // whom a tip-off names is told that there is none, here too
    const object = { bankId, objectType, objectId }
    if (objectType === 'tip-off' && !(await tx.auditEvent.findFirst({ where: { ...object, ...(await withoutTipOffs(tx, actor)) } }))) throw refuse('E_NOT_FOUND', { object: objectType }) // biome-ignore format: one line
    const history = await tx.stateHistory.findMany({
      where: { bankId, objectType, objectId, at: { lt: before } },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
    })
    const trail = await tx.auditEvent.findMany({
      where: { bankId, objectType, objectId, at: { lt: before } },
      orderBy: { seq: 'desc' },
      take: 50,
      select: {
        seq: true,
        at: true,
        actorName: true,
        command: true,
        stateFrom: true,
        stateTo: true,
        reason: true,
        objectVersion: true,
        hash: true,
      },
    })
    const last = history.at(-1)
    if (!last && trail.length === 0) throw refuse('E_NOT_FOUND', { object: objectType })
    return {
      objectType,
      objectId,
      on: input.on,
      state: last?.stateTo ?? null,
      since: last?.at ?? null,
      by: last?.actorName ?? null,
      objectVersion: last?.objectVersion ?? trail[0]?.objectVersion ?? null,
      history: history.map((h) => ({
        id: h.id,
        at: h.at,
        event: h.event,
        from: h.stateFrom,
        to: h.stateTo,
        who: h.actorName,
        why: h.reason,
      })),
      trail: trail.map((e) => ({ ...e, seq: e.seq.toString() })),
    }
  },
})
