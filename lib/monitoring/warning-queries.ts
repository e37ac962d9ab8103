/** Signals as lists and as stories: what was read, who verified, what was done, what followed (§8.2). */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { fromDb, fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { allowedEvents } from '@/lib/platform/workflow'
import { objectNames } from './object-names'
import { READERS } from './queries'
import { askedOf } from './rules/observation'
import { type WarningLevel, type WarningTable, type WarningUnit, warningEffects } from './rules/warnings'
import { warningMachine } from './workflow'

/** Signals, newest first; by market, level, state, indicator. */
export const warningList = defineQuery({
  name: 'warnings.list',
  input: z.strictObject({
    market: z.string().max(40).optional(),
    level: z.string().max(30).optional(),
    /** one or more states, separated by commas; without: those that are open */
    state: z.string().max(120).optional(),
    /** one or more indicators, separated by commas */
    code: z.string().max(200).optional(),
    open: z.coerce.boolean().default(true),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: zId.optional(),
  }),
  access: { roles: READERS },
  async run({ tx, actor, input, today }) {
    const bankId = actor.bankId
    const rows = await tx.warningSignal.findMany({
      where: {
        bankId,
        ...(input.state
          ? { state: { in: input.state.split(',') } }
          : input.open
            ? { state: { notIn: ['CLOSED', 'FALSE_ALARM'] } }
            : {}),
        ...(input.level ? { level: { in: input.level.split(',') } } : {}),
        ...(input.code ? { code: { in: input.code.split(',') } } : {}),
        ...(input.market ? { market: { code: input.market } } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
      include: { market: { select: { code: true, name: true } }, loan: { select: { id: true, number: true } } },
    })
    const page = rows.slice(0, input.limit)
    const people = await tx.appUser.findMany({
      where: { bankId, id: { in: page.map((p) => p.assignedTo).filter((x) => x !== null) } },
      select: { id: true, name: true },
    })
    const names = await objectNames(
      tx,
      bankId,
      page.map((w) => w.objectId),
    )
    const { warnings } = (await loadParameters(tx, bankId, today)).monitoring
    return {
      items: page.map((w) => ({
        id: w.id,
        code: w.code,
        level: w.level,
        state: w.state,
        value: w.value,
        unit: unitOf(w.code, w.value, warnings),
        times: w.times,
        objectType: w.objectType,
        object: names.get(w.objectId) ?? '',
        market: w.market,
        loan: w.loan && { id: w.loan.id, number: w.loan.number },
        raisedOn: fromDb(w.raisedOn),
        verifyBy: fromDbOrNull(w.verifyBy),
        assignedTo: people.find((p) => p.id === w.assignedTo)?.name ?? null,
        allowedEvents: allowedEvents(warningMachine, w.state, actor),
        version: w.version,
      })),
      nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
    }
  },
})

/** One signal with its readings, its life, what it brings about, and what else there is about the object. */
export const warningDetail = defineQuery({
  name: 'warnings.detail',
  input: z.strictObject({ warningId: zId }),
  access: { roles: READERS },
  async run({ tx, actor, input, today }) {
    const bankId = actor.bankId
    const w = await tx.warningSignal.findFirst({
      where: { bankId, id: input.warningId },
      include: {
        market: { select: { id: true, code: true, name: true } },
        loan: { select: { id: true, number: true } },
      },
    })
    if (!w) throw refuse('E_NOT_FOUND', { object: 'warning' })
    const { warnings } = (await loadParameters(tx, bankId, today)).monitoring
    const same = { bankId, objectType: w.objectType, objectId: w.objectId }
    const [names, history, observations, others, visits, people] = [
      await objectNames(tx, bankId, [w.objectId]),
      await tx.stateHistory.findMany({
        where: { bankId, objectType: 'warning', objectId: w.id },
        orderBy: { at: 'asc' },
      }),
      await tx.observation.findMany({
        where: { ...same, code: w.code },
        orderBy: [{ observedOn: 'desc' }, { id: 'desc' }],
        take: 20,
      }),
      await tx.warningSignal.findMany({
        where: { ...same, NOT: { id: w.id } },
        orderBy: { raisedOn: 'desc' },
        take: 20,
      }),
      w.objectType === 'MERCHANT'
        ? await tx.visit.findMany({ where: { bankId, merchantId: w.objectId }, orderBy: { dueOn: 'desc' }, take: 10 })
        : w.objectType === 'MARKET'
          ? await tx.visit.findMany({
              where: { bankId, marketId: w.objectId, merchantId: null },
              orderBy: { dueOn: 'desc' },
              take: 10,
            })
          : [],
      await tx.appUser.findMany({
        where: { bankId, id: { in: [w.assignedTo, w.verifiedBy, w.releasedBy].filter((x) => x !== null) } },
        select: { id: true, name: true },
      }),
    ]
    const who = (id: string | null) => people.find((p) => p.id === id)?.name ?? null
    const object = warnings[w.code]?.object
    return {
      id: w.id,
      code: w.code,
      level: w.level,
      state: w.state,
      version: w.version,
      value: w.value,
      unit: unitOf(w.code, w.value, warnings),
      times: w.times,
      objectType: w.objectType,
      objectId: w.objectId,
      object: names.get(w.objectId) ?? '',
      market: w.market,
      loan: w.loan,
      raisedOn: fromDb(w.raisedOn),
      lastRaisedOn: fromDbOrNull(w.lastRaisedOn),
      verifyBy: fromDbOrNull(w.verifyBy),
      assignedTo: who(w.assignedTo),
      verifiedBy: who(w.verifiedBy),
      releasedBy: who(w.releasedBy),
      effects: object ? warningEffects(object, w.level as WarningLevel) : [],
      allowedEvents: allowedEvents(warningMachine, w.state, actor),
      history: history.map((h) => ({
        id: h.id,
        event: h.event,
        from: h.stateFrom,
        to: h.stateTo,
        who: h.actorName,
        why: h.reason,
        at: h.at,
      })),
      observations: observations.map((o) => ({
        id: o.id,
        source: o.source,
        reading: o.reading,
        event: o.event,
        value: o.value === null ? o.event! : o.value.toString(),
        unit: o.reading ? (askedOf(o.code, warnings).readings[o.reading] ?? null) : null,
        observedOn: fromDb(o.observedOn),
        note: o.note,
      })),
      others: others.map((o) => ({
        id: o.id,
        code: o.code,
        level: o.level,
        state: o.state,
        raisedOn: fromDb(o.raisedOn),
      })),
      visits: visits.map((v) => ({ id: v.id, kind: v.kind, state: v.state, dueOn: fromDb(v.dueOn) })),
    }
  },
})

/** What the bank's table asks about each indicator: the choices of the form for observations. */
export const indicatorList = defineQuery({
  name: 'warnings.indicators',
  input: z.strictObject({}),
  access: { roles: READERS },
  async run({ tx, actor, today }) {
    const { warnings } = (await loadParameters(tx, actor.bankId, today)).monitoring
    return {
      items: Object.entries(warnings).map(([code, indicator]) => ({
        code,
        object: indicator.object,
        ...askedOf(code, warnings),
      })),
    }
  },
})

/** The unit of a signal's value; null when the value is an event's name. */
function unitOf(code: string, value: string, table: WarningTable): WarningUnit | null {
  const { readings, events } = askedOf(code, table)
  return events.includes(value) ? null : (Object.values(readings)[0] ?? null)
}
