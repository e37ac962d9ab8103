import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { decodeText, parseText } from '@/lib/intake/read-text'
import { FileRefused } from '@/lib/intake/refused-file'
import { defineCommand, inputError } from '@/lib/platform/commands'
import { Refusal, refuse } from '@/lib/platform/errors'
import { fileStore } from '@/lib/platform/files'
import { zId } from '@/lib/platform/schema'
import { customerCardOf } from '../card-in-force'
import { CheckEntry, recordEntries } from '../record-checks'
import { readCheckFile } from '../rules/check-file'

/** One batch has at most so many answers: four kinds a merchant. */
const LINES_MAX = 8000

/**
 * The file adapter: a csv of answers as a bureau or a register gives it out, one line a merchant and kind, taken in as a
 * whole or not at all. Every result keeps the file as its proof.
 */
export const importChecks = defineCommand({
  name: 'checks.importFile',
  input: z.strictObject({ batchId: zId, fileId: zId }),
  access: { roles: ['RM', 'EVALUATOR'] },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const [batch, file] = [
      await tx.batch.findFirst({ where: { bankId: actor.bankId, id: input.batchId }, select: { id: true } }),
      await tx.fileObject.findFirst({ where: { bankId: actor.bankId, id: input.fileId } }),
    ]
    if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
    if (!file) throw refuse('E_NOT_FOUND', { object: 'file' })
    if (!['text/csv', 'text/plain'].includes(file.mediaType)) throw refuse('E_FILE_TYPE', { type: file.mediaType })
    const bytes = await readFile(await fileStore().localPath(actor.bankId, file.sha256))
    const rows = (() => {
      try {
        return parseText(decodeText(bytes).text).rows
      } catch (error) {
        throw error instanceof FileRefused ? refuse(error.code, error.params) : error
      }
    })()
    if (rows.length > LINES_MAX + 1) throw refuse('E_CHECK_LINES', { max: LINES_MAX })
    const items = await tx.application.findMany({
      where: { bankId: actor.bankId, batchId: batch.id },
      select: { id: true, rowNo: true, uscc: true, ownerIdNo: true },
    })
    const read = readCheckFile(rows, items, await customerCardOf(tx, actor.bankId, batch.id, today))
    if (!read.ok) {
      const { code, params = {} } = read.problems[0]
      throw refuse(code, params, { fields: read.problems })
    }
    const entries = z.array(CheckEntry).safeParse(read.lines.map((line) => ({ ...line, fileId: file.id })))
    if (!entries.success) throw new Refusal(inputError(entries.error))
    const checks = entries.data
    return { ...(await recordEntries(ctx, { batchId: batch.id, checks })), fileId: file.id }
  },
})
