/**
 * Tables for the regulator: inclusive small-business lending (§5.4: a client's whole credit up to the cap, small firms,
 * individual businesses and their owners; one household is one client) and the five categories (§8.4, §8.8).
 */
import { z } from 'zod'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { type Fen, sumFen } from '@/lib/platform/money'
import { defineQuery } from '@/lib/platform/queries'
import { zId, zYuan } from '@/lib/platform/schema'
import { newId, Prisma } from '@/lib/platform/tenant'
import { LEADERS, loansHref, marketNames } from './queries'
import { share, sharePpm } from './rules'

export const REPORT_KINDS = ['INCLUSIVE', 'FIVE_CATEGORY'] as const
export const GROUPINGS = ['BORROWER_TYPE', 'MARKET', 'MODE'] as const
export const SCHEDULES = ['NONE', 'DAILY', 'MONTHLY'] as const
export const BORROWERS = ['ENTERPRISE', 'INDIVIDUAL_BUSINESS', 'MSE_OWNER', 'FARM_COOP'] as const
/** §5.4: 10,000,000 yuan a client, inclusive; cooperatives of farmers are no small firms. */
const DEFAULT_CAP = '10000000.00'
export const DEFAULT_BORROWERS = ['ENTERPRISE', 'INDIVIDUAL_BUSINESS', 'MSE_OWNER'] as const

const EDITORS = { roles: ['SB_HEAD', 'CR_HEAD', 'RISK_MGR'] } as const

const Definition = z.strictObject({
  kind: z.enum(REPORT_KINDS),
  name: z.string().trim().min(2).max(60),
  groupBy: z.enum(GROUPINGS).default('BORROWER_TYPE'),
  clientCap: zYuan.prefault(DEFAULT_CAP),
  borrowerTypes: z
    .array(z.enum(BORROWERS))
    .min(1)
    .default([...DEFAULT_BORROWERS]),
  schedule: z.enum(SCHEDULES).default('NONE'),
  /** logins of those who get it by e-mail */
  recipients: z.array(z.string().trim().max(80)).max(50).default([]),
})

/** Those who get a report may see it. */
async function recipientIds({ tx, actor }: CommandContext<unknown>, logins: readonly string[]): Promise<string[]> {
  const users = await tx.appUser.findMany({
    where: {
      bankId: actor.bankId,
      login: { in: [...logins] },
      state: 'ACTIVE',
      partyId: null,
      roleGrants: { some: { state: 'ACTIVE', role: { in: [...LEADERS] } } },
    },
    select: { id: true, login: true },
  })
  const missing = logins.filter((l) => !users.some((u) => u.login === l))
  if (missing.length > 0)
    throw refuse(
      'E_REPORT_RECIPIENT',
      { login: missing[0]! },
      { fields: [{ path: 'recipients', code: 'E_REPORT_RECIPIENT' }] },
    )
  return users.map((u) => u.id)
}

export const createReport = defineCommand({
  name: 'reports.create',
  input: Definition,
  access: EDITORS,
  async run(ctx) {
    const { tx, actor, input } = ctx
    if (input.clientCap === 0n) throw refuse('E_RANGE', {}, { fields: [{ path: 'clientCap', code: 'E_RANGE' }] })
    const id = newId()
    const { clientCap, recipients, ...rest } = input
    const ids = await recipientIds(ctx, recipients)
    await tx.reportDefinition.create({
      data: {
        bankId: actor.bankId,
        id,
        ...rest,
        clientCapFen: clientCap,
        recipients: ids,
        state: 'ACTIVE',
        createdBy: actor.userId,
      },
    })
    ctx.audit({ objectType: 'report', objectId: id, to: 'ACTIVE', detail: { ...rest, recipients } })
    return { id }
  },
})

