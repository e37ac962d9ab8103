/** A refusal for separation of duties names the acts in words; an act without a name would stand there as a code. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../../..')
const files = (folder: string, end: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith(end) && !f.includes('generated'))
    .map((f) => readFileSync(join(ROOT, folder, f), 'utf8'))

test.each(['zh-CN', 'en'])('every act that a refusal of §6.3 speaks of has a name (%s)', (locale) => {
  const named = new Set(
    files(`messages/${locale}/errors`, '.json').flatMap((text) =>
      Object.keys((JSON.parse(text) as { names?: Record<string, string> }).names ?? {}),
    ),
  )
  const said = files('lib', '.ts').flatMap((text) =>
    [...text.matchAll(/\bact: '([A-Z_]+)',\s*earlierAct|\bearlierAct: '([A-Z_]+)'/g)].map(
      ([, act, earlier]) => act ?? earlier ?? '',
    ),
  )
  expect(said.length).toBeGreaterThan(5)
  expect([...new Set(said)].filter((act) => !named.has(act))).toEqual([])
})
