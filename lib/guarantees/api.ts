/** REST routes of guarantees: who pays a claim, by mode. */
import { loadParameters } from '@/lib/admin/parameters'
import { partnerHome } from '@/lib/partners/home'
import { zCalculated } from '@/lib/platform/http/answers'
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { defineQuery } from '@/lib/platform/queries'
import { claimRoutes } from './api-claims'
import { zWaterfallInput } from './calculator-inputs'
import { calculateWaterfall } from './calculators'
import {
  freezeMargin,
  liftFreeze,
  openAccount,
  requestInterest,
  requestRelease,
  requestReversal,
} from './commands/accounts'
import { decideMovement, requestMovement, requestMovements } from './commands/margin'
import { endOutsideGuarantee, recordOutsideGuarantee } from './commands/network'
import { marginAccounts, movements, subLedgers } from './queries'
import { accountStatement } from './queries-accounts'
import { guaranteeNetwork, stressNetwork } from './queries-network'

const waterfall = defineQuery({
  name: 'guarantees.calculateWaterfall',
  input: zWaterfallInput,
  access: { roles: 'ANY_SIGNED_IN' },
  run: async ({ tx, actor, today, input }) =>
    calculateWaterfall(input, (await loadParameters(tx, actor.bankId, today)).plans),
})

export const routes: Route[] = [
  queryRoute({
    method: 'POST',
    path: '/calculators/waterfall',
    tag: 'calculators',
    summary: { 'zh-CN': '代偿分担顺序', en: 'Who pays a claim, by mode' },
    query: waterfall,
    input: ({ body }) => body,
    response: zCalculated,
  }),
  queryRoute({
    method: 'GET',
    path: '/partner',
    tag: 'partners',
    summary: { 'zh-CN': '本机构与合作协议（合作方）', en: 'One’s own party and its agreements (partners)' },
    query: partnerHome,
    input: () => ({}),
  }),
  queryRoute({
    method: 'GET',
    path: '/margin-accounts',
    tag: 'margin',
    summary: { 'zh-CN': '保证金专户', en: 'Margin accounts' },
    query: marginAccounts,
    input: () => ({}),
  }),
  commandRoute({
    method: 'POST',
    path: '/margin-accounts',
    status: 201,
    tag: 'margin',
    summary: { 'zh-CN': '开立专户', en: 'Open an account' },
    command: openAccount,
    input: ({ body }) => body,
  }),
  queryRoute({
    method: 'GET',
    path: '/margin-accounts/{id}/statement',
    tag: 'margin',
    summary: { 'zh-CN': '专户对账单', en: 'Statement of an account' },
    query: accountStatement,
    input: ({ params, query }) => ({ accountId: params.id, ...query }),
  }),
  commandRoute({
    method: 'POST',
    path: '/margin-accounts/{id}/interest',
    status: 201,
    tag: 'margin',
    summary: { 'zh-CN': '登记存款利息（经办）', en: 'Request deposit interest (maker)' },
    command: requestInterest,
    input: ({ params, body }) => ({ accountId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/sub-ledgers/{id}/release',
    status: 201,
    tag: 'margin',
    summary: { 'zh-CN': '申请退还（经办）', en: 'Request a release (maker)' },
    command: requestRelease,
    input: ({ params }) => ({ subLedgerId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/sub-ledgers/{id}/freeze',
    status: 201,
    tag: 'margin',
    summary: { 'zh-CN': '登记司法冻结', en: 'Record a judicial freeze' },
    command: freezeMargin,
    input: ({ params, body }) => ({ subLedgerId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/freezes/{id}/lift',
    tag: 'margin',
    summary: { 'zh-CN': '解除司法冻结', en: 'Lift a judicial freeze' },
    command: liftFreeze,
    input: ({ params, body }) => ({ freezeId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/account-movements/{id}/reverse',
    status: 201,
    tag: 'margin',
    summary: { 'zh-CN': '申请冲正（经办）', en: 'Request a reversal (maker)' },
    command: requestReversal,
    input: ({ params, body }) => ({ movementId: params.id, ...body }),
  }),
  queryRoute({
    method: 'GET',
    path: '/sub-ledgers',
    tag: 'margin',
    summary: { 'zh-CN': '保证金分户', en: 'Sub-ledgers' },
    query: subLedgers,
    input: ({ query }) => query,
  }),
  queryRoute({
    method: 'GET',
    path: '/sub-ledgers/{id}/movements',
    tag: 'margin',
    summary: { 'zh-CN': '分户流水', en: 'Movements' },
    query: movements,
    input: ({ params }) => ({ subLedgerId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/sub-ledgers/{id}/movements',
    status: 201,
    tag: 'margin',
    summary: { 'zh-CN': '登记分户入账（经办）', en: 'Request a movement (maker)' },
    command: requestMovement,
    input: ({ params, body }) => ({ subLedgerId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/movements',
    status: 201,
    tag: 'margin',
    summary: { 'zh-CN': '批量登记入账（经办）', en: 'Request many movements (maker)' },
    command: requestMovements,
    input: ({ body }) => body,
  }),
  commandRoute({
    method: 'POST',
    path: '/movements/{id}/decide',
    tag: 'margin',
    summary: { 'zh-CN': '复核分户入账', en: 'Decide a movement (checker)' },
    command: decideMovement,
    input: ({ params, body }) => ({ requestId: params.id, ...body }),
  }),
  ...claimRoutes,
  queryRoute({
    method: 'GET',
    path: '/network',
    tag: 'network',
    summary: { 'zh-CN': '担保网络', en: 'The guarantee network' },
    query: guaranteeNetwork,
    input: ({ query }) => query,
  }),
  queryRoute({
    method: 'POST',
    path: '/network/stress',
    tag: 'network',
    summary: { 'zh-CN': '压力测试', en: 'A stress run' },
    query: stressNetwork,
    input: ({ body }) => body,
  }),
  commandRoute({
    method: 'POST',
    path: '/network/guarantees',
    status: 201,
    tag: 'network',
    summary: { 'zh-CN': '登记组外担保', en: 'Record an outside guarantee' },
    command: recordOutsideGuarantee,
    input: ({ body }) => body,
  }),
  commandRoute({
    method: 'POST',
    path: '/network/guarantees/{id}/end',
    tag: 'network',
    summary: { 'zh-CN': '组外担保解除', en: 'An outside guarantee has ended' },
    command: endOutsideGuarantee,
    input: ({ params, body }) => ({ guaranteeId: params.id, ...body }),
  }),
]
