/** Makes the typed database client from prisma/schema. Prisma's engine is not needed for that, and not downloaded. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { must, tool } from './command'
import { fingerprint, once } from './fingerprint'
import { ROOT } from './places'

const CLIENT = 'lib/platform/db/generated'

export async function generateClient(force = false): Promise<void> {
  const missing = !existsSync(join(ROOT, CLIENT, 'client.ts'))
  const print = force || missing ? `${Math.random()}` : ''
  await once(
    'generated',
    print || fingerprint(['prisma/schema', 'prisma.config.ts', 'node_modules/prisma/package.json']),
    () => must('prisma generate', [tool('prisma'), 'generate'], { PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true' }),
  )
}
