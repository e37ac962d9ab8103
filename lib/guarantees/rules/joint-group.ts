/** What makes a joint-guarantee group sound (§2.2): its size, its shares, its members' strength and independence. */
import { isAfter, type PlainDate } from '@/lib/platform/dates'
import { type Fen, mulRate, type Ppm, sumFen } from '@/lib/platform/money'
import { add, compare, div, type Ratio, ratio, toFixed } from '@/lib/platform/ratio'
import { cny, type Traced, type TraceStep, times, words } from '@/lib/platform/trace'

export type GroupMember = {
  id: string
  /** L_i: the loan or limit asked for */
  loanFen: Fen
  netAssetsFen: Fen
  tenorMonths: number
  /** null while the contract dates are open */
  loanEnd: PlainDate | null
  marketId: string
  householdId: string | null
  controllerId: string | null
  /** what the member guarantees outside this group */
  outsideGuaranteesFen: Fen
  /** the supplier the member depends on; null: none in particular */
  mainSupplierId: string | null
  /** another joint-guarantee group in which the member is active */
  activeGroupId: string | null
  /** on the list in the top share, score at the threshold, no veto (§3.2) */
  eligible: boolean
}

/** Parent, spouse, child, sibling; or a shareholding of one in the other. */
export type Relation = { a: string; b: string; kind: 'FAMILY' } | { a: string; b: string; kind: 'SHARE'; sharePpm: Ppm }

export type JointGroup = {
  members: readonly GroupMember[]
  relations: readonly Relation[]
  /** null while forming: the sum of the members' limits */
  groupLimitFen: Fen | null
  groupLimitEnd: PlainDate | null
  memberCapFen: Fen
}

export type JointGroupParameters = {
  sizeMin: number
  sizeMax: number
  singleMemberSharePpm: Ppm
  memberTenorMaxMonths: number
  limitSumToleranceFen: Fen
  capacityRatioMinPpm: Ppm
  /** Σ net assets ≥ this × Σ L */
  groupNetAssetsPpm: Ppm
  outsideGuaranteesPpm: Ppm
  supplierSharePpm: Ppm
  /** a shareholding above this is a close relation */
  shareholdingPpm: Ppm
}

export type GroupCode =
  | 'E_GROUP_MIN'
  | 'E_GROUP_MAX'
  | 'E_GROUP_MEMBER_ACTIVE_ELSEWHERE'
  | 'E_GROUP_MEMBER_CAP'
  | 'E_GROUP_MEMBER_ELIGIBLE'
  | 'E_GROUP_OUTSIDE_GUARANTEE'
  | 'E_GROUP_MARKET'
  | 'E_GROUP_RELATED'
  | 'E_GROUP_SUPPLIER'
  | 'E_GROUP_SHARE'
  | 'E_GROUP_CAPACITY'
  | 'E_GROUP_NET_ASSETS'
  | 'E_GROUP_SUM'
  | 'E_GROUP_TENOR'

export type GroupViolation = {
  code: GroupCode
  /** the members it concerns; empty: the group as a whole */
  memberIds: string[]
  params: Record<string, string | number>
}

/** Every rule of §2.2 that the group breaks; empty when it may be formed. */
export function checkGroup(g: JointGroup, p: JointGroupParameters): GroupViolation[] {
  const found: GroupViolation[] = []
  const total = sumFen(g.members.map((m) => m.loanFen))
  const n = g.members.length
  if (n < p.sizeMin) found.push({ code: 'E_GROUP_MIN', memberIds: [], params: { size: n, min: p.sizeMin } })
  if (n > p.sizeMax) found.push({ code: 'E_GROUP_MAX', memberIds: [], params: { size: n, max: p.sizeMax } })
  for (const m of g.members) found.push(...checkMember(m, g, p))
  for (const m of g.members) {
    if (m.loanFen > mulRate(total, p.singleMemberSharePpm, 'FLOOR')) {
      found.push({ code: 'E_GROUP_SHARE', memberIds: [m.id], params: { max: percentText(p.singleMemberSharePpm) } })
    }
  }
  if (new Set(g.members.map((m) => m.marketId)).size > 1) {
    found.push({ code: 'E_GROUP_MARKET', memberIds: [], params: {} })
  }
  found.push(...related(g, p), ...dependent(g, p), ...strength(g, total, p), ...limitAndTerm(g, total, p))
  return found
}

