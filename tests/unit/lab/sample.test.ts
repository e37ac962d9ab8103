import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('the sample history is what its script makes, to the byte', () => {
  const folder = mkdtempSync(join(tmpdir(), 'history-'))
  try {
    const made = join(folder, 'history.csv')
    execFileSync(process.execPath, ['scripts/make-score-history.mjs', made])
    expect(readFileSync(made).equals(readFileSync('samples/scorecard-history/history.csv'))).toBe(true)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
