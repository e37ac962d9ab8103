import type { Tx } from './tenant'

/**
 * Whether the statements that follow in this transaction may join row by row. A planner that holds a table for empty
 * (because it was when it last counted, or because its rows came in this transaction) joins thousands to thousands that
 * way: the square of both. Statements over a whole bank or a whole market are joined by hashing instead. Single rows are not:
 * by hashing a table would be read for each of them.
 */
export async function joinInSets(tx: Tx, inSets: boolean): Promise<void> {
  await tx.$queryRaw`select set_config('enable_nestloop', ${inSets ? 'off' : 'on'}, true)`
}
