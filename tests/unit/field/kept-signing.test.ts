/** A signing without a line: the table shows what was done on the phone, and never more than that. */
import { describe, expect, test } from 'vitest'
import { withKept } from '@/components/contracts/kept-signing'
import type { TableView } from '@/components/contracts/table-view'
import type { KeptRequest } from '@/components/field/kept-request'

const SHA = 'a'.repeat(64)
const doc = (signerId: string, contractId: string) => ({
  signerId,
  contractId,
  sha256: SHA,
  clauses: [
    { id: 'AMOUNT', confirmed: true },
    { id: 'PENALTY', confirmed: false },
  ],
  identityChecked: false,
  signedAt: null,
  method: null,
})
const view = {
  contracts: [
    { id: 'c1', signatures: 2, signaturesDone: 0 },
    { id: 'c2', signatures: 1, signaturesDone: 0 },
  ],
  persons: [
    { key: 'A', identityChecked: false, clausesOpen: 2, signed: 0, documents: [doc('s1', 'c1'), doc('s2', 'c2')] },
    { key: 'B', identityChecked: false, clausesOpen: 1, signed: 0, documents: [doc('s3', 'c1')] },
  ],
} as unknown as TableView

const kept = (act: KeptRequest['act'], input: unknown, refused = false): KeptRequest => ({
  id: act,
  slot: 'signing:1',
  act,
  input,
  madeAt: '2026-03-18T02:00:00.000Z',
  refused: refused ? { code: 'E_STATE', status: 409, params: {}, fields: [] } : null,
})
const identify = kept('signing.identify', { signerIds: ['s1', 's2'] })
const explain = kept('signing.explain', { explanations: [{ signerId: 's1', clauses: ['PENALTY'] }] })
const sign = (sha256 = SHA, refused = false) =>
  kept('signing.sign', { method: 'DRAWN', signatures: [{ signerId: 's1', sha256 }] }, refused)

describe('what waits on the phone', () => {
  test('counts for the person and the paper that it is about, and for nobody else', () => {
    const [a, b] = withKept(view, [identify, explain, sign()], []).persons
    expect(a).toMatchObject({ identityChecked: true, clausesOpen: 1, signed: 1 })
    expect(a!.documents[0]).toMatchObject({ method: 'DRAWN', waits: true, signedAt: '2026-03-18T02:00:00.000Z' })
    expect(a!.documents[1]).toMatchObject({ signedAt: null })
    expect(b).toMatchObject({ identityChecked: false, clausesOpen: 1, signed: 0 })
    expect(withKept(view, [sign()], []).contracts.map((c) => c.signaturesDone)).toEqual([1, 0])
  })
  test('does not count when the bank refused it, or when the text has been issued anew since', () => {
    expect(withKept(view, [sign(SHA, true)], []).persons[0]!.signed).toBe(0)
    expect(withKept(view, [sign('b'.repeat(64))], []).persons[0]!.signed).toBe(0)
  })
})

test('what has arrived counts until the bank tells the table anew, and no longer waits', () => {
  const [a] = withKept(view, [], [identify, sign()]).persons
  expect(a!.documents[0]).toMatchObject({ waits: false, identityChecked: true })
})
