/**
 * The way in for every command: whatever Node the machine has (20 or later), see that the packages are installed, then
 * run the TypeScript program under the Node 26 that is one of them. Only plain Node 20 JavaScript may stand here.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensurePackages, NODE, ROOT } from './packages.mjs'

/** Runs scripts/boot/<program>.ts with this process's arguments, and ends as it ends. */
export async function run(program) {
  await ensurePackages()
  const flags = ['--disable-warning=ExperimentalWarning', '--import', join(ROOT, 'scripts/resolve.mjs')]
  const args = [...flags, join(ROOT, 'scripts/boot', `${program}.ts`), ...process.argv.slice(2)]
  const env = { ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH ?? ''}` }
  const child = spawn(NODE, args, { stdio: 'inherit', env: { ...env, FANGSHI_STARTED_BY: String(process.pid) } })
  // a terminal sends its signals to the child too, a service manager only to us: the child takes two for one
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`Node 26 could not be started (${NODE}): ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}
