/** Notices and e-mail over a real SMTP server: each cause told once, nothing doubled, nothing personal outside the bank. */
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { collectNotices } from '@/lib/notices/collect'
import {
  readNotices,
  resendMail,
  setMailServer,
  setNoticePreferences,
  setNoticeTimes,
  testMail,
} from '@/lib/notices/commands'
import { sendMails } from '@/lib/notices/publish'
import { mailList, mailServer, noticeList, noticeSettings } from '@/lib/notices/queries'
import { newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { type Person, testBank, testPerson } from '../../fixtures/people'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let admin: Person
let rm: Person
let head: Person
let smtp: SMTPServer
let port: number
let behave: 'TAKE' | 'LATER' | 'REFUSE' | 'VANISH' = 'TAKE'
const got: { to: string; user: string; text: string }[] = []
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)
/** Tuesday, a working day; 10:00 in the bank's zone. */
const MORNING = new Date('2026-09-29T02:00:00Z')
const later = (minutes: number) => new Date(MORNING.getTime() + minutes * 60_000)

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('MAIL')
  admin = await testPerson(bank, 'admin', ['TENANT_ADMIN'], { email: 'admin@bank.example' })
  rm = await testPerson(bank, 'rm', ['RM'], { email: 'rm@bank.example' })
  head = await testPerson(bank, 'head', ['SB_HEAD'], { email: 'head@bank.example' })
  smtp = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth: (auth, _session, done) =>
      auth.username === 'fangshi' && auth.password === 'geheim'
        ? done(null, { user: auth.username })
        : done(new Error('no')),
    onRcptTo: (_address, _session, done) =>
      behave === 'REFUSE' ? done(Object.assign(new Error('no such person'), { responseCode: 550 })) : done(),
    onData: (stream, session, done) => {
      let text = ''
      stream.on('data', (chunk) => {
        text += chunk
      })
      stream.on('end', () => {
        if (behave === 'VANISH') return destroy(session.id)
        if (behave === 'LATER') return done(Object.assign(new Error('busy'), { responseCode: 451 }))
        got.push({ to: session.envelope.rcptTo.map((r) => r.address).join(), user: String(session.user ?? ''), text })
        done()
      })
    },
  })
  // a server that refuses or vanishes is part of the test
  smtp.on('error', () => undefined)
  await new Promise<void>((done) => smtp.listen(0, '127.0.0.1', done))
  port = (smtp.server.address() as AddressInfo).port
})
afterAll(async () => {
  await new Promise<void>((done) => smtp.close(done))
  await db.drop()
})
beforeEach(() => {
  behave = 'TAKE'
  got.length = 0
})

/** the connection is cut after the text and before the answer */
function destroy(id: string) {
  for (const c of smtp.connections as Set<{ id: string; _socket: { destroy(): void } }>)
    if (c.id === id) c._socket.destroy()
}

const task = (who: Person, kind: string, params = {}) =>
  inBank((tx) =>
    tx.task.create({
      data: {
        bankId: bank.id,
        id: newId(),
        kind,
        objectType: 'batch',
        objectId: newId(),
        assigneeId: who.userId,
        state: 'OPEN',
        params,
      },
    }),
  )
const server = () =>
  setMailServer(admin, {
    host: '127.0.0.1',
    port,
    security: 'NONE',
    username: 'fangshi',
    password: 'geheim',
    sender: '坊市 <fangshi@bank.example>',
    link: 'http://127.0.0.1:3000',
  })
const states = async () => (await mailList(admin, {})).items.map((m) => `${m.login} ${m.kind} ${m.state} ${m.attempts}`)
const bodyOf = (raw: string) => {
  const encoded = raw.slice(raw.indexOf('\r\n\r\n') + 4)
  return /base64/i.test(raw)
    ? Buffer.from(encoded, 'base64').toString('utf8')
    : encoded
        .replace(/=\r\n/g, '')
        .replace(/(=[0-9A-F]{2})+/g, (h) => Buffer.from(h.replaceAll('=', ''), 'hex').toString('utf8'))
}

test('a cause is told once, to the person it waits for, and says when it is done', async () => {
  const t = await task(rm, 'REGROUP', { code: 'B-1' })
  expect((await collectNotices(bank, MORNING)).told).toBe(1)
  expect(await collectNotices(bank, later(1))).toEqual({ told: 0, gone: 0, mails: 0 })
  const mine = await noticeList(rm, { open: true })
  expect(mine.items.map((n) => [n.kind, n.title, n.detail, n.href])).toEqual([
    ['task', 'REGROUP', 'B-1', `/batches/${t.objectId}`],
  ])
  expect((await noticeList(head, {})).items).toEqual([])
  await inBank((tx) => tx.task.updateMany({ where: { bankId: bank.id, id: t.id }, data: { state: 'DONE' } }))
  expect((await collectNotices(bank, later(2))).gone).toBe(1)
  expect((await noticeList(rm, { open: true })).unread).toBe(0)
  expect((await noticeList(rm, {})).items[0]?.goneAt).toBeTruthy()
})

