import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  analyseNetwork,
  type EdgeKind,
  type NetworkEdge,
  type NetworkNode,
  type NodeKind,
} from '@/lib/guarantees/rules/network'
import { STRESS_DEFAULTS, type StressGroup, stressDistribution, stressRun } from '@/lib/guarantees/rules/stress'
import { sumFen, yuan } from '@/lib/platform/money'

const node = (id: string, kind: NodeKind = 'MERCHANT', marketId: string | null = 'M1'): NetworkNode => ({
  id,
  kind,
  name: id,
  marketId,
  balanceFen: 100n,
})
const edge = (from: string, to: string, kind: EdgeKind = 'GUARANTEES'): NetworkEdge => ({
  from,
  to,
  kind,
  amountFen: 50n,
})
const analyse = (nodes: NetworkNode[], edges: NetworkEdge[]) =>
  analyseNetwork({ nodes, edges }, { behindMany: 3, mostComponents: 10 })

describe('the guarantee network', () => {
  test('a ring of guarantees is found, also across markets, and shown in its order', () => {
    const found = analyse(
      [node('a'), node('b', 'MERCHANT', 'M2'), node('c'), node('d')],
      [edge('a', 'b'), edge('b', 'c'), edge('c', 'a'), edge('c', 'd')],
    )
    expect(found.circles).toEqual([{ nodes: ['a', 'b', 'c'], markets: 2 }])
  })

  test('a chain is no ring, and guaranteeing oneself is none either', () => {
    expect(
      analyse([node('a'), node('b'), node('c')], [edge('a', 'b'), edge('b', 'c'), edge('a', 'a')]).circles,
    ).toEqual([])
  })

  test('two who guarantee each other are a ring; a shorter ring is shown before a detour', () => {
    const found = analyse(
      ['a', 'b', 'c'].map((i) => node(i)),
      [edge('a', 'b'), edge('b', 'c'), edge('c', 'a'), edge('b', 'a')],
    )
    expect(found.circles).toEqual([{ nodes: ['a', 'b'], markets: 1 }])
  })

  test('one family in two groups is found through the people behind its merchants', () => {
    const found = analyse(
      [
        node('a'),
        node('b'),
        node('x'),
        node('p1', 'PERSON', null),
        node('p2', 'PERSON', null),
        node('g1', 'GROUP'),
        node('g2', 'GROUP'),
      ],
      [
        edge('p1', 'a', 'CONTROLS'),
        edge('p2', 'b', 'CONTROLS'),
        edge('p1', 'p2', 'FAMILY'),
        edge('a', 'g1', 'MEMBER'),
        edge('b', 'g2', 'MEMBER'),
        edge('x', 'g1', 'MEMBER'),
      ],
    )
    expect(found.families).toEqual([{ personId: 'p1', groups: ['g1', 'g2'], merchants: ['a', 'b'] }])
  })

  test('a family within one group is not reported', () => {
    const found = analyse(
      [node('a'), node('b'), node('p', 'PERSON', null), node('g', 'GROUP')],
      [edge('p', 'a', 'CONTROLS'), edge('p', 'b', 'CONTROLS'), edge('a', 'g', 'MEMBER'), edge('b', 'g', 'MEMBER')],
    )
    expect(found.families).toEqual([])
  })

  test('one guarantor behind many is named with what it stands for', () => {
    const found = analyse(
      [node('G', 'GUARANTOR', null), ...['a', 'b', 'c'].map((i) => node(i))],
      ['a', 'b', 'c'].map((i) => edge('G', i)),
    )
    expect(found.concentrations).toEqual([{ guarantorId: 'G', merchants: 3, amountFen: 150n }])
  })

  test('a chain of a hundred thousand does not exhaust the stack', () => {
    const n = 100_000
    const nodes = Array.from({ length: n }, (_, i) => node(`m${i}`))
    const edges = Array.from({ length: n }, (_, i) => edge(`m${i}`, `m${(i + 1) % n}`))
    expect(analyse(nodes, edges).circles[0]!.nodes).toHaveLength(n)
  }, 30_000)
})

/** The group of §2.2: 甲 to 戊 with ten in a hundred of margin. */
const group = (capacity: string): StressGroup => ({
  id: 'G',
  marketId: 'M1',
  mutualised: true,
  members: (
    [
      ['甲', '500000'],
      ['乙', '400000'],
      ['丙', '300000'],
      ['丁', '300000'],
      ['戊', '356832.50'],
    ] as const
  ).map(([id, loan]) => ({
    id,
    loanFen: yuan(loan),
    marginFen: id === '戊' ? yuan('50000') : yuan(loan) / 10n,
    capacityFen: yuan(capacity),
    pdPpm: 10_000,
  })),
})

