/** REST routes of records: the audit trail, jobs, the business date, and who the token stands for. */
import { z } from 'zod'
import { myAccount } from '@/lib/platform/auth/account'
import { zPage } from '@/lib/platform/http/answers'
import { commandRoute, queryRoute, type Route, rawRoute } from '@/lib/platform/http/route'
import { auditTrail, proveAudit } from '../audit'
import { businessDateQuery } from '../business-date'
import { evidencePack } from '../evidence-pack'
import { cancelJob, jobStatus } from '../jobs'
import { objectState } from '../object-state'
import { findObjects, objectTrail } from '../object-trail'
import { one } from './query-value'

const zAuditEvent = z.object({
  id: z.string(),
  seq: z.string(),
  at: z.iso.datetime(),
  actorId: z.string().nullable(),
  actorName: z.string(),
  actorRoles: z.string(),
  partyId: z.string().nullable(),
  command: z.string(),
  objectType: z.string(),
  objectId: z.string(),
  objectVersion: z.int().nullable(),
  stateFrom: z.string().nullable(),
  stateTo: z.string().nullable(),
  reason: z.string().nullable(),
  detail: z.unknown(),
  requestId: z.string().nullable(),
  hash: z.string(),
})

export const recordRoutes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/me',
    tag: 'administration',
    summary: { 'zh-CN': '当前用户', en: 'Who this token stands for' },
    query: myAccount,
    input: () => ({}),
  }),
  queryRoute({
    method: 'GET',
    path: '/business-date',
    tag: 'administration',
    summary: { 'zh-CN': '营业日期', en: 'Business date of the bank' },
    query: businessDateQuery,
    input: () => ({}),
    response: z.object({
      date: z.iso.date(),
      workingDay: z.boolean(),
      nextWorkingDay: z.iso.date(),
      calendarKnownUntil: z.iso.date().nullable(),
    }),
  }),
  queryRoute({
    method: 'GET',
    path: '/jobs/{id}',
    tag: 'administration',
    summary: { 'zh-CN': '后台任务进度', en: 'Progress of a background job' },
    query: jobStatus,
    input: ({ params }) => ({ jobId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/jobs/{id}/cancel',
    tag: 'administration',
    summary: { 'zh-CN': '取消后台任务', en: 'Cancel a background job' },
    command: cancelJob,
    input: ({ params, body }) => ({ jobId: params.id, ...body }),
  }),
  queryRoute({
    method: 'GET',
    path: '/audit',
    tag: 'administration',
    summary: { 'zh-CN': '审计轨迹', en: 'Audit trail' },
    query: auditTrail,
    input: ({ query }) => ({
      object: one(query.object),
      command: one(query.command),
      actor: one(query.actor),
      from: one(query.from),
      to: one(query.to),
      cursor: one(query.cursor),
      limit: one(query.limit),
    }),
    response: zPage(zAuditEvent),
  }),
  queryRoute({
    method: 'GET',
    path: '/audit/objects',
    tag: 'administration',
    summary: { 'zh-CN': '查找对象', en: 'Find an object' },
    query: findObjects,
    input: ({ query }) => ({ q: one(query.q) }),
  }),
  queryRoute({
    method: 'GET',
    path: '/audit/objects/{type}/{id}',
    tag: 'administration',
    summary: { 'zh-CN': '对象履历', en: 'Who did what on an object' },
    query: objectTrail,
    input: ({ params }) => ({ type: params.type, id: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/audit/state',
    tag: 'administration',
    summary: { 'zh-CN': '对象在某日的状态', en: 'An object as it stood on a day' },
    query: objectState,
    input: ({ query }) => query,
  }),
  rawRoute({
    method: 'GET',
    path: '/batches/{id}/evidence-pack',
    tag: 'administration',
    summary: { 'zh-CN': '批次证据包（zip）', en: 'The whole file of a batch as one zip' },
    handle: (actor, _request, { params }) => evidencePack(actor, params.id!),
  }),
  rawRoute({
    method: 'GET',
    path: '/audit/verify',
    tag: 'administration',
    summary: { 'zh-CN': '审计链校验', en: 'Prove the audit trail' },
    response: z.object({
      ok: z.boolean(),
      checked: z.int(),
      brokenAt: z.string().nullable(),
      head: z.string(),
      at: z.iso.datetime(),
    }),
    handle: async (actor) => Response.json(await proveAudit(actor), { headers: { 'cache-control': 'no-store' } }),
  }),
]
