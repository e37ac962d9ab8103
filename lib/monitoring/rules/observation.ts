/** One observation as it is told: whether the bank's table of indicators knows it, and its value exactly. */
import { parsePercent } from '@/lib/platform/money'
import type { WarningObject, WarningTable, WarningUnit } from './warnings'

export type ObservedObject = 'MARKET' | 'PARTY' | 'MERCHANT' | 'GROUP' | 'ACCOUNT'

/** The kind of object that each indicator watches. */
export const OBJECT_OF: Record<WarningObject, ObservedObject> = {
  market: 'MARKET',
  guarantor: 'PARTY',
  insurer: 'PARTY',
  fund: 'PARTY',
  merchant: 'MERCHANT',
  group: 'GROUP',
  account: 'ACCOUNT',
}

export type Observed = { object: ObservedObject; reading: string | null; value: bigint | null; event: string | null }
export type ObservationFault = 'E_WARNING_UNKNOWN' | 'E_READING_UNKNOWN' | 'E_EVENT_UNKNOWN' | 'E_NUMBER'

/** What somebody may tell about an indicator: its readings with their units, and its events. */
export function askedOf(
  code: string,
  table: WarningTable,
): { readings: Record<string, WarningUnit>; events: string[] } {
  const rules = table[code]?.rules ?? []
  return {
    readings: Object.fromEntries(rules.flatMap((r) => (r.kind === 'NUMBER' ? [[r.reading, r.unit]] : []))),
    events: rules.flatMap((r) => (r.kind === 'EVENT' ? Object.keys(r.events) : [])),
  }
}

/** Percentages are told in percent, the rest in whole units ("7.5" times as thousandths: 7500). */
export function readObservation(
  told: { code: string; reading?: string; value?: string; event?: string },
  table: WarningTable,
): Observed | ObservationFault {
  const indicator = table[told.code]
  if (!indicator) return 'E_WARNING_UNKNOWN'
  const { readings, events } = askedOf(told.code, table)
  const object = OBJECT_OF[indicator.object]
  if (told.event !== undefined)
    return events.includes(told.event) ? { object, reading: null, value: null, event: told.event } : 'E_EVENT_UNKNOWN'
  const unit = told.reading === undefined ? undefined : readings[told.reading]
  if (unit === undefined) return 'E_READING_UNKNOWN'
  const value = valueIn(unit, told.value ?? '')
  return value === null ? 'E_NUMBER' : { object, reading: told.reading!, value, event: null }
}

function valueIn(unit: WarningUnit, text: string): bigint | null {
  if (unit === 'PPM') {
    const ppm = parsePercent(text)
    return ppm === null ? null : BigInt(ppm)
  }
  if (unit === 'MILLI_TIMES') {
    const m = /^(\d{1,6})(?:\.(\d{1,3}))?$/.exec(text)
    return m ? BigInt(m[1]!) * 1000n + BigInt((m[2] ?? '').padEnd(3, '0')) : null
  }
  return /^\d{1,9}$/.test(text) ? BigInt(text) : null
}
