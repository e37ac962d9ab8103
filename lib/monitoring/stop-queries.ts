/** Stops of new business: what stands, since when, what lifts it, who decides (§8.3). */
import { z } from 'zod'
import { fromDb, fromDbOrNull } from '@/lib/platform/dates'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { objectNames } from './object-names'
import { READERS } from './queries'
import { STOP_TRIGGERS, type StopCode } from './rules/stop-triggers'

export const stopList = defineQuery({
  name: 'stops.list',
  input: z.strictObject({
    state: z.string().max(30).default('ACTIVE'),
    code: z.string().max(60).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: zId.optional(),
  }),
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const bankId = actor.bankId
    const rows = await tx.stopTrigger.findMany({
      where: {
        bankId,
        state: { in: input.state.split(',') },
        ...(input.code ? { code: { in: input.code.split(',') } } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
    })
    const page = rows.slice(0, input.limit)
    const names = await objectNames(
      tx,
      bankId,
      page.map((s) => s.scopeId),
    )
    const people = await tx.appUser.findMany({
      where: {
        bankId,
        id: { in: page.flatMap((s) => [s.liftAskedBy, s.liftedBy, s.setBy]).filter((x) => x !== null) },
      },
      select: { id: true, name: true },
    })
    const who = (id: string | null) => people.find((p) => p.id === id)?.name ?? null
    return {
      items: page.map((s) => {
        const trigger = STOP_TRIGGERS[s.code as StopCode] as (typeof STOP_TRIGGERS)[StopCode] | undefined
        const lifter = s.code === 'S10' ? 'AUDITOR' : 'CR_HEAD'
        const asks =
          s.code === 'S10'
            ? actor.roles.includes('TENANT_ADMIN')
            : actor.roles.some((r) => ['RISK_MGR', 'POST_MKT', 'POST_PARTNER'].includes(r))
        return {
          id: s.id,
          code: s.code,
          scopeType: s.scopeType,
          scope: names.get(s.scopeId) ?? actor.bankCode,
          state: s.state,
          force: trigger?.force ?? 'NEW_CONTRACTS',
          lift: trigger?.lift ?? 'CURED',
          value: s.value,
          reason: s.reason,
          since: fromDb(s.since),
          setBy: who(s.setBy),
          liftAskedBy: who(s.liftAskedBy),
          liftReason: s.liftReason,
          liftedOn: fromDbOrNull(s.liftedOn),
          liftedBy: who(s.liftedBy),
          mayAsk: s.state === 'ACTIVE' && !s.liftAskedBy && asks,
          mayLift:
            s.state === 'ACTIVE' &&
            s.liftAskedBy !== null &&
            s.liftAskedBy !== actor.userId &&
            actor.roles.includes(lifter),
        }
      }),
      nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
    }
  },
})
