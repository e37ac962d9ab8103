/** A seeded generator: the same demo on every machine. */
export type Random = {
  next(): number
  int(min: number, max: number): number
  pick<T>(from: readonly T[]): T
  normal(mean: number, sd: number): number
}

export function random(seed: string): Random {
  let h = 1779033703 ^ seed.length
  for (const ch of seed) h = Math.imul(h ^ ch.codePointAt(0)!, 3432918353) >>> 0
  let s = h >>> 0
  const next = () => {
    s = (s + 0x6d2b79f5) >>> 0
    let t = Math.imul(s ^ (s >>> 15), 1 | s)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    next,
    int: (min, max) => min + Math.floor(next() * (max - min + 1)),
    pick: (from) => from[Math.floor(next() * from.length)]!,
    normal: (mean, sd) => mean + sd * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  }
}
