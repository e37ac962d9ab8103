/** The bank's guarantee network and its groups as the rules want them, each in a few statements whatever their number. */
import type { Fen } from '@/lib/platform/money'
import { Prisma, type Tx } from '@/lib/platform/tenant'
import type { Network, NetworkEdge, NetworkNode } from './rules/network'
import type { StressGroup } from './rules/stress'

type Reader = { tx: Tx; actor: { bankId: string } }

/** Groups that live: not one that was dissolved. */
const ALIVE = Prisma.sql`('FORMING', 'LOCKED', 'SIGNED', 'ACTIVE', 'FROZEN', 'IMPAIRED')`

/** Merchants in groups or under agreements, the people and households behind them, the groups, the guarantors. */
export async function readNetwork({ tx, actor }: Reader, marketId: string | null): Promise<Network> {
  const bankId = actor.bankId
  const here = marketId ? Prisma.sql`and m.market_id = ${marketId}::uuid` : Prisma.empty
  const merchants = await tx.$queryRaw<
    {
      id: string
      name: string
      market_id: string
      owner: string | null
      owner_name: string | null
      household: string | null
      balance: bigint
    }[]
  >`
    select m.id, m.name, m.market_id, m.owner_id_no as owner, m.owner_name, m.household_key as household,
      coalesce((select sum(s.principal_fen) from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
        where l.bank_id = m.bank_id and l.merchant_id = m.id), 0)::bigint as balance
    from merchant m where m.bank_id = ${bankId}::uuid ${here}
      and (exists (select from application a join joint_group_member j on j.bank_id = a.bank_id and j.application_id = a.id and j.state = 'ACTIVE' where a.bank_id = m.bank_id and a.merchant_id = m.id)
        or exists (select from loan l where l.bank_id = m.bank_id and l.merchant_id = m.id)
        or exists (select from outside_guarantee o where o.bank_id = m.bank_id and (o.from_merchant_id = m.id or o.to_merchant_id = m.id)))
    order by m.id`
  const members = await tx.$queryRaw<
    { merchant_id: string; group_id: string; code: string; market_id: string; amount: bigint }[]
  >`
    select a.merchant_id, g.id as group_id, g.code, b.market_id, j.amount_fen as amount from joint_group_member j
    join joint_group g on g.bank_id = j.bank_id and g.id = j.group_id and g.state in ${ALIVE}
    join batch b on b.bank_id = g.bank_id and b.id = g.batch_id
    join application a on a.bank_id = j.bank_id and a.id = j.application_id
    join merchant m on m.bank_id = a.bank_id and m.id = a.merchant_id
    where j.bank_id = ${bankId}::uuid and j.state = 'ACTIVE' ${here} order by j.id`
  const outside = await tx.$queryRaw<{ a: string; b: string; amount: bigint }[]>`
    select from_merchant_id as a, to_merchant_id as b, amount_fen as amount from outside_guarantee where bank_id = ${bankId}::uuid and ended_on is null order by id`
  const behind = await tx.$queryRaw<{ party_id: string; name: string; merchant_id: string; amount: bigint }[]>`
    select c.party_id, p.name, a.merchant_id, sum(h.used_fen)::bigint as amount from scheme_hold h
    join cooperation_scheme c on c.bank_id = h.bank_id and c.id = h.scheme_id and c.mode in ('GC', 'PK')
    join party p on p.bank_id = c.bank_id and p.id = c.party_id
    join application a on a.bank_id = h.bank_id and a.id = h.application_id and a.merchant_id is not null
    where h.bank_id = ${bankId}::uuid and h.state <> 'RELEASED' group by c.party_id, p.name, a.merchant_id`
  return assemble(merchants, members, outside, behind)
}

function assemble(
  merchants: {
    id: string
    name: string
    market_id: string
    owner: string | null
    owner_name: string | null
    household: string | null
    balance: Fen
  }[],
  members: { merchant_id: string; group_id: string; code: string; market_id: string; amount: Fen }[],
  outside: { a: string; b: string; amount: Fen }[],
  behind: { party_id: string; name: string; merchant_id: string; amount: Fen }[],
): Network {
  const nodes = new Map<string, NetworkNode>()
  const edges: NetworkEdge[] = []
  const put = (node: NetworkNode) => {
    if (!nodes.has(node.id)) nodes.set(node.id, node)
  }
  const number = new Map<string, string>()
  // identity numbers never leave the database's reader: people are numbered
  const personOf = (key: string) => {
    const known = number.get(key)
    if (known) return known
    const id = `person-${number.size + 1}`
    number.set(key, id)
    return id
  }
  for (const m of merchants) {
    put({ id: m.id, kind: 'MERCHANT', name: m.name, marketId: m.market_id, balanceFen: m.balance })
    for (const key of [m.owner, m.household]) {
      if (!key) continue
      const id = personOf(key)
      put({ id, kind: 'PERSON', name: m.owner_name ?? '', marketId: null, balanceFen: 0n })
      edges.push({ from: id, to: m.id, kind: key === m.owner ? 'CONTROLS' : 'FAMILY', amountFen: 0n })
    }
  }
  for (const m of members) {
    put({ id: m.group_id, kind: 'GROUP', name: m.code, marketId: m.market_id, balanceFen: 0n })
    edges.push({ from: m.merchant_id, to: m.group_id, kind: 'MEMBER', amountFen: m.amount })
  }
  for (const o of outside) edges.push({ from: o.a, to: o.b, kind: 'GUARANTEES', amountFen: o.amount })
  for (const g of behind) {
    put({ id: g.party_id, kind: 'GUARANTOR', name: g.name, marketId: null, balanceFen: 0n })
    edges.push({ from: g.party_id, to: g.merchant_id, kind: 'GUARANTEES', amountFen: g.amount })
  }
  return { nodes: [...nodes.values()], edges }
}

