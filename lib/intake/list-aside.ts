/** A list that has been read, on disk until its rows are written: what is known of it as a whole, and its rows some at a time. */
import type { ReadMerchant } from './fields'
import type { Issue } from './issue'
import type { ReadList } from './list-of-sheets'
import type { SetAside } from './set-aside'

const SLICE = 1_000

type Rows = { merchants: ReadMerchant[]; issuesOf: Map<number, Issue[]> }
export type ListAside = {
  /** of the list's findings those about it as a whole */
  about: Omit<ReadList, 'merchants'>
  /** nobody on it has a rank of the operator's own: the order is the rank */
  rankByOrder: boolean
  /** rows in the list's order with what the reading found of each; as often as it is asked for */
  slices: () => AsyncGenerator<Rows>
}

export async function setListAside(aside: SetAside<unknown>, list: ReadList): Promise<ListAside> {
  const { merchants, ...rest } = list
  const issuesOf = Map.groupBy(
    list.issues.filter((i) => i.index !== null),
    (i) => i.index!,
  )
  const parts: (() => Promise<Rows>)[] = []
  for (let at = 0; at < merchants.length; at += SLICE) {
    const slice = merchants.slice(at, at + SLICE)
    const own = new Map(slice.flatMap((m) => (issuesOf.has(m.index) ? [[m.index, issuesOf.get(m.index)!]] : [])))
    parts.push(await aside.keep({ merchants: slice, issuesOf: own }))
  }
  return {
    about: { ...rest, issues: list.issues.filter((i) => i.index === null) },
    rankByOrder:
      list.issues.some((i) => i.code === 'W_RANK_BY_ORDER') || !merchants.some((m) => m.values.rank !== null),
    async *slices() {
      for (const load of parts) yield await load()
    },
  }
}