test('the password is kept sealed, never shown, and never sent to another server', async () => {
  expect(await testMail(admin, {})).toMatchObject({ ok: false, error: { code: 'E_MAIL_NO_SERVER' } })
  expect(await server()).toMatchObject({ ok: true })
  const kept = await inBank((tx) => tx.mailServer.findFirst())
  expect(JSON.stringify(kept)).not.toContain('geheim')
  expect(JSON.stringify(await mailServer(admin, {}))).not.toMatch(/geheim|sealed/i)
  const audit = await inBank((tx) => tx.auditEvent.findMany({ where: { bankId: bank.id } }))
  expect(JSON.stringify(audit.map((a) => a.detail))).not.toContain('geheim')
  expect(
    await setMailServer(admin, {
      host: 'localhost',
      port,
      security: 'NONE',
      username: 'fangshi',
      sender: 'f@bank.example',
      link: 'http://127.0.0.1',
    }),
  ).toMatchObject({ ok: false, error: { code: 'E_MAIL_PASSWORD' } })
  expect(
    await setMailServer(rm, {
      host: '127.0.0.1',
      port,
      security: 'NONE',
      sender: 'f@bank.example',
      link: 'http://127.0.0.1',
    }),
  ).toMatchObject({
    ok: false,
    error: { code: 'E_FORBIDDEN' },
  })
})

test('the administrator’s test arrives, signed in as the bank, in his language', async () => {
  expect(await testMail(admin, {})).toMatchObject({ ok: true })
  expect(await sendMails(bank)).toBe(1)
  expect(await sendMails(bank)).toBe(0)
  expect(got.map((g) => [g.to, g.user])).toEqual([['admin@bank.example', 'fangshi']])
  expect(bodyOf(got[0]!.text)).toContain('邮件服务器设置可用')
})

test('at once means one e-mail for what is new, without a name in it; more news before it goes is in the same one', async () => {
  await setNoticePreferences(rm, { kinds: [{ kind: 'task', inApp: true, mail: 'AT_ONCE' }] })
  await setNoticeTimes(rm, {
    mail: true,
    digestAt: '23:00',
    quietFrom: '23:00',
    quietTo: '23:30',
    workingDaysOnly: true,
  })
  await task(rm, 'REGROUP', { code: '王小明 13800000001' })
  await collectNotices(bank, later(10))
  await task(rm, 'STALL_VISIT')
  await collectNotices(bank, later(11))
  expect((await states()).filter((s) => s.startsWith(rm.login))).toEqual([`${rm.login} AT_ONCE PENDING 0`])
  await sendMails(bank, later(12))
  await sendMails(bank, later(13))
  const mine = got.filter((g) => g.to === 'rm@bank.example')
  expect(mine).toHaveLength(1)
  expect(bodyOf(mine[0]!.text)).toContain('任务：2')
  expect(bodyOf(mine[0]!.text)).toContain('http://127.0.0.1:3000/notifications')
  expect(got.map((g) => g.text + bodyOf(g.text)).join()).not.toMatch(/王小明|13800000001/)
  expect(JSON.stringify(await inBank((tx) => tx.mailMessage.findMany()))).not.toContain('王小明')
})

test('at night it waits for the morning; what was read meanwhile is not written about', async () => {
  await setNoticeTimes(rm, {
    mail: true,
    digestAt: '23:00',
    quietFrom: '20:00',
    quietTo: '08:00',
    workingDaysOnly: true,
  })
  await readNotices(rm, {})
  await task(rm, 'GROUP_MEETING')
  // 22:00 on the last working day before the holidays
  await collectNotices(bank, new Date('2026-09-30T14:00:00Z'))
  expect(await sendMails(bank, new Date('2026-09-30T15:00:00Z'))).toBe(0)
  const waiting = (await mailList(admin, { state: 'PENDING' })).items[0]!
  expect(waiting.nextAt.toISOString()).toBe('2026-10-08T00:00:00.000Z')
  await readNotices(rm, {})
  expect(await sendMails(bank, new Date('2026-10-08T00:00:00Z'))).toBe(1)
  expect(got).toEqual([])
  expect((await states())[0]).toBe(`${rm.login} AT_ONCE CANCELLED 1`)
})

