import { z } from 'zod'
import { checkDuty, performDuty } from '@/lib/approvals/duties'
import { type CommandContext, defineCommand, inputError } from '@/lib/platform/commands'
import { type FieldError, Refusal, refuse } from '@/lib/platform/errors'
import { toYuan } from '@/lib/platform/money'
import { customerCardOf } from '../card-in-force'
import {
  FinancialsDraft,
  Household,
  type Sheet,
  SheetRow,
  type SheetRowInput,
  type StoredSource,
} from '../investigation'
import type { CustomerCard } from '../rules/card'
import { householdFigures } from '../rules/household'
import { readInput } from '../rules/input'
import { factsOf, ITEM_SELECT, marginRatioOf, readChecks, readSheets, withDerived } from '../sheets'
import { Visit, visitResults } from '../visit'

/** One autosave of the grid. Larger batches are saved in several. */
export const SAVE_MAX = 200

/**
 * Saves any part of many investigation sheets in one statement: values, evidence, visit, figures, vetoes (§3.2). Values
 * are merged cell by cell; what the rules compute (rank, verified turnover, household) is filled in. A change takes
 * existing signatures off the sheet. Refuses the whole call with the field of every bad cell; a sheet seen in another
 * version is left alone and reported in `conflicts`.
 */
export const saveInvestigations = defineCommand({
  name: 'investigations.save',
  input: z.strictObject({ batchId: zBatchId(), rows: z.array(SheetRow).min(1).max(SAVE_MAX) }),
  access: { roles: ['RM', 'EVALUATOR'] },
  run: (ctx) => saveSheets(ctx, ctx.input),
})

/** What `investigations.save` does, for other commands in their own transaction. */
export async function saveSheets(ctx: CommandContext<unknown>, input: { batchId: string; rows: SheetRowInput[] }) {
  const { tx, actor, today } = ctx
  const batch = await tx.batch.findFirst({ where: { bankId: actor.bankId, id: input.batchId } })
  if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
  if (batch.state !== 'SCORING') throw refuse('E_STATE', { object: 'batch', state: batch.state, event: 'investigate' })
  const ids = input.rows.map((r) => r.applicationId)
  if (new Set(ids).size !== ids.length) throw refuse('E_SHEET_TWICE')
  await investigate(ctx, batch.id)
  const items = await tx.application.findMany({
    where: { bankId: actor.bankId, batchId: batch.id, id: { in: ids } },
    select: ITEM_SELECT,
  })
  const sheets = await readSheets(tx, actor.bankId, ids, true)
  const checks = await readChecks(tx, actor.bankId, ids)
  const card = await customerCardOf(tx, actor.bankId, batch.id, today)
  const facts = { ...batch, marginRatioPpm: await marginRatioOf(tx, actor.bankId, batch), today }
  const problems: FieldError[] = []
  const changed: Sheet[] = []
  const conflicts: { applicationId: string; version: number }[] = []
  for (const [index, row] of input.rows.entries()) {
    const item = items.find((i) => i.id === row.applicationId)
    const sheet = sheets.get(row.applicationId)
    if (!item || !sheet) throw refuse('E_NOT_FOUND', { object: 'investigation' })
    if (item.state !== 'SCORING')
      throw refuse('E_STATE', { object: 'application', state: item.state, event: 'investigate' })
    if (row.version !== undefined && row.version !== sheet.version) {
      conflicts.push({ applicationId: item.id, version: sheet.version })
      continue
    }
    const next = merge(card, sheet, row, `rows.${index}`, problems)
    const derived = withDerived(card, next, factsOf(item, next, checks.get(item.id) ?? [], facts))
    changed.push({ ...next, ...derived })
  }
  const first = problems[0]
  if (first) throw refuse(first.code, first.params, { fields: problems })
  await writeSheets(ctx, changed)
  ctx.audit({
    objectType: 'batch',
    objectId: batch.id,
    detail: { event: 'investigate', applicationIds: changed.map((s) => s.applicationId), rows: changed.length },
  })
  return {
    saved: changed.map((s) => ({
      applicationId: s.applicationId,
      version: s.version + 1,
      values: s.inputs,
      sources: s.sources,
    })),
    conflicts,
  }
}

function zBatchId() {
  return SheetRow.shape.applicationId
}

/** Investigating is an act of the matrix: recorded once a person and batch, checked every time (§6.3). */
export async function investigate(ctx: CommandContext<unknown>, batchId: string): Promise<void> {
  const { tx, actor } = ctx
  const known = await tx.actRecord.findFirst({
    where: {
      bankId: actor.bankId,
      personKey: actor.personKey,
      act: 'INVESTIGATE',
      subjectType: 'batch',
      subjectId: batchId,
    },
    select: { id: true },
  })
  if (known) await checkDuty(ctx, 'INVESTIGATE', { batch: [batchId] })
  else await performDuty(ctx, 'INVESTIGATE', { batch: [batchId] })
}

