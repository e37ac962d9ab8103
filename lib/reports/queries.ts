/** What those who lead look at: the portfolio as last counted, and what became of loans from month to month. */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import type { Role } from '@/lib/platform/actor'
import { fromDb, isBefore } from '@/lib/platform/dates'
import { sumFen } from '@/lib/platform/money'
import { defineQuery } from '@/lib/platform/queries'
import type { Tx } from '@/lib/platform/tenant'
import { againstCap, type Cell, groupCells, rollRates, sharePpm, sharesOf, totalsOf, vintageCurves } from './rules'
import { latestCells } from './snapshot'

export const LEADERS: readonly Role[] = ['SB_HEAD', 'CR_HEAD', 'CR_APPROVER', 'RISK_MGR', 'AUDITOR']

export const DIMENSIONS = ['market', 'mode', 'grade', 'bucket', 'class', 'borrowerType'] as const
export type Dimension = (typeof DIMENSIONS)[number]

const KEY: Record<Dimension, (c: Cell) => string> = {
  market: (c) => c.marketId,
  mode: (c) => c.mode,
  grade: (c) => c.grade,
  bucket: (c) => String(c.bucket),
  class: (c) => c.class,
  borrowerType: (c) => c.borrowerType,
}
/** The loan list's word for each dimension. */
const ASKED: Record<Dimension, string> = {
  market: 'market',
  mode: 'mode',
  grade: 'grade',
  bucket: 'bucket',
  class: 'class',
  borrowerType: 'borrower',
}

export type MarketName = {
  code: string
  name: string
  trade: string
  operator: { id: string; code: string; name: string }
}

export async function marketNames(tx: Tx, bankId: string): Promise<Map<string, MarketName>> {
  const rows = await tx.market.findMany({
    where: { bankId },
    select: {
      id: true,
      code: true,
      name: true,
      trade: true,
      operatorParty: { select: { id: true, code: true, name: true } },
    },
  })
  return new Map(rows.map(({ id, operatorParty, ...m }) => [id, { ...m, operator: operatorParty }]))
}

/** The loans behind a figure: only what is still owed, as the count took it. */
export const loansHref = (asked: Record<string, string | number>): string =>
  `/loans?${new URLSearchParams({ ...Object.fromEntries(Object.entries(asked).map(([k, v]) => [k, String(v)])), live: '1' })}`

/** The portfolio by one dimension, with shares that tell how they came about. */
export const portfolioReport = defineQuery({
  name: 'reports.portfolio',
  input: z.strictObject({ by: z.enum(DIMENSIONS).default('market') }),
  access: { roles: LEADERS },
  async run({ tx, actor, input, today }) {
    const counted = await latestCells(tx, actor.bankId)
    if (!counted) return null
    const names = input.by === 'market' ? await marketNames(tx, actor.bankId) : null
    const totals = totalsOf(counted.cells)
    return {
      asOn: counted.asOn,
      takenAt: counted.takenAt,
      stale: isBefore(counted.asOn, today),
      by: input.by,
      totals,
      shares: sharesOf(totals),
      items: groupCells(counted.cells, KEY[input.by]).map(({ key, totals: t }) => {
        const market = names?.get(key)
        return {
          key: market?.code ?? key,
          name: market ? `${market.code} ${market.name}` : null,
          totals: t,
          partPpm: sharePpm(t.principalFen, totals.principalFen),
          shares: sharesOf(t),
          href: loansHref({ [ASKED[input.by]]: market?.code ?? key }),
        }
      }),
    }
  },
})
export type PortfolioReport = NonNullable<Awaited<ReturnType<typeof portfolioReport>>>

/** Each month's loans by the share that was ever more than 30 days late. */
export const vintageReport = defineQuery({
  name: 'reports.vintages',
  input: z.strictObject({}),
  access: { roles: LEADERS },
  async run({ tx, actor }) {
    const rows = await tx.vintageCell.findMany({ where: { bankId: actor.bankId } })
    const month = (d: Date) => fromDb(d).toString().slice(0, 7)
    const curves = vintageCurves(rows.map((r) => ({ ...r, startMonth: month(r.startMonth), month: month(r.month) })))
    return {
      upTo: rows.reduce<string | null>((m, r) => (!m || month(r.month) > m ? month(r.month) : m), null),
      items: curves.map((c) => ({ ...c, href: `/loans?start=${c.startMonth}` })),
    }
  },
})

