import { FileRefused } from './refused-file'

const ACTIVE = ['/JavaScript', '/Launch']
const LONGEST = Math.max(...ACTIVE.map((word) => word.length))

/**
 * Watches a PDF's bytes for actions that run something. It sees only what is not compressed; the viewer runs no scripts
 * either way. A scan or a printed form has neither.
 */
export class ScriptWatch {
  private tail = Buffer.alloc(0)

  /** @throws FileRefused E_FILE_TYPE (reason script) */
  look(chunk: Buffer): void {
    const seam = Buffer.concat([this.tail, chunk.subarray(0, LONGEST)])
    if (ACTIVE.some((word) => seam.includes(word) || chunk.includes(word)))
      throw new FileRefused('E_FILE_TYPE', { reason: 'script' })
    this.tail = Buffer.concat([this.tail, chunk]).subarray(-LONGEST)
  }
}
