import { PAPER_READERS } from '@/lib/batches/access'
import type { batchOverview } from '@/lib/batches/queries'
import { batchItems } from '@/lib/batches/screen-queries'
import {
  type ApplicationState,
  type BatchState,
  SPLIT_ALONE,
  SPLIT_CONFIRMED,
  SPLIT_ITEM,
} from '@/lib/batches/workflow'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { batchMerchants } from '@/lib/desk/lists/batches'
import { type Actor, hasRole } from '@/lib/platform/actor'
import { pageOf } from '@/lib/platform/list-params'
import { MerchantsTable } from './merchants-table'

type Batch = Awaited<ReturnType<typeof batchOverview>>

/** From here on a split takes the merchant's line out of a plan that is being decided, or is. */
const PLANNED = ['IN_REVIEW', 'COUNTERSIGNING', 'APPROVED', 'APPROVED_WITH_CONDITIONS', 'CONTRACTING', 'DISBURSING']
const BEFORE_CHECKED = ['DRAFT', 'SUBMITTED', 'RETURNED']
/** Once a merchant is in a group or a plan, it is taken out there, where group and limits are worked out again. */
const DROP_ITEM = ['SUBMITTED', 'RETURNED', 'PACKET_OK', 'SCORING']

/** The merchants of the batch as the address asks for them. */
export async function MerchantsTab({
  actor,
  batch,
  grades,
  query,
}: {
  actor: Actor
  batch: Batch
  grades: string[]
  query: Record<string, string | string[] | undefined>
}) {
  const here = { ...query, batch: batch.id }
  const asked = readList(batchMerchants, here)
  const list = await batchItems(actor, { ...batchMerchants.input(asked), ...pageOf(asked, 500) })
  const rm = hasRole(actor, 'RM')
  const splits = rm && [...SPLIT_ALONE, ...SPLIT_CONFIRMED].includes(batch.state as BatchState)
  const inIntake = BEFORE_CHECKED.includes(batch.state)
  return (
    <MerchantsTable
      batchId={batch.id}
      rowHref={
        batch.state === 'DRAFT'
          ? `/batches/${batch.id}/desk?open={id}`
          : inIntake && hasRole(actor, ...PAPER_READERS)
            ? `/batches/${batch.id}/check?item={id}`
            : '/applications/{id}'
      }
      states={Object.entries(batch.counts).map(([value, count]) => ({ value, count }))}
      grades={grades}
      tools={await listTools(actor, batchMerchants, here)}
      second={!SPLIT_ALONE.includes(batch.state as BatchState)}
      planned={PLANNED.includes(batch.state)}
      page={{ after: list.nextCursor, total: list.total }}
      rows={list.items.map((m) => ({
        id: m.id,
        row: m.row,
        rank: m.rank,
        name: m.name,
        owner: m.ownerName,
        stall: m.stallNo,
        state: m.state,
        rounds: m.returnRounds,
        requested: m.requestedFen,
        term: m.requestedTermMonths,
        score: m.score,
        grade: m.grade,
        approved: m.approvedFen,
        splits: splits && SPLIT_ITEM.includes(m.state as ApplicationState),
        drops: rm && DROP_ITEM.includes(m.state),
      }))}
    />
  )
}