/** From one month's end to the next: the newest month unless told. */
export const rollReport = defineQuery({
  name: 'reports.rolls',
  input: z.strictObject({
    month: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'E_DATE')
      .optional(),
  }),
  access: { roles: LEADERS },
  async run({ tx, actor, input }) {
    const { bankId } = actor
    const months = await tx.rollCell.findMany({
      where: { bankId },
      distinct: ['month'],
      select: { month: true },
      orderBy: { month: 'desc' },
      take: 36,
    })
    const known = months.map((m) => fromDb(m.month).toString().slice(0, 7))
    const month = input.month ?? known[0] ?? null
    const cells = month ? await tx.rollCell.findMany({ where: { bankId, month: new Date(`${month}-01`) } }) : []
    return {
      month,
      months: known,
      items: rollRates(cells).map((r) => ({
        ...r,
        to: r.to.map((x) => ({ ...x, href: `/loans?roll=${month}:${r.fromBucket}:${x.bucket}` })),
      })),
    }
  },
})

/** Exposure of each market, operator and trade against the bank's caps. */
export const concentrationReport = defineQuery({
  name: 'reports.concentration',
  input: z.strictObject({}),
  access: { roles: LEADERS },
  async run({ tx, actor, today }) {
    const counted = await latestCells(tx, actor.bankId)
    if (!counted) return { asOn: null, items: [] }
    const names = await marketNames(tx, actor.bankId)
    const caps = (await loadParameters(tx, actor.bankId, today)).plans.concentration
    const whole = sumFen(counted.cells.map((c) => c.principalFen))
    const exposures = (key: (m: MarketName) => string) =>
      groupCells(counted.cells, (c) => key(names.get(c.marketId)!)).map((g) => ({
        key: g.key,
        fen: g.totals.principalFen,
      }))
    const of = (kind: 'market' | 'operatorGroup' | 'industry', key: (m: MarketName) => string) =>
      againstCap(exposures(key), whole, caps[kind]).map((a) => ({ kind, ...a }))
    const byCode = new Map([...names.values()].map((m) => [m.code, m.name]))
    const operators = new Map([...names.values()].map((m) => [m.operator.code, m.operator.name]))
    return {
      asOn: counted.asOn,
      items: [
        ...of('market', (m) => m.code).map((a) => ({
          ...a,
          name: `${a.key} ${byCode.get(a.key) ?? ''}`,
          href: loansHref({ market: a.key }),
        })),
        ...of('operatorGroup', (m) => m.operator.code).map((a) => ({
          ...a,
          name: operators.get(a.key) ?? a.key,
          href: loansHref({ operator: a.key }),
        })),
        ...of('industry', (m) => m.trade).map((a) => ({ ...a, name: a.key, href: loansHref({ trade: a.key }) })),
      ],
    }
  },
})

/** Grades when they were given, and how the loans behind them do: does the card tell good from bad? */
export const scoreReport = defineQuery({
  name: 'reports.scores',
  input: z.strictObject({}),
  access: { roles: LEADERS },
  async run({ tx, actor }) {
    const { bankId } = actor
    const scored = await tx.$queryRaw<{ grade: string; scored: number; admitted: number; average: string | null }[]>`
      select o.grade, count(*)::int as scored, count(*) filter (where o.score_decision = 'ADMITTED' or x.state in ('ADMITTED', 'IN_APPROVAL', 'APPROVED', 'APPROVED_REDUCED', 'CONTRACTING', 'SIGNED', 'CP_PENDING', 'READY_TO_DRAW', 'ACTIVE', 'SETTLED'))::int as admitted,
        round(avg(o.score_total), 1)::text as average
      from application_outcome o join application x on x.bank_id = o.bank_id and x.id = o.application_id
      where o.bank_id = ${bankId}::uuid and o.grade is not null group by o.grade order by o.grade`
    const counted = await latestCells(tx, bankId)
    const loans = new Map(groupCells(counted?.cells ?? [], (c) => c.grade).map((g) => [g.key, g.totals]))
    return {
      asOn: counted?.asOn ?? null,
      items: scored.map((s) => {
        const totals = loans.get(s.grade) ?? totalsOf([])
        return { ...s, totals, shares: sharesOf(totals), href: loansHref({ grade: s.grade }) }
      }),
    }
  },
})
