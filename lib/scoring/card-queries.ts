/** What the pages and the API read of cards: all of them, one with its versions, a draft with what stands in its way. */
import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import type { PlainDate } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Tx } from '@/lib/platform/tenant'
import { cardOfResult, STANDARD_CODE } from './card-in-force'
import { cardFromJson, cardToJson } from './card-json'
import { draftCard, findDraft, OPEN_DRAFT, problemsBesideOthers } from './card-store'
import { DEFAULT_CARDS } from './default-cards'
import { namesOf } from './queries'
import type { Card } from './rules/card'
import { cardChanges } from './rules/card-diff'

const STAFF = { roles: BANK_ROLES }
const zCode = z.string().max(40)

export type VersionState = 'IN_FORCE' | 'COMING' | 'PAST' | 'NEVER'

/** A later number takes the place of an earlier one from its day on, also of one that was still to come. */
export function versionStates(
  versions: readonly { version: number; effectiveFrom: PlainDate }[],
  today: PlainDate,
): Map<number, VersionState> {
  const begun = (v: { effectiveFrom: PlainDate }): boolean => Temporal.PlainDate.compare(v.effectiveFrom, today) <= 0
  const inForce = Math.max(...versions.filter(begun).map((v) => v.version), 0)
  return new Map(
    versions.map((v) => {
      const overtaken = versions.some(
        (o) => o.version > v.version && Temporal.PlainDate.compare(o.effectiveFrom, v.effectiveFrom) <= 0,
      )
      if (v.version === inForce) return [v.version, 'IN_FORCE']
      if (overtaken) return [v.version, 'NEVER']
      return [v.version, begun(v) ? 'PAST' : 'COMING']
    }),
  )
}

type VersionRow = {
  id: string | null
  version: number
  effectiveFrom: PlainDate
  definition: Card
  note: string | null
  draftedBy: string | null
  publishedBy: string | null
  publishedAt: Date | null
}

/** All versions of one code or of all, newest first; the standard card of a code is its first. */
async function readVersions(tx: Tx, bankId: string, code?: string): Promise<Map<string, VersionRow[]>> {
  const rows = await tx.scorecard.findMany({
    where: { bankId, ...(code === undefined ? {} : { code }) },
    orderBy: { versionNo: 'desc' },
  })
  const all = new Map<string, VersionRow[]>()
  for (const r of rows) {
    const list = all.get(r.code) ?? []
    list.push({
      id: r.id,
      version: r.versionNo,
      effectiveFrom: Temporal.PlainDate.from(r.effectiveFrom.toISOString().slice(0, 10)),
      definition: cardFromJson(r.definition),
      note: r.note,
      draftedBy: r.draftedBy,
      publishedBy: r.publishedBy,
      publishedAt: r.publishedAt,
    })
    all.set(r.code, list)
  }
  for (const standard of Object.values(DEFAULT_CARDS)) {
    if (code !== undefined && standard.code !== code) continue
    const list = all.get(standard.code) ?? []
    list.push({
      id: null,
      version: standard.version,
      effectiveFrom: Temporal.PlainDate.from(standard.effectiveFrom!),
      definition: standard,
      note: null,
      draftedBy: null,
      publishedBy: null,
      publishedAt: null,
    })
    all.set(standard.code, list)
  }
  return all
}

