import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { SheetRow } from '../investigation'
import { saveSheets } from './save'

/** One merchant's sheet, by its application; E_VERSION_CONFLICT when it was seen in another version. */
export const saveOne = defineCommand({
  name: 'investigations.saveOne',
  input: SheetRow,
  access: { roles: ['RM', 'EVALUATOR'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const item = await tx.application.findFirst({
      where: { bankId: actor.bankId, id: input.applicationId },
      select: { batchId: true },
    })
    if (!item) throw refuse('E_NOT_FOUND', { object: 'application' })
    const { saved, conflicts } = await saveSheets(ctx, {
      batchId: item.batchId,
      rows: [{ ...input, version: input.version ?? ctx.ifMatch }],
    })
    if (conflicts[0]) throw refuse('E_VERSION_CONFLICT', { current: conflicts[0].version, seen: input.version ?? 0 })
    return saved[0]!
  },
})
