/** The yearly review act by act (§8.7): consents, the survey with its four conditions, conclusion, approval, signing. */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import type { CustomerGrade } from '@/lib/plans/rules/grades'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { fromDb, isAfter, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zDate, zId, zShare, zWhole, zYuan } from '@/lib/platform/schema'
import type { Prisma } from '@/lib/platform/tenant'
import { freeze } from '@/lib/platform/wire'
import { findTransition, transition } from '@/lib/platform/workflow'
import { carryOutChange } from '@/lib/servicing/commands/changes'
import { reviewForRenewal } from '@/lib/servicing/rules/renewal'
import { RENEWAL_METHODS, type RenewalFacts } from '@/lib/servicing/rules/renewal-facts'
import { knownFacts, onSiteVisit } from '../facts'
import { maySign, onSiteNeeded } from '../rules/timeline'
import { reviewMachine } from '../workflow'

type Ctx = CommandContext<unknown>
const words = z.string().trim().min(2).max(1000)

async function reviewOf({ tx, actor }: Ctx, id: string) {
  const row = await tx.annualReview.findFirst({ where: { bankId: actor.bankId, id } })
  if (!row) throw refuse('E_NOT_FOUND', { object: 'review' })
  return row
}
type Review = Awaited<ReturnType<typeof reviewOf>>

/** A consent that came in writing, or was refused. It can be changed until the review is concluded. */
export const recordConsent = defineCommand({
  name: 'reviews.consent',
  input: z.strictObject({
    consentId: zId,
    given: z.boolean(),
    givenOn: zDate.optional(),
    fileId: zId.optional(),
    note: z.string().trim().max(300).default(''),
  }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, today, now } = ctx
    const consent = await tx.reviewConsent.findFirst({
      where: { bankId: actor.bankId, id: input.consentId },
      include: { review: true },
    })
    if (!consent) throw refuse('E_NOT_FOUND', { object: 'consent' })
    if (!['LISTED', 'SURVEYED'].includes(consent.review.state))
      throw refuse('E_STATE', { object: 'review', state: consent.review.state, event: 'consent' }, { allowed: [] })
    const on = input.givenOn ?? today
    if (isAfter(on, today)) throw refuse('E_DATE_FUTURE', {}, { fields: [{ path: 'givenOn', code: 'E_DATE_FUTURE' }] })
    if (!input.given && input.note === '')
      throw refuse('E_REQUIRED:note', {}, { fields: [{ path: 'note', code: 'E_REQUIRED' }] })
    await tx.reviewConsent.update({
      where: { bankId_id: { bankId: actor.bankId, id: consent.id } },
      data: {
        state: input.given ? 'GIVEN' : 'REFUSED',
        givenOn: input.given ? toDb(on) : null,
        fileId: input.fileId ?? null,
        note: input.note || null,
        recordedBy: actor.userId,
        recordedAt: now,
      },
    })
    ctx.audit({
      objectType: 'review',
      objectId: consent.reviewId,
      detail: { event: 'consent', kind: consent.kind, name: consent.name, given: input.given },
    })
    return { id: consent.id, state: input.given ? ('GIVEN' as const) : ('REFUSED' as const) }
  },
})

const Survey = z.strictObject({
  reviewId: zId,
  method: z.enum(RENEWAL_METHODS).default('FACILITY_36M'),
  requested: zYuan,
  termMonths: zWhole.default(12),
  newMaturity: zDate.optional(),
  verifiedTurnover: zYuan,
  lastTurnover: zYuan,
  stallInUse: z.boolean(),
  rentOnTime: zShare,
  creditRecordPoints: zWhole,
  guarantorCapacityOk: z.boolean(),
  ltv: zShare.optional(),
  ltvCap: zShare.optional(),
  /** the grade and score of the review, where the borrower was not scored in the system since it was listed */
  grade: z.enum(['A1', 'A2', 'B1', 'B2', 'C']).optional(),
  score: zWhole.optional(),
  /** what each condition rests on, in words */
  evidence: z.strictObject({ fundamentals: words, need: words, enhancement: words, record: words }),
})

/**
 * The survey: what the RM saw, beside what the books know, through all tests of the four conditions. A borrower over the
 * line or below A2 is seen on site first (E_REVIEW_ONSITE). It can be made again until it is concluded.
 */