export const changeReport = defineCommand({
  name: 'reports.change',
  input: Definition.omit({ kind: true })
    .partial()
    .extend({ reportId: zId, remove: z.boolean().default(false) }),
  access: EDITORS,
  async run(ctx) {
    const { tx, actor, input } = ctx
    const { bankId } = actor
    const row = await tx.reportDefinition.findFirst({ where: { bankId, id: input.reportId, state: 'ACTIVE' } })
    if (!row) throw refuse('E_NOT_FOUND', { object: 'report' })
    const { reportId, remove, clientCap, recipients, ...rest } = input
    if (clientCap === 0n) throw refuse('E_RANGE', {}, { fields: [{ path: 'clientCap', code: 'E_RANGE' }] })
    await tx.reportDefinition.updateMany({
      where: { bankId, id: reportId },
      data: {
        ...rest,
        ...(clientCap === undefined ? {} : { clientCapFen: clientCap }),
        ...(recipients === undefined ? {} : { recipients: await recipientIds(ctx, recipients) }),
        ...(remove ? { state: 'REMOVED' } : {}),
        version: { increment: 1 },
      },
    })
    ctx.audit({
      objectType: 'report',
      objectId: reportId,
      from: 'ACTIVE',
      to: remove ? 'REMOVED' : 'ACTIVE',
      detail: { ...rest, recipients },
    })
    return { id: reportId }
  },
})

export const reportList = defineQuery({
  name: 'reports.list',
  input: z.strictObject({}),
  access: { roles: LEADERS },
  async run({ tx, actor }) {
    const rows = await tx.reportDefinition.findMany({
      where: { bankId: actor.bankId, state: 'ACTIVE' },
      orderBy: { id: 'asc' },
    })
    return {
      items: rows.map((r) => ({ id: r.id, kind: r.kind, name: r.name, groupBy: r.groupBy, schedule: r.schedule })),
    }
  },
})

type Line = {
  key: string
  clients: number
  loans: number
  principal: bigint
  year_loans: number
  year_granted: bigint
  weighted: string
  granted: bigint
  provision: bigint
  normal: bigint
  special: bigint
  substandard: bigint
  doubtful: bigint
  loss: bigint
}

/**
 * Counted from the loans themselves at the moment: a client is a household where one is known; its credit is what is
 * approved or, where more is owed, what is owed. A client over the cap is left out of the inclusive table whole.
 */
