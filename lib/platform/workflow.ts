/**
 * State machines as data (domain rules §10). One table per machine says which event leads from where to where, who may
 * raise it and how fast; this engine applies it, refuses everything else with the events that would be taken, and
 * writes the history. The same table draws the stage rail and the diagrams.
 */
import { type Actor, hasRole, type Role } from './actor'
import type { CommandContext } from './commands'
import { checkVersion } from './commands'
import { refuse } from './errors'
import { startClock, stopClocks } from './sla'
import { newId, Prisma, type Tx } from './tenant'

export type Transition<S extends string, E extends string> = {
  event: E
  from: readonly S[]
  /** one state, or the states among which the command's guard decides */
  to: S | readonly S[]
  roles: readonly Role[]
  /** message key of the guard, shown when the event is refused: `<feature>.guards.<guard>` */
  guard?: string
  /** working days allowed in the state that this transition enters */
  sla?: { kind: string; green: number; normal: number; ownerRole?: Role }
}

export type Machine<S extends string = string, E extends string = string> = {
  name: string
  /** the Prisma model that holds the state: 'batch', 'application', … */
  model: string
  /** the word for the object in history and audit */
  objectType: string
  states: readonly S[]
  initial: S
  final: readonly S[]
  transitions: readonly Transition<S, E>[]
}

const machines = new Map<string, Machine>()
export function allMachines(): ReadonlyMap<string, Machine> {
  return machines
}

export function defineMachine<const S extends string, const E extends string>(machine: Machine<S, E>): Machine<S, E> {
  machines.set(machine.name, machine as unknown as Machine)
  return machine
}

/** The events that this actor could raise on an object in this state (guards aside). */
export function allowedEvents<S extends string, E extends string>(
  machine: Machine<S, E>,
  state: string,
  actor: Actor,
): E[] {
  const events = machine.transitions
    .filter((t) => (t.from as readonly string[]).includes(state) && hasRole(actor, ...t.roles) && !onlySystem(t))
    .map((t) => t.event)
  return [...new Set(events)]
}

function onlySystem(t: Transition<string, string>): boolean {
  return t.roles.length === 1 && t.roles[0] === 'SYSTEM'
}

type Stateful = { id: string; state: string; version: number; partyId?: string | null }

type Model = {
  updateMany(args: { where: object; data: object }): Promise<{ count: number }>
  findMany(args: { where: object; select: object }): Promise<Stateful[]>
}
function modelOf(tx: Tx, machine: { model: string }): Model {
  return (tx as unknown as Record<string, Model>)[machine.model]!
}

export type TransitionRequest<S extends string, E extends string> = {
  event: E
  /** which of the transition's targets, where it has several */
  to?: S
  reason?: string
  detail?: Record<string, unknown>
  /** further columns to set in the same UPDATE */
  set?: Record<string, unknown>
  slaProfile?: string
  /** acts as the bank's machinery inside a person's command (derived transitions) */
  bySystem?: boolean
}

/** Finds the transition, or refuses: 409 E_STATE with the events that would be taken; 403 when only the role is wrong. */
export function findTransition<S extends string, E extends string>(
  machine: Machine<S, E>,
  state: string,
  request: TransitionRequest<S, E>,
  actor: Actor,
): { transition: Transition<S, E>; to: S } {
  const fits = machine.transitions.filter(
    (t) => t.event === request.event && (t.from as readonly string[]).includes(state),
  )
  const targets = (t: Transition<S, E>): readonly S[] => (typeof t.to === 'string' ? [t.to as S] : t.to)
  const match = fits.find((t) => (request.to ? targets(t).includes(request.to) : true))
  if (!match) {
    throw refuse(
      'E_STATE',
      { object: machine.objectType, state, event: request.event },
      { allowed: allowedEvents(machine, state, actor) },
    )
  }
  const permitted = fits.some((t) =>
    request.bySystem ? t.roles.includes('SYSTEM') || hasRole(actor, ...t.roles) : hasRole(actor, ...t.roles),
  )
  if (!permitted) throw refuse('E_FORBIDDEN', { roles: [...match.roles] })
  const to = request.to ?? targets(match)[0]!
  return { transition: match, to }
}

