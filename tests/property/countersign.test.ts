import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Condition } from '@/lib/approvals/rules/conditions'
import { type Opinion, type Round, roundOutcome, type Seat } from '@/lib/approvals/rules/countersign'

const lineIds = ['l0', 'l1', 'l2', 'l3']
const p = { rejectedLinesMaxPpm: 300_000 }
const fen = fc.bigInt({ min: 0n, max: 1_000n })

const vote = fc.oneof(
  fc.constant({ vote: 'APPROVE' as const }),
  fen.map((amountFen) => ({ vote: 'REDUCE' as const, amountFen })),
  fc.constant({ vote: 'REJECT' as const, reason: 'x' }),
)
const condition: fc.Arbitrary<Condition> = fc.record({
  seatId: fc.constant('s'),
  text: fc.constantFrom('a', 'b'),
  type: fc.constantFrom('CP' as const, 'COVENANT' as const, 'INFO' as const),
  ownerId: fc.constant(null),
  due: fc.constant(null),
  evidence: fc.constant(null),
  term: fc.option(
    fen.map((f) => ({ kind: 'AMOUNT_MAX' as const, fen: f })),
    { nil: null },
  ),
  lineId: fc.option(fc.constantFrom(...lineIds), { nil: null }),
})
const opinion: fc.Arbitrary<Opinion> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      opinion: fc.constantFrom('AGREE' as const, 'AGREE_WITH_CONDITIONS' as const),
      conditions: fc.array(condition, { maxLength: 3 }),
      lines: fc.dictionary(fc.constantFrom(...lineIds), vote, { maxKeys: 4 }),
      otherLines: fc.constantFrom('APPROVE' as const, 'APPROVE' as const, 'REJECT' as const, null),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ opinion: 'REJECT' as const, reason: 'no' }) },
  { weight: 1, arbitrary: fc.constant({ opinion: 'RETURN_FOR_SUPPLEMENT' as const, items: [] }) },
  { weight: 1, arbitrary: fc.constant({ opinion: 'ABSTAIN' as const, conflict: 'kin' }) },
)
const round: fc.Arbitrary<Round> = fc
  .record({
    opinions: fc.array(fc.tuple(fc.option(opinion, { nil: null, freq: 8 }), fc.boolean()), { maxLength: 4 }),
    amounts: fc.array(fen, { minLength: 4, maxLength: 4 }),
    chairConfirmed: fc.boolean(),
  })
  .map(({ opinions, amounts, chairConfirmed }) => ({
    order: 'PARALLEL',
    chairConfirmed,
    lines: lineIds.map((id, i) => ({ id, amountFen: amounts[i]! })),
    seats: opinions.map(
      ([o, here], i): Seat => ({
        id: `s${i}`,
        role: 'SB_HEAD',
        department: i % 2 ? 'CR' : 'SB',
        chair: i === 0,
        personId: here || o ? `p${i}` : null,
        opinion: o,
      }),
    ),
  }))

test('nothing is ever approved by silence: an approved round has an agreeing opinion of every seat on every line', () => {
  let approved = 0
  fc.assert(
    fc.property(round, (r) => {
      const outcome = roundOutcome(r, p)
      const opinions = r.seats.map((s) => s.opinion?.opinion)
      if (opinions.includes('REJECT')) expect(outcome.state).toBe('REJECTED')
      if (outcome.state !== 'APPROVED' && outcome.state !== 'APPROVED_WITH_CONDITIONS') return
      approved++
      expect(r.seats.length).toBeGreaterThan(0)
      for (const seat of r.seats) {
        expect(['AGREE', 'AGREE_WITH_CONDITIONS']).toContain(seat.opinion?.opinion)
        if (!seat.opinion || !('lines' in seat.opinion)) throw new Error('no lines')
        for (const line of r.lines) {
          const own = seat.opinion.lines[line.id]
          expect(own !== undefined || seat.opinion.otherLines !== null).toBe(true)
        }
      }
      for (const l of outcome.lines) {
        const asked = r.lines.find((x) => x.id === l.lineId)!.amountFen
        if (l.result !== 'REJECTED') expect(l.amountFen > 0n && l.amountFen <= asked).toBe(true)
      }
      const rejected = outcome.lines.filter((l) => l.result === 'REJECTED').length
      expect(rejected * 10).toBeLessThanOrEqual(r.lines.length * 3)
    }),
    { numRuns: 1500 },
  )
  expect(approved).toBeGreaterThan(20)
})

test('taking any opinion away from an approved round leaves it undecided', () => {
  fc.assert(
    fc.property(round, fc.nat(), (r, who) => {
      const outcome = roundOutcome(r, p)
      if (outcome.state !== 'APPROVED' && outcome.state !== 'APPROVED_WITH_CONDITIONS') return
      const i = who % r.seats.length
      const seats = r.seats.map((s, j) => (j === i ? { ...s, opinion: null } : s))
      expect(roundOutcome({ ...r, seats }, p).state).toBe('PENDING')
    }),
    { numRuns: 1500 },
  )
})
