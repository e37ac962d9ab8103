/** REST routes of markets: one resource, the events of §10.1 in kebab-case (api-contract "The walk"). */
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { createMarket, updateMarket } from './commands/create'
import { overrideMarketScore } from './commands/override'
import { decideMarket, returnMarket, submitMarket } from './commands/review'
import { reconcileMarket, scoreMarket } from './commands/score'
import { exitMarket, expireMarket, reinstateMarket, reopenMarket, suspendMarket } from './commands/standing'
import { addSurveyEvidence, assignSurveyors, removeSurveyEvidence, saveEntry, startSurvey } from './commands/survey'
import { marketEvents } from './queries/events'
import { admittedMarkets, marketList } from './queries/list'
import { marketOverview, operatorChoices, surveyorCandidates } from './queries/overview'
import { mySurveys, surveyDesk, surveyRecord } from './queries/survey'

const tag = 'markets'
type AnyCommand = Parameters<typeof commandRoute>[0]['command']
type AnyQuery = Parameters<typeof queryRoute>[0]['query']

const event = (path: string, zh: string, en: string, command: AnyCommand, method: 'POST' | 'PUT' = 'POST') =>
  commandRoute({
    method,
    path: `/markets/{id}/${path}`,
    tag,
    summary: { 'zh-CN': zh, en },
    command,
    input: ({ params, body }) => ({ marketId: params.id, ...body }),
  })

const view = (path: string, zh: string, en: string, query: AnyQuery) =>
  queryRoute({
    method: 'GET',
    path,
    tag,
    summary: { 'zh-CN': zh, en },
    query,
    input: ({ params }) => (path.includes('{id}') ? { marketId: params.id } : {}),
  })

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/markets',
    tag,
    summary: { 'zh-CN': '市场列表', en: 'Markets' },
    query: marketList,
    input: ({ query }) => query,
  }),
  commandRoute({
    method: 'POST',
    path: '/markets',
    status: 201,
    tag,
    summary: { 'zh-CN': '新建市场', en: 'Create a market' },
    command: createMarket,
    input: ({ body }) => body,
  }),
  view('/markets/admitted', '可开展批次的市场', 'Markets in which a batch may be started', admittedMarkets),
  view('/markets/my-surveys', '我的调查', 'My surveys', mySurveys),
  view('/markets/surveyors', '可指派的调查人员', 'People who may survey', surveyorCandidates),
  view('/markets/operators', '市场管理方', 'Market operators', operatorChoices),
  view('/markets/{id}', '市场概览', 'A market', marketOverview),
  view('/markets/{id}/survey', '本人的调查表', 'My entry of the survey', surveyDesk),
  view('/markets/{id}/surveys', '调查与评分全档', 'All surveys and scores of a market', surveyRecord),
  queryRoute({
    method: 'GET',
    path: '/markets/{id}/events',
    tag,
    summary: { 'zh-CN': '市场时间线', en: 'Timeline of a market' },
    query: marketEvents,
    input: ({ params, query }) => ({ marketId: params.id, ...query }),
  }),
  event('facts', '更正市场信息', "Correct a market's facts", updateMarket, 'PUT'),
  event('assign', '指派调查人员', 'Name the two surveyors', assignSurveyors),
  event('start-survey', '开始调查', 'Start the survey', startSurvey),
  event('survey', '保存本人的调查表', 'Save my entry of the survey', saveEntry, 'PUT'),
  event('evidence', '添加证据', 'Add evidence', addSurveyEvidence),
  commandRoute({
    method: 'DELETE',
    path: '/markets/{id}/evidence/{evidenceId}',
    tag,
    summary: { 'zh-CN': '移除本人的证据', en: 'Take my evidence away' },
    command: removeSurveyEvidence,
    input: ({ params }) => ({ marketId: params.id, evidenceId: params.evidenceId }),
  }),
  event('score', '签字评分', 'Sign my entry; the second signature scores', scoreMarket),
  event('reconcile', '说明两份评分的差异', 'Explain the difference of the two entries', reconcileMarket),
  event('override-score', '人工调整等级', 'Change the grade by hand', overrideMarketScore),
  event('submit', '提交审查', 'Submit for review', submitMarket),
  event('return', '退回补充', 'Return for supplement', returnMarket),
  event('decide', '作出准入决定', 'Decide', decideMarket),
  event('suspend', '暂停', 'Suspend', suspendMarket),
  event('reinstate', '恢复', 'Reinstate', reinstateMarket),
  event('expire', '到期（系统）', 'Expire (the system)', expireMarket),
  event('exit', '退出', 'Exit', exitMarket),
  event('re-open', '重新受理', 'Open again', reopenMarket),
]
