/**
 * The table of §8.2 as a banker reads it, written down a second time: each indicator at its lines and beside them. A default
 * that was typed wrongly stands out here; that each line is met exactly where it stands is tested from the table itself.
 */
import { describe, expect, test } from 'vitest'
import { DEFAULT_WARNINGS } from '@/lib/monitoring/rules/warning-table'
import { evaluateWarning, type WarningLevel } from '@/lib/monitoring/rules/warnings'

const PCT = 10_000
type Steps = readonly (readonly [number, WarningLevel | null])[]
const at = (y: number | null, o: number | null, r: number | null, step: 1 | -1, scale = 1): Steps => {
  const lines = [
    [y, 'YELLOW'],
    [o, 'ORANGE'],
    [r, 'RED'],
  ] as const
  const steps: (readonly [number, WarningLevel | null])[] = []
  let before: WarningLevel | null = null
  for (const [line, level] of lines) {
    if (line === null) continue
    steps.push([line * scale - step, before], [line * scale, level])
    before = level
  }
  return steps
}
/** at least */
const up = (y: number | null, o: number | null, r: number | null, scale = 1) => at(y, o, r, 1, scale)
/** at most */
const down = (y: number, o: number, r: number) => at(y, o, r, -1, PCT)
/** below: the line itself is not yet met */
const below = (y: number | null, o: number | null, r: number): Steps => {
  const lines = [
    [y, 'YELLOW'],
    [o, 'ORANGE'],
    [r, 'RED'],
  ] as const
  let before: WarningLevel | null = null
  return lines.flatMap(([line, level]) => {
    if (line === null) return []
    const found = [[line * PCT, before] as const, [line * PCT - 1, level] as const]
    before = level
    return found
  })
}

const READINGS: Readonly<Record<string, Readonly<Record<string, Steps>>>> = {
  'W-M01': { occupancyDrop: up(3, 5, 10, PCT), occupancy: below(null, null, 70) },
  'W-M02': { footfallYoY: down(-10, -20, -35) },
  'W-M03': { feeCollectionRate: below(95, 90, 80) },
  'W-M04': { equityChange: up(5, null, null, PCT) },
  'W-M05': { closedDays: [[0, 'YELLOW'], [1, 'ORANGE'], [7, 'ORANGE'], [8, 'RED']] }, // biome-ignore format: one line
  'W-M07': { merchantsLeftQuarter: up(3, 5, 10, PCT) },
  'W-M08': { overdueRatio: up(2, 4, 6, PCT) },
  'W-M09': { nplRatio: up(1, 2, 5, PCT) },
  'W-M10': { returnDaysLate: up(3, 7, 15) },
  'W-M11': { complaints: up(1, 3, null) },
  'W-P01': { multiple: [[6999, null], [7000, 'YELLOW'], [8999, 'YELLOW'], [9000, 'ORANGE'], [10_000, 'ORANGE'], [10_001, 'RED']] }, // biome-ignore format: one line
  'W-P02': { netAssetsYoY: down(-5, -15, -30) },
  'W-P03': { compensationRate: up(2, 3, 5, PCT) },
  'W-P04': { claimUnpaid: up(1, 5, 10) },
  'W-P06': { lossRatio: up(80, 100, 120, PCT) },
  'W-P07': { comprehensiveSolvency: below(180, 150, 120) },
  'W-P08': { leverageUse: up(80, 90, 100, PCT) },
  'W-P09': { poolLossUsed: up(30, 60, 90, PCT) },
  'W-P10': { poolOverdueRate: up(2, 3, 5, PCT) },
  'W-C01': { dpd: up(1, 8, 31) },
  'W-C02': { rentArrears: up(15, 30, 60) },
  'W-C03': { stallClosed: [[3, null], [4, 'ORANGE'], [7, 'ORANGE'], [8, 'RED']] }, // biome-ignore format: one line
  'W-C04': { accountCreditsChange: down(-20, -35, -50) },
  'W-C05': { claimsToNetAssets: [[0, null], [1, 'YELLOW'], [20 * PCT, 'YELLOW'], [20 * PCT + 1, 'ORANGE']] }, // biome-ignore format: one line
  'W-C06': { newInstitutions: up(1, 2, 3), hardInquiries: up(4, 7, 10) },
  'W-C07': { overdueElsewhere: up(1, 31, 61) },
  'W-C09': { useProofLate: up(7, 30, null) },
  'W-C10': { stockChange: at(-20, -40, null, -1, PCT) },
  'W-G01': { memberDpd: up(8, 30, null) },
  'W-G02': { unwillingMembers: up(null, 1, 2) },
}

const EVENTS: Readonly<Record<string, Readonly<Record<string, WarningLevel>>>> = {
  'W-M04': { LEGAL_REP_CHANGED: 'ORANGE', CONTROLLER_CHANGED: 'RED' },
  'W-M05': { CASUALTIES: 'RED' },
  'W-M06': {
    RELOCATION_RUMOUR_VERIFIED: 'YELLOW',
    RELOCATION_NOTICE_PUBLISHED: 'ORANGE',
    RELOCATION_DATE_FIXED: 'RED',
  },
  'W-M11': { GROUP_EVENT: 'RED' },
  'W-P05': { REGULATORY_NOTICE: 'YELLOW', LITIGATION: 'YELLOW', PENALTY: 'ORANGE', LICENCE_SUSPENDED: 'RED' },
  'W-C03': { TRANSFER_APPLIED: 'YELLOW', STALL_TRANSFERRED: 'RED' },
  'W-C05': { DEFENDANT: 'YELLOW', ENFORCEMENT: 'RED', DISHONEST_DEBTOR: 'RED' },
  'W-C07': { NPL_ELSEWHERE: 'RED' },
  'W-C08': { DIVORCE: 'YELLOW', ILLNESS: 'YELLOW', MISSING: 'RED', DEATH: 'RED' },
  'W-C09': { MISUSE_PROVEN: 'RED' },
  'W-C10': { STALL_EMPTY: 'RED' },
  'W-G01': { MEMBER_COMPENSATED: 'RED' },
  'W-A01': { RECONCILIATION_DIFFERENCE: 'ORANGE', JUDICIAL_FREEZE: 'RED' },
}

describe('the table of indicators', () => {
  for (const [code, readings] of Object.entries(READINGS))
    for (const [reading, steps] of Object.entries(readings))
      test(`${code} ${reading} at ${steps.map(([value, level]) => `${value} ${level ?? '–'}`).join(', ')}`, () => {
        const found = steps.map(([value]) => evaluateWarning(code, [{ reading, value }], DEFAULT_WARNINGS).level)
        expect(found).toEqual(steps.map(([, level]) => level))
      })
  test.each(Object.entries(EVENTS))('%s knows its events and no others', (code, events) => {
    const rules = DEFAULT_WARNINGS[code]!.rules.filter((r) => r.kind === 'EVENT')
    expect(Object.assign({}, ...rules.map((r) => r.events))).toEqual(events)
  })
  test('all thirty-four stand here, with every reading that they have', () => {
    expect(new Set([...Object.keys(READINGS), ...Object.keys(EVENTS)])).toEqual(new Set(Object.keys(DEFAULT_WARNINGS)))
    expect(Object.keys(DEFAULT_WARNINGS)).toHaveLength(34)
    for (const [code, { rules }] of Object.entries(DEFAULT_WARNINGS)) {
      const asked = rules.flatMap((r) => (r.kind === 'NUMBER' ? [r.reading] : []))
      expect(Object.keys(READINGS[code] ?? {}), code).toEqual(asked)
    }
  })
})
