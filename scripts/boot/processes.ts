/** Questions about processes, and waiting for answers. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !zombie(pid)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function zombie(pid: number): boolean {
  try {
    return /^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/** Asks every 50 ms until the answer is neither undefined nor false; undefined when the time is over. */
export async function until<T>(
  ms: number,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T | undefined> {
  for (const end = Date.now() + ms; ; await sleep(50)) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > end) return undefined
  }
}

/** A TCP port of this machine that nobody uses right now. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

/** True when nobody listens on the port of this host. */
export async function portIsFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}