describe('a stress run', () => {
  test('takes the worked example: margins first, then the members’ liability by loan', () => {
    const out = stressRun([group('1000000')], ['戊'], STRESS_DEFAULTS)
    expect(out.rounds).toEqual([
      { no: 1, defaulted: ['戊'], marginFen: yuan('200000'), jointFen: yuan('156832.50'), bankFen: 0n },
    ])
    // 52,277.50 + 50,000 of margin for 甲
    expect(out.memberFen.get('甲')! - yuan('102277.50') <= 1n).toBe(true)
    expect(sumFen([...out.memberFen.values()])).toBe(yuan('306832.50'))
  })

  test('who cannot pay its share falls in the next round, until nobody stands: the bank bears what is left', () => {
    const out = stressRun([group('10000')], ['戊'], STRESS_DEFAULTS)
    expect(out.rounds.map((r) => r.defaulted.length)).toEqual([1, 4])
    expect(out.impairedGroups).toEqual(['G'])
    expect(out.stoppedMarkets).toEqual(['M1'])
    expect(out.marginFen + out.jointFen + out.bankFen).toBe(yuan('1856832.50'))
  })

  test('nobody marked, nothing happens', () => {
    expect(stressRun([group('1')], [], STRESS_DEFAULTS)).toMatchObject({ rounds: [], bankFen: 0n, impairedGroups: [] })
  })

  const anyGroup = fc.record({
    mutualised: fc.boolean(),
    members: fc.array(
      fc.record({
        loan: fc.bigInt({ min: 1n, max: 10_000_000_00n }),
        margin: fc.bigInt({ min: 0n, max: 1_000_000_00n }),
        capacity: fc.bigInt({ min: 0n, max: 2_000_000_00n }),
      }),
      { minLength: 2, maxLength: 12 },
    ),
    hit: fc.array(fc.nat(11), { minLength: 1, maxLength: 4 }),
  })
  const built = (
    g: { mutualised: boolean; members: { loan: bigint; margin: bigint; capacity: bigint }[] },
    hit: ReadonlySet<number>,
  ): StressGroup => ({
    id: 'G',
    marketId: 'M',
    mutualised: g.mutualised,
    members: g.members.map((m, i) => ({
      id: `m${i}`,
      loanFen: m.loan,
      marginFen: m.margin,
      capacityFen: m.capacity,
      pdPpm: hit.has(i) ? 1_000_000 : 0,
    })),
  })

  test('every fen of a defaulted loan is paid by a margin, a member or the bank, and nobody pays more than it has', () => {
    fc.assert(
      fc.property(anyGroup, (g) => {
        const hit = new Set(g.hit.map((h) => h % g.members.length))
        const stress = built(g, hit)
        const out = stressRun(
          [stress],
          [...hit].map((i) => `m${i}`),
          STRESS_DEFAULTS,
        )
        const fallen = new Set(out.rounds.flatMap((r) => r.defaulted))
        expect(out.marginFen + out.jointFen + out.bankFen).toBe(
          sumFen(stress.members.filter((m) => fallen.has(m.id)).map((m) => m.loanFen)),
        )
        for (const m of stress.members)
          expect((out.memberFen.get(m.id) ?? 0n) <= m.marginFen + m.capacityFen).toBe(true)
        expect(fallen.size).toBe(out.rounds.flatMap((r) => r.defaulted).length)
      }),
      { numRuns: 300 },
    )
  })

  test('a thousand draws run the very same rules: certain defaults lose the same to the fen', () => {
    fc.assert(
      fc.property(anyGroup, (g) => {
        const hit = new Set(g.hit.map((h) => h % g.members.length))
        const stress = built(g, hit)
        const one = stressRun(
          [stress],
          [...hit].map((i) => `m${i}`),
          STRESS_DEFAULTS,
        )
        const many = stressDistribution([stress], 4, 1, STRESS_DEFAULTS)
        expect(many.bank.expectedFen).toBe(one.bankFen)
        expect(many.bank.worstFen).toBe(one.bankFen)
        for (const m of stress.members) expect(many.byMember.get(m.id) ?? 0n).toBe(one.memberFen.get(m.id) ?? 0n)
      }),
      { numRuns: 300 },
    )
  })

  test('the tail is no better than the expected loss, and the same seed tells the same story', () => {
    const groups = [group('50000'), { ...group('20000'), id: 'H' }]
    const a = stressDistribution(groups, 500, 42, STRESS_DEFAULTS)
    expect(a.bank.tailFen >= a.bank.expectedFen).toBe(true)
    expect(stressDistribution(groups, 500, 42, STRESS_DEFAULTS)).toEqual(a)
  })
})
