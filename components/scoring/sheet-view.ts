import type { SheetView } from './sheet-fields'

type Item = {
  id: string
  rowNo: string
  name: string
  stallNo: string | null
  state: string
  sheet:
    | null
    | (Pick<
        SheetView,
        'visitedOn' | 'place' | 'values' | 'sources' | 'financials' | 'vetoes' | 'rmSigned' | 'evaluatorSigned'
      > & {
        household: Record<string, string | undefined>
      })
  outcome: { decision: string | null } | null
}

/** A query's row as the entry screens hold it. */
export function sheetView(item: Item): SheetView {
  const s = item.sheet
  return {
    id: item.id,
    rowNo: item.rowNo,
    name: item.name,
    stallNo: item.stallNo,
    state: s ? item.state : 'CLOSED',
    visitedOn: s?.visitedOn ?? null,
    place: s?.place ?? null,
    values: s?.values ?? {},
    sources: s?.sources ?? {},
    financials: s?.financials ?? {},
    household: (s?.household ?? {}) as Record<string, string>,
    vetoes: s?.vetoes ?? [],
    rmSigned: s?.rmSigned ?? false,
    evaluatorSigned: s?.evaluatorSigned ?? false,
    decision: item.outcome?.decision ?? null,
  }
}
