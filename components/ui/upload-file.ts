import type { Result } from '@/lib/platform/errors'

/** Stores a file and answers its id, or the refusal as a command would say it. */
export async function uploadFile(content: Blob, kind: string, name?: string): Promise<Result<{ id: string }>> {
  const body = new FormData()
  body.set('kind', kind)
  body.set('file', content, name ?? (content instanceof File ? content.name : 'signature.png'))
  const answer = await fetch('/api/files', { method: 'POST', body })
  const value = (await answer.json()) as { id: string; code?: string }
  return answer.ok
    ? { ok: true, value }
    : { ok: false, error: { code: value.code ?? 'E_INTERNAL', status: answer.status, params: {}, fields: [] } }
}
