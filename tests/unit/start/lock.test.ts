import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { script } from '../../../scripts/boot/command'
import { takeLock } from '../../../scripts/boot/lock'

const dir = mkdtempSync(join(tmpdir(), 'fangshi-lock-'))
afterAll(() => rmSync(dir, { recursive: true }))

test('two starts never share a data folder, and a killed one does not keep it', async () => {
  const path = join(dir, 'lock')
  const holder = spawn(process.execPath, script('tests/unit/start/hold-lock.ts', path), {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => holder.stdout.once('data', resolve))
  expect(takeLock(path)).toBeUndefined()
  holder.kill('SIGKILL')
  await new Promise((resolve) => holder.once('close', resolve))
  const release = takeLock(path)
  expect(release).toBeDefined()
  release?.()
})
