import { afterAll, beforeAll, expect, test } from 'vitest'
import { prismaDiagnosis, schemaDrift } from '../../../scripts/boot/prisma-engine'
import { type TestDatabase, testDatabase } from '../../database'

/** Made by hand in a migration, because Prisma's schema language has no words for them. */
const BEYOND_PRISMA = ['application_name_trgm', 'loan_daily', 'merchant_initials_trgm', 'merchant_name_trgm']

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.drop())

test('the tables that the code believes in are the tables that the migrations make', async () => {
  const drift = (await schemaDrift(db.ownerUrl)).split('\n').filter((line) => line && !line.startsWith('--'))
  expect(drift.sort()).toEqual(BEYOND_PRISMA.map((index) => `DROP INDEX "${index}";`))
})

test('a bank that migrates with Prisma’s own tool finds our book of migrations in order', async () => {
  expect(await prismaDiagnosis(db.ownerUrl)).toEqual({
    editedMigrationNames: [],
    failedMigrationNames: [],
    hasMigrationsTable: true,
    history: null,
  })
})
