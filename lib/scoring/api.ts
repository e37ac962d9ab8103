/** REST routes of scoring: cards run on given inputs, investigation sheets, checks, scores and overrides. */
import { z } from 'zod'
import { zTrace } from '@/lib/platform/http/answers'
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { defineQuery } from '@/lib/platform/queries'
import { applicationFile, applicationOverview, applicationScores, investigationOf } from './application-queries'
import { calculateScore, ScoreRequest } from './calculators'
import { cardRoutes } from './card-api'
import { cardInForce } from './card-in-force'
import { queryChecks, recordChecks } from './commands/checks'
import { importChecks } from './commands/import-checks'
import { saveInvestigations } from './commands/save'
import { saveOne } from './commands/save-one'
import { scoreApplications } from './commands/score'
import { signInvestigations } from './commands/sign'
import { addVisitPhoto, assessSheet, removeVisitPhoto } from './commands/visit'
import { handRoutes } from './hand-api'
import { batchResults, scoringBatch } from './queries'
import { batchSpreadOf } from './spread-queries'
import { visitList, visitSheet } from './visit-queries'

/** The bank's own published card of that code, the latest in force; else the standard one. */
const score = defineQuery({
  name: 'scoring.scoreInputs',
  input: ScoreRequest.extend({ code: z.string().max(40) }),
  access: { roles: 'ANY_SIGNED_IN' },
  async run({ tx, actor, today, input }) {
    const { code, ...request } = input
    return calculateScore(await cardInForce(tx, actor.bankId, code, today), request)
  },
})

const zScore = z.object({
  version: z.int(),
  total: z.int(),
  grade: z.string().nullable(),
  decision: z.string(),
  coefficient: z.string().nullable(),
  points: z.record(z.string(), z.int()),
  vetoes: z.array(z.string()),
  missing: z.array(z.string()),
  trace: zTrace,
})

const tag = 'scoring'

export const routes: Route[] = [
  ...cardRoutes,
  ...handRoutes,
  queryRoute({
    method: 'POST',
    path: '/scorecards/{code}/score',
    tag: 'calculators',
    summary: { 'zh-CN': '评分卡试算', en: 'Score inputs on a card' },
    query: score,
    input: ({ params, body }) => ({ ...body, code: params.code }),
    response: zScore,
  }),
  queryRoute({
    method: 'GET',
    path: '/applications/{id}',
    tag,
    summary: { 'zh-CN': '商户申请', en: 'An application' },
    query: applicationOverview,
    input: ({ params }) => ({ applicationId: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/applications/{id}/scores',
    tag,
    summary: { 'zh-CN': '评分结果及推导', en: 'Scores of an application, with their derivation' },
    query: applicationScores,
    input: ({ params }) => ({ applicationId: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/applications/{id}/file',
    tag,
    summary: { 'zh-CN': '资料、核查、授权与经过', en: 'Papers, checks, consents and history' },
    query: applicationFile,
    input: ({ params }) => ({ applicationId: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/applications/{id}/investigation',
    tag,
    summary: { 'zh-CN': '双人调查表', en: 'The investigation sheet' },
    query: investigationOf,
    input: ({ params }) => ({ applicationId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/applications/{id}/investigation',
    tag,
    summary: { 'zh-CN': '填写调查表', en: 'Fill in the investigation sheet' },
    command: saveOne,
    input: ({ params, body }) => ({ ...body, applicationId: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/applications/{id}/visit',
    tag,
    summary: { 'zh-CN': '实地走访：照片、现金流、盘点与签字', en: 'The visit: photos, cash flow, stock, signatures' },
    query: visitSheet,
    input: ({ params }) => ({ applicationId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/applications/{id}/photos',
    status: 201,
    tag,
    summary: { 'zh-CN': '走访照片（含时间地点）', en: 'Add a photo with its time and place' },
    command: addVisitPhoto,
    input: ({ params, body }) => ({ ...body, applicationId: params.id }),
  }),
  commandRoute({
    method: 'DELETE',
    path: '/applications/{id}/photos/{evidenceId}',
    tag,
    summary: { 'zh-CN': '删除自己的走访照片', en: 'Take an own photo away' },
    command: removeVisitPhoto,
    input: ({ params }) => ({ applicationId: params.id, evidenceId: params.evidenceId }),
  }),
  queryRoute({
    method: 'GET',
    path: '/investigations',
    tag,
    summary: { 'zh-CN': '待走访商户', en: 'Merchants to visit' },
    query: visitList,
    input: ({ query }) => ({ all: query.all === 'true' }),
  }),
  commandRoute({
    method: 'POST',
    path: '/applications/{id}/assessment',
    tag,
    summary: { 'zh-CN': '评价人员独立意见', en: 'Where the evaluator judges otherwise' },
    command: assessSheet,
    input: ({ params, body }) => ({ ...body, applicationId: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/batches/{id}/investigations',
    tag,
    summary: { 'zh-CN': '全批调查表', en: 'All sheets of a batch' },
    query: scoringBatch,
    input: ({ params }) => ({ batchId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/batches/{id}/investigations',
    tag,
    summary: { 'zh-CN': '批量填写调查表', en: 'Fill in many sheets' },
    command: saveInvestigations,
    input: ({ params, body }) => ({ ...body, batchId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/batches/{id}/sign-investigations',
    tag,
    summary: { 'zh-CN': '调查人签字', en: 'Sign sheets as an investigator' },
    command: signInvestigations,
    input: ({ params, body }) => ({ ...body, batchId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/batches/{id}/checks',
    status: 201,
    tag,
    summary: { 'zh-CN': '登记征信与公开信息核查', en: 'Record bureau and public checks' },
    command: recordChecks,
    input: ({ params, body }) => ({ ...body, batchId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/batches/{id}/checks/import',
    status: 201,
    tag,
    summary: { 'zh-CN': '导入核查结果文件', en: 'Take in a file of check results' },
    command: importChecks,
    input: ({ params, body }) => ({ ...body, batchId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/batches/{id}/query-checks',
    status: 202,
    tag,
    summary: { 'zh-CN': '自动查询', en: 'Ask the connected sources' },
    command: queryChecks,
    input: ({ params, body }) => ({ ...body, batchId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/batches/{id}/score',
    tag,
    summary: { 'zh-CN': '评分', en: 'Score the signed applications' },
    command: scoreApplications,
    input: ({ params, body }) => ({ ...body, batchId: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/batches/{id}/scores',
    tag,
    summary: { 'zh-CN': '批次评分结果', en: 'Result of a batch' },
    query: batchResults,
    input: ({ params }) => ({ batchId: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/batches/{id}/spread',
    tag,
    summary: { 'zh-CN': '指标分布与离群', en: 'How the values lie and who stands apart' },
    query: batchSpreadOf,
    input: ({ params }) => ({ batchId: params.id }),
  }),
]
