/** Drafts of cards: begun from a version or a file, worked on, given up. Publishing is another person's (publish-card). */
import { z } from 'zod'
import { checkDuty, performDuty } from '@/lib/approvals/duties'
import { type CommandContext, checkVersion, defineCommand } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zDate, zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { recordCreation, transition } from '@/lib/platform/workflow'
import { cardOfResult } from '../card-in-force'
import { CardDraftJson, cardFromDraft } from '../card-json'
import { type DraftRow, lockDraft, newestVersion, nextVersion, OPEN_DRAFT, storedCard } from '../card-store'
import type { Card } from '../rules/card'
import { CARD_CODE } from '../rules/publish'
import { CARD_ROLES, cardDraftMachine } from '../workflow'
import { closeCheckTask } from './publish-card'

const zCardCode = z.string().regex(CARD_CODE, 'E_CARD_CODE')
export const zNote = z.string().trim().max(1000)

/**
 * Begins a draft: of a new version of a card that the bank has (`from` that version, the newest unless told), of a card
 * of its own under a new code (`from` any version), or of a file (`card`). Refuses E_CARD_DRAFT_OPEN while another
 * draft of the code is open, E_CARD_KIND when the code is of the other kind.
 */
export const draftCardVersion = defineCommand({
  name: 'scorecards.draft',
  input: z
    .strictObject({
      code: zCardCode.optional().meta({ description: 'code of the card; that of the file or of `from` unless told' }),
      from: z.strictObject({ code: zCardCode, version: z.int().min(1).optional() }).optional(),
      card: CardDraftJson.optional().meta({ description: 'the file of a card' }),
    })
    .refine((v) => (v.card === undefined) !== (v.from === undefined), { path: ['from'], error: 'E_REQUIRED' }),
  access: { roles: CARD_ROLES },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const source = await sourceOf(ctx)
    const code = input.code ?? source.code
    if (!CARD_CODE.test(code))
      throw refuse(
        'E_CARD_CODE',
        { at: code },
        { fields: [{ path: 'code', code: 'E_CARD_CODE', params: { at: code } }] },
      )
    const known = await newestVersion(tx, actor.bankId, code)
    if (known && known.kind !== source.kind) throw refuse('E_CARD_KIND', { code, kind: known.kind })
    const open = await tx.scorecardDraft.findFirst({
      where: { bankId: actor.bankId, code, state: { in: OPEN_DRAFT } },
      select: { id: true, state: true },
    })
    if (open) throw refuse('E_CARD_DRAFT_OPEN', { code, state: open.state })
    const id = newId()
    const version = await nextVersion(tx, actor.bankId, code)
    // a copy under another name is nobody's card until its makers say where it applies
    const appliesTo = code === source.code ? source.appliesTo : null
    const card: Card = { ...source, code, version, appliesTo, effectiveFrom: null }
    await performDuty(ctx, 'DEFINE_SCORECARD', { scorecard: [id] })
    const { count } = await tx.scorecardDraft.createMany({
      skipDuplicates: true,
      data: {
        bankId: actor.bankId,
        id,
        code,
        kind: card.kind,
        baseVersion: known?.version ?? null,
        definition: storedCard(card),
        state: 'DRAFT',
        draftedBy: actor.userId,
        draftedAt: now,
        savedBy: actor.userId,
        savedAt: now,
      },
    })
    // somebody else began one at the same moment
    if (count === 0) throw refuse('E_CARD_DRAFT_OPEN', { code, state: 'DRAFT' })
    await recordCreation(ctx, cardDraftMachine, { id }, { code, version, from: input.from ?? 'file' })
    return { id, code, versionNo: version, version: 1, state: 'DRAFT' as const }
  },
})

type DraftInput = { from?: { code: string; version?: number }; card?: z.output<typeof CardDraftJson> }