/**
 * Moves one object: a conditional UPDATE on state and version (a concurrent change makes it refuse with
 * E_VERSION_CONFLICT), the history row, the audit entry, the SLA clock. Returns the new state and version.
 */
export async function transition<S extends string, E extends string>(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now' | 'audit' | 'ifMatch'>,
  machine: Machine<S, E>,
  row: Stateful,
  request: TransitionRequest<S, E>,
): Promise<{ state: S; version: number }> {
  const { tx, actor, now } = ctx
  checkVersion(row.version, ctx.ifMatch)
  const { transition: t, to } = findTransition(machine, row.state, request, actor)
  const done = await modelOf(tx, machine).updateMany({
    where: { bankId: actor.bankId, id: row.id, state: row.state, version: row.version },
    data: { ...request.set, state: to, version: { increment: 1 } },
  })
  if (done.count !== 1) throw refuse('E_VERSION_CONFLICT', { seen: row.version })
  await tx.stateHistory.create({ data: historyRow(ctx, machine, row, request, to) })
  ctx.audit({
    objectType: machine.objectType,
    objectId: row.id,
    objectVersion: row.version + 1,
    from: row.state,
    to,
    reason: request.reason,
    detail: { event: request.event, ...request.detail },
  })
  await stopClocks(tx, actor.bankId, machine.objectType, row.id, now, { keepKind: 'TOTAL' })
  if (t.sla)
    await startClock(tx, actor.bankId, {
      objectType: machine.objectType,
      objectId: row.id,
      partyId: row.partyId ?? null,
      at: now,
      profile: request.slaProfile ?? 'NORMAL',
      ...t.sla,
    })
  return { state: to, version: row.version + 1 }
}

/**
 * Moves many objects of one machine in three statements. Rows that are not in a state from which the event leads are
 * left alone and returned as `skipped`: one item's failure never rolls back the others.
 */
export async function transitionMany<S extends string, E extends string>(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now' | 'audit'>,
  machine: Machine<S, E>,
  ids: string[],
  request: TransitionRequest<S, E>,
): Promise<{ moved: string[]; skipped: { id: string; state: string }[] }> {
  if (ids.length === 0) return { moved: [], skipped: [] }
  const { tx, actor } = ctx
  const model = modelOf(tx, machine)
  const rows = await model.findMany({
    where: { bankId: actor.bankId, id: { in: ids } },
    select: { id: true, state: true, version: true, ...(machine.model === 'application' ? { partyId: true } : {}) },
  })
  const moved: string[] = []
  const skipped: { id: string; state: string }[] = []
  const byState = Map.groupBy(rows, (r) => r.state)
  for (const [state, group] of byState) {
    let to: S
    try {
      to = findTransition(machine, state, request, actor).to
    } catch {
      skipped.push(...group.map((r) => ({ id: r.id, state })))
      continue
    }
    const groupIds = group.map((r) => r.id)
    const done = await model.updateMany({
      where: { bankId: actor.bankId, id: { in: groupIds }, state },
      data: { ...request.set, state: to, version: { increment: 1 } },
    })
    if (done.count !== group.length) throw refuse('E_VERSION_CONFLICT', { seen: group.length })
    await tx.stateHistory.createMany({ data: group.map((r) => historyRow(ctx, machine, r, request, to)) })
    moved.push(...groupIds)
    ctx.audit({
      objectType: machine.objectType,
      objectId: groupIds.length === 1 ? groupIds[0]! : `${groupIds.length} objects`,
      from: state,
      to,
      reason: request.reason,
      detail: { event: request.event, ids: groupIds, ...request.detail },
    })
  }
  return { moved, skipped }
}

/** Machines whose objects belong to a partner: what happens to them is the partner's to read. */
const OWNED = new Set(['application', 'batch'])

/**
 * Moves every object of a set that stands in one state, however many, in one statement: what the end of day does. `which`
 * selects their ids; `set` further columns. The trail counts them, their histories name them.
 */
