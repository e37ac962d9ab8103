/** REST routes of packets (api-contract "Packets") and of the operator's items. */
import type { Actor } from '@/lib/platform/actor'
import { refuse } from '@/lib/platform/errors'
import { fileStore } from '@/lib/platform/files'
import { commandRoute, queryRoute, type Route, type RouteParts, rawRoute } from '@/lib/platform/http/route'
import { toWire } from '@/lib/platform/wire'
import { ListColumns, listColumns } from './columns'
import { recordConsent, withdrawConsent } from './commands/consents'
import { removeItem, removeItems, supplementItem, updateItem } from './commands/items'
import { addDocument, assignDocument, discardDocument } from './commands/papers'
import { remapPacket } from './commands/receive'
import { consentList } from './consent-queries'
import { listTemplate, markedCopy } from './downloads'
import { listRules } from './list-policy'
import { packetIssues, packetMerchants, packetStatus } from './packet-queries'
import { packetDesk, submissions } from './queries'
import { readOneDocument } from './read-documents'
import { FileRefused } from './refused-file'
import { readUpload } from './upload'
import { uploadRoutes } from './upload-api'

const DOCUMENT_BYTES = 20 * 2 ** 20

/** POST /applications/{id}/documents: one paper for one slot. Its type is told by its content, not by its name. */
async function uploadDocument(actor: Actor, request: Request, { params }: RouteParts): Promise<Response> {
  const { fields, files } = await readUpload(request, actor.bankId, { fileBytes: { file: DOCUMENT_BYTES }, files: 1 })
  const file = files[0]
  if (!file) throw refuse('E_REQUIRED:file', {}, { fields: [{ path: 'file', code: 'E_REQUIRED' }] })
  const { mime } = await readOneDocument(await fileStore().localPath(actor.bankId, file.sha256), file.name).catch(
    (cause: unknown) => {
      if (!(cause instanceof FileRefused)) throw cause
      throw refuse(cause.code, cause.params, { fields: [{ path: 'file', code: cause.code }] })
    },
  )
  const result = await addDocument(actor, {
    applicationId: params.id!,
    slot: fields.slot as 'APPLICATION',
    side: (fields.side as 'FRONT' | undefined) ?? null,
    ...(fields.replaces ? { replaces: fields.replaces } : {}),
    file: { name: file.name, sha256: file.sha256, sizeBytes: file.sizeBytes, mediaType: mime as 'image/jpeg' },
  })
  if (!result.ok)
    throw Object.assign(refuse(result.error.code, result.error.params, { fields: result.error.fields }), {
      error: result.error,
    })
  return Response.json(toWire(result.value), { status: 201 })
}

const tag = 'packets'
const byId = ({ params, query }: RouteParts) => ({ packetId: params.id, ...query })

