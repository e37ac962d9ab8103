/** REST routes of the register of collateral. */
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { recordCharge, revalueAsset, withdrawCharge } from './commands/record'
import { confirmRegistration, proposeRegistration } from './commands/register'
import { chargeList, securityFile } from './queries'

const tag = 'collateral'

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/collateral',
    tag,
    summary: { 'zh-CN': '抵质押登记簿', en: 'Register of collateral' },
    query: chargeList,
    input: ({ query }) => query,
  }),
  queryRoute({
    method: 'GET',
    path: '/applications/{id}/collateral',
    tag,
    summary: { 'zh-CN': '商户的抵质押', en: 'What secures a merchant’s loan' },
    query: securityFile,
    input: ({ params }) => ({ applicationId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/applications/{id}/collateral',
    status: 201,
    tag,
    summary: { 'zh-CN': '登记抵质押物', en: 'Charge an asset' },
    command: recordCharge,
    input: ({ params, body }) => ({ applicationId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/collateral/{id}/revalue',
    tag,
    summary: { 'zh-CN': '重新估值', en: 'Record a new valuation' },
    command: revalueAsset,
    input: ({ params, body }) => ({ collateralId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/collateral-charges/{id}/propose-registration',
    tag,
    summary: { 'zh-CN': '提交登记或解除凭证', en: 'Bring the registry’s paper' },
    command: proposeRegistration,
    input: ({ params, body }) => ({ chargeId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/collateral-charges/{id}/confirm-registration',
    tag,
    summary: { 'zh-CN': '复核登记或解除', en: 'Confirm the registry’s paper' },
    command: confirmRegistration,
    input: ({ params, body }) => ({ chargeId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/collateral-charges/{id}/withdraw',
    tag,
    summary: { 'zh-CN': '撤销未登记的抵质押', en: 'Withdraw a charge not registered' },
    command: withdrawCharge,
    input: ({ params, body }) => ({ chargeId: params.id, ...body }),
  }),
]
