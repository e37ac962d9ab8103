import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { ratio, toFixed } from '@/lib/platform/ratio'
import { zId } from '@/lib/platform/schema'
import { customerCardOf } from './card-in-force'
import { apartCounts, batchSpread, rangeSpread } from './rules/spread'
import { readSheets } from './sheets'

/** Shares of the packet's own figures that say something about a merchant beside the card's indicators, in percent. */
const PACKET_SHARES = ['RENT_SHARE', 'REQUEST_SHARE'] as const

/** The values of a batch indicator by indicator: quartiles, options, and the merchants that stand apart. */
export const batchSpreadOf = defineQuery({
  name: 'scoring.spread',
  input: z.strictObject({ batchId: zId }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input, today }) {
    const batch = await tx.batch.findFirst({
      where: { bankId: actor.bankId, id: input.batchId },
      select: { id: true, code: true, state: true, market: { select: { name: true } } },
    })
    if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
    const card = await customerCardOf(tx, actor.bankId, batch.id, today)
    const items = await tx.application.findMany({
      where: { bankId: actor.bankId, batchId: batch.id, state: { notIn: ['DRAFT', 'DROPPED', 'WITHDRAWN'] } },
      orderBy: { position: 'asc' },
      select: {
        id: true,
        rowNo: true,
        name: true,
        stallNo: true,
        annualTurnoverFen: true,
        annualRentFen: true,
        requestedFen: true,
      },
    })
    const sheets = await readSheets(
      tx,
      actor.bankId,
      items.map((i) => i.id),
    )
    const values = items.map((i) => ({
      id: i.id,
      values: {
        ...(sheets.get(i.id)?.inputs ?? {}),
        ...share('RENT_SHARE', i.annualRentFen, i.annualTurnoverFen),
        ...share('REQUEST_SHARE', i.requestedFen, i.annualTurnoverFen),
      } as Record<string, string>,
    }))
    const indicators = batchSpread(card, values)
    const shares = PACKET_SHARES.map((code) => rangeSpread(code, values))
    return {
      id: batch.id,
      code: batch.code,
      state: batch.state,
      market: batch.market.name,
      card,
      items: items.map(({ id, rowNo, name, stallNo }) => ({ id, rowNo, name: name ?? '', stallNo })),
      indicators,
      shares,
      apart: apartCounts([...indicators, ...shares]),
    }
  },
})

function share(
  code: (typeof PACKET_SHARES)[number],
  part: bigint | null,
  whole: bigint | null,
): Record<string, string> {
  return part !== null && whole !== null && whole > 0n ? { [code]: toFixed(ratio(part * 100n, whole), 2) } : {}
}
