/**
 * The worker's part: new events of the outbox become deliveries, one for each endpoint that asks for them, in the
 * transaction that marks them as published; due deliveries are claimed, sent outside any transaction, and written down.
 */
import { log } from '@/lib/platform/log'
import { liveMode } from '@/lib/platform/mode'
import { type BankRow, newId, withTenant } from '@/lib/platform/tenant'
import { asksFor, MAX_ATTEMPTS, signatureOf, urlFault, waitAfter } from './delivery'
import { secretOf } from './secret'

const AT_ONCE = 200
const TIMEOUT_MS = 10_000
/** A claimed delivery whose worker died is tried again after this. */
const LEASE_SECONDS = 60

/** Events that were not told yet, oldest first. Answers how many there were. */
export async function publishOutbox(bank: Pick<BankRow, 'id'>, now = new Date()): Promise<number> {
  const bankId = bank.id
  return withTenant({ bankId, partyId: null }, async (tx) => {
    const events = await tx.$queryRaw<{ id: string; topic: string }[]>`
      select id, topic from outbox_event where bank_id = ${bankId}::uuid and published_at is null order by created_at, id limit ${AT_ONCE} for update skip locked`
    if (events.length === 0) return 0
    const endpoints = await tx.webhookEndpoint.findMany({ where: { bankId, state: 'ACTIVE' } })
    const rows = events.flatMap((e) =>
      endpoints
        .filter((p) => asksFor(p.topics as string[], e.topic))
        .map((p) => ({
          bankId,
          id: newId(),
          endpointId: p.id,
          eventId: e.id,
          topic: e.topic,
          state: 'PENDING',
          nextAt: now,
        })),
    )
    if (rows.length > 0) await tx.webhookDelivery.createMany({ data: rows })
    await tx.outboxEvent.updateMany({
      where: { bankId, id: { in: events.map((e) => e.id) } },
      data: { publishedAt: now },
    })
    return events.length
  })
}

type Due = {
  id: string
  topic: string
  attempts: number
  endpoint_id: string
  url: string
  secret_no: number
  event_id: string
  payload: unknown
  created_at: Date
}

/** Sends what is due, a few at once; answers how many were tried. */
export async function deliverDue(bank: Pick<BankRow, 'id' | 'code'>, now = new Date()): Promise<number> {
  const bankId = bank.id
  const due = await withTenant(
    { bankId, partyId: null },
    (tx) => tx.$queryRaw<Due[]>`
      with due as (
        select d.id from webhook_delivery d join webhook_endpoint p on p.bank_id = d.bank_id and p.id = d.endpoint_id and p.state = 'ACTIVE'
        where d.bank_id = ${bankId}::uuid and d.state = 'PENDING' and d.next_at <= ${now} order by d.next_at, d.id limit 20 for update of d skip locked),
      claimed as (
        update webhook_delivery d set attempts = d.attempts + 1, next_at = ${now}::timestamptz + ${LEASE_SECONDS} * interval '1 second'
        from due where d.bank_id = ${bankId}::uuid and d.id = due.id returning d.*)
      select c.id, c.topic, c.attempts, c.endpoint_id, p.url, p.secret_no, c.event_id, e.payload, e.created_at
      from claimed c join webhook_endpoint p on p.bank_id = c.bank_id and p.id = c.endpoint_id join outbox_event e on e.bank_id = c.bank_id and e.id = c.event_id`,
  )
  await Promise.all(due.map((d) => deliver(bank, d, now)))
  return due.length
}

async function deliver(bank: Pick<BankRow, 'id' | 'code'>, d: Due, now: Date): Promise<void> {
  const body = JSON.stringify({
    id: d.event_id,
    topic: d.topic,
    bank: bank.code,
    at: d.created_at.toISOString(),
    data: d.payload,
  })
  const started = performance.now()
  const outcome = await send(d, body)
  const ms = Math.round(performance.now() - started)
  const done = outcome.status !== null && outcome.status >= 200 && outcome.status < 300
  const wait = waitAfter(d.attempts)
  const dead = !done && (d.attempts >= MAX_ATTEMPTS || wait === null)
  await withTenant({ bankId: bank.id, partyId: null }, async (tx) => {
    await tx.webhookDelivery.updateMany({
      where: { bankId: bank.id, id: d.id, state: 'PENDING', attempts: d.attempts },
      data: {
        state: done ? 'DELIVERED' : dead ? 'DEAD' : 'PENDING',
        lastStatus: outcome.status,
        lastError: outcome.error,
        lastMs: ms,
        ...(done ? { deliveredAt: new Date() } : dead ? {} : { nextAt: new Date(now.getTime() + wait! * 1000) }),
      },
    })
    await tx.webhookEndpoint.updateMany({
      where: { bankId: bank.id, id: d.endpoint_id },
      data: done ? { failures: 0 } : { failures: { increment: 1 } },
    })
  })
}

/** One try: never follows a redirect, reads nothing of the answer but its status. */
async function send(d: Due, body: string): Promise<{ status: number | null; error: string | null }> {
  const fault = urlFault(d.url, liveMode())
  if (fault) return { status: null, error: fault }
  try {
    const answer = await fetch(d.url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Fangshi-Webhook/1',
        'fangshi-topic': d.topic,
        'fangshi-event': d.event_id,
        'fangshi-delivery': d.id,
        'fangshi-signature': signatureOf(
          secretOf({ id: d.endpoint_id, secretNo: d.secret_no }),
          Math.floor(Date.now() / 1000),
          body,
        ),
      },
      body,
    })
    await answer.body?.cancel()
    return { status: answer.status, error: null }
  } catch (error) {
    return { status: null, error: (error instanceof Error ? error.message : String(error)).slice(0, 300) }
  }
}

/** What the worker does between its jobs. A bank whose systems are down does not hold up the others. */
export async function tellSystems(bank: BankRow): Promise<void> {
  try {
    while ((await publishOutbox(bank)) === AT_ONCE);
    await deliverDue(bank)
  } catch (err) {
    log.error({ bank: bank.code, err }, 'webhooks')
  }
}
