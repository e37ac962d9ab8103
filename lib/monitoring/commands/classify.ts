/** Classification by three people (§8.4): the system's floor, the RM's judgement, the risk manager's recognition, the approver's word. */
import { z } from 'zod'
import { loadCalendar } from '@/lib/platform/calendar'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { addWorkingDays, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zId, zShare } from '@/lib/platform/schema'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { recordCreation, transition } from '@/lib/platform/workflow'
import {
  type ClassificationFacts,
  classify,
  isNonPerforming,
  LOAN_CLASSES,
  type LoanClass,
  mayUpgradeFromNonPerforming,
} from '@/lib/servicing/rules/classification'
import { standingOf, upgradeFactsOf } from '../classification-facts'
import { classificationMachine } from '../workflow'

type Ctx = CommandContext<unknown>
const words = z.string().trim().min(2).max(1000)
const zClass = z.enum(LOAN_CLASSES)
/** An event-driven classification is done within so many working days (§8.4). */
const EVENT_WORKING_DAYS = 5
const rank = (c: LoanClass) => LOAN_CLASSES.indexOf(c)

/** Facts that only people know; the books tell the rest. */
const Facts = z
  .strictObject({
    operationalCause: z.boolean(),
    purposeChanged: z.boolean(),
    refinanced: z.boolean(),
    qualifiedRenewal: z.boolean(),
    creditImpaired: z.boolean(),
    ratingSharplyDown: z.boolean(),
    overdue90Share: zShare,
    debtEvasion: z.boolean(),
    expectedLoss: zShare,
    bankruptcyLiquidation: z.boolean(),
    recognisedGuarantee: z.boolean(),
  })
  .partial()

/**
 * The RM's judgement, on a case that was proposed or on his own motion after an event. Refuses a class better than the
 * floor (E_CLASS_FLOOR), and an upgrade from non-performing whose conditions are not met (E_CLASS_UPGRADE). A floor that is
 * worse than the class in force takes effect at once: a downgrade is never waited for.
 */
export const judgeClass = defineCommand({
  name: 'classification.judge',
  input: z.strictObject({
    loanId: zId,
    class: zClass,
    facts: Facts.prefault({}),
    ableToContinue: z.boolean().default(false),
    reason: words,
  }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, today, now } = ctx
    const { bankId } = actor
    const standing = await standingOf(tx, bankId, input.loanId, today)
    const { overdue90Share, expectedLoss, purposeChanged, ...told } = input.facts
    const facts: ClassificationFacts = {
      ...standing.facts,
      ...told,
      purposeChanged: standing.facts.purposeChanged || purposeChanged,
      ...(overdue90Share === undefined ? {} : { overdue90SharePpm: overdue90Share }),
      ...(expectedLoss === undefined ? {} : { expectedLossPpm: expectedLoss }),
    }
    const { value, trace } = classify(facts, standing.present)
    if (rank(input.class) < rank(value.floor))
      throw refuse(
        'E_CLASS_FLOOR',
        { floor: value.floor, findings: value.findings.map((f) => f.trigger) },
        { fields: [{ path: 'class', code: 'E_CLASS_FLOOR' }] },
      )
    if (isNonPerforming(standing.present) && !isNonPerforming(input.class)) {
      const upgrade = await upgradeFactsOf(tx, bankId, standing, { ableToContinue: input.ableToContinue })
      if (!mayUpgradeFromNonPerforming(upgrade))
        throw refuse(
          'E_CLASS_UPGRADE',
          { periods: upgrade.normalPeriods, months: upgrade.normalMonths },
          { fields: [{ path: 'class', code: 'E_CLASS_UPGRADE' }] },
        )
    }
    const open = await tx.classificationCase.findFirst({
      where: { bankId, loanId: input.loanId, state: { in: ['PROPOSED', 'INITIAL', 'RECOGNISED'] } },
    })
    const row =
      open ??
      (await openCase(ctx, input.loanId, standing.present, value.floor, rank(input.class) < rank(standing.present)))
    const moved = await transition(ctx, classificationMachine, row, {
      event: 'judge',
      reason: input.reason,
      detail: { class: input.class, floor: value.floor },
      set: {
        present: standing.present,
        floor: value.floor,
        facts: facts as unknown as Prisma.InputJsonObject,
        trace: trace as unknown as Prisma.InputJsonObject,
        initialClass: input.class,
        initialBy: actor.userId,
        initialAt: now,
        initialReason: input.reason,
        recognisedClass: null,
        recognisedBy: null,
      },
    })
    await record(ctx, input.loanId, 'SYSTEM', value.class, value.class, facts.dpd, null)
    await record(ctx, input.loanId, 'INITIAL', value.class, input.class, facts.dpd, input.reason)
    if (rank(value.floor) > rank(standing.present)) await setClass(ctx, input.loanId, value.floor)
    return { id: row.id, floor: value.floor, ...moved }
  },
})

