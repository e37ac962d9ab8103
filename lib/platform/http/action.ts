/** Server actions: one line over a command. The answer is the command's result in its wire form, refusals included. */
import { revalidatePath } from 'next/cache'
import { headers } from 'next/headers'
import type { z } from 'zod'
import { actorOrRefusal } from '../auth/current'
import type { Command, CommandOptions } from '../commands'
import { type AppError, type Result, statusOf } from '../errors'
import { log } from '../log'
import { toWire, type Wire } from '../wire'
import { isSameOrigin } from './client'

export type ServerAction<Input, T> = (input: Input, options?: CommandOptions) => Promise<Result<Wire<T>>>

/**
 * `export const submitBatchAction = serverAction(submitBatch, { revalidate: ['/batches'] })`. The actor comes from the
 * session cookie; a request without an Origin header, or from another site, is refused. After success the named paths
 * (all pages, unless told) are rendered afresh.
 */
export function serverAction<S extends z.ZodType, T>(
  command: Command<S, T>,
  options: { revalidate?: string[] | ((value: T) => string[]) } = {},
): ServerAction<z.input<S>, T> {
  return async (input, given) => {
    if (!isSameOrigin(await headers())) return refused('E_ORIGIN')
    const who = await actorOrRefusal()
    if ('error' in who) return { ok: false, error: who.error }
    try {
      const result = await command(who.actor, input, given)
      if (!result.ok) return result
      const paths = typeof options.revalidate === 'function' ? options.revalidate(result.value) : options.revalidate
      if (paths) for (const path of paths) revalidatePath(path)
      else revalidatePath('/', 'layout')
      return { ok: true, value: toWire(result.value) as Wire<T> }
    } catch (err) {
      // The command logged what went wrong; people get the number under which it is found.
      log.error({ command: command.spec.name, requestId: who.actor.requestId, err }, 'action failed')
      return refused('E_INTERNAL', { requestId: who.actor.requestId })
    }
  }
}

function refused(code: string, params: AppError['params'] = {}): { ok: false; error: AppError } {
  return { ok: false, error: { code, status: statusOf(code), params, fields: [] } }
}
