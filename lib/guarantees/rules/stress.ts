/**
 * A stress run over joint-guarantee groups (§2.2, §8.3, §8.5, §11): marked members default; margins are taken, the rest is
 * demanded of the others; who cannot pay defaults in the next round; stops follow. Told round by round, and repeated with
 * drawn defaults for the expected and the tail loss. Figures in whole fen; the draws come from a seed. Pure.
 */
import type { Fen } from '@/lib/platform/money'

export type StressMember = {
  id: string
  loanFen: Fen
  marginFen: Fen
  /** what the member can pay for others besides its own loan */
  capacityFen: Fen
  /** probability of default within the year, in millionths */
  pdPpm: number
}
export type StressGroup = { id: string; marketId: string; mutualised: boolean; members: readonly StressMember[] }
export type StressParameters = {
  /** share of a defaulted loan that is lost before any margin is taken, in millionths */
  lgdPpm: number
  /** share of a group's balance in default from which it counts as impaired */
  impairedSharePpm: number
  /** defaulted balance of a market from which new business stops (S1) */
  marketStopPpm: number
  mostRounds: number
}
export const STRESS_DEFAULTS: StressParameters = {
  lgdPpm: 1_000_000,
  impairedSharePpm: 300_000,
  marketStopPpm: 30_000,
  mostRounds: 10,
}

export type StressRound = { no: number; defaulted: string[]; marginFen: Fen; jointFen: Fen; bankFen: Fen }
export type StressOutcome = {
  rounds: StressRound[]
  /** what each member lost for others: margin taken and liability paid */
  memberFen: Map<string, Fen>
  marginFen: Fen
  jointFen: Fen
  bankFen: Fen
  impairedGroups: string[]
  stoppedMarkets: string[]
}

/** Shares a need over what there is, in proportion; the last one that has any takes the odd fen. */
function spread(need: Fen, have: readonly Fen[]): Fen[] {
  let total = 0n
  for (const h of have) total += h
  if (need <= 0n || total <= 0n) return have.map(() => 0n)
  if (need >= total) return [...have]
  let left = need
  const shares = have.map((h) => {
    const s = (need * h) / total
    left -= s
    return s
  })
  for (let i = shares.length - 1; i >= 0 && left > 0n; i--) {
    const extra = have[i]! - shares[i]! < left ? have[i]! - shares[i]! : left
    shares[i] = shares[i]! + extra
    left -= extra
  }
  return shares
}

type State = { margin: Fen[]; capacity: Fen[]; down: boolean[] }

/** One group, from the members marked to its end. Returns what each round took. */
function runGroup(
  group: StressGroup,
  first: ReadonlySet<string>,
  p: StressParameters,
): { rounds: StressRound[]; lost: Fen[]; state: State } {
  const { members } = group
  const state: State = {
    margin: members.map((m) => m.marginFen),
    capacity: members.map((m) => m.capacityFen),
    down: members.map(() => false),
  }
  const lost = members.map(() => 0n)
  const rounds: StressRound[] = []
  let falling = members.flatMap((m, i) => (first.has(m.id) ? [i] : []))
  while (falling.length > 0 && rounds.length < p.mostRounds) {
    for (const i of falling) state.down[i] = true
    const round: StressRound = {
      no: rounds.length + 1,
      defaulted: falling.map((i) => members[i]!.id),
      marginFen: 0n,
      jointFen: 0n,
      bankFen: 0n,
    }
    const next = new Set<number>()
    for (const i of falling) {
      let need = (members[i]!.loanFen * BigInt(p.lgdPpm)) / 1_000_000n
      const own = need < state.margin[i]! ? need : state.margin[i]!
      state.margin[i] = state.margin[i]! - own
      need -= own
      round.marginFen += own
      if (group.mutualised && need > 0n) {
        const takes = spread(
          need,
          state.margin.map((m, j) => (j === i ? 0n : m)),
        )
        for (const [j, t] of takes.entries()) {
          if (t === 0n) continue
          state.margin[j] = state.margin[j]! - t
          lost[j] = lost[j]! + t
          need -= t
          round.marginFen += t
        }
      }
      if (need > 0n) {
        // demanded by loan amount of those still standing (LEG-6); who cannot pay its share pays what it has and falls
        const weights = members.map((m, j) => (state.down[j] ? 0n : m.loanFen))
        let total = 0n
        for (const w of weights) total += w
        const shares =
          total > 0n
            ? spread(
                need,
                weights.map((w) => (w * need) / total + (w > 0n ? 1n : 0n)),
              )
            : weights
        for (const [j, share] of shares.entries()) {
          if (share === 0n || state.down[j]) continue
          const pays = share < state.capacity[j]! ? share : state.capacity[j]!
          state.capacity[j] = state.capacity[j]! - pays
          lost[j] = lost[j]! + pays
          need -= pays
          round.jointFen += pays
          if (pays < share) next.add(j)
        }
      }
      round.bankFen += need
    }
    rounds.push(round)
    falling = [...next].filter((j) => !state.down[j]).sort((a, b) => a - b)
  }
  return { rounds, lost, state }
}

