import { describe, expect, it } from 'vitest'
import { proposeGroups } from '@/lib/guarantees/rules/group-proposal'
import {
  capacityRatio,
  checkGroup,
  groupMayDraw,
  groupStrength,
  type JointGroup,
  mayLeaveGroup,
} from '@/lib/guarantees/rules/joint-group'
import { PLAN_DEFAULTS } from '@/lib/plans/parameters'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'
import { toFixed } from '@/lib/platform/ratio'
import { candidate } from './members'

const p = PLAN_DEFAULTS.jg
const five = ['a', 'b', 'c', 'd', 'e'].map((id) => candidate(id))
const group = (members: readonly ReturnType<typeof candidate>[], over: Partial<JointGroup> = {}): JointGroup => ({
  members,
  relations: [],
  groupLimitFen: null,
  groupLimitEnd: null,
  memberCapFen: yuan('2000000'),
  ...over,
})
const codes = (g: JointGroup) => checkGroup(g, p).map((v) => v.code)
const change = (i: number, over: Parameters<typeof candidate>[1]) =>
  group(five.map((m, j) => (i === j ? { ...m, ...over } : m)))

describe('formation of a joint-guarantee group (§2.2)', () => {
  it('accepts five independent merchants of equal strength', () => {
    expect(codes(group(five))).toEqual([])
  })

  it('forms no group of four or of eleven', () => {
    expect(codes(group(five.slice(1)))).toEqual(['E_GROUP_MIN'])
    expect(codes(group(Array.from({ length: 11 }, (_, i) => candidate(`m${i}`))))).toEqual(['E_GROUP_MAX'])
  })

  it('does not let one member carry more than 35 % of the group', () => {
    expect(codes(change(0, { loanFen: yuan('646153'), netAssetsFen: yuan('9000000') }))).toEqual([])
    expect(codes(change(0, { loanFen: yuan('646154'), netAssetsFen: yuan('9000000') }))).toEqual(['E_GROUP_SHARE'])
  })

  it('refuses members of another group, above the cap, not eligible, or guaranteeing too much elsewhere', () => {
    expect(codes(change(1, { activeGroupId: 'g9' }))).toEqual(['E_GROUP_MEMBER_ACTIVE_ELSEWHERE'])
    expect(codes(change(1, { eligible: false }))).toEqual(['E_GROUP_MEMBER_ELIGIBLE'])
    expect(codes(change(1, { outsideGuaranteesFen: yuan('1500000.01') }))).toEqual(['E_GROUP_OUTSIDE_GUARANTEE'])
    const rich = five.map((m) => ({ ...m, loanFen: yuan('2000000.01'), netAssetsFen: yuan('90000000') }))
    expect(new Set(codes(group(rich)))).toEqual(new Set(['E_GROUP_MEMBER_CAP']))
  })

  it('keeps relatives apart: household, controller, family, shareholding above 20 %', () => {
    const pair = (over: object) => group(five.map((m, i) => (i < 2 ? { ...m, ...over } : m)))
    expect(codes(pair({ householdId: 'h' }))).toEqual(['E_GROUP_RELATED'])
    expect(codes(pair({ controllerId: 'x' }))).toEqual(['E_GROUP_RELATED'])
    expect(codes(group(five, { relations: [{ a: 'e', b: 'a', kind: 'FAMILY' }] }))).toEqual(['E_GROUP_RELATED'])
    const share = (sharePpm: number) => group(five, { relations: [{ a: 'a', b: 'b', kind: 'SHARE', sharePpm }] })
    expect(codes(share(200_000))).toEqual([])
    expect(codes(share(200_001))).toEqual(['E_GROUP_RELATED'])
  })

  it('does not hang more than half of a group on one supplier', () => {
    const hung = (n: number) => group(five.map((m, i) => (i < n ? { ...m, mainSupplierId: 's' } : m)))
    expect(codes(hung(2))).toEqual([])
    expect(codes(hung(3))).toEqual(['E_GROUP_SUPPLIER'])
  })

  it('refuses members and groups that could not carry each other', () => {
    // L = 300,000, contingent = 300,000: net assets of 600,000 are just enough
    expect(codes(change(2, { netAssetsFen: yuan('600000') }))).toEqual([])
    expect(codes(change(2, { netAssetsFen: yuan('599999.99') }))).toEqual(['E_GROUP_CAPACITY'])
    const strict = { ...p, capacityRatioMinPpm: 100_000 }
    const poor = group(five.map((m) => ({ ...m, netAssetsFen: yuan('449999.99') })))
    expect(checkGroup(poor, strict).map((v) => v.code)).toEqual(['E_GROUP_NET_ASSETS'])
    expect(toFixed(capacityRatio(five[0]!, five)!, 2)).toBe('2.50')
  })

  it('holds the sum of limits to the group limit within one yuan, and every loan inside the group’s term', () => {
    expect(codes(group(five, { groupLimitFen: yuan('1500001.00') }))).toEqual([])
    expect(codes(group(five, { groupLimitFen: yuan('1500001.01') }))).toEqual(['E_GROUP_SUM'])
    expect(codes(change(0, { tenorMonths: 13 }))).toEqual(['E_GROUP_TENOR'])
    const late = group(
      five.map((m) => ({ ...m, loanEnd: date('2027-03-02') })),
      { groupLimitEnd: date('2027-03-01') },
    )
    expect(new Set(codes(late))).toEqual(new Set(['E_GROUP_TENOR']))
  })

  it('does not mix two markets in one group', () => {
    expect(codes(change(0, { marketId: 'M5' }))).toEqual(['E_GROUP_MARKET'])
  })

  it('shows each member’s capacity and marks the one that is too weak', () => {
    const { value, trace } = groupStrength(change(2, { netAssetsFen: yuan('300000') }), p)
    expect(value).toMatchObject({ valid: false, totalFen: yuan('1500000') })
    expect(trace.steps.filter((s) => s.binding).map((s) => s.source)).toEqual(['c'])
  })

  it('does not pay out to an impaired group or let a debtor leave', () => {
    expect(['SIGNED', 'ACTIVE', 'FROZEN', 'IMPAIRED'].map(groupMayDraw)).toEqual([true, true, false, false])
    expect(mayLeaveGroup({ applicationInProgress: false, outstandingFen: 0n })).toBe(true)
    expect(mayLeaveGroup({ applicationInProgress: true, outstandingFen: 0n })).toBe(false)
    expect(mayLeaveGroup({ applicationInProgress: false, outstandingFen: 1n })).toBe(false)
  })
})

