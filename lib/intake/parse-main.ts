/**
 * The child process of parse-worker.ts: reads one list and hands it, or its marked copy, back. It has no secrets, no
 * database, no network and may write nothing; what happens to it here happens to nobody else.
 */

import { listFromSheets } from './list-of-sheets'
import { aboutList, listRows } from './list-parts'
import type { ParseAnswer, ParseTask } from './parse-worker'
import { readSheet } from './read-sheet'
import { FileRefused } from './refused-file'
import { writeMarkedCopy } from './write-marked-copy'

process.once('message', async (task: ParseTask) => {
  try {
    answer({ ok: true, value: await run(task) })
  } catch (cause) {
    if (cause instanceof FileRefused) answer({ ok: false, code: cause.code, params: cause.params })
    else
      answer({
        ok: false,
        code: null,
        params: {},
        bug: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
      })
  }
})

async function run(task: ParseTask): Promise<unknown> {
  if (task.kind === 'sheets') return readSheet(task.path, { maxRows: task.maxRows })
  const file = await readSheet(task.path, { macros: task.options.macros, maxRows: task.options.maxRows })
  const list = listFromSheets(file, task.options)
  if (task.kind === 'read') return list
  if (task.kind === 'parts') {
    for (const part of listRows(list)) await handOver(part)
    return aboutList(list)
  }
  const { marks, summary, texts } = task.marking
  return writeMarkedCopy(file.sheets, list, marks, summary, texts)
}

/** One part; done when the other side has taken it. */
function handOver(part: unknown): Promise<void> {
  const taken = new Promise<void>((resolve) => process.once('message', () => resolve()))
  process.send?.({ ok: true, part } satisfies ParseAnswer)
  return taken
}

function answer(message: ParseAnswer): void {
  const { send } = process
  if (send) send.call(process, message, () => process.disconnect?.())
}
