import type { signingTable } from '@/lib/contracts/queries'
import type { Wire } from '@/lib/platform/wire'

/** A signing as the browser gets it. */
export type TableView = Wire<Awaited<ReturnType<typeof signingTable>>>
export type PersonView = TableView['persons'][number]