function merge(card: CustomerCard, sheet: Sheet, row: SheetRowInput, path: string, problems: FieldError[]): Sheet {
  const inputs = { ...sheet.inputs }
  const sources = { ...sheet.sources }
  for (const [code, text] of Object.entries(row.values ?? {})) {
    const at = `${path}.values.${code}`
    const indicator = card.indicators.find((i) => i.code === code)
    if (!indicator) {
      problems.push({ path: at, code: 'E_INDICATOR_UNKNOWN', params: { indicator: code, card: card.code } })
    } else if (text === null || text === '') {
      delete inputs[code]
      delete sources[code]
    } else {
      const read = readInput(indicator, text)
      if (!read.ok) problems.push({ path: at, code: read.problem.code, params: read.problem.params })
      else {
        inputs[code] = read.value
        const { fileIds, note, kinds } = sources[code] ?? { kinds: [] }
        const own =
          sources[code]?.by === 'PERSON'
            ? { kinds, ...(fileIds ? { fileIds } : {}), ...(note ? { note } : {}) }
            : { kinds: [] }
        sources[code] = { ...own, by: 'PERSON' }
      }
    }
  }
  for (const [code, source] of Object.entries(row.sources ?? {})) {
    if (!card.indicators.some((i) => i.code === code))
      problems.push({
        path: `${path}.sources.${code}`,
        code: 'E_INDICATOR_UNKNOWN',
        params: { indicator: code, card: card.code },
      })
    else if (source === null) sources[code] = { kinds: [], by: sources[code]?.by ?? 'PERSON' }
    else sources[code] = stored(source, sources[code])
  }
  const vetoes = row.vetoes ?? sheet.vetoes
  for (const [i, veto] of vetoes.entries())
    if (!card.vetoes.some((v) => v.code === veto.code))
      problems.push({
        path: `${path}.vetoes.${i}`,
        code: 'E_VETO_UNKNOWN',
        params: { veto: veto.code, card: card.code },
      })
  const visit = overlay(sheet.visit, row.visit, Visit, `${path}.visit`, problems)
  const entered = overlay(sheet.financials, row.financials, FinancialsDraft, `${path}.financials`, problems)
  // what was written down at the stall gives the figures that follow from it
  const follows =
    row.visit && problems.length === 0
      ? visitResults(visit, (entered.turnoverSources ?? {}) as Record<string, unknown>)
      : null
  const figures = follows ? { ...entered, ...follows.financials } : entered
  const told = overlay(sheet.household, row.household, Household, `${path}.household`, problems)
  const household = follows ? { ...told, ...follows.household } : told
  const known = Object.keys(household).length > 0 && (row.household || follows) ? Household.safeParse(household) : null
  return {
    ...sheet,
    inputs,
    sources,
    vetoes,
    visit,
    household,
    // the sheet of the household is where its net assets come from
    financials: known?.success
      ? { ...figures, householdNetAssets: toYuan(atLeastZero(householdFigures(known.data).netFen)) }
      : figures,
    visitedOn:
      row.visitedOn === undefined ? sheet.visitedOn : row.visitedOn && new Date(`${row.visitedOn}T00:00:00.000Z`),
    place: row.place === undefined ? sheet.place : row.place,
    note: row.note === undefined ? sheet.note : row.note,
  }
}

const atLeastZero = (fen: bigint): bigint => (fen < 0n ? 0n : fen)

function stored(source: NonNullable<SheetRowInput['sources']>[string], before?: StoredSource): StoredSource {
  const { kinds, note, fileIds } = source!
  return { kinds, ...(note ? { note } : {}), ...(fileIds ? { fileIds } : {}), by: before?.by ?? 'PERSON' }
}

/** Fields laid over the stored ones; null takes one back. The result must still be readable as a draft. */
function overlay<T extends Record<string, unknown>>(
  before: T,
  given: Record<string, unknown> | undefined,
  schema: z.ZodType,
  path: string,
  problems: FieldError[],
): T {
  if (!given) return before
  const next: Record<string, unknown> = { ...before }
  for (const [key, value] of Object.entries(given)) {
    if (value === null || value === '') delete next[key]
    else next[key] = value
  }
  const parsed = schema.safeParse(next)
  if (!parsed.success)
    for (const f of new Refusal(inputError(parsed.error)).error.fields)
      problems.push({ ...f, path: `${path}.${f.path}` })
  return next as T
}

/** One UPDATE for all sheets; every change takes the signatures off. */
export async function writeSheets(ctx: Pick<CommandContext<unknown>, 'tx' | 'actor'>, sheets: Sheet[]): Promise<void> {
  if (sheets.length === 0) return
  const { tx, actor } = ctx
  const rows = JSON.stringify(
    sheets.map((s) => ({
      id: s.id,
      version: s.version,
      visited_on: s.visitedOn ? s.visitedOn.toISOString().slice(0, 10) : null,
      place: s.place,
      note: s.note,
      inputs: s.inputs,
      sources: s.sources,
      financials: s.financials,
      checks: {
        ...(Object.keys(s.household).length ? { household: s.household } : {}),
        ...(s.waivers.length ? { waivers: s.waivers } : {}),
      },
      vetoes: s.vetoes,
      visit: s.visit,
      evaluator_inputs: s.evaluatorInputs,
      reconciliation: s.reconciliation,
    })),
  )
  const written = await tx.$executeRaw`
    update investigation i set visited_on = r.visited_on, place = r.place, note = r.note, inputs = r.inputs, sources = r.sources,
      financials = r.financials, checks = r.checks, vetoes = r.vetoes, visit = r.visit, evaluator_inputs = r.evaluator_inputs,
      reconciliation = r.reconciliation,
      rm_signed_at = null, evaluator_signed_at = null, state = 'DRAFT', version = i.version + 1
    from jsonb_to_recordset(${rows}::jsonb) as r(id uuid, version int, visited_on date, place text, note text, inputs jsonb,
      sources jsonb, financials jsonb, checks jsonb, vetoes jsonb, visit jsonb, evaluator_inputs jsonb, reconciliation text)
    where i.bank_id = ${actor.bankId}::uuid and i.id = r.id and i.version = r.version`
  if (written !== sheets.length) throw refuse('E_VERSION_CONFLICT', { seen: sheets[0]!.version })
}
