'use client'
/**
 * What a visit has written that the server has not confirmed yet, kept on this phone (IndexedDB) until it has. One store
 * a person: a colleague who signs in on the same phone sees nothing of it.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { saveVisitAction } from '@/lib/scoring/actions'

export type SaveRequest = Parameters<typeof saveVisitAction>[0]
export type Patch = Omit<SaveRequest, 'applicationId' | 'version'>

export type KeptVisit = {
  id: string
  /** changes that no request carries yet */
  patch: Patch
  /** a request that was sent, or is to be sent, until it is answered: the same key and body every time, so it counts once */
  inFlight: { key: string; request: SaveRequest } | null
}

export type KeptPhoto = {
  id: string
  visit: string
  key: string
  blob: Blob
  name: string
  kind: string
  note: string
  takenAt: string
  latitude: string | null
  longitude: string | null
  /** set once the file itself has arrived */
  fileId: string | null
}

interface PhoneSchema extends DBSchema {
  visits: { key: string; value: KeptVisit }
  photos: { key: string; value: KeptPhoto; indexes: { visit: string } }
}

let opened: Promise<IDBPDatabase<PhoneSchema>> | undefined
let owner = ''

export function phoneStore(login: string): Promise<IDBPDatabase<PhoneSchema>> {
  if (owner !== login) opened = undefined
  owner = login
  opened ??= openDB<PhoneSchema>(`fangshi-visits-${login}`, 1, {
    upgrade(db) {
      db.createObjectStore('visits', { keyPath: 'id' })
      db.createObjectStore('photos', { keyPath: 'id' }).createIndex('visit', 'visit')
    },
  })
  return opened
}

/** Later changes over earlier ones, field by field. */
export function mergePatch(a: Patch, b: Patch): Patch {
  const both = <K extends 'visit' | 'household' | 'financials'>(key: K): Pick<Patch, K> | object =>
    a[key] || b[key] ? { [key]: { ...a[key], ...b[key] } } : {}
  return { ...a, ...b, ...both('visit'), ...both('household'), ...both('financials') }
}

export const isEmptyPatch = (patch: Patch): boolean => Object.keys(patch).length === 0

/** How many fields it changes. */
export function fieldCount(patch: Patch): number {
  const { visit, household, financials, ...rest } = patch
  const top = Object.keys(rest).filter((key) => key !== 'applicationId' && key !== 'version').length
  return top + [visit, household, financials].reduce((n, part) => n + Object.keys(part ?? {}).length, 0)
}

/** A picture no larger than it needs to be on a slow line: 1600 px on its longer side. */
export async function shrink(file: File): Promise<Blob> {
  try {
    const image = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const scale = Math.min(1, 1600 / Math.max(image.width, image.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(image.width * scale)
    canvas.height = Math.round(image.height * scale)
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    image.close()
    const small = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.85))
    return small && small.size < file.size ? small : file
  } catch {
    // what the browser cannot draw goes as it is: the server says what it takes
    return file
  }
}
