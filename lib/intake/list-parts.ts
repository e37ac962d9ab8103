/** A list in parts: what is known of it as a whole, and its rows some at a time, each with what the reading found of it. Pure. */
import type { ReadMerchant } from './fields'
import type { Issue } from './issue'
import type { ReadList } from './list-of-sheets'

const PART = 1_000

export type ListRows = { merchants: ReadMerchant[]; issuesOf: Map<number, Issue[]> }
export type ListAbout = Omit<ReadList, 'merchants'> & {
  /** nobody on it has a rank of the operator's own: the order is the rank */
  rankByOrder: boolean
}

/** `issues` of the whole: those about no single row. */
export function aboutList({ merchants, ...rest }: ReadList): ListAbout {
  return {
    ...rest,
    issues: rest.issues.filter((i) => i.index === null),
    rankByOrder:
      rest.issues.some((i) => i.code === 'W_RANK_BY_ORDER') || !merchants.some((m) => m.values.rank !== null),
  }
}

export function* listRows({ merchants, issues }: ReadList): Generator<ListRows> {
  const issuesOf = Map.groupBy(
    issues.filter((i) => i.index !== null),
    (i) => i.index!,
  )
  for (let at = 0; at < merchants.length; at += PART) {
    const part = merchants.slice(at, at + PART)
    const own = new Map(part.flatMap((m) => (issuesOf.has(m.index) ? [[m.index, issuesOf.get(m.index)!]] : [])))
    yield { merchants: part, issuesOf: own }
  }
}
