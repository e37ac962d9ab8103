/** Keeps a process running: started again with growing delay when it ends by itself, until it is told to stop. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './places'

export type Supervised = { stop(): Promise<void> }

const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 30_000
const WELL_AFTER_MS = 60_000
const STOP_MS = 10_000

/** Runs Node 26 with `args`. The process leads its own group, so that Ctrl-C comes to it through `stop`, in order. */
export function supervise(name: string, args: string[], env: NodeJS.ProcessEnv, cwd = ROOT): Supervised {
  let child: ChildProcess | undefined
  let timer: NodeJS.Timeout | undefined
  let stopping = false
  let delay = FIRST_DELAY_MS

  const start = () => {
    const started = Date.now()
    const flags = ['--disable-warning=ExperimentalWarning', '--import', join(ROOT, 'scripts/boot/follow-parent.mjs')]
    child = spawn(process.execPath, [...flags, ...args], {
      cwd,
      env: { ...env, FANGSHI_PROCESS: name },
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.once('exit', (code, signal) => {
      child = undefined
      if (stopping) return
      if (Date.now() - started > WELL_AFTER_MS) delay = FIRST_DELAY_MS
      console.error(`The ${name} process ended (${signal ?? `code ${code}`}); it starts again in ${delay / 1000} s.`)
      timer = setTimeout(start, delay)
      delay = Math.min(delay * 2, LONGEST_DELAY_MS)
    })
  }
  start()

  return {
    async stop() {
      stopping = true
      clearTimeout(timer)
      if (!child) return
      const ended = new Promise<void>((resolve) => child?.once('exit', () => resolve()))
      child.kill('SIGTERM')
      const force = setTimeout(() => child?.kill('SIGKILL'), STOP_MS)
      await ended
      clearTimeout(force)
    },
  }
}
