/** The rules of a list as this bank has set them: its own parameters over the defaults, and the market's share and grade. */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { PAPER_READERS } from '@/lib/batches/access'
import { PARTNER_ROLES } from '@/lib/platform/actor'
import { businessDate } from '@/lib/platform/calendar'
import type { PlainDate } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Tx } from '@/lib/platform/tenant'
import type { Field } from './fields'
import { type ListPolicy, listPolicy, type ModeCode } from './policy'
import type { MacroPolicy } from './workbook-parts'

const MODES = ['JG', 'AF', 'GC', 'LI', 'PK', 'DF'] as const

type OfMarket = {
  mode: ModeCode
  market: { id: string; merchantCount: number | null; shareNum: number | null; shareDen: number | null }
  /** how many the operator ranked, where it said so */
  rankedCount?: number | null
}

export type BankListRules = { policy: ListPolicy; macros: MacroPolicy; creditQueryDays: number }

export async function listRulesOf(tx: Tx, bankId: string, today: PlainDate, of: OfMarket): Promise<BankListRules> {
  const [{ intake, plans }, grading] = [
    await loadParameters(tx, bankId, today),
    await tx.marketGrading.findFirst({ where: { bankId, marketId: of.market.id }, select: { grade: true } }),
  ]
  const policy = listPolicy(of.mode, grading?.grade ?? null)
  const { modeCaps } = plans
  const caps: Partial<ListPolicy> = {
    JG: {
      modeAmountCapFen: grading?.grade === 'AAA' ? modeCaps.jgSingleMemberCapAaaFen : modeCaps.jgSingleMemberCapFen,
      modeTenorCapMonths: plans.jg.memberTenorMaxMonths,
    },
    AF: { modeAmountCapFen: modeCaps.afSingleClientCapFen, modeTenorCapMonths: plans.af.tenorMaxMonths },
    GC: { modeAmountCapFen: modeCaps.gcSingleClientCapFen },
    LI: {
      modeAmountCapFen: modeCaps.liEnterpriseCapFen,
      modeAmountCapIndividualFen: modeCaps.liIndividualCapFen,
      modeTenorCapMonths: plans.li.tenorMaxMonths,
    },
    PK: {},
    DF: {},
  }[of.mode]
  const { hardAmountCapFen, hardTenorCapMonths, amountStepFen, minAge, maxAgeAtMaturity, creditQueryDays } = intake
  return {
    policy: {
      ...policy,
      ...caps,
      hardAmountCapFen,
      hardTenorCapMonths,
      amountStepFen,
      minAge,
      maxAgeAtMaturity,
      rankedCount: of.rankedCount ?? of.market.merchantCount,
      share: { num: of.market.shareNum ?? 1, den: of.market.shareDen ?? 3 },
    },
    macros: asMacroPolicy(intake.macros),
    creditQueryDays,
  }
}

const asMacroPolicy = (macros: 'REFUSE' | 'STRIP'): MacroPolicy => (macros === 'STRIP' ? 'strip' : 'refuse')

/** What this bank does with a workbook that has macros, today. */
export async function macroPolicy(tx: Tx, bankId: string): Promise<MacroPolicy> {
  const { intake } = await loadParameters(tx, bankId, await businessDate(tx, bankId))
  return asMacroPolicy(intake.macros)
}

/**
 * What a list for this market or batch is checked against, for a look before the upload: the rules, the bank's day, and
 * the columns that this operator confirmed before.
 */
export const listRules = defineQuery({
  name: 'packets.listRules',
  input: z.union([
    z.strictObject({ market: z.string().trim().min(1).max(40), mode: z.enum(MODES) }),
    z.strictObject({ batchId: zId }),
  ]),
  access: { roles: [...PAPER_READERS, ...PARTNER_ROLES] },
  async run({ tx, actor, input, today }) {
    const bankId = actor.bankId
    const select = { id: true, merchantCount: true, shareNum: true, shareDen: true, operatorPartyId: true } as const
    const batch =
      'batchId' in input
        ? await tx.batch.findFirst({ where: { bankId, id: input.batchId }, include: { market: { select } } })
        : null
    const market =
      'market' in input ? await tx.market.findFirst({ where: { bankId, code: input.market }, select }) : batch?.market
    if (!market) throw refuse('E_NOT_FOUND', { object: 'batchId' in input ? 'batch' : 'market' })
    const mode = 'mode' in input ? input.mode : (batch!.mode as ModeCode)
    const rules = await listRulesOf(tx, bankId, today, { mode, market, rankedCount: batch?.rankedCount })
    const earlier = market.operatorPartyId && (await rememberedMapping(tx, bankId, market.operatorPartyId))
    return { ...rules.policy, macros: rules.macros, today, remembered: earlier || {} }
  },
})

/** Heading → field as this operator confirmed it last; null leaves a column out. */
export async function rememberedMapping(tx: Tx, bankId: string, partyId: string) {
  const earlier = await tx.packet.findFirst({
    where: { bankId, partyId, state: 'DONE', listFileId: { not: null } },
    orderBy: { createdAt: 'desc' },
    select: { mapping: true },
  })
  return (earlier?.mapping ?? {}) as Record<string, Field | null>
}
