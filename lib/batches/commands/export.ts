import { z } from 'zod'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { BATCH_READERS } from '../access'
import { BatchItems, itemsOf } from '../screen-queries'

/** A workbook holds a whole batch; a larger one would be no list any more. */
const MOST = 5000

/** The merchants of a batch as filtered, to be taken away as a file: what leaves the bank's screens is on the trail. */
export const exportMerchants = defineCommand({
  name: 'batches.exportMerchants',
  input: BatchItems.omit({ limit: true, cursor: true }).extend({ batchId: zId }),
  access: { roles: BATCH_READERS },
  async run({ tx, actor, input, now, audit }) {
    const batch = await tx.batch.findFirst({
      where: { bankId: actor.bankId, id: input.batchId },
      select: { id: true, code: true, market: { select: { name: true } } },
    })
    if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
    const { items } = await itemsOf(tx, actor, { ...input, limit: MOST })
    const { batchId: _, ...filter } = input
    audit({
      objectType: 'batch',
      objectId: batch.id,
      detail: { event: 'export-merchants', rows: items.length, filter: z.json().parse(filter) },
    })
    return { code: batch.code, market: batch.market.name, items, at: now }
  },
})
