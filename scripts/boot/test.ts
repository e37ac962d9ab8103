/**
 * `npm test`: every check there is, one after the other, each one to its end even when an earlier one failed. The last
 * line is `N passed, N failed, N skipped`. `npm test -- static|unit|integration|e2e …` runs those parts only.
 */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBrowser } from './browser'
import { ensureBuild } from './build'
import { node, tool } from './command'
import { generateClient } from './generate'
import { wrongImports } from './import-rules'
import { ROOT } from './places'
import { freePort } from './processes'
import { add, type Counts, none, readPlaywright, readVitest, single } from './test-results'

const REPORTS = join(ROOT, '.cache/test')
const PARTS = ['static', 'unit', 'integration', 'e2e'] as const
type Part = (typeof PARTS)[number]
const say = (line: string) => console.log(line)

async function step(name: string, work: () => Promise<Counts>): Promise<Counts> {
  const began = Date.now()
  say(`\n── ${name}`)
  const counts = await work().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    return single(name, false)
  })
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  say(`   ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped (${seconds} s)`)
  return counts
}

async function check(name: string, args: string[]): Promise<Counts> {
  const { code, output } = await node(args, { quiet: true })
  if (code !== 0) say(output.trim())
  return single(name, code === 0)
}

async function importRules(): Promise<Counts> {
  const wrong = wrongImports()
  for (const { rule, from, to } of wrong) say(`   ${rule}: ${from} → ${to}`)
  return single('import rules', wrong.length === 0)
}

async function vitest(project: 'unit' | 'integration'): Promise<Counts> {
  const report = join(REPORTS, `${project}.json`)
  const args = ['run', '--project', project, '--passWithNoTests', '--reporter=default', '--reporter=json']
  await node([tool('vitest'), ...args, `--outputFile.json=${report}`], { env: { NODE_ENV: 'test' } })
  return readVitest(report, ROOT)
}

async function e2e(): Promise<Counts> {
  const files = existsSync(join(ROOT, 'tests/e2e'))
    ? readdirSync(join(ROOT, 'tests/e2e'), { recursive: true, encoding: 'utf8' })
    : []
  if (!files.some((file) => /\.(spec|test)\.ts$/.test(file))) return none()
  const browser = ensureBrowser(say)
  await ensureBuild(say)
  const report = join(REPORTS, 'e2e.json')
  const env = { PLAYWRIGHT_CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: report, E2E_PORT: String(await freePort()) }
  await node([tool('playwright'), 'test', '--reporter=line,json'], { env })
  return readPlaywright(report)
}

async function run(parts: readonly Part[]): Promise<Counts> {
  let all = none()
  const also = async (name: string, work: () => Promise<Counts>) => {
    all = add(all, await step(name, work))
  }
  await generateClient()
  if (parts.includes('static')) {
    await also('lint and format', () => check('lint and format', [tool('biome'), 'check', '--error-on-warnings', '.']))
    await also('types', async () => {
      await node([tool('next'), 'typegen'], { quiet: true, env: { NEXT_TELEMETRY_DISABLED: '1' } })
      return check('types', [tool('tsc'), '--noEmit', '-p', '.'])
    })
    await also('import rules', importRules)
    const kinds = ['--include', 'files,exports,unlisted,unresolved']
    await also('dead code', () => check('dead code', [tool('knip'), '--no-progress', '--no-config-hints', ...kinds]))
  }
  if (parts.includes('unit')) await also('unit and property tests', () => vitest('unit'))
  if (parts.includes('integration')) await also('integration and API tests', () => vitest('integration'))
  if (parts.includes('e2e')) await also('browser tests', e2e)
  return all
}

const asked = process.argv.slice(2)
const unknown = asked.filter((part) => !PARTS.includes(part as Part))
if (unknown.length > 0) {
  console.error(`There is no part "${unknown.join(' ')}". Parts: ${PARTS.join(', ')}.`)
  process.exit(2)
}
rmSync(REPORTS, { recursive: true, force: true })
mkdirSync(REPORTS, { recursive: true })
const began = Date.now()
const counts = await run(asked.length > 0 ? (asked as Part[]) : PARTS)
if (counts.failures.length > 0) say(`\nFailed:\n${counts.failures.map((failure) => `  ${failure}`).join('\n')}`)
say(`\n${((Date.now() - began) / 60_000).toFixed(1)} minutes`)
say(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exit(counts.failed === 0 ? 0 : 1)
