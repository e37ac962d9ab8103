/** A note beside the lock of who holds it, for people and for the command line. It proves nothing: the lock does. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'

export type Running = { pid: number; command: string; url?: string; postgresPort?: number }

export function writeRunning(path: string, note: Running): void {
  writeFileSync(path, JSON.stringify(note), { mode: 0o600 })
}

export function readRunning(path: string): Running | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Running
  } catch {
    return undefined
  }
}

export function removeRunning(path: string): void {
  rmSync(path, { force: true })
}
