/**
 * A second, slow opinion on a loan's life. It shares no code with the engine but dates, fractions and the words for terms
 * and events: it gets up every single day, adds a day's interest and a day's penalty as exact fractions, looks whether
 * something falls due or happens, and keeps its books in plain lists. What it says, the engine has to say to the fen.
 */
import { addMonths, addWorkingDays, type PlainDate } from '@/lib/platform/dates'
import { add, compare, div, mul, type Ratio, ratio, roundRatio, sub } from '@/lib/platform/ratio'
import type { BookTerms, LoanEvent } from '@/lib/servicing/rules/loan-events'

type Item = {
  due: number
  chargeFrom: number
  principal: bigint
  interest: bigint
  paidP: bigint
  paidI: bigint
  moved: bigint
  late: boolean
}
type Running = { posted: bigint; base: bigint; since: Ratio; step: Ratio }
type Stretch = { from: number; to: number; whole: boolean; worth?: Ratio }

export type SlowPosition = {
  principalFen: bigint
  principalDueFen: bigint
  interestDueFen: bigint
  interestRipeFen: bigint
  interestRunningFen: bigint
  penaltyFen: bigint
  compoundFen: bigint
  costsFen: bigint
  suspenseFen: bigint
  dpd: number
  items: [number, bigint, bigint][]
}

const DAY0 = Temporal.PlainDate.from('1970-01-01')
const num = (d: PlainDate) => DAY0.until(d, { largestUnit: 'days' }).days
const known = new Map<number, PlainDate>()
function day(n: number): PlainDate {
  const hit = known.get(n)
  if (hit) return hit
  const d = DAY0.add({ days: n })
  known.set(n, d)
  return d
}
const ZERO = ratio(0n)

const [A360, A365, A366] = [ratio(1, 360), ratio(1, 365), ratio(1, 366)]

/** The share of a year that lies between one day and the next. */
function shareOfDay(t: BookTerms, n: number): Ratio {
  if (t.dayCount === 'ACT/360') return A360
  if (t.dayCount === 'ACT/365') return A365
  if (t.dayCount === 'ACT/ACT') return day(n).inLeapYear ? A366 : A365
  const [a, b] = [day(n), day(n + 1)]
  const thirty = (d: PlainDate) => d.year * 360 + d.month * 30 + Math.min(30, d.day)
  return ratio(thirty(b) - thirty(a), 360)
}

export class SlowLoan {
  today: number
  t: BookTerms
  rate: number
  undue: bigint
  lent: bigint
  stretches: Stretch[]
  at = 0
  end: number
  amortisesFrom: number
  level: bigint | null = null
  gathered: Ratio = ZERO
  shownBase = 0n
  shownFrom: number
  items: Item[] = []
  pen: Running = { posted: 0n, base: 0n, since: ZERO, step: ZERO }
  com: Running = { posted: 0n, base: 0n, since: ZERO, step: ZERO }
  costs = 0n
  suspense = 0n
  misused = 0n
  turn: number
  repaid = 0n
  dead = false
  night: { share: Ratio | null; undue: bigint; rate: number; stretch: Stretch; fen: Ratio } | null = null

  constructor(t: BookTerms) {
    this.t = t
    this.today = num(t.startDate)
    this.rate = t.annualRatePpm
    this.undue = t.principalFen
    this.lent = t.principalFen
    this.stretches = this.grid(this.today, num(t.maturityDate), -1)
    this.end = this.stretches.length - 1
    this.amortisesFrom = this.amortises() ? t.gracePeriods : Number.POSITIVE_INFINITY
    this.shownFrom = this.today
    this.turn = this.shifted(num(t.maturityDate))
    this.enter()
  }

  amortises = () => this.t.method === 'ANNUITY' || this.t.method === 'EQUAL_PRINCIPAL'
  atEnd = () => this.t.method === 'INTEREST_AT_MATURITY' || this.t.method === 'REVOLVING'
  shifted = (n: number) => {
    const cal = this.t.calendar
    if (this.t.holidayShift !== 'NEXT' || cal.isWorkingDay(day(n))) return n
    return num(addWorkingDays(day(n), 1, cal))
  }

