/** The arrows between folders (.dependency-cruiser.mjs), checked over a project folder. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { tool } from './command'
import { ROOT } from './places'

export type Violation = { rule: string; from: string; to: string }

/** Everything in app, components and lib below `folder` that imports against the rules. */
export function wrongImports(folder = ROOT): Violation[] {
  if (folder !== ROOT) {
    mkdirSync(join(folder, 'scripts/checks'), { recursive: true })
    for (const file of ['.dependency-cruiser.mjs', 'scripts/checks/alias.cjs'])
      cpSync(join(ROOT, file), join(folder, file))
  }
  const args = [
    tool('depcruise'),
    '--config',
    '.dependency-cruiser.mjs',
    '--output-type',
    'json',
    'app',
    'components',
    'lib',
  ]
  let output: string
  try {
    output = execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 })
  } catch (error) {
    output = (error as { stdout: string }).stdout // it exits with the number of violations
  }
  const { summary } = JSON.parse(output) as {
    summary: { totalCruised: number; violations: { rule: { name: string }; from: string; to: string }[] }
  }
  if (summary.totalCruised === 0) throw new Error(`The check of import rules found no module in ${folder}`)
  return summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }))
}
