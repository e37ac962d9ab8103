'use client'
/**
 * Requests that the bank has not answered yet, kept on this phone (IndexedDB) from the moment they are made. Each keeps
 * its idempotency key through every attempt, so that it counts once however often it is sent. One store a person: who
 * signs in on a colleague's phone sees nothing of it.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Box } from './deliver'
import type { KeptRequest } from './kept-request'

interface OutboxSchema extends DBSchema {
  requests: { key: string; value: KeptRequest; indexes: { slot: string } }
}

const opened = new Map<string, Promise<IDBPDatabase<OutboxSchema>>>()

function database(login: string): Promise<IDBPDatabase<OutboxSchema>> {
  const open =
    opened.get(login) ??
    openDB<OutboxSchema>(`fangshi-outbox-${login}`, 1, {
      upgrade(db) {
        db.createObjectStore('requests', { keyPath: 'id' }).createIndex('slot', 'slot')
      },
    })
  opened.set(login, open)
  return open
}

/** Throws where the browser keeps nothing (a private window). */
export async function boxOf(login: string): Promise<Box> {
  const db = await database(login)
  return {
    all: () => db.getAll('requests'),
    put: (request) => db.put('requests', request),
    delete: (id) => db.delete('requests', id),
  }
}
