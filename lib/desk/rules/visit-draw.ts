/**
 * The morning's draw of off-hour visits (§9 row 2). Anybody who has the seed and the pool draws the same visits: each
 * visit's rank is a hash of seed and visit, the smallest ranks are drawn, and the rank says the hour. The seed is the head
 * of the audit chain at 08:00, which nobody knows the day before and everybody can look up afterwards.
 */

/** Times outside office hours at which a stall can still be met. */
export const OFF_HOURS = ['06:30-08:00', '12:00-13:30', '18:00-20:00'] as const

export type Drawn = { visitId: string; rank: string; window: (typeof OFF_HOURS)[number] }

/** `take` of the pool, in the order of their ranks. The pool's own order does not matter. */
export function drawVisits(seed: string, pool: readonly string[], take: number): Drawn[] {
  return [...new Set(pool)]
    .map((visitId) => ({ visitId, hash: hash64(`${seed}|${visitId}`) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : a.visitId < b.visitId ? -1 : 1))
    .slice(0, Math.max(0, take))
    .map(({ visitId, hash }) => ({
      visitId,
      rank: hash.toString(16).padStart(16, '0'),
      window: OFF_HOURS[Number(hash % BigInt(OFF_HOURS.length))]!,
    }))
}

/** So many a day that the pool is empty by the month's end: what is left, spread over the working days that are left. */
export function drawsToday(poolSize: number, workingDaysLeft: number): number {
  if (poolSize === 0) return 0
  return Math.ceil(poolSize / Math.max(1, workingDaysLeft))
}

const MASK = (1n << 64n) - 1n

/** FNV-1a over the text's UTF-8 bytes, 64 bits, mixed once more so that neighbours scatter. Not a secret; a fair lot. */
export function hash64(text: string): bigint {
  let h = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(text)) h = ((h ^ BigInt(byte)) * 0x100000001b3n) & MASK
  h ^= h >> 33n
  h = (h * 0xff51afd7ed558ccdn) & MASK
  h ^= h >> 33n
  h = (h * 0xc4ceb9fe1a85ec53n) & MASK
  return h ^ (h >> 33n)
}
