/** A query called from the browser (a preview, a poll): the same wire form and the same refusals as a server action. */
import { headers } from 'next/headers'
import type { z } from 'zod'
import { actorOrRefusal } from '../auth/current'
import { Refusal, type Result, statusOf } from '../errors'
import type { Query } from '../queries'
import { toWire, type Wire } from '../wire'
import { isSameOrigin } from './client'

export function queryAction<S extends z.ZodType, T>(
  query: Query<S, T>,
): (input: z.input<S>) => Promise<Result<Wire<T>>> {
  return async (input) => {
    if (!isSameOrigin(await headers()))
      return { ok: false, error: { code: 'E_ORIGIN', status: statusOf('E_ORIGIN'), params: {}, fields: [] } }
    const who = await actorOrRefusal()
    if ('error' in who) return { ok: false, error: who.error }
    try {
      return { ok: true, value: toWire(await query(who.actor, input)) as Wire<T> }
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, error: error.error }
      throw error
    }
  }
}
