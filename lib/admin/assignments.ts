/** Who looks after a market: its customer manager, evaluator, risk manager, and the named persons after the loan (§8.1). */
import { z } from 'zod'
import type { Role } from '@/lib/platform/actor'
import { checkVersion, defineCommand } from '@/lib/platform/commands'
import { type FieldError, refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { BANK_READERS } from './access'

const zPerson = z
  .union([zId, z.literal('')])
  .nullish()
  .transform((v) => v || null)

export const Assignment = z.strictObject({
  marketId: zId,
  rmId: zPerson,
  evaluatorId: zPerson,
  riskMgrId: zPerson,
  postMktId: zPerson,
  postMktDeputyId: zPerson,
})

const DUTY: Record<'rmId' | 'evaluatorId' | 'riskMgrId' | 'postMktId' | 'postMktDeputyId', Role> = {
  rmId: 'RM',
  evaluatorId: 'EVALUATOR',
  riskMgrId: 'RISK_MGR',
  postMktId: 'POST_MKT',
  postMktDeputyId: 'POST_MKT',
}
const DUTIES = Object.keys(DUTY) as (keyof typeof DUTY)[]

/** Assigns people to a market. Each must hold the role, be enabled, and no natural person may hold two of the duties. */
export const assignMarket = defineCommand({
  name: 'admin.assignMarket',
  input: Assignment,
  access: { roles: ['TENANT_ADMIN'] },
  async run({ tx, actor, input, ifMatch, audit }) {
    const { marketId, ...people } = input
    const where = { bankId: actor.bankId, id: marketId }
    const market = await tx.market.findFirst({ where })
    if (!market) throw refuse('E_NOT_FOUND', { object: 'market' })
    checkVersion(market.version, ifMatch)
    const ids = DUTIES.map((d) => people[d]).filter((id) => id !== null)
    const users = await tx.appUser.findMany({
      where: { bankId: actor.bankId, id: { in: ids }, partyId: null },
      include: { roleGrants: { where: { state: 'ACTIVE' } } },
    })
    const fields: FieldError[] = []
    for (const duty of DUTIES) {
      const id = people[duty]
      if (!id) continue
      const user = users.find((u) => u.id === id)
      const fits = user?.state === 'ACTIVE' && user.roleGrants.some((g) => g.role === DUTY[duty])
      if (!fits) fields.push({ path: duty, code: 'E_ASSIGNEE', params: { name: user?.name ?? '—', role: DUTY[duty] } })
    }
    const persons = users.map((u) => u.personKey)
    const twice = users.filter((u) => persons.indexOf(u.personKey) !== persons.lastIndexOf(u.personKey))
    const repeated = DUTIES.filter((d, i) => people[d] && DUTIES.some((e, j) => j !== i && people[e] === people[d]))
    for (const duty of DUTIES) {
      const doubled = repeated.includes(duty) || twice.some((u) => u.id === people[duty])
      if (doubled) fields.push({ path: duty, code: 'E_ASSIGNEE_TWICE' })
    }
    if (fields.length > 0) throw refuse(fields[0]!.code, fields[0]!.params, { fields })
    const done = await tx.market.updateMany({
      where: { ...where, version: market.version },
      data: { ...people, version: { increment: 1 } },
    })
    if (done.count !== 1) throw refuse('E_VERSION_CONFLICT', { seen: market.version })
    const detail = Object.fromEntries(DUTIES.map((d) => [d, { from: market[d], to: people[d] }]))
    audit({ objectType: 'market', objectId: marketId, objectVersion: market.version + 1, detail })
    return { id: marketId, version: market.version + 1 }
  },
})

/** Markets with the people assigned, and for each duty who may be chosen. */
export const assignmentList = defineQuery({
  name: 'admin.assignments',
  input: z.strictObject({}),
  access: BANK_READERS,
  async run({ tx, actor }) {
    const markets = await tx.market.findMany({
      where: { bankId: actor.bankId },
      select: {
        id: true,
        code: true,
        name: true,
        city: true,
        state: true,
        version: true,
        rmId: true,
        evaluatorId: true,
        riskMgrId: true,
        postMktId: true,
        postMktDeputyId: true,
      },
      orderBy: { code: 'asc' },
      take: 5000,
    })
    const users = await tx.appUser.findMany({
      where: { bankId: actor.bankId, partyId: null, roleGrants: { some: { role: { in: Object.values(DUTY) } } } },
      include: { roleGrants: { where: { state: 'ACTIVE' }, select: { role: true } } },
      orderBy: [{ name: 'asc' }, { login: 'asc' }],
    })
    const label = (id: string | null) => users.find((u) => u.id === id)?.name ?? null
    return {
      markets: markets.map((m) => ({ ...m, names: Object.fromEntries(DUTIES.map((d) => [d, label(m[d])])) })),
      candidates: Object.fromEntries(
        DUTIES.map((d) => [
          d,
          users
            .filter((u) => u.state === 'ACTIVE' && u.roleGrants.some((g) => g.role === DUTY[d]))
            .map((u) => ({ value: u.id, label: `${u.name} · ${u.login}` })),
        ]),
      ) as Record<keyof typeof DUTY, { value: string; label: string }[]>,
    }
  },
})
