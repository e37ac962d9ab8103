/** The survey on site (§10.1 start_survey): who goes, what each of the two writes down, and what proves it. */
import { z } from 'zod'
import { addEvidence, evidenceFields, removeEvidence } from '@/lib/evidence/evidence'
import { EVIDENCE_SOURCES } from '@/lib/evidence/sources'
import { loadCalendar } from '@/lib/platform/calendar'
import { type CommandContext, checkVersion, defineCommand } from '@/lib/platform/commands'
import { addWorkingDays, toDb } from '@/lib/platform/dates'
import { type FieldError, refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { transition } from '@/lib/platform/workflow'
import { marketCardFor } from '@/lib/scoring/card-in-force'
import { indicatorOf, type MarketCard } from '@/lib/scoring/rules/card'
import { readInput } from '@/lib/scoring/rules/input'
import { marketCardVersion } from '../card'
import { checkSurveyors, type Surveyors } from '../people'
import { type EntryDraft, entryValues, isComputed, openSheets } from '../rules/entry'
import { SHEET_OF } from '../rules/sheets'
import { AssignSurveyors, SaveEntry, StartSurvey } from '../schema'
import {
  currentSurvey,
  type Entry,
  entryColumns,
  lockMarket,
  type MarketRow,
  SURVEY_EVIDENCE,
  type Survey,
} from '../survey'
import { marketMachine } from '../workflow'

/** Characters: no turnover, area or count of a market needs more, and none of its figures may overflow. */
const LONGEST_VALUE = 16

/** Working days for the visit (§10.1 start_survey). */
export const VISIT_WITHIN = 5

/**
 * The RM names the two surveyors. While the survey runs one may be replaced as long as he has not signed; his draft
 * goes with him, because the entry is each person's own.
 */
export const assignSurveyors = defineCommand({
  name: 'markets.assign',
  input: AssignSurveyors,
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const market = await lockMarket(ctx, input.marketId)
    checkVersion(market.version, ctx.ifMatch)
    if (!['DRAFT', 'SURVEYING'].includes(market.state))
      throw refuse('E_STATE', { object: 'market', state: market.state, event: 'assign' })
    await checkSurveyors(ctx, market, input)
    if (market.state === 'SURVEYING') await replaceSurveyors(ctx, market, input)
    await tx.market.updateMany({
      where: { bankId: actor.bankId, id: market.id },
      data: { evaluatorId: input.evaluatorId, riskMgrId: input.riskMgrId, version: { increment: 1 } },
    })
    ctx.audit({
      objectType: 'market',
      objectId: market.id,
      objectVersion: market.version + 1,
      detail: { event: 'assign', evaluatorId: input.evaluatorId, riskMgrId: input.riskMgrId },
    })
    return { id: market.id, state: market.state, version: market.version + 1 }
  },
})

async function replaceSurveyors(ctx: CommandContext<unknown>, market: MarketRow, next: Surveyors): Promise<void> {
  const { tx, actor } = ctx
  const survey = await currentSurvey(tx, market)
  for (const entry of survey.entries) {
    const userId = entry.role === 'EVALUATOR' ? next.evaluatorId : next.riskMgrId
    if (entry.surveyorId === userId) continue
    if (entry.signedAt) throw refuse('E_ENTRY_SIGNED', { role: entry.role })
    await tx.surveyEntry.updateMany({
      where: { bankId: actor.bankId, id: entry.id },
      data: {
        surveyorId: userId,
        ...entryColumns({ values: {}, sources: {}, vetoes: {} }),
        version: { increment: 1 },
      },
    })
    await tx.task.updateMany({
      where: {
        bankId: actor.bankId,
        kind: 'MARKET_SURVEY',
        objectId: market.id,
        assigneeId: entry.surveyorId,
        state: 'OPEN',
      },
      data: { assigneeId: userId },
    })
  }
  await tx.marketSurvey.updateMany({
    where: { bankId: actor.bankId, id: survey.id },
    data: { evaluatorId: next.evaluatorId, riskMgrId: next.riskMgrId, version: { increment: 1 } },
  })
}

