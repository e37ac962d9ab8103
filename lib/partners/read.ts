/** Reads what the rules want to know about a partner: figures, papers, people, shares. */

import type { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { fromDb, fromDbOrNull, type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import type { Tx } from '@/lib/platform/tenant'
import type { AdmissionParameters, PartnerFacts, PartnerFigures } from './rules/admission'
import type { DocumentKind, LegalForm, PartnerKind } from './rules/kinds'
import { type SchemeTerms, schemeEnd } from './rules/scheme'
import { Figures, SchemeTermsInput } from './schema'

type Reader = { tx: Tx; actor: { bankId: string }; today: PlainDate }

/** What an agreement's stored parameters say. */
export function termsOf(stored: unknown): SchemeTerms & { liability: z.output<typeof SchemeTermsInput>['liability'] } {
  const t = SchemeTermsInput.parse(stored)
  return {
    totalCoopLimitFen: t.totalCoopLimit,
    generalGuaranteeLimitFen: t.generalGuaranteeLimit ?? t.totalCoopLimit,
    singleClientLimitFen: t.singleClientLimit,
    singleDealLimitFen: t.singleDealLimit ?? t.singleClientLimit,
    startsOn: t.startsOn,
    coopTermMonths: t.coopTermMonths,
    whitelistControlled: t.whitelistControlled,
    compensationGraceDays: t.compensationGraceDays,
    compensationPpm: t.compensation,
    leverageMultiple: t.leverageMultiple,
    marginRatioPpm: t.marginRatio,
    marginMethod: t.marginMethod,
    prepaidMarginFen: t.prepaidMargin ?? null,
    marginAccountNo: t.marginAccountNo ?? null,
    liability: t.liability,
  }
}
export const endOf = (t: SchemeTerms): PlainDate => schemeEnd(t.startsOn, t.coopTermMonths)

/** Stored figures as the rules want them. */
export function figuresOf(row: {
  asOf: Date
  figures: unknown
}): PartnerFigures & { earnedPremiumFen: bigint | null; claimsFen: bigint | null } {
  const f = Figures.parse(row.figures)
  return {
    asOf: fromDb(row.asOf),
    netAssetsFen: f.netAssets ?? null,
    totalAssetsFen: f.totalAssets ?? null,
    totalDebtsFen: f.totalDebts ?? null,
    guarantorInvestmentsFen: f.guarantorInvestments ?? null,
    smallBalanceFen: f.smallBalance ?? null,
    otherBalanceFen: f.otherBalance ?? null,
    compensatedFen: f.compensated ?? null,
    maturedGuaranteesFen: f.maturedGuarantees ?? null,
    coreSolvencyPpm: f.coreSolvency ?? null,
    comprehensiveSolvencyPpm: f.comprehensiveSolvency ?? null,
    retainedBalanceFen: f.retainedBalance ?? null,
    earnedPremiumFen: f.earnedPremium ?? null,
    claimsFen: f.claims ?? null,
    fundBalanceFen: f.fundBalance ?? null,
  }
}

/** The latest figures of a partner that were recorded. */
export async function latestFigures(ctx: Reader, partyId: string) {
  const row = await ctx.tx.partnerFinancial.findFirst({
    where: { bankId: ctx.actor.bankId, partyId },
    orderBy: [{ asOf: 'desc' }, { id: 'desc' }],
  })
  return row && figuresOf(row)
}

export async function admissionParameters(ctx: Reader): Promise<AdmissionParameters> {
  const p = await loadParameters(ctx.tx, ctx.actor.bankId, ctx.today)
  return { partners: p.partners, guarantor: p.plans.gc, insurer: p.plans.li }
}

/** Everything the tests of admission look at. `rating`: the one that is being proposed, instead of the recorded one. */
export async function readPartnerFacts(ctx: Reader, partyId: string, rating?: string): Promise<PartnerFacts> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const party = await tx.party.findFirst({
    where: { bankId, id: partyId },
    include: {
      partnerProfile: true,
      partnerDocuments: true,
      poolShares: { include: { party: { select: { state: true } } } },
    },
  })
  if (!party) throw refuse('E_NOT_FOUND', { object: 'party' })
  const profile = party.partnerProfile
  if (!profile) throw refuse('E_PARTNER_PROFILE', { partner: party.name })
  const related = await tx.$queryRaw<{ n: number }[]>`
    select count(*)::int as n from partner_person p join app_user u on u.bank_id = p.bank_id and u.party_id is null and u.person_key = p.id_no
    where p.bank_id = ${bankId}::uuid and p.party_id = ${partyId}::uuid and p.id_no is not null and (p.until is null or p.until > ${toDb(today)}::date)`
  return {
    kind: party.kind as PartnerKind,
    legalForm: profile.legalForm as LegalForm,
    today,
    licenceValidUntil: fromDbOrNull(profile.licenceValidUntil),
    establishedOn: fromDbOrNull(profile.establishedOn),
    paidInCapitalFen: profile.paidInCapitalFen,
    rating: rating ?? profile.rating,
    mainlySmallOrAgri: profile.mainlySmallOrAgri,
    listedInPlan: profile.listedInPlan,
    documents: party.partnerDocuments
      .filter((d) => !d.validUntil || Temporal.PlainDate.compare(fromDb(d.validUntil), today) >= 0)
      .map((d) => d.kind as DocumentKind),
    bankPeople: related[0]?.n ?? 0,
    figures: await latestFigures(ctx, partyId),
    shares: party.poolShares.map((s) => ({
      sharePpm: s.sharePpm,
      lead: s.lead,
      admitted: s.party.state === 'ADMITTED',
    })),
  }
}
