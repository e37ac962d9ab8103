/** The demo's partners as the bank keeps them: figures of domain §11, reviews by two people, agreements in force. */
import {
  addPartnerDocument,
  addPartnerPerson,
  recordPartnerFigures,
  updatePartnerProfile,
} from '@/lib/partners/commands/partner'
import { decideReview, proposeReview } from '@/lib/partners/commands/review'
import { activateScheme, draftScheme } from '@/lib/partners/commands/scheme'
import { REQUIRED_DOCUMENTS } from '@/lib/partners/rules/kinds'
import { withTenant } from '@/lib/platform/tenant'
import { must } from './must'
import type { Cast } from './people'

export type Known = {
  code: string
  kind: 'GUARANTOR' | 'INSURER' | 'GOV_FUND' | 'PARK' | 'DEVELOPER' | 'UNDERWRITER'
  profile: Omit<Parameters<typeof updatePartnerProfile>[1], 'partyId'>
  figures: Parameters<typeof recordPartnerFigures>[1]['figures'] | null
  rating?: string
  head: string
  agreement?: {
    market: string
    mode: 'GC' | 'LI' | 'AF' | 'PK' | 'DF'
    terms: Omit<Parameters<typeof draftScheme>[1]['terms'], 'startsOn'>
  }
}

const KNOWN: readonly Known[] = [
  {
    code: 'G1',
    kind: 'GUARANTOR',
    profile: {
      legalForm: 'COMPANY',
      licenceNo: 'RD-YJ-0018',
      licenceValidUntil: '2028-06-30',
      establishedOn: '2012-04-18',
      paidInCapital: '260000000.00',
      governmentBacked: true,
    },
    figures: {
      netAssets: '300000000.00',
      guarantorInvestments: '20000000.00',
      smallBalance: '1200000000.00',
      otherBalance: '900000000.00',
      compensated: '18600000.00',
      maturedGuarantees: '720000000.00',
    },
    rating: 'AA',
    head: '钟承信',
    agreement: {
      market: 'M1',
      mode: 'GC',
      terms: {
        totalCoopLimit: '100000000.00',
        singleClientLimit: '10000000.00',
        singleDealLimit: '5000000.00',
        compensation: '80.00',
        compensationGraceDays: 60,
        leverageMultiple: 10,
        liability: 'GUARANTEE',
      },
    },
  },
  {
    code: 'I1',
    kind: 'INSURER',
    profile: {
      legalForm: 'COMPANY',
      licenceNo: 'BX-HL-0007',
      licenceValidUntil: '2029-12-31',
      establishedOn: '2008-09-09',
      paidInCapital: '1500000000.00',
    },
    figures: {
      netAssets: '2600000000.00',
      coreSolvency: '186.00',
      comprehensiveSolvency: '228.00',
      retainedBalance: '4200000000.00',
      earnedPremium: '2500000.00',
      claims: '3100000.00',
    },
    rating: 'AA',
    head: '乔安',
    agreement: {
      market: 'M5',
      mode: 'LI',
      terms: {
        totalCoopLimit: '50000000.00',
        singleClientLimit: '3000000.00',
        compensation: '80.00',
        compensationGraceDays: 60,
        liability: 'INSURANCE',
      },
    },
  },
  {
    code: 'F1',
    kind: 'GOV_FUND',
    profile: { legalForm: 'STATE_ORGAN', establishedOn: '2016-01-04', governmentBacked: true },
    figures: { fundBalance: '10000000.00' },
    head: '邵为公',
    agreement: {
      market: 'M4',
      mode: 'AF',
      terms: {
        totalCoopLimit: '100000000.00',
        singleClientLimit: '5000000.00',
        compensation: '50.00',
        leverageMultiple: 10,
        liability: 'FUND_LIMITED',
      },
    },
  },
  {
    code: 'PK1',
    kind: 'PARK',
    profile: { legalForm: 'COMPANY', establishedOn: '2019-11-20', paidInCapital: '80000000.00', listedInPlan: true },
    figures: { netAssets: '95000000.00', totalAssets: '310000000.00', totalDebts: '215000000.00' },
    head: '丁匠心',
  },
]

/** Profiles, papers, people, figures, an admission review decided by another person, and the agreements. */
export async function keepPartners(cast: Cast, partners: readonly Known[] = KNOWN): Promise<void> {
  const [keeper, risk] = [cast.as('post-partner'), cast.as('risk-mgr')]
  for (const k of partners) {
    const find = (code: string) =>
      withTenant(keeper, async (tx) => ({
        party: await tx.party.findFirstOrThrow({ where: { bankId: cast.bank.id, code: k.code }, select: { id: true } }),
        market: await tx.market.findFirst({ where: { bankId: cast.bank.id, code }, select: { id: true } }),
      }))
    const { party, market } = await find(k.agreement?.market ?? '')
    const partyId = party.id
    must(await updatePartnerProfile(keeper, { partyId, ...k.profile }))
    must(
      await addPartnerPerson(keeper, {
        partyId,
        role: 'LEGAL_REP',
        name: k.head,
        since: k.profile.establishedOn ?? '2020-01-01',
      }),
    )
    for (const kind of REQUIRED_DOCUMENTS[k.kind])
      must(await addPartnerDocument(keeper, { partyId, kind, issuedOn: '2025-06-30' }))
    if (k.figures)
      must(await recordPartnerFigures(keeper, { partyId, asOf: '2025-09-30', audited: true, figures: k.figures }))
    const review = must(
      await proposeReview(keeper, {
        partyId,
        recommendation: 'KEEP',
        ...(k.rating ? { rating: k.rating } : {}),
        opinion: '资料齐全，各项条件符合，建议继续合作。',
      }),
    )
    must(await decideReview(risk, { reviewId: review.id, agree: true, decision: '同意，按协议额度办理。' }))
    if (!k.agreement || !market) continue
    const scheme = must(
      await draftScheme(keeper, {
        partyId,
        marketId: market.id,
        mode: k.agreement.mode,
        terms: { ...k.agreement.terms, startsOn: '2025-12-01' },
      }),
    )
    must(await activateScheme(risk, { schemeId: scheme.id }))
  }
}
