/**
 * Makes samples/scorecard-history/history.csv: `node scripts/make-score-history.mjs [file]`. Always the same 4,000
 * invented merchants; what they are and are not is told in the README beside the file.
 */
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROWS = 4000
const FILE =
  process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '../samples/scorecard-history/history.csv')

/** Even numbers from 0 to 1, the same every time (mulberry32). */
function random(seed) {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
const next = random(20_120_315)
/** Near normal: twelve even numbers less six. */
const normal = () => {
  let sum = -6
  for (let i = 0; i < 12; i++) sum += next()
  return sum
}
const clamp = (value, low, high) => Math.min(high, Math.max(low, value))
/** One of `[value, weight]`; `lean` above zero moves the choice towards the first ones. */
function pick(options, lean) {
  const total = options.reduce((s, [, w]) => s + w, 0)
  let rest = clamp(next() - lean * 0.12, 0, 0.9999) * total
  for (const [value, weight] of options) {
    if (rest < weight) return value
    rest -= weight
  }
  return options.at(-1)[0]
}

const COLUMNS =
  'id month market_grade bad CA1 CA2 CA3 CB1 CB2 CB3 CB4 CB5 CB6 CC1 CC2 CC3 CC4 CD1 CD2 CD3 CE1 CE2 CE3 CF1'.split(' ')
const lines = [COLUMNS.join(',')]
for (let n = 1; n <= ROWS; n++) {
  const month = Math.floor(((n - 1) / ROWS) * 24)
  // the second year is a weaker one for trade: turnover falls, the rest stays
  const slump = month >= 12 ? 1 : 0
  const market = pick(
    [
      ['AAA', 40],
      ['AA', 25],
      ['A', 25],
      ['B', 10],
    ],
    0,
  )
  // how sound the merchant is; half of it shows in what can be asked, half of it nobody sees
  const sound = normal()
  const near = (weight) => weight * sound + Math.sqrt(1 - weight * weight) * normal()
  const years = clamp(5.5 + 3.2 * near(0.45), 0, 30)
  const turnover = Math.exp(5.6 + 0.75 * near(0.3))
  const values = {
    CA1: years.toFixed(1),
    CA2: clamp(years + 2 + 3 * Math.abs(normal()), 0, 40).toFixed(1),
    CA3: pick(
      [
        ['OWNED', 22],
        ['LONG_USE_RIGHT_GE5Y', 18],
        ['LEASE_GE2Y', 35],
        ['LEASE_1_2Y', 17],
        ['LEASE_LT1Y', 8],
      ],
      near(0.4),
    ),
    CB1: clamp(turnover, 20, 8000).toFixed(2),
    CB2: clamp(3 - 7 * slump + 9 * near(0.35), -45, 40).toFixed(2),
    CB3: clamp(64 + 17 * near(0.4), 5, 100).toFixed(2),
    CB4: pick(
      [
        ['A_OR_TAX_GE5W', 12],
        ['B_M_OR_TAX_1_5W', 26],
        ['EXEMPT_FILING_NORMAL', 55],
        ['C_OR_LATE_FILING', 5],
        ['NO_FILING', 2],
      ],
      near(0.3),
    ),
    // stock tells little here: fast and slow sellers default alike
    CB5: clamp(85 + 38 * normal(), 4, 260).toFixed(2),
    CB6: clamp(6.2 + 2.6 * near(0.35), -4, 16).toFixed(2),
    CC1: pick(
      [
        ['CLEAN', 62],
        ['M1_1_2', 24],
        ['M1_3_5', 9],
        ['M2_ONCE', 4],
        ['M2_MULTI', 1],
      ],
      near(0.6),
    ),
    CC2: String(Math.round(clamp(3.2 - 1.9 * near(0.55) + Math.abs(normal()), 0, 16))),
    CC3: String(Math.round(clamp(2.3 - 1.1 * near(0.5) + 0.5 * Math.abs(normal()), 0, 9))),
    CC4: clamp(1.8 + 1.6 * near(0.3), 0, 12).toFixed(1),
    CD1: clamp(97.5 + 4.5 * near(0.55), 55, 100).toFixed(2),
    CD2: clamp(25 - 11 * near(0.35), 0.5, 50).toFixed(2),
    CD3: String(Math.round(clamp(0.5 - 0.7 * near(0.4) + 0.3 * Math.abs(normal()), 0, 5))),
    CE1: pick(
      [
        ['SPOUSE_OR_ADULT_COSIGN', 81],
        ['LOCAL_GUARANTOR_NOT_COSIGN', 9],
        ['NONE', 10],
      ],
      near(0.2),
    ),
    CE2: clamp(46 - 13 * near(0.45), 3, 95).toFixed(2),
    CE3: clamp(3 + 1.6 * near(0.35), 0, 15).toFixed(2),
    CF1: pick(
      [
        ['COLLATERAL_LE70_OR_COVER_GE80', 12],
        ['JOINT_MARGIN_GE10_OR_ASSIST', 58],
        ['JOINT_MARGIN_5_10', 18],
        ['SINGLE_GUARANTOR', 8],
        ['UNSECURED', 4],
      ],
      0,
    ),
  }
  // a few answers are not there, as in any old file
  for (const code of ['CA2', 'CB2', 'CB6', 'CC4', 'CD3']) if (next() < 0.02) values[code] = ''
  const risk = -3.55 - 1.15 * sound + 0.35 * slump + { AAA: -0.25, AA: 0, A: 0.25, B: 0.7 }[market]
  const bad = next() < 1 / (1 + Math.exp(-risk)) ? 1 : 0
  const when = `${2024 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
  lines.push([n, when, market, bad, ...COLUMNS.slice(4).map((c) => values[c])].join(','))
}
writeFileSync(FILE, `${lines.join('\n')}\n`)
console.log(`${ROWS} cases in ${FILE}`)
