/** A query reads what one screen or one API answer needs, in a read-only transaction of the actor's bank and party. */
import type { z } from 'zod'
import type { Actor, Role } from './actor'
import { businessDate } from './calendar'
import { authorise, parseInput } from './commands'
import type { PlainDate } from './dates'
import { type Tx, withTenant } from './tenant'

export type QueryContext<I> = { tx: Tx; actor: Actor; input: I; today: PlainDate; now: Date }

export type QuerySpec<S extends z.ZodType, T> = {
  name: string
  input: S
  access: { roles: readonly Role[] | 'ANY_SIGNED_IN' }
  run(ctx: QueryContext<z.output<S>>): Promise<T>
}

export type Query<S extends z.ZodType, T> = {
  (actor: Actor, input: z.input<S>): Promise<T>
  spec: QuerySpec<S, T>
}

/** A query whose input type is not known: what registries and routes hold. */
export type AnyQuery = {
  (actor: Actor, input: never): Promise<unknown>
  spec: { name: string; input: z.ZodType; access: { roles: readonly Role[] | 'ANY_SIGNED_IN' } }
}

const registry = new Map<string, AnyQuery>()

/** All queries, by name. */
export function allQueries(): ReadonlyMap<string, AnyQuery> {
  return registry
}

/** The returned function throws a Refusal (E_FORBIDDEN, E_NOT_FOUND, a bad input) instead of answering. */
export function defineQuery<S extends z.ZodType, T>(spec: QuerySpec<S, T>): Query<S, T> {
  const query = Object.assign(
    async (actor: Actor, input: z.input<S>): Promise<T> => {
      authorise(actor, spec.access.roles)
      const parsed = parseInput(spec.input, input)
      return withTenant(
        actor,
        async (tx) =>
          spec.run({ tx, actor, input: parsed, now: new Date(), today: await businessDate(tx, actor.bankId) }),
        { readOnly: true },
      )
    },
    { spec },
  )
  registry.set(spec.name, query)
  return query
}

/** A query inside a transaction that is open already: the same rights and the same checks of what is asked. */
export async function readWithin<S extends z.ZodType, T>(
  query: Query<S, T>,
  { tx, actor, now, today }: Omit<QueryContext<unknown>, 'input'>,
  input: z.input<S>,
): Promise<T> {
  authorise(actor, query.spec.access.roles)
  return query.spec.run({ tx, actor, now, today, input: parseInput(query.spec.input, input) })
}
