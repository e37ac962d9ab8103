/** A batch's clocks as a screen shows them: working minutes left, counted by the server. */
import { type SlaView, slaViews } from '@/lib/platform/sla-view'
import type { Tx } from '@/lib/platform/tenant'

export type ClockView = SlaView & { batchId: string }

/** Open clocks of these batches, the most urgent first. */
export async function clocksOf(tx: Tx, bankId: string, batchIds: string[], now: Date): Promise<ClockView[]> {
  const views = await slaViews(tx, bankId, 'batch', batchIds, now)
  return [...views]
    .flatMap(([batchId, clocks]) => clocks.map((c) => ({ ...c, batchId })))
    .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
}
