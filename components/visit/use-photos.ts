'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { currentPlace, uploadFile } from '@/components/evidence/upload'
import type { AppError, Result } from '@/lib/platform/errors'
import { addVisitPhotoAction } from '@/lib/scoring/actions'
import { type KeptPhoto, phoneStore, shrink } from './phone-store'

const AGAIN_MS = 20_000

export type WaitingPhoto = KeptPhoto & { url: string }

type PhotoProof = {
  fileId: string
  source: string
  observedAt: string
  note?: string
  latitude?: string
  longitude?: string
}
/** Hands a photo, whose file has arrived, over to what it belongs to; the key makes it count once. */
export type Deliver = (id: string, proof: PhotoProof, idempotencyKey: string) => Promise<Result<unknown>>

const toSheet: Deliver = (applicationId, proof, idempotencyKey) =>
  addVisitPhotoAction({ applicationId, ...proof }, { idempotencyKey })

const proofOf = (photo: KeptPhoto, fileId: string): PhotoProof => ({
  fileId,
  source: photo.kind,
  observedAt: photo.takenAt,
  ...(photo.note ? { note: photo.note } : {}),
  ...(photo.latitude && photo.longitude ? { latitude: photo.latitude, longitude: photo.longitude } : {}),
})

/** Photos that are on the phone and not yet at the bank; each goes by itself, file first, then its time and place. */
export function usePhotos(login: string, applicationId: string, onSent: () => void, deliver: Deliver = toSheet) {
  const [waiting, setWaiting] = useState<WaitingPhoto[]>([])
  const [error, setError] = useState<AppError | null>(null)
  const [noPlace, setNoPlace] = useState(false)
  const busy = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sent = useRef(onSent)
  const deliverTo = useRef(deliver)
  useEffect(() => {
    sent.current = onSent
    deliverTo.current = deliver
  })

  const show = useCallback(async () => {
    const db = await phoneStore(login)
    const photos = await db.getAllFromIndex('photos', 'visit', applicationId)
    setWaiting((before) => {
      for (const p of before) if (!photos.some((x) => x.id === p.id)) URL.revokeObjectURL(p.url)
      return photos.map((p) => ({ ...p, url: before.find((b) => b.id === p.id)?.url ?? URL.createObjectURL(p.blob) }))
    })
    return photos
  }, [login, applicationId])

  const send = useCallback(async () => {
    clearTimeout(timer.current)
    if (busy.current) return
    busy.current = true
    let arrived = 0
    try {
      const db = await phoneStore(login)
      for (const photo of await db.getAllFromIndex('photos', 'visit', applicationId)) {
        let fileId = photo.fileId
        if (!fileId) {
          const file = await uploadFile(new File([photo.blob], photo.name, { type: photo.blob.type }))
          if (!file.ok) {
            if (file.error.code === 'E_UNAVAILABLE') break
            setError(file.error)
            continue
          }
          fileId = file.value.id
          await db.put('photos', { ...photo, fileId })
        }
        const added = await deliverTo.current(applicationId, proofOf(photo, fileId), photo.key).catch(() => null)
        if (!added) break
        if (!added.ok) {
          setError(added.error)
          continue
        }
        await db.delete('photos', photo.id)
        arrived++
      }
      const left = await show()
      if (left.length > 0) timer.current = setTimeout(() => void send(), AGAIN_MS)
      if (arrived > 0) sent.current()
    } finally {
      busy.current = false
    }
  }, [login, applicationId, show])

  useEffect(() => {
    void show().then((photos) => (photos.length > 0 ? send() : undefined))
    const online = () => void send()
    window.addEventListener('online', online)
    return () => {
      window.removeEventListener('online', online)
      clearTimeout(timer.current)
    }
  }, [show, send])

  const add = useCallback(
    async (files: FileList | null, kind: string, note: string) => {
      if (!files?.length) return
      setError(null)
      const place = await currentPlace()
      setNoPlace(place === null)
      const db = await phoneStore(login)
      for (const file of files) {
        const blob = await shrink(file)
        const base = file.name.replace(/\.[^.]*$/, '') || 'photo'
        await db.put('photos', {
          id: crypto.randomUUID(),
          visit: applicationId,
          key: crypto.randomUUID(),
          blob,
          name: blob === file ? file.name : `${base}.jpg`,
          kind,
          note,
          takenAt: new Date(Math.min(file.lastModified || Date.now(), Date.now())).toISOString(),
          latitude: place?.latitude ?? null,
          longitude: place?.longitude ?? null,
          fileId: null,
        })
      }
      await show()
      await send()
    },
    [login, applicationId, show, send],
  )
  const discard = useCallback(
    async (id: string) => {
      const db = await phoneStore(login)
      await db.delete('photos', id)
      await show()
    },
    [login, show],
  )
  return { waiting, error, noPlace, add, discard, send }
}