/** The run as people follow it: everything round by round, over all groups. */
export function stressRun(
  groups: readonly StressGroup[],
  marked: readonly string[],
  p: StressParameters,
): StressOutcome {
  const first = new Set(marked)
  const rounds: StressRound[] = []
  const memberFen = new Map<string, Fen>()
  const impairedGroups: string[] = []
  const market = new Map<string, { down: Fen; all: Fen }>()
  let [marginFen, jointFen, bankFen] = [0n, 0n, 0n]
  for (const g of groups) {
    const r = runGroup(g, first, p)
    let [all, down] = [0n, 0n]
    let fallen = 0
    for (const [i, m] of g.members.entries()) {
      all += m.loanFen
      if (r.state.down[i]) {
        down += m.loanFen
        fallen++
      }
      if (r.lost[i]! > 0n) memberFen.set(m.id, (memberFen.get(m.id) ?? 0n) + r.lost[i]!)
    }
    if (fallen >= 2 || (all > 0n && down * 1_000_000n >= all * BigInt(p.impairedSharePpm))) impairedGroups.push(g.id)
    const m = market.get(g.marketId) ?? { down: 0n, all: 0n }
    market.set(g.marketId, { down: m.down + down, all: m.all + all })
    for (const round of r.rounds) {
      rounds[round.no - 1] ??= { no: round.no, defaulted: [], marginFen: 0n, jointFen: 0n, bankFen: 0n }
      const at = rounds[round.no - 1]!
      at.defaulted.push(...round.defaulted)
      at.marginFen += round.marginFen
      at.jointFen += round.jointFen
      at.bankFen += round.bankFen
      marginFen += round.marginFen
      jointFen += round.jointFen
      bankFen += round.bankFen
    }
  }
  const stoppedMarkets = [...market]
    .filter(([, m]) => m.all > 0n && m.down * 1_000_000n >= m.all * BigInt(p.marketStopPpm))
    .map(([id]) => id)
  return { rounds, memberFen, marginFen, jointFen, bankFen, impairedGroups, stoppedMarkets }
}

/** A small generator of pseudo-random numbers (mulberry32): the same seed gives the same draws everywhere. */
export function draws(seed: number): () => number {
  let s = seed >>> 0
  return () => {
    s = (s + 0x6d2b79f5) >>> 0
    let t = Math.imul(s ^ (s >>> 15), 1 | s)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (t ^ (t >>> 14)) >>> 0
  }
}

export type LossDistribution = { draws: number; expectedFen: Fen; tailFen: Fen; worstFen: Fen; tailPpm: number }
export type StressDistribution = {
  bank: LossDistribution
  members: LossDistribution
  /** expected loss for others of each member, in fen */
  byMember: Map<string, Fen>
}

/**
 * Draws defaults of each member by its own probability, `count` times, and lets every group that is hit run. Groups that
 * nobody falls in cost nothing. Losses are added in whole fen; 2^53 fen is 90 trillion yuan, so plain numbers hold them.
 */
export function stressDistribution(
  groups: readonly StressGroup[],
  count: number,
  seed: number,
  p: StressParameters,
  tailPpm = 990_000,
): StressDistribution {
  const bank = new Float64Array(count)
  const members = new Float64Array(count)
  const sums = new Map<string, number>()
  const random = draws(seed)
  for (const g of groups) {
    const small = compile(g)
    // one 32-bit draw decides whether anybody falls, and who is the first in the list; only those after it draw again
    const limits = g.members.map((m) => (m.pdPpm / 1_000_000) * 4_294_967_296)
    const firstBelow = Float64Array.from(limits)
    let standing = 1
    for (const [i, limit] of limits.entries()) {
      firstBelow[i] = (i > 0 ? firstBelow[i - 1]! : 0) + standing * limit
      standing *= 1 - limit / 4_294_967_296
    }
    const any = firstBelow.at(-1) ?? 0
    const total = new Float64Array(g.members.length)
    const first: number[] = []
    for (let d = 0; d < count; d++) {
      const u = random()
      if (u >= any) continue
      first.length = 0
      let i = 0
      while (u >= firstBelow[i]!) i++
      first.push(i)
      for (i++; i < limits.length; i++) if (random() < limits[i]!) first.push(i)
      bank[d]! += runFast(small, first, p)
      for (let i = 0; i < total.length; i++) {
        members[d]! += small.lost[i]!
        total[i]! += small.lost[i]!
      }
    }
    for (const [i, m] of g.members.entries()) if (total[i]! > 0) sums.set(m.id, (sums.get(m.id) ?? 0) + total[i]!)
  }
  return {
    bank: distribution(bank, tailPpm),
    members: distribution(members, tailPpm),
    byMember: new Map([...sums].map(([id, fen]) => [id, BigInt(Math.round(fen / count))])),
  }
}

