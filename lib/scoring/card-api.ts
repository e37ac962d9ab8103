/** REST routes of the cards themselves: versions, files, differences, drafts and their way to publication. */
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { cardFile, compareCards, getCard, getCardDraft, listCards } from './card-queries'
import { draftCardVersion, recallCardDraft, saveCardDraft, withdrawCardDraft } from './commands/draft-card'
import { publishCard, returnCardDraft, submitCardDraft } from './commands/publish-card'
import { tryScorecard } from './trial-queries'

const tag = 'scorecards'

export const cardRoutes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/scorecards',
    tag,
    summary: { 'zh-CN': '全部评分卡', en: 'All scorecards' },
    query: listCards,
    input: () => ({}),
  }),
  queryRoute({
    method: 'GET',
    path: '/scorecards/{code}',
    tag,
    summary: { 'zh-CN': '评分卡及其各版本', en: 'A scorecard with its versions' },
    query: getCard,
    input: ({ params, query }) => ({ code: params.code, ...query }),
  }),
  queryRoute({
    method: 'GET',
    path: '/scorecards/{code}/versions/{version}',
    tag,
    summary: { 'zh-CN': '导出一个版本', en: 'Export one version' },
    query: cardFile,
    input: ({ params }) => ({ code: params.code, version: params.version }),
  }),
  queryRoute({
    method: 'GET',
    path: '/scorecards/{code}/compare',
    tag,
    summary: { 'zh-CN': '比较两个版本', en: 'Compare two versions' },
    query: compareCards,
    input: ({ params, query }) => ({ code: params.code, ...query }),
  }),
  queryRoute({
    method: 'POST',
    path: '/scorecard-trials',
    tag,
    summary: { 'zh-CN': '用存档输入试算', en: 'Try a card on stored inputs' },
    query: tryScorecard,
    input: ({ body }) => body,
  }),
  commandRoute({
    method: 'POST',
    path: '/scorecard-drafts',
    status: 201,
    tag,
    summary: { 'zh-CN': '起草新版本或导入', en: 'Draft a version, or import one' },
    command: draftCardVersion,
    input: ({ body }) => body,
  }),
  queryRoute({
    method: 'GET',
    path: '/scorecard-drafts/{id}',
    tag,
    summary: { 'zh-CN': '评分卡草稿', en: 'A draft' },
    query: getCardDraft,
    input: ({ params }) => ({ draftId: params.id }),
  }),
  commandRoute({
    method: 'PUT',
    path: '/scorecard-drafts/{id}',
    tag,
    summary: { 'zh-CN': '保存草稿', en: 'Save a draft' },
    command: saveCardDraft,
    input: ({ params, body }) => ({ ...body, draftId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/scorecard-drafts/{id}/submit',
    tag,
    summary: { 'zh-CN': '提交复核', en: 'Hand a draft to a second person' },
    command: submitCardDraft,
    input: ({ params }) => ({ draftId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/scorecard-drafts/{id}/recall',
    tag,
    summary: { 'zh-CN': '收回草稿', en: 'Take a draft back' },
    command: recallCardDraft,
    input: ({ params }) => ({ draftId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/scorecard-drafts/{id}/return',
    tag,
    summary: { 'zh-CN': '退回草稿', en: 'Send a draft back' },
    command: returnCardDraft,
    input: ({ params, body }) => ({ ...body, draftId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/scorecard-drafts/{id}/publish',
    tag,
    summary: { 'zh-CN': '发布', en: 'Publish' },
    command: publishCard,
    input: ({ params, body }) => ({ ...body, draftId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/scorecard-drafts/{id}/withdraw',
    tag,
    summary: { 'zh-CN': '撤销草稿', en: 'Withdraw a draft' },
    command: withdrawCardDraft,
    input: ({ params, body }) => ({ ...body, draftId: params.id }),
  }),
]
