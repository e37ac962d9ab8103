import { expect, test } from 'vitest'
import { date } from '@/lib/platform/dates'
import type { Trace } from '@/lib/platform/trace'
import * as inputs from '@/lib/servicing/calculator-inputs'
import * as calculators from '@/lib/servicing/calculators'
import { tell } from '@/lib/servicing/rules/book-events'
import { dueTrace, runningTrace } from '@/lib/servicing/rules/book-trace'
import { toSerial } from '@/lib/servicing/rules/serial-day'
import en from '../../../messages/en/servicing.json' with { type: 'json' }
import zh from '../../../messages/zh-CN/servicing.json' with { type: 'json' }
import { lateTerms } from './plain-loan'

/** The loan of the worked examples, late in every way. */
function lateLoan(): Trace[] {
  const events = [
    { id: '1', on: toSerial(date('2025-11-01')), kind: 'COST' as const, amountFen: 100n },
    { id: '2', on: toSerial(date('2025-11-02')), kind: 'MISUSE' as const, amountFen: 10_000n },
  ]
  const told = tell(lateTerms({ repaymentDay: 20 }), events, toSerial(date('2026-03-25')))
  if (!told.ok) throw new Error('refused')
  return [dueTrace(told.book), runningTrace(told.book)]
}

/** Every label that the five calculators and a loan's page can show, from runs that reach all their steps. */
function labels(): Set<string> {
  const dated = inputs.zOverdueInput.meta()?.example as object
  const traces: Trace[] = [
    ...(['ANNUITY', 'EQUAL_PRINCIPAL'] as const).map((method) => {
      const body = { ...(inputs.zScheduleInput.meta()?.example as object), method }
      const events = [{ date: '2026-01-20', type: 'PREPAY', amount: '10.00' }]
      return calculators.calculateSchedule(inputs.zScheduleInput.parse({ ...body, events })).trace
    }),
    calculators.calculateOverdue(
      inputs.zOverdueInput.parse({ ...dated, settlementDay: 20, misuseAmount: '10.00', misuseDate: '2026-09-01' }),
    ).trace,
    calculators.calculateProvision(inputs.zProvisionInput.parse(inputs.zProvisionInput.meta()?.example)).trace,
    calculators.calculateClassification(
      inputs.zClassificationInput.parse({
        dpd: 100,
        presentClass: 'NORMAL',
        overdue90Share: '30',
        nonPerformingShare: '30',
        expectedLoss: '95',
        debtEvasion: true,
      }),
    ).trace,
    calculators.calculateRenewal(
      inputs.zRenewalInput.parse({ ...(inputs.zRenewalInput.meta()?.example as object), ltv: '50', ltvCap: '60' }),
    ).trace,
    ...lateLoan(),
  ]
  return new Set(
    traces.flatMap((t) => [t.result.label, ...t.steps.flatMap((s) => [s.label, ...s.inputs.map((i) => i.label)])]),
  )
}

test('no figure is shown without its name in either language', () => {
  const used = labels()
  expect(used.size).toBeGreaterThan(60)
  expect([...used].filter((label) => !(label in zh.trace))).toEqual([])
  expect([...used].filter((label) => !(label in en.trace))).toEqual([])
  expect(Object.keys(zh.trace).filter((label) => !used.has(label))).toEqual([])
})
