/** A report of use (§7.4): due, reported in full, and if it is in the sample judged by somebody else. */
import { defineMachine } from '@/lib/platform/workflow'

export const useReportMachine = defineMachine({
  name: 'useReport',
  model: 'useReport',
  objectType: 'useReport',
  states: ['DUE', 'REPORTED', 'PROVEN', 'NOT_PROVEN', 'MISUSED'],
  initial: 'DUE',
  final: ['PROVEN', 'MISUSED'],
  transitions: [
    { event: 'report', from: ['DUE', 'NOT_PROVEN'], to: 'REPORTED', roles: ['RM', 'POST_MKT'], guard: 'wholeAmount' },
    // outside the sample a whole report is taken as it is
    { event: 'accept', from: ['REPORTED'], to: 'PROVEN', roles: ['SYSTEM'] },
    {
      event: 'review',
      from: ['REPORTED'],
      to: ['PROVEN', 'NOT_PROVEN', 'MISUSED'],
      roles: ['POST_MKT', 'RISK_MGR'],
      guard: 'anotherPerson',
    },
    { event: 'misused', from: ['DUE', 'NOT_PROVEN'], to: 'MISUSED', roles: ['POST_MKT', 'RISK_MGR'] },
  ],
})
