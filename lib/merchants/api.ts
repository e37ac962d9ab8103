/** REST routes of merchants: the identity validators. */
import { z } from 'zod'
import { queryRoute, type Route } from '@/lib/platform/http/route'
import { defineQuery } from '@/lib/platform/queries'
import { merchantDetail, merchantList } from './queries'
import { VALIDATOR_KINDS, validate } from './rules/validate'

const check = defineQuery({
  name: 'merchants.validate',
  input: z
    .strictObject({ kind: z.enum(VALIDATOR_KINDS), value: z.string().max(200) })
    .meta({ example: { kind: 'USCC', value: '91310110666007217T' } }),
  access: { roles: 'ANY_SIGNED_IN' },
  run: async ({ input, today }) => validate(input.kind, input.value, today),
})

export const routes: Route[] = [
  queryRoute({
    method: 'POST',
    path: '/validators',
    tag: 'calculators',
    summary: { 'zh-CN': '证照号码校验', en: 'Check an identity or account code' },
    query: check,
    input: ({ body }) => body,
    response: z.object({
      valid: z.boolean(),
      codes: z.array(z.string()),
      parts: z.record(z.string(), z.unknown()),
    }),
  }),
  queryRoute({
    method: 'GET',
    path: '/merchants',
    tag: 'merchants',
    summary: { 'zh-CN': '商户列表与查找', en: 'Merchants' },
    query: merchantList,
    input: ({ query }) => query,
  }),
  queryRoute({
    method: 'GET',
    path: '/merchants/{id}',
    tag: 'merchants',
    summary: { 'zh-CN': '商户', en: 'A merchant' },
    query: merchantDetail,
    input: ({ params }) => ({ merchantId: params.id }),
  }),
]
