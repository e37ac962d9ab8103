/** Partners as the bank reads them: the list, one partner whole, its agreements with what is used of them. */
import { z } from 'zod'
import { fromDb, fromDbOrNull, isBefore } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { maskIdNo, maskPhone } from '@/lib/platform/masks'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Trace } from '@/lib/platform/trace'
import { type Json, thaw } from '@/lib/platform/wire'
import { allowedEvents } from '@/lib/platform/workflow'
import { parityGaps } from './counter-parity'
import { partnerLive } from './live'
import { schemeView } from './queries-schemes'
import { admissionParameters, figuresOf, readPartnerFacts } from './read'
import { PARTNER_READERS } from './roles'
import { partnerAdmission, type TestResult } from './rules/admission'
import { PARTNER_KINDS, type PartnerKind } from './rules/kinds'
import { ReturnFigures } from './schema'
import { partnerMachine } from './workflow'

/** All partners with what is used of their agreements, and what about them wants somebody. */
export const partnerList = defineQuery({
  name: 'partners.list',
  input: z.strictObject({
    kind: z.enum(PARTNER_KINDS).optional(),
    state: z.string().max(120).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: zId.optional(),
  }),
  access: { roles: PARTNER_READERS },
  async run({ tx, actor, input, today }) {
    const bankId = actor.bankId
    const rows = await tx.party.findMany({
      where: {
        bankId,
        ...(input.kind ? { kind: input.kind } : {}),
        ...(input.state ? { state: { in: input.state.split(',') } } : {}),
        ...(input.cursor ? { id: { gt: input.cursor } } : {}),
      },
      orderBy: { id: 'asc' },
      take: input.limit + 1,
      include: { partnerProfile: true, partnerReviews: { where: { state: 'PROPOSED' }, select: { id: true } } },
    })
    const page = rows.slice(0, input.limit)
    const schemes = await tx.cooperationScheme.groupBy({
      by: ['partyId'],
      where: { bankId, partyId: { in: page.map((p) => p.id) }, state: { in: ['ACTIVE', 'STOPPED'] } },
      _sum: { totalCoopLimitFen: true, usedFen: true },
      _count: { _all: true },
    })
    return {
      items: page.map((p) => {
        const s = schemes.find((x) => x.partyId === p.id)
        const due = fromDbOrNull(p.partnerProfile?.reviewDueOn)
        return {
          id: p.id,
          code: p.code,
          kind: p.kind as PartnerKind,
          name: p.name,
          nameEn: p.nameEn,
          state: p.state,
          rating: p.partnerProfile?.rating ?? null,
          reviewDueOn: due,
          reviewLate: due !== null && isBefore(due, today),
          licenceValidUntil: fromDbOrNull(p.partnerProfile?.licenceValidUntil),
          proposed: p.partnerReviews.length > 0,
          schemes: s?._count._all ?? 0,
          limitFen: s?._sum.totalCoopLimitFen ?? 0n,
          usedFen: s?._sum.usedFen ?? 0n,
        }
      }),
      nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
    }
  },
})

