import type { MergeRange } from './scan-worksheet'
import type { Cell, SheetRow } from './sheet-rows'

/** Follows the vertical merges of the mapped columns row by row, without ever unfolding a range. */
export class MergedColumns {
  private readonly pending = new Map<number, MergeRange[]>()
  private readonly open = new Map<number, { top: number; bottom: number; cell: Cell }>()

  constructor(merges: MergeRange[], columns: { at: number }[]) {
    const tall = merges.filter((m) => m.bottom > m.top).toSorted((a, b) => a.top - b.top)
    for (const { at } of columns) {
      const own = tall.filter((m) => m.left <= at && m.right >= at)
      if (own.length > 0) this.pending.set(at, own)
    }
  }

  /** Rows must be entered in the sheet's order. */
  enter(row: SheetRow): void {
    for (const [at, ranges] of this.pending) {
      while (ranges.length > 0 && ranges[0]!.top <= row.line) {
        const { top, bottom } = ranges.shift()!
        this.open.set(at, { top, bottom, cell: top === row.line ? (row.cells[at] ?? null) : null })
      }
    }
  }

  /** Whether the cell belongs to a merge that began in a row above. */
  covers(at: number, row: SheetRow): boolean {
    const range = this.open.get(at)
    return range !== undefined && range.top < row.line && row.line <= range.bottom
  }

  /** The value of the merge that covers the cell, from its first row. */
  above(at: number, row: SheetRow): Cell {
    return this.covers(at, row) ? this.open.get(at)!.cell : null
  }
}