export async function transitionSet<S extends string, E extends string>(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now' | 'audit'>,
  machine: Machine<S, E>,
  from: S,
  { set, ...request }: Pick<TransitionRequest<S, E>, 'event' | 'to' | 'reason' | 'bySystem'> & { set?: Prisma.Sql },
  which: Prisma.Sql,
): Promise<number> {
  const { tx, actor } = ctx
  const { to } = findTransition(machine, from, request, actor)
  const table = Prisma.raw(`"${machine.model.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)}"`)
  const moved = await tx.$executeRaw`
    with moved as (
      update ${table} o set state = ${to}, version = o.version + 1 ${set ? Prisma.sql`, ${set}` : Prisma.empty}
      where o.bank_id = ${actor.bankId}::uuid and o.state = ${from} and o.id in (${which}) returning o.id, o.version, ${OWNED.has(machine.model) ? Prisma.sql`o.party_id` : Prisma.sql`null::uuid as party_id`})
    insert into state_history (bank_id, id, party_id, object_type, object_id, machine, event, state_from, state_to, actor_id, actor_name, reason, object_version, at)
    select ${actor.bankId}::uuid, uuidv7(), coalesce(moved.party_id, ${actor.partyId}::uuid), ${machine.objectType}, moved.id, ${machine.name}, ${request.event}, ${from}, ${to},
      ${actor.userId}::uuid, ${actor.name}, ${request.reason ?? null}, moved.version, ${ctx.now} from moved`
  if (moved > 0)
    ctx.audit({
      objectType: machine.objectType,
      objectId: `${moved} objects`,
      from,
      to,
      reason: request.reason,
      detail: { event: request.event, count: moved },
    })
  return moved
}

/** The first line of many objects that were made together, in one statement; the trail counts them and names their ids. */
export async function recordCreations<S extends string, E extends string>(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now' | 'audit'>,
  machine: Machine<S, E>,
  ids: readonly string[],
  detail?: Record<string, unknown>,
): Promise<void> {
  if (ids.length === 0) return
  await ctx.tx.stateHistory.createMany({
    data: ids.map((id) => ({
      ...historyRow(ctx, machine, { id, state: '', version: 0 }, { event: 'create' }, machine.initial),
      stateFrom: null,
    })),
  })
  ctx.audit({
    objectType: machine.objectType,
    objectId: ids.length === 1 ? ids[0]! : `${ids.length} objects`,
    to: machine.initial,
    detail: { event: 'create', ids: [...ids], ...detail },
  })
}

function historyRow(
  ctx: Pick<CommandContext<unknown>, 'actor' | 'now'>,
  machine: { name: string; objectType: string },
  row: Stateful,
  request: { event: string; reason?: string; detail?: Record<string, unknown>; bySystem?: boolean },
  to: string,
): Prisma.StateHistoryCreateManyInput {
  return {
    bankId: ctx.actor.bankId,
    id: newId(),
    partyId: row.partyId ?? ctx.actor.partyId,
    objectType: machine.objectType,
    objectId: row.id,
    machine: machine.name,
    event: request.event,
    stateFrom: row.state,
    stateTo: to,
    actorId: ctx.actor.userId,
    actorName: ctx.actor.name,
    reason: request.reason ?? null,
    detail: (request.detail ?? undefined) as Prisma.InputJsonObject | undefined,
    objectVersion: row.version + 1,
    at: ctx.now,
  }
}

/** Records the creation of an object as the first line of its history. */
export async function recordCreation<S extends string, E extends string>(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now' | 'audit'>,
  machine: Machine<S, E>,
  row: { id: string; partyId?: string | null },
  detail?: Record<string, unknown>,
): Promise<void> {
  await ctx.tx.stateHistory.create({
    data: {
      ...historyRow(ctx, machine, { ...row, state: '', version: 0 }, { event: 'create', detail }, machine.initial),
      stateFrom: null,
    },
  })
  ctx.audit({
    objectType: machine.objectType,
    objectId: row.id,
    objectVersion: 1,
    to: machine.initial,
    detail: { event: 'create', ...detail },
  })
}
