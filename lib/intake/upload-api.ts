/** REST routes by which files come in: a whole packet as one form, or in pieces that survive a lost line. */
import { z } from 'zod'
import type { Actor } from '@/lib/platform/actor'
import { parseInput } from '@/lib/platform/commands'
import { Refusal, refuse } from '@/lib/platform/errors'
import { readJsonBody } from '@/lib/platform/http/read-body'
import { type Route, type RouteParts, rawRoute } from '@/lib/platform/http/route'
import { zId } from '@/lib/platform/schema'
import { toWire } from '@/lib/platform/wire'
import { receivePacket } from './commands/receive'
import { readUpload } from './upload'
import {
  ARCHIVE_BYTES,
  addPiece,
  beginUpload,
  dropUpload,
  finishedUploads,
  LIST_BYTES,
  mayUpload,
  NewUpload,
  UploadState,
  uploadState,
} from './upload-parts'

type Receive = Parameters<typeof receivePacket>[1]
const FIELDS = ['market', 'mode', 'mapping', 'batch']

/** POST /packets: a form with the files, or JSON that names files uploaded before. 202 with the packet's id. */
async function receive(actor: Actor, request: Request): Promise<Response> {
  mayUpload(actor)
  const json = /^application\/json\b/i.test(request.headers.get('content-type') ?? '')
  const input = json ? await namedFiles(actor, request) : await sentFiles(actor, request)
  const key = request.headers.get('idempotency-key')
  if (key !== null && !/^[\x21-\x7e]{1,200}$/.test(key)) throw refuse('E_MALFORMED', { problem: 'Idempotency-Key' })
  const result = await receivePacket(actor, input as Receive, { idempotencyKey: key ?? undefined })
  if (!result.ok) throw new Refusal(result.error)
  const { id, status, batchId, jobId } = result.value
  return Response.json(toWire({ id, status, batchId, jobId }), {
    status: 202,
    headers: { 'cache-control': 'no-store', location: `/api/v1/packets/${id}` },
  })
}

const Named = z.strictObject({
  market: z.string().optional(),
  mode: z.string().optional(),
  batch: z.string().optional(),
  mapping: z.record(z.string(), z.unknown()).optional(),
  uploads: z.array(zId).min(1).max(21),
})

async function namedFiles(actor: Actor, request: Request): Promise<unknown> {
  const { uploads, batch, ...rest } = parseInput(Named, await readJsonBody(request))
  const files = await finishedUploads(actor, uploads)
  const lists = files.filter((f) => f.purpose === 'list')
  return {
    ...rest,
    ...(batch === undefined ? {} : { batchId: batch }),
    ...oneList(lists.map((f) => f.file)),
    documents: files.filter((f) => f.purpose === 'documents').map((f) => f.file),
  }
}

/** The form: streamed to the store, nothing of a file in memory. */
async function sentFiles(actor: Actor, request: Request): Promise<unknown> {
  const { fields, files } = await readUpload(request, actor.bankId, {
    fileBytes: { list: LIST_BYTES, documents: ARCHIVE_BYTES },
    files: 21,
  })
  const unknown = Object.keys(fields).filter((f) => !FIELDS.includes(f))
  if (unknown.length > 0)
    throw refuse(
      'E_UNKNOWN_FIELD',
      { fields: unknown },
      { fields: unknown.map((path) => ({ path, code: 'E_UNKNOWN_FIELD' })) },
    )
  const stored = (f: (typeof files)[number]) => ({
    name: f.name,
    sha256: f.sha256,
    sizeBytes: f.sizeBytes,
    mediaType: f.mediaType.slice(0, 100),
  })
  const { market, mode, mapping, batch } = fields
  return {
    ...(market ? { market } : {}),
    ...(mode ? { mode } : {}),
    ...(batch ? { batchId: batch } : {}),
    ...(mapping ? { mapping: parsedMapping(mapping) } : {}),
    ...oneList(files.filter((f) => f.field === 'list').map(stored)),
    documents: files.filter((f) => f.field === 'documents').map(stored),
  }
}

const malformed = (path: string) =>
  refuse('E_MALFORMED', { problem: path }, { fields: [{ path, code: 'E_MALFORMED' }] })

function oneList<T>(lists: T[]): { list?: T } {
  if (lists.length > 1) throw malformed('list')
  return lists[0] ? { list: lists[0] } : {}
}

function parsedMapping(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw malformed('mapping')
  }
}

async function begin(actor: Actor, request: Request): Promise<Response> {
  const state = await beginUpload(actor, await readJsonBody(request))
  return Response.json(state, { status: 201, headers: { location: `/api/v1/uploads/${state.id}` } })
}

async function piece(actor: Actor, request: Request, { params, query }: RouteParts): Promise<Response> {
  const asked = String(query.offset ?? '')
  if (!/^\d{1,12}$/.test(asked)) throw malformed('offset')
  return Response.json(await addPiece(actor, params.id!, Number(asked), request.body))
}

async function drop(actor: Actor, _request: Request, { params }: RouteParts): Promise<Response> {
  await dropUpload(actor, params.id!)
  return new Response(null, { status: 204 })
}

const tag = 'packets'
export const uploadRoutes: Route[] = [
  rawRoute({
    method: 'POST',
    path: '/packets',
    status: 202,
    tag,
    summary: { 'zh-CN': '上传资料包（清单与扫描件）', en: 'Upload a packet (list and scans)' },
    handle: receive,
    response: z.object({ id: z.string(), status: z.string(), batchId: z.string() }),
  }),
  rawRoute({
    method: 'POST',
    path: '/uploads',
    status: 201,
    tag,
    summary: { 'zh-CN': '开始可续传的上传', en: 'Begin an upload that can be resumed' },
    request: { mediaType: 'application/json', schema: NewUpload },
    handle: begin,
    response: UploadState,
  }),
  rawRoute({
    method: 'GET',
    path: '/uploads/{id}',
    tag,
    summary: { 'zh-CN': '已收到多少', en: 'How far an upload has come' },
    handle: async (actor, _request, { params }) => Response.json(await uploadState(actor, params.id!)),
    response: UploadState,
  }),
  rawRoute({
    method: 'PUT',
    path: '/uploads/{id}',
    tag,
    summary: { 'zh-CN': '续传一段（?offset=）', en: 'Add a piece of the file (?offset=)' },
    handle: piece,
    response: UploadState,
  }),
  rawRoute({
    method: 'DELETE',
    path: '/uploads/{id}',
    status: 204,
    tag,
    summary: { 'zh-CN': '放弃上传', en: 'Drop an upload' },
    handle: drop,
  }),
]