async function openCase(ctx: Ctx, loanId: string, present: LoanClass, floor: LoanClass, upgrade: boolean) {
  const { tx, actor, today } = ctx
  const id = newId()
  const due = addWorkingDays(today, EVENT_WORKING_DAYS, await loadCalendar(tx, actor.bankId))
  const row = await tx.classificationCase.create({
    data: {
      bankId: actor.bankId,
      id,
      loanId,
      kind: upgrade ? 'UPGRADE' : 'EVENT',
      asOf: toDb(today),
      dueOn: toDb(due),
      state: 'PROPOSED',
      present,
      floor,
      createdBy: actor.userId,
    },
  })
  await recordCreation(ctx, classificationMachine, { id }, { loanId })
  return row
}

async function caseOf({ tx, actor }: Ctx, id: string) {
  const row = await tx.classificationCase.findFirst({ where: { bankId: actor.bankId, id } })
  if (!row) throw refuse('E_NOT_FOUND', { object: 'classification' })
  return row
}

/** Refuses E_SOD when one natural person gave an earlier word in this case. */
async function requireOther({ tx, actor }: Ctx, earlier: (string | null)[], act: string, turn: string): Promise<void> {
  const people = await tx.appUser.findMany({
    where: { bankId: actor.bankId, id: { in: earlier.filter((x) => x !== null) } },
    select: { personKey: true },
  })
  if (people.some((p) => p.personKey === actor.personKey))
    throw refuse('E_SOD', { act, earlierAct: 'CLASSIFY', earlierAt: '', turn: [turn] })
}

