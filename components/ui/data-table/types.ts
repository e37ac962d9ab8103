import type { ReactNode } from 'react'
import type { AppError, ErrorParams, Result } from '@/lib/platform/errors'

export type TableRow = { id: string }

export type ColumnType = 'text' | 'money' | 'wan' | 'percent' | 'count' | 'date' | 'instant' | 'node'

/**
 * One column. A server page can describe it whole (`type`, `href`), with values that are text, Fen, Ppm, ISO dates or
 * ready-made nodes; a client component may add `cell`.
 */
export type Column<Row extends TableRow> = {
  key: Extract<keyof Row, string> | (string & {})
  header: string
  /** text by default; money (Fen or yuan text) and the other figures stand right-aligned in tabular figures */
  type?: ColumnType
  /** makes the value a link; {field} is filled from the row: '/batches/{id}' */
  href?: string
  /** true: sortable by its key; or the name to sort by */
  sort?: boolean | string
  width?: string
  align?: 'start' | 'end' | 'center'
  /** long text may break into lines */
  wrap?: boolean
  /** not shown until chosen */
  hidden?: boolean
  /** cannot be hidden */
  fixed?: boolean
  /** only from a client component */
  cell?: (row: Row) => ReactNode
}

export type Filter = {
  key: string
  label: string
} & (
  | { type: 'choice'; options: { value: string; label: string; count?: number }[]; multiple?: boolean }
  | { type: 'dates' }
  | { type: 'amounts' }
  | { type: 'flag' }
  | { type: 'text'; placeholder?: string }
)

export type Page = {
  /** cursor of the next page, null on the last */
  after: string | null
  /** cursor of the page before, null on the first */
  before: string | null
  /** rows that match, when it is cheap to know */
  total?: number
}

/** What a bulk act reports back: how many went through, and for each refused row why. */
export type BulkReport = {
  done: number
  refused: { id: string; name?: string; code: string; params?: ErrorParams }[]
}

export type BulkAction = {
  key: string
  label: string
  tone?: 'default' | 'primary' | 'danger'
  /** a server action (or any function) over the ids; the reason is given when `reason` asks for one */
  action: (ids: string[], reason?: string) => Promise<Result<BulkReport | unknown>>
  /** ask for words before acting; the dialog shows `confirm` */
  reason?: 'required' | 'optional'
  confirm?: string | ((count: number) => string)
  reasonLabel?: string
  /** what to say of it afterwards, where "done" is not enough */
  done?: (value: unknown) => string
  /** name of a boolean field of the row: only rows where it is true are acted on */
  needs?: string
}

export type SavedView = {
  id: string
  name: string
  /** the address's search string without the cursor */
  query: string
  /** columns switched from what the list shows by itself: true is hidden */
  columns?: Record<string, boolean> | null
  shared?: boolean
  mine?: boolean
  /** who shares it */
  owner?: string
}

export type SavedViews = {
  items: SavedView[]
  onSave?: (view: Required<Pick<SavedView, 'name' | 'query' | 'shared'>> & HiddenColumns) => Promise<Result<unknown>>
  onDelete?: (id: string) => Promise<Result<unknown>>
}
type HiddenColumns = { columns: Record<string, boolean> }

/** What a list brings along from the server, to spread into its table. */
export type ListTools = { id: string; views: SavedViews; exportHref: string }

export type DataTableProps<Row extends TableRow> = {
  /** stable name of the list: keeps density and columns for this person on this device */
  id: string
  /** names the table for readers; shown above it when `title` is wanted on screen, use a Card */
  label: string
  columns: Column<Row>[]
  rows: Row[]
  page?: Page
  /** where a row leads: '/batches/{id}' */
  rowHref?: string
  search?: { placeholder: string } | false
  filters?: Filter[]
  /** the same default as the page's ListSpec, to mark the sorted column */
  defaultSort?: string
  defaultSize?: number
  bulk?: BulkAction[]
  views?: SavedViews
  /** address of the Excel export; filters and sort of the list are appended */
  exportHref?: string
  totals?: Partial<Record<string, ReactNode | bigint>>
  empty?: { title: string; detail?: string; action?: ReactNode }
  error?: Pick<AppError, 'code' | 'params'> | null
  /** more buttons at the right of the toolbar */
  actions?: ReactNode
  /** several lists on one page: give each its own prefix for the address */
  prefix?: string
  /** switch off j/k/x where another list of the page has them */
  keyboard?: boolean
  /** CSS height limit of the scrolling frame */
  maxHeight?: string
  onSelectionChange?: (ids: string[]) => void
}
