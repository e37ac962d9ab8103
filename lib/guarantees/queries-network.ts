/** The network on one screen: circles, families, concentrations, the picture's part, and a stress run with its losses. */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { readNetwork, readPartnerLoans, readStressGroups } from './read-network'
import { analyseNetwork } from './rules/network'
import { STRESS_DEFAULTS, stressDistribution, stressRun } from './rules/stress'

const READERS = [
  'RM',
  'EVALUATOR',
  'RISK_MGR',
  'SB_REVIEWER',
  'SB_HEAD',
  'CR_REVIEWER',
  'CR_APPROVER',
  'CR_HEAD',
  'POST_MKT',
  'POST_PARTNER',
  'AUDITOR',
] as const
/** More than this nobody can see in one picture. */
const DRAWN = 160

export const guaranteeNetwork = defineQuery({
  name: 'network.analyse',
  input: z.strictObject({ marketId: zId.optional(), focus: z.string().max(60).optional() }),
  access: { roles: READERS },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const network = await readNetwork(ctx, input.marketId ?? null)
    const p = (await loadParameters(tx, actor.bankId, today)).partners
    const found = analyseNetwork(network, { behindMany: p.behindMany, mostComponents: 20 })
    const nameOf = new Map(network.nodes.map((n) => [n.id, n]))
    const named = (id: string) => ({
      id,
      name: nameOf.get(id)?.name ?? '',
      kind: nameOf.get(id)?.kind ?? ('MERCHANT' as const),
      marketId: nameOf.get(id)?.marketId ?? null,
    })
    const around = input.focus
      ? (found.components.find((c) => c.nodes.includes(input.focus!)) ?? found.components[0])
      : found.components[0]
    const shown = new Set(around?.nodes.slice(0, DRAWN) ?? [])
    const markets = await tx.market.findMany({
      where: { bankId: actor.bankId },
      orderBy: { code: 'asc' },
      select: { id: true, code: true, name: true },
    })
    return {
      counts: { nodes: network.nodes.length, edges: network.edges.length },
      markets,
      circles: found.circles
        .slice(0, 50)
        .map((c) => ({ markets: c.markets, nodes: c.nodes.slice(0, 20).map(named), size: c.nodes.length })),
      families: found.families
        .slice(0, 50)
        .map((f) => ({ person: named(f.personId), groups: f.groups.map(named), merchants: f.merchants.map(named) })),
      concentrations: found.concentrations.slice(0, 50).map((c) => ({ ...c, guarantor: named(c.guarantorId) })),
      components: found.components.map((c) => ({
        size: c.size,
        groups: c.groups,
        balanceFen: c.balanceFen,
        first: c.nodes[0]!,
      })),
      picture: {
        nodes: network.nodes
          .filter((n) => shown.has(n.id))
          .map((n) => ({ id: n.id, kind: n.kind, name: n.name, balanceFen: n.balanceFen })),
        edges: network.edges
          .filter((e) => shown.has(e.from) && shown.has(e.to))
          .map((e) => ({ from: e.from, to: e.to, kind: e.kind, amountFen: e.amountFen })),
        cut: (around?.size ?? 0) > DRAWN,
      },
    }
  },
})
export type GuaranteeNetwork = Awaited<ReturnType<typeof guaranteeNetwork>>

const zMarked = z
  .union([z.array(zId), zId.transform((id) => [id])])
  .default([])
  .refine((ids) => ids.length <= 500, 'E_RANGE')

/** Marked members default; then the same groups under drawn defaults, each member by the probability of its grade. */
export const stressNetwork = defineQuery({
  name: 'network.stress',
  input: z.strictObject({
    marketId: zId.optional(),
    marked: zMarked,
    draws: z.coerce.number().int().min(100).max(5000).default(1000),
    seed: z.coerce.number().int().min(1).max(1_000_000_000).default(20_260_320),
  }),
  access: { roles: READERS },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const { partners: p, monitoring } = await loadParameters(tx, actor.bankId, today)
    const pdOf = (grade: string | null) =>
      p.stress.pdPpm[(grade ?? 'B2') as keyof typeof p.stress.pdPpm] ?? p.stress.pdPpm.B2
    const { groups, names } = await readStressGroups(ctx, input.marketId ?? null, pdOf)
    const parameters = { ...STRESS_DEFAULTS, marketStopPpm: monitoring.stop.marketNplPpm }
    const run = stressRun(groups, input.marked, parameters)
    const drawn = stressDistribution(groups, input.draws, input.seed, parameters)
    const partners = (await readPartnerLoans(ctx, pdOf)).map((x) => {
      const d = stressDistribution(x.groups, input.draws, input.seed, parameters)
      return { partyId: x.partyId, name: x.name, loans: x.groups.length, partner: d.members, bank: d.bank }
    })
    const known = new Map(names.map((n) => [n.id, n]))
    const member = (id: string) => known.get(id) ?? { id, name: '', grade: null, groupCode: '' }
    return {
      members: names,
      marked: input.marked,
      run: {
        rounds: run.rounds.map((r) => ({ ...r, defaulted: r.defaulted.map(member) })),
        marginFen: run.marginFen,
        jointFen: run.jointFen,
        bankFen: run.bankFen,
        impairedGroups: run.impairedGroups.length,
        stoppedMarkets: run.stoppedMarkets,
        losers: [...run.memberFen]
          .map(([id, fen]) => ({ ...member(id), fen }))
          .sort((a, b) => (b.fen > a.fen ? 1 : -1))
          .slice(0, 50),
      },
      distribution: { bank: drawn.bank, members: drawn.members, seed: input.seed },
      expected: [...drawn.byMember]
        .map(([id, fen]) => ({ ...member(id), fen }))
        .sort((a, b) => (b.fen > a.fen ? 1 : -1))
        .slice(0, 20),
      partners,
    }
  },
})
export type StressView = Awaited<ReturnType<typeof stressNetwork>>
