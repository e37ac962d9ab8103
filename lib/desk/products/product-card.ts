/** The card of a product, with the bank's own prices and margins of the day (§9 row 20). */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { BANK_ROLES } from '@/lib/platform/actor'
import { refuse } from '@/lib/platform/errors'
import { mulRate } from '@/lib/platform/money'
import { defineQuery } from '@/lib/platform/queries'
import { zPercent, zYuan } from '@/lib/platform/schema'
import { CARD_MODES, type CardTerms, cardCosts, cardFee } from '../rules/product-card'

export const productCard = defineQuery({
  name: 'products.card',
  input: z.strictObject({
    mode: z.enum(CARD_MODES).default('JG'),
    /** whose grade counts; without one grade A */
    market: z.string().trim().max(40).optional(),
    amount: zYuan.prefault('500000'),
    termMonths: z.coerce.number().int().min(1).max(120).default(12),
    /** of guarantor or insurer, percent a year */
    fee: zPercent.optional(),
  }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input, today }) {
    const market = input.market ? await tx.market.findFirst({ where: { bankId: actor.bankId, code: input.market }, select: { id: true, name: true } }) : null // biome-ignore format: one line
    if (input.market && !market) throw refuse('E_NOT_FOUND', { object: 'market' }, { fields: [{ path: 'market', code: 'E_NOT_FOUND' }] }) // biome-ignore format: one line
    const grading = market && (await tx.marketGrading.findFirst({ where: { bankId: actor.bankId, marketId: market.id }, select: { grade: true } })) // biome-ignore format: one line
    const { plans } = await loadParameters(tx, actor.bankId, today)
    // what of the loan stays locked with the bank: the members' margin, the enterprise's part of the assist fund
    const marginRatioPpm = input.mode === 'JG' ? plans.jg.marginRatioPpm : input.mode === 'AF' ? plans.af.assistFundRatioPpm : 0 // biome-ignore format: one line
    const terms: CardTerms = {
      mode: input.mode,
      marketGrade: (grading?.grade ?? 'A') as 'A',
      tenorMonths: input.termMonths,
      feePpm: input.fee ?? null,
      marginRatioPpm,
      marginInterestRatePpm: input.mode === 'JG' ? plans.marginInterestRatePpm : 0,
      on: today,
    }
    const costs = cardCosts(terms, plans)
    return {
      ...terms,
      market: market?.name ?? null,
      amountFen: input.amount,
      marginFen: mulRate(input.amount, marginRatioPpm, 'CEIL'),
      fee: cardFee(input.mode),
      costs: costs?.map((c) => ({ ...c, yearFen: mulRate(input.amount, c.allIn.value.allInSimplePpm) })) ?? null,
    }
  },
})
