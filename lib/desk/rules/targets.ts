/**
 * A month's targets as a tree (§9 row 14): bank → branch → team → manager. What stands under a node adds up to it, to the
 * fen and to the client: there is no tolerance. Volume is what is paid out in the month, clients those who borrow first.
 */
import type { Fen, Ppm } from '@/lib/platform/money'
import { sumFen } from '@/lib/platform/money'
import { cny, count, percent, type Traced } from '@/lib/platform/trace'

export type Amounts = { volumeFen: Fen; newClients: number }
export type Unit = { id: string; name: string; nameEn: string; code: string; level: string; parentId: string | null }
export type Manager = { id: string; name: string; branchId: string | null }

export type TargetNode = {
  id: string
  kind: 'BANK' | 'UNIT' | 'PERSON'
  name: string
  nameEn: string
  parentId: string | null
  depth: number
  /** ids of what stands under it */
  children: string[]
}

const NOTHING: Amounts = { volumeFen: 0n, newClients: 0 }

export function sumAmounts(all: readonly Amounts[]): Amounts {
  return {
    volumeFen: sumFen(all.map((a) => a.volumeFen)),
    newClients: all.reduce((n, a) => n + a.newClients, 0),
  }
}

export type SplitFault = { metric: 'VOLUME'; wanted: Fen; given: Fen } | { metric: 'CLIENTS'; wanted: number; given: number } // biome-ignore format: one line

/** What does not add up when a node's amounts are split, or null: Σ children = parent, tolerance 0. */
export function splitFault(parent: Amounts, children: readonly Amounts[]): SplitFault | null {
  const sum = sumAmounts(children)
  if (sum.volumeFen !== parent.volumeFen) return { metric: 'VOLUME', wanted: parent.volumeFen, given: sum.volumeFen }
  if (sum.newClients !== parent.newClients) return { metric: 'CLIENTS', wanted: parent.newClients, given: sum.newClients } // biome-ignore format: one line
  return null
}

/** Even shares as a first suggestion; what does not divide goes to the first ones, so that they add up. */
export function evenShares(whole: Amounts, parts: number): Amounts[] {
  const [fen, fenRest] = [whole.volumeFen / 100n / BigInt(parts), (whole.volumeFen / 100n) % BigInt(parts)]
  const [n, rest] = [Math.floor(whole.newClients / parts), whole.newClients % parts]
  return Array.from({ length: parts }, (_, i) => ({
    // whole yuan to each, the fen to the first
    volumeFen: (fen + (BigInt(i) < fenRest ? 1n : 0n)) * 100n + (i === 0 ? whole.volumeFen % 100n : 0n),
    newClients: n + (i < rest ? 1 : 0),
  }))
}

/**
 * The bank's own organisation as the tree: head-office departments are no branches, so who sits there stands under the
 * bank itself. Branches without a manager anywhere below them carry no target. Each node before what stands under it.
 */
export function targetTree(bankId: string, units: readonly Unit[], managers: readonly Manager[]): TargetNode[] {
  const branches = units.filter((u) => u.level !== 'HEAD')
  const isBranch = new Set(branches.map((u) => u.id))
  const under = (u: Unit) => (u.parentId && isBranch.has(u.parentId) && u.parentId !== u.id ? u.parentId : bankId)
  const seat = (m: Manager) => (m.branchId && isBranch.has(m.branchId) ? m.branchId : bankId)
  const busy = new Set<string>()
  for (const m of managers)
    for (let at = seat(m); at !== bankId && !busy.has(at); at = under(branches.find((u) => u.id === at)!)) busy.add(at)
  const nodes: TargetNode[] = []
  const place = (node: Omit<TargetNode, 'children'>) => {
    const below = [
      ...branches.filter((u) => busy.has(u.id) && under(u) === node.id).sort((a, b) => (a.code < b.code ? -1 : 1)),
    ]
    const people = managers.filter((m) => seat(m) === node.id)
    nodes.push({ ...node, children: [...below, ...people].map((x) => x.id) })
    for (const u of below) place({ id: u.id, kind: 'UNIT', name: u.name, nameEn: u.nameEn, parentId: node.id, depth: node.depth + 1 }) // biome-ignore format: one line
    for (const m of people) nodes.push({ id: m.id, kind: 'PERSON', name: m.name, nameEn: m.name, parentId: node.id, depth: node.depth + 1, children: [] }) // biome-ignore format: one line
  }
  place({ id: bankId, kind: 'BANK', name: '', nameEn: '', parentId: null, depth: 0 })
  return nodes
}

/** What was achieved at every node: a manager's own, above him the sum. */
export function achieved(nodes: readonly TargetNode[], own: ReadonlyMap<string, Amounts>): Map<string, Amounts> {
  const all = new Map<string, Amounts>()
  // children stand behind their parent
  for (const node of nodes.toReversed()) {
    const parts = node.children.map((id) => all.get(id) ?? NOTHING)
    all.set(node.id, node.kind === 'PERSON' ? (own.get(node.id) ?? NOTHING) : sumAmounts(parts))
  }
  return all
}

/** Achieved ÷ target, cut (what is not reached is not said to be); without a target there is none. */
export function attainment(metric: 'volume' | 'clients', done: bigint, target: bigint): Traced<Ppm> | null {
  if (target === 0n) return null
  const value = Number((done * 1_000_000n) / target)
  const money = metric === 'volume'
  const figure = (label: string, n: bigint, source?: string) =>
    money ? cny(label, n, source) : count(label, n, source)
  const result = percent('attainment', value)
  return {
    value,
    trace: {
      rule: `manager.target.${metric}`,
      version: 1,
      result,
      steps: [
        { ...result, rule: '§9.14', formula: 'attainment = achieved ÷ target', inputs: [figure('achieved', done, money ? 'loans' : 'clients'), figure('target', target)] }, // biome-ignore format: one line
      ],
    },
  }
}
