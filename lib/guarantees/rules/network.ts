/**
 * The guarantee network as a graph (§2.2, §8.5): people, merchants, groups, guarantors. Finds circles of guarantees, one
 * family in two groups, one guarantor behind many, and what hangs together. Plain arrays and one pass over the edges for
 * each question, so that a hundred thousand merchants take seconds. Pure.
 */
import type { Fen } from '@/lib/platform/money'

export type NodeKind = 'PERSON' | 'MERCHANT' | 'GROUP' | 'GUARANTOR'
export type NetworkNode = { id: string; kind: NodeKind; name: string; marketId: string | null; balanceFen: Fen }
/** GUARANTEES: from answers for to. MEMBER: a merchant stands in a group. FAMILY, CONTROLS: people behind merchants. */
export type EdgeKind = 'GUARANTEES' | 'MEMBER' | 'FAMILY' | 'CONTROLS'
export type NetworkEdge = { from: string; to: string; kind: EdgeKind; amountFen: Fen }
export type Network = { nodes: readonly NetworkNode[]; edges: readonly NetworkEdge[] }

export type Circle = {
  /** who guarantees whom in a ring, in that order; the smallest id first */
  nodes: string[]
  markets: number
}
export type FamilyInGroups = { personId: string; groups: string[]; merchants: string[] }
export type Concentration = { guarantorId: string; merchants: number; amountFen: Fen }
export type Component = { size: number; groups: number; balanceFen: Fen; nodes: string[] }

export type NetworkFindings = {
  circles: Circle[]
  families: FamilyInGroups[]
  concentrations: Concentration[]
  /** what hangs together by guarantees, groups or people, largest first */
  components: Component[]
}

export type NetworkLimits = { behindMany: number; mostComponents: number }

/** Every id looked up once: nodes by number, edges as numbers; an edge to nowhere, or to itself, is left out. */
type Index = {
  ids: string[]
  nodes: readonly NetworkNode[]
  from: Int32Array
  to: Int32Array
  kinds: Uint8Array
  count: number
}
const BIT: Record<EdgeKind, number> = { GUARANTEES: 1, MEMBER: 2, FAMILY: 4, CONTROLS: 8 }

function indexOf(net: Network): Index {
  const at = new Map<string, number>()
  for (const [i, n] of net.nodes.entries()) at.set(n.id, i)
  const size = net.edges.length
  const index: Index = {
    ids: net.nodes.map((n) => n.id),
    nodes: net.nodes,
    from: new Int32Array(size),
    to: new Int32Array(size),
    kinds: new Uint8Array(size),
    count: 0,
  }
  for (const e of net.edges) {
    const a = at.get(e.from)
    const b = at.get(e.to)
    if (a === undefined || b === undefined || a === b) continue
    index.from[index.count] = a
    index.to[index.count] = b
    index.kinds[index.count++] = BIT[e.kind]
  }
  return index
}

/** Out-edges of some kinds as two flat arrays: where each node's begin, and their targets. */
function adjacency(index: Index, kinds: number): { start: Int32Array; to: Int32Array } {
  const start = new Int32Array(index.nodes.length + 1)
  for (let e = 0; e < index.count; e++) if (index.kinds[e]! & kinds) start[index.from[e]! + 1]!++
  for (let i = 1; i < start.length; i++) start[i]! += start[i - 1]!
  const to = new Int32Array(start[start.length - 1]!)
  const fill = start.slice()
  for (let e = 0; e < index.count; e++) if (index.kinds[e]! & kinds) to[fill[index.from[e]!]!++] = index.to[e]!
  return { start, to }
}

/** What hangs together by edges of some kinds: for each node the root of its set. */
function rootsOf(index: Index, kinds: number): Int32Array {
  const root = Int32Array.from(index.nodes, (_, i) => i)
  for (let e = 0; e < index.count; e++) if (index.kinds[e]! & kinds) join(root, index.from[e]!, index.to[e]!)
  return root
}

export function analyseNetwork(net: Network, limits: NetworkLimits): NetworkFindings {
  const index = indexOf(net)
  return {
    circles: circles(index),
    families: families(index),
    concentrations: concentrations(net, limits.behindMany),
    components: components(index, limits.mostComponents),
  }
}

/**
 * Rings of guarantees outside the groups' own mutual liability: the strongly connected sets of the GUARANTEES edges
 * (Tarjan, without recursion, since a chain may be long), each shown by one ring through it.
 */
function circles(index: Index): Circle[] {
  const n = index.nodes.length
  const { start, to } = adjacency(index, BIT.GUARANTEES)
  const order = new Int32Array(n).fill(-1)
  const low = new Int32Array(n)
  const onStack = new Uint8Array(n)
  const next = new Int32Array(n)
  const stack: number[] = []
  const path: number[] = []
  const set = new Int32Array(n).fill(-1)
  const sets: number[][] = []
  let time = 0
  for (let root = 0; root < n; root++) {
    if (order[root] !== -1 || start[root] === start[root + 1]) continue
    path.push(root)
    while (path.length > 0) {
      const v = path[path.length - 1]!
      if (order[v] === -1) {
        order[v] = low[v] = time++
        next[v] = start[v]!
        stack.push(v)
        onStack[v] = 1
      }
      if (next[v]! < start[v + 1]!) {
        const w = to[next[v]!++]!
        if (order[w] === -1) path.push(w)
        else if (onStack[w]) low[v] = Math.min(low[v]!, order[w]!)
        continue
      }
      path.pop()
      const parent = path[path.length - 1]
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[v]!)
      if (low[v] !== order[v]) continue
      const members: number[] = []
      let w: number
      do {
        w = stack.pop()!
        onStack[w] = 0
        set[w] = sets.length
        members.push(w)
      } while (w !== v)
      sets.push(members)
    }
  }
  return sets
    .filter((s) => s.length > 1)
    .map((s) => ringThrough(s, set, start, to))
    .map((ring) => ({
      nodes: fromSmallest(ring.map((i) => index.ids[i]!)),
      markets: new Set(ring.map((i) => index.nodes[i]!.marketId).filter((m) => m !== null)).size,
    }))
    .sort((a, b) => b.nodes.length - a.nodes.length || compare(a.nodes[0]!, b.nodes[0]!))
}

