/** REST routes of a bank's settings: branches, assignments, parameters, calendar. */
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { assignMarket, assignmentList } from '../assignments'
import { branchList, createBranch, updateBranch } from '../branches'
import { calendarYear, clearCalendarDay, loadOfficialDays, setCalendarDay } from '../calendar'
import { errorTextDetail, errorTextList } from '../error-texts'
import { decideParameter, parameterHistory, parameterList, proposeParameter } from '../parameter-changes'
import { one } from './query-value'

const tag = 'settings'

export const settingRoutes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/branches',
    tag,
    summary: { 'zh-CN': '机构列表', en: 'Branches' },
    query: branchList,
    input: () => ({}),
  }),
  commandRoute({
    method: 'POST',
    path: '/branches',
    status: 201,
    tag,
    summary: { 'zh-CN': '建立机构', en: 'Create a branch' },
    command: createBranch,
    input: ({ body }) => body,
  }),
  commandRoute({
    method: 'PUT',
    path: '/branches/{id}',
    tag,
    summary: { 'zh-CN': '修改机构', en: 'Edit a branch' },
    command: updateBranch,
    input: ({ params, body }) => ({ branchId: params.id, ...body }),
  }),
  queryRoute({
    method: 'GET',
    path: '/assignments',
    tag,
    summary: { 'zh-CN': '市场分工', en: 'Who looks after which market' },
    query: assignmentList,
    input: () => ({}),
  }),
  commandRoute({
    method: 'PUT',
    path: '/markets/{id}/assignments',
    tag,
    summary: { 'zh-CN': '设置市场分工', en: 'Assign people to a market' },
    command: assignMarket,
    input: ({ params, body }) => ({ marketId: params.id, ...body }),
  }),
  queryRoute({
    method: 'GET',
    path: '/parameters',
    tag,
    summary: { 'zh-CN': '参数列表', en: 'Parameters with values, standards and ranges' },
    query: parameterList,
    input: ({ query }) => ({ feature: one(query.feature) }),
  }),
  queryRoute({
    method: 'GET',
    path: '/parameters/{key}',
    tag,
    summary: { 'zh-CN': '参数变更记录', en: 'A parameter with its changes' },
    query: parameterHistory,
    input: ({ params }) => ({ key: params.key }),
  }),
  commandRoute({
    method: 'POST',
    path: '/parameters',
    status: 201,
    tag,
    summary: { 'zh-CN': '提出参数变更', en: 'Propose a value' },
    command: proposeParameter,
    input: ({ body }) => body,
  }),
  commandRoute({
    method: 'POST',
    path: '/parameters/{id}/decide',
    tag,
    summary: { 'zh-CN': '复核参数变更', en: 'Decide a proposed value' },
    command: decideParameter,
    input: ({ params, body }) => ({ parameterId: params.id, ...body }),
  }),
  queryRoute({
    method: 'GET',
    path: '/error-texts',
    tag,
    summary: { 'zh-CN': '错误提示文案', en: 'The words of every refusal, and whose they are' },
    query: errorTextList,
    input: () => ({}),
  }),
  queryRoute({
    method: 'GET',
    path: '/error-texts/{code}',
    tag,
    summary: { 'zh-CN': '错误提示文案变更记录', en: 'The words of a refusal with their changes' },
    query: errorTextDetail,
    input: ({ params }) => ({ code: params.code }),
  }),
  queryRoute({
    method: 'GET',
    path: '/calendar',
    tag,
    summary: { 'zh-CN': '日历', en: 'Special days of a year' },
    query: calendarYear,
    input: ({ query }) => ({ year: one(query.year) }),
  }),
  commandRoute({
    method: 'PUT',
    path: '/calendar/{day}',
    tag,
    summary: { 'zh-CN': '设置日历日期', en: 'Set a day of the calendar' },
    command: setCalendarDay,
    input: ({ params, body }) => ({ day: params.day, ...body }),
  }),
  commandRoute({
    method: 'DELETE',
    path: '/calendar/{day}',
    tag,
    summary: { 'zh-CN': '恢复日历日期', en: 'Take a day back to the plain week' },
    command: clearCalendarDay,
    input: ({ params, body }) => ({ day: params.day, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/calendar/holidays',
    tag,
    summary: { 'zh-CN': '载入放假安排', en: 'Load the announced holidays of a year' },
    command: loadOfficialDays,
    input: ({ body }) => body,
  }),
]
