import { createHash, createPublicKey, verify } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calendarFile } from '@/lib/contracts/calendar-file'
import { signatureProvider, signedMessage } from '@/lib/contracts/signature/provider'
import { sm2Local } from '@/lib/contracts/signature/sm2'

process.env.FANGSHI_SECRET = 'a test secret that is long enough to be one'

const attributes = {
  contentType: 'application/pdf',
  sha256: 'a'.repeat(64),
  sm3: createHash('sm3').update('x').digest('hex'),
  contentSha256: 'b'.repeat(64),
  contract: 'HT-2026-000001',
  signer: { name: '林一', role: 'BORROWER', idNo: '110101198001010012' },
  method: 'DRAWN',
  signingTime: '2026-03-20T01:00:00.000Z',
}

test('one character changed in what was signed, or another bank’s key, and the signature no longer holds', async () => {
  const message = signedMessage(attributes)
  const signed = await signatureProvider().sign('YJB', message)
  expect(signed).toMatchObject({ algorithm: 'SM2-SM3', provider: 'SM2_LOCAL' })
  expect(await sm2Local.verify(message, signed)).toBe(true)
  expect(await sm2Local.verify(message.replace('000001', '000002'), signed)).toBe(false)
  const other = await sm2Local.sign('BYB', message)
  expect(await sm2Local.verify(message, { ...signed, publicKey: other.publicKey })).toBe(false)
  expect(await sm2Local.verify(message, { ...signed, signature: '00' })).toBe(false)
})

test('the key stays the same from one start to the next, so that old signatures can be compared', async () => {
  const [first, second] = [await sm2Local.sign('YJB', 'a'), await sm2Local.sign('YJB', 'b')]
  expect(first.publicKey).toBe(second.publicKey)
})

/** A point of the curve that OpenSSL takes for one: the key is a real SM2 key, not numbers that only we believe in. */
test('the public key is a point of the SM2 curve', async () => {
  const { publicKey } = await sm2Local.sign('YJB', 'a')
  const spki = Buffer.concat([
    Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex'),
    Buffer.from(publicKey, 'hex'),
  ])
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
  expect(verify('sm3', Buffer.from('x'), key, Buffer.from('30060201010201 01'.replace(' ', ''), 'hex'))).toBe(false)
})

const appointment = {
  uid: 'x@yjb.fangshi',
  startsAt: new Date('2026-03-21T01:00:00Z'),
  minutes: 90,
  title: '面签现场 G-001',
  place: '兴隆市场管理处二楼',
  description: '第一行\n第二行',
  stamp: new Date('2026-03-20T01:00:00Z'),
  sequence: 2,
}

test('the appointment is the hour of the bank’s zone, and a text with commas or line breaks stays one text', () => {
  const ics = calendarFile({ ...appointment, place: '一号楼; 二层, 东侧' })
  expect(ics).toContain('DTSTART:20260321T010000Z\r\nDTEND:20260321T023000Z')
  expect(ics).toContain('LOCATION:一号楼\\; 二层\\, 东侧')
  expect(ics).toContain('DESCRIPTION:第一行\\n第二行')
  expect(ics).toContain('SEQUENCE:2')
})

test('no line is longer than 75 octets and none is broken inside a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (title) => {
      const lines = calendarFile({ ...appointment, title: title.toWellFormed() }).split('\r\n')
      expect(Math.max(...lines.map((l) => Buffer.byteLength(l)))).toBeLessThanOrEqual(75)
      expect(lines.join('\n').isWellFormed()).toBe(true)
    }),
  )
})
