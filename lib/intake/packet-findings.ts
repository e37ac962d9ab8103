import type { CommandContext } from '@/lib/platform/commands'
import { newId, Prisma } from '@/lib/platform/tenant'
import { RECHECKED } from './findings'
import type { Issue } from './issue'
import type { ReadList } from './list-of-sheets'
import type { DocumentsRead } from './read-documents'

type Ctx = CommandContext<unknown>
/** as many names as a message can say */
const NAMED = 5

/** What came with a packet and is outside what was returned: told, not taken. Null outside: everything may be taken. */
export type Outside = { rows: string[]; papers: string[] }

/** Findings that only the reading knows: about the packet as a whole, and files that were not taken. */
export async function keepPacketFindings(
  ctx: Ctx,
  packet: { id: string; batchId: string; partyId: string },
  list: Pick<ReadList, 'issues'> | null,
  documents: Pick<DocumentsRead, 'refused'> | null,
  outside: Outside,
): Promise<void> {
  await closeEarlierFindings(ctx, packet.batchId, { list: list !== null, documents: documents !== null })
  const findings: Pick<Issue, 'code' | 'field' | 'level' | 'params'>[] = [
    ...(list?.issues.filter((i) => i.index === null) ?? []),
    ...(documents?.refused.map((r) => ({
      code: r.code,
      field: r.path,
      level: r.code.startsWith('W_') ? ('warning' as const) : ('error' as const),
      params: { ...r.params, path: r.path },
    })) ?? []),
    ...notReturned('rows', outside.rows),
    ...notReturned('papers', outside.papers),
  ]
  if (findings.length === 0) return
  await ctx.tx.packetIssue.createMany({
    data: findings.slice(0, 5000).map((f) => ({
      bankId: ctx.actor.bankId,
      id: newId(),
      packetId: packet.id,
      batchId: packet.batchId,
      partyId: packet.partyId,
      field: f.field,
      code: f.code,
      level: f.level === 'error' ? 'ERROR' : 'WARNING',
      params: f.params as Prisma.InputJsonObject,
      resolvedAt: null,
    })),
  })
}

function notReturned(kind: 'rows' | 'papers', names: string[]): Pick<Issue, 'code' | 'field' | 'level' | 'params'>[] {
  if (names.length === 0) return []
  const params = { kind, count: names.length, names: names.slice(0, NAMED) }
  return [{ code: 'W_NOT_RETURNED', field: null, level: 'warning', params }]
}

/** What an earlier reading said of its list is said anew by the next list; of files that were not taken, by the next archive. */
async function closeEarlierFindings(
  ctx: Ctx,
  batchId: string,
  read: { list: boolean; documents: boolean },
): Promise<void> {
  await ctx.tx.$executeRaw`
    update packet_issue set resolved_at = ${ctx.now}
    where bank_id = ${ctx.actor.bankId}::uuid and batch_id = ${batchId}::uuid and application_id is null
      and resolved_at is null and code not in (${Prisma.join(RECHECKED)})
      and ((${read.documents} and jsonb_exists(coalesce(params, '{}'), 'path'))
        or (${read.list} and not jsonb_exists(coalesce(params, '{}'), 'path')))`
}
