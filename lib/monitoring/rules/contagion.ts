/** What one member's trouble means for the others of a joint-guarantee group (§8.5). */
import { type Fen, mulDiv, type Ppm, sumFen } from '@/lib/platform/money'
import type { WarningLevel } from './warnings'

export type ContagionMember = {
  id: string
  balanceFen: Fen
  dpd: number
  npl: boolean
  claimRaised: boolean
  /** died, missing or gone abroad */
  lost: boolean
}

export type ContagionInput = {
  members: readonly ContagionMember[]
  /** margin taken from others and still to be replenished */
  replenishments: readonly { memberId: string; overdueWorkingDays: number }[]
  /** demands under joint liability that are not paid */
  unpaidDemands: readonly { memberId: string; days: number }[]
}

export type ContagionParameters = {
  yellowDpd: number
  freezeDpdAbove: number
  replenishWorkingDays: number
  demandDays: number
  impairedMembers: number
  impairedBalancePpm: Ppm
  meetingWorkingDays: number
}

export type ContagionEffect = {
  memberId: string
  warning: WarningLevel | null
  noIncrease: boolean
  undrawnFrozen: boolean
  fullMonitoring: boolean
  /** classification floor to review or set */
  floor: 'SPECIAL_MENTION' | null
  annualReviewBlocked: boolean
}

export type Contagion = { impaired: boolean; groupMeetingDue: boolean; effects: ContagionEffect[] }

/** The table of §8.5: every event's effect on the other members, the strictest of all of them. */
export function groupContagion(g: ContagionInput, p: ContagionParameters): Contagion {
  const impaired = isImpaired(g.members, p)
  const effects = g.members.map((m): ContagionEffect => {
    const others = g.members.filter((x) => x.id !== m.id)
    const late = others.some((x) => x.dpd >= p.yellowDpd)
    const serious = others.some((x) => x.dpd > p.freezeDpdAbove || x.claimRaised)
    const owesMargin = g.replenishments.some(
      (r) => r.memberId === m.id && r.overdueWorkingDays > p.replenishWorkingDays,
    )
    const owesDemand = g.unpaidDemands.some((d) => d.memberId === m.id && d.days > p.demandDays)
    return {
      memberId: m.id,
      warning: late ? 'YELLOW' : null,
      noIncrease: late || serious || impaired,
      undrawnFrozen: serious || impaired,
      fullMonitoring: serious || impaired,
      floor: impaired || owesMargin || owesDemand ? 'SPECIAL_MENTION' : null,
      annualReviewBlocked: impaired,
    }
  })
  return { impaired, groupMeetingDue: g.members.some((m) => m.lost), effects }
}

/** IMPAIRED: two members or more, or 30 % of the group's balance or more, non-performing (§8.5). */
function isImpaired(members: readonly ContagionMember[], p: ContagionParameters): boolean {
  const npl = members.filter((m) => m.npl)
  const balance = sumFen(members.map((m) => m.balanceFen))
  const nplBalance = sumFen(npl.map((m) => m.balanceFen))
  return (
    npl.length >= p.impairedMembers ||
    (npl.length > 0 && nplBalance * 1_000_000n >= balance * BigInt(p.impairedBalancePpm))
  )
}

/** Exposure for limits = own balance + contingent share of the others' balances, half up (§8.5, §2.2). */
export function contingentExposure(memberId: string, members: readonly ContagionMember[]): Fen {
  const own = members.find((m) => m.id === memberId)?.balanceFen ?? 0n
  const others = sumFen(members.filter((m) => m.id !== memberId).map((m) => m.balanceFen))
  return own + (members.length > 1 ? mulDiv(others, 1n, BigInt(members.length - 1)) : 0n)
}
