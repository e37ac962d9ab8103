/** Events to another system over real HTTP: signed, told once, tried again with back-off, sent again from the outbox. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { civilDate } from '@/lib/platform/dates'
import { newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { createWebhook, renewSecret, replayDelivery, replayOutbox, setWebhook } from '@/lib/webhooks/commands'
import { verifySignature } from '@/lib/webhooks/delivery'
import { deliverDue, publishOutbox } from '@/lib/webhooks/publish'
import { deliveryList, webhookList } from '@/lib/webhooks/queries'
import { type TestDatabase, testDatabase } from '../../database'
import { type Person, testBank, testPerson } from '../../fixtures/people'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let admin: Person
let server: Server
let url: string
let secret: string
let webhookId: string
let answerWith = 200
const got: { body: string; signature: string; topic: string; event: string }[] = []
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('HOOK')
  admin = await testPerson(bank, 'admin', ['TENANT_ADMIN'])
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const h = (name: string) => String(request.headers[name] ?? '')
      got.push({ body, signature: h('fangshi-signature'), topic: h('fangshi-topic'), event: h('fangshi-event') })
      response.statusCode = answerWith
      if (answerWith === 302) response.setHeader('location', `${url}/elsewhere`)
      response.end('taken')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await db.drop()
})

const event = (topic: string) =>
  inBank((tx) => tx.outboxEvent.create({ data: { bankId: bank.id, id: newId(), topic, payload: { loanId: 'L1' } } }))
const states = async () => (await deliveryList(admin, { webhookId })).items.map((d) => `${d.state} ${d.attempts}`)

test('an address that must not be told is refused; a right one gets its secret once', async () => {
  expect(await createWebhook(admin, { name: '核心', url: 'http://10.0.0.1/x' })).toMatchObject({
    ok: false,
    error: { code: 'E_WEBHOOK_HTTPS', fields: [{ path: 'url' }] },
  })
  expect(await createWebhook(admin, { name: '核心', url, topics: ['loan'] })).toMatchObject({
    ok: false,
    error: { code: 'E_WEBHOOK_TOPIC' },
  })
  const made = await createWebhook(admin, { name: '核心', url, topics: ['loan.*'] })
  if (!made.ok) throw new Error(made.error.code)
  webhookId = made.value.id
  secret = made.value.secret
  expect(JSON.stringify(await webhookList(admin, {}))).not.toContain(secret)
  expect(JSON.stringify(await inBank((tx) => tx.webhookEndpoint.findMany()))).not.toContain(secret.slice(4))
})

test('what it asks for is told once, signed; what it does not ask for is not told', async () => {
  const loan = await event('loan.changed')
  await event('stop.set')
  await publishOutbox(bank)
  expect(await publishOutbox(bank)).toBe(0)
  await deliverDue(bank)
  await deliverDue(bank)
  expect(got).toHaveLength(1)
  expect(got[0]).toMatchObject({ topic: 'loan.changed', event: loan.id })
  expect(JSON.parse(got[0]!.body)).toMatchObject({
    id: loan.id,
    topic: 'loan.changed',
    bank: 'HOOK',
    data: { loanId: 'L1' },
  })
  expect(verifySignature(secret, got[0]!.signature, got[0]!.body, Math.floor(Date.now() / 1000))).toBe(true)
  expect(await states()).toEqual(['DELIVERED 1'])
})

test('a system that is down is tried again later and later; a redirect is not followed', async () => {
  answerWith = 503
  await event('loan.settled')
  await publishOutbox(bank)
  const now = new Date()
  await deliverDue(bank, now)
  expect(await states()).toEqual(['PENDING 1', 'DELIVERED 1'])
  await deliverDue(bank, new Date(now.getTime() + 9_000))
  expect((await states())[0]).toBe('PENDING 1')
  answerWith = 302
  await deliverDue(bank, new Date(now.getTime() + 11_000))
  expect((await states())[0]).toBe('PENDING 2')
  expect((await webhookList(admin, {})).items).toMatchObject([{ failures: 2 }])
  answerWith = 200
  await deliverDue(bank, new Date(now.getTime() + 80_000))
  expect((await states())[0]).toBe('DELIVERED 3')
  expect((await webhookList(admin, {})).items).toMatchObject([
    { failures: 0, lastDay: { delivered: 2, pending: 0, dead: 0 } },
  ])
})

test('after the last try it is given up, and sent again only when somebody asks', async () => {
  answerWith = 500
  await event('loan.classified')
  await publishOutbox(bank)
  let at = Date.now()
  for (let i = 0; i < 9; i++) {
    await deliverDue(bank, new Date(at))
    at += 90_000_000
  }
  expect((await states())[0]).toBe('DEAD 9')
  answerWith = 200
  const dead = (await deliveryList(admin, { webhookId })).items[0]!
  expect(await replayDelivery(admin, { deliveryId: dead.id })).toMatchObject({ ok: true })
  await deliverDue(bank)
  expect(await states()).toEqual(['DELIVERED 1', 'DEAD 9', 'DELIVERED 3', 'DELIVERED 1'])
})

test('a paused address waits; a renewed secret signs from then on; a day of the outbox can be sent again whole', async () => {
  await setWebhook(admin, { webhookId, state: 'PAUSED' })
  await event('loan.changed')
  await publishOutbox(bank)
  expect(await deliverDue(bank)).toBe(0)
  await setWebhook(admin, { webhookId, state: 'ACTIVE' })
  const renewed = await renewSecret(admin, { webhookId })
  if (!renewed.ok) throw new Error(renewed.error.code)
  const today = civilDate(new Date()).toString()
  got.length = 0
  expect(await replayOutbox(admin, { webhookId, from: today, to: today })).toMatchObject({
    ok: true,
    value: { deliveries: 4 },
  })
  while ((await deliverDue(bank)) > 0);
  expect(got.length).toBe(4)
  const last = got.at(-1)!
  const now = Math.floor(Date.now() / 1000)
  expect([
    verifySignature(renewed.value.secret, last.signature, last.body, now),
    verifySignature(secret, last.signature, last.body, now),
  ]).toEqual([true, false])
})
