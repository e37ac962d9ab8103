/** Runs a program to its end. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './places'

const working = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of working) child.kill()
})

export type Outcome = { code: number; output: string }

/** A tool of node_modules/.bin, as arguments for Node 26 (its own first line may name another Node). */
export function tool(name: string): string {
  return join(ROOT, 'node_modules/.bin', name)
}

/** Runs Node 26 with these arguments in the project; `quiet` keeps the output to itself, otherwise it is shown as well. */
export async function node(
  args: string[],
  options: { env?: Record<string, string | undefined>; quiet?: boolean } = {},
): Promise<Outcome> {
  const follow = ['--import', join(ROOT, 'scripts/boot/follow-parent.mjs')]
  const env = { ...process.env, ...options.env }
  const child = spawn(process.execPath, [...follow, ...args], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  working.add(child)
  let output = ''
  for (const [stream, shown] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (!options.quiet) shown.write(text)
    })
  }
  const code = await new Promise<number>((resolve) => {
    child.on('error', (error) => {
      output += error.message
      resolve(127)
    })
    child.on('close', (status) => resolve(status ?? 1))
  })
  working.delete(child)
  return { code, output }
}

/** Runs it quietly and throws with what it printed when it fails. */
export async function must(what: string, args: string[], env?: Record<string, string | undefined>): Promise<void> {
  const { code, output } = await node(args, { env, quiet: true })
  if (code !== 0) throw new Error(`${what} failed:\n${output.trim()}`)
}

/** Arguments for a TypeScript file of the project. */
export function script(path: string, ...args: string[]): string[] {
  const flags = ['--disable-warning=ExperimentalWarning', '--import', join(ROOT, 'scripts/resolve.mjs')]
  return [...flags, join(ROOT, path), ...args]
}
