import type { RangeSpread } from '@/lib/scoring/rules/spread'

const WIDTH = 220
const HEIGHT = 26
const PAD = 5

/** A box plot of one indicator: whiskers to the fences at most, a box for the middle half, dots for who stands apart. */
export function SpreadBox({ spread, label }: { spread: RangeSpread; label: string }) {
  const n = spread.numbers
  if (!n) return null
  const width = n.high - n.low || 1
  const x = (v: number): number => PAD + ((v - n.low) / width) * (WIDTH - 2 * PAD)
  const low = Math.max(n.low, spread.fences?.low ?? n.low)
  const high = Math.min(n.high, spread.fences?.high ?? n.high)
  const y = HEIGHT / 2
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} className="h-6.5 w-full max-w-56 min-w-32">
      <line x1={x(low)} x2={x(high)} y1={y} y2={y} className="stroke-line-2" strokeWidth={1.5} />
      <rect
        x={x(n.q1)}
        y={y - 7}
        width={Math.max(1, x(n.q3) - x(n.q1))}
        height={14}
        className="fill-accent-soft stroke-accent"
      />
      <line x1={x(n.median)} x2={x(n.median)} y1={y - 7} y2={y + 7} className="stroke-accent" strokeWidth={2} />
      {spread.outliers.map((o) => (
        <circle key={o.id} cx={x(Number(o.value))} cy={y} r={3} className="fill-danger" />
      ))}
    </svg>
  )
}
