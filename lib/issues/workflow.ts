/** A joint issue (§2.7): built, rated, enhanced, registered, issued, in service, redeemed; triggered while a reserve is short. */
import { defineMachine } from '@/lib/platform/workflow'

export const issueMachine = defineMachine({
  name: 'issuePool',
  model: 'issuePool',
  objectType: 'issuePool',
  states: [
    'PROSPECT',
    'DUE_DILIGENCE',
    'RATED',
    'ENHANCEMENT_AGREED',
    'REGISTERED',
    'ISSUED',
    'IN_SERVICE',
    'TRIGGERED',
    'REDEEMED',
    'DROPPED',
  ],
  initial: 'PROSPECT',
  final: ['REDEEMED', 'DROPPED'],
  transitions: [
    { event: 'investigate', from: ['PROSPECT'], to: 'DUE_DILIGENCE', roles: ['RM'] },
    { event: 'rate', from: ['DUE_DILIGENCE'], to: 'RATED', roles: ['RM'] },
    { event: 'enhance', from: ['RATED'], to: 'ENHANCEMENT_AGREED', roles: ['RM'] },
    { event: 'register', from: ['ENHANCEMENT_AGREED'], to: 'REGISTERED', roles: ['RISK_MGR'] },
    { event: 'issue', from: ['REGISTERED'], to: 'ISSUED', roles: ['RISK_MGR'] },
    { event: 'serve', from: ['ISSUED', 'TRIGGERED'], to: 'IN_SERVICE', roles: ['POST_PARTNER', 'SYSTEM'] },
    { event: 'trigger', from: ['ISSUED', 'IN_SERVICE'], to: 'TRIGGERED', roles: ['SYSTEM'] },
    { event: 'redeem', from: ['IN_SERVICE'], to: 'REDEEMED', roles: ['POST_PARTNER', 'SYSTEM'] },
    // an issuer has left: what was found out about the pool is found out anew
    {
      event: 'reopen',
      from: ['DUE_DILIGENCE', 'RATED', 'ENHANCEMENT_AGREED'],
      to: 'DUE_DILIGENCE',
      roles: ['RM', 'SYSTEM'],
    },
    {
      event: 'drop',
      from: ['PROSPECT', 'DUE_DILIGENCE', 'RATED', 'ENHANCEMENT_AGREED', 'REGISTERED'],
      to: 'DROPPED',
      roles: ['RM', 'RISK_MGR'],
    },
  ],
})
