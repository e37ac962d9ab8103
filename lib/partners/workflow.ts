/** A partner's standing (§10.5): it applies, is admitted, watched, stopped, and leaves. */
import { defineMachine } from '@/lib/platform/workflow'

export const partnerMachine = defineMachine({
  name: 'partner',
  model: 'party',
  objectType: 'party',
  states: ['APPLYING', 'ADMITTED', 'WATCH', 'STOPPED', 'EXITED'],
  initial: 'APPLYING',
  final: ['EXITED'],
  transitions: [
    { event: 'admit', from: ['APPLYING'], to: 'ADMITTED', roles: ['RISK_MGR'], guard: 'admissible' },
    { event: 'decline', from: ['APPLYING'], to: 'EXITED', roles: ['RISK_MGR'] },
    { event: 'watch', from: ['ADMITTED'], to: 'WATCH', roles: ['RISK_MGR', 'SYSTEM'] },
    { event: 'stop', from: ['ADMITTED', 'WATCH'], to: 'STOPPED', roles: ['RISK_MGR', 'SB_HEAD', 'SYSTEM'] },
    { event: 'restore', from: ['WATCH', 'STOPPED'], to: 'ADMITTED', roles: ['RISK_MGR'], guard: 'admissible' },
    {
      event: 'exit',
      from: ['APPLYING', 'ADMITTED', 'WATCH', 'STOPPED'],
      to: 'EXITED',
      roles: ['SB_HEAD'],
      guard: 'nothingOutstanding',
    },
  ],
})

/** A version of a cooperation agreement (§2.1.2): drafted, in force, stopped, over. */
export const schemeMachine = defineMachine({
  name: 'scheme',
  model: 'cooperationScheme',
  objectType: 'scheme',
  states: ['DRAFT', 'ACTIVE', 'STOPPED', 'ENDED'],
  initial: 'DRAFT',
  final: ['ENDED'],
  transitions: [
    { event: 'activate', from: ['DRAFT'], to: 'ACTIVE', roles: ['RISK_MGR'], guard: 'consented' },
    { event: 'discard', from: ['DRAFT'], to: 'ENDED', roles: ['POST_PARTNER', 'RISK_MGR'] },
    { event: 'stop', from: ['ACTIVE'], to: 'STOPPED', roles: ['RISK_MGR', 'SB_HEAD', 'SYSTEM'] },
    { event: 'resume', from: ['STOPPED'], to: 'ACTIVE', roles: ['RISK_MGR'] },
    { event: 'end', from: ['ACTIVE', 'STOPPED'], to: 'ENDED', roles: ['RISK_MGR', 'SYSTEM'] },
  ],
})
