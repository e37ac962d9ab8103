/**
 * Who started us: the Node 20 process that made sure of the packages, npm's shell, and npm. When one of them is killed,
 * the rest of the tree has lost its master and must end, though nobody can tell it so. Processes above npm do not count:
 * a server may outlive the shell that started it.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { alive } from './processes'

/** Calls `gone` once when a process of that chain has ended. */
export function watchStarters(gone: () => void): void {
  const chain = starters()
  if (chain.length === 0) return
  const watch = setInterval(() => {
    if (chain.every(alive)) return
    clearInterval(watch)
    gone()
  }, 500)
  watch.unref()
}

function starters(): number[] {
  const chain: number[] = []
  const first = Number(process.env.FANGSHI_STARTED_BY)
  if (!first || first !== process.ppid) return chain
  chain.push(first)
  if (!process.env.npm_lifecycle_event) return chain
  const shells: number[] = []
  for (let pid = first, depth = 0; depth < 4; depth++) {
    const [parent, command] = parentOf(pid)
    if (!parent || parent === 1) return chain
    if (/(^|[\s/])npm(-cli\.js)?(\s|$)/.test(command)) return [...chain, ...shells, parent]
    shells.push(parent)
    pid = parent
  }
  return chain
}

/** The parent's number and command line; from /proc where there is one (small machines have no ps). */
function parentOf(pid: number): [number, string] {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
      return [parent, readFileSync(`/proc/${parent}/cmdline`, 'utf8').replaceAll('\0', ' ')]
    }
    const ps = (field: string, of: number) =>
      execFileSync('ps', ['-o', `${field}=`, '-p', String(of)], { encoding: 'utf8' })
    const parent = Number(ps('ppid', pid))
    return [parent, ps('args', parent)]
  } catch {
    return [0, '']
  }
}
