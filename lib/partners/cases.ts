/** The gate before a drawdown: what the partner behind its mode has to have given, where the bank keeps an agreement. */
import { loadParameters } from '@/lib/admin/parameters'
import type { CommandContext } from '@/lib/platform/commands'
import { addMonths, fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { type Fen, formatYuan } from '@/lib/platform/money'
import { parityGaps } from './counter-parity'
import { type CaseKind, checkCases } from './rules/cases'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today'>

/**
 * Refuses E_CASE_MISSING with what is missing: a filing, a policy in force that covers amount and period, a place on the
 * list; E_COUNTER_PARITY when somebody secures the bank and not the guarantor for the same loan.
 */
export async function requireCases(
  ctx: Ctx,
  d: {
    id?: string
    applicationId: string
    amountFen: Fen
    tenorMonths: number
    batch: { marketId: string; mode: string }
  },
): Promise<void> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const scheme = await tx.cooperationScheme.findFirst({
    where: { bankId, marketId: d.batch.marketId, mode: d.batch.mode, state: { in: ['ACTIVE', 'STOPPED'] } },
    orderBy: [{ state: 'asc' }, { versionNo: 'desc' }],
    select: { partyId: true },
  })
  if (!scheme) return
  const rows = await tx.partnerCase.findMany({ where: { bankId, applicationId: d.applicationId } })
  const item = await tx.application.findFirst({ where: { bankId, id: d.applicationId }, select: { purpose: true } })
  const { li } = (await loadParameters(tx, bankId, today)).plans
  const faults = checkCases(
    d.batch.mode,
    rows.map((c) => ({
      kind: c.kind as CaseKind,
      state: c.state,
      amountFen: c.amountFen,
      coverFen: c.coverFen,
      validFrom: fromDbOrNull(c.validFrom),
      validUntil: fromDbOrNull(c.validUntil),
      purpose: c.purpose,
      used: c.kind === 'DRAWDOWN_FILING' && c.drawdownId !== null && c.drawdownId !== d.id,
    })),
    {
      drawdownFen: d.amountFen,
      drawdownDate: today,
      purpose: item?.purpose ?? null,
      mustReach: addMonths(today, d.tenorMonths).add({ days: li.claimWaitingDays + li.claimFileWindowDays }),
    },
  )
  if (faults[0]) throw refuse('E_CASE_MISSING', { missing: faults.map((f) => f.kind), fault: faults[0].fault })
  if (d.batch.mode === 'GC') {
    const gap = (await parityGaps(ctx, scheme.partyId, [d])).get(d.applicationId)?.[0]
    if (gap) throw refuse('E_COUNTER_PARITY', { giver: gap.giver, need: formatYuan(gap.needFen), fault: gap.fault })
  }
  // INV-GC2: this filing is spent on this drawdown
  const filing = rows.find(
    (c) => c.kind === 'DRAWDOWN_FILING' && c.state === 'GIVEN' && c.drawdownId === null && c.amountFen >= d.amountFen,
  )
  if (d.id && filing && !rows.some((c) => c.drawdownId === d.id))
    await tx.partnerCase.updateMany({
      where: { bankId, id: filing.id, drawdownId: null },
      data: { drawdownId: d.id, version: { increment: 1 } },
    })
}
