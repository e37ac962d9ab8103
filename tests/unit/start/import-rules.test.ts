import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { wrongImports } from '../../../scripts/boot/import-rules'

/** A small house in which every rule is broken once; inside the project, so that packages resolve. */
const house = mkdtempSync(join(mkdir(join(import.meta.dirname, '../../../.cache/planted')), 'house-'))
const plant = (path: string, text: string) =>
  writeFileSync(join(mkdir(join(house, dirname(path))), path.split('/').pop()!), text)
function mkdir(path: string): string {
  mkdirSync(path, { recursive: true })
  return path
}

plant('app/page.tsx', "import { b } from '@/components/b'\nexport const p = b")
plant('components/b.tsx', "import { p } from '@/app/page'\nexport const b = p")
plant('components/ui/button.tsx', "import { limit } from '@/lib/plans/rules'\nexport const button = limit")
plant(
  'lib/plans/rules.ts',
  "import { readFileSync } from 'node:fs'\nimport { fen } from '../platform/money'\nexport const limit = [readFileSync, fen]",
)
plant(
  'lib/plans/queries.ts',
  "import type { Prisma } from '@/lib/platform/db/client'\nimport '@/components/b'\nimport './gone'\nexport type Q = Prisma",
)
plant(
  'lib/platform/money.ts',
  "import type { limit } from '@/lib/plans/rules'\nexport const fen = 1n as unknown as typeof limit",
)
plant('lib/platform/db/client.ts', "import '@/scripts/x'\nexport type Prisma = 1")
plant('scripts/x.ts', 'export const x = 1')

afterAll(() => rmSync(house, { recursive: true }))

test('the check of import rules sees every kind of wrong arrow; else the house could bend unnoticed', () => {
  const found = wrongImports(house)
  expect([...new Set(found.map((violation) => violation.rule))].sort()).toEqual([
    'components-below-app',
    'database-behind-platform',
    'lib-below-screens',
    'no-cycle',
    'no-missing-file',
    'platform-below-features',
    'primitives-know-no-domain',
    'product-without-scaffolding',
    'rules-are-pure',
  ])
  expect(found.filter((violation) => violation.rule === 'rules-are-pure')).toEqual([
    { rule: 'rules-are-pure', from: 'lib/plans/rules.ts', to: 'fs' },
  ])
})
