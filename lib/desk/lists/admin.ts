/** Lists of people and their rights. */
import type { z } from 'zod'
import { assignmentList } from '@/lib/admin/assignments'
import { branchList } from '@/lib/admin/branches'
import { conflictList } from '@/lib/admin/conflicts'
import { grantList, type UserFilter, userList } from '@/lib/admin/queries'
import { tokenList } from '@/lib/admin/tokens'
import { mailList } from '@/lib/notices/queries'
import { formatList } from '@/lib/platform/i18n/format'
import { deliveryList } from '@/lib/webhooks/queries'
import { atOnce, byCursor, defineList, manyOf, oneOf } from '../list'

type UserInput = z.input<typeof UserFilter>

export const users = defineList({
  name: 'users',
  title: 'admin.users.title',
  query: userList,
  address: {
    sort: ['login', 'name', 'lastSignInAt', 'createdAt'],
    defaultSort: 'login',
    filters: ['state', 'role', 'side'],
  },
  input: (asked) => ({
    q: asked.q,
    sort: asked.sort as UserInput['sort'],
    direction: asked.direction,
    state: asked.filters.state as UserInput['state'],
    role: asked.filters.role,
    side: asked.filters.side as UserInput['side'],
  }),
  turn: { ask: (cursor) => ({ size: 500, after: cursor }), next: (answer) => answer.after },
  rows: (answer) => answer.items,
  filters: {
    state: { label: 'admin.common.state', words: 'admin.userState' },
    role: { label: 'admin.common.role', words: 'errors.names' },
    side: { label: 'admin.users.side', words: 'admin.users' },
  },
  columns: [
    { header: 'admin.common.login', width: 24, value: (u) => u.login },
    { header: 'admin.common.name', value: (u) => u.name },
    {
      header: 'admin.users.roles',
      width: 40,
      value: (u, say) =>
        formatList(say.locale, [
          ...u.roles.map((r) => say.word('errors.names', r)),
          ...u.requested.map((r) => `${say.word('errors.names', r)} · ${say.t('admin.users.requested')}`),
        ]),
    },
    { header: 'admin.users.branch', width: 24, value: (u) => u.branch },
    { header: 'admin.users.party', width: 24, value: (u) => u.party },
    {
      header: 'admin.common.state',
      value: (u, say) => (u.locked ? say.t('admin.users.locked') : say.word('admin.userState', u.state)),
    },
    { header: 'admin.users.secondFactor', value: (u, say) => (u.secondFactor ? say.t('admin.common.yes') : '') },
    { header: 'admin.users.lastSignIn', type: 'instant', value: (u) => u.lastSignInAt },
  ],
})

