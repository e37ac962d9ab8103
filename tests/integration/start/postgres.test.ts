import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { script } from '../../../scripts/boot/command'
import { runningOn, startServer, stopLeftOver } from '../../../scripts/boot/postgres'
import { until } from '../../../scripts/boot/processes'
import { withClient } from '../../../scripts/boot/roles'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fangshi-pg-'))
  chmodSync(dir, 0o711)
})
afterEach(async () => {
  await stopLeftOver(join(dir, 'pg'))
  rmSync(dir, { recursive: true, force: true })
})

/** A process that holds a server, as `npm start` does. */
async function starter(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, script('tests/integration/start/serve-postgres.ts', dir), {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve) => child.stdout?.once('data', (text) => resolve(String(text).trim())))
  return { child, url }
}

const write = (url: string, sql: string) => withClient(url, (client) => client.query(sql))
const gone = () => until(10_000, () => runningOn(join(dir, 'pg')) === undefined)

test('kill -9 of the starter takes its database server down, and what was committed is there at the next start', async () => {
  const { child, url } = await starter()
  await write(url, 'create table kept (n int); insert into kept values (42)')
  child.kill('SIGKILL')
  expect(await gone()).toBe(true)
  const again = await startServer({ dir: join(dir, 'pg'), password: 'for-a-test', logFile: join(dir, 'log') })
  expect((await write(again.url, 'select n from kept')).rows).toEqual([{ n: 42 }])
  await again.stop()
})

test.runIf(process.platform === 'linux')(
  'a server orphaned because its guard was killed too does not block the next start',
  async () => {
    const { child, url } = await starter()
    await write(url, 'create table kept (n int)')
    const orphan = runningOn(join(dir, 'pg'))
    const guard = parentOf(orphan ?? 0)
    process.kill(guard, 'SIGKILL')
    child.kill('SIGKILL')
    expect(runningOn(join(dir, 'pg'))).toBe(orphan)
    const again = await startServer({ dir: join(dir, 'pg'), password: 'for-a-test', logFile: join(dir, 'log') })
    expect(runningOn(join(dir, 'pg'))).not.toBe(orphan)
    expect((await write(again.url, 'select from kept')).rowCount).toBe(0)
    await again.stop()
  },
)

test('a stop in order leaves no server, no stale pid file and no password lying about', async () => {
  const server = await startServer({ dir: join(dir, 'pg'), password: 'for-a-test', logFile: join(dir, 'log') })
  await expect(write(server.url.replace('for-a-test', 'wrong'), 'select 1')).rejects.toThrow(/password/)
  await server.stop()
  expect(runningOn(join(dir, 'pg'))).toBeUndefined()
  expect(readdirSync(join(dir, 'pg'))).not.toContain('postmaster.pid')
  expect(readdirSync(dir).sort()).toEqual(['log', 'pg'])
})

function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}