export const surveyReview = defineCommand({
  name: 'reviews.survey',
  input: Survey,
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, today, now } = ctx
    const { bankId } = actor
    const row = await reviewOf(ctx, input.reviewId)
    const p = (await loadParameters(tx, bankId, today)).monitoring
    const since = fromDb(row.reviewOn).subtract({ days: p.review.listDays })
    const { exposureFen, ...known } = await knownFacts(tx, bankId, row, since, today)
    const grade = known.grade ?? input.grade
    if (
      onSiteNeeded(exposureFen, (grade ?? known.gradeBefore ?? null) as CustomerGrade | null, p.lineFen) &&
      !(await onSiteVisit(tx, bankId, row.loanId, since))
    )
      throw refuse('E_REVIEW_ONSITE', { since: since.toString() })
    const facts: RenewalFacts = {
      ...known,
      ...(grade ? { grade } : {}),
      ...((known.score ?? input.score) === undefined ? {} : { score: known.score ?? input.score! }),
      method: input.method,
      termMonths: input.termMonths,
      ...(input.newMaturity ? { newMaturityDate: input.newMaturity } : {}),
      requestedFen: input.requested,
      verifiedTurnoverFen: input.verifiedTurnover,
      lastTurnoverFen: input.lastTurnover,
      stallInUse: input.stallInUse,
      rentOnTimePpm: input.rentOnTime,
      creditRecordPoints: input.creditRecordPoints,
      guarantorCapacityOk: input.guarantorCapacityOk,
      ...(input.ltv === undefined ? {} : { ltvPpm: input.ltv }),
      ...(input.ltvCap === undefined ? {} : { ltvCapPpm: input.ltvCap }),
    }
    const { value, trace } = reviewForRenewal(facts)
    const moved = await transition(ctx, reviewMachine, row, {
      event: 'survey',
      detail: { outcome: value.outcome, failed: value.tests.filter((t) => t.result !== 'PASSED').map((t) => t.test) },
      set: {
        method: input.method,
        requestedFen: input.requested,
        facts: freeze(facts) as Prisma.InputJsonValue,
        tests: value.tests as unknown as Prisma.InputJsonValue,
        evidence: input.evidence,
        trace: trace as unknown as Prisma.InputJsonObject,
        outcome: value.outcome,
        latestMaturity: toDb(value.latestMaturityDate),
        newMaturity: value.eligible ? toDb(value.newMaturityDate) : null,
        surveyedBy: actor.userId,
        surveyedAt: now,
      },
    })
    return {
      id: row.id,
      outcome: value.outcome,
      tests: value.tests,
      newMaturity: value.eligible ? value.newMaturityDate : null,
      ...moved,
    }
  },
})

async function requireOther({ tx, actor }: Ctx, earlier: (string | null)[], turn: string): Promise<void> {
  const people = await tx.appUser.findMany({
    where: { bankId: actor.bankId, id: { in: earlier.filter((x) => x !== null) } },
    select: { personKey: true },
  })
  if (people.some((p) => p.personKey === actor.personKey))
    throw refuse('E_SOD', { act: 'REVIEW', earlierAct: 'REVIEW', earlierAt: '', turn: [turn] })
}

/** The risk manager concludes on what was found. The list of conclusions is open to all seats of the countersign. */
export const concludeReview = defineCommand({
  name: 'reviews.conclude',
  input: z.strictObject({ reviewId: zId, conclusion: words }),
  access: { roles: ['RISK_MGR'] },
  async run(ctx) {
    const { actor, input, now } = ctx
    const row = await reviewOf(ctx, input.reviewId)
    await requireOther(ctx, [row.surveyedBy], 'RISK_MGR')
    const moved = await transition(ctx, reviewMachine, row, {
      event: 'conclude',
      reason: input.conclusion,
      detail: { outcome: row.outcome },
      set: { concludedBy: actor.userId, concludedAt: now, conclusion: input.conclusion },
    })
    ctx.emit('review.concluded', { reviewId: row.id, outcome: row.outcome })
    return { id: row.id, ...moved }
  },
})

export const returnReview = defineCommand({
  name: 'reviews.return',
  input: z.strictObject({ reviewId: zId, reason: words }),
  access: { roles: ['RISK_MGR', 'SB_HEAD'] },
  async run(ctx) {
    const row = await reviewOf(ctx, ctx.input.reviewId)
    const moved = await transition(ctx, reviewMachine, row, { event: 'return', reason: ctx.input.reason })
    return { id: row.id, ...moved }
  },
})

