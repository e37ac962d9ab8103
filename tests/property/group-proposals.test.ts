import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Candidate, proposeGroups } from '@/lib/guarantees/rules/group-proposal'
import { checkGroup, type Relation } from '@/lib/guarantees/rules/joint-group'
import { PLAN_DEFAULTS } from '@/lib/plans/parameters'
import { yuan } from '@/lib/platform/money'

const p = PLAN_DEFAULTS.jg
/** Mostly null: one time in nine the value. */
const some = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value })

const member = fc.record({
  loanFen: fc.integer({ min: 20, max: 210 }).map((wan) => BigInt(wan) * 1_000_000n),
  netAssetsFen: fc.integer({ min: 100, max: 2000 }).map((wan) => BigInt(wan) * 1_000_000n),
  tenorMonths: fc.constantFrom(6, 12, 12, 12, 12, 12, 12, 12, 24),
  marketId: fc.constantFrom('M5', 'M6', 'M6'),
  householdId: some(fc.constantFrom('h1', 'h2')),
  controllerId: some(fc.constantFrom('k1', 'k2')),
  outsideGuaranteesFen: fc.constantFrom(0n, 0n, 0n, 0n, 0n, 0n, yuan('3000000')),
  mainSupplierId: some(fc.constantFrom('s1', 's2')),
  activeGroupId: some(fc.constant('old')),
  eligible: fc.constantFrom(true, true, true, true, true, true, true, false),
  wishedGroup: some(fc.constantFrom('一', '二')),
})

const market = fc
  .tuple(
    fc.oneof(fc.array(member, { maxLength: 10 }), fc.array(member, { minLength: 25, maxLength: 45 })),
    fc.array(fc.tuple(fc.nat(44), fc.nat(44)), { maxLength: 6 }),
  )
  .map(([members, pairs]) => ({
    members: members.map((m, i): Candidate => ({ ...m, id: `m${i}`, loanEnd: null })),
    relations: pairs.map(([a, b]): Relation => ({ a: `m${a}`, b: `m${b}`, kind: 'FAMILY' })),
    memberCapFen: yuan('2000000'),
  }))

test('the assistant never proposes a group that breaks a rule, and forgets or doubles nobody', () => {
  let proposed = 0
  fc.assert(
    fc.property(market, (input) => {
      const { groups, leftOut } = proposeGroups(input, p)
      proposed += groups.length
      const byId = new Map(input.members.map((m) => [m.id, m]))
      for (const g of groups) {
        const members = g.memberIds.map((id) => byId.get(id)!)
        const frame = { members, relations: input.relations, groupLimitFen: g.totalFen, groupLimitEnd: null }
        expect(checkGroup({ ...frame, memberCapFen: input.memberCapFen }, p)).toEqual([])
      }
      const placed = [...groups.flatMap((g) => g.memberIds), ...leftOut.map((l) => l.memberId)]
      expect(placed.sort()).toEqual(input.members.map((m) => m.id).sort())
      expect(leftOut.every((l) => l.reasons.length > 0)).toBe(true)
    }),
    { numRuns: 150 },
  )
  // A generator that never lets a group form would make this test worthless.
  expect(proposed).toBeGreaterThan(50)
})

test('a shuffled list never changes who guarantees whom', () => {
  fc.assert(
    fc.property(market, fc.integer(), (input, seed) => {
      const shuffled = [...input.members].sort((a, b) => hash(a.id, seed) - hash(b.id, seed))
      expect(proposeGroups({ ...input, members: shuffled }, p)).toEqual(proposeGroups(input, p))
    }),
    { numRuns: 40 },
  )
})

function hash(id: string, seed: number): number {
  let h = seed
  for (const c of id) h = (Math.imul(h, 31) + c.charCodeAt(0)) | 0
  return h
}