  /** Periods from a day to the maturity; those that would end on or before `notBefore` are one with the next. */
  grid(from: number, maturity: number, notBefore: number): Stretch[] {
    if (this.atEnd()) return [{ from, to: maturity, whole: false }]
    const start = day(from)
    const points: number[] = []
    for (let k = -1; points.length === 0 || points.at(-1)! < maturity; k++) {
      if (this.t.frequency === 'WEEKLY') {
        const first = this.t.repaymentDay === null ? start : start.add({ days: this.t.repaymentDay - start.dayOfWeek })
        points.push(num(first.add({ days: 7 * this.t.every * k })))
      } else {
        const step = (this.t.frequency === 'QUARTERLY' ? 3 : 1) * this.t.every
        points.push(num(addMonths(start, k * step, this.t.repaymentDay ?? start.day)))
      }
    }
    const out: Stretch[] = []
    let begin = from
    for (const [i, p] of points.entries()) {
      if (p <= from) continue
      const to = Math.min(p, maturity)
      if (to <= notBefore) continue
      out.push({ from: begin, to, whole: points[i - 1] === begin && to === p })
      begin = to
      if (to === maturity) break
    }
    return out
  }

  /** What a stretch is worth of a year. */
  worth(s: Stretch): Ratio {
    s.worth ??= this.countWorth(s)
    return s.worth
  }

  countWorth(s: Stretch): Ratio {
    if (s.whole && this.t.interestBasis === 'PERIOD') {
      return this.t.frequency === 'WEEKLY'
        ? ratio(this.t.every, 52)
        : ratio((this.t.frequency === 'QUARTERLY' ? 3 : 1) * this.t.every, 12)
    }
    let sum = ZERO
    for (let n = s.from; n < s.to; n++) sum = add(sum, shareOfDay(this.t, n))
    return sum
  }

  /** The share of a year of one day of a stretch. */
  worthOfDay(s: Stretch, n: number): Ratio {
    return this.t.interestBasis === 'PERIOD' ? mul(this.worth(s), ratio(1, s.to - s.from)) : shareOfDay(this.t, n)
  }

  /** A night's interest on what is undue; worked out anew when anything that it depends on has changed. */
  nightly(s: Stretch): Ratio {
    const share = this.t.interestBasis === 'PERIOD' ? null : shareOfDay(this.t, this.today)
    const n = this.night
    const stands = n && n.undue === this.undue && n.rate === this.rate && n.stretch === s
    if (stands && (n.share === share || (n.share && share && compare(n.share, share) === 0))) return n.fen
    const fen = this.interestOf(this.undue, this.worthOfDay(s, this.today))
    this.night = { share, undue: this.undue, rate: this.rate, stretch: s, fen }
    return fen
  }

  interestOf = (balance: bigint, years: Ratio): Ratio => mul(ratio(balance * BigInt(this.rate), 1_000_000n), years)

  enter() {
    if (this.at === this.amortisesFrom && this.undue > 0n && this.at < this.stretches.length) this.setLevel()
  }

  /** Interest from today to the end of the present stretch, on what is undue, exact. */
  ahead(): Ratio {
    let sum = ZERO
    const s = this.stretches[this.at]!
    for (let n = this.today; n < s.to; n++) sum = add(sum, this.interestOf(this.undue, this.worthOfDay(s, n)))
    return sum
  }

  /** The level that ends at the balloon: the last balance is linear in the level, so two trials give it. */
  setLevel() {
    const n = this.end - this.at + 1
    if (this.t.method === 'EQUAL_PRINCIPAL') {
      const share = this.undue > this.t.balloonFen ? this.undue - this.t.balloonFen : 0n
      this.level = roundRatio(ratio(share, n))
      return
    }
    const finish = (level: Ratio): Ratio => {
      let b = sub(add(ratio(this.undue), add(this.gathered, this.ahead())), level)
      for (let i = this.at + 1; i <= this.end; i++) {
        b = sub(add(b, mul(mul(b, ratio(this.rate, 1_000_000)), this.worth(this.stretches[i]!))), level)
      }
      return b
    }
    const [at0, at1] = [finish(ZERO), finish(ratio(1n))]
    const slope = sub(at0, at1)
    const level = div(sub(at0, ratio(this.t.balloonFen)), slope)
    this.level = compare(level, ZERO) < 0 ? 0n : roundRatio(level)
  }

  principalOf(balance: bigint, interest: bigint): bigint {
    if (this.level === null) return 0n
    const wanted = this.t.method === 'ANNUITY' ? this.level - interest : this.level
    const most = balance - this.t.balloonFen
    const least = wanted < most ? wanted : most
    return least > 0n ? least : 0n
  }