/** Every card of the bank: what is in force, what comes, and the draft that somebody works on. */
export const listCards = defineQuery({
  name: 'scorecards.list',
  input: z.strictObject({}),
  access: STAFF,
  async run({ tx, actor, today }) {
    const { bankId } = actor
    const versions = await readVersions(tx, bankId)
    const drafts = await tx.scorecardDraft.findMany({
      where: { bankId, state: { in: OPEN_DRAFT } },
      orderBy: { draftedAt: 'asc' },
    })
    const uses = await tx.batchScorecard.groupBy({ by: ['cardCode'], where: { bankId }, _count: { _all: true } })
    const people = await namesOf(
      tx,
      bankId,
      drafts.flatMap((d) => [d.savedBy, d.submittedBy]),
    )
    const codes = [...new Set([...versions.keys(), ...drafts.map((d) => d.code)])].sort()
    return {
      items: codes.map((code) => {
        const list = versions.get(code) ?? []
        const states = versionStates(list, today)
        const inForce = list.find((v) => states.get(v.version) === 'IN_FORCE')
        const draft = drafts.find((d) => d.code === code)
        const shown = inForce?.definition ?? list[0]?.definition ?? draftCard(draft!)
        return {
          code,
          kind: shown.kind,
          titleZh: shown.titleZh,
          titleEn: shown.titleEn,
          standard: Object.values<string>(STANDARD_CODE).includes(code),
          appliesTo: inForce?.definition.appliesTo ?? null,
          indicators: shown.indicators.length,
          inForce: inForce ? { version: inForce.version, effectiveFrom: inForce.effectiveFrom } : null,
          coming: list
            .filter((v) => states.get(v.version) === 'COMING')
            .map((v) => ({ version: v.version, effectiveFrom: v.effectiveFrom })),
          versions: list.length,
          batches: uses.find((u) => u.cardCode === code)?._count._all ?? 0,
          draft: draft
            ? {
                id: draft.id,
                state: draft.state,
                savedAt: draft.savedAt,
                savedBy: people.get(draft.savedBy ?? '') ?? null,
                submittedBy: people.get(draft.submittedBy ?? '') ?? null,
              }
            : null,
        }
      }),
    }
  },
})

/** One card: the version asked for (the one in force unless told), all versions with who made them, and their use. */
export const getCard = defineQuery({
  name: 'scorecards.get',
  input: z.strictObject({ code: zCode, version: z.coerce.number().int().min(1).optional() }),
  access: STAFF,
  async run({ tx, actor, input, today }) {
    const { bankId } = actor
    const list = (await readVersions(tx, bankId, input.code)).get(input.code) ?? []
    const states = versionStates(list, today)
    const shown =
      input.version === undefined
        ? (list.find((v) => states.get(v.version) === 'IN_FORCE') ?? list[0])
        : list.find((v) => v.version === input.version)
    if (!shown) throw refuse('E_NOT_FOUND', { object: 'scorecard', code: input.code })
    const draft = await tx.scorecardDraft.findFirst({
      where: { bankId, code: input.code, state: { in: OPEN_DRAFT } },
      select: { id: true, state: true },
    })
    const people = await namesOf(
      tx,
      bankId,
      list.flatMap((v) => [v.draftedBy, v.publishedBy]),
    )
    const batches = await tx.batchScorecard.groupBy({
      by: ['cardVersion'],
      where: { bankId, cardCode: input.code },
      _count: { _all: true },
    })
    const results = await tx.scoreResult.groupBy({
      by: ['cardVersion'],
      where: { bankId, cardCode: input.code },
      _count: { _all: true },
    })
    const of = (rows: readonly { cardVersion: number; _count: { _all: number } }[], version: number): number =>
      rows.find((r) => r.cardVersion === version)?._count._all ?? 0
    const before = list.find((v) => v.version < shown.version)
    return {
      card: shown.definition,
      state: states.get(shown.version)!,
      changes: before ? cardChanges(before.definition, shown.definition) : [],
      changedSince: before?.version ?? null,
      draft,
      versions: list.map((v) => ({
        id: v.id,
        version: v.version,
        effectiveFrom: v.effectiveFrom,
        state: states.get(v.version)!,
        note: v.note,
        draftedBy: people.get(v.draftedBy ?? '') ?? null,
        publishedBy: people.get(v.publishedBy ?? '') ?? null,
        publishedAt: v.publishedAt,
        batches: of(batches, v.version),
        results: of(results, v.version),
      })),
    }
  },
})

