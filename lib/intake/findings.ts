/** What a look at a batch finds, written as it is found: the open findings of what may still be edited are replaced. */
import type { CommandContext } from '@/lib/platform/commands'
import { newId, Prisma } from '@/lib/platform/tenant'
import { columnList, inChunks } from './insert-rows'
import type { Issue } from './issue'

type Ctx = CommandContext<unknown>

/** Items the operator still works on; the others' findings belong to the bank's own check. */
const EDITABLE = ['DRAFT', 'READY', 'RETURNED']
/** Findings of the packet as a whole that are found again by every look; all others are the reading's, and stay until the next one. */
export const RECHECKED = ['W_NO_DOCUMENTS', 'W_DOC_UNMATCHED', 'W_DUP_FILE', 'W_ORG_CHECK']

const FINDING = {
  id: 'uuid',
  application_id: 'uuid',
  row_no: 'text',
  merchant_name: 'text',
  field: 'text',
  code: 'text',
  level: 'text',
  params: 'jsonb',
}

export class Findings {
  count = 0
  /** places in the list of merchants with an error, and with a warning */
  readonly errorRows = new Set<number>()
  readonly warningRows = new Set<number>()
  private readonly ctx: Ctx
  private readonly packet: { batchId: string; packetId: string; partyId: string } | null
  private readonly items: readonly { id: string; state: string }[]

  /** `items` grows as pages of merchants are read; a finding names its merchant by the place in it. */
  constructor(ctx: Ctx, packet: Findings['packet'], items: Findings['items']) {
    this.ctx = ctx
    this.packet = packet
    this.items = items
  }

  async begin(): Promise<void> {
    const { tx, actor } = this.ctx
    if (!this.packet) return
    await tx.$executeRaw`
      delete from packet_issue i
      where i.bank_id = ${actor.bankId}::uuid and i.batch_id = ${this.packet.batchId}::uuid and i.resolved_at is null
        and case when i.application_id is null then i.code = any (${RECHECKED})
          else exists (select from application a where a.bank_id = i.bank_id and a.id = i.application_id and a.state = any (${EDITABLE})) end`
  }

  async take(found: readonly Issue[]): Promise<void> {
    this.count += found.length
    for (const i of found) if (i.index !== null) (i.level === 'error' ? this.errorRows : this.warningRows).add(i.index)
    const { packet, items } = this
    if (!packet) return
    const { tx, actor } = this.ctx
    const rows = found
      .filter((i) => i.index === null || EDITABLE.includes(items[i.index]!.state))
      .map((i) => ({
        id: newId(),
        application_id: i.index === null ? null : items[i.index]!.id,
        row_no: i.row === null ? null : String(i.row),
        merchant_name: i.merchant,
        field: i.field,
        code: i.code,
        level: i.level === 'error' ? 'ERROR' : 'WARNING',
        params: i.params,
      }))
    await inChunks(
      tx,
      FINDING,
      rows,
      (r) => Prisma.sql`
        insert into packet_issue (bank_id, packet_id, batch_id, party_id, ${columnList(FINDING)})
        select ${actor.bankId}::uuid, ${packet.packetId}::uuid, ${packet.batchId}::uuid, ${packet.partyId}::uuid, ${columnList(FINDING, 'r.')} from ${r}`,
    )
  }
}