export const grants = defineList({
  name: 'grants',
  title: 'admin.grants.title',
  query: grantList,
  address: { sort: [], defaultSort: '', filters: ['state'] },
  input: (asked) => ({ state: asked.filters.state ?? [] }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: { state: { label: 'admin.common.state', words: 'admin.grantState' } },
  columns: [
    { header: 'admin.common.name', value: (g) => g.user },
    { header: 'admin.common.login', width: 24, value: (g) => g.login },
    { header: 'admin.common.role', width: 20, value: (g, say) => say.word('errors.names', g.role) },
    { header: 'admin.common.state', value: (g, say) => say.word('admin.grantState', g.state) },
    { header: 'admin.common.reason', width: 40, value: (g) => g.reason },
    { header: 'admin.grants.by', value: (g) => g.requestedBy },
    { header: 'admin.common.at', type: 'instant', value: (g) => g.requestedAt },
    { header: 'admin.grants.decidedBy', value: (g) => g.decidedBy },
  ],
})

export const branches = defineList({
  name: 'branches',
  title: 'admin.branches.title',
  query: branchList,
  address: { sort: [], defaultSort: '' },
  input: () => ({}),
  turn: atOnce,
  rows: (answer) => answer,
  filters: {},
  columns: [
    { header: 'admin.branches.code', value: (b) => b.code },
    { header: 'admin.branches.name', width: 28, value: (b) => b.name },
    { header: 'admin.branches.nameEn', width: 28, value: (b) => b.nameEn },
    { header: 'admin.branches.level', value: (b, say) => say.word('admin.branchLevel', b.level) },
    { header: 'admin.branches.parent', width: 28, value: (b) => b.parent },
    { header: 'admin.branches.people', type: 'count', value: (b) => b.people },
  ],
})

export const assignments = defineList({
  name: 'assignments',
  title: 'admin.assignments.title',
  query: assignmentList,
  address: { sort: [], defaultSort: '' },
  input: () => ({}),
  turn: atOnce,
  rows: (answer) => answer.markets,
  filters: {},
  columns: [
    { header: 'admin.assignments.market', width: 32, value: (m) => `${m.code} ${m.name}` },
    { header: 'admin.assignments.city', value: (m) => m.city },
    { header: 'admin.duty.rmId', value: (m) => m.names.rmId },
    { header: 'admin.duty.evaluatorId', value: (m) => m.names.evaluatorId },
    { header: 'admin.duty.riskMgrId', value: (m) => m.names.riskMgrId },
    { header: 'admin.duty.postMktId', value: (m) => m.names.postMktId },
    { header: 'admin.duty.postMktDeputyId', value: (m) => m.names.postMktDeputyId },
  ],
})

export const tokens = defineList({
  name: 'tokens',
  title: 'admin.tokens.title',
  query: tokenList,
  address: { sort: [], defaultSort: '' },
  input: () => ({ mine: false }),
  turn: atOnce,
  rows: (answer) => answer,
  filters: {},
  columns: [
    { header: 'admin.tokens.name', width: 28, value: (x) => x.name },
    { header: 'admin.tokens.user', value: (x) => x.user },
    { header: 'admin.common.login', width: 24, value: (x) => x.login },
    { header: 'admin.tokens.scope', value: (x, say) => say.word('admin.scope', x.scope) },
    { header: 'admin.common.state', value: (x, say) => say.word('admin.tokenState', x.state) },
    { header: 'admin.tokens.created', type: 'instant', value: (x) => x.createdAt },
    { header: 'admin.tokens.lastUsed', type: 'instant', value: (x) => x.lastUsedAt },
    { header: 'admin.tokens.expires', type: 'instant', value: (x) => x.expiresAt },
  ],
})

export const conflicts = defineList({
  name: 'conflicts',
  title: 'admin.conflicts.title',
  query: conflictList,
  address: { sort: [], defaultSort: '' },
  input: () => ({ mine: false }),
  turn: atOnce,
  rows: (answer) => answer,
  filters: {},
  columns: [
    { header: 'admin.conflicts.person', value: (c) => c.person },
    { header: 'admin.common.login', width: 24, value: (c) => c.login },
    { header: 'admin.conflicts.subjectType', value: (c, say) => say.word('admin.subjectType', c.subjectType) },
    { header: 'admin.conflicts.subject', width: 28, value: (c) => c.subject },
    { header: 'admin.conflicts.relation', value: (c, say) => say.word('admin.relation', c.relation) },
    { header: 'admin.conflicts.note', width: 40, value: (c) => c.note },
    { header: 'admin.conflicts.at', type: 'instant', value: (c) => c.declaredAt },
  ],
})

export const mails = defineList({
  name: 'mails',
  title: 'notices.mails.title',
  query: mailList,
  address: { sort: [], defaultSort: '', filters: ['state'] },
  input: (asked) => ({ state: manyOf(asked, 'state') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: { state: { label: 'notices.mails.state', words: 'notices.mails.states' } },
  columns: [
    { header: 'notices.mails.at', type: 'instant', value: (m) => m.createdAt },
    { header: 'notices.mails.to', width: 24, value: (m) => m.login },
    { header: 'notices.mails.kind', value: (m, say) => say.word('notices.mails.kinds', m.kind) },
    { header: 'notices.mails.state', value: (m, say) => say.word('notices.mails.states', m.state) },
    { header: 'notices.mails.attempts', type: 'count', value: (m) => m.attempts },
    { header: 'notices.mails.error', width: 20, value: (m) => m.error ?? '' },
    { header: 'notices.mails.sent', type: 'instant', value: (m) => m.sentAt },
  ],
})

export const deliveries = defineList({
  name: 'webhook-deliveries',
  title: 'webhooks.deliveries',
  query: deliveryList,
  address: { sort: [], defaultSort: '', filters: ['state'], context: ['webhook'] },
  object: { type: 'webhook', key: 'webhook' },
  input: (asked) => ({ webhookId: oneOf(asked, 'webhook') ?? '', state: manyOf(asked, 'state') }),
  turn: byCursor(),
  rows: (answer) => answer.items,
  filters: {
    webhook: { label: 'webhooks.col.name' },
    state: { label: 'webhooks.col.state', words: 'webhooks.deliveryState' },
  },
  columns: [
    { header: 'webhooks.col.at', type: 'instant', value: (d) => d.at },
    { header: 'webhooks.col.topic', width: 24, value: (d) => d.topic },
    { header: 'webhooks.col.state', value: (d, say) => say.word('webhooks.deliveryState', d.state) },
    { header: 'webhooks.col.attempts', type: 'count', value: (d) => d.attempts },
    { header: 'webhooks.col.answer', width: 28, value: (d) => d.error ?? (d.status ? String(d.status) : '') },
    { header: 'webhooks.col.next', type: 'instant', value: (d) => d.nextAt },
  ],
})
