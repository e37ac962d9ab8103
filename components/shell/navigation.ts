/** The navigation of the bank's workspace and of the partners' portal: one list each, filtered by role. */
import type { Role } from '@/lib/platform/actor'
import type { NavIconName } from './nav-icon'

type Item = {
  key: string
  href: string
  icon: NavIconName
  /** who sees it; the pages themselves ask again */
  roles: readonly Role[] | 'ALL'
  onPhone?: boolean
}
export type NavSection = { key: string; titled?: boolean; items: readonly Item[] }

const APPROVERS = ['SB_REVIEWER', 'SB_HEAD', 'CR_REVIEWER', 'CR_APPROVER', 'CR_HEAD', 'LEGAL'] as const
const FRONT = ['RM', 'EVALUATOR', 'RISK_MGR'] as const
const AFTER = ['POST_MKT', 'POST_PARTNER', 'COLLECTOR'] as const
const PAYING = ['DISB_REVIEWER', 'DISB_APPROVER', 'OPS_MAKER', 'OPS_CHECKER'] as const
const ADMIN = ['TENANT_ADMIN', 'AUDITOR'] as const

export const BANK_NAVIGATION: readonly NavSection[] = [
  {
    key: 'work',
    items: [
      { key: 'today', href: '/today', icon: 'today', roles: 'ALL', onPhone: true },
      { key: 'queue', href: '/queue', icon: 'queue', roles: APPROVERS, onPhone: true },
    ],
  },
  {
    key: 'business',
    titled: true,
    items: [
      {
        key: 'markets',
        href: '/markets',
        icon: 'market',
        roles: [...FRONT, ...APPROVERS, ...AFTER, 'AUDITOR'],
        onPhone: true,
      },
      { key: 'batches', href: '/batches', icon: 'batch', roles: [...FRONT, ...APPROVERS, 'AUDITOR'], onPhone: true },
      {
        key: 'network',
        href: '/network',
        icon: 'guarantee',
        roles: [
          ...FRONT,
          'SB_REVIEWER',
          'SB_HEAD',
          'CR_REVIEWER',
          'CR_APPROVER',
          'CR_HEAD',
          'POST_MKT',
          'POST_PARTNER',
          'AUDITOR',
        ],
      },
      {
        key: 'partners',
        href: '/partners',
        icon: 'partner',
        roles: [...FRONT, ...APPROVERS, 'POST_MKT', 'POST_PARTNER', 'DISB_REVIEWER', 'DISB_APPROVER', 'AUDITOR'],
      },
      {
        key: 'issues',
        href: '/issues',
        icon: 'report',
        roles: ['RM', 'RISK_MGR', 'POST_PARTNER', 'AUDITOR'],
      },
      {
        key: 'parks',
        href: '/parks',
        icon: 'plan',
        roles: ['RM', 'RISK_MGR', 'POST_MKT', 'CONTRACT_OFFICER', 'OPS_CHECKER', 'AUDITOR'],
      },
      {
        key: 'merchants',
        href: '/merchants',
        icon: 'users',
        roles: [...FRONT, ...APPROVERS, ...AFTER, 'CONTRACT_OFFICER', 'AUDITOR'],
      },
      { key: 'scoring', href: '/scoring', icon: 'score', roles: FRONT },
      { key: 'visits', href: '/scoring/visits', icon: 'market', roles: ['RM', 'EVALUATOR'], onPhone: true },
      {
        key: 'scorecards',
        href: '/scorecards',
        icon: 'tasks',
        roles: ['EVALUATOR', 'RISK_MGR', 'SB_HEAD', 'CR_HEAD', 'TENANT_ADMIN', 'AUDITOR'],
      },
      { key: 'plans', href: '/plans', icon: 'plan', roles: [...FRONT, ...APPROVERS, 'AUDITOR'] },
      { key: 'contracts', href: '/contracts', icon: 'contract', roles: ['RM', 'CONTRACT_OFFICER', 'LEGAL', 'AUDITOR'] },
      {
        key: 'collateral',
        href: '/collateral',
        icon: 'guarantee',
        roles: ['RM', 'CONTRACT_OFFICER', 'LEGAL', 'DISB_REVIEWER', 'DISB_APPROVER', 'AUDITOR'],
      },
      {
        key: 'disbursement',
        href: '/disbursement',
        icon: 'payment',
        roles: ['RM', 'CONTRACT_OFFICER', ...PAYING, 'AUDITOR'],
      },
      {
        key: 'margin',
        href: '/margin',
        icon: 'ledger',
        roles: ['RM', ...PAYING, 'POST_MKT', 'POST_PARTNER', 'RISK_MGR', 'AUDITOR'],
      },
      { key: 'loans', href: '/loans', icon: 'loan', roles: ['RM', ...PAYING, ...AFTER, 'RISK_MGR', 'AUDITOR'] },
      {
        key: 'monitoring',
        href: '/monitoring',
        icon: 'check',
        roles: ['RM', 'RISK_MGR', ...AFTER, 'AUDITOR'],
      },
      {
        key: 'collection',
        href: '/collection',
        icon: 'queue',
        roles: ['RM', 'COLLECTOR', 'POST_MKT', 'RISK_MGR', 'LEGAL', 'AUDITOR'],
        onPhone: true,
      },
      {
        key: 'reviews',
        href: '/reviews',
        icon: 'plan',
        roles: [
          'RM',
          'RISK_MGR',
          'SB_REVIEWER',
          'SB_HEAD',
          'CR_APPROVER',
          'CR_HEAD',
          'CONTRACT_OFFICER',
          'POST_MKT',
          'AUDITOR',
        ],
      },
      {
        key: 'claims',
        href: '/claims',
        icon: 'check',
        roles: ['RM', 'RISK_MGR', 'OPS_MAKER', 'OPS_CHECKER', 'POST_MKT', 'COLLECTOR', 'LEGAL', 'AUDITOR'],
      },
      {
        key: 'ledger',
        href: '/ledger',
        icon: 'ledger',
        roles: [...PAYING, 'RISK_MGR', 'SB_HEAD', 'CR_HEAD', ...ADMIN],
      },
      { key: 'endOfDay', href: '/end-of-day', icon: 'report', roles: ['OPS_MAKER', 'OPS_CHECKER', ...ADMIN] },
      {
        key: 'reports',
        href: '/reports',
        icon: 'report',
        roles: ['SB_HEAD', 'CR_HEAD', 'CR_APPROVER', 'RISK_MGR', 'AUDITOR'],
      },
      { key: 'voices', href: '/voices', icon: 'users', roles: 'ALL' },
      { key: 'calculator', href: '/calculator', icon: 'score', roles: 'ALL' },
    ],
  },
  {
    key: 'desk',
    titled: true,
    items: [
      {
        key: 'visitPlan',
        href: '/desk/visits',
        icon: 'today',
        roles: ['RM', ...AFTER, 'SB_HEAD', 'RISK_MGR', 'AUDITOR'],
        onPhone: true,
      },
      {
        key: 'meetings',
        href: '/desk/meetings',
        icon: 'users',
        roles: ['RM', 'EVALUATOR', ...AFTER, 'SB_HEAD', 'CR_HEAD', 'RISK_MGR', 'AUDITOR'],
      },
      {
        key: 'green',
        href: '/desk/green',
        icon: 'queue',
        roles: [...FRONT, ...APPROVERS, 'DISB_REVIEWER', 'DISB_APPROVER', 'AUDITOR'],
      },
      {
        key: 'circles',
        href: '/desk/circles',
        icon: 'users',
        roles: ['RM', 'POST_MKT', 'RISK_MGR', 'SB_HEAD', 'AUDITOR'],
      },
      {
        key: 'prospects',
        href: '/desk/prospects',
        icon: 'users',
        roles: ['RM', 'POST_MKT', 'SB_HEAD', 'RISK_MGR', 'AUDITOR'],
      },
      { key: 'products', href: '/desk/products', icon: 'report', roles: 'ALL' },
      { key: 'clients', href: '/desk/clients', icon: 'users', roles: 'ALL' },
      {
        key: 'referrals',
        href: '/desk/referrals',
        icon: 'report',
        roles: ['RM', ...AFTER, 'LEGAL', 'RISK_MGR', 'SB_HEAD', 'AUDITOR'],
      },
      { key: 'training', href: '/desk/training', icon: 'check', roles: 'ALL' },
      { key: 'cases', href: '/desk/cases', icon: 'report', roles: 'ALL' },
      {
        key: 'targets',
        href: '/desk/targets',
        icon: 'report',
        roles: ['RM', 'SB_HEAD', 'CR_HEAD', 'RISK_MGR', 'AUDITOR'],
      },
      { key: 'pay', href: '/desk/pay', icon: 'ledger', roles: ['RM', 'SB_HEAD', 'AUDITOR'] },
      {
        key: 'logs',
        href: '/desk/log',
        icon: 'report',
        roles: ['RM', 'EVALUATOR', ...AFTER, 'SB_HEAD', 'CR_HEAD', 'RISK_MGR', 'AUDITOR'],
      },
    ],
  },
  {
    key: 'administration',
    titled: true,
    items: [
      { key: 'users', href: '/admin/users', icon: 'users', roles: ADMIN },
      { key: 'grants', href: '/admin/grants', icon: 'check', roles: ADMIN },
      { key: 'branches', href: '/admin/branches', icon: 'branch', roles: ADMIN },
      { key: 'assignments', href: '/admin/assignments', icon: 'market', roles: ADMIN },
      { key: 'parameters', href: '/admin/parameters', icon: 'settings', roles: ADMIN },
      { key: 'texts', href: '/admin/texts', icon: 'report', roles: ADMIN },
      { key: 'calendar', href: '/admin/calendar', icon: 'today', roles: ADMIN },
      { key: 'conflicts', href: '/admin/conflicts', icon: 'guarantee', roles: ADMIN },
      { key: 'tokens', href: '/admin/tokens', icon: 'contract', roles: ADMIN },
      { key: 'mail', href: '/admin/mail', icon: 'upload', roles: ADMIN },
      { key: 'webhooks', href: '/admin/webhooks', icon: 'upload', roles: ADMIN },
      { key: 'audit', href: '/admin/audit', icon: 'audit', roles: ADMIN },
    ],
  },
]

const OPERATOR = ['OPERATOR_ADMIN', 'OPERATOR_CLERK'] as const

export const PORTAL_NAVIGATION: readonly NavSection[] = [
  {
    key: 'work',
    items: [
      { key: 'portal', href: '/portal', icon: 'home', roles: 'ALL', onPhone: true },
      { key: 'packets', href: '/portal/batches', icon: 'packet', roles: OPERATOR, onPhone: true },
      { key: 'returns', href: '/portal/returns', icon: 'report', roles: OPERATOR, onPhone: true },
      { key: 'calculator', href: '/portal/calculator', icon: 'score', roles: 'ALL' },
    ],
  },
]