/** Refuses E_SURVEYORS_MISSING until both are named, E_FORBIDDEN for a surveyor of another market. */
export const startSurvey = defineCommand({
  name: 'markets.startSurvey',
  input: StartSurvey,
  access: { roles: ['RM', 'EVALUATOR', 'RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const market = await lockMarket(ctx, input.marketId)
    const isRm = actor.roles.includes('RM')
    if (!isRm && ![market.evaluatorId, market.riskMgrId].includes(actor.userId))
      throw refuse('E_FORBIDDEN', { roles: ['RM'] })
    const evaluatorId = (isRm && input.evaluatorId) || market.evaluatorId
    const riskMgrId = (isRm && input.riskMgrId) || market.riskMgrId
    if (!evaluatorId || !riskMgrId) throw refuse('E_SURVEYORS_MISSING')
    const surveyors = { evaluatorId, riskMgrId }
    await checkSurveyors(ctx, market, surveyors)
    const card = await marketCardFor(tx, actor.bankId, market, today)
    const round = market.surveyRound + 1
    const moved = await transition(ctx, marketMachine, market, {
      event: 'start-survey',
      set: { ...surveyors, surveyRound: round },
      detail: { round, card: `${card.code} v${card.version}` },
    })
    const surveyId = await openRound(ctx, market, surveyors, card, round)
    return { id: market.id, ...moved, surveyId, round }
  },
})

/**
 * Opens a round with an entry and a task for each surveyor. After a return the values and answers of the last round are
 * the start of the next, unsigned.
 */
export async function openRound(
  ctx: CommandContext<unknown>,
  market: Pick<MarketRow, 'id' | 'code' | 'name'>,
  surveyors: Surveyors,
  card: Pick<MarketCard, 'code' | 'version'>,
  round: number,
  before: readonly Entry[] = [],
): Promise<string> {
  const { tx, actor, now, today } = ctx
  const id = newId()
  await tx.marketSurvey.create({
    data: {
      bankId: actor.bankId,
      id,
      marketId: market.id,
      round,
      state: 'OPEN',
      evaluatorId: surveyors.evaluatorId,
      riskMgrId: surveyors.riskMgrId,
      cardCode: card.code,
      cardVersion: card.version,
      startedAt: now,
    },
  })
  const due = addWorkingDays(today, VISIT_WITHIN, await loadCalendar(tx, actor.bankId))
  const pairs = [
    { role: 'EVALUATOR' as const, userId: surveyors.evaluatorId },
    { role: 'RISK_MGR' as const, userId: surveyors.riskMgrId },
  ]
  for (const { role, userId } of pairs) {
    const last = before.find((e) => e.role === role && e.surveyorId === userId)
    await tx.surveyEntry.create({
      data: {
        bankId: actor.bankId,
        id: newId(),
        surveyId: id,
        surveyorId: userId,
        role,
        ...entryColumns(last ?? { values: {}, sources: {}, vetoes: {} }),
      },
    })
    await tx.task.create({
      data: {
        bankId: actor.bankId,
        kind: 'MARKET_SURVEY',
        params: { code: market.code, name: market.name, round },
        objectType: 'market',
        objectId: market.id,
        role,
        assigneeId: userId,
        dueOn: toDb(due),
        state: 'OPEN',
        createdBy: actor.userId,
      },
    })
  }
  return id
}

/** One's own unsigned entry in a running survey; E_FORBIDDEN for anybody else, E_ENTRY_SIGNED after the signature. */
export async function ownEntry(
  ctx: CommandContext<unknown>,
  marketId: string,
  event: string,
): Promise<{ market: MarketRow; survey: Survey; entry: Entry; card: MarketCard }> {
  const { tx, actor } = ctx
  const market = await lockMarket(ctx, marketId)
  if (market.state !== 'SURVEYING') throw refuse('E_STATE', { object: 'market', state: market.state, event })
  const survey = await currentSurvey(tx, market)
  const entry = survey.entries.find((e) => e.surveyorId === actor.userId && actor.roles.includes(e.role))
  if (!entry) throw refuse('E_NOT_SURVEYOR')
  if (entry.signedAt) throw refuse('E_ENTRY_SIGNED', { role: entry.role })
  const card = await marketCardVersion(tx, actor.bankId, survey.cardCode, survey.cardVersion)
  return { market, survey, entry, card }
}

/** Keeps what a surveyor has so far. Drafts may be incomplete, but every value must be one that can be (§3.0-2). */
export const saveEntry = defineCommand({
  name: 'markets.saveEntry',
  input: SaveEntry,
  access: { roles: ['EVALUATOR', 'RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const { market, entry, card } = await ownEntry(ctx, input.marketId, 'save-entry')
    checkVersion(entry.version, ctx.ifMatch)
    const draft = changed(card, entry, input)
    const done = await tx.surveyEntry.updateMany({
      where: { bankId: actor.bankId, id: entry.id, version: entry.version },
      data: { ...entryColumns(draft), version: { increment: 1 } },
    })
    if (done.count !== 1) throw refuse('E_VERSION_CONFLICT', { seen: entry.version })
    const items = [input.values, input.sheets, input.notes, input.vetoes].flatMap((part) => Object.keys(part))
    ctx.audit({
      objectType: 'survey_entry',
      objectId: entry.id,
      objectVersion: entry.version + 1,
      detail: { event: 'save-entry', market: market.code, items: [...new Set(items)] },
    })
    return {
      id: entry.id,
      marketId: market.id,
      version: entry.version + 1,
      computed: entryValues(card, draft, today),
      openSheets: openSheets(draft, today),
    }
  },
})

/** The entry with the change put in. A typed value takes the place of a count sheet, and the other way round. */
function changed(card: MarketCard, entry: EntryDraft, input: z.output<typeof SaveEntry>): EntryDraft {
  const values = { ...entry.values }
  const sources = { ...entry.sources }
  const vetoes = { ...entry.vetoes }
  const fields: FieldError[] = []
  const bad = (path: string, code: string, params: FieldError['params'] = {}) => fields.push({ path, code, params })
  const typed = (part: string, code: string) => {
    const indicator = indicatorOf(card, code)
    if (!indicator) bad(`${part}.${code}`, 'E_INDICATOR_UNKNOWN', { indicator: code, card: card.code })
    else if (isComputed(indicator)) bad(`${part}.${code}`, 'E_INDICATOR_COMPUTED', { indicator: code })
    else return indicator
    return null
  }
  for (const [code, text] of Object.entries(input.values)) {
    const indicator = typed('values', code)
    if (!indicator) continue
    delete values[code]
    if (sources[code]) sources[code] = { ...sources[code], sheet: null }
    if (text === null || text === '') continue
    const read = readInput(indicator, text)
    if (read.ok && read.value.length > LONGEST_VALUE) bad(`values.${code}`, 'E_VALUE_OUT_OF_RANGE', { indicator: code })
    else if (read.ok) values[code] = read.value
    else bad(`values.${code}`, read.problem.code, read.problem.params)
  }
  for (const [code, sheet] of Object.entries(input.sheets)) {
    if (!typed('sheets', code)) continue
    if (sheet && SHEET_OF[code]?.kind !== sheet.kind) bad(`sheets.${code}`, 'E_SHEET_KIND', { indicator: code })
    sources[code] = { ...sources[code], sheet }
    if (sheet) delete values[code]
  }
  for (const [code, note] of Object.entries(input.notes)) {
    if (indicatorOf(card, code)) sources[code] = { ...sources[code], note: note || null }
    else bad(`notes.${code}`, 'E_INDICATOR_UNKNOWN', { indicator: code, card: card.code })
  }
  for (const [code, answer] of Object.entries(input.vetoes)) {
    if (!card.vetoes.some((v) => v.code === code))
      bad(`vetoes.${code}`, 'E_VETO_UNKNOWN', { veto: code, card: card.code })
    else if (answer) vetoes[code] = answer
    else delete vetoes[code]
  }
  const [first] = fields
  if (first) throw refuse(first.code, first.params, { fields })
  return { values, sources, vetoes }
}

const AddEvidence = z.strictObject({
  marketId: zId,
  item: z.string().max(40).meta({ description: 'indicator or veto that it proves', example: 'MT1' }),
  ...evidenceFields,
})

/** A photo, a file or a record for one indicator or veto. It counts for both surveyors; their values stay their own. */
export const addSurveyEvidence = defineCommand({
  name: 'markets.addEvidence',
  input: AddEvidence,
  access: { roles: ['EVALUATOR', 'RISK_MGR'] },
  async run(ctx) {
    const { marketId, item, ...proof } = ctx.input
    const { market, survey, card } = await ownEntry(ctx, marketId, 'add-evidence')
    const indicator = indicatorOf(card, item)
    if (!indicator && !card.vetoes.some((v) => v.code === item))
      throw refuse('E_INDICATOR_UNKNOWN', { indicator: item, card: card.code })
    const kinds: readonly string[] = [...(indicator?.evidence ?? []), ...EVIDENCE_SOURCES]
    if (!kinds.includes(proof.source)) throw refuse('E_EVIDENCE_KIND', { kind: proof.source, item })
    const { id } = await addEvidence(ctx, {
      ...proof,
      objectType: SURVEY_EVIDENCE,
      objectId: survey.id,
      itemCode: item,
    })
    ctx.audit({
      objectType: 'evidence',
      objectId: id,
      detail: { event: 'add', market: market.code, item, source: proof.source, fileId: proof.fileId ?? null },
    })
    return { id, marketId, item }
  },
})

/** Takes one's own proof away again; not once the other has signed, because the signature may rest on it. */
export const removeSurveyEvidence = defineCommand({
  name: 'markets.removeEvidence',
  input: z.strictObject({ marketId: zId, evidenceId: zId }),
  access: { roles: ['EVALUATOR', 'RISK_MGR'] },
  async run(ctx) {
    const { marketId, evidenceId } = ctx.input
    const { market, survey } = await ownEntry(ctx, marketId, 'remove-evidence')
    if (survey.entries.some((e) => e.signedAt)) throw refuse('E_EVIDENCE_IN_USE')
    const at = { id: evidenceId, objectType: SURVEY_EVIDENCE, objectId: survey.id }
    const { itemCode } = await removeEvidence(ctx, at)
    ctx.audit({
      objectType: 'evidence',
      objectId: evidenceId,
      detail: { event: 'remove', market: market.code, item: itemCode },
    })
    return { id: evidenceId, marketId, item: itemCode }
  },
})
