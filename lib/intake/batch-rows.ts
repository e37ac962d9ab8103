/** The merchants of a batch, read a thousand at a time: of a whole market only what the rules want stays in memory. */
import type { CommandContext } from '@/lib/platform/commands'
import type { Prisma } from '@/lib/platform/tenant'
import { MERCHANT_COLUMNS, type MerchantRow } from './stored-rows'

const PAGE = 1_000
type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor'>
type Where = Prisma.ApplicationWhereInput & { batchId: string }

/** Hands over the rows in the order of the list, a page at a time, with the first one's place among those asked for. */
export async function eachPage(
  ctx: Ctx,
  where: Where,
  take: (rows: MerchantRow[], from: number) => void | Promise<void>,
): Promise<void> {
  let from = 0
  for (let after = -1; ; ) {
    const rows = await ctx.tx.application.findMany({
      where: { ...where, bankId: ctx.actor.bankId, position: { gt: after } },
      orderBy: { position: 'asc' },
      take: PAGE,
      select: MERCHANT_COLUMNS,
    })
    if (rows.length > 0) await take(rows, from)
    if (rows.length < PAGE) return
    from += rows.length
    after = rows.at(-1)!.position
  }
}

/** The same, row by row. */
export async function eachRow(ctx: Ctx, where: Where, take: (row: MerchantRow, index: number) => void): Promise<void> {
  await eachPage(ctx, where, (rows, from) => {
    for (const [i, row] of rows.entries()) take(row, from + i)
  })
}
