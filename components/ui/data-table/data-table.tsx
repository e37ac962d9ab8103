/** biome-ignore-all lint/a11y/noRedundantRoles: the roles keep a table a table where cards take its display away */
/** biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scrolling frame must be reachable by keyboard */
/** biome-ignore-all lint/a11y/useKeyWithClickEvents: Enter on the row, and the link in it, do the same */
'use client'
import {
  columnVisibilityFeature,
  createColumnHelper,
  type RowSelectionState,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type CSSProperties, useEffect, useMemo, useRef, useState } from 'react'
import type { Translate } from '@/lib/platform/i18n/translator'
import { Checkbox } from '../choice'
import { cn } from '../cn'
import { useStored } from '../use-stored'
import { BulkBar } from './bulk-bar'
import { CellContent, fillTemplate } from './cell'
import { Pager } from './pager'
import { cellClass, EmptyState, ErrorState, HeaderCell, onControl, rowName, totalOf } from './table-parts'
import { type Density, Toolbar } from './toolbar'
import type { BulkAction, Column, DataTableProps, TableRow } from './types'
import { useListUrl } from './use-list-url'
import { useRowKeys } from './use-row-keys'

const features = tableFeatures({ rowSelectionFeature, columnVisibilityFeature })
const NO_FILTERS: never[] = []
const NO_ACTIONS: never[] = []
const NO_SELECTION: RowSelectionState = {}

/**
 * A list that the server keeps: it draws one keyset page, and writes search, filters, sort and cursor into the address,
 * which the page reads with `readListParams`. Below 640 px every row becomes a card. Keys: j k x Enter / and ? for help.
 */
