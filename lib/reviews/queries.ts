/** Yearly reviews by date, and one with its conditions, consents and words (§8.7). */
import { z } from 'zod'
import { fromDb, fromDbOrNull, isBefore } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Trace } from '@/lib/platform/trace'
import { allowedEvents } from '@/lib/platform/workflow'
import { reviewCalendar } from '@/lib/servicing/rules/renewal'
import type { TestOutcome } from '@/lib/servicing/rules/renewal-tests'
import { reviewMachine } from './workflow'

/** The countersign seats read the list for information. */
const READERS = ['RM', 'EVALUATOR', 'RISK_MGR', 'SB_REVIEWER', 'SB_HEAD', 'CR_REVIEWER', 'CR_APPROVER', 'CR_HEAD', 'LEGAL', 'CONTRACT_OFFICER', 'POST_MKT', 'POST_PARTNER', 'AUDITOR'] as const // biome-ignore format: one line

/** The part of a review that is due next, and by when. */
function nextDue(
  r: { state: string; consentBy: Date; surveyBy: Date; concludeBy: Date; signBy: Date },
  missing: number,
) {
  if (r.state === 'LISTED')
    return missing > 0
      ? ({ part: 'consent', by: fromDb(r.consentBy) } as const)
      : ({ part: 'survey', by: fromDb(r.surveyBy) } as const)
  if (r.state === 'SURVEYED' || r.state === 'CONCLUDED') return { part: 'conclude', by: fromDb(r.concludeBy) } as const
  return r.state === 'APPROVED' ? ({ part: 'sign', by: fromDb(r.signBy) } as const) : null
}

export const reviewList = defineQuery({
  name: 'reviews.list',
  input: z.strictObject({
    state: z.string().max(120).default('LISTED,SURVEYED,CONCLUDED,APPROVED'),
    market: z.string().max(40).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    /** the last review of the page before, by its day and id */
    cursor: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}:[0-9a-f-]{36}$/i, 'E_CURSOR')
      .optional(),
  }),
  access: { roles: READERS },
  async run({ tx, actor, input, today }) {
    const [day = '', lastId = ''] = input.cursor?.split(':') ?? []
    const after = new Date(`${day}T00:00:00Z`)
    const rows = await tx.annualReview.findMany({
      where: {
        bankId: actor.bankId,
        state: { in: input.state.split(',') },
        ...(input.market ? { market: { code: input.market } } : {}),
        ...(input.cursor ? { OR: [{ reviewOn: { gt: after } }, { reviewOn: after, id: { gt: lastId } }] } : {}),
      },
      orderBy: [{ reviewOn: 'asc' }, { id: 'asc' }],
      take: input.limit + 1,
      include: {
        consents: { select: { state: true } },
        market: { select: { code: true, name: true } },
        loan: {
          select: {
            id: true,
            number: true,
            merchant: { select: { name: true } },
            loanState: { select: { principalFen: true } },
          },
        },
      },
    })
    const page = rows.slice(0, input.limit)
    const last = page.at(-1)
    return {
      asOf: today,
      items: page.map((r) => {
        const missing = r.consents.filter((c) => c.state !== 'GIVEN').length
        const due = nextDue(r, missing)
        return {
          id: r.id,
          loan: { id: r.loan.id, number: r.loan.number },
          merchant: r.loan.merchant.name,
          market: r.market,
          principalFen: r.loan.loanState?.principalFen ?? 0n,
          reviewOn: fromDb(r.reviewOn),
          state: r.state,
          method: r.method,
          outcome: r.result ?? r.outcome,
          consents: { given: r.consents.length - missing, asked: r.consents.length },
          due: due && { ...due, late: isBefore(due.by, today) },
          newMaturity: fromDbOrNull(r.newMaturity),
        }
      }),
      nextCursor: rows.length > input.limit && last ? `${fromDb(last.reviewOn)}:${last.id}` : null,
    }
  },
})

export const reviewDetail = defineQuery({
  name: 'reviews.detail',
  input: z.strictObject({ reviewId: zId }),
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const bankId = actor.bankId
    const r = await tx.annualReview.findFirst({
      where: { bankId, id: input.reviewId },
      include: {
        consents: { orderBy: [{ kind: 'asc' }, { name: 'asc' }] },
        market: { select: { id: true, code: true, name: true } },
        loan: {
          select: {
            id: true,
            number: true,
            firstDisbursementDate: true,
            maturityDate: true,
            merchant: { select: { id: true, name: true } },
            loanState: { select: { principalFen: true, class: true } },
            application: { select: { annualTurnoverFen: true } },
          },
        },
      },
    })
    if (!r) throw refuse('E_NOT_FOUND', { object: 'review' })
    const people = await tx.appUser.findMany({
      where: { bankId, id: { in: [r.surveyedBy, r.concludedBy, r.approvedBy, r.signedBy].filter((x) => x !== null) } },
      select: { id: true, name: true },
    })
    const who = (id: string | null) => people.find((p) => p.id === id)?.name ?? null
    const first = fromDb(r.loan.firstDisbursementDate)
    return {
      id: r.id,
      state: r.state,
      version: r.version,
      loan: { id: r.loan.id, number: r.loan.number, class: r.loan.loanState?.class ?? null },
      merchant: r.loan.merchant,
      market: r.market,
      principalFen: r.loan.loanState?.principalFen ?? 0n,
      lastTurnoverFen: r.loan.application.annualTurnoverFen,
      firstDisbursement: first,
      absoluteEnd: reviewCalendar(first).absoluteEndDate,
      reviewOn: fromDb(r.reviewOn),
      consentBy: fromDb(r.consentBy),
      surveyBy: fromDb(r.surveyBy),
      concludeBy: fromDb(r.concludeBy),
      signBy: fromDb(r.signBy),
      method: r.method,
      requestedFen: r.requestedFen,
      outcome: r.outcome,
      result: r.result,
      newMaturity: fromDbOrNull(r.newMaturity),
      latestMaturity: fromDbOrNull(r.latestMaturity),
      tests: (r.tests ?? []) as TestOutcome[],
      evidence: r.evidence as Record<'fundamentals' | 'need' | 'enhancement' | 'record', string> | null,
      trace: r.trace as Trace | null,
      consents: r.consents.map((c) => ({
        id: c.id,
        kind: c.kind,
        name: c.name,
        state: c.state,
        givenOn: fromDbOrNull(c.givenOn),
        note: c.note,
      })),
      words: [
        { part: 'survey', who: who(r.surveyedBy), at: r.surveyedAt, text: null },
        { part: 'conclude', who: who(r.concludedBy), at: r.concludedAt, text: r.conclusion },
        { part: 'approve', who: who(r.approvedBy), at: r.approvedAt, text: r.approval },
        { part: 'sign', who: who(r.signedBy), at: r.signedAt, text: r.contractNo },
      ],
      newLoanId: r.newLoanId,
      mayConsent: ['LISTED', 'SURVEYED'].includes(r.state) && actor.roles.includes('RM'),
      allowedEvents: allowedEvents(reviewMachine, r.state, actor),
    }
  },
})
