/** The early-warning indicators of §8.2 as data, and what one reading makes of them. */

export type WarningLevel = 'YELLOW' | 'ORANGE' | 'RED'
export const WARNING_LEVELS = ['YELLOW', 'ORANGE', 'RED'] as const satisfies readonly WarningLevel[]

export type WarningObject = 'market' | 'guarantor' | 'insurer' | 'fund' | 'merchant' | 'group' | 'account'

/** True for as long as it is: read every morning, counted once. */
export const LASTING_CODES: readonly string[] = ['W-C01', 'W-G01']

/** What a number counts: percentages and points in ppm (1 point = 10,000), the rest in whole units. */
export type WarningUnit = 'PPM' | 'DAYS' | 'WORKING_DAYS' | 'COUNT' | 'MILLI_TIMES'

/** A threshold is met when the reading is at least (or at most, above, below) its value. */
export type Comparison = '>=' | '<=' | '>' | '<'

export type NumberRule = {
  kind: 'NUMBER'
  /** name of the reading */
  reading: string
  unit: WarningUnit
  compare: Comparison
  levels: Partial<Record<WarningLevel, number>>
  /** where one level compares otherwise than the rest */
  levelCompare?: Partial<Record<WarningLevel, Comparison>>
}

/** Events, each with its level; what was observed is one of these names. */
export type EventRule = { kind: 'EVENT'; events: Readonly<Record<string, WarningLevel>> }

export type WarningRule = NumberRule | EventRule
/** Several rules of one indicator: the highest level counts. */
export type Indicator = { object: WarningObject; rules: readonly WarningRule[] }
export type WarningTable = Readonly<Record<string, Indicator>>

export type Reading = { reading: string; value: number } | { event: string }
export type WarningFinding = { code: string; object: WarningObject; level: WarningLevel | null }

const rank = (level: WarningLevel | null): number => (level === null ? -1 : WARNING_LEVELS.indexOf(level))

/** The level that readings give one indicator; null: nothing to report. An unknown code is a bug of the caller. */
export function evaluateWarning(code: string, readings: readonly Reading[], table: WarningTable): WarningFinding {
  const indicator = table[code]
  if (!indicator) throw new RangeError(`no warning indicator ${code}`)
  let level: WarningLevel | null = null
  for (const rule of indicator.rules) {
    for (const r of readings) {
      const found = rule.kind === 'NUMBER' ? levelOfNumber(rule, r) : levelOfEvent(rule, r)
      if (rank(found) > rank(level)) level = found
    }
  }
  return { code, object: indicator.object, level }
}

function levelOfNumber(rule: NumberRule, r: Reading): WarningLevel | null {
  if (!('reading' in r) || r.reading !== rule.reading) return null
  for (const level of ['RED', 'ORANGE', 'YELLOW'] as const) {
    const line = rule.levels[level]
    if (line !== undefined && holds(r.value, rule.levelCompare?.[level] ?? rule.compare, line)) return level
  }
  return null
}

function levelOfEvent(rule: EventRule, r: Reading): WarningLevel | null {
  if (!('event' in r)) return null
  return Object.hasOwn(rule.events, r.event) ? rule.events[r.event]! : null
}

function holds(value: number, compare: Comparison, line: number): boolean {
  switch (compare) {
    case '>=':
      return value >= line
    case '<=':
      return value <= line
    case '>':
      return value > line
    case '<':
      return value < line
  }
}

/** A table as rows of thresholds, for what is evaluated in sets: one row for each level of each reading, or event. */
export type Threshold = {
  code: string
  reading: string | null
  event: string | null
  compare: Comparison | null
  line: number | null
  /** 0 yellow, 1 orange, 2 red */
  level: number
}

export function thresholdsOf(table: WarningTable): Threshold[] {
  return Object.entries(table).flatMap(([code, { rules }]) =>
    rules.flatMap((rule): Threshold[] =>
      rule.kind === 'EVENT'
        ? Object.entries(rule.events).map(([event, level]) => ({
            code,
            reading: null,
            event,
            compare: null,
            line: null,
            level: rank(level),
          }))
        : WARNING_LEVELS.flatMap((level) => {
            const line = rule.levels[level]
            const compare = rule.levelCompare?.[level] ?? rule.compare
            return line === undefined
              ? []
              : [{ code, reading: rule.reading, event: null, compare, line, level: rank(level) }]
          }),
    ),
  )
}

/** Working days to verify a signal of a level, and its automatic effects (§8.2). */
export type WarningEffect =
  | 'FREEZE_MARKET_APPROVALS'
  | 'FREEZE_MARKET_DRAWDOWNS'
  | 'MARKET_SCORE_INVALID'
  | 'ALL_MERCHANTS_FULL'
  | 'STOP_NEW_WITH_PARTNER'
  | 'FREEZE_LIMIT'
  | 'REVIEW_CLASSIFICATION'
  | 'FREEZE_GROUP_UNDRAWN'
  | 'BLOCK_SCHEME_DRAWDOWNS'

/** The automatic effects of §8.2, with INV-A7 for the margin account. */
export function warningEffects(object: WarningObject, level: WarningLevel): WarningEffect[] {
  const red = level === 'RED'
  switch (object) {
    case 'market':
      return red
        ? ['FREEZE_MARKET_APPROVALS', 'FREEZE_MARKET_DRAWDOWNS', 'MARKET_SCORE_INVALID', 'ALL_MERCHANTS_FULL']
        : level === 'ORANGE'
          ? ['MARKET_SCORE_INVALID']
          : []
    case 'guarantor':
    case 'insurer':
    case 'fund':
      return red ? ['STOP_NEW_WITH_PARTNER'] : []
    case 'merchant':
      return red ? ['FREEZE_LIMIT', 'REVIEW_CLASSIFICATION'] : []
    case 'group':
      return level === 'YELLOW' ? [] : ['FREEZE_GROUP_UNDRAWN']
    case 'account':
      return level === 'YELLOW' ? [] : ['BLOCK_SCHEME_DRAWDOWNS']
  }
}

/** The release of a confirmed ORANGE or RED needs a second person and a reason (§8.2). */
export function releaseNeedsSecondPerson(level: WarningLevel): boolean {
  return level !== 'YELLOW'
}
