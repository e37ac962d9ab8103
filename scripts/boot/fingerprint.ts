/** One hash over files and folders, to see whether something made from them is still up to date. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT } from './places'

/** SHA-256 over names and contents of the given paths (folders whole), relative to the project; missing ones count too. */
export function fingerprint(paths: string[], without: string[] = []): string {
  const hash = createHash('sha256')
  const visit = (path: string) => {
    if (without.includes(path)) return
    const full = join(ROOT, path)
    if (!existsSync(full)) return void hash.update(`${path} missing\n`)
    if (statSync(full).isDirectory()) for (const name of readdirSync(full).sort()) visit(join(path, name))
    else hash.update(`${path} ${createHash('sha256').update(readFileSync(full)).digest('hex')}\n`)
  }
  for (const path of paths) visit(path)
  return hash.digest('hex')
}

/** Runs `make` unless it ran to its end for this very fingerprint before; the stamp is in .cache. */
export async function once(name: string, print: string, make: () => Promise<void>): Promise<boolean> {
  const stamp = join(ROOT, '.cache', name)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === print) return false
  rmSync(stamp, { force: true })
  await make()
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, print)
  return true
}
