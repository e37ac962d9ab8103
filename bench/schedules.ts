/**
 * How fast repayment schedules are made: `node --import ./scripts/resolve.mjs bench/schedules.ts [schedules]` (default
 * 1000000). One core, no database: twelve-month loans of many amounts, rates and first days, by each way of repaying, exact to
 * the fen with every day counted. The baseline is the same plan as somebody would write it by hand for one question: floats,
 * annual ÷ 12, no days, no derivation. Each figure is the best of three, in time of the processor: what one core does.
 */
import { date } from '@/lib/platform/dates'
import { type LoanTerms, loanTerms, type Method } from '@/lib/servicing/rules/loan-terms'
import { buildSchedule } from '@/lib/servicing/rules/schedule'

const SCHEDULES = Number(process.argv[2] ?? 1_000_000)
const DISTINCT = 20_000
const GOAL = 200_000

/** Loans as a bank has them: no two alike, evenly spread over amounts, rates and the days of two years. */
function loan(i: number, method: Method, more: Partial<LoanTerms>): LoanTerms {
  const startDate = date('2025-01-01').add({ days: (i * 37) % 730 })
  return loanTerms(
    {
      principalFen: BigInt(5_000_000 + ((i * 7919) % 95_000) * 1000),
      annualRatePpm: 30_000 + ((i * 31) % 600) * 100,
      startDate,
      maturityDate: startDate.add({ months: 12 }),
      method,
    },
    more,
  )
}

type Plain = { principal: number; rate: number; annuity: boolean }
/** The plan by hand: rows of principal, interest and what is left, in floats rounded to the fen. */
function byHand({ principal, rate, annuity }: Plain): number {
  const rows: { no: number; principal: number; interest: number; balance: number }[] = []
  const r = rate / 12
  const level = annuity ? Math.round((principal * r) / (1 - (1 + r) ** -12)) : Math.round(principal / 12)
  let balance = principal
  for (let no = 1; no <= 12; no++) {
    const interest = Math.round(balance * r)
    const part = no === 12 ? balance : annuity ? level - interest : level
    balance -= part
    rows.push({ no, principal: part, interest, balance })
  }
  return rows.at(-1)!.interest
}

function measure(name: string, one: (index: number) => number): number {
  let best = Number.POSITIVE_INFINITY
  let sum = 0
  for (let run = 0; run < 3; run++) {
    sum = 0
    const began = process.cpuUsage()
    for (let n = 0; n < SCHEDULES; n++) sum += one(n % DISTINCT)
    const { user, system } = process.cpuUsage(began)
    best = Math.min(best, (user + system) / 1000)
  }
  const rate = (SCHEDULES / best) * 1000
  console.log(
    `${name.padEnd(58)} ${Math.round(best).toString().padStart(7)} ms ${Math.round(rate).toLocaleString('en').padStart(10)} /s  (Σ ${sum})`,
  )
  return rate
}

const KINDS: [string, Method, Partial<LoanTerms>][] = [
  ['ANNUITY, anniversary, annual ÷ 12', 'ANNUITY', {}],
  ['EQUAL_PRINCIPAL, anniversary, annual ÷ 12', 'EQUAL_PRINCIPAL', {}],
  ['BULLET, interest by days on the anniversary', 'BULLET', {}],
  ['ANNUITY, the 20th, broken first and last period', 'ANNUITY', { repaymentDay: 20 }],
  ['ANNUITY by days (solved from real factors), the 20th', 'ANNUITY', { repaymentDay: 20, interestBasis: 'DAILY' }],
  ['BULLET, the 20th, due dates moved off days off', 'BULLET', { repaymentDay: 20, holidayShift: 'NEXT' }],
]

console.log(`${SCHEDULES.toLocaleString('en')} schedules of twelve months, ${DISTINCT.toLocaleString('en')} different`)
const plain = Array.from({ length: DISTINCT }, (_, i) => {
  const { principalFen, annualRatePpm } = loan(i, 'ANNUITY', {})
  return { principal: Number(principalFen), rate: annualRatePpm / 1e6, annuity: true }
})
const base = measure('baseline: an annuity by hand in floats', (n) => byHand(plain[n]!))
for (const [name, method, more] of KINDS) {
  const loans = Array.from({ length: DISTINCT }, (_, i) => loan(i, method, more))
  const rate = measure(name, (n) => {
    const built = buildSchedule(loans[n]!)
    return built.ok ? Number(built.schedule.totals.interestFen) : Number.NaN
  })
  console.log(
    `   ${(rate / base).toFixed(3)} of the baseline; ${rate >= GOAL ? 'meets' : 'below'} the goal of ${GOAL.toLocaleString('en')} a second`,
  )
}
console.log(`peak memory of this process: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`)
