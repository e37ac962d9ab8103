/**
 * A claim of any mode (§8.6): drafted and raised by the RM, reviewed by the risk manager, confirmed by two of operations.
 * Money in accounts that the bank controls is then taken at once; everybody else gets a letter, answers it, and pays.
 */
import { defineMachine } from '@/lib/platform/workflow'

const ASKED = ['NOTICE_SENT', 'ACCEPTED', 'DISPUTED', 'PAID_PARTIAL'] as const

export const claimMachine = defineMachine({
  name: 'claim',
  model: 'claim',
  objectType: 'claim',
  states: [
    'DRAFT',
    'SUBMITTED',
    'UNDER_REVIEW',
    'BANK_CONFIRMED',
    'NOTICE_SENT',
    'ACCEPTED',
    'DISPUTED',
    'PAID_PARTIAL',
    'PAID',
    'SHORTFALL',
    'CLOSED',
  ],
  initial: 'DRAFT',
  final: ['CLOSED'],
  transitions: [
    { event: 'submit', from: ['DRAFT'], to: 'SUBMITTED', roles: ['RM'] },
    { event: 'discard', from: ['DRAFT'], to: 'CLOSED', roles: ['RM'] },
    {
      event: 'review',
      from: ['SUBMITTED'],
      to: ['UNDER_REVIEW', 'CLOSED'],
      roles: ['RISK_MGR'],
      guard: 'separationOfDuties',
    },
    { event: 'make', from: ['UNDER_REVIEW'], to: 'UNDER_REVIEW', roles: ['OPS_MAKER'] },
    { event: 'confirm', from: ['UNDER_REVIEW'], to: 'BANK_CONFIRMED', roles: ['OPS_CHECKER'], guard: 'twoPersons' },
    { event: 'pay', from: ['BANK_CONFIRMED'], to: ['PAID', 'SHORTFALL'], roles: ['SYSTEM', 'OPS_CHECKER'] },
    {
      event: 'notify',
      from: ['BANK_CONFIRMED', 'NOTICE_SENT'],
      to: 'NOTICE_SENT',
      roles: ['COLLECTOR', 'POST_PARTNER', 'RM'],
    },
    {
      event: 'accept',
      from: ['NOTICE_SENT', 'DISPUTED'],
      to: 'ACCEPTED',
      roles: ['COLLECTOR', 'POST_PARTNER', 'LEGAL', 'GUARANTOR_USER', 'INSURER_USER', 'GOV_FUND_USER', 'PARK_USER'],
    },
    {
      event: 'dispute',
      from: ['NOTICE_SENT', 'ACCEPTED'],
      to: 'DISPUTED',
      roles: ['COLLECTOR', 'POST_PARTNER', 'LEGAL', 'GUARANTOR_USER', 'INSURER_USER', 'GOV_FUND_USER', 'PARK_USER'],
    },
    { event: 'receive', from: ASKED, to: ['PAID_PARTIAL', 'PAID'], roles: ['SYSTEM', 'OPS_CHECKER'] },
    { event: 'fall-short', from: ASKED, to: 'SHORTFALL', roles: ['RISK_MGR', 'LEGAL'], guard: 'nothingMoreToCome' },
    { event: 'close', from: ['PAID', 'SHORTFALL', 'DISPUTED'], to: 'CLOSED', roles: ['RISK_MGR'] },
  ],
})
