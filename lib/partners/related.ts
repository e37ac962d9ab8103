/** Reads who stands behind a partner and refuses the cases that it may not guarantee (LEG-14, INV-GC3). */
import type { CommandContext } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { type GuarantorPerson, relatedBy } from './rules/related'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today'>

/** Of people who left the partner earlier than today only their names are history. */
async function peopleOf(ctx: Ctx, partyIds: readonly string[]): Promise<GuarantorPerson[]> {
  const { tx, actor, today } = ctx
  const people = await tx.partnerPerson.findMany({
    where: { bankId: actor.bankId, partyId: { in: [...partyIds] } },
    select: { role: true, name: true, idNo: true, sharePpm: true, until: true },
  })
  return people.filter((p) => p.until === null || p.until.toISOString().slice(0, 10) >= today.toString())
}

/** Refuses when the named guarantor is tied to one of the merchants; `partyIds` are the bank's own records of it. */
export async function refuseRelated(
  ctx: Ctx,
  guarantor: { name: string; uscc: string | null; partyIds: readonly string[] },
  applicationIds: readonly string[],
): Promise<void> {
  if (applicationIds.length === 0) return
  const people = await peopleOf(ctx, guarantor.partyIds)
  const items = await ctx.tx.application.findMany({
    where: { bankId: ctx.actor.bankId, id: { in: [...applicationIds] } },
    select: {
      rowNo: true,
      name: true,
      uscc: true,
      ownerIdNo: true,
      investigations: {
        where: { state: 'SIGNED' },
        orderBy: { createdAt: 'desc' },
        take: 1,
        select: { financials: true },
      },
    },
  })
  for (const item of items) {
    const spouse = (item.investigations[0]?.financials as { spouse?: { idNo?: string } } | null | undefined)?.spouse
    const person = relatedBy(
      { ...guarantor, people },
      { uscc: item.uscc, name: item.name, idNos: [item.ownerIdNo, spouse?.idNo] },
    )
    if (person) throw refuse('E_GUARANTOR_RELATED', { guarantor: guarantor.name, person, row: item.rowNo })
  }
}
