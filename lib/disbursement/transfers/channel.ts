/**
 * The way to the bank's core. SIMULATED (default) answers in the transaction that asks: nothing can be lost or doubled.
 * Every other channel is asynchronous: an instruction is first committed as PREPARED, marked SENDING, handed over once,
 * and what the core says about it comes back as a status report or a statement. DIRECTORY hands it over as a file: the
 * bank's own transfer software takes files from `out` and puts its answers into `in`.
 */
import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { simulatedCore } from './simulated-core'

/** UNSEEN: the core says that it never got it. TAKEN: it has it and has not answered. */
export type Enquiry = { known: 'UNSEEN' } | { known: 'TAKEN' } | { known: 'ANSWERED'; answer: string }

export type TransferChannel = {
  name: 'SIMULATED' | 'DIRECTORY'
  /** answers at once, inside the caller's transaction; null for every channel that goes outside */
  execute: ((instruction: string) => string) | null
  /** Hands the instruction over. An error means: not known whether it arrived. */
  send(messageId: string, instruction: string): Promise<void>
  /** What the core knows about it. Never moves money. */
  enquire(messageId: string): Promise<Enquiry>
  /** answers that have come in, each with a way to say that it was read */
  answers(): Promise<{ name: string; content: string; done(): Promise<void> }[]>
}

const simulated: TransferChannel = {
  name: 'SIMULATED',
  execute: simulatedCore,
  send: async () => undefined,
  enquire: async () => ({ known: 'UNSEEN' }),
  answers: async () => [],
}

const exists = (path: string) => stat(path).then(Boolean, () => false)

/** Files in `root`/out, `root`/in and `root`/done. A message id is a file name: handing it over twice is impossible. */
export function directoryChannel(root: string): TransferChannel {
  const at = (folder: string, name: string) => join(root, folder, name)
  const file = (messageId: string) => {
    if (!/^[\w-]{1,35}$/.test(messageId)) throw new Error(`not a message id: ${messageId}`)
    return `${messageId}.xml`
  }
  return {
    name: 'DIRECTORY',
    execute: null,
    async send(messageId, instruction) {
      await mkdir(join(root, 'out'), { recursive: true })
      const temp = at('out', `.${randomUUID()}`)
      const handle = await open(temp, 'wx', 0o640)
      try {
        await handle.writeFile(instruction)
        await handle.sync()
      } finally {
        await handle.close()
      }
      try {
        // whole or not at all, and never over one that is there
        await link(temp, at('out', file(messageId)))
      } finally {
        await unlink(temp)
      }
    },
    async enquire(messageId) {
      for (const folder of ['in', 'done']) {
        const answer = await readFile(at(folder, file(messageId)), 'utf8').catch(() => null)
        if (answer !== null) return { known: 'ANSWERED', answer }
      }
      const taken = await Promise.all(['out', 'taken'].map((folder) => exists(at(folder, file(messageId)))))
      return taken.some(Boolean) ? { known: 'TAKEN' } : { known: 'UNSEEN' }
    },
    async answers() {
      const names = await readdir(join(root, 'in')).catch(() => [])
      return Promise.all(
        names
          .filter((n) => /^[\w-]+\.xml$/.test(n))
          .sort()
          .slice(0, 200)
          .map(async (name) => ({
            name,
            content: await readFile(at('in', name), 'utf8'),
            async done() {
              await mkdir(join(root, 'done'), { recursive: true })
              await rename(at('in', name), at('done', name))
            },
          })),
      )
    },
  }
}

/** The channel that the settings name: a bank's folder under FANGSHI_TRANSFER_DIR when that is set. */
export function transferChannel(bankCode: string): TransferChannel {
  const directory = process.env.FANGSHI_TRANSFER_DIR
  return directory ? directoryChannel(join(directory, bankCode)) : simulated
}