test('the day’s summary comes once, with what is open and unread, in the reader’s language', async () => {
  await inBank((tx) => tx.appUser.updateMany({ where: { bankId: bank.id, id: head.userId }, data: { locale: 'en' } }))
  await task(head, 'LIFT_STOP')
  const day = new Date('2026-10-12T01:00:00Z')
  await collectNotices(bank, day)
  await collectNotices(bank, new Date(day.getTime() + 60_000))
  await sendMails(bank, day)
  await collectNotices(bank, new Date(day.getTime() + 3_600_000))
  await sendMails(bank, new Date(day.getTime() + 3_600_000))
  const mine = got.filter((g) => g.to === 'head@bank.example')
  expect(mine).toHaveLength(1)
  expect(bodyOf(mine[0]!.text)).toContain('Unread and still open:')
  expect(bodyOf(mine[0]!.text)).toContain('Task: 1')
  expect(mine[0]!.text).toMatch(/Content-Language: en/)
})

test('a busy server is asked again later; after the last time it is given up', async () => {
  await setNoticeTimes(admin, {
    mail: true,
    digestAt: '08:30',
    quietFrom: '00:00',
    quietTo: '00:00',
    workingDaysOnly: false,
  })
  await testMail(admin, {})
  behave = 'LATER'
  const start = (await mailList(admin, {})).items[0]!.nextAt
  await sendMails(bank, start)
  expect((await states())[0]).toBe(`${admin.login} TEST PENDING 1`)
  expect(await sendMails(bank, new Date(start.getTime() + 59_000))).toBe(0)
  let at = start.getTime() + 61_000
  for (let i = 0; i < 5; i++, at += 86_400_000) await sendMails(bank, new Date(at))
  expect((await states())[0]).toBe(`${admin.login} TEST DEAD 6`)
  behave = 'TAKE'
  const dead = (await mailList(admin, {})).items[0]!
  expect(await resendMail(admin, { mailId: dead.id })).toMatchObject({ ok: true })
  await sendMails(bank)
  expect(got).toHaveLength(1)
  expect(await resendMail(admin, { mailId: dead.id })).toMatchObject({ ok: false, error: { code: 'E_STATE' } })
})

test('a person whom the server does not know is not asked for again', async () => {
  await testMail(admin, {})
  behave = 'REFUSE'
  await sendMails(bank)
  expect((await states())[0]).toBe(`${admin.login} TEST DEAD 1`)
  expect((await mailList(admin, {})).items[0]?.error).toBe('EENVELOPE 550')
})

test('a connection cut after the text is no reason to send it twice; neither is a worker that died', async () => {
  await testMail(admin, {})
  behave = 'VANISH'
  await sendMails(bank)
  expect((await states())[0]).toBe(`${admin.login} TEST UNKNOWN 1`)
  behave = 'TAKE'
  await testMail(admin, {})
  const now = new Date()
  await inBank((tx) =>
    tx.mailMessage.updateMany({
      where: { bankId: bank.id, state: 'PENDING' },
      data: { state: 'SENDING', attempts: 1, nextAt: now },
    }),
  )
  await sendMails(bank, new Date(now.getTime() + 1000))
  expect((await mailList(admin, {})).items[0]).toMatchObject({ state: 'UNKNOWN', error: 'WORKER_LOST' })
  expect(got).toEqual([])
})

test('two workers do not both send', async () => {
  for (let i = 0; i < 5; i++) await testMail(admin, {})
  await Promise.all([sendMails(bank), sendMails(bank), sendMails(bank)])
  expect(got).toHaveLength(5)
  expect(new Set(got.map((g) => /Message-ID: (<.*>)/i.exec(g.text)?.[1])).size).toBe(5)
})

test('a person sees his own notices and settings only', async () => {
  const theirs = (await noticeList(rm, {})).items[0]!
  expect(await readNotices(head, { ids: [theirs.id] })).toMatchObject({ ok: true, value: { read: 0 } })
  expect((await noticeSettings(rm, {})).kinds.map((k) => k.kind)).not.toContain('cp')
  expect((await noticeSettings(head, {})).times).toMatchObject({
    digestAt: '08:30',
    quietFrom: '20:00',
    quietTo: '08:00',
  })
  expect(
    await setNoticeTimes(rm, {
      mail: true,
      digestAt: '25:00',
      quietFrom: '20:00',
      quietTo: '08:00',
      workingDaysOnly: true,
    }),
  ).toMatchObject({
    ok: false,
    error: { fields: [{ path: 'digestAt', code: 'E_NOTICE_TIME' }] },
  })
})
