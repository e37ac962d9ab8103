/** A list that is being read, on disk until its rows are written. */
import type { ReadListOptions } from './list-of-sheets'
import type { ListAbout, ListRows } from './list-parts'
import { parseListInParts } from './parse-worker'
import type { SetAside } from './set-aside'

export type ListAside = {
  about: ListAbout
  /** rows in the list's order; as often as it is asked for */
  slices: () => AsyncGenerator<ListRows>
}

/** @throws FileRefused, as readList */
export async function readListAside(
  aside: SetAside<unknown>,
  path: string,
  options: ReadListOptions,
): Promise<ListAside> {
  const parts: (() => Promise<ListRows>)[] = []
  const about = await parseListInParts(path, options, async (rows) => {
    parts.push(await aside.keep(rows))
  })
  return { about, slices: () => inTurn(parts) }
}

async function* inTurn(parts: (() => Promise<ListRows>)[]): AsyncGenerator<ListRows> {
  for (const load of parts) yield await load()
}
