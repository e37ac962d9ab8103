/** What has been read and waits to be written lies on disk, not in memory: a market's packet has hundreds of thousands of papers. */
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { deserialize, serialize } from 'node:v8'

/** Lines are gathered to so many characters before they are written. */
const BLOCK = 256 * 1024

/** A folder of its own for one reading; everything in it goes with `discard`. */
export class SetAside<Item> {
  private readonly folder: string
  private file: FileHandle | null = null
  private waiting: string[] = []
  private size = 0
  private wholes = 0
  count = 0

  private constructor(folder: string) {
    this.folder = folder
  }

  static async begin<Item>(): Promise<SetAside<Item>> {
    return new SetAside<Item>(await mkdtemp(join(tmpdir(), 'fangshi-reading-')))
  }

  /** One thing as a whole, out of memory until it is asked for. */
  async keep<T>(value: T): Promise<() => Promise<T>> {
    const path = join(this.folder, `whole-${this.wholes++}`)
    await writeFile(path, serialize(value), { mode: 0o600 })
    return async () => deserialize(await readFile(path)) as T
  }

  /** One more item, plain JSON. */
  async add(item: Item): Promise<void> {
    const line = JSON.stringify(item)
    this.waiting.push(line)
    this.size += line.length
    this.count++
    if (this.size >= BLOCK) await this.flush()
  }

  private async flush(): Promise<void> {
    if (this.waiting.length === 0) return
    this.file ??= await open(join(this.folder, 'items'), 'a', 0o600)
    await this.file.appendFile(`${this.waiting.join('\n')}\n`)
    this.waiting = []
    this.size = 0
  }

  /** All items in their order, `most` at a time; as often as it is asked for. */
  async *slices(most: number): AsyncGenerator<Item[]> {
    await this.flush()
    if (!this.file) return
    let slice: Item[] = []
    for await (const line of createInterface({ input: createReadStream(join(this.folder, 'items'), 'utf8') })) {
      slice.push(JSON.parse(line) as Item)
      if (slice.length < most) continue
      yield slice
      slice = []
    }
    if (slice.length > 0) yield slice
  }

  async discard(): Promise<void> {
    await this.file?.close()
    await rm(this.folder, { recursive: true, force: true })
  }
}
