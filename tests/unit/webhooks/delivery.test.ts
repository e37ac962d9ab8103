/** How an event is told to another system: asked for, signed, tried again, and never sent where it must not go. */
import { describe, expect, test } from 'vitest'
import { asksFor, MAX_ATTEMPTS, signatureOf, urlFault, verifySignature, waitAfter } from '@/lib/webhooks/delivery'

test('one topic, a family, or everything; a family is not its namesakes', () => {
  expect(asksFor(['loan.changed'], 'loan.changed')).toBe(true)
  expect(asksFor(['loan.*'], 'loan.changed')).toBe(true)
  expect(asksFor(['loan.*'], 'loans.changed')).toBe(false)
  expect(asksFor(['loan.*', 'stop.set'], 'stop.lifted')).toBe(false)
  expect(asksFor(['*'], 'anything')).toBe(true)
})

describe('the signature', () => {
  const signed = signatureOf('fsw_secret', 1_000_000, '{"a":1}')
  test('fits its body and its time, within five minutes', () => {
    expect(verifySignature('fsw_secret', signed, '{"a":1}', 1_000_300)).toBe(true)
    expect(verifySignature('fsw_secret', signed, '{"a":1}', 1_000_301)).toBe(false)
  })
  test.each([
    ['another body', 'fsw_secret', signed, '{"a":2}'],
    ['another secret', 'fsw_other', signed, '{"a":1}'],
    ['another time', 'fsw_secret', signed.replace('t=1000000', 't=1000001'), '{"a":1}'],
    ['nothing', 'fsw_secret', '', '{"a":1}'],
  ])('does not fit %s', (_, secret, header, body) => {
    expect(verifySignature(secret, header, body, 1_000_001)).toBe(false)
  })
})

test('each failed try waits longer, and after a day and a half or so it is given up', () => {
  const waits = Array.from({ length: MAX_ATTEMPTS }, (_, i) => waitAfter(i + 1))
  expect(waits.at(-1)).toBeNull()
  const told = waits.slice(0, -1).map(Number)
  expect([...told].sort((a, b) => a - b)).toEqual(told)
  expect(told[0]).toBe(10)
})

test.each([
  ['https://core.bank.example/hook', null],
  ['http://core.bank.example/hook', 'E_WEBHOOK_HTTPS'],
  ['http://127.0.0.1:9000/hook', null],
  ['https://user:pw@core.bank.example/', 'E_WEBHOOK_URL'],
  ['https://169.254.169.254/latest', 'E_WEBHOOK_HOST'],
  ['ftp://core.bank.example/', 'E_WEBHOOK_URL'],
  ['not an address', 'E_WEBHOOK_URL'],
] as const)('%s: %s', (url, fault) => {
  expect(urlFault(url, false)).toBe(fault)
})

test('in live mode nothing goes to this machine', () => {
  expect(urlFault('https://localhost/hook', true)).toBe('E_WEBHOOK_HOST')
  expect(urlFault('http://127.0.0.1/hook', true)).toBe('E_WEBHOOK_HTTPS')
})
