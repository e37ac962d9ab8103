/**
 * A lock that the operating system takes back when its holder ends, in whatever way: SQLite's lock on a file. It has no
 * stale state to clean up after kill -9.
 */
import { DatabaseSync } from 'node:sqlite'

/** Takes the lock for the life of this process (or until the returned function is called); undefined when it is held. */
export function takeLock(path: string): (() => void) | undefined {
  const file = new DatabaseSync(path)
  try {
    file.exec('pragma journal_mode = off; begin exclusive')
  } catch (error) {
    file.close()
    if ((error as { errcode?: number }).errcode === 5) return undefined // SQLITE_BUSY
    throw error
  }
  held.add(file)
  return () => {
    held.delete(file)
    file.close()
  }
}

/** Kept here, or the garbage collector would close the file and give up the lock. */
const held = new Set<DatabaseSync>()
