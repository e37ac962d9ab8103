/**
 * A command is the only thing that changes the world. In one transaction it authorises, validates, checks the
 * idempotency key, runs, and writes the audit trail and the outbox; a refusal rolls everything back and comes out as a value.
 */
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { type Actor, hasRole, type Role } from './actor'
import { type AuditEntry, writeAudit } from './audit'
import { businessDate } from './calendar'
import type { PlainDate } from './dates'
import { type AppError, type FieldError, Refusal, type Result, refuse } from './errors'
import { enqueueJob, type JobRequest } from './jobs/queue'
import { log } from './log'
import { isUniqueViolation, type Prisma, type Tx, withTenant } from './tenant'
import { canonicalJson, freeze, type Json, thaw } from './wire'

export type CommandContext<I> = {
  tx: Tx
  actor: Actor
  input: I
  /** the instant the command started */
  now: Date
  /** the bank's business date */
  today: PlainDate
  /** the object version the caller saw (If-Match), when it sent one */
  ifMatch: number | undefined
  audit(entry: AuditEntry): void
  /** Adds an event to the outbox (webhooks, notifications): published after commit. */
  emit(topic: string, payload: { [key: string]: Json | undefined }): void
  /** Adds a background job in this transaction; returns its id. */
  enqueue(
    name: string,
    payload: { [key: string]: Json | undefined },
    more?: Omit<JobRequest, 'payload'>,
  ): Promise<string>
}

export type CommandOptions = { idempotencyKey?: string; ifMatch?: number }

export type CommandSpec<S extends z.ZodType, T> = {
  name: string
  input: S
  access: { roles: readonly Role[] | 'ANY_SIGNED_IN' }
  /** a longer transaction for set-based work, in milliseconds */
  timeoutMs?: number
  /** its answer is a secret: it is not kept for a repeat, which runs it anew and stands on the trail once more */
  secretAnswer?: true
  run(ctx: CommandContext<z.output<S>>): Promise<T>
}

export type Command<S extends z.ZodType, T> = {
  (actor: Actor, input: z.input<S>, options?: CommandOptions): Promise<Result<T>>
  spec: CommandSpec<S, T>
}

/** A command whose input type is not known: what registries and routes hold. */
export type AnyCommand = {
  (actor: Actor, input: never, options?: CommandOptions): Promise<Result<unknown>>
  spec: { name: string; input: z.ZodType; access: { roles: readonly Role[] | 'ANY_SIGNED_IN' } }
}

const registry = new Map<string, AnyCommand>()

/** All commands, by name: the API, the CLI and the exhaustiveness tests walk it. */
export function allCommands(): ReadonlyMap<string, AnyCommand> {
  return registry
}

export function defineCommand<S extends z.ZodType, T>(spec: CommandSpec<S, T>): Command<S, T> {
  const command = Object.assign(
    async (actor: Actor, input: z.input<S>, options: CommandOptions = {}): Promise<Result<T>> => {
      try {
        authorise(actor, spec.access.roles)
        if (actor.scope === 'READ') throw refuse('E_FORBIDDEN', { need: 'FULL' })
        const parsed = parseInput(spec.input, input)
        const run = () =>
          withTenant(actor, (tx) => runInTransaction(tx, actor, spec, parsed, input, options), {
            timeoutMs: spec.timeoutMs,
          })
        // Two first uses of one idempotency key race on its unique row: the loser runs again and reads the answer.
        const value = await run().catch((e) =>
          options.idempotencyKey && isUniqueViolation(e) ? run() : Promise.reject(e),
        )
        return { ok: true, value }
      } catch (error) {
        if (error instanceof Refusal) return { ok: false, error: error.error }
        log.error({ command: spec.name, requestId: actor.requestId, err: error }, 'command failed')
        throw error
      }
    },
    { spec },
  )
  if (registry.has(spec.name) && process.env.NODE_ENV === 'test')
    throw new Error(`command ${spec.name} is defined twice`)
  registry.set(spec.name, command)
  return command
}