  /** Which stretch the level, if it stays, pays the loan off in. */
  predictEnd(): number {
    const end = this.stretches.length - 1
    if (this.t.balloonFen > 0n) return end
    let balance = this.undue
    for (let i = this.at; i < end; i++) {
      const exact =
        i === this.at ? add(this.gathered, this.ahead()) : this.interestOf(balance, this.worth(this.stretches[i]!))
      balance -= this.principalOf(balance, roundRatio(exact))
      if (balance === 0n) return i
    }
    return end
  }

  write(to: number, principal: bigint, interest: bigint, kind: 'INSTALMENT' | 'PREPAYMENT' | 'CALLED') {
    const due = kind === 'INSTALMENT' ? this.shifted(to) : to
    const chargeFrom = due + (kind === 'INSTALMENT' ? this.t.graceDays : 0)
    this.items.push({ due, chargeFrom, principal, interest, paidP: 0n, paidI: 0n, moved: 0n, late: false })
    this.undue -= principal
    this.gathered = ZERO
    this.shownBase = 0n
    this.shownFrom = to
  }

  /** One night passes. */
  sleep() {
    const s = this.stretches[this.at]
    if (!this.dead) {
      if (s && this.undue > 0n) this.gathered = add(this.gathered, this.nightly(s))
      for (const c of [this.pen, this.com]) if (c.step.num !== 0n) c.since = add(c.since, c.step)
    }
    this.today++
    if (this.dead) return
    if (s && s.to === this.today) {
      if (this.undue > 0n && (!this.atEnd() || this.at === this.end)) {
        const interest = roundRatio(this.gathered)
        const principal = this.at >= this.end ? this.undue : this.principalOf(this.undue, interest)
        this.write(this.today, principal, interest, 'INSTALMENT')
      }
      this.at++
      this.shownBase = 0n
      this.shownFrom = this.today
      this.enter()
    }
    const d = day(this.today)
    const settles = this.t.settlementMonths === 1 || d.month % 3 === 0
    if (settles && d.day === Math.min(this.t.settlementDay, d.daysInMonth)) {
      for (const c of [this.pen, this.com]) {
        if (c.step.num === 0n && c.base === 0n) continue
        c.posted += c.base + roundRatio(c.since)
        c.base = 0n
        c.since = ZERO
      }
    }
    for (const i of this.items) if (i.chargeFrom <= this.today) i.late = true
    this.price()
  }

  openP = (i: Item) => i.principal - i.paidP - i.moved
  openI = (i: Item) => i.interest - i.paidI
  outstanding = () => this.lent - this.repaid

  /** What one more night of being late will cost. */
  price() {
    if (this.dead) return
    const rate = ratio(this.rate, 1_000_000)
    const yearly = ratio(1, this.t.dayCount === 'ACT/365' || this.t.dayCount === 'ACT/ACT' ? 365 : 360)
    const up = (ppm: number) => ratio(1_000_000 + ppm, 1_000_000)
    const lateP = this.items.reduce((s, i) => s + (i.late ? this.openP(i) : 0n), 0n)
    const lateI = this.items.reduce((s, i) => s + (i.late ? this.openI(i) : 0n), 0n)
    const bad = this.misused < lateP ? this.misused : lateP
    const rest = this.outstanding() - lateP
    const badElse = this.misused - bad < rest ? this.misused - bad : rest
    let pen = mul(ratio(lateP - bad), up(this.t.upliftPpm))
    pen = add(pen, mul(ratio(bad), up(Math.max(this.t.upliftPpm, this.t.misuseUpliftPpm))))
    pen = add(pen, mul(ratio(badElse), ratio(this.t.misuseUpliftPpm, 1_000_000)))
    const base = lateI + (this.t.compoundOnPenalty ? this.pen.posted + this.com.posted : 0n)
    const com = mul(ratio(base), this.today >= this.turn ? up(this.t.upliftPpm) : ratio(1))
    this.turnTo(this.pen, mul(mul(pen, rate), yearly))
    this.turnTo(this.com, mul(mul(com, rate), yearly))
  }

  turnTo(c: Running, step: Ratio) {
    if (compare(c.step, step) === 0) return
    c.base += roundRatio(c.since)
    c.since = ZERO
    c.step = step
  }

