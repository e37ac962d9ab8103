/** The investigation sheet of a merchant begins with its batch's scoring and is replaced when the merchant goes to another batch (B6, B13). */
import type { CommandContext } from '@/lib/platform/commands'
import { newId } from '@/lib/platform/tenant'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor'>

/**
 * One sheet each for these merchants, unsigned. Who was investigated in the batch that it was split from does not begin
 * with nothing: what was seen, proved and found there (a veto above all) is taken over, to be looked at and signed anew.
 * The evaluator's own view and the written waivers were given for the earlier sheet, and stay with it.
 */
export async function openSheets(
  { tx, actor }: Ctx,
  applicationIds: readonly string[],
  people: { rmId: string; evaluatorId: string },
): Promise<void> {
  await tx.$executeRaw`
    insert into investigation (bank_id, id, application_id, rm_id, evaluator_id, visited_on, place, note, inputs, sources, financials, checks,
      vetoes, visit, state)
    select ${actor.bankId}::uuid, n.id, n.application_id, ${people.rmId}::uuid, ${people.evaluatorId}::uuid, o.visited_on, o.place, o.note,
      coalesce(o.inputs, '{}'), coalesce(o.sources, '{}'), coalesce(o.financials, '{}'), coalesce(o.checks - 'waivers', '{}'),
      coalesce(o.vetoes, '[]'), coalesce(o.visit, '{}'), 'DRAFT'
    from unnest(${[...applicationIds]}::uuid[], ${applicationIds.map(() => newId())}::uuid[]) n (application_id, id)
      left join lateral (select * from investigation i where i.bank_id = ${actor.bankId}::uuid and i.application_id = n.application_id
        and i.state = 'SUPERSEDED' order by i.created_at desc, i.id desc limit 1) o on true`
}

/** The sheets of merchants that leave their batch: kept as they are, written and signed no more. */
export async function supersedeSheets({ tx, actor }: Ctx, applicationIds: readonly string[]): Promise<void> {
  await tx.investigation.updateMany({
    where: { bankId: actor.bankId, applicationId: { in: [...applicationIds] }, state: { not: 'SUPERSEDED' } },
    data: { state: 'SUPERSEDED', version: { increment: 1 } },
  })
}