/** The rules that one member breaks alone, whatever the group (§2.2 Eligibility). */
export function checkMember(
  m: GroupMember,
  g: Pick<JointGroup, 'memberCapFen' | 'groupLimitEnd'>,
  p: JointGroupParameters,
): GroupViolation[] {
  const found: GroupViolation[] = []
  const add = (code: GroupCode, params: GroupViolation['params'] = {}) =>
    found.push({ code, memberIds: [m.id], params })
  if (!m.eligible) add('E_GROUP_MEMBER_ELIGIBLE')
  if (m.activeGroupId !== null) add('E_GROUP_MEMBER_ACTIVE_ELSEWHERE', { group: m.activeGroupId })
  if (m.loanFen > g.memberCapFen) add('E_GROUP_MEMBER_CAP', { cap: yuanText(g.memberCapFen) })
  if (m.outsideGuaranteesFen > mulRate(m.netAssetsFen, p.outsideGuaranteesPpm, 'FLOOR')) {
    add('E_GROUP_OUTSIDE_GUARANTEE')
  }
  if (m.tenorMonths > p.memberTenorMaxMonths) add('E_GROUP_TENOR', { max: p.memberTenorMaxMonths })
  if (m.loanEnd !== null && g.groupLimitEnd !== null && isAfter(m.loanEnd, g.groupLimitEnd)) {
    add('E_GROUP_TENOR', { max: p.memberTenorMaxMonths })
  }
  return found
}

/** Are two members too close to guarantee each other: household, controller, family, shareholding above 20 % (§2.2). */
export function areRelated(
  a: GroupMember,
  b: GroupMember,
  relations: readonly Relation[],
  p: JointGroupParameters,
): boolean {
  if (a.householdId !== null && a.householdId === b.householdId) return true
  if (a.controllerId !== null && a.controllerId === b.controllerId) return true
  return relations.some(
    (r) =>
      ((r.a === a.id && r.b === b.id) || (r.a === b.id && r.b === a.id)) &&
      (r.kind === 'FAMILY' || r.sharePpm > p.shareholdingPpm),
  )
}

/** contingent_i = Σ_{j≠i} L_j ÷ (n − 1); capacity_i = net assets_i ÷ (L_i + contingent_i) (§2.2); null without any debt. */
export function capacityRatio(m: GroupMember, members: readonly GroupMember[]): Ratio | null {
  const others = sumFen(members.map((x) => x.loanFen)) - m.loanFen
  const contingent = members.length > 1 ? ratio(others, members.length - 1) : ratio(0)
  const burden = add(ratio(m.loanFen), contingent)
  return burden.num === 0n ? null : div(ratio(m.netAssetsFen), burden)
}

function related(g: JointGroup, p: JointGroupParameters): GroupViolation[] {
  const found: GroupViolation[] = []
  g.members.forEach((a, i) => {
    for (const b of g.members.slice(i + 1)) {
      if (areRelated(a, b, g.relations, p)) {
        found.push({ code: 'E_GROUP_RELATED', memberIds: [a.id, b.id], params: {} })
      }
    }
  })
  return found
}

function dependent(g: JointGroup, p: JointGroupParameters): GroupViolation[] {
  const bySupplier = new Map<string, string[]>()
  for (const m of g.members) {
    if (m.mainSupplierId === null) continue
    bySupplier.set(m.mainSupplierId, [...(bySupplier.get(m.mainSupplierId) ?? []), m.id])
  }
  return [...bySupplier.entries()]
    .filter(([, ids]) => ids.length > 1 && ids.length * 1_000_000 > g.members.length * p.supplierSharePpm)
    .map(([supplier, ids]) => ({
      code: 'E_GROUP_SUPPLIER' as const,
      memberIds: ids,
      params: { supplier, max: percentText(p.supplierSharePpm) },
    }))
}

