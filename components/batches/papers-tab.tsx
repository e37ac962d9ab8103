import { PAPER_READERS } from '@/lib/batches/access'
import { packetDesk } from '@/lib/intake/queries'
import { type Actor, hasRole } from '@/lib/platform/actor'
import { PapersMatrix } from './papers-matrix'

const SHOWN = 500

/** The batch's papers: who lacks what. */
export async function PapersTab({ actor, batchId }: { actor: Actor; batchId: string }) {
  const desk = await packetDesk(actor, { batchId, limit: SHOWN })
  const counts = desk.packet?.counts as { rows: number; documents: number } | undefined
  return (
    <PapersMatrix
      batchId={batchId}
      items={desk.items}
      slots={desk.requiredSlots}
      total={desk.total}
      read={counts ? { rows: counts.rows, documents: counts.documents } : null}
      unplaced={desk.tray.length}
      scans={hasRole(actor, ...PAPER_READERS)}
      drafting={desk.batch.state === 'DRAFT'}
    />
  )
}
