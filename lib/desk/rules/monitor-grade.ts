/** Which grade holds where a person set another than was computed, and the grade of a market or partner (§9 row 1). */
import type { MonitoringGrade } from '@/lib/monitoring/rules/lines'
import type { WarningLevel } from '@/lib/monitoring/rules/warnings'
import { flag, type Traced, words } from '@/lib/platform/trace'

const STRICTNESS: Record<MonitoringGrade, number> = { SERVICE: 0, GENERAL: 1, KEY: 2 }
export const isStricter = (a: MonitoringGrade, b: MonitoringGrade): boolean => STRICTNESS[a] > STRICTNESS[b]

/** A raise holds at once; a lower grade than computed holds only when a second person confirmed it. */
export function effectiveGrade(
  computed: MonitoringGrade,
  manual: MonitoringGrade | null,
  confirmed: boolean,
): MonitoringGrade {
  if (!manual) return computed
  return isStricter(manual, computed) || confirmed ? manual : computed
}

/** KEY with an open orange or red signal or a weak grade; SERVICE with a strong one and half a year of quiet; else GENERAL. */
export function objectGrade(o: {
  openLevel: WarningLevel | null
  weak: boolean
  strong: boolean
  monthsSinceLastSignal: number | null
  quietMonths: number
}): Traced<MonitoringGrade> {
  const alarmed = o.openLevel === 'ORANGE' || o.openLevel === 'RED'
  const quiet = o.monthsSinceLastSignal === null || o.monthsSinceLastSignal >= o.quietMonths
  const value: MonitoringGrade = alarmed || o.weak ? 'KEY' : o.strong && quiet ? 'SERVICE' : 'GENERAL'
  const result = words('monitoringGrade', value)
  const step = (label: string, yes: boolean, decides: boolean) => ({
    ...flag(label, yes),
    rule: '§9.1',
    inputs: [],
    ...(decides ? { binding: true } : {}),
  })
  return {
    value,
    trace: {
      rule: 'monitoring.objectGrade',
      version: 1,
      result,
      steps: [
        step('grade_OPEN_WARNING', alarmed, alarmed),
        step('weakGrade', o.weak, o.weak),
        step('strongGrade', o.strong, value === 'SERVICE'),
        step('quiet', quiet, value === 'SERVICE'),
      ],
    },
  }
}