function strength(g: JointGroup, total: Fen, p: JointGroupParameters): GroupViolation[] {
  const min = ratio(p.capacityRatioMinPpm, 1_000_000)
  const found: GroupViolation[] = []
  for (const m of g.members) {
    const capacity = capacityRatio(m, g.members)
    if (capacity && compare(capacity, min) < 0) {
      found.push({
        code: 'E_GROUP_CAPACITY',
        memberIds: [m.id],
        params: { ratio: toFixed(capacity, 2), min: toFixed(min, 2) },
      })
    }
  }
  const netAssets = sumFen(g.members.map((m) => m.netAssetsFen))
  if (netAssets < mulRate(total, p.groupNetAssetsPpm, 'CEIL')) {
    const params = { times: toFixed(ratio(p.groupNetAssetsPpm, 1_000_000), 2) }
    found.push({ code: 'E_GROUP_NET_ASSETS', memberIds: [], params })
  }
  return found
}

function limitAndTerm(g: JointGroup, total: Fen, p: JointGroupParameters): GroupViolation[] {
  if (g.groupLimitFen === null) return []
  const gap = total - g.groupLimitFen
  if ((gap < 0n ? -gap : gap) <= p.limitSumToleranceFen) return []
  return [{ code: 'E_GROUP_SUM', memberIds: [], params: { sum: yuanText(total), limit: yuanText(g.groupLimitFen) } }]
}

export type GroupStrength = {
  valid: boolean
  violations: GroupViolation[]
  totalFen: Fen
  netAssetsFen: Fen
  members: { id: string; capacityRatio: string | null }[]
}

/** The check of a group with the figures a reviewer wants to see: each member's capacity and the group's cover (§2.2). */
export function groupStrength(g: JointGroup, p: JointGroupParameters): Traced<GroupStrength> {
  const violations = checkGroup(g, p)
  const totalFen = sumFen(g.members.map((m) => m.loanFen))
  const netAssetsFen = sumFen(g.members.map((m) => m.netAssetsFen))
  const capacities = g.members.map((m) => ({ member: m, capacity: capacityRatio(m, g.members) }))
  const steps: TraceStep[] = capacities.map(({ member, capacity }) => ({
    ...(capacity ? { ...times('capacityRatio', capacity, 2), source: member.id } : words('capacityRatio', '—')),
    rule: '§2.2',
    formula: 'netAssets ÷ (loanAmount + contingent)',
    inputs: [cny('netAssets', member.netAssetsFen), cny('loanAmount', member.loanFen)],
    ...(violations.some((v) => v.code === 'E_GROUP_CAPACITY' && v.memberIds.includes(member.id))
      ? { binding: true }
      : {}),
  }))
  const cover = totalFen > 0n ? times('groupCover', ratio(netAssetsFen, totalFen), 2) : words('groupCover', '—')
  steps.push({
    ...cover,
    rule: '§2.2',
    formula: 'Σ netAssets ÷ Σ loanAmount',
    inputs: [cny('netAssets', netAssetsFen), cny('loanAmount', totalFen)],
  })
  return {
    value: {
      valid: violations.length === 0,
      violations,
      totalFen,
      netAssetsFen,
      members: capacities.map((c) => ({ id: c.member.id, capacityRatio: c.capacity && toFixed(c.capacity, 2) })),
    },
    trace: { rule: 'guarantees.groupStrength', version: 1, result: cover, steps },
  }
}

/** INV-JG4: no new drawdown while the group is frozen or impaired. */
export function groupMayDraw(state: string): boolean {
  return state !== 'FROZEN' && state !== 'IMPAIRED'
}

/** A member with an application in progress or an outstanding loan cannot leave (§2.2 leave_block, INV-JG1). */
export function mayLeaveGroup(m: { applicationInProgress: boolean; outstandingFen: Fen }): boolean {
  return !m.applicationInProgress && m.outstandingFen === 0n
}

const yuanText = (fen: Fen): string => toFixed(ratio(fen, 100n), 2)
const percentText = (ppm: Ppm): string => toFixed(ratio(ppm, 10_000), 2)
