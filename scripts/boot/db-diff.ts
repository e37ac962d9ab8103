/**
 * `node scripts/db-diff.mjs`: the SQL that would bring the migrated database to prisma/schema, to start a migration from.
 * Uses TEST_PG_URL's server or an embedded one for the time; exit code 1 when there is a difference.
 */

import { testDatabase } from '../../tests/database'
import setup from '../../tests/postgres'
import { schemaDrift } from './prisma-engine'

const stop = await setup()
const database = await testDatabase()
const sql = await schemaDrift(database.ownerUrl)
await database.drop()
await stop()
console.log(sql || '-- the migrations and prisma/schema agree')
process.exit(sql ? 1 : 0)
