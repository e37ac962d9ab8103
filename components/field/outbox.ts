'use client'
/**
 * Requests that the bank has not answered yet, kept on this phone (IndexedDB) from the moment they are made. Each keeps
 * its idempotency key through every attempt, so that it counts once however often it is sent. One store a person: who
 * signs in on a colleague's phone sees nothing of it.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { AppError } from '@/lib/platform/errors'
import type { FieldAct } from './acts'

export type KeptRequest = {
  /** also the idempotency key */
  id: string
  /** what it belongs to: 'visit:<id>', 'loan:<id>' */
  slot: string
  act: FieldAct
  input: unknown
  madeAt: string
  /** the bank refused it: it waits for its person to decide */
  refused: AppError | null
}

interface OutboxSchema extends DBSchema {
  requests: { key: string; value: KeptRequest; indexes: { slot: string } }
}

let opened: Promise<IDBPDatabase<OutboxSchema>> | undefined
let owner = ''

export function outbox(login: string): Promise<IDBPDatabase<OutboxSchema>> {
  if (owner !== login) opened = undefined
  owner = login
  opened ??= openDB<OutboxSchema>(`fangshi-outbox-${login}`, 1, {
    upgrade(db) {
      db.createObjectStore('requests', { keyPath: 'id' }).createIndex('slot', 'slot')
    },
  })
  return opened
}

/** In the order in which they were made. */
export async function waitingOf(login: string, slot: string): Promise<KeptRequest[]> {
  const db = await outbox(login)
  const found = await db.getAllFromIndex('requests', 'slot', slot)
  return found.sort((a, b) => (a.madeAt < b.madeAt ? -1 : 1))
}
