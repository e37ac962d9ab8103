/** Files over the API: the same upload and the same download as the screens use. */
import { z } from 'zod'
import { type Route, rawRoute } from '@/lib/platform/http/route'
import { serveFile } from './serve'
import { uploadFile } from './upload'

const zUploaded = z.object({
  id: z.string(),
  name: z.string(),
  mediaType: z.string(),
  sizeBytes: z.int(),
  sha256: z.string(),
})

export const routes: Route[] = [
  rawRoute({
    method: 'POST',
    path: '/files',
    status: 201,
    tag: 'files',
    summary: { 'zh-CN': '上传文件（不超过 20 MB）', en: 'Upload a file (up to 20 MB)' },
    request: {
      mediaType: 'multipart/form-data',
      schema: z.object({ file: z.string().meta({ format: 'binary' }), kind: z.string().optional() }),
    },
    response: zUploaded,
    handle: async (actor, request) =>
      Response.json(await uploadFile(actor, request), { status: 201, headers: { 'cache-control': 'no-store' } }),
  }),
  rawRoute({
    method: 'GET',
    path: '/files/{id}',
    tag: 'files',
    summary: { 'zh-CN': '下载文件', en: 'Download a file' },
    handle: (actor, request, { params, query }) =>
      serveFile(actor, request, {
        id: params.id ?? '',
        thumb: typeof query.thumb === 'string' ? query.thumb : null,
        download: query.download !== undefined,
      }),
  }),
]
