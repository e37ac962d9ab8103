/**
 * A bank's own values of its parameters (domain rules §12): versioned, in force from a day, decided by two people.
 * This file only reads them; lib/admin/parameters.ts knows every feature's defaults and how a value is changed.
 */
import { type PlainDate, toDb } from './dates'
import type { Tx } from './tenant'
import type { Json } from './wire'

/** Texts and calendar days are decided as parameters are, and read where they are used. */
const APART = ['texts.', 'calendar.']

/** The values in force on a day, by key ("plans.jg.marginRatioPpm"): of the decided versions the latest effective one. */
export async function readParameterValues(
  tx: Tx,
  bankId: string,
  on: PlainDate,
  keyPrefix = '',
): Promise<Map<string, Json>> {
  const rows = await tx.parameter.findMany({
    where: {
      bankId,
      state: 'ACTIVE',
      effectiveFrom: { lte: toDb(on) },
      key: { startsWith: keyPrefix },
      ...(keyPrefix === '' ? { NOT: APART.map((apart) => ({ key: { startsWith: apart } })) } : {}),
    },
    orderBy: [{ effectiveFrom: 'asc' }, { versionNo: 'asc' }],
    select: { key: true, value: true },
  })
  return new Map(rows.map((r) => [r.key, r.value as Json]))
}

/** Those of one feature as texts by path ("jg.marginRatioPpm" → "12"), the form that `withOverrides` takes. */
export function overridesOf(values: ReadonlyMap<string, Json>, feature: string): Record<string, string> {
  const prefix = `${feature}.`
  return Object.fromEntries(
    [...values]
      .filter(([key, value]) => key.startsWith(prefix) && typeof value === 'string')
      .map(([key, value]) => [key.slice(prefix.length), value as string]),
  )
}
