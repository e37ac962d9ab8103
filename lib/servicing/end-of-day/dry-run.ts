/** What the end of a day would do. All steps run in one transaction that is rolled back. */
import type { Actor } from '@/lib/platform/actor'
import type { CommandContext } from '@/lib/platform/commands'
import { fromDb, type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { toYuan } from '@/lib/platform/money'
import { withTenant } from '@/lib/platform/tenant'
import type { Json } from '@/lib/platform/wire'
import { performStep, widen } from './run'
import { STEP_NAMES } from './steps'

class Undone extends Error {
  readonly outcome: { [key: string]: Json }
  constructor(outcome: { [key: string]: Json }) {
    super('undone')
    this.outcome = outcome
  }
}

/** The counts of every step, and what would be posted by event. Nothing of it stays. */
export async function dryRunEndOfDay(actor: Actor, date: PlainDate): Promise<{ [key: string]: Json }> {
  try {
    await withTenant(
      actor,
      async (tx) => {
        const { bankId } = actor
        await widen(tx)
        const setting = await tx.bankSetting.findUniqueOrThrow({ where: { bankId } })
        if (!fromDb(setting.businessDate).equals(date)) throw refuse('E_DATE:date')
        const before = await tx.journal.findFirst({
          where: { bankId },
          orderBy: { number: 'desc' },
          select: { number: true },
        })
        const ctx: CommandContext<{ date: PlainDate }> = {
          tx,
          actor,
          input: { date },
          now: new Date(),
          today: date,
          ifMatch: undefined,
          audit: () => undefined,
          emit: () => undefined,
          enqueue: async () => '',
        }
        const steps: { [key: string]: Json } = {}
        for (const name of STEP_NAMES) {
          const { calendar: _, ...counts } = await performStep(ctx, name)
          steps[name] = counts
        }
        const posted = await tx.$queryRaw<{ event: string; journals: bigint; amount: bigint }[]>`
          select j.event, count(distinct j.id) as journals, sum(l.debit_fen)::bigint as amount from journal j
          join journal_line l on l.bank_id = j.bank_id and l.journal_id = j.id
          where j.bank_id = ${bankId}::uuid and j.number > ${before?.number ?? ''} group by j.event order by j.event`
        const openNow = await tx.loanState.aggregate({
          where: { bankId, dpd: { gt: 0 }, asOf: toDb(date.add({ days: 1 })) },
          _count: true,
        })
        throw new Undone({
          date: date.toString(),
          steps,
          lateTomorrow: openNow._count,
          postings: posted.map((p) => ({ event: p.event, journals: Number(p.journals), amount: toYuan(p.amount) })),
        })
      },
      { timeoutMs: 1_800_000 },
    )
  } catch (error) {
    if (error instanceof Undone) return error.outcome
    throw error
  }
  throw new Error('a dry run always ends undone')
}
