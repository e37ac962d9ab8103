/** Cases that the bank lays before a partner, the partner's answers, and its monthly return. */
import { loadParameters } from '@/lib/admin/parameters'
import { requireCapacity } from '@/lib/guarantees/capacity/gate'
import { premium } from '@/lib/guarantees/rules/insurer'
import { loadCalendar } from '@/lib/platform/calendar'
import { defineCommand } from '@/lib/platform/commands'
import { addWorkingDays, isAfter, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { formatYuan, toYuan } from '@/lib/platform/money'
import { nextCode } from '@/lib/platform/numbering'
import { isUniqueViolation, newId, type Prisma } from '@/lib/platform/tenant'
import { refuseRelated } from '../related'
import { PARTNER_HOME_ROLES } from '../roles'
import { CASES_OF_MODE, caseRoute } from '../rules/cases'
import { AnswerCase, AskPartner, SubmitReturn } from '../schema'

/** Working days in which a partner answers a case. */
const ANSWER_DAYS = 5

/** The bank asks: at application and approval for the guarantee, at each drawdown for its own filing (INV-GC2). */
export const askPartner = defineCommand({
  name: 'cases.ask',
  input: AskPartner,
  access: { roles: ['RM', 'POST_PARTNER', 'DISB_REVIEWER'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const item = await tx.application.findFirst({
      where: { bankId, id: input.applicationId },
      select: {
        id: true,
        name: true,
        purpose: true,
        requestedTermMonths: true,
        batch: { select: { marketId: true, mode: true } },
      },
    })
    if (!item) throw refuse('E_NOT_FOUND', { object: 'application' })
    if (input.amount <= 0n)
      throw refuse('E_NUMBER:amount', {}, { fields: [{ path: 'amount', code: 'E_NUMBER:amount' }] })
    if (!CASES_OF_MODE[item.batch.mode]?.includes(input.kind)) throw refuse('E_CASE_KIND', { mode: item.batch.mode })
    const scheme = await tx.cooperationScheme.findFirst({
      where: { bankId, marketId: item.batch.marketId, mode: item.batch.mode, state: 'ACTIVE' },
      orderBy: { activatedAt: 'desc' },
    })
    if (!scheme) throw refuse('E_CLAIM_NO_PARTNER', { mode: item.batch.mode })
    if (item.batch.mode === 'GC') {
      const { name, uscc } = await tx.party.findFirstOrThrow({
        where: { bankId, id: scheme.partyId },
        select: { name: true, uscc: true },
      })
      await refuseRelated(ctx, { name, uscc, partyIds: [scheme.partyId] }, [item.id])
    }
    const left = scheme.singleDealLimitFen ?? scheme.totalCoopLimitFen ?? 0n
    if (input.amount > left)
      throw refuse('E_SCHEME_HEADROOM:deal', {
        scheme: scheme.number ?? '',
        left: formatYuan(left),
        asked: formatYuan(input.amount),
      })
    await requireCapacity(ctx, item.batch, [{ applicationId: item.id, amountFen: input.amount }])
    const p = (await loadParameters(tx, bankId, today)).plans
    const route = caseRoute(input.kind, input.amount, p.gc.autoGuaranteeFen)
    const id = newId()
    const number = await nextCode(tx, bankId, 'PC', today.year, 5)
    try {
      await tx.partnerCase.create({
        data: {
          bankId,
          id,
          partyId: scheme.partyId,
          schemeId: scheme.id,
          applicationId: item.id,
          kind: input.kind,
          number,
          borrower: item.name ?? '',
          purpose: item.purpose,
          amountFen: input.amount,
          tenorMonths: item.requestedTermMonths,
          jointDiligence: input.kind === 'GUARANTEE' && route === 'JOINT',
          state: route === 'AUTO' ? 'AUTO' : 'ASKED',
          askedOn: toDb(today),
          answerBy: toDb(addWorkingDays(today, ANSWER_DAYS, await loadCalendar(tx, bankId))),
          askedBy: actor.userId,
        },
      })
    } catch (error) {
      throw isUniqueViolation(error) ? refuse('E_CASE_OPEN', { borrower: item.name ?? '' }) : error
    }
    ctx.audit({
      objectType: 'application',
      objectId: item.id,
      detail: { event: 'ask-partner', case: number, kind: input.kind, amount: toYuan(input.amount), route },
    })
    ctx.emit('partner.asked', { caseId: id, partyId: scheme.partyId })
    return { id, number, state: route === 'AUTO' ? 'AUTO' : 'ASKED' }
  },
})

/** The partner gives its letter, filing, policy or list, or refuses with its reason. */
export const answerCase = defineCommand({
  name: 'cases.answer',
  input: AnswerCase,
  access: { roles: PARTNER_HOME_ROLES },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const c = await tx.partnerCase.findFirst({ where: { bankId, id: input.caseId, partyId: actor.partyId ?? '' } })
    if (!c) throw refuse('E_NOT_FOUND', { object: 'case' })
    const need = (field: string) => refuse(`E_REQUIRED:${field}`, {}, { fields: [{ path: field, code: 'E_REQUIRED' }] })
    if (!input.agree && !input.note) throw need('note')
    if (input.agree && !input.referenceNo) throw need('referenceNo')
    if (input.agree && c.kind === 'POLICY') {
      if (input.cover === undefined) throw need('cover')
      if (!input.validFrom) throw need('validFrom')
      if (!input.validUntil || isAfter(input.validFrom, input.validUntil)) throw need('validUntil')
      const { li } = (await loadParameters(tx, bankId, today)).plans
      const most = premium(c.amountFen, li.premiumRateCapPpm, c.tenorMonths ?? li.tenorMaxMonths).value
      if (input.premium !== undefined && input.premium > most)
        throw refuse(
          'E_PREMIUM_CAP',
          { cap: formatYuan(most) },
          { fields: [{ path: 'premium', code: 'E_PREMIUM_CAP', params: { cap: formatYuan(most) } }] },
        )
    }
    const done = await tx.partnerCase.updateMany({
      where: { bankId, id: c.id, state: 'ASKED' },
      data: {
        state: input.agree ? 'GIVEN' : 'REFUSED',
        referenceNo: input.referenceNo ?? null,
        coverFen: input.cover ?? null,
        premiumFen: input.premium ?? null,
        validFrom: input.validFrom ? toDb(input.validFrom) : null,
        validUntil: input.validUntil ? toDb(input.validUntil) : null,
        counterGuarantee: input.counterGuarantee ?? null,
        answerNote: input.note ?? null,
        answeredOn: toDb(today),
        answeredBy: actor.userId,
        version: { increment: 1 },
      },
    })
    if (done.count === 0) throw refuse('E_STATE', { object: 'case', state: c.state, event: 'answer' })
    ctx.audit({
      objectType: 'case',
      objectId: c.id,
      from: 'ASKED',
      to: input.agree ? 'GIVEN' : 'REFUSED',
      reason: input.note,
      detail: { case: c.number },
    })
    return { id: c.id, state: input.agree ? 'GIVEN' : 'REFUSED' }
  },
})

/** The month's figures of the partner itself, once a month, for a month that is over. */
export const submitReturn = defineCommand({
  name: 'partners.return',
  input: SubmitReturn,
  access: { roles: PARTNER_HOME_ROLES },
  async run(ctx) {
    const { tx, actor, input, today, now } = ctx
    const partyId = actor.partyId
    if (!partyId) throw refuse('E_NOT_FOUND', { object: 'party' })
    const month = input.month.with({ day: 1 })
    if (isAfter(month.add({ months: 1 }), today))
      throw refuse('E_DATE', {}, { fields: [{ path: 'month', code: 'E_DATE' }] })
    const figures = Object.fromEntries(
      Object.entries(input.figures).flatMap(([k, v]) =>
        v === undefined ? [] : [[k, typeof v === 'bigint' ? toYuan(v) : v]],
      ),
    ) as Prisma.InputJsonObject
    const id = newId()
    try {
      await tx.partnerReturn.create({
        data: {
          bankId: actor.bankId,
          id,
          partyId,
          month: toDb(month),
          figures,
          note: input.note || null,
          submittedBy: actor.userId,
          at: now,
        },
      })
    } catch (error) {
      throw isUniqueViolation(error) ? refuse('E_RETURN_TWICE', { month: month.toString().slice(0, 7) }) : error
    }
    ctx.audit({
      objectType: 'party',
      objectId: partyId,
      detail: { event: 'return', month: month.toString().slice(0, 7) },
    })
    return { id }
  },
})
