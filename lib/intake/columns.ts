/** The columns of a packet's list as they were taken: what a person looks at before saying that one is something else. */
import { z } from 'zod'
import type { Actor } from '@/lib/platform/actor'
import { refuse } from '@/lib/platform/errors'
import { fileStore } from '@/lib/platform/files'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { FIELDS, type Field, isMoneyField } from './fields'
import { UNIT_WORDS } from './money-unit'
import { parseList } from './parse-worker'

export const ListColumns = z.object({
  packetId: z.string(),
  sheet: z.string(),
  headerRow: z.int(),
  columns: z.array(
    z.object({
      header: z.string(),
      field: z.enum(FIELDS).nullable(),
      unit: z.string().nullable(),
      samples: z.array(z.string()),
    }),
  ),
})

const mappedList = defineQuery({
  name: 'packets.mappedList',
  input: z.strictObject({ packetId: zId }),
  access: { roles: ['OPERATOR_ADMIN', 'OPERATOR_CLERK', 'RM'] },
  async run({ tx, actor, input }) {
    const packet = await tx.packet.findFirst({
      where: {
        bankId: actor.bankId,
        id: input.packetId,
        // a list whose headings nobody knows is mapped by hand
        OR: [{ state: 'DONE' }, { state: 'FAILED', errorCode: 'E_HEADER_NOT_FOUND' }],
      },
      include: { listFile: true },
    })
    if (!packet?.listFile) throw refuse('E_NOT_FOUND', { object: 'packet' })
    return {
      sha256: packet.listFile.sha256,
      mapping: (packet.mapping as Record<string, Field | null> | null) ?? {},
      anyHeader: packet.state === 'FAILED',
    }
  },
})

/** GET /packets/{id}/columns. The list is read again for its headings and first cells; the fields are those of the last reading, none where it could not be read. */
export async function listColumns(actor: Actor, packetId: string): Promise<z.output<typeof ListColumns>> {
  const { sha256, mapping, anyHeader } = await mappedList(actor, { packetId })
  const list = await parseList(await fileStore().localPath(actor.bankId, sha256), {
    mapping,
    macros: 'strip',
    anyHeader,
  })
  const seen = new Set<string>()
  const columns = list.columns.flatMap(({ header, samples }) => {
    if (header === '' || seen.has(header)) return []
    seen.add(header)
    const field = mapping[header] ?? null
    const unit = field && isMoneyField(field) ? UNIT_WORDS[list.units[field].unit] : null
    return [{ header, field, unit, samples }]
  })
  return { packetId, sheet: list.sheet, headerRow: list.headerRow, columns }
}