  owed = (c: Running) => c.posted + c.base + roundRatio(c.since)

  pay(c: Running, fen: bigint) {
    const first = fen < c.posted ? fen : c.posted
    c.posted -= first
    if (fen > first) {
      c.base += roundRatio(c.since) - (fen - first)
      c.since = ZERO
    }
  }

  happen(e: LoanEvent) {
    switch (e.kind) {
      case 'COST':
        this.costs += e.amountFen
        break
      case 'REFUND':
        this.suspense -= e.amountFen
        break
      case 'MISUSE':
        this.misused = e.amountFen
        break
      case 'WAIVE':
        this.pay(this.pen, e.penaltyFen)
        this.pay(this.com, e.compoundFen)
        break
      case 'PAY':
        this.receive(e.amountFen, e.prepay, e.fromSuspense)
        break
      case 'DRAW':
        this.reckon()
        this.lent += e.amountFen
        this.changed(() => (this.undue += e.amountFen), e.after)
        break
      case 'RATE':
        this.reckon()
        if (e.annualRatePpm === this.rate) break
        if (this.t.method === 'EQUAL_PRINCIPAL') this.rate = e.annualRatePpm
        else this.changed(() => (this.rate = e.annualRatePpm), e.after)
        break
      case 'REPLAN':
        this.replan(e)
        break
      case 'CALL':
      case 'WRITE_OFF':
        this.call(e.kind === 'WRITE_OFF')
        break
    }
    this.price()
  }

  /** Something changes the plan today: what is shown as running is rounded here. */
  reckon() {
    this.shownBase = roundRatio(this.gathered)
    this.shownFrom = this.today
  }

  changed(what: () => void, after: 'KEEP_TERM' | 'KEEP_INSTALMENT') {
    const wasEmpty = this.undue === 0n
    what()
    if (this.at >= this.stretches.length || this.undue === 0n || this.at < this.amortisesFrom) return
    if (wasEmpty || this.level === null) {
      this.end = this.stretches.length - 1
      this.setLevel()
    } else if (after === 'KEEP_TERM') this.setLevel()
    else this.end = this.predictEnd()
  }

  receive(amount: bigint, prepay: 'KEEP_TERM' | 'KEEP_INSTALMENT' | null, fromSuspense: boolean) {
    if (fromSuspense) this.suspense -= amount
    let left = amount
    const give = (most: bigint) => {
      const fen = left < most ? left : most
      left -= fen
      return fen
    }
    const payP = (i: Item) => {
      const fen = give(this.openP(i))
      i.paidP += fen
      this.repaid += fen
    }
    const payI = (i: Item) => {
      i.paidI += give(this.openI(i))
    }
    const charges = () => {
      this.pay(this.pen, give(this.owed(this.pen)))
      this.pay(this.com, give(this.owed(this.com)))
    }
    const due = this.items.filter((i) => this.claimed(i)).sort((a, b) => a.due - b.due)
    this.costs -= give(this.costs)
    const principalFirst = this.t.principalFirstAfter90 ? this.dpd() > 90 : this.t.allocation === 'PRINCIPAL_FIRST'
    if (principalFirst) {
      for (const i of due) payP(i)
      charges()
      for (const i of due) payI(i)
    } else if (!this.t.principalFirstAfter90 && this.t.allocation === 'BY_INSTALMENT') {
      charges()
      for (const i of due) {
        payI(i)
        payP(i)
      }
    } else {
      charges()
      for (const i of due) payI(i)
      for (const i of due) payP(i)
    }
    if (prepay && !this.dead) {
      for (const i of this.items.filter((x) => x.due > this.today)) {
        payI(i)
        payP(i)
      }
      const interest = roundRatio(this.gathered)
      let principal = left - interest
      if (principal > this.undue) principal = this.undue
      if (principal > 0n) {
        const inPlan = this.at < this.stretches.length
        const wasLevel = this.level
        this.write(this.today, principal, interest, 'PREPAYMENT')
        const i = this.items.at(-1)!
        payI(i)
        payP(i)
        if (inPlan && this.undue > 0n && this.at >= this.amortisesFrom) {
          if (wasLevel === null) {
            this.end = this.stretches.length - 1
            this.setLevel()
          } else if (prepay === 'KEEP_TERM') this.setLevel()
          else this.end = this.predictEnd()
        }
      }
    }
    this.suspense += left
  }

