/**
 * Installs the packages of package-lock.json when they are not there, or not those. A stamp, written when everything is
 * in place, holds the lock file's hash: an installation that was cut off has none. Runs on Node 20.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { arch, platform } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const MODULES = join(ROOT, 'node_modules')
const STAMP = join(MODULES, '.fangshi-installed')
const WINDOWS = platform() === 'win32'
export const NODE = join(MODULES, 'node', 'bin', WINDOWS ? 'node.exe' : 'node')

/** Sees that node_modules is what package-lock.json says, and that Node 26 is in it. Ends the process when it cannot. */
export async function ensurePackages() {
  const lock = readFileSync(join(ROOT, 'package-lock.json'))
  const wanted = `${createHash('sha256').update(lock).digest('hex')} ${platform()}-${arch()}`
  if (read(STAMP) !== wanted) {
    if (!installedAs(JSON.parse(lock.toString('utf8')))) install()
    ensureNode()
    writeFileSync(STAMP, wanted)
  }
  if (!existsSync(NODE)) ensureNode()
}

/** npm's own record of what it put there; npm writes it when it has finished. */
function installedAs(lock) {
  const record = read(join(MODULES, '.package-lock.json'))
  if (!record) return false
  const there = JSON.parse(record).packages
  return Object.entries(lock.packages).every(
    ([path, { version, optional }]) => path === '' || there[path]?.version === version || (optional && !there[path]),
  )
}

function install() {
  console.log('Installing packages (once; one to three minutes) …')
  const npm = process.env.npm_execpath?.endsWith('.js')
    ? [process.execPath, process.env.npm_execpath]
    : [WINDOWS ? 'npm.cmd' : 'npm']
  const args = [
    ...npm.slice(1),
    'ci',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  const { status, error } = spawnSync(npm[0], args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: WINDOWS,
  })
  if (status === 0) return
  console.error(
    `npm ci failed${error ? `: ${error.message}` : ''}. Fangshi needs the npm registry once; then start again.`,
  )
  process.exit(1)
}

/** Puts the Node 26 binary in place when the install script of its package was blocked. */
function ensureNode() {
  if (works(NODE)) return
  const version = JSON.parse(readFileSync(join(MODULES, 'node', 'package.json'), 'utf8')).version
  const name = `node-${WINDOWS ? 'win' : platform()}-${arch()}`
  const source = [join(MODULES, 'node', 'node_modules', name), join(MODULES, name)]
  if (!source.some(existsSync)) {
    const holder = join(ROOT, '.cache', 'node')
    mkdirSync(holder, { recursive: true })
    const args = [
      'install',
      '--prefix',
      holder,
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      `${name}@${version}`,
    ]
    spawnSync(WINDOWS ? 'npm.cmd' : 'npm', args, { stdio: ['ignore', 'inherit', 'inherit'], shell: WINDOWS })
    source.push(join(holder, 'node_modules', name))
  }
  const from = source.map((folder) => join(folder, 'bin', WINDOWS ? 'node.exe' : 'node')).find(existsSync)
  if (from) {
    mkdirSync(dirname(NODE), { recursive: true })
    copyFileSync(from, NODE)
    chmodSync(NODE, 0o755)
  }
  if (works(NODE)) return
  console.error(
    `Node 26 is not in place: npm did not run the install script of the package "node". ` +
      `Run "npm rebuild node" with install scripts allowed, then start again.`,
  )
  process.exit(1)
}

function works(node) {
  return existsSync(node) && spawnSync(node, ['--version'], { stdio: 'ignore' }).status === 0
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}