describe('the formation assistant', () => {
  const propose = (members: ReturnType<typeof candidate>[], relations = [] as JointGroup['relations']) =>
    proposeGroups({ members, relations, memberCapFen: yuan('2000000') }, p)

  it('finds a place for everyone in a market of equals', () => {
    const members = Array.from({ length: 23 }, (_, i) => candidate(`m${i + 10}`))
    const { groups, leftOut } = propose(members)
    expect(leftOut).toEqual([])
    expect(groups.flatMap((g) => g.memberIds).sort()).toEqual(members.map((m) => m.id).sort())
  })

  it('keeps the groups that the merchants chose themselves when they are sound', () => {
    const members = [
      ...Array.from({ length: 5 }, (_, i) => candidate(`x${i}`, { wishedGroup: '一组' })),
      ...Array.from({ length: 5 }, (_, i) => candidate(`y${i}`)),
    ]
    const { groups } = propose(members)
    expect(groups.find((g) => g.wishedGroup === '一组')?.memberIds.sort()).toEqual(['x0', 'x1', 'x2', 'x3', 'x4'])
  })

  it('deals small and large loans so that no one dominates', () => {
    const large = Array.from({ length: 5 }, (_, i) =>
      candidate(`big${i}`, { loanFen: yuan('1500000'), netAssetsFen: yuan('9000000') }),
    )
    const small = Array.from({ length: 10 }, (_, i) => candidate(`small${i}`, { loanFen: yuan('100000') }))
    expect(propose([...small, ...large]).leftOut).toEqual([])
  })

  it('says why someone is left out', () => {
    const members = [
      ...five,
      candidate('busy', { activeGroupId: 'g9' }),
      candidate('poor', { netAssetsFen: yuan('10000') }),
      candidate('brother'),
    ]
    const { leftOut } = propose(
      members,
      five.map((m) => ({ a: 'brother', b: m.id, kind: 'FAMILY' as const })),
    )
    const why = Object.fromEntries(leftOut.map((l) => [l.memberId, l.reasons.map((r) => r.code)]))
    expect(why.busy).toEqual(['E_GROUP_MEMBER_ACTIVE_ELSEWHERE'])
    expect(why.poor).toContain('E_GROUP_CAPACITY')
    expect(why.brother).toContain('E_GROUP_RELATED')
  })

  it('says so when too few are left to form a group', () => {
    expect(propose(five.slice(0, 3)).leftOut.map((l) => l.reasons[0]?.code)).toEqual([
      'E_GROUP_MIN',
      'E_GROUP_MIN',
      'E_GROUP_MIN',
    ])
  })

  it('proposes the same groups whatever the order of the list', () => {
    const members = Array.from({ length: 17 }, (_, i) =>
      candidate(`m${i}`, { loanFen: yuan(String(100_000 + (i % 5) * 90_000)), mainSupplierId: i % 3 ? null : 's' }),
    )
    expect(propose([...members].reverse())).toEqual(propose(members))
  })
})