  replan(e: LoanEvent & { kind: 'REPLAN' }) {
    this.reckon()
    let taken = 0n
    if (e.takeOverdue) {
      for (const i of this.items.filter((x) => x.due <= this.today)) {
        taken += this.openP(i)
        i.moved += this.openP(i)
      }
    }
    const from = this.stretches[this.at]?.from ?? this.today
    const start = this.t.startDate
    const repaymentDay = this.t.repaymentDay ?? (this.t.frequency === 'WEEKLY' ? start.dayOfWeek : start.day)
    this.t = { ...this.t, repaymentDay, ...e.terms, maturityDate: e.terms.maturityDate ?? this.t.maturityDate }
    if (e.terms.annualRatePpm !== undefined) this.rate = e.terms.annualRatePpm
    this.stretches = [...this.stretches.slice(0, this.at), ...this.grid(from, num(this.t.maturityDate), this.today)]
    this.end = this.stretches.length - 1
    this.amortisesFrom = this.amortises() ? this.at + this.t.gracePeriods : Number.POSITIVE_INFINITY
    this.level = null
    this.undue += taken
    this.turn = this.shifted(num(this.t.maturityDate))
    this.enter()
  }

  call(writeOff: boolean) {
    const interest = roundRatio(this.gathered)
    if (this.undue > 0n || interest > 0n) this.write(this.today, this.undue, interest, 'CALLED')
    this.at = this.stretches.length
    if (writeOff) {
      for (const c of [this.pen, this.com]) this.turnTo(c, ZERO)
      this.dead = true
      return
    }
    this.turn = Math.min(this.turn, this.today)
    for (const i of this.items) if (i.chargeFrom <= this.today) i.late = true
  }

  /** Due, or written off: then the whole is claimed. */
  claimed(i: Item): boolean {
    return this.dead || i.due <= this.today
  }

  dpd(): number {
    const open = this.items.filter((i) => this.claimed(i) && this.openP(i) + this.openI(i) > 0n)
    return open.length === 0 ? 0 : this.today - Math.min(this.today, ...open.map((i) => i.due))
  }

  /** What is shown as interest under way: what had run when the plan last changed, and an even share of the rest. */
  shown(): bigint {
    const s = this.stretches[this.at]
    if (!s || this.undue === 0n || this.dead) return 0n
    const { today } = this
    let rest = ZERO
    for (let n = this.shownFrom; n < s.to; n++) rest = add(rest, this.interestOf(this.undue, this.worthOfDay(s, n)))
    return this.shownBase + roundRatio(mul(rest, ratio(today - this.shownFrom, s.to - this.shownFrom)))
  }

  position(): SlowPosition {
    const sum = (items: Item[], what: (i: Item) => bigint) => items.reduce((s, i) => s + what(i), 0n)
    const due = this.items.filter((i) => this.claimed(i))
    return {
      principalFen: this.outstanding(),
      principalDueFen: sum(due, this.openP),
      interestDueFen: sum(due, this.openI),
      interestRipeFen: sum(
        this.items.filter((i) => !this.claimed(i)),
        this.openI,
      ),
      interestRunningFen: this.shown(),
      penaltyFen: this.owed(this.pen),
      compoundFen: this.owed(this.com),
      costsFen: this.costs,
      suspenseFen: this.suspense,
      dpd: this.dpd(),
      items: this.items.map((i) => [i.due, i.paidP, i.paidI]),
    }
  }
}

/** A whole life up to a day. */
export function slowLife(terms: BookTerms, events: readonly LoanEvent[], upTo: number): SlowPosition {
  return slowLooks(terms, events, [upTo])[0]!
}

/** The same life looked at on several days, the earliest first. */
export function slowLooks(terms: BookTerms, events: readonly LoanEvent[], days: readonly number[]): SlowPosition[] {
  const loan = new SlowLoan(terms)
  const ordered = events.map((e, i) => ({ e, i })).sort((a, b) => a.e.on - b.e.on || a.i - b.i)
  const looks: SlowPosition[] = []
  for (let next = 0; ; loan.sleep()) {
    for (; next < ordered.length && ordered[next]!.e.on === loan.today; next++) loan.happen(ordered[next]!.e)
    while (looks.length < days.length && days[looks.length]! <= loan.today) looks.push(loan.position())
    if (looks.length === days.length) return looks
  }
}
