/** The merchants of a batch, read some thousand at a time: of a whole market only what the rules want stays in memory. */
import type { CommandContext } from '@/lib/platform/commands'
import type { Prisma } from '@/lib/platform/tenant'
import { MERCHANT_COLUMNS, type MerchantRow } from './stored-rows'

const PAGE = 5_000

/** Hands over every row in the order of the list, with its place among those that were asked for. */
export async function eachRow(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor'>,
  where: Prisma.ApplicationWhereInput & { batchId: string },
  take: (row: MerchantRow, index: number) => void,
): Promise<void> {
  let index = 0
  for (let after = -1; ; ) {
    const rows = await ctx.tx.application.findMany({
      where: { ...where, bankId: ctx.actor.bankId, position: { gt: after } },
      orderBy: { position: 'asc' },
      take: PAGE,
      select: MERCHANT_COLUMNS,
    })
    for (const row of rows) take(row, index++)
    if (rows.length < PAGE) return
    after = rows.at(-1)!.position
  }
}