/** The file of one version, as it can be imported again. */
export const cardFile = defineQuery({
  name: 'scorecards.file',
  input: z.strictObject({ code: zCode, version: z.coerce.number().int().min(1) }),
  access: STAFF,
  run: async ({ tx, actor, input }) => cardToJson(await cardOfResult(tx, actor.bankId, input.code, input.version)),
})

/** What two versions of a card differ in. */
export const compareCards = defineQuery({
  name: 'scorecards.compare',
  input: z.strictObject({ code: zCode, from: z.coerce.number().int().min(1), to: z.coerce.number().int().min(1) }),
  access: STAFF,
  async run({ tx, actor, input }) {
    const before = await cardOfResult(tx, actor.bankId, input.code, input.from)
    const after = await cardOfResult(tx, actor.bankId, input.code, input.to)
    return { code: input.code, from: input.from, to: input.to, before, after, changes: cardChanges(before, after) }
  },
})

/** A draft: the card as it stands, what keeps it from being published, what it changes, and who may decide. */
export const getCardDraft = defineQuery({
  name: 'scorecards.getDraft',
  input: z.strictObject({ draftId: zId }),
  access: STAFF,
  async run({ tx, actor, input, today }) {
    const { bankId } = actor
    const draft = await findDraft(tx, bankId, input.draftId)
    const card = draftCard(draft)
    const base = draft.baseVersion === null ? null : await cardOfResult(tx, bankId, draft.code, draft.baseVersion)
    const acts = await tx.actRecord.findMany({
      where: { bankId, act: 'DEFINE_SCORECARD', subjectType: 'scorecard', subjectId: draft.id },
      orderBy: { at: 'asc' },
      select: { personKey: true, userId: true },
    })
    const people = await namesOf(tx, bankId, [
      draft.draftedBy,
      draft.savedBy,
      draft.submittedBy,
      draft.decidedBy,
      ...acts.map((a) => a.userId),
    ])
    const history = await tx.stateHistory.findMany({
      where: { bankId, objectType: 'scorecard', objectId: draft.id },
      orderBy: { id: 'asc' },
      select: { id: true, event: true, stateTo: true, at: true, actorName: true, reason: true },
    })
    const effectiveFrom = draft.effectiveFrom?.toISOString().slice(0, 10) ?? null
    return {
      id: draft.id,
      code: draft.code,
      kind: draft.kind as Card['kind'],
      state: draft.state,
      version: draft.version,
      versionNo: card.version,
      card,
      effectiveFrom,
      note: draft.note,
      today,
      baseVersion: draft.baseVersion,
      base,
      changes: base ? cardChanges(base, { ...card, effectiveFrom: base.effectiveFrom }) : [],
      problems: await problemsBesideOthers(
        tx,
        bankId,
        card,
        effectiveFrom ? Temporal.PlainDate.from(effectiveFrom) : today,
      ),
      definedBy: [...new Set(acts.map((a) => people.get(a.userId ?? '') ?? '—'))],
      /** took part in defining it, and so cannot publish it */
      mine: acts.some((a) => a.personKey === actor.personKey),
      decision: draft.decision,
      decidedBy: people.get(draft.decidedBy ?? '') ?? null,
      history: history.map((h) => ({ ...h, state: h.stateTo })),
    }
  },
})

/** Names that a scope can name: the bank's markets and their trades. */
export const cardScopeChoices = defineQuery({
  name: 'scorecards.scopeChoices',
  input: z.strictObject({}),
  access: STAFF,
  async run({ tx, actor }) {
    const markets = await tx.market.findMany({
      where: { bankId: actor.bankId },
      orderBy: { code: 'asc' },
      select: { code: true, name: true, trade: true },
      take: 2000,
    })
    return {
      markets: markets.map(({ code, name }) => ({ code, name })),
      trades: [...new Set(markets.map((m) => m.trade))],
    }
  },
})
