/** The level amount of an ANNUITY or EQUAL_PRINCIPAL plan: when it is set anew, and the end that an old one leads to. */
import { type Fen, maxFen } from '@/lib/platform/money'
import { roundRatio } from '@/lib/platform/ratio'
import { type Accrual, accrualWithin, exactSum, postedInterest, postedWhole } from './accrual'
import { levelInstalment } from './instalment'
import type { AfterEvent } from './loan-terms'
import { stretch, type Walk, whole } from './walk-state'

/** After an event: a new level over the due dates that remain, or the same level and the end it now leads to. */
export function replan(w: Walk, after: AfterEvent, wasEmpty: boolean): void {
  if (wasEmpty || w.level === null) {
    w.last = w.periods.length - 1
    setLevel(w)
  } else if (after === 'KEEP_TERM') setLevel(w)
  else w.last = runOut(w)
}

export function setLevel(w: Walk): void {
  const instalments = w.last - w.index + 1
  const { balloonFen } = w.terms
  let amountFen: Fen
  if (w.terms.method === 'EQUAL_PRINCIPAL') {
    const toShare = maxFen(0n, w.balanceFen - balloonFen)
    amountFen = roundRatio({ num: toShare, den: BigInt(instalments) })
  } else {
    const interest = exactSum(toDueDate(w), w.clock.unit)
    amountFen = levelInstalment({
      owed: { num: w.balanceFen * interest.den + interest.num, den: interest.den },
      laterParts: w.periods.slice(w.index + 1, w.last + 1).map((p) => p.parts),
      unit: w.clock.unit,
      ratePpm: w.ratePpm,
      balloonFen,
    })
  }
  w.level = whole(amountFen)
  const level = { fromNo: w.lines.length + 1, amountFen, ratePpm: w.ratePpm, instalments }
  if (w.levels.at(-1)?.fromNo === level.fromNo) w.levels.pop()
  w.levels.push(level)
}

/** Interest not posted yet, and what will run to the next due date if nothing else happens. */
function toDueDate(w: Walk): Accrual[] {
  const { to } = w.periods[w.index]!
  return to > w.countedTo ? [...w.accruals, stretch(w, w.countedTo, to)] : w.accruals
}

/** The period in which the present level pays the balance off, at the latest the one of maturity. */
function runOut(w: Walk): number {
  const end = w.periods.length - 1
  if (w.terms.balloonFen > 0n) return end
  let { balance } = w
  let interest = whole(postedInterest(toDueDate(w), w.clock.unit))
  for (let i = w.index; i < end; i++) {
    if (i > w.index) {
      const period = w.periods[i]!
      const at = { balanceFen: BigInt(balance), ratePpm: w.ratePpm }
      const accrual = accrualWithin(period, period.from, period.to, at, w.clock)
      interest = postedWhole(balance, accrual, w.clock.unit) ?? whole(postedInterest([accrual], w.clock.unit))
    }
    balance -= principalPart(w, balance, interest)
    if (balance === 0) return i
  }
  return end
}

/** The principal of a due date before the last: what the level leaves after interest, within what is owed. */
export function principalPart(w: Walk, balance: number, interest: number): number {
  if (w.level === null) return 0
  const wanted = w.terms.method === 'ANNUITY' ? w.level - interest : w.level
  return Math.max(0, Math.min(wanted, balance - whole(w.terms.balloonFen)))
}
