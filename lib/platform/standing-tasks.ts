import type { CommandContext } from './commands'
import { Prisma } from './tenant'

/**
 * Keeps what stands true on somebody's list: opens a task for each object that is due and not asked for yet, and ends those
 * whose object is due no more. `due` selects object_id, code, role and assignee_id. Answers how many it opened.
 */
export async function keepTasks(
  { tx, actor, now }: CommandContext<unknown>,
  { kind, objectType }: { kind: string; objectType: string },
  due: Prisma.Sql,
): Promise<number> {
  const bankId = actor.bankId
  const asked = Prisma.sql`t.bank_id = ${bankId}::uuid and t.kind = ${kind} and t.object_type = ${objectType} and t.state = 'OPEN'`
  await tx.$executeRaw`
    update task t set state = 'DONE', done_at = ${now}
    where ${asked} and not exists (select from (${due}) d where d.object_id = t.object_id)`
  return tx.$executeRaw`
    insert into task (bank_id, id, kind, object_type, object_id, role, assignee_id, state, params, created_at)
    select ${bankId}::uuid, uuidv7(), ${kind}, ${objectType}, d.object_id, d.role, d.assignee_id, 'OPEN', jsonb_build_object('code', d.code), ${now}
    from (${due}) d where not exists (select from task t where ${asked} and t.object_id = d.object_id)`
}
