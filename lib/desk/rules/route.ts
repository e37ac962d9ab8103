/** The order of a day's visits, and how far from its place a check-in was made (§9 row 2). */

export const CHECK_IN_METRES = 200

export type Place = { latitude: number; longitude: number }

/** Metres between two places on the ground (haversine); no money, so an ordinary number. */
export function metresBetween(a: Place, b: Place): number {
  const rad = Math.PI / 180
  const dLat = (b.latitude - a.latitude) * rad
  const dLon = (b.longitude - a.longitude) * rad
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad) * Math.sin(dLon / 2) ** 2
  return Math.round(2 * 6_371_000 * Math.asin(Math.min(1, Math.sqrt(h))))
}

export type Stop = {
  id: string
  market: string
  stallNo: string | null
  /** '06:30-08:00', or null for any time of the office day */
  window: string | null
  place: Place | null
}

const OFFICE_START = '09:00'
const startOf = (s: Stop): string => s.window?.slice(0, 5) ?? OFFICE_START

/**
 * Stops with a drawn time first come at their time. Among those of the same time, one market after the other; within a
 * market from stall to stall: the nearest next where the places are known, by stall number where they are not.
 */
export function routeOrder(stops: readonly Stop[]): string[] {
  const times = [...new Set(stops.map(startOf))].sort()
  return times.flatMap((time) => {
    const then = stops.filter((s) => startOf(s) === time)
    const markets = [...new Set(then.map((s) => s.market))].sort()
    return markets.flatMap((m) => walk(then.filter((s) => s.market === m))).map((s) => s.id)
  })
}

function walk(stops: Stop[]): Stop[] {
  const byStall = [...stops].sort((a, b) => byNumber(a.stallNo ?? '', b.stallNo ?? '') || (a.id < b.id ? -1 : 1))
  if (stops.some((s) => s.place === null)) return byStall
  const way = [byStall[0]!]
  const left = new Set(byStall.slice(1))
  while (left.size > 0) {
    const here = way.at(-1)!.place!
    let next: Stop | null = null
    for (const s of left) if (!next || metresBetween(here, s.place!) < metresBetween(here, next.place!)) next = s
    left.delete(next!)
    way.push(next!)
  }
  return way
}

/** 'A区9' before 'A区12': digits compare as numbers. */
function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'zh-CN', { numeric: true })
}
