/** REST routes of partners and cooperation agreements. */
import { commandRoute, queryRoute, type Route } from '@/lib/platform/http/route'
import { answerCase, askPartner, submitReturn } from './commands/cases'
import { recordCounterGuarantee, releaseCounterGuarantee } from './commands/counter-guarantees'
import {
  addPartnerDocument,
  addPartnerPerson,
  createPartner,
  endPartnerPerson,
  exitPartner,
  recordPartnerFigures,
  setPool,
  updatePartnerProfile,
} from './commands/partner'
import { decideReview, proposeReview, stopPartner } from './commands/review'
import { activateScheme, answerSchemeConsent, draftScheme, moveScheme } from './commands/scheme'
import { partnerDetail, partnerList } from './queries'
import { schemeHolds, schemeList } from './queries-schemes'

const tag = 'partners'
type AnyCommand = Parameters<typeof commandRoute>[0]['command']

const act = (
  path: string,
  zh: string,
  en: string,
  command: AnyCommand,
  method: 'POST' | 'PUT' = 'POST',
  status?: number,
) =>
  commandRoute({
    method,
    path: `/partners/{id}/${path}`,
    ...(status ? { status } : {}),
    tag,
    summary: { 'zh-CN': zh, en },
    command,
    input: ({ params, body }) => ({ partyId: params.id, ...body }),
  })

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/partners',
    tag,
    summary: { 'zh-CN': '合作方列表', en: 'Partners' },
    query: partnerList,
    input: ({ query }) => query,
  }),
  commandRoute({
    method: 'POST',
    path: '/partners',
    status: 201,
    tag,
    summary: { 'zh-CN': '登记合作方', en: 'Register a partner' },
    command: createPartner,
    input: ({ body }) => body,
  }),
  queryRoute({
    method: 'GET',
    path: '/partners/{id}',
    tag,
    summary: { 'zh-CN': '合作方详情', en: 'A partner' },
    query: partnerDetail,
    input: ({ params }) => ({ partyId: params.id }),
  }),
  act('profile', '更正合作方档案', 'Correct a profile', updatePartnerProfile, 'PUT'),
  act('people', '登记合作方人员', 'Record a person', addPartnerPerson, 'POST', 201),
  act('documents', '登记合作方资料', 'Record a paper', addPartnerDocument, 'POST', 201),
  act('figures', '登记财务数据', 'Record figures', recordPartnerFigures, 'POST', 201),
  act('pool', '登记共保份额', 'Set the shares of a pool', setPool, 'PUT'),
  act('reviews', '提出准入或年审意见', 'Propose a review', proposeReview, 'POST', 201),
  act('stop', '停止新业务', 'Stop new business', stopPartner),
  act('exit', '退出合作', 'End the cooperation', exitPartner),
  commandRoute({
    method: 'POST',
    path: '/partner-people/{id}/end',
    tag,
    summary: { 'zh-CN': '人员离任', en: 'A person leaves' },
    command: endPartnerPerson,
    input: ({ params, body }) => ({ personId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/partner-reviews/{id}/decide',
    tag,
    summary: { 'zh-CN': '审定准入或年审', en: 'Decide a review' },
    command: decideReview,
    input: ({ params, body }) => ({ reviewId: params.id, ...body }),
  }),
  queryRoute({
    method: 'GET',
    path: '/schemes',
    tag,
    summary: { 'zh-CN': '合作协议及可用额度', en: 'Agreements and their headroom' },
    query: schemeList,
    input: ({ query }) => query,
  }),
  commandRoute({
    method: 'POST',
    path: '/schemes',
    status: 201,
    tag,
    summary: { 'zh-CN': '起草合作协议版本', en: 'Draft a version of an agreement' },
    command: draftScheme,
    input: ({ body }) => body,
  }),
  queryRoute({
    method: 'GET',
    path: '/schemes/{id}/holds',
    tag,
    summary: { 'zh-CN': '协议占用明细', en: 'What is held of an agreement' },
    query: schemeHolds,
    input: ({ params }) => ({ schemeId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/schemes/{id}/activate',
    tag,
    summary: { 'zh-CN': '协议版本生效', en: 'Put a version in force' },
    command: activateScheme,
    input: ({ params, body }) => ({ schemeId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/schemes/{id}/move',
    tag,
    summary: { 'zh-CN': '协议停止、恢复、终止', en: 'Stop, resume or end an agreement' },
    command: moveScheme,
    input: ({ params, body }) => ({ schemeId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/schemes/{id}/consent',
    tag,
    summary: { 'zh-CN': '合作方答复变更（合作方）', en: 'Answer a change (partner)' },
    command: answerSchemeConsent,
    input: ({ params, body }) => ({ schemeId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/applications/{id}/partner-cases',
    status: 201,
    tag,
    summary: { 'zh-CN': '提请合作方办理', en: 'Ask the partner' },
    command: askPartner,
    input: ({ params, body }) => ({ applicationId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/partner-cases/{id}/answer',
    tag,
    summary: { 'zh-CN': '合作方答复（合作方）', en: 'Answer a case (partner)' },
    command: answerCase,
    input: ({ params, body }) => ({ caseId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/partner-cases/{id}/counter-guarantees',
    status: 201,
    tag,
    summary: { 'zh-CN': '登记反担保', en: 'Record a counter-guarantee' },
    command: recordCounterGuarantee,
    input: ({ params, body }) => ({ caseId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/counter-guarantees/{id}/release',
    tag,
    summary: { 'zh-CN': '解除反担保', en: 'Release a counter-guarantee' },
    command: releaseCounterGuarantee,
    input: ({ params, body }) => ({ id: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/partner/returns',
    status: 201,
    tag,
    summary: { 'zh-CN': '报送月报（合作方）', en: 'Hand in the monthly return (partner)' },
    command: submitReturn,
    input: ({ body }) => body,
  }),
]
