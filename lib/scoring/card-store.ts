/** Drafts and versions of cards as rows: read, checked and numbered for the commands. */
import type { CommandContext } from '@/lib/platform/commands'
import { fromDbOrNull, isBefore, type PlainDate } from '@/lib/platform/dates'
import { type FieldError, Refusal, refuse, statusOf } from '@/lib/platform/errors'
import type { Prisma, Tx } from '@/lib/platform/tenant'
import { cardsInForce, STANDARD_CODE } from './card-in-force'
import { cardFromDraft, cardFromJson, cardToJson } from './card-json'
import { DEFAULT_CARDS } from './default-cards'
import type { Card } from './rules/card'
import { type CardProblem, publishProblems } from './rules/publish'
import { scopeRivals } from './rules/scope'

export const OPEN_DRAFT = ['DRAFT', 'SUBMITTED', 'RETURNED']

export type DraftRow = Prisma.ScorecardDraftGetPayload<object>

/** The draft, locked until the command commits. Throws E_NOT_FOUND. */
export async function lockDraft(ctx: Pick<CommandContext<unknown>, 'tx' | 'actor'>, id: string): Promise<DraftRow> {
  const { tx, actor } = ctx
  await tx.$queryRaw`select 1 from scorecard_draft where bank_id = ${actor.bankId}::uuid and id = ${id}::uuid for update`
  return findDraft(tx, actor.bankId, id)
}

export async function findDraft(tx: Tx, bankId: string, id: string): Promise<DraftRow> {
  const draft = await tx.scorecardDraft.findFirst({ where: { bankId, id } })
  if (!draft) throw refuse('E_NOT_FOUND', { object: 'scorecard' })
  return draft
}

/** The card of a draft as far as it has come, with the day from which it would be in force. */
export function draftCard(draft: Pick<DraftRow, 'definition' | 'effectiveFrom'>): Card {
  const card = cardFromDraft(draft.definition)
  return { ...card, effectiveFrom: fromDbOrNull(draft.effectiveFrom)?.toString() ?? null }
}

export const storedCard = (card: Card): Prisma.InputJsonObject => cardToJson(card) as unknown as Prisma.InputJsonObject

/** The number that the next published version of the code gets; the standard card of the code is its first. */
export async function nextVersion(tx: Tx, bankId: string, code: string): Promise<number> {
  const last = await tx.scorecard.aggregate({ where: { bankId, code }, _max: { versionNo: true } })
  return Math.max(last._max.versionNo ?? 0, DEFAULT_CARDS[code]?.version ?? 0) + 1
}

/** The newest version of a code, whether in force yet or not; null for a code that the bank does not have. */
export async function newestVersion(tx: Tx, bankId: string, code: string): Promise<Card | null> {
  const own = await tx.scorecard.findFirst({
    where: { bankId, code },
    orderBy: { versionNo: 'desc' },
    select: { definition: true },
  })
  return own ? cardFromJson(own.definition) : (DEFAULT_CARDS[code] ?? null)
}

/** What keeps a card from being published beside the bank's others, the scope included. */
export async function problemsBesideOthers(
  tx: Tx,
  bankId: string,
  card: Card,
  effectiveFrom: PlainDate,
): Promise<CardProblem[]> {
  const others = await cardsInForce(tx, bankId, card.kind, effectiveFrom)
  const rivals = scopeRivals(card, others, STANDARD_CODE[card.kind])
  return [
    ...publishProblems(card),
    ...(rivals.length > 0 ? [{ code: 'E_CARD_SCOPE_TAKEN' as const, path: 'appliesTo', at: rivals.join(', ') }] : []),
  ]
}

/** Refuses a card that cannot be published, each problem in its place, and a day that has gone. */
export async function refuseUnready(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today'>,
  draft: DraftRow,
  card: Card,
): Promise<PlainDate> {
  const effectiveFrom = fromDbOrNull(draft.effectiveFrom)
  const fields: FieldError[] = []
  if (!effectiveFrom) fields.push({ path: 'effectiveFrom', code: 'E_REQUIRED' })
  else if (isBefore(effectiveFrom, ctx.today))
    fields.push({ path: 'effectiveFrom', code: 'E_DATE_PAST', params: { today: ctx.today.toString() } })
  if (!draft.note) fields.push({ path: 'note', code: 'E_REQUIRED' })
  const problems = await problemsBesideOthers(ctx.tx, ctx.actor.bankId, card, effectiveFrom ?? ctx.today)
  fields.push(...problems.map((p) => ({ path: p.path, code: p.code, params: { path: p.path, at: p.at ?? '' } })))
  const [first] = fields
  if (!first) return effectiveFrom!
  throw new Refusal({
    code: first.code === 'E_REQUIRED' ? `E_REQUIRED:${first.path}` : first.code,
    status: statusOf(first.code),
    params: first.params ?? {},
    fields,
  })
}