export const regulatoryReport = defineQuery({
  name: 'reports.regulatory',
  input: z.strictObject({ reportId: zId }),
  access: { roles: LEADERS },
  async run({ tx, actor, input, today }) {
    const { bankId } = actor
    const def = await tx.reportDefinition.findFirst({ where: { bankId, id: input.reportId, state: 'ACTIVE' } })
    if (!def) throw refuse('E_NOT_FOUND', { object: 'report' })
    const inclusive = def.kind === 'INCLUSIVE'
    const key = {
      BORROWER_TYPE: Prisma.sql`x.borrower_type`,
      MARKET: Prisma.sql`s.market_id::text`,
      MODE: Prisma.sql`b.mode`,
    }[def.groupBy as 'MARKET']
    const year = today.with({ month: 1, day: 1 }).toString()
    const lines = await tx.$queryRaw<Line[]>(Prisma.sql`
      with owed as materialized (
        select coalesce(m.household_key, m.id::text) as client, l.application_id, l.start_date, l.principal_fen as granted, l.rate_ppm,
          s.principal_fen as principal, s.provision_fen as provision, s.class, coalesce(${key}, '-') as key, x.borrower_type, coalesce(o.approved_fen, 0) as approved
        from loan_state s join loan l on l.bank_id = s.bank_id and l.id = s.loan_id join merchant m on m.bank_id = l.bank_id and m.id = l.merchant_id
        join application x on x.bank_id = l.bank_id and x.id = l.application_id join batch b on b.bank_id = s.bank_id and b.id = s.batch_id
        left join application_outcome o on o.bank_id = l.bank_id and o.application_id = l.application_id
        where s.bank_id = ${bankId}::uuid and s.live),
      credit as (
        select client, sum(credit) as credit from (
          select client, application_id, greatest(max(approved), sum(principal)) as credit from owed group by client, application_id) a group by client)
      select o.key, count(distinct o.client)::int as clients, count(*)::int as loans, sum(o.principal)::bigint as principal,
        (count(*) filter (where o.start_date >= ${year}::date))::int as year_loans, coalesce(sum(o.granted) filter (where o.start_date >= ${year}::date), 0)::bigint as year_granted,
        sum(o.granted::numeric * o.rate_ppm)::text as weighted, sum(o.granted)::bigint as granted, sum(o.provision)::bigint as provision,
        coalesce(sum(o.principal) filter (where o.class = 'NORMAL'), 0)::bigint as normal, coalesce(sum(o.principal) filter (where o.class = 'SPECIAL_MENTION'), 0)::bigint as special,
        coalesce(sum(o.principal) filter (where o.class = 'SUBSTANDARD'), 0)::bigint as substandard, coalesce(sum(o.principal) filter (where o.class = 'DOUBTFUL'), 0)::bigint as doubtful,
        coalesce(sum(o.principal) filter (where o.class = 'LOSS'), 0)::bigint as loss
      from owed o join credit c on c.client = o.client
      where not ${inclusive} or (c.credit <= ${def.clientCapFen} and o.borrower_type = any(${def.borrowerTypes as string[]}::text[]))
      group by o.key order by o.key`)
    const names = def.groupBy === 'MARKET' ? await marketNames(tx, bankId) : null
    const users = await tx.appUser.findMany({
      where: { bankId, id: { in: def.recipients as string[] } },
      select: { login: true },
      orderBy: { login: 'asc' },
    })
    // the five categories count every loan that is owed; what the inclusive table leaves out, no filter of loans can say
    const behind = { BORROWER_TYPE: 'borrower', MARKET: 'market', MODE: 'mode' }[def.groupBy as 'MARKET']
    const hrefOf = (key: string | null) => (inclusive ? null : loansHref(key === null ? {} : { [behind]: key }))
    return {
      id: def.id,
      kind: def.kind as (typeof REPORT_KINDS)[number],
      name: def.name,
      groupBy: def.groupBy as (typeof GROUPINGS)[number],
      clientCapFen: def.clientCapFen,
      borrowerTypes: def.borrowerTypes as string[],
      schedule: def.schedule as (typeof SCHEDULES)[number],
      recipients: users.map((u) => u.login),
      asOn: today,
      items: lines.map((l) => {
        const market = names?.get(l.key)
        const key = market?.code ?? l.key
        return { ...figuresOf(l), key, name: market ? `${market.code} ${market.name}` : null, href: hrefOf(key) }
      }),
      total: { ...figuresOf({ ...lines.reduce(addLines, EMPTY), key: 'total' }), href: hrefOf(null) },
    }
  },
})
export type RegulatoryReport = Awaited<ReturnType<typeof regulatoryReport>>

const EMPTY: Line = {
  key: '',
  clients: 0,
  loans: 0,
  principal: 0n,
  year_loans: 0,
  year_granted: 0n,
  weighted: '0',
  granted: 0n,
  provision: 0n,
  normal: 0n,
  special: 0n,
  substandard: 0n,
  doubtful: 0n,
  loss: 0n,
}

/** Clients with loans in two rows count in both; the sum says so by its name. */
function addLines(a: Line, b: Line): Line {
  const sum = { ...a, weighted: String(BigInt(a.weighted) + BigInt(b.weighted)) }
  for (const k of ['clients', 'loans', 'year_loans'] as const) sum[k] = a[k] + b[k]
  for (const k of [
    'principal',
    'year_granted',
    'granted',
    'provision',
    'normal',
    'special',
    'substandard',
    'doubtful',
    'loss',
  ] as const)
    sum[k] = a[k] + b[k]
  return sum
}

function figuresOf(l: Line) {
  const nplFen: Fen = sumFen([l.substandard, l.doubtful, l.loss])
  return {
    key: l.key,
    clients: l.clients,
    loans: l.loans,
    principalFen: l.principal,
    yearLoans: l.year_loans,
    yearGrantedFen: l.year_granted,
    averageRatePpm: sharePpm(BigInt(l.weighted) / 1_000_000n, l.granted),
    normalFen: l.normal,
    specialFen: l.special,
    substandardFen: l.substandard,
    doubtfulFen: l.doubtful,
    lossFen: l.loss,
    nplFen,
    nplShare: share('nplRatio', nplFen, l.principal, '§8.8'),
    provisionFen: l.provision,
  }
}