async function sourceOf({ tx, actor, input }: CommandContext<DraftInput>): Promise<Card> {
  if (input.card) return cardFromDraft(input.card)
  const { code, version } = input.from!
  if (version !== undefined) return cardOfResult(tx, actor.bankId, code, version)
  const newest = await newestVersion(tx, actor.bankId, code)
  if (!newest) throw refuse('E_NOT_FOUND', { object: 'scorecard', code })
  return newest
}

/** Keeps what has been done, finished or not. Code, kind and number stay; whoever saves has taken part in defining it. */
export const saveCardDraft = defineCommand({
  name: 'scorecards.save',
  input: z.strictObject({
    draftId: zId,
    card: CardDraftJson,
    effectiveFrom: zDate.nullable().optional(),
    note: zNote.optional().meta({ description: 'what changes and why; the checker reads it, the version keeps it' }),
  }),
  access: { roles: CARD_ROLES },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const draft = await lockDraft(ctx, input.draftId)
    checkVersion(draft.version, ctx.ifMatch)
    if (draft.state !== 'DRAFT' && draft.state !== 'RETURNED')
      throw refuse('E_STATE', { object: 'scorecard', state: draft.state, event: 'save' }, { allowed: [] })
    const given = cardFromDraft(input.card)
    if (given.kind !== draft.kind) throw refuse('E_CARD_KIND', { code: draft.code, kind: draft.kind })
    await define(ctx, draft)
    const version = await nextVersion(tx, actor.bankId, draft.code)
    const card: Card = { ...given, code: draft.code, version, effectiveFrom: null }
    await tx.scorecardDraft.updateMany({
      where: { bankId: actor.bankId, id: draft.id, version: draft.version },
      data: {
        definition: storedCard(card),
        ...(input.effectiveFrom === undefined
          ? {}
          : { effectiveFrom: input.effectiveFrom ? toDb(input.effectiveFrom) : null }),
        ...(input.note === undefined ? {} : { note: input.note || null }),
        savedBy: actor.userId,
        savedAt: now,
        version: { increment: 1 },
      },
    })
    ctx.audit({
      objectType: 'scorecard',
      objectId: draft.id,
      objectVersion: draft.version + 1,
      detail: { event: 'save', code: draft.code, indicators: card.indicators.length },
    })
    return { id: draft.id, version: draft.version + 1, state: draft.state }
  },
})

/** Once a person and draft it is recorded, every time it is checked. */
async function define(ctx: CommandContext<unknown>, draft: DraftRow): Promise<void> {
  const { tx, actor } = ctx
  const known = await tx.actRecord.findFirst({
    where: {
      bankId: actor.bankId,
      personKey: actor.personKey,
      act: 'DEFINE_SCORECARD',
      subjectType: 'scorecard',
      subjectId: draft.id,
    },
    select: { id: true },
  })
  const subjects = { scorecard: [draft.id] }
  if (known) await checkDuty(ctx, 'DEFINE_SCORECARD', subjects)
  else await performDuty(ctx, 'DEFINE_SCORECARD', subjects)
}

const Reasoned = z.strictObject({ draftId: zId, reason: zNote.min(2) })

/** Takes a draft back before it was decided, to go on with it. */
export const recallCardDraft = defineCommand({
  name: 'scorecards.recall',
  input: z.strictObject({ draftId: zId }),
  access: { roles: CARD_ROLES },
  async run(ctx) {
    const draft = await lockDraft(ctx, ctx.input.draftId)
    const moved = await transition(ctx, cardDraftMachine, draft, { event: 'recall-card' })
    await closeCheckTask(ctx, draft.id, 'CANCELLED')
    return { id: draft.id, ...moved }
  },
})

/** Gives a draft up; its code is free for another one. */
export const withdrawCardDraft = defineCommand({
  name: 'scorecards.withdraw',
  input: Reasoned,
  access: { roles: CARD_ROLES },
  async run(ctx) {
    const draft = await lockDraft(ctx, ctx.input.draftId)
    const moved = await transition(ctx, cardDraftMachine, draft, { event: 'withdraw-card', reason: ctx.input.reason })
    await closeCheckTask(ctx, draft.id, 'CANCELLED')
    return { id: draft.id, ...moved }
  },
})
