/** Tasks that a person finishes with a word: follow-ups, help, information to read, resolutions. Others close by their own act. */
import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { fromDbOrNull, isBefore, type PlainDate } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'

const HAND_TASKS = ['HELP_WANTED', 'VISIT_FOLLOW_UP', 'MARKET_INFORMATION', 'MARKET_INFORMATION_LATE', 'LOG_MISSING'] as const // biome-ignore format: one line

export const finishTask = defineCommand({
  name: 'tasks.finish',
  input: z.strictObject({ taskId: zId, note: z.string().trim().min(2).max(1000) }),
  access: { roles: BANK_ROLES },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const task = await tx.task.findFirst({ where: { bankId: actor.bankId, id: input.taskId } })
    const mine = task && (task.assigneeId ? task.assigneeId === actor.userId : actor.roles.some((r) => r === task.role))
    if (!task || !mine || !(HAND_TASKS as readonly string[]).includes(task.kind))
      throw refuse('E_NOT_FOUND', { object: 'task' })
    const done = await tx.task.updateMany({
      where: { bankId: actor.bankId, id: task.id, state: 'OPEN' },
      data: { state: 'DONE', doneBy: actor.userId, doneAt: now, result: { note: input.note } },
    })
    if (done.count !== 1)
      throw refuse('E_STATE', { object: 'task', state: task.state, event: 'finish' }, { allowed: [] })
    ctx.audit({
      objectType: 'task',
      objectId: task.id,
      reason: input.note,
      detail: { event: 'finish', kind: task.kind },
    })
    return { id: task.id }
  },
})

/** Tasks that hang on one object, with whose they are and what came of them. */
export const objectTasks = defineQuery({
  name: 'tasks.ofObject',
  input: z.strictObject({ objectType: z.enum(['visit', 'work-report', 'user']), objectId: zId }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input, today }) {
    const rows = await tx.task.findMany({
      where: { bankId: actor.bankId, ...input, kind: { in: [...HAND_TASKS] } },
      orderBy: { id: 'asc' },
      take: 100,
    })
    const people = await tx.appUser.findMany({
      where: { bankId: actor.bankId, id: { in: rows.map((r) => r.assigneeId).filter((x) => x !== null) } },
      select: { id: true, name: true },
    })
    return {
      items: rows.map((r) => {
        const dueOn = fromDbOrNull(r.dueOn)
        return {
          id: r.id,
          kind: r.kind,
          text: ((r.params as { code?: string } | null)?.code ?? '') as string,
          owner: people.find((p) => p.id === r.assigneeId)?.name ?? null,
          dueOn,
          late: r.state === 'OPEN' && dueOn !== null && isBefore(dueOn, today),
          done: r.state !== 'OPEN',
          note: (r.result as { note?: string } | null)?.note ?? null,
          mayFinish:
            r.state === 'OPEN' &&
            (r.assigneeId ? r.assigneeId === actor.userId : actor.roles.some((role) => role === r.role)),
        }
      }),
    }
  },
})

/** What was heard in a market and nobody read in its two working days goes to the risk manager, once (§9 row 3). */
export async function escalateUnread(
  { tx, actor, now }: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now'>,
  on: PlainDate,
): Promise<{ informationEscalated: number }> {
  const informationEscalated = await tx.$executeRaw`
    insert into task (bank_id, id, kind, object_type, object_id, role, params, due_on, state, created_at)
    select t.bank_id, uuidv7(), 'MARKET_INFORMATION_LATE', t.object_type, t.object_id, 'RISK_MGR', t.params, ${on.toString()}::date, 'OPEN', ${now} from task t
    where t.bank_id = ${actor.bankId}::uuid and t.kind = 'MARKET_INFORMATION' and t.state = 'OPEN' and t.due_on < ${on.toString()}::date
      and not exists (select from task e where e.bank_id = t.bank_id and e.kind = 'MARKET_INFORMATION_LATE' and e.object_type = t.object_type and e.object_id = t.object_id)`
  return { informationEscalated }
}