function distribution(losses: Float64Array, tailPpm: number): LossDistribution {
  const sorted = losses.toSorted()
  const n = sorted.length
  let sum = 0
  for (const x of sorted) sum += x
  const from = Math.min(n - 1, Math.floor((n * tailPpm) / 1_000_000))
  let tail = 0
  for (let i = from; i < n; i++) tail += sorted[i]!
  return {
    draws: n,
    expectedFen: BigInt(Math.round(sum / n)),
    tailFen: BigInt(Math.round(tail / (n - from))),
    worstFen: BigInt(sorted[n - 1] ?? 0),
    tailPpm,
  }
}

/** A group in flat arrays of whole fen: the same run as `runGroup`, without allocation. Tests hold the two together. */
type Compiled = {
  loan: Float64Array
  margin0: Float64Array
  capacity0: Float64Array
  margin: Float64Array
  capacity: Float64Array
  lost: Float64Array
  down: Uint8Array
  want: Float64Array
  mutualised: boolean
}
function compile(g: StressGroup): Compiled {
  const of = (pick: (m: StressMember) => Fen) => Float64Array.from(g.members, (m) => Number(pick(m)))
  const n = g.members.length
  const zero = () => new Float64Array(n)
  return {
    loan: of((m) => m.loanFen),
    margin0: of((m) => m.marginFen),
    capacity0: of((m) => m.capacityFen),
    margin: zero(),
    capacity: zero(),
    lost: zero(),
    down: new Uint8Array(n),
    want: zero(),
    mutualised: g.mutualised,
  }
}

/** floor(need × part ÷ total) of whole fen: exact, in two steps where the product passes 2^53. */
function share(need: number, part: number, total: number): number {
  const product = need * part
  return product < 9_007_199_254_740_992
    ? Math.floor(product / total)
    : Number((BigInt(need) * BigInt(part)) / BigInt(total))
}

function spreadFast(need: number, have: Float64Array, take: (j: number, fen: number) => void): void {
  let total = 0
  for (let j = 0; j < have.length; j++) total += have[j]!
  if (need <= 0 || total <= 0) return
  let left = need
  const last = have.length - 1
  if (need >= total) {
    for (let j = 0; j <= last; j++) if (have[j]! > 0) take(j, have[j]!)
    return
  }
  for (let j = 0; j <= last; j++) {
    const s = share(need, have[j]!, total)
    scratch[j] = s
    left -= s
  }
  for (let j = last; j >= 0 && left > 0; j--) {
    const extra = Math.min(have[j]! - scratch[j]!, left)
    scratch[j] = scratch[j]! + extra
    left -= extra
  }
  for (let j = 0; j <= last; j++) if (scratch[j]! > 0) take(j, scratch[j]!)
}
const scratch = new Float64Array(256)

/** Returns the bank's loss; what members lost stands in `c.lost`. */
function runFast(c: Compiled, first: readonly number[], p: StressParameters): number {
  c.margin.set(c.margin0)
  c.capacity.set(c.capacity0)
  c.lost.fill(0)
  c.down.fill(0)
  let bank = 0
  let falling: number[] = [...first]
  for (let no = 0; falling.length > 0 && no < p.mostRounds; no++) {
    for (const i of falling) c.down[i] = 1
    const next: number[] = []
    for (const i of falling) {
      let need = share(c.loan[i]!, p.lgdPpm, 1_000_000)
      const own = Math.min(need, c.margin[i]!)
      c.margin[i] = c.margin[i]! - own
      need -= own
      if (c.mutualised && need > 0) {
        c.want.set(c.margin)
        c.want[i] = 0
        let taken = 0
        spreadFast(need, c.want, (j, fen) => {
          c.margin[j] = c.margin[j]! - fen
          c.lost[j] = c.lost[j]! + fen
          taken += fen
        })
        need -= taken
      }
      if (need > 0) {
        let total = 0
        for (let j = 0; j < c.loan.length; j++) if (!c.down[j]) total += c.loan[j]!
        if (total > 0) {
          for (let j = 0; j < c.loan.length; j++)
            c.want[j] = c.down[j] ? 0 : share(c.loan[j]!, need, total) + (c.loan[j]! > 0 ? 1 : 0)
          let paid = 0
          spreadFast(need, c.want, (j, fen) => {
            const pays = Math.min(fen, c.capacity[j]!)
            c.capacity[j] = c.capacity[j]! - pays
            c.lost[j] = c.lost[j]! + pays
            paid += pays
            if (pays < fen && !next.includes(j)) next.push(j)
          })
          need -= paid
        }
      }
      bank += need
    }
    falling = next.filter((j) => !c.down[j]).sort((a, b) => a - b)
  }
  return bank
}
