/** REST routes of people: accounts, roles, tokens, declared interests. */
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { conflictList, declareConflict } from '../conflicts'
import { decideRole, requestRole, revokeRole } from '../grants'
import { grantList, userDetail, userList } from '../queries'
import { revokeToken, tokenList } from '../tokens'
import { createAccount, disableAccount, enableAccount, resetPassword, signOutEverywhere, updateAccount } from '../users'
import { many, one } from './query-value'

const tag = 'people'

export const peopleRoutes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/users',
    tag,
    summary: { 'zh-CN': '用户列表', en: 'Users' },
    query: userList,
    input: ({ query }) => ({
      q: one(query.q),
      state: many(query.state),
      role: many(query.role),
      side: many(query.side),
      after: one(query.cursor),
      size: query.limit === undefined ? undefined : Number(one(query.limit)),
    }),
  }),
  commandRoute({
    method: 'POST',
    path: '/users',
    status: 201,
    tag,
    summary: { 'zh-CN': '建立用户', en: 'Create a user; answers the first password once' },
    command: createAccount,
    input: ({ body }) => body,
  }),
  queryRoute({
    method: 'GET',
    path: '/users/{id}',
    tag,
    summary: { 'zh-CN': '用户详情', en: 'A user with roles' },
    query: userDetail,
    input: ({ params }) => ({ userId: params.id }),
  }),
  commandRoute({
    method: 'PUT',
    path: '/users/{id}',
    tag,
    summary: { 'zh-CN': '修改用户资料', en: 'Edit a user' },
    command: updateAccount,
    input: ({ params, body }) => ({ userId: params.id, ...body }),
  }),
  ...(
    [
      ['disable', disableAccount, '停用用户', 'Disable a user'],
      ['enable', enableAccount, '启用用户', 'Enable a user'],
      ['reset-password', resetPassword, '重置密码', 'Give a new first password'],
      ['sign-out', signOutEverywhere, '退出所有会话', 'End all sessions of a user'],
      ['roles', requestRole, '申请岗位', 'Request a role for a user'],
    ] as const
  ).map(([act, command, zh, en]) =>
    commandRoute({
      method: 'POST',
      path: `/users/{id}/${act}`,
      tag,
      summary: { 'zh-CN': zh, en },
      command,
      input: ({ params, body }) => ({ userId: params.id, ...body }),
    }),
  ),
  queryRoute({
    method: 'GET',
    path: '/role-grants',
    tag,
    summary: { 'zh-CN': '岗位授权列表', en: 'Role grants' },
    query: grantList,
    input: ({ query }) => ({ state: many(query.state), limit: one(query.limit), cursor: one(query.cursor) }),
  }),
  commandRoute({
    method: 'POST',
    path: '/role-grants/{id}/decide',
    tag,
    summary: { 'zh-CN': '复核岗位', en: 'Decide a role request' },
    command: decideRole,
    input: ({ params, body }) => ({ grantId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/role-grants/{id}/revoke',
    tag,
    summary: { 'zh-CN': '撤销岗位', en: 'Revoke a role' },
    command: revokeRole,
    input: ({ params, body }) => ({ grantId: params.id, ...body }),
  }),
  queryRoute({
    method: 'GET',
    path: '/tokens',
    tag,
    summary: { 'zh-CN': '接口令牌列表', en: 'API tokens: one’s own, or with all=true the bank’s' },
    query: tokenList,
    input: ({ query }) => ({ mine: one(query.all) !== 'true' }),
  }),
  commandRoute({
    method: 'POST',
    path: '/tokens/{id}/revoke',
    tag,
    summary: { 'zh-CN': '吊销令牌', en: 'Revoke an API token' },
    command: revokeToken,
    input: ({ params, body }) => ({ tokenId: params.id, ...body }),
  }),
  queryRoute({
    method: 'GET',
    path: '/conflicts',
    tag,
    summary: { 'zh-CN': '利害关系申报', en: 'Declared interests' },
    query: conflictList,
    input: ({ query }) => ({ mine: one(query.mine) === 'true' }),
  }),
  commandRoute({
    method: 'POST',
    path: '/conflicts',
    status: 201,
    tag,
    summary: { 'zh-CN': '申报利害关系', en: 'Declare an interest' },
    command: declareConflict,
    input: ({ body }) => body,
  }),
]
