import type { Actor } from '@/lib/platform/actor'
import type { SearchParams } from '@/lib/platform/list-params'
import { deleteViewAction, saveViewAction } from './actions'
import type { AnyList } from './list'
import { savedViews } from './views'

type Known = Pick<AnyList, 'name' | 'address'>

/**
 * What every list has: its name, the views kept of it, and the address of its workbook.
 * `<DataTable {...await listTools(actor, loans, query)} … />`; `searchParams` with what the page's path says besides.
 */
export async function listTools(actor: Actor, list: Known, searchParams: SearchParams) {
  const { items } = await savedViews(actor, { list: list.name })
  return {
    id: list.name,
    views: { items, onSave: saveViewAction.bind(null, list.name), onDelete: deleteViewAction },
    exportHref: exportHref(list, searchParams),
  }
}

/** Where the list's workbook is. The table adds its own search, filters and order; what narrows the page stands here. */
export function exportHref({ name, address }: Known, searchParams: SearchParams): string {
  const kept = new URLSearchParams()
  for (const key of address.context ?? []) {
    const value = [searchParams[key]].flat()[0]
    if (value) kept.set(key, value)
  }
  return `/api/v1/exports/${name}${kept.size > 0 ? `?${kept}` : ''}`
}
