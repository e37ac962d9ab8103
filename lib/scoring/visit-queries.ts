/** What the phone shows at the stall: whom to visit, and one merchant's visit with photos, figures and signatures. */
import { z } from 'zod'
import { evidenceOf } from '@/lib/evidence/evidence'
import { BANK_ROLES } from '@/lib/platform/actor'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { customerCardOf } from './card-in-force'
import { VISIT_EVIDENCE } from './commands/visit'
import { openPoints, scoreInputs } from './investigation'
import { namesOf } from './queries'
import { twoViews } from './rules/two-views'
import { sheetFigures } from './sheet-figures'
import { factsOf, ITEM_SELECT, marginRatioOf, readChecks, readSheets, withDerived } from './sheets'

const STAFF = { roles: BANK_ROLES }

/** Merchants of the batches that this person investigates (all of the bank's with `all`), unvisited first. */
export const visitList = defineQuery({
  name: 'investigations.visits',
  input: z.strictObject({ all: z.boolean().default(false) }),
  access: STAFF,
  async run({ tx, actor, input }) {
    const mine = actor.userId ? { OR: [{ rmId: actor.userId }, { evaluatorId: actor.userId }] } : {}
    const items = await tx.application.findMany({
      where: { bankId: actor.bankId, state: 'SCORING', batch: { state: 'SCORING', ...(input.all ? {} : mine) } },
      orderBy: [{ batchId: 'desc' }, { position: 'asc' }],
      take: 500,
      select: {
        id: true,
        rowNo: true,
        name: true,
        ownerName: true,
        stallNo: true,
        phone: true,
        mainGoods: true,
        batchId: true,
        batch: { select: { code: true, market: { select: { name: true, address: true } } } },
      },
    })
    const ids = items.map((i) => i.id)
    const sheets = await readSheets(tx, actor.bankId, ids)
    const photos = await tx.evidence.groupBy({
      by: ['objectId'],
      where: {
        bankId: actor.bankId,
        objectType: VISIT_EVIDENCE,
        objectId: { in: [...sheets.values()].map((s) => s.id) },
      },
      _count: { _all: true },
    })
    const rows = items.flatMap((i) => {
      const sheet = sheets.get(i.id)
      if (!sheet) return []
      return [
        {
          id: i.id,
          no: i.rowNo,
          name: i.name ?? '',
          ownerName: i.ownerName,
          stallNo: i.stallNo,
          phone: i.phone,
          mainGoods: i.mainGoods,
          batchId: i.batchId,
          batch: i.batch.code,
          market: i.batch.market.name,
          address: i.batch.market.address,
          visitedOn: sheet.visitedOn?.toISOString().slice(0, 10) ?? null,
          photos: photos.find((p) => p.objectId === sheet.id)?._count._all ?? 0,
          rmSigned: sheet.rmSignedAt !== null,
          evaluatorSigned: sheet.evaluatorSignedAt !== null,
          open: openPoints(sheet).length,
        },
      ]
    })
    return { items: rows.sort((a, b) => Number(a.visitedOn !== null) - Number(b.visitedOn !== null)) }
  },
})

/** One visit as the phone holds it. */
export const visitSheet = defineQuery({
  name: 'investigations.visit',
  input: z.strictObject({ applicationId: zId }),
  access: STAFF,
  async run({ tx, actor, input, today }) {
    const a = await tx.application.findFirst({
      where: { bankId: actor.bankId, id: input.applicationId },
      select: {
        ...ITEM_SELECT,
        phone: true,
        batch: {
          include: { market: { select: { name: true, address: true, marketGrading: true } } },
        },
      },
    })
    const sheet = a ? (await readSheets(tx, actor.bankId, [a.id])).get(a.id) : undefined
    if (!a || !sheet) throw refuse('E_NOT_FOUND', { object: 'investigation' })
    const card = await customerCardOf(tx, actor.bankId, a.batchId, today)
    const checks = (await readChecks(tx, actor.bankId, [a.id])).get(a.id) ?? []
    const facts = { ...a.batch, marginRatioPpm: await marginRatioOf(tx, actor.bankId, a.batch), today }
    const stated = { ...sheet, ...withDerived(card, sheet, factsOf(a, sheet, checks, facts)) }
    const photos = await evidenceOf(tx, actor.bankId, VISIT_EVIDENCE, [sheet.id])
    const people = await namesOf(tx, actor.bankId, [
      sheet.rmId,
      sheet.evaluatorId,
      a.batch.rmId,
      a.batch.evaluatorId,
      ...photos.map((p) => p.createdBy),
    ])
    const figures = sheetFigures(a, sheet)
    return {
      id: a.id,
      name: a.name ?? '',
      no: a.rowNo,
      ownerName: a.ownerName,
      stallNo: a.stallNo,
      phone: a.phone,
      mainGoods: a.mainGoods,
      state: a.state,
      batchId: a.batchId,
      batch: a.batch.code,
      market: a.batch.market.name,
      requestedFen: a.requestedFen,
      annualTurnoverFen: a.annualTurnoverFen,
      annualRentFen: a.annualRentFen,
      today: today.toString(),
      version: sheet.version,
      sheet: {
        visitedOn: sheet.visitedOn?.toISOString().slice(0, 10) ?? null,
        place: sheet.place,
        note: sheet.note,
        visit: sheet.visit,
        household: sheet.household,
        financials: sheet.financials,
        open: openPoints(sheet),
      },
      card,
      values: stated.inputs,
      sources: stated.sources,
      evaluatorValues: sheet.evaluatorInputs,
      reconciliation: sheet.reconciliation,
      views: twoViews(card, scoreInputs(stated), sheet.evaluatorInputs),
      figures,
      photos: photos.map((p) => ({
        id: p.id,
        itemCode: p.itemCode,
        kind: p.source,
        note: p.note,
        observedAt: p.observedAt,
        latitude: p.latitude,
        longitude: p.longitude,
        createdByName: people.get(p.createdBy ?? '') ?? null,
        createdAt: p.createdAt,
        file: p.file && { ...p.file, sizeBytes: Number(p.file.sizeBytes) },
        mine: p.createdBy === actor.userId,
      })),
      rm: { name: people.get(sheet.rmId ?? a.batch.rmId ?? '') ?? null, signedAt: sheet.rmSignedAt },
      evaluator: {
        name: people.get(sheet.evaluatorId ?? a.batch.evaluatorId ?? '') ?? null,
        signedAt: sheet.evaluatorSignedAt,
      },
    }
  },
})
export type VisitSheet = Awaited<ReturnType<typeof visitSheet>>
