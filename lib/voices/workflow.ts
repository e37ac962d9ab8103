/** The lives of a tip-off and of a complaint (§9 rows 5 and 6). */
import { defineMachine } from '@/lib/platform/workflow'

export const tipOffMachine = defineMachine({
  name: 'tip-off',
  model: 'tipOff',
  objectType: 'tip-off',
  states: ['RECEIVED', 'TRIAGED', 'INVESTIGATING', 'CONCLUDED', 'CLOSED', 'DISMISSED'],
  initial: 'RECEIVED',
  final: ['CLOSED', 'DISMISSED'],
  transitions: [
    { event: 'triage', from: ['RECEIVED'], to: ['TRIAGED', 'DISMISSED'], roles: ['AUDITOR', 'RISK_MGR'] },
    { event: 'assign', from: ['TRIAGED', 'INVESTIGATING'], to: 'INVESTIGATING', roles: ['AUDITOR', 'RISK_MGR'] },
    { event: 'conclude', from: ['INVESTIGATING'], to: 'CONCLUDED', roles: ['RM', 'POST_MKT', 'POST_PARTNER', 'RISK_MGR', 'LEGAL', 'AUDITOR'], guard: 'investigator' }, // biome-ignore format: one line
    { event: 'feed-back', from: ['CONCLUDED'], to: 'CLOSED', roles: ['RM', 'POST_MKT', 'POST_PARTNER', 'RISK_MGR', 'LEGAL', 'AUDITOR'], guard: 'investigator' }, // biome-ignore format: one line
  ],
})

const STAFF = ['RM', 'EVALUATOR', 'RISK_MGR', 'POST_MKT', 'POST_PARTNER', 'COLLECTOR', 'SB_HEAD', 'CR_HEAD', 'CONTRACT_OFFICER', 'LEGAL'] as const // biome-ignore format: one line

export const complaintMachine = defineMachine({
  name: 'complaint',
  model: 'complaint',
  objectType: 'complaint',
  states: ['RECEIVED', 'ACCEPTED', 'REPLIED', 'CLOSED'],
  initial: 'RECEIVED',
  final: ['CLOSED'],
  transitions: [
    { event: 'accept', from: ['RECEIVED'], to: 'ACCEPTED', roles: STAFF, guard: 'owner' },
    { event: 'reply', from: ['ACCEPTED'], to: 'REPLIED', roles: STAFF, guard: 'owner' },
    { event: 're-open', from: ['REPLIED'], to: 'ACCEPTED', roles: STAFF, guard: 'atMostTwice' },
    { event: 'close', from: ['REPLIED'], to: 'CLOSED', roles: STAFF, guard: 'satisfaction' },
  ],
})