async function runInTransaction<S extends z.ZodType, T>(
  tx: Tx,
  actor: Actor,
  spec: CommandSpec<S, T>,
  parsed: z.output<S>,
  raw: unknown,
  options: CommandOptions,
): Promise<T> {
  const key = options.idempotencyKey && actor.userId && !spec.secretAnswer ? options.idempotencyKey : null
  const bodyHash = key
    ? createHash('sha256')
        .update(canonicalJson({ command: spec.name, raw }))
        .digest('hex')
    : ''
  if (key) {
    const seen = await tx.idempotencyRecord.findFirst({ where: { bankId: actor.bankId, userId: actor.userId!, key } })
    if (seen && seen.bodyHash !== bodyHash) throw refuse('E_IDEMPOTENCY_MISMATCH')
    if (seen) return thaw(seen.response as Json) as T
  }
  const now = new Date()
  const entries: AuditEntry[] = []
  const outbox: Prisma.OutboxEventCreateManyInput[] = []
  const value = await spec.run({
    tx,
    actor,
    input: parsed,
    now,
    ifMatch: options.ifMatch,
    today: await businessDate(tx, actor.bankId),
    audit: (entry) => entries.push(entry),
    emit: (topic, payload) =>
      outbox.push({ bankId: actor.bankId, partyId: actor.partyId, topic, payload: payload as Prisma.InputJsonObject }),
    enqueue: (name, payload, more) =>
      enqueueJob(tx, actor.bankId, name, {
        ...more,
        payload,
        partyId: more?.partyId ?? actor.partyId,
        createdBy: actor.userId,
      }),
  })
  if (entries.length === 0) throw new Error(`command ${spec.name} wrote nothing to the audit trail`)
  if (outbox.length > 0) await tx.outboxEvent.createMany({ data: outbox })
  if (key) {
    await tx.idempotencyRecord.create({
      data: {
        bankId: actor.bankId,
        partyId: actor.partyId,
        userId: actor.userId!,
        key,
        command: spec.name,
        bodyHash,
        response: freeze(value) as Prisma.InputJsonValue,
      },
    })
  }
  await writeAudit(tx, actor, spec.name, entries, now)
  return value
}

/** Refuses an actor who holds none of the roles. ANY_SIGNED_IN still needs a person or the bank's machinery. */
export function authorise(actor: Actor, roles: readonly Role[] | 'ANY_SIGNED_IN'): void {
  if (roles === 'ANY_SIGNED_IN') return
  if (!hasRole(actor, ...roles)) throw refuse('E_FORBIDDEN', { roles: [...roles] })
}

/**
 * Parses input; a schema's own message that is an error code (E_…) makes a 422 with that code in the field, anything
 * else is malformed (400). Unknown fields are refused by name.
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input, { reportInput: true })
  if (parsed.success) return parsed.data
  throw new Refusal(inputError(parsed.error))
}

export function inputError(error: z.ZodError): AppError {
  const fields: FieldError[] = []
  for (const issue of error.issues) {
    const path = issue.path.join('.')
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) fields.push({ path: path ? `${path}.${key}` : key, code: 'E_UNKNOWN_FIELD' })
    } else if (/^[EW]_[A-Z_]+/.test(issue.message)) {
      fields.push({ path, code: issue.message, params: (issue as { params?: FieldError['params'] }).params })
    } else {
      const missing = issue.code === 'invalid_type' && issue.input === undefined
      fields.push({
        path,
        code: missing ? 'E_REQUIRED' : 'E_MALFORMED',
        params: { problem: issue.code, ...('values' in issue ? { allowed: issue.values.map(String) } : {}) },
      })
    }
  }
  const business = fields.every((f) => !['E_MALFORMED', 'E_UNKNOWN_FIELD', 'E_REQUIRED'].includes(f.code))
  const code =
    business && fields[0]
      ? fields[0].code
      : fields.some((f) => f.code === 'E_UNKNOWN_FIELD')
        ? 'E_UNKNOWN_FIELD'
        : 'E_MALFORMED'
  const params: AppError['params'] = { fields: fields.map((f) => f.path) }
  if (code === 'E_MALFORMED') params.problem = fields.map((f) => f.path || 'OBJECT')
  return { code, status: business ? 422 : 400, params, fields }
}

/** Refuses a write that was made against an older version of the object (If-Match). */
export function checkVersion(current: number, ifMatch: number | undefined): void {
  if (ifMatch !== undefined && ifMatch !== current) throw refuse('E_VERSION_CONFLICT', { current, seen: ifMatch })
}
