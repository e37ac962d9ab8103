import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '@/lib/cli'
import { signIn } from '@/lib/platform/auth/sign-in'
import { findToken } from '@/lib/platform/auth/token'
import { type TestDatabase, testDatabase } from '../../database'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.drop())

async function fangshi(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCli(args, { log: (l) => out.push(l), error: (l) => err.push(l) })
  return { code, out, err: err.join('\n') }
}

test('a bank opens with two administrators who can sign in and must change their passwords', async () => {
  const args = ['bank', 'create', '--code', 'new', '--name', '新银行', '--name-en', 'New Bank']
  expect((await fangshi(...args, '--admin', 'one:甲一')).code).toBe(2)
  const opened = await fangshi(...args, '--admin', 'one:甲一', '--admin', 'two:乙二')
  expect(opened.code).toBe(0)
  const [login, password] = opened.out[0]!.split('\t')
  expect(login).toBe('one@new')
  const entered = await signIn({ login: login!, password: password!, client: { ip: null, userAgent: null } })
  expect(entered).toMatchObject({ ok: true, value: { step: 'CHANGE_PASSWORD' } })
  expect(await fangshi(...args, '--admin', 'one:甲一', '--admin', 'two:乙二')).toMatchObject({ code: 1 })
})

test('a user and a token are made in one line each, and the output is the secret alone', async () => {
  const user = await fangshi('user', 'create', '--bank', 'NEW', '--login', 'rm@new', '--name', '丙三', '--role', 'rm')
  expect(user.code).toBe(0)
  const token = await fangshi('token', 'create', '--bank', 'NEW', '--login', 'rm@new', '--scope', 'read')
  expect(token.out).toHaveLength(1)
  expect(await findToken(token.out[0]!, 'r')).toMatchObject({ login: 'rm@new', roles: ['RM'], scope: 'READ' })
})

test('what is misspelt is refused with what was meant, and nothing is made', async () => {
  expect(await fangshi('bank', 'destroy')).toMatchObject({ code: 2 })
  expect(
    (await fangshi('user', 'create', '--bank', 'NEW', '--login', 'x', '--name', 'x', '--role', 'boss')).err,
  ).toContain('BOSS')
  expect((await fangshi('token', 'create', '--bank', 'NONE', '--login', 'x')).err).toContain('NONE')
  expect((await fangshi('token', 'create', '--bank', 'NEW', '--loggin', 'x')).code).toBe(2)
  expect(await fangshi('token', 'create', '--bank', 'NEW', '--login', 'nobody@new')).toMatchObject({ code: 1 })
})

test('the audit trail is proved, and a changed row makes the command fail', async () => {
  expect(await fangshi('audit', 'verify')).toMatchObject({ code: 0 })
  const root = new pg.Client({ connectionString: db.superuserUrl })
  await root.connect()
  await root.query("update audit_event set actor_name = 'nobody' where seq = 2")
  await root.end()
  const found = await fangshi('audit', 'verify', '--bank', 'new')
  expect(found.code).toBe(1)
  expect(found.err).toContain('row 2')
})
