/**
 * The formation assistant: proposes joint-guarantee groups that satisfy every rule of §2.2, and says why someone is
 * left out. The same members in any order give the same groups.
 *
 * Groups that the merchants formed themselves are kept when they are valid. The rest is dealt out twice, once with
 * similar loans together (equal shares) and once spread (equal totals), for each sensible number of groups; the deal
 * that leaves the fewest out wins. What does not fit is tried again in every group that has room.
 */
import { type Fen, sumFen } from '@/lib/platform/money'
import {
  areRelated,
  checkGroup,
  checkMember,
  type GroupMember,
  type GroupViolation,
  type JointGroupParameters,
  type Relation,
} from './joint-group'

export type Candidate = GroupMember & {
  /** the group the merchants or the operator wish for; null: no wish */
  wishedGroup: string | null
}

export type ProposalInput = { members: readonly Candidate[]; relations: readonly Relation[]; memberCapFen: Fen }
export type ProposedGroup = { no: number; memberIds: string[]; totalFen: Fen; wishedGroup: string | null }
export type LeftOut = { memberId: string; reasons: GroupViolation[] }
export type Proposal = { groups: ProposedGroup[]; leftOut: LeftOut[] }

type Draft = { members: Candidate[]; wishedGroup: string | null }
type Deal = 'SIMILAR' | 'SPREAD'

/** How many numbers of groups are tried: enough around the ideal size, and bounded for large markets. */
const TRIES = 8

/** Proposes valid groups for `members`; each one is in exactly one group or among those left out with reasons. */
export function proposeGroups(input: ProposalInput, p: JointGroupParameters): Proposal {
  const frame = {
    memberCapFen: input.memberCapFen,
    groupLimitEnd: null,
    groupLimitFen: null,
    relations: input.relations,
  }
  const violations = (members: readonly Candidate[]) => checkGroup({ members, ...frame }, p)
  const valid = (members: readonly Candidate[]) => violations(members).length === 0
  const related = (a: Candidate, b: Candidate) => areRelated(a, b, input.relations, p)

  const leftOut: LeftOut[] = []
  const fit: Candidate[] = []
  for (const m of [...input.members].sort(byLoan)) {
    const own = checkMember(m, frame, p)
    if (own.length > 0) leftOut.push({ memberId: m.id, reasons: own })
    else fit.push(m)
  }

  const drafts: Draft[] = []
  const rest: Candidate[] = []
  for (const market of distinct(fit.map((m) => m.marketId))) {
    const here = fit.filter((m) => m.marketId === market)
    const wished = wishedGroups(here, valid)
    const taken = new Set(wished.flatMap((d) => d.members))
    const dealt = bestDeal(
      here.filter((m) => !taken.has(m)),
      p,
      valid,
      related,
    )
    const groups = [...wished, ...dealt.groups]
    drafts.push(...groups)
    rest.push(...placeLeftovers(dealt.rest, groups, p, valid))
  }
  for (const m of rest) leftOut.push({ memberId: m.id, reasons: whyNot(m, drafts, rest, p, violations) })

  return {
    groups: drafts.map((d, i) => ({
      no: i + 1,
      memberIds: d.members.map((m) => m.id),
      totalFen: sumFen(d.members.map((m) => m.loanFen)),
      wishedGroup: d.wishedGroup,
    })),
    leftOut,
  }
}

function wishedGroups(members: readonly Candidate[], valid: (m: readonly Candidate[]) => boolean): Draft[] {
  return distinct(members.flatMap((m) => (m.wishedGroup === null ? [] : [m.wishedGroup])))
    .sort()
    .map((wishedGroup) => ({ wishedGroup, members: members.filter((m) => m.wishedGroup === wishedGroup) }))
    .filter((d) => valid(d.members))
}

type Dealt = { groups: Draft[]; rest: Candidate[] }

function bestDeal(
  members: readonly Candidate[],
  p: JointGroupParameters,
  valid: (m: readonly Candidate[]) => boolean,
  related: (a: Candidate, b: Candidate) => boolean,
): Dealt {
  let best: Dealt = { groups: [], rest: [...members] }
  for (const k of groupCounts(members.length, p)) {
    for (const way of ['SIMILAR', 'SPREAD'] satisfies Deal[]) {
      const deal = settle(dealOut(members, k, way, p, related), p, valid)
      if (deal.rest.length < best.rest.length) best = deal
      if (best.rest.length === 0) return best
    }
  }
  return best
}

/** From many small groups to few large ones: small groups watch each other best, and leave room for those left over. */
function groupCounts(n: number, p: JointGroupParameters): number[] {
  const most = Math.floor(n / p.sizeMin)
  const fewest = Math.max(1, Math.ceil(n / p.sizeMax))
  const counts: number[] = []
  const span = most - fewest
  for (let i = 0; i < TRIES; i++) {
    const k = most - Math.round((span * i) / (TRIES - 1))
    if (k >= 1 && !counts.includes(k)) counts.push(k)
  }
  return counts
}

