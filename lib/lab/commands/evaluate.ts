/** Measuring a card on a history, perhaps against a challenger: asked for by a person, counted in the background. */
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { cardOfResult } from '@/lib/scoring/card-in-force'
import { cardFromJson, cardToJson } from '@/lib/scoring/card-json'
import { draftCard, findDraft } from '@/lib/scoring/card-store'
import type { Card } from '@/lib/scoring/rules/card'
import { publishProblems } from '@/lib/scoring/rules/publish'
import { CARD_ROLES } from '@/lib/scoring/workflow'
import { CardChoice, type MeasuredCard, RunSettings } from '../schema'

/**
 * Keeps the cards as they are now beside the run, so that a report can be read again when a draft has moved on.
 * Refuses E_CARD_NOT_READY for a draft with gaps, E_LAB_NO_INDICATORS when the history has no column of the card, E_LAB_PAIR
 * for a card against itself or against one of another kind.
 */
export const evaluateCards = defineCommand({
  name: 'lab.evaluate',
  input: z.strictObject({
    datasetId: zId,
    champion: CardChoice,
    challenger: CardChoice.optional(),
    settings: RunSettings.prefault({}),
  }),
  access: { roles: CARD_ROLES },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const dataset = await tx.labDataset.findFirst({ where: { bankId: actor.bankId, id: input.datasetId } })
    if (!dataset) throw refuse('E_NOT_FOUND', { object: 'lab-dataset' })
    if (dataset.state !== 'READY')
      throw refuse('E_STATE', { object: 'lab-dataset', state: dataset.state, event: 'evaluate' }, { allowed: [] })
    const chunks = await tx.labChunk.count({ where: { bankId: actor.bankId, datasetId: dataset.id } })
    if (chunks === 0) throw refuse('E_LAB_EMPTY')
    const columns = (dataset.columns as { indicators: string[] } | null)?.indicators ?? []
    const champion = await measured(ctx, input.champion, columns)
    const challenger = input.challenger ? await measured(ctx, input.challenger, columns) : null
    if (challenger && isDeepStrictEqual(champion.definition, challenger.definition))
      throw refuse('E_LAB_PAIR', { reason: 'same' })
    if (challenger && kindOf(champion) !== kindOf(challenger)) throw refuse('E_LAB_PAIR', { reason: 'kind' })
    const id = newId()
    const jobId = await ctx.enqueue('lab.evaluate', { runId: id })
    await tx.labRun.create({
      data: {
        bankId: actor.bankId,
        id,
        datasetId: dataset.id,
        state: 'QUEUED',
        champion: champion as unknown as Prisma.InputJsonObject,
        ...(challenger ? { challenger: challenger as unknown as Prisma.InputJsonObject } : {}),
        settings: input.settings as unknown as Prisma.InputJsonObject,
        jobId,
        createdBy: actor.userId,
      },
    })
    ctx.audit({
      objectType: 'lab-run',
      objectId: id,
      to: 'QUEUED',
      detail: {
        event: 'evaluate',
        dataset: dataset.name,
        champion: `${champion.code} v${champion.version}`,
        challenger: challenger ? `${challenger.code} v${challenger.version}` : null,
      },
    })
    return { id, jobId }
  },
})

const kindOf = (m: MeasuredCard): string => cardFromJson(m.definition).kind

async function measured(
  { tx, actor }: Pick<CommandContext<unknown>, 'tx' | 'actor'>,
  choice: CardChoice,
  columns: readonly string[],
): Promise<MeasuredCard> {
  const card: Card = choice.draftId
    ? draftCard(await findDraft(tx, actor.bankId, choice.draftId))
    : await cardOfResult(tx, actor.bankId, choice.code!, choice.version!)
  const problems = publishProblems(card)
  if (problems.length > 0) throw refuse('E_CARD_NOT_READY', { count: problems.length })
  if (!card.indicators.some((i) => columns.includes(i.code))) throw refuse('E_LAB_NO_INDICATORS', { card: card.code })
  return {
    code: card.code,
    version: card.version,
    titleZh: card.titleZh,
    titleEn: card.titleEn,
    draft: choice.draftId !== undefined,
    definition: cardToJson(card),
  }
}

/** The end of a measurement, by the machinery. */
export const finishRun = defineCommand({
  name: 'lab.finishRun',
  input: z.strictObject({ runId: zId, result: z.unknown(), errorCode: z.string().max(60).nullable() }),
  access: { roles: ['SYSTEM'] },
  async run({ tx, actor, input, now, audit }) {
    const state = input.errorCode ? 'FAILED' : 'DONE'
    await tx.labRun.updateMany({
      where: { bankId: actor.bankId, id: input.runId },
      data: {
        state,
        errorCode: input.errorCode,
        finishedAt: now,
        ...(input.errorCode ? {} : { result: input.result as Prisma.InputJsonObject }),
      },
    })
    audit({ objectType: 'lab-run', objectId: input.runId, to: state, detail: { event: 'measured' } })
    return { state }
  },
})