/** The shortest ring from the first of the set back to itself, breadth first inside the set. */
function ringThrough(members: number[], set: Int32Array, start: Int32Array, to: Int32Array): number[] {
  const first = members.reduce((a, b) => Math.min(a, b))
  const here = set[first]!
  const from = new Map<number, number>()
  let front = [first]
  while (front.length > 0) {
    const after: number[] = []
    for (const v of front)
      for (let i = start[v]!; i < start[v + 1]!; i++) {
        const w = to[i]!
        if (set[w] !== here) continue
        if (w === first) {
          const ring = [v]
          for (let at = v; at !== first; ) {
            at = from.get(at)!
            ring.push(at)
          }
          return ring.reverse()
        }
        if (from.has(w)) continue
        from.set(w, v)
        after.push(w)
      }
    front = after
  }
  return members
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
function fromSmallest(ring: string[]): string[] {
  const i = ring.indexOf(ring.reduce((a, b) => (a < b ? a : b)))
  return [...ring.slice(i), ...ring.slice(0, i)]
}

/** A person whose own, or whose relatives', merchants stand in more than one group. */
function families(index: Index): FamilyInGroups[] {
  // relatives are one family: the root of their tree
  const root = rootsOf(index, BIT.FAMILY | BIT.CONTROLS)
  const groupsOf = new Map<number, { groups: Set<number>; merchants: Set<number> }>()
  for (let e = 0; e < index.count; e++) {
    if (index.kinds[e] !== BIT.MEMBER) continue
    const family = find(root, index.from[e]!)
    let known = groupsOf.get(family)
    if (!known) {
      known = { groups: new Set(), merchants: new Set() }
      groupsOf.set(family, known)
    }
    known.groups.add(index.to[e]!)
    known.merchants.add(index.from[e]!)
  }
  const named = (of: Set<number>) => [...of].map((i) => index.ids[i]!).sort()
  const person = new Map<number, string>()
  for (const [i, node] of index.nodes.entries()) {
    if (node.kind !== 'PERSON') continue
    const family = find(root, i)
    const known = person.get(family)
    if (known === undefined || node.id < known) person.set(family, node.id)
  }
  return [...groupsOf]
    .filter(([family, k]) => k.groups.size > 1 && person.has(family))
    .map(([family, k]) => ({
      personId: person.get(family)!,
      groups: named(k.groups),
      merchants: named(k.merchants),
    }))
    .sort((a, b) => b.groups.length - a.groups.length || compare(a.personId, b.personId))
}

function find(root: Int32Array, i: number): number {
  let at = i
  while (root[at] !== at) {
    root[at] = root[root[at]!]!
    at = root[at]!
  }
  return at
}
function join(root: Int32Array, a: number, b: number): void {
  const [x, y] = [find(root, a), find(root, b)]
  if (x < y) root[y] = x
  else root[x] = y
}

/** One guarantor, or one person, behind many. */
function concentrations(net: Network, behindMany: number): Concentration[] {
  const behind = new Map<string, { merchants: Set<string>; amountFen: Fen }>()
  for (const e of net.edges) {
    if (e.kind !== 'GUARANTEES') continue
    const known = behind.get(e.from) ?? { merchants: new Set<string>(), amountFen: 0n }
    known.merchants.add(e.to)
    known.amountFen += e.amountFen
    behind.set(e.from, known)
  }
  return [...behind]
    .filter(([, k]) => k.merchants.size >= behindMany)
    .map(([guarantorId, k]) => ({ guarantorId, merchants: k.merchants.size, amountFen: k.amountFen }))
    .sort((a, b) => b.merchants - a.merchants || compare(a.guarantorId, b.guarantorId))
}

function components(index: Index, most: number): Component[] {
  const root = rootsOf(index, BIT.GUARANTEES | BIT.MEMBER | BIT.FAMILY | BIT.CONTROLS)
  const size = new Int32Array(index.nodes.length)
  for (let i = 0; i < size.length; i++) size[find(root, i)]!++
  const largest = [...size.keys()]
    .filter((r) => size[r]! > 1)
    .sort((a, b) => size[b]! - size[a]! || a - b)
    .slice(0, most)
  const found = new Map(
    largest.map((r): [number, Component] => [r, { size: size[r]!, groups: 0, balanceFen: 0n, nodes: [] }]),
  )
  for (const [i, node] of index.nodes.entries()) {
    const c = found.get(find(root, i))
    if (!c) continue
    if (node.kind === 'GROUP') c.groups++
    c.balanceFen += node.balanceFen
    c.nodes.push(node.id)
  }
  return [...found.values()]
}