/** Deals the members, largest loan first, to `k` groups of nearly equal size, never next to a relative. */
function dealOut(
  members: readonly Candidate[],
  k: number,
  way: Deal,
  p: JointGroupParameters,
  related: (a: Candidate, b: Candidate) => boolean,
): Dealt {
  const groups: Draft[] = Array.from({ length: k }, () => ({ members: [], wishedGroup: null }))
  const totals: Fen[] = groups.map(() => 0n)
  const rest: Candidate[] = []
  const size = (i: number) => Math.min(p.sizeMax, Math.floor(members.length / k) + (i < members.length % k ? 1 : 0))
  for (const m of members) {
    let chosen = -1
    for (let i = 0; i < k; i++) {
      const g = groups[i]!.members
      if (g.length >= size(i) || g.some((x) => related(x, m)) || tooDependent(m, g, size(i), p)) continue
      if (chosen < 0 || (way === 'SPREAD' && totals[i]! < totals[chosen]!)) chosen = i
      if (way === 'SIMILAR') break
    }
    if (chosen < 0) rest.push(m)
    else {
      groups[chosen]!.members.push(m)
      totals[chosen] = totals[chosen]! + m.loanFen
    }
  }
  return { groups, rest }
}

function tooDependent(m: Candidate, group: readonly Candidate[], size: number, p: JointGroupParameters): boolean {
  if (m.mainSupplierId === null) return false
  const same = group.filter((x) => x.mainSupplierId === m.mainSupplierId).length + 1
  return same > 1 && same * 1_000_000 > size * p.supplierSharePpm
}

/** Keeps valid groups; takes single members out of the others where that heals them; dissolves what is beyond help. */
function settle(deal: Dealt, p: JointGroupParameters, valid: (m: readonly Candidate[]) => boolean): Dealt {
  const groups: Draft[] = []
  let rest = [...deal.rest]
  for (const g of deal.groups) {
    const healed = heal(g.members, p, valid)
    if (healed) {
      groups.push({ members: healed, wishedGroup: null })
      rest.push(...g.members.filter((m) => !healed.includes(m)))
    } else rest.push(...g.members)
  }
  rest = placeLeftovers(rest.sort(byLoan), groups, p, valid)
  // Those who are left may still make a group of their own.
  for (let from = 0; rest.length - from >= p.sizeMin; ) {
    const tried = rest.slice(from, from + p.sizeMin)
    if (valid(tried)) {
      groups.push({ members: tried, wishedGroup: null })
      rest = rest.filter((m) => !tried.includes(m))
    } else from++
  }
  return { groups, rest: placeLeftovers(rest, groups, p, valid) }
}

function heal(
  members: readonly Candidate[],
  p: JointGroupParameters,
  valid: (m: readonly Candidate[]) => boolean,
): Candidate[] | null {
  if (valid(members)) return [...members]
  if (members.length <= p.sizeMin) return null
  for (const out of members) {
    const rest = members.filter((m) => m !== out)
    if (valid(rest)) return rest
  }
  return null
}

/** Puts each one into the first group, smallest first, that stays valid with it; answers who found no place. */
function placeLeftovers(
  left: readonly Candidate[],
  groups: Draft[],
  p: JointGroupParameters,
  valid: (m: readonly Candidate[]) => boolean,
): Candidate[] {
  const rest: Candidate[] = []
  for (const m of left) {
    const bySize = groups
      .filter((g) => g.members.length < p.sizeMax && g.members[0]?.marketId === m.marketId)
      .sort((a, b) => a.members.length - b.members.length)
    const home = bySize.find((g) => valid([...g.members, m]))
    if (home) home.members.push(m)
    else rest.push(m)
  }
  return rest
}

/**
 * What kept the member out: the fewest rules that any group with it would break, among the proposed groups and, when
 * enough people are left for one more, a group of those. Too few people is a reason in itself.
 */
function whyNot(
  m: Candidate,
  groups: readonly Draft[],
  rest: readonly Candidate[],
  p: JointGroupParameters,
  violations: (m: readonly Candidate[]) => GroupViolation[],
): GroupViolation[] {
  const here = rest.filter((x) => x.marketId === m.marketId)
  const tries = groups.filter((g) => g.members[0]?.marketId === m.marketId).map((g) => [...g.members, m])
  if (here.length >= p.sizeMin) {
    const first = Math.min(here.indexOf(m), here.length - p.sizeMin)
    tries.push(here.slice(first, first + p.sizeMin))
  }
  let nearest: GroupViolation[] | null = null
  for (const members of tries) {
    const found = violations(members)
    if (found.length > 0 && (!nearest || found.length < nearest.length)) nearest = found
  }
  return nearest ?? [{ code: 'E_GROUP_MIN', memberIds: [], params: { size: here.length, min: p.sizeMin } }]
}

/** Largest loan first; equal loans by id, so that the order of the input does not matter. */
function byLoan(a: Candidate, b: Candidate): number {
  if (a.loanFen !== b.loanFen) return a.loanFen < b.loanFen ? 1 : -1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)]