/** The second word: the risk manager's, who may be stricter than the first and never better than the floor of the day. */
export const recogniseClass = defineCommand({
  name: 'classification.recognise',
  input: z.strictObject({ caseId: zId, class: zClass, reason: words }),
  access: { roles: ['RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input, now, today } = ctx
    const row = await caseOf(ctx, input.caseId)
    await requireOther(ctx, [row.initialBy], 'CLASSIFY', 'RISK_MGR')
    const dpd = (await standingOf(tx, actor.bankId, row.loanId, today)).facts.dpd
    const floor = classify({ ...(row.facts as ClassificationFacts), dpd }).value.floor
    if (rank(input.class) < rank(floor))
      throw refuse('E_CLASS_FLOOR', { floor, findings: [] }, { fields: [{ path: 'class', code: 'E_CLASS_FLOOR' }] })
    if (rank(input.class) < rank(row.initialClass as LoanClass))
      throw refuse(
        'E_CLASS_BETTER',
        { initial: row.initialClass ?? '' },
        { fields: [{ path: 'class', code: 'E_CLASS_BETTER' }] },
      )
    const moved = await transition(ctx, classificationMachine, row, {
      event: 'recognise',
      reason: input.reason,
      detail: { class: input.class },
      set: {
        recognisedClass: input.class,
        recognisedBy: actor.userId,
        recognisedAt: now,
        recognisedReason: input.reason,
      },
    })
    await record(ctx, row.loanId, 'RECOGNISED', row.floor as LoanClass, input.class, dpd, input.reason)
    return { id: row.id, ...moved }
  },
})

/** The third word puts the class in force: the recognised one, or the floor where days went on meanwhile. */
export const approveClass = defineCommand({
  name: 'classification.approve',
  input: z.strictObject({ caseId: zId, reason: words }),
  access: { roles: ['CR_APPROVER'] },
  async run(ctx) {
    const { tx, actor, input, now, today } = ctx
    const row = await caseOf(ctx, input.caseId)
    await requireOther(ctx, [row.initialBy, row.recognisedBy], 'CLASSIFY', 'CR_APPROVER')
    const dpd = (await standingOf(tx, actor.bankId, row.loanId, today)).facts.dpd
    const { floor } = classify({ ...(row.facts as ClassificationFacts), dpd }).value
    const wanted = (row.recognisedClass ?? row.floor) as LoanClass
    const final = rank(floor) > rank(wanted) ? floor : wanted
    const moved = await transition(ctx, classificationMachine, row, {
      event: 'approve',
      reason: input.reason,
      detail: { class: final },
      set: { approvedBy: actor.userId, approvedAt: now, approvedReason: input.reason, recognisedClass: final },
    })
    await record(ctx, row.loanId, 'APPROVED', floor, final, dpd, input.reason)
    await setClass(ctx, row.loanId, final)
    await tx.task.updateMany({
      where: { bankId: actor.bankId, kind: 'REVIEW_CLASS', objectId: row.loanId, state: 'OPEN' },
      data: { state: 'DONE', doneBy: actor.userId, doneAt: now },
    })
    ctx.emit('loan.classified', { loanId: row.loanId, from: row.present, to: final })
    return { id: row.id, class: final, ...moved }
  },
})

export const returnClass = defineCommand({
  name: 'classification.return',
  input: z.strictObject({ caseId: zId, reason: words }),
  access: { roles: ['RISK_MGR', 'CR_APPROVER'] },
  async run(ctx) {
    const row = await caseOf(ctx, ctx.input.caseId)
    const moved = await transition(ctx, classificationMachine, row, { event: 'return', reason: ctx.input.reason })
    return { id: row.id, ...moved }
  },
})

/** The quarter's full classification: a case for every living loan that has none, by the days past due; one statement. */
export const openQuarter = defineCommand({
  name: 'classification.openQuarter',
  input: z.strictObject({}),
  access: { roles: ['RISK_MGR', 'SYSTEM'] },
  timeoutMs: 300_000,
  async run(ctx) {
    const { tx, actor, today } = ctx
    const quarter = today.with({ day: 1, month: today.month - ((today.month - 1) % 3) })
    const due = quarter.add({ months: 3 }).subtract({ days: 1 })
    const made = await tx.$executeRaw`
      insert into classification_case (bank_id, id, loan_id, kind, as_of, due_on, state, present, floor, created_by)
      select s.bank_id, uuidv7(), s.loan_id, 'QUARTERLY', ${today.toString()}::date, ${due.toString()}::date, 'PROPOSED', s.class,
        case when s.dpd > 360 then 'LOSS' when s.dpd > 270 then 'DOUBTFUL' when s.dpd > 90 then 'SUBSTANDARD' when s.dpd > 0 then 'SPECIAL_MENTION' else 'NORMAL' end,
        ${actor.userId}::uuid
      from loan_state s where s.bank_id = ${actor.bankId}::uuid and s.live
        and not exists (select from classification_case c where c.bank_id = s.bank_id and c.loan_id = s.loan_id
          and (c.state in ('PROPOSED', 'INITIAL', 'RECOGNISED') or (c.state = 'APPROVED' and c.as_of >= ${quarter.toString()}::date)))`
    ctx.audit({
      objectType: 'bank',
      objectId: actor.bankId,
      detail: { event: 'open-quarter', quarter: quarter.toString(), cases: made },
    })
    return { cases: made, dueOn: due }
  },
})

async function setClass({ tx, actor }: Ctx, loanId: string, to: LoanClass): Promise<void> {
  await tx.loanState.updateMany({ where: { bankId: actor.bankId, loanId }, data: { class: to } })
}

async function record(
  { tx, actor, today, now }: Ctx,
  loanId: string,
  stage: 'SYSTEM' | 'INITIAL' | 'RECOGNISED' | 'APPROVED',
  proposed: LoanClass,
  given: LoanClass,
  dpd: number,
  reason: string | null,
): Promise<void> {
  await tx.classificationRecord.create({
    data: {
      bankId: actor.bankId,
      id: newId(),
      loanId,
      proposed,
      stage,
      class: given,
      dpd,
      reason,
      userId: stage === 'SYSTEM' ? null : actor.userId,
      asOf: toDb(today),
      at: now,
    },
  })
}