export function DataTable<Row extends TableRow>(props: DataTableProps<Row>) {
  const {
    id,
    columns,
    rows,
    rowHref,
    totals,
    filters = NO_FILTERS,
    bulk = NO_ACTIONS,
    prefix = '',
    defaultSort = '',
  } = props
  const t = useTranslations() as unknown as Translate
  const router = useRouter()
  const url = useListUrl(filters, prefix)
  const [hidden, setHidden] = useStored<Record<string, boolean>>(`table:${id}:hidden`, EMPTY)
  const [density, setDensity] = useStored<Density>('table:density', 'dense')
  const [selection, setSelection] = useState<RowSelectionState>({})
  const searchRef = useRef<HTMLInputElement>(null)
  const frame = useRef<HTMLTableElement>(null)
  const shift = useRef(false)
  const anchor = useRef<number | null>(null)

  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>()
    return columns.map((c) => helper.display({ id: c.key, header: c.header, enableHiding: !c.fixed }))
  }, [columns])
  const visibility = useMemo(
    () => Object.fromEntries(columns.map((c) => [c.key, c.fixed || !(hidden[c.key] ?? c.hidden ?? false)])),
    [columns, hidden],
  )
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: (row: Row) => row.id,
    state: { rowSelection: selection, columnVisibility: visibility },
    onRowSelectionChange: setSelection,
  })
  const byKey = useMemo(() => new Map(columns.map((c) => [c.key as string, c])), [columns])
  const shown = table
    .getVisibleLeafColumns()
    .map((c) => byKey.get(c.id))
    .filter((c): c is Column<Row> => c !== undefined)
  const selected = Object.keys(selection).filter((k) => selection[k])
  const { onSelectionChange } = props
  useEffect(
    () => onSelectionChange?.(Object.keys(selection).filter((k) => selection[k])),
    [selection, onSelectionChange],
  )

  const open = (row: Row | undefined) => row && rowHref && router.push(fillTemplate(rowHref, row))
  const select = (index: number, on: boolean) => {
    const from = shift.current ? (anchor.current ?? index) : index
    anchor.current = index
    const between = rows.slice(Math.min(from, index), Math.max(from, index) + 1)
    setSelection((old) => {
      const next = { ...old }
      for (const r of between) {
        if (on) next[r.id] = true
        else delete next[r.id]
      }
      return next
    })
  }
  // rows that the new search no longer shows must not be acted on unseen
  const { query } = url
  // biome-ignore lint/correctness/useExhaustiveDependencies: the query is the trigger
  useEffect(() => setSelection(NO_SELECTION), [query])

  const active = useRowKeys({
    enabled: props.keyboard !== false,
    table: frame,
    count: rows.length,
    search: searchRef,
    onOpen: (i) => open(rows[i]),
    onSelect: bulk.length > 0 ? (i) => table.getRow(rows[i]!.id).toggleSelected() : undefined,
  })

  const eligible = (action: BulkAction): string[] => {
    const needs = action.needs
    if (!needs) return selected
    return selected.filter((key) => {
      const row = rows.find((r) => r.id === key)
      return row === undefined || (row as Record<string, unknown>)[needs] === true
    })
  }
  const sortNow = url.get('sort') || defaultSort
  const selectable = bulk.length > 0 || onSelectionChange !== undefined

  return (
    <div className="min-w-0" aria-busy={url.pending || undefined}>
      <Toolbar
        search={props.search ?? { placeholder: t('ui.table.search') }}
        searchRef={searchRef}
        filters={filters}
        url={url}
        views={props.views}
        columns={columns}
        hidden={hidden}
        onHidden={setHidden}
        density={density}
        onDensity={setDensity}
        exportHref={props.exportHref}
        actions={props.actions}
      />
      {bulk.length > 0 && (
        <BulkBar
          actions={bulk}
          selected={selected}
          eligible={eligible}
          onClear={() => setSelection({})}
          onKeep={(ids) => setSelection(Object.fromEntries(ids.map((k) => [k, true])))}
        />
      )}
      <div className="relative h-0.5 overflow-hidden">
        {url.pending && <div className="absolute inset-y-0 w-1/3 animate-[slide_1s_linear_infinite] bg-accent" />}
      </div>
      {props.error ? (
        <ErrorState error={props.error} />
      ) : rows.length === 0 ? (
        <EmptyState filtered={url.active > 0} onClear={url.clear} empty={props.empty} />
      ) : (
        <section
          aria-label={props.label}
          tabIndex={0}
          data-scroll
          className={cn('transition-opacity sm:max-h-(--frame) sm:overflow-auto', url.pending && 'opacity-60')}
          style={{ '--frame': props.maxHeight ?? '72dvh' } as CSSProperties}
        >
          <table
            ref={frame}
            role="table"
            aria-label={props.label}
            className="data-table w-full border-separate border-spacing-0 text-sm"
            data-density={density}
            data-selectable={selectable || undefined}
          >
            <thead role="rowgroup">
              <tr role="row">
                {selectable && (
                  <th role="columnheader" scope="col" className="sm:w-9">
                    <Checkbox
                      aria-label={t('ui.table.selectAll')}
                      checked={table.getIsAllRowsSelected()}
                      indeterminate={table.getIsSomeRowsSelected() && !table.getIsAllRowsSelected()}
                      onChange={(on) => table.toggleAllRowsSelected(on)}
                    />
                  </th>
                )}
                {shown.map((c) => (
                  <HeaderCell key={c.key} column={c} sort={sortNow} onSort={(s) => url.set({ sort: s })} />
                ))}
              </tr>
            </thead>
            <tbody role="rowgroup">
              {table.getRowModel().rows.map((r, i) => (
                <tr
                  key={r.id}
                  role="row"
                  tabIndex={-1}
                  data-row={i}
                  data-active={active === i || undefined}
                  aria-selected={selectable ? r.getIsSelected() : undefined}
                  className={cn(rowHref && 'cursor-pointer')}
                  onClick={(e) => rowHref && !onControl(e) && open(r.original)}
                >
                  {selectable && (
                    <td
                      role="cell"
                      className="sm:w-9"
                      // shift-click chooses the rows between, and must not mark their text
                      onMouseDown={(e) => e.shiftKey && e.preventDefault()}
                      onClickCapture={(e) => {
                        shift.current = e.shiftKey
                      }}
                    >
                      <Checkbox
                        aria-label={t('ui.table.selectRow', { name: rowName(shown[0], r.original, i) })}
                        checked={r.getIsSelected()}
                        onChange={(on) => select(i, on)}
                      />
                    </td>
                  )}
                  {shown.map((c) => (
                    <td key={c.key} role="cell" data-label={c.header} className={cellClass(c)}>
                      <CellContent column={c} row={r.original} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
            {totals && (
              <tfoot role="rowgroup">
                <tr role="row">
                  {selectable && <td role="cell" className="sm:w-9" />}
                  {shown.map((c, i) => (
                    <td key={c.key} role="cell" data-label={c.header} className={cellClass(c)}>
                      {totalOf(totals[c.key], c) ?? (i === 0 ? t('ui.table.total') : null)}
                    </td>
                  ))}
                </tr>
              </tfoot>
            )}
          </table>
        </section>
      )}
      {props.page && <Pager page={props.page} url={url} shown={rows.length} defaultSize={props.defaultSize} />}
    </div>
  )
}

const EMPTY: Record<string, boolean> = {}
