/** The guarantee network of a hundred thousand merchants, and ten thousand groups under a thousand draws: `node --import ./scripts/resolve.mjs bench/network.ts`. */
import { analyseNetwork, type NetworkEdge, type NetworkNode } from '@/lib/guarantees/rules/network'
import { draws, STRESS_DEFAULTS, type StressGroup, stressDistribution, stressRun } from '@/lib/guarantees/rules/stress'

const MERCHANTS = 100_000
const GROUPS = 10_000
const DRAWS = 1_000

const random = draws(20260320)
const below = (n: number) => random() % n

function network(): { nodes: NetworkNode[]; edges: NetworkEdge[] } {
  const nodes: NetworkNode[] = []
  const edges: NetworkEdge[] = []
  for (let i = 0; i < MERCHANTS; i++) {
    const marketId = `market-${i % 60}`
    nodes.push({
      id: `m${i}`,
      kind: 'MERCHANT',
      name: `m${i}`,
      marketId,
      balanceFen: BigInt(1 + below(200)) * 1_000_000n,
    })
    nodes.push({ id: `p${i}`, kind: 'PERSON', name: `p${i}`, marketId: null, balanceFen: 0n })
    edges.push({ from: `p${i}`, to: `m${i}`, kind: 'CONTROLS', amountFen: 0n })
    if (i % 7 === 0) {
      nodes.push({ id: `g${i / 7}`, kind: 'GROUP', name: `g${i / 7}`, marketId, balanceFen: 0n })
    }
    edges.push({ from: `m${i}`, to: `g${Math.floor(i / 7)}`, kind: 'MEMBER', amountFen: 0n })
    if (below(10) === 0)
      edges.push({
        from: `m${i}`,
        to: `m${(i + 1 + below(20)) % MERCHANTS}`,
        kind: 'GUARANTEES',
        amountFen: 5_000_000n,
      })
    if (below(10) === 0)
      edges.push({
        from: `m${i}`,
        to: `m${(i + MERCHANTS - 1 - below(20)) % MERCHANTS}`,
        kind: 'GUARANTEES',
        amountFen: 5_000_000n,
      })
    if (below(200) === 0) edges.push({ from: `p${i}`, to: `p${below(MERCHANTS)}`, kind: 'FAMILY', amountFen: 0n })
  }
  return { nodes, edges }
}

const groups: StressGroup[] = Array.from({ length: GROUPS }, (_, g) => ({
  id: `g${g}`,
  marketId: `market-${g % 60}`,
  mutualised: true,
  members: Array.from({ length: 7 }, (_, m) => {
    const loanFen = BigInt(10 + below(40)) * 1_000_000n
    return {
      id: `g${g}m${m}`,
      loanFen,
      marginFen: loanFen / 10n,
      capacityFen: BigInt(below(60)) * 500_000n,
      pdPpm: 4_000 + below(20_000),
    }
  }),
}))

const net = network()
const time = <T>(label: string, work: () => T): T => {
  const began = performance.now()
  const cpu = process.cpuUsage()
  const value = work()
  const used = process.cpuUsage(cpu)
  const seconds = (n: number) => (n / 1000).toFixed(2)
  console.log(`${label}: ${seconds(performance.now() - began)} s, of them ${seconds(used.user / 1000)} s of processor`)
  return value
}
const found = time(`network of ${net.nodes.length} nodes and ${net.edges.length} edges`, () =>
  analyseNetwork(net, { behindMany: 5, mostComponents: 20 }),
)
console.log(
  `  ${found.circles.length} circles, ${found.families.length} families in several groups, largest component ${found.components[0]?.size ?? 0}`,
)
const dist = time(`stress of ${GROUPS} groups × ${DRAWS} draws`, () =>
  stressDistribution(groups, DRAWS, 7, STRESS_DEFAULTS),
)
console.log(`  bank: expected ${dist.bank.expectedFen / 100n}, tail ${dist.bank.tailFen / 100n} yuan`)
time(`one run, two members of each group marked`, () =>
  stressRun(
    groups,
    groups.flatMap((g) => [g.members[0]!.id, g.members[1]!.id]),
    STRESS_DEFAULTS,
  ),
)