/** The head's word. A renewal only where every test passed; otherwise the loan is repaid, or restructured by its own way. */
export const approveReview = defineCommand({
  name: 'reviews.approve',
  input: z.strictObject({ reviewId: zId, decision: z.enum(['RENEW', 'REPAY', 'RESTRUCTURE']), reason: words }),
  access: { roles: ['SB_HEAD'] },
  async run(ctx) {
    const { actor, input, now, today } = ctx
    const row = await reviewOf(ctx, input.reviewId)
    findTransition(reviewMachine, row.state, { event: 'approve' }, actor)
    await requireOther(ctx, [row.surveyedBy, row.concludedBy], 'SB_HEAD')
    const renew = input.decision === 'RENEW'
    if (renew && (row.outcome === 'NOT_RENEWED_REPAY' || !row.newMaturity))
      throw refuse(
        'E_REVIEW_FAILED',
        { failed: failedTests(row) },
        { fields: [{ path: 'decision', code: 'E_REVIEW_FAILED' }] },
      )
    // §8.5: from an impaired group a loan leaves by being repaid or restructured
    const impaired = await ctx.tx.jointGroup.count({
      where: { bankId: actor.bankId, state: 'IMPAIRED', loans: { some: { id: row.loanId } } },
    })
    if (renew && impaired > 0) throw refuse('E_GROUP_IMPAIRED')
    if (renew && !maySign(today, fromDb(row.reviewOn)))
      throw refuse('E_REVIEW_LATE', { maturity: fromDb(row.reviewOn).toString() })
    const moved = await transition(ctx, reviewMachine, row, {
      event: 'approve',
      to: renew ? 'APPROVED' : 'NOT_RENEWED',
      reason: input.reason,
      detail: { decision: input.decision },
      set: {
        approvedBy: actor.userId,
        approvedAt: now,
        approval: input.reason,
        ...(renew ? {} : { result: input.decision === 'REPAY' ? 'NOT_RENEWED_REPAY' : 'NOT_RENEWED_RESTRUCTURE' }),
      },
    })
    ctx.emit('review.decided', { reviewId: row.id, decision: input.decision })
    return { id: row.id, ...moved }
  },
})

const failedTests = (row: Review): string[] =>
  ((row.tests ?? []) as { test: string; result: string }[]).filter((t) => t.result !== 'PASSED').map((t) => t.test)

/**
 * Signed before the old maturity: a new note repays the old one (facility and renewal without repayment), or the term is
 * extended. The loan's own checks run once more; what changed since the survey stops it here.
 */
export const signReview = defineCommand({
  name: 'reviews.sign',
  input: z.strictObject({ reviewId: zId, contractNo: z.string().trim().min(3).max(60) }),
  access: { roles: ['CONTRACT_OFFICER'] },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input, today, now } = ctx
    const { bankId } = actor
    const row = await reviewOf(ctx, input.reviewId)
    if (row.state === 'APPROVED' && !maySign(today, fromDb(row.reviewOn)))
      throw refuse('E_REVIEW_LATE', { maturity: fromDb(row.reviewOn).toString() })
    await requireOther(ctx, [row.surveyedBy, row.concludedBy, row.approvedBy], 'CONTRACT_OFFICER')
    const result = row.outcome === 'RENEWED_REDUCED' ? 'RENEWED_REDUCED' : 'RENEWED'
    const moved = await transition(ctx, reviewMachine, row, {
      event: 'sign',
      detail: { contractNo: input.contractNo, method: row.method, result },
      set: { contractNo: input.contractNo, signedBy: actor.userId, signedAt: now, result },
    })
    const consents = await tx.reviewConsent.findMany({
      where: { bankId, reviewId: row.id, state: 'GIVEN' },
      select: { name: true },
    })
    const names = consents.map((c) => c.name)
    const maturityDate = fromDb(row.newMaturity!)
    const done =
      row.method === 'EXTENSION'
        ? await carryOutChange(ctx, row.loanId, { kind: 'EXTENSION', maturityDate, consents: names }, row.id)
        : await carryOutChange(
            ctx,
            row.loanId,
            {
              kind: 'RENEWAL',
              maturityDate,
              consents: names,
              ...(result === 'RENEWED_REDUCED' ? { principal: row.requestedFen! } : {}),
            },
            row.id,
          )
    if (done.newLoanId)
      await tx.annualReview.updateMany({ where: { bankId, id: row.id }, data: { newLoanId: done.newLoanId } })
    ctx.emit('review.signed', { reviewId: row.id, result })
    return { id: row.id, result, newLoanId: done.newLoanId ?? null, ...moved }
  },
})
