import { fork } from 'node:child_process'
import { readFile, realpath } from 'node:fs/promises'
import { installationRoot } from '@/lib/platform/root'
import type { ReadList, ReadListOptions } from './list-of-sheets'
import type { ListAbout, ListRows } from './list-parts'
import { type FileCode, type FileParams, FileRefused } from './refused-file'
import type { SheetFile } from './sheet-rows'
import type { Mark, MarkedCopyTexts, SummaryRow } from './write-marked-copy'

/** What reading one list may take. DEFAULT: enough for 100 thousand rows on one core. */
export type ParseLimits = { timeMs: number; heapMb: number; memoryMb: number }
export const PARSE_LIMITS: ParseLimits = { timeMs: 60_000, heapMb: 768, memoryMb: 1_280 }

export type Marking = { marks: Mark[]; summary: SummaryRow[]; texts: MarkedCopyTexts }
export type ParseTask =
  | { kind: 'sheets'; path: string; maxRows: number }
  | { kind: 'read'; path: string; options: ReadListOptions }
  | { kind: 'parts'; path: string; options: ReadListOptions }
  | { kind: 'mark'; path: string; options: ReadListOptions; marking: Marking }
export type ParseAnswer =
  | { ok: true; value: unknown }
  /** one part of several; the next one is sent when it has been taken */
  | { ok: true; part: unknown }
  | { ok: false; code: FileCode | null; params: FileParams; bug?: string }

/** Two cores: more at once would only be slower, and each may take its memory. */
const AT_ONCE = 2
/** What the child may read besides the list itself: code. The data folder with its secrets is not among it. */
const READABLE = ['lib', 'node_modules', 'scripts', 'package.json']
const WATCH_MS = 100
const PARSER = ['lib', 'intake', 'parse-main.ts']

let running = 0
const waiting: (() => void)[] = []

/**
 * readList in a process of its own, with limits on time and memory (heap and all the rest). A file that goes over them
 * is refused as E_WORKBOOK_UNSAFE (reason time or memory) and only the child dies.
 * @throws FileRefused, as readList
 */
export async function parseList(
  path: string,
  options: ReadListOptions = {},
  limits: ParseLimits = PARSE_LIMITS,
): Promise<ReadList> {
  return (await inTurn({ kind: 'read', path, options }, limits)) as ReadList
}

/**
 * parseList for whole markets: the rows come some at a time, and the next when `take` is done with them, so that the list
 * is never in this process as a whole. What is returned is known of the list besides its rows.
 * @throws FileRefused, as readList
 */
export async function parseListInParts(
  path: string,
  options: ReadListOptions,
  take: (rows: ListRows) => Promise<void>,
  limits: ParseLimits = PARSE_LIMITS,
): Promise<ListAbout> {
  return (await inTurn({ kind: 'parts', path, options }, limits, (part) => take(part as ListRows))) as ListAbout
}

/**
 * The sheets of any workbook or text table as they are, for lists that are not a batch's. @throws FileRefused, as readSheet
 */
export async function parseSheets(
  path: string,
  maxRows: number,
  limits: ParseLimits = PARSE_LIMITS,
): Promise<SheetFile> {
  return (await inTurn({ kind: 'sheets', path, maxRows }, limits)) as SheetFile
}

/**
 * The operator's list back with its marks (see writeMarkedCopy), read again and written in a process of its own.
 * `options` are those with which the list was read. @throws FileRefused, as readList
 */
export async function markList(
  path: string,
  options: ReadListOptions,
  marking: Marking,
  limits: ParseLimits = PARSE_LIMITS,
): Promise<Uint8Array> {
  return (await inTurn({ kind: 'mark', path, options, marking }, limits)) as Uint8Array
}

type Take = (part: unknown) => Promise<void>

async function inTurn(task: ParseTask, limits: ParseLimits, take?: Take): Promise<unknown> {
  // Permissions are given to real paths; a file that is not there is no fault of its content.
  const path = await realpath(task.path)
  await turn()
  try {
    return await runChild({ ...task, path }, limits, take)
  } finally {
    running--
    waiting.shift()?.()
  }
}

async function turn(): Promise<void> {
  while (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  running++
}

function runChild(task: ParseTask, limits: ParseLimits, take?: Take): Promise<unknown> {
  const root = installationRoot()
  // The path is put together at run time: a bundler must not look for the parser, which runs as a process of its own.
  const main = [root, ...PARSER].join('/')
  const child = fork(/* turbopackIgnore: true */ main, [], {
    // The parent's environment holds secrets; the child gets none of it.
    env: { NODE_ENV: process.env.NODE_ENV ?? 'production', TZ: 'UTC' },
    execArgv: [
      `--max-old-space-size=${limits.heapMb}`,
      '--permission',
      ...READABLE.map((part) => `--allow-fs-read=${root}/${part}`),
      `--allow-fs-read=${task.path}`,
      '--no-warnings',
      '--import',
      `${root}/scripts/resolve.mjs`,
    ],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  return new Promise<unknown>((resolve, reject) => {
    let killedFor: 'time' | 'memory' | null = null
    let said = ''
    const stop = (reason: 'time' | 'memory') => {
      killedFor = reason
      child.kill('SIGKILL')
    }
    const clock = setTimeout(() => stop('time'), limits.timeMs)
    const watch = setInterval(async () => {
      if ((await residentMb(child.pid)) > limits.memoryMb) stop('memory')
    }, WATCH_MS)
    const done = () => {
      clearTimeout(clock)
      clearInterval(watch)
    }
    child.stderr!.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2_000)
    })
    child.on('message', (answer: ParseAnswer) => {
      if (answer.ok && 'part' in answer) {
        const taken = take?.(answer.part) ?? Promise.resolve()
        taken.then(
          () => child.connected && child.send('next'),
          (cause: unknown) => {
            done()
            reject(cause)
            child.kill('SIGKILL')
          },
        )
        return
      }
      done()
      if (answer.ok) resolve(answer.value)
      else if (answer.code) reject(new FileRefused(answer.code, answer.params))
      else reject(new Error(`reading a list failed: ${answer.bug}`))
    })
    child.once('error', (cause) => {
      done()
      reject(cause)
    })
    // "message" comes before "exit" when there was one: then this changes nothing.
    child.once('exit', (code, signal) => {
      done()
      // V8 ends a process that outgrows its heap by an abort (134) or a trap.
      const outgrown = signal === 'SIGABRT' || signal === 'SIGTRAP' || code === 134 || /heap|out of memory/i.test(said)
      if (killedFor || outgrown) reject(new FileRefused('E_WORKBOOK_UNSAFE', { reason: killedFor ?? 'memory' }))
      else reject(new Error(`the parser ended without an answer (${code ?? signal}): ${said}`))
    })
    child.send(task)
  })
}

/** Memory that a process really holds, where the system tells (Linux); buffers are in it, the heap limit knows only objects. */
async function residentMb(pid: number | undefined): Promise<number> {
  try {
    const pages = Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1])
    return (pages * 4096) / 2 ** 20
  } catch {
    return 0
  }
}