/** One partner whole: profile, the tests of today, people, papers, figures over time, reviews, agreements. */
export const partnerDetail = defineQuery({
  name: 'partners.detail',
  input: z.strictObject({ partyId: zId }),
  access: { roles: PARTNER_READERS },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const p = await tx.party.findFirst({
      where: { bankId, id: input.partyId },
      include: {
        partnerProfile: true,
        partnerPeople: { orderBy: [{ until: { sort: 'desc', nulls: 'first' } }, { since: 'asc' }] },
        partnerDocuments: { orderBy: { at: 'desc' } },
        partnerFinancials: { orderBy: [{ asOf: 'desc' }, { id: 'desc' }], take: 24 },
        partnerReviews: { orderBy: { proposedAt: 'desc' }, take: 50 },
        poolShares: { include: { party: { select: { id: true, name: true, state: true } } } },
      },
    })
    if (!p) throw refuse('E_NOT_FOUND', { object: 'party' })
    const [schemes, consents, cases, returns, people, parameters] = [
      await tx.cooperationScheme.findMany({
        where: { bankId, partyId: p.id },
        orderBy: [{ mode: 'asc' }, { versionNo: 'desc' }],
        include: { market: { select: { code: true, name: true } } },
      }),
      await tx.schemeConsent.findMany({ where: { bankId, partyId: p.id } }),
      await tx.partnerCase.findMany({ where: { bankId, partyId: p.id }, orderBy: { number: 'desc' }, take: 200 }),
      await tx.partnerReturn.findMany({ where: { bankId, partyId: p.id }, orderBy: { month: 'desc' }, take: 24 }),
      await tx.appUser.findMany({
        where: {
          bankId,
          id: { in: p.partnerReviews.flatMap((r) => [r.proposedBy, r.decidedBy]).filter((x) => x !== null) },
        },
        select: { id: true, name: true },
      }),
      await admissionParameters({ tx, actor, today }),
    ]
    const nameOf = (id: string | null) => people.find((x) => x.id === id)?.name ?? null
    const tested = p.partnerProfile ? partnerAdmission(await readPartnerFacts(ctx, p.id), parameters) : null
    const figures = p.partnerFinancials.map((f) => ({ id: f.id, audited: f.audited, ...figuresOf(f) }))
    const counters = await tx.counterGuarantee.findMany({
      where: { bankId, partyId: p.id },
      orderBy: [{ state: 'asc' }, { recordedOn: 'desc' }],
      include: { application: { select: { name: true } } },
      take: 500,
    })
    const gaps = await parityGaps(
      ctx,
      p.id,
      p.kind === 'GUARANTOR' ? cases.filter((c) => c.kind === 'GUARANTEE' && ['GIVEN', 'AUTO'].includes(c.state)) : [],
    )
    const live = await partnerLive({ tx, actor, today }, { id: p.id, kind: p.kind, schemes })
    return {
      today,
      id: p.id,
      code: p.code,
      kind: p.kind as PartnerKind,
      name: p.name,
      nameEn: p.nameEn,
      uscc: p.uscc,
      accountNo: p.accountNo,
      state: p.state,
      version: p.version,
      allowedEvents: allowedEvents(partnerMachine, p.state, actor),
      profile: p.partnerProfile && {
        legalForm: p.partnerProfile.legalForm,
        licenceNo: p.partnerProfile.licenceNo,
        licenceValidUntil: fromDbOrNull(p.partnerProfile.licenceValidUntil),
        establishedOn: fromDbOrNull(p.partnerProfile.establishedOn),
        paidInCapitalFen: p.partnerProfile.paidInCapitalFen,
        rating: p.partnerProfile.rating,
        governmentBacked: p.partnerProfile.governmentBacked,
        mainlySmallOrAgri: p.partnerProfile.mainlySmallOrAgri,
        listedInPlan: p.partnerProfile.listedInPlan,
        reviewDueOn: fromDbOrNull(p.partnerProfile.reviewDueOn),
      },
      tests: tested?.value.tests ?? [],
      admissible: tested?.value.admissible ?? false,
      testTrace: tested?.trace ?? null,
      live,
      figures,
      people: p.partnerPeople.map((x) => ({
        id: x.id,
        role: x.role,
        name: x.name,
        idNo: maskIdNo(x.idNo),
        phone: maskPhone(x.phone),
        sharePpm: x.sharePpm,
        since: fromDb(x.since),
        until: fromDbOrNull(x.until),
      })),
      documents: p.partnerDocuments.map((d) => ({
        id: d.id,
        kind: d.kind,
        number: d.number,
        issuedOn: fromDbOrNull(d.issuedOn),
        validUntil: fromDbOrNull(d.validUntil),
        valid: !d.validUntil || !isBefore(fromDb(d.validUntil), today),
        fileId: d.fileId,
      })),
      pool: p.poolShares.map((s) => ({
        partyId: s.partyId,
        name: s.party.name,
        state: s.party.state,
        sharePpm: s.sharePpm,
        lead: s.lead,
      })),
      reviews: p.partnerReviews.map((r) => ({
        id: r.id,
        kind: r.kind,
        state: r.state,
        recommendation: r.recommendation,
        rating: r.rating,
        opinion: r.opinion,
        decision: r.decision,
        tests: thaw(r.tests as Json) as TestResult[],
        trace: thaw(r.trace as Json) as Trace,
        proposedBy: nameOf(r.proposedBy),
        proposedAt: r.proposedAt,
        decidedBy: nameOf(r.decidedBy),
        decidedAt: r.decidedAt,
        mine: r.proposerKey === actor.personKey,
      })),
      counterGuarantees: counters.map((g) => ({
        id: g.id,
        borrower: g.application.name ?? '',
        applicationId: g.applicationId,
        kind: g.kind,
        giver: g.giver,
        amountFen: g.amountFen,
        rank: g.rank,
        documentNo: g.documentNo,
        state: g.state,
      })),
      counterGaps: [...gaps].flatMap(([applicationId, found]) =>
        found.map((g) => ({
          ...g,
          applicationId,
          borrower: cases.find((c) => c.applicationId === applicationId)?.borrower ?? '',
        })),
      ),
      cases: cases.map((c) => ({
        id: c.id,
        number: c.number,
        kind: c.kind,
        applicationId: c.applicationId,
        borrower: c.borrower,
        amountFen: c.amountFen,
        state: c.state,
        answerBy: fromDb(c.answerBy),
        referenceNo: c.referenceNo,
        counterGuarantee: c.counterGuarantee,
        answerNote: c.answerNote,
      })),
      returns: returns.map((r) => ({
        id: r.id,
        month: fromDb(r.month),
        figures: ReturnFigures.parse(r.figures),
      })),
      schemes: schemes.map((s) => schemeView(s, consents.find((c) => c.schemeId === s.id)?.state ?? null, actor)),
    }
  },
})
export type PartnerDetail = Awaited<ReturnType<typeof partnerDetail>>