export type NamedMember = { id: string; name: string; grade: string | null; groupCode: string }

/** Groups with loans, their margins, and what each member could pay for others: its net assets beyond its own loan. */
export async function readStressGroups(
  { tx, actor }: Reader,
  marketId: string | null,
  pdOf: (grade: string | null) => number,
): Promise<{ groups: StressGroup[]; names: NamedMember[] }> {
  const bankId = actor.bankId
  const rows = await tx.$queryRaw<
    {
      group_id: string
      code: string
      market_id: string
      id: string
      name: string
      grade: string | null
      loan: bigint
      margin: bigint
      assets: string | null
      mutual: boolean
    }[]
  >`
    select g.id as group_id, g.code, b.market_id, a.id, a.name, o.grade,
      coalesce((select sum(s.principal_fen) from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
        where l.bank_id = a.bank_id and l.application_id = a.id and l.state not in ('SETTLED', 'RENEWED')), 0)::bigint as loan,
      coalesce((select x.ledger_fen - x.frozen_fen from margin_sub_ledger x where x.bank_id = a.bank_id and x.application_id = a.id), 0)::bigint as margin,
      (select i.financials ->> 'netAssets' from investigation i where i.bank_id = a.bank_id and i.application_id = a.id and i.state = 'SIGNED' order by i.created_at desc limit 1) as assets,
      coalesce((p.params ->> 'mutualised')::boolean, true) as mutual
    from joint_group_member j
    join joint_group g on g.bank_id = j.bank_id and g.id = j.group_id and g.state in ('SIGNED', 'ACTIVE', 'FROZEN', 'IMPAIRED')
    join batch b on b.bank_id = g.bank_id and b.id = g.batch_id
    join application a on a.bank_id = j.bank_id and a.id = j.application_id
    left join application_outcome o on o.bank_id = a.bank_id and o.application_id = a.id
    left join credit_plan p on p.bank_id = g.bank_id and p.id = g.plan_id
    where j.bank_id = ${bankId}::uuid and j.state = 'ACTIVE' ${marketId ? Prisma.sql`and b.market_id = ${marketId}::uuid` : Prisma.empty}
    order by g.code, a.position`
  const groups = [...Map.groupBy(rows, (r) => r.group_id)].map(
    ([id, of]): StressGroup => ({
      id,
      marketId: of[0]!.market_id,
      mutualised: of[0]!.mutual,
      members: of.map((m) => ({
        id: m.id,
        loanFen: m.loan,
        marginFen: m.margin,
        capacityFen: beyond(m.assets, m.loan),
        pdPpm: pdOf(m.grade),
      })),
    }),
  )
  return { groups, names: rows.map((r) => ({ id: r.id, name: r.name ?? '', grade: r.grade, groupCode: r.code })) }
}

/** Net assets, as the investigation wrote them in yuan, beyond the member's own loan; nothing where they are not known. */
function beyond(assets: string | null, loanFen: Fen): Fen {
  const match = assets?.match(/^(-?\d+)(?:\.(\d{1,2}))?/)
  if (!match) return 0n
  const fen = BigInt(match[1]!) * 100n + BigInt((match[2] ?? '0').padEnd(2, '0'))
  return fen > loanFen ? fen - loanFen : 0n
}

/** Loans that a partner covers, as groups of two: the borrower, and the partner with its cover as a margin. */
export async function readPartnerLoans(
  { tx, actor }: Reader,
  pdOf: (grade: string | null) => number,
): Promise<{ partyId: string; name: string; groups: StressGroup[] }[]> {
  const rows = await tx.$queryRaw<
    {
      party_id: string
      name: string
      loan_id: string
      balance: bigint
      cover: bigint
      grade: string | null
      market_id: string
    }[]
  >`
    select c.party_id, p.name, l.id as loan_id, s.principal_fen as balance, o.grade, l.market_id,
      (s.principal_fen * coalesce((c.params ->> 'compensation')::numeric, 100) / 100)::bigint as cover
    from scheme_hold h join cooperation_scheme c on c.bank_id = h.bank_id and c.id = h.scheme_id and c.mode <> 'JG'
    join party p on p.bank_id = c.bank_id and p.id = c.party_id
    join loan l on l.bank_id = h.bank_id and l.application_id = h.application_id
    join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
    left join application_outcome o on o.bank_id = l.bank_id and o.application_id = l.application_id
    where h.bank_id = ${actor.bankId}::uuid and s.principal_fen > 0 order by c.party_id, l.id`
  return [...Map.groupBy(rows, (r) => r.party_id)].map(([partyId, of]) => ({
    partyId,
    name: of[0]!.name,
    groups: of.map((r) => ({
      id: r.loan_id,
      marketId: r.market_id,
      mutualised: true,
      members: [
        { id: r.loan_id, loanFen: r.balance, marginFen: 0n, capacityFen: 0n, pdPpm: pdOf(r.grade) },
        { id: `cover:${r.loan_id}`, loanFen: 0n, marginFen: r.cover, capacityFen: 0n, pdPpm: 0 },
      ],
    })),
  }))
}
