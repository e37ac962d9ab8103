/** Answers of bureau and registers as they are kept, and the consent that a credit report stands on. */
import { Readable } from 'node:stream'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { CommandContext } from '@/lib/platform/commands'
import { civilDate, fromDb, isBefore } from '@/lib/platform/dates'
import { type FieldError, refuse } from '@/lib/platform/errors'
import { fileStore } from '@/lib/platform/files'
import { zId } from '@/lib/platform/schema'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { customerCardOf } from './card-in-force'
import { CHECK_KINDS, CHECK_STATES } from './check-provider'
import { investigate, writeSheets } from './commands/save'
import { knownFiles } from './decided-item'
import { REOPENABLE, reopenItems } from './reopen'
import { readInputs } from './rules/input'
import { factsOf, ITEM_SELECT, marginRatioOf, readChecks, readSheets, withDerived } from './sheets'

export const CheckEntry = z.strictObject({
  applicationId: zId,
  kind: z.enum(CHECK_KINDS),
  state: z.enum(CHECK_STATES),
  source: z.string().trim().min(1).max(120).meta({ description: 'who answered: register, report number' }),
  checkedAt: z.iso
    .datetime({ offset: true, error: 'E_DATE' })
    .optional()
    .meta({ description: 'time of the query; now, unless told' }),
  values: z.record(z.string().max(40), z.string().max(60)).default({}),
  vetoes: z.array(z.string().max(40)).max(20).default([]),
  summary: z.string().trim().max(1000).optional(),
  fileId: zId.optional(),
  report: z
    .string()
    .max(20_000)
    .optional()
    .meta({ description: 'the answer as text; kept as a file where no file is given' }),
})
export type CheckEntry = z.output<typeof CheckEntry>

export const OPEN_STATES = ['PACKET_OK', 'SCORING']
/** What a person brings without a paper is at least told in words. */
const LEAST_WORDS = 6
const RECORD_STATES = [...OPEN_STATES, ...REOPENABLE]

/**
 * Records answers of bureau and registers with time, source and proof. A credit report needs the merchant's consent
 * before it was asked for: E_CONSENT_MISSING, E_CONSENT_AFTER_QUERY (§4.2, §10.2 B5). What an answer settles goes into
 * the sheet, unless a person entered it; a changed sheet loses its signatures. What comes after the decision and changes
 * the sheet or proves a veto opens the item again (§3.0-6).
 */
export async function recordEntries(ctx: CommandContext<unknown>, input: { batchId: string; checks: CheckEntry[] }) {
  const { tx, actor, now, today } = ctx
  const batch = await tx.batch.findFirst({ where: { bankId: actor.bankId, id: input.batchId } })
  if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
  if (!['ACCEPTED', 'SCORING', 'PLAN_DRAFTING'].includes(batch.state))
    throw refuse('E_STATE', { object: 'batch', state: batch.state, event: 'check' })
  if (actor.userId) await investigate(ctx, batch.id)
  const ids = [...new Set(input.checks.map((c) => c.applicationId))]
  const items = await tx.application.findMany({
    where: { bankId: actor.bankId, batchId: batch.id, id: { in: ids } },
    select: ITEM_SELECT,
  })
  if (items.length !== ids.length) throw refuse('E_NOT_FOUND', { object: 'application' })
  const closed = items.find((i) => !RECORD_STATES.includes(i.state))
  if (closed) throw refuse('E_STATE', { object: 'application', state: closed.state, event: 'check' })
  const at = (c: CheckEntry): Date => (c.checkedAt ? new Date(c.checkedAt) : now)
  await refuseWithoutConsent(
    ctx,
    input.checks.filter((c) => c.kind === 'CREDIT_BUREAU').map((c) => ({ applicationId: c.applicationId, at: at(c) })),
  )
  const card = await customerCardOf(tx, actor.bankId, batch.id, today)
  const problems: FieldError[] = []
  for (const [i, c] of input.checks.entries()) {
    if (actor.userId && c.state !== 'FAILED' && !c.fileId && !c.report && (c.summary ?? '').length < LEAST_WORDS)
      problems.push({ path: `checks.${i}.fileId`, code: 'E_CHECK_PROOF', params: { kind: c.kind } })
    if (at(c).getTime() > now.getTime() + 300_000) problems.push({ path: `checks.${i}.checkedAt`, code: 'E_DATE' })
    for (const p of readInputs(card, c.values).problems)
      problems.push({ path: `checks.${i}.values.${p.indicator}`, code: p.code, params: p.params })
    for (const veto of c.vetoes)
      if (!card.vetoes.some((v) => v.code === veto))
        problems.push({ path: `checks.${i}.vetoes`, code: 'E_VETO_UNKNOWN', params: { veto, card: card.code } })
  }
  if (problems[0]) throw refuse(problems[0].code, problems[0].params, { fields: problems })
  const given = input.checks.flatMap((c) => (c.fileId ? [c.fileId] : []))
  if (given.length > 0) await knownFiles(ctx, given)
  const proofs = await keepReports(ctx, input.checks)
  await tx.publicCheck.createMany({
    data: input.checks.map((c, i) => ({
      bankId: actor.bankId,
      id: newId(),
      applicationId: c.applicationId,
      kind: c.kind,
      state: c.state,
      source: c.source,
      result: {
        values: c.values,
        vetoes: c.vetoes,
        ...(c.summary ? { summary: c.summary } : {}),
      } as Prisma.InputJsonObject,
      fileId: c.fileId ?? proofs.get(i) ?? null,
      checkedBy: actor.userId,
      checkedAt: at(c),
    })),
  })
  const sheets = await readSheets(tx, actor.bankId, ids, true)
  const checks = await readChecks(tx, actor.bankId, ids)
  const facts = { ...batch, marginRatioPpm: await marginRatioOf(tx, actor.bankId, batch), today }
  const changed = items.flatMap((item) => {
    const sheet = sheets.get(item.id)
    if (!sheet) return []
    const derived = withDerived(card, sheet, factsOf(item, sheet, checks.get(item.id) ?? [], facts))
    const same = isDeepStrictEqual(derived, { inputs: sheet.inputs, sources: sheet.sources })
    return same ? [] : [{ ...sheet, ...derived }]
  })
  const bad = new Set(input.checks.filter((c) => c.state === 'HIT' || c.vetoes.length > 0).map((c) => c.applicationId))
  const reopened = items
    .filter((i) => REOPENABLE.includes(i.state) && (bad.has(i.id) || changed.some((s) => s.applicationId === i.id)))
    .map((i) => i.id)
  if (reopened.length > 0) await reopenItems(ctx, batch.id, reopened, true)
  await writeSheets(ctx, changed)
  ctx.audit({
    objectType: 'batch',
    objectId: batch.id,
    detail: {
      event: 'check',
      checks: input.checks.map((c) => ({ id: c.applicationId, kind: c.kind, state: c.state })),
      ...(reopened.length > 0 ? { reopened } : {}),
    },
  })
  return { recorded: input.checks.length, sheetsChanged: changed.map((s) => s.applicationId), reopened }
}

