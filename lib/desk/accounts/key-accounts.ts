/** The clients of a manager who owe most, with what each brings in a year: what a month's summary looks at (§9 row 14). */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { defineQuery } from '@/lib/platform/queries'
import { Prisma } from '@/lib/platform/tenant'
import { accountProfit } from '../rules/key-accounts'

type Row = { id: string; name: string; market: string; loans: { fen: string; rate: number; grade: string | null; mode: string; dpd: number }[] } // biome-ignore format: one line

export const keyAccounts = defineQuery({
  name: 'accounts.key',
  input: z.strictObject({ limit: z.coerce.number().int().min(1).max(50).default(10) }),
  access: { roles: ['RM', 'SB_HEAD', 'RISK_MGR', 'AUDITOR'] },
  async run({ tx, actor, input, today }) {
    const { bankId } = actor
    const all = actor.roles.some((r) => r !== 'RM')
    const rows = await tx.$queryRaw<Row[]>`
      with own as (select l.merchant_id, l.application_id, l.rate_ppm, l.id, b.mode from loan l join batch b on b.bank_id = l.bank_id and b.id = l.batch_id
        where l.bank_id = ${bankId}::uuid ${all ? Prisma.empty : Prisma.sql`and b.rm_id = ${actor.userId}::uuid`}),
      top as (select o.merchant_id, sum(s.principal_fen) as owed from own o join loan_state s on s.bank_id = ${bankId}::uuid and s.loan_id = o.id and s.live
        group by o.merchant_id having sum(s.principal_fen) > 0 order by 2 desc, 1 limit ${input.limit})
      select m.id, m.name, k.name as market, json_agg(json_build_object('fen', s.principal_fen::text, 'rate', o.rate_ppm, 'grade', x.grade, 'mode', o.mode, 'dpd', s.dpd) order by s.principal_fen desc, o.id) as loans
      from top t join merchant m on m.bank_id = ${bankId}::uuid and m.id = t.merchant_id join market k on k.bank_id = m.bank_id and k.id = m.market_id
      join own o on o.merchant_id = t.merchant_id join loan_state s on s.bank_id = ${bankId}::uuid and s.loan_id = o.id and s.live
      left join application_outcome x on x.bank_id = ${bankId}::uuid and x.application_id = o.application_id
      group by m.id, m.name, k.name, t.owed order by t.owed desc, m.id`
    const { income } = (await loadParameters(tx, bankId, today)).plans
    return {
      items: rows.map((r) => {
        const loans = r.loans.map((l) => ({
          balanceFen: BigInt(l.fen),
          ratePpm: l.rate,
          // one without a grade is taken for the worst
          pdPpm: income.pdPpm[(l.grade ?? 'C') as 'C'] ?? income.pdPpm.C,
          lgdPpm: income.lgdPpm[l.mode as 'JG'],
        }))
        return {
          id: r.id,
          name: r.name,
          market: r.market,
          loans: loans.length,
          balanceFen: loans.reduce((sum, l) => sum + l.balanceFen, 0n),
          late: r.loans.some((l) => l.dpd > 0),
          profit: accountProfit(loans, income),
        }
      }),
    }
  },
})
