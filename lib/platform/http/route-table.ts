/** Finds the route for a path: literal segments win over parameters, so `/packets/issues` is never an id. */
import type { Route } from './route'

type Method = Route['method']
type Entry = { segments: string[]; methods: Map<Method, Route> }

export type Match = { route: Route; params: Record<string, string> }
export type RouteTable = {
  find(method: string, path: string): Match | { allowed: Method[] } | null
  routes: readonly Route[]
}

const isParameter = (segment: string) => segment.startsWith('{')

/** Throws when two routes have one method and one shape: one of them could never be reached. */
export function routeTable(routes: readonly Route[]): RouteTable {
  const entries = new Map<string, Entry>()
  for (const route of routes) {
    const segments = route.path.split('/').filter(Boolean)
    const shape = segments.map((s) => (isParameter(s) ? '{}' : s)).join('/')
    const entry = entries.get(shape) ?? { segments: [], methods: new Map() }
    if (entry.methods.has(route.method)) throw new Error(`two routes for ${route.method} ${route.path}`)
    entry.methods.set(route.method, { ...route })
    entry.segments = segments
    entries.set(shape, entry)
  }
  // Fewer parameters first; among equals the one whose first parameter comes later.
  const order = [...entries.values()].sort((a, b) => weight(a.segments).localeCompare(weight(b.segments)))
  return {
    routes,
    find(method, path) {
      const segments = decode(path)
      if (!segments) return null
      for (const entry of order) {
        if (!fits(entry.segments, segments)) continue
        const route = entry.methods.get(method as Method)
        if (!route) return { allowed: [...entry.methods.keys()] }
        const names = route.path.split('/').filter(Boolean)
        const params = names.flatMap((n, i) => (isParameter(n) ? [[n.slice(1, -1), segments[i]!]] : []))
        return { route, params: Object.fromEntries(params) as Record<string, string> }
      }
      return null
    },
  }
}

function weight(segments: string[]): string {
  return segments.map((s) => (isParameter(s) ? '1' : '0')).join('')
}

function fits(pattern: string[], segments: string[]): boolean {
  return pattern.length === segments.length && pattern.every((p, i) => isParameter(p) || p === segments[i])
}

function decode(path: string): string[] | null {
  try {
    return path.split('/').filter(Boolean).map(decodeURIComponent)
  } catch {
    return null
  }
}
