/** REST routes of collecting. */
import { commandRoute, queryRoute, type Route, rawRoute } from '@/lib/platform/http/route'
import { moveLegalCase, openLegalCase, recordCall, recordDelivery, recordPromise, writeLetter } from './commands/acts'
import { letterDocument } from './letter'
import { collectionFile, collectionLetter, collectionList } from './queries'

const tag = 'collection'
const act = (
  path: string,
  zh: string,
  en: string,
  command: Parameters<typeof commandRoute>[0]['command'],
  key: string,
) =>
  commandRoute({
    method: 'POST',
    path,
    status: 201,
    tag,
    summary: { 'zh-CN': zh, en },
    command,
    input: ({ params, body }) => ({ [key]: params.id, ...body }),
  })

export const routes: Route[] = [
  queryRoute({
    method: 'GET',
    path: '/collection',
    tag,
    summary: { 'zh-CN': '催收清单', en: 'Work list of late loans' },
    query: collectionList,
    input: ({ query }) => query,
  }),
  queryRoute({
    method: 'GET',
    path: '/loans/{id}/collection',
    tag,
    summary: { 'zh-CN': '催收档案', en: 'Collection file of a loan' },
    query: collectionFile,
    input: ({ params }) => ({ loanId: params.id }),
  }),
  act('/loans/{id}/collection/calls', '登记电话催收', 'Record a call', recordCall, 'loanId'),
  act('/loans/{id}/collection/promises', '登记还款承诺', 'Record a promise to pay', recordPromise, 'loanId'),
  act('/loans/{id}/collection/letters', '出具催收函', 'Write a demand letter', writeLetter, 'loanId'),
  act('/loans/{id}/collection/cases', '立案', 'Open a legal case', openLegalCase, 'loanId'),
  act('/collection/letters/{id}/delivery', '登记送达', 'Record a delivery', recordDelivery, 'actId'),
  act('/legal-cases/{id}/move', '推进案件', 'Move a legal case', moveLegalCase, 'caseId'),
  rawRoute({
    method: 'GET',
    path: '/collection/letters/{id}',
    tag,
    summary: { 'zh-CN': '催收函（PDF）', en: 'A demand letter as a PDF' },
    handle: (actor, _request, { params }) => letterDocument(actor, params.id!),
  }),
  queryRoute({
    method: 'GET',
    path: '/collection/letters/{id}/content',
    tag,
    summary: { 'zh-CN': '催收函内容', en: 'What a demand letter says' },
    query: collectionLetter,
    input: ({ params }) => ({ actId: params.id }),
  }),
]
