/** The phone's outbox: whatever the line does, each act counts once, in its order, and nothing leaves the phone unanswered. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Box, type Carrier, deliverAll } from '@/components/field/deliver'
import type { KeptRequest } from '@/components/field/kept-request'
import type { AppError, Result } from '@/lib/platform/errors'

const REFUSED: AppError = { code: 'E_STATE', status: 409, params: {}, fields: [] }

function boxWith(requests: KeptRequest[]): Box & { rows: Map<string, KeptRequest> } {
  const rows = new Map(requests.map((r) => [r.id, structuredClone(r)]))
  return {
    rows,
    all: async () => [...rows.values()].map((r) => structuredClone(r)),
    put: async (r) => rows.set(r.id, structuredClone(r)),
    delete: async (id) => rows.delete(id),
  }
}

/** A bank that knows a key again, behind a line that loses requests, or answers. */
function bankBehind(line: () => 'GONE' | 'ANSWER_LOST' | 'GOOD', refuses: (id: string) => boolean = () => false) {
  const records: { id: string; slot: string; input: unknown }[] = []
  const files: string[] = []
  const carrier: Carrier = {
    async upload() {
      const state = line()
      if (state === 'GONE') return null
      files.push(`f${files.length}`)
      return state === 'ANSWER_LOST' ? null : { ok: true, value: { id: files.at(-1)! } }
    },
    async act({ id, slot }, input) {
      const state = line()
      if (state === 'GONE') return null
      const result: Result<unknown> = refuses(id) ? { ok: false, error: REFUSED } : { ok: true, value: null }
      if (result.ok && !records.some((r) => r.id === id)) records.push({ id, slot, input })
      return state === 'ANSWER_LOST' ? null : result
    },
  }
  return { carrier, records, files }
}

const request = (n: number, slot: string, file = false): KeptRequest => ({
  id: `r${n}`,
  slot,
  act: 'visit.complete',
  input: { n },
  ...(file ? { file: { field: 'fileId', kind: 'SIGNATURE', content: new Blob(['x']) } } : {}),
  madeAt: new Date(1_800_000_000_000 + n).toISOString(),
  refused: null,
})

describe('a line that comes and goes', () => {
  test('once it stays, each act has one record, in the order of its object, with one file; the phone is empty', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ slot: fc.constantFrom('visit:1', 'loan:2', 'signing:3'), file: fc.boolean() }), {
          minLength: 1,
          maxLength: 12,
        }),
        fc.array(fc.constantFrom('GONE' as const, 'ANSWER_LOST' as const, 'GOOD' as const), { maxLength: 40 }),
        async (acts, states) => {
          const made = acts.map((a, n) => request(n, a.slot, a.file))
          // the store gives them back in any order
          const box = boxWith([...made].reverse())
          const left = [...states]
          const { carrier, records } = bankBehind(() => left.shift() ?? 'GOOD')
          for (let pass = 0; left.length > 0 || box.rows.size > 0; pass++) {
            if (pass > states.length + 1) throw new Error('it never arrives')
            const waits = await deliverAll(box, carrier, () => undefined)
            expect(waits).toBe(box.rows.size > 0)
            if (box.rows.size === 0) break
          }
          expect(records.map((r) => r.id).toSorted()).toEqual(made.map((r) => r.id).toSorted())
          for (const slot of new Set(acts.map((a) => a.slot)))
            expect(records.filter((r) => r.slot === slot).map((r) => r.id)).toEqual(
              made.filter((r) => r.slot === slot).map((r) => r.id),
            )
          for (const r of records) {
            const withFile = made.find((m) => m.id === r.id)!.file !== undefined
            expect(Object.hasOwn(r.input as object, 'fileId')).toBe(withFile)
          }
        },
      ),
    ))
})

describe('a refusal', () => {
  test('stays on the phone with its reason and is not sent again by itself; what follows goes on', async () => {
    const box = boxWith([request(1, 'visit:1'), request(2, 'visit:1'), request(3, 'loan:2')])
    const { carrier, records } = bankBehind(
      () => 'GOOD',
      (id) => id === 'r1',
    )
    const said: string[] = []
    expect(await deliverAll(box, carrier, (r, result) => said.push(`${r.id} ${result.ok}`))).toBe(false)
    expect(said).toEqual(['r1 false', 'r2 true', 'r3 true'])
    expect([...box.rows.values()]).toMatchObject([{ id: 'r1', refused: { code: 'E_STATE' } }])
    await deliverAll(box, carrier, (r) => said.push(r.id))
    expect(said).toHaveLength(3)
    expect(records.map((r) => r.id)).toEqual(['r2', 'r3'])
  })
  test('of a file is a refusal of its act', async () => {
    const box = boxWith([request(1, 'signing:1', true)])
    const { carrier, records } = bankBehind(() => 'GOOD')
    await deliverAll(box, { ...carrier, upload: async () => ({ ok: false, error: REFUSED }) }, () => undefined)
    expect([...box.rows.values()][0]).toMatchObject({ refused: { code: 'E_STATE' } })
    expect(records).toEqual([])
  })
})

test('an object without an answer does not hold up the others, and its own acts keep their order', async () => {
  const box = boxWith([request(1, 'visit:1'), request(2, 'visit:1'), request(3, 'loan:2')])
  const { carrier, records } = bankBehind(() => 'GOOD')
  const flaky: Carrier = { ...carrier, act: async (r, input) => (r.id === 'r1' ? null : carrier.act(r, input)) }
  expect(await deliverAll(box, flaky, () => undefined)).toBe(true)
  expect(records.map((r) => r.id)).toEqual(['r3'])
  expect([...box.rows.keys()]).toEqual(['r1', 'r2'])
})