/** Answers that came as text are files of the bank from now on: the proof of the result beside them. */
async function keepReports(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor'>,
  checks: readonly CheckEntry[],
): Promise<Map<number, string>> {
  const reports = checks.flatMap((c, i) => (c.report && !c.fileId ? [{ i, check: c, text: c.report }] : []))
  const files = await Promise.all(
    reports.map(async ({ check, text }) => ({
      bankId: ctx.actor.bankId,
      id: newId(),
      ...(await fileStore().put(ctx.actor.bankId, Readable.from([Buffer.from(text, 'utf8')]), 100_000)),
      name: `${check.kind.toLowerCase()}-${check.applicationId.slice(-8)}.txt`,
      mediaType: 'text/plain',
      kind: 'CHECK',
      partyId: null,
      createdBy: ctx.actor.userId,
    })),
  )
  if (files.length > 0) await ctx.tx.fileObject.createMany({ data: files })
  return new Map(reports.map(({ i }, n) => [i, files[n]!.id]))
}

/**
 * Every query of a credit report stands on a consent that was given before it, signed no later, and in force at its time.
 * One that its giver took back afterwards still covers what was asked until then (§10.5); one that fell with its misplaced
 * paper never did.
 */
export async function refuseWithoutConsent(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now' | 'today'>,
  queries: readonly { applicationId: string; at: Date }[],
): Promise<void> {
  if (queries.length === 0) return
  const { tx, actor } = ctx
  const consents = await tx.consent.findMany({
    where: {
      bankId: actor.bankId,
      applicationId: { in: queries.map((q) => q.applicationId) },
      kind: 'CREDIT_QUERY',
      OR: [{ state: 'GIVEN' }, { state: 'WITHDRAWN', withdrawReason: { not: null } }],
    },
    select: { applicationId: true, givenAt: true, signedOn: true, expiresOn: true, withdrawnAt: true },
  })
  const rowsOf = async (ids: string[]) =>
    (
      await tx.application.findMany({
        where: { bankId: actor.bankId, id: { in: ids } },
        orderBy: { position: 'asc' },
        select: { rowNo: true },
      })
    ).map((r) => r.rowNo)
  // asked today is asked on the bank's business date, whatever the clock on the wall says
  const dayOf = (at: Date) => (civilDate(at).equals(civilDate(ctx.now)) ? ctx.today : civilDate(at))
  const inForce = (q: { applicationId: string; at: Date }) =>
    consents.filter(
      (c) =>
        c.applicationId === q.applicationId &&
        !(c.withdrawnAt && c.withdrawnAt <= q.at) &&
        !(c.expiresOn && isBefore(fromDb(c.expiresOn), dayOf(q.at))),
    )
  const missing = queries.filter((q) => inForce(q).length === 0).map((q) => q.applicationId)
  if (missing.length > 0) throw refuse('E_CONSENT_MISSING', { rows: await rowsOf(missing) })
  const early = queries
    .filter(
      (q) => !inForce(q).some((c) => c.givenAt <= q.at && !(c.signedOn && isBefore(dayOf(q.at), fromDb(c.signedOn)))),
    )
    .map((q) => q.applicationId)
  if (early.length > 0) throw refuse('E_CONSENT_AFTER_QUERY', { rows: await rowsOf(early) })
}
