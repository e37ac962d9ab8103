/** Working days of every clock that a machine starts (§10, §12): the machines' own as the standard, the bank's as parameters. */
import { batchMachine } from '@/lib/batches/workflow'
import { conditionMachine } from '@/lib/conditions/workflow'
import { transferMachine } from '@/lib/disbursement/transfers/workflow'
import { drawdownMachine } from '@/lib/disbursement/workflow'
import { marketMachine, START_SURVEY_DAYS } from '@/lib/markets/workflow'
import type { ParameterRanges } from '@/lib/platform/parameters'

/** By kind of clock; `green`: the fast lane of plain lists and known markets (§9 row 17). */
export type ClockTerms = Record<string, { greenWorkingDays: number; normalWorkingDays: number }>

const MACHINES = [marketMachine, batchMachine, conditionMachine, drawdownMachine, transferMachine]

export const CLOCK_DEFAULTS: ClockTerms = {
  START_SURVEY: { greenWorkingDays: START_SURVEY_DAYS, normalWorkingDays: START_SURVEY_DAYS },
  ...Object.fromEntries(
    MACHINES.flatMap(
      (machine): readonly { sla?: { kind: string; green: number; normal: number } }[] => machine.transitions,
    )
      .flatMap((t) => (t.sla ? [t.sla] : []))
      .map(({ kind, green, normal }) => [kind, { greenWorkingDays: green, normalWorkingDays: normal }]),
  ),
}

export const CLOCK_RANGES: ParameterRanges = Object.fromEntries(
  Object.keys(CLOCK_DEFAULTS).flatMap((kind) => [
    [`${kind}.greenWorkingDays`, { min: '1', max: '60' }],
    [`${kind}.normalWorkingDays`, { min: '1', max: '60' }],
  ]),
)
