/**
 * The steps that close a bank's day D and open the next, N. Each is one transaction that writes its own record: what is
 * done is done once, whatever is killed when. Closing looks at the loans as they stand at the end of D; the night is
 * charged on D's closing balances; the morning brings what N brings.
 */
import { loadParameters } from '@/lib/admin/parameters'
import type { CommandContext } from '@/lib/platform/commands'
import type { PlainDate } from '@/lib/platform/dates'
import type { Json } from '@/lib/platform/wire'
import { seedLedger } from '../ledger/post'
import { accrueNight, switchAccrual } from './accrue'
import { fallDue } from './fall-due'
import { countDaysPastDue, followCalendar, moveLoans, orderDebits, reprice, useSuspense } from './morning'
import { lapse, stop, warn } from './other-features'
import { agree, keepBalances, proveLedger } from './prove'
import { provide } from './provide'
import { makeStatements } from './statements'

type Ctx = CommandContext<unknown>
export type StepCounts = { [key: string]: Json }
/** `closing` is D, `opening` N; `ctx.today` is the day on which the step books. */
type Step = {
  name: StepName
  books: 'closing' | 'opening'
  run(ctx: Ctx, days: { closing: PlainDate; opening: PlainDate }): Promise<StepCounts>
}

export const STEP_NAMES = [
  'prove',
  'lapse',
  'provisions',
  'nonAccrual',
  'statements',
  'accrual',
  'balances',
  'calendar',
  'due',
  'daysPastDue',
  'suspense',
  'repricing',
  'states',
  'debits',
  'warnings',
  'stops',
] as const
export type StepName = (typeof STEP_NAMES)[number]

const parametersOf = (ctx: Ctx) => loadParameters(ctx.tx, ctx.actor.bankId, ctx.today).then((p) => p.servicing)

export const STEPS: readonly Step[] = [
  {
    name: 'prove',
    books: 'closing',
    async run(ctx, { closing }) {
      await seedLedger(ctx.tx, ctx.actor.bankId)
      return agree(await proveLedger(ctx.tx, ctx.actor.bankId, closing.toString()))
    },
  },
  { name: 'lapse', books: 'closing', run: (ctx, { closing }) => lapse(ctx, closing) },
  {
    name: 'provisions',
    books: 'closing',
    run: async (ctx, { closing }) => provide(ctx, closing, (await parametersOf(ctx)).provisionPpm),
  },
  {
    name: 'nonAccrual',
    books: 'closing',
    run: async (ctx, { closing }) => switchAccrual(ctx, closing, (await parametersOf(ctx)).nonAccrualDpdAbove),
  },
  {
    name: 'statements',
    books: 'closing',
    run: ({ tx, actor }, { closing }) => makeStatements(tx, actor.bankId, closing),
  },
  { name: 'accrual', books: 'closing', run: (ctx, { closing }) => accrueNight(ctx, closing) },
  {
    name: 'balances',
    books: 'closing',
    run: async ({ tx, actor }, { closing }) => ({ balances: await keepBalances(tx, actor.bankId, closing.toString()) }),
  },
  {
    name: 'calendar',
    books: 'opening',
    async run({ tx, actor }, { opening }) {
      const last = await tx.businessDayStep.findFirst({
        where: { bankId: actor.bankId, step: 'calendar' },
        orderBy: { day: 'desc' },
        select: { counts: true },
      })
      const known = (last?.counts as { calendar?: string } | undefined)?.calendar ?? null
      return followCalendar(tx, actor.bankId, opening, known)
    },
  },
  {
    name: 'due',
    books: 'opening',
    run: async ({ tx, actor }, { opening }) => ({ due: await fallDue(tx, actor.bankId, opening) }),
  },
  {
    name: 'daysPastDue',
    books: 'opening',
    run: async (ctx, { opening }) => ({
      late: await countDaysPastDue(
        ctx.tx,
        ctx.actor.bankId,
        opening.toString(),
        (await parametersOf(ctx)).strictUnsecured,
      ),
    }),
  },
  { name: 'suspense', books: 'opening', run: (ctx) => useSuspense(ctx) },
  { name: 'repricing', books: 'opening', run: (ctx) => reprice(ctx) },
  { name: 'states', books: 'opening', run: (ctx, { opening }) => moveLoans(ctx, opening) },
  { name: 'debits', books: 'opening', run: (ctx, { opening }) => orderDebits(ctx, opening) },
  { name: 'warnings', books: 'opening', run: (ctx, { opening }) => warn(ctx, opening) },
  { name: 'stops', books: 'opening', run: (ctx, { opening }) => stop(ctx, opening) },
]