export const routes: Route[] = [
  ...uploadRoutes,
  queryRoute({
    method: 'GET',
    path: '/packets/{id}',
    tag,
    summary: { 'zh-CN': '资料包读取状态', en: 'State of a packet' },
    query: packetStatus,
    input: ({ params }) => ({ packetId: params.id }),
  }),
  queryRoute({
    method: 'GET',
    path: '/packets/{id}/issues',
    tag,
    summary: { 'zh-CN': '资料包问题清单', en: 'Issues of a packet' },
    query: packetIssues,
    input: byId,
  }),
  queryRoute({
    method: 'GET',
    path: '/packets/{id}/merchants',
    tag,
    summary: { 'zh-CN': '读取出的商户', en: 'Merchants as read' },
    query: packetMerchants,
    input: byId,
  }),
  rawRoute({
    method: 'GET',
    path: '/packets/{id}/columns',
    tag,
    summary: { 'zh-CN': '清单各列与栏目的对应', en: 'The columns of the list and their fields' },
    handle: async (actor, _request, { params }) => Response.json(await listColumns(actor, params.id!)),
    response: ListColumns,
  }),
  rawRoute({
    method: 'GET',
    path: '/packets/{id}/marked-copy',
    tag,
    summary: { 'zh-CN': '清单标注副本（Excel）', en: 'The list with its faults marked (Excel)' },
    handle: (actor, _request, { params }) => markedCopy(actor, params.id!),
  }),
  rawRoute({
    method: 'GET',
    path: '/markets/{code}/list-template',
    tag,
    summary: { 'zh-CN': '空白清单模板（Excel）', en: 'An empty list to fill in (Excel)' },
    handle: (actor, _request, { params }) => listTemplate(actor, params.code!),
  }),
  queryRoute({
    method: 'GET',
    path: '/markets/{code}/list-rules',
    tag,
    summary: { 'zh-CN': '某市场清单的校验规则', en: 'What a list of this market is checked against' },
    query: listRules,
    input: ({ params, query }) => ({ market: params.code, ...query }),
  }),
  queryRoute({
    method: 'GET',
    path: '/batches/{id}/list-rules',
    tag,
    summary: { 'zh-CN': '某批次清单的校验规则', en: 'What a list of this batch is checked against' },
    query: listRules,
    input: ({ params }) => ({ batchId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/packets/{id}/remap',
    tag,
    summary: { 'zh-CN': '更改列对应后重读', en: 'Read again with another mapping' },
    command: remapPacket,
    input: ({ params, body }) => ({ packetId: params.id, ...body }),
  }),
  queryRoute({
    method: 'GET',
    path: '/batches/{id}/desk',
    tag,
    summary: { 'zh-CN': '资料台（商户×资料）', en: 'Packet desk (merchants × slots)' },
    query: packetDesk,
    input: ({ params, query }) => ({ batchId: params.id, ...query }),
  }),
  queryRoute({
    method: 'GET',
    path: '/batches/{id}/submissions',
    tag,
    summary: { 'zh-CN': '历次报送与差异', en: 'Submissions and what changed' },
    query: submissions,
    input: ({ params }) => ({ batchId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/applications/{id}/update',
    tag,
    summary: { 'zh-CN': '修改一户的字段', en: 'Mend fields of a row' },
    command: updateItem,
    input: ({ params, body }) => ({ applicationId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/applications/{id}/remove',
    tag,
    summary: { 'zh-CN': '移出批次', en: 'Take a row out' },
    command: removeItem,
    input: ({ params, body }) => ({ applicationId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/batches/{id}/remove-items',
    tag,
    summary: { 'zh-CN': '多户移出批次', en: 'Take several rows out' },
    command: removeItems,
    input: ({ params, body }) => ({ batchId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/applications/{id}/supplement',
    tag,
    summary: { 'zh-CN': '补充后重新提交一户', en: 'Hand a returned row in again' },
    command: supplementItem,
    input: ({ params, body }) => ({ applicationId: params.id, ...body }),
  }),
  rawRoute({
    method: 'POST',
    path: '/applications/{id}/documents',
    status: 201,
    tag,
    summary: { 'zh-CN': '上传一份资料', en: 'Upload one paper' },
    handle: uploadDocument,
  }),
  queryRoute({
    method: 'GET',
    path: '/applications/{id}/consents',
    tag,
    summary: { 'zh-CN': '一户的授权与同意', en: 'The consents of a merchant' },
    query: consentList,
    input: ({ params }) => ({ applicationId: params.id }),
  }),
  commandRoute({
    method: 'POST',
    path: '/consents/{id}/record',
    tag,
    summary: { 'zh-CN': '登记授权书签署日期', en: 'Write down the day a consent was signed' },
    command: recordConsent,
    input: ({ params, body }) => ({ consentId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/consents/{id}/withdraw',
    tag,
    summary: { 'zh-CN': '撤回授权', en: 'Take a consent back' },
    command: withdrawConsent,
    input: ({ params, body }) => ({ consentId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/documents/{id}/assign',
    tag,
    summary: { 'zh-CN': '归位一份资料', en: 'Place a paper' },
    command: assignDocument,
    input: ({ params, body }) => ({ documentId: params.id, ...body }),
  }),
  commandRoute({
    method: 'POST',
    path: '/documents/{id}/discard',
    tag,
    summary: { 'zh-CN': '弃用一份资料', en: 'Put a paper aside' },
    command: discardDocument,
    input: ({ params, body }) => ({ documentId: params.id, ...body }),
  }),
]
