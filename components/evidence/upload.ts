import type { AppError, Result } from '@/lib/platform/errors'

export type UploadedFile = { id: string; name: string; mediaType: string; sizeBytes: number }

/** What the file chooser offers; the server tells by content and has the last word. */
export const ACCEPT_PHOTO = 'image/jpeg,image/png,image/webp'
export const ACCEPT_FILE = `${ACCEPT_PHOTO},application/pdf,.xlsx,.docx,.csv,.txt,video/mp4,video/quicktime`

/** Sends one file; a refusal of the server comes back as the same value that a server action gives. */
export async function uploadFile(file: File, kind = 'EVIDENCE'): Promise<Result<UploadedFile>> {
  const body = new FormData()
  body.append('kind', kind)
  body.append('file', file)
  try {
    const answer = await fetch('/api/files', { method: 'POST', body })
    const json = (await answer.json()) as UploadedFile & Partial<AppError>
    if (answer.ok) return { ok: true, value: json }
    return {
      ok: false,
      error: { code: json.code ?? 'E_INTERNAL', status: answer.status, params: json.params ?? {}, fields: [] },
    }
  } catch {
    return { ok: false, error: { code: 'E_UNAVAILABLE', status: 503, params: {}, fields: [] } }
  }
}

export type Place = { latitude: string; longitude: string }

/** Where the phone is, when its owner allows that; never waits longer than eight seconds. */
export function currentPlace(): Promise<Place | null> {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(null)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ latitude: coords.latitude.toFixed(6), longitude: coords.longitude.toFixed(6) }),
      () => resolve(null),
      { timeout: 8000, maximumAge: 120_000, enableHighAccuracy: true },
    )
  })
}
