/** The register of collateral: every charge with its asset, ratio and registration; and one merchant's security file. */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { CONTRACT_READERS } from '@/lib/contracts/queries'
import { hasRole } from '@/lib/platform/actor'
import { fromDb, fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { maskIdNo } from '@/lib/platform/masks'
import { sumFen } from '@/lib/platform/money'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { allowedEvents } from '@/lib/platform/workflow'
import type { RegistryProposal } from './commands/register'
import { appraisalHolds, type CollateralKind, LIVE_CHARGES, ltvOf, securityCap } from './rules'
import { securityOf } from './standing'
import { chargeMachine, REGISTRY_CHECKERS } from './workflow'

/** Charges, the newest first, each with what its asset secures in all and may secure. */
export const chargeList = defineQuery({
  name: 'collateral.list',
  input: z.strictObject({
    q: z.string().trim().max(80).default(''),
    state: z.string().max(80).optional(),
    kind: z.string().max(120).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: zId.optional(),
  }),
  access: { roles: CONTRACT_READERS },
  async run({ tx, actor, input, today }) {
    const bankId = actor.bankId
    const text = { contains: input.q, mode: 'insensitive' as const }
    const rows = await tx.collateralCharge.findMany({
      where: {
        bankId,
        ...(input.state ? { state: { in: input.state.split(',') } } : {}),
        ...(input.kind ? { collateral: { kind: { in: input.kind.split(',') } } } : {}),
        ...(input.q
          ? {
              OR: [
                { collateral: { OR: [{ certificateNo: text }, { ownerName: text }, { description: text }] } },
                { application: { name: text } },
              ],
            }
          : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
      include: {
        application: { select: { id: true, name: true, batch: { select: { code: true, mode: true } } } },
        collateral: {
          include: { charges: { where: { state: { in: [...LIVE_CHARGES] } }, select: { securedFen: true } } },
        },
      },
    })
    const page = rows.slice(0, input.limit)
    const { plans, collateral } = await loadParameters(tx, bankId, today)
    return {
      items: page.map((r) => {
        const kind = r.collateral.kind as CollateralKind
        const cap = securityCap(r.collateral, ltvOf(kind, plans.pk.assets, collateral), plans.pk.stepFen)
        const appraisedOn = fromDb(r.collateral.appraisedOn)
        return {
          id: r.id,
          applicationId: r.applicationId,
          merchant: r.application.name,
          batch: r.application.batch.code,
          mode: r.application.batch.mode,
          kind,
          certificateNo: r.collateral.certificateNo,
          ownerName: r.collateral.ownerName,
          valueFen: r.collateral.valueFen,
          appraisedOn,
          stale: !appraisalHolds(kind, appraisedOn, today, collateral),
          securedFen: r.securedFen,
          onAssetFen: sumFen(r.collateral.charges.map((c) => c.securedFen)),
          cap,
          state: r.state,
          waits: r.proposal !== null,
        }
      }),
      nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
    }
  },
})

/** What secures one merchant's loan, with the papers, what waits for a second person, and whether it is enough today. */
export const securityFile = defineQuery({
  name: 'collateral.file',
  input: z.strictObject({ applicationId: zId }),
  access: { roles: CONTRACT_READERS },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const item = await tx.application.findFirst({
      where: { bankId, id: input.applicationId },
      select: {
        id: true,
        name: true,
        state: true,
        batch: { select: { code: true, mode: true } },
        applicationOutcome: { select: { approvedFen: true } },
      },
    })
    if (!item) throw refuse('E_NOT_FOUND', { object: 'application' })
    const amountFen = item.applicationOutcome?.approvedFen ?? 0n
    const standing = await securityOf(ctx, { id: item.id, mode: item.batch.mode, amountFen })
    const rows = await tx.collateralCharge.findMany({
      where: { bankId, applicationId: item.id },
      orderBy: { id: 'asc' },
      include: { collateral: { include: { valuations: { orderBy: [{ appraisedOn: 'desc' }, { at: 'desc' }] } } } },
    })
    const people = await tx.appUser.findMany({
      where: {
        bankId,
        id: { in: rows.flatMap((r) => [r.createdBy, r.proposedBy, r.confirmedBy]).filter((x) => x !== null) },
      },
      select: { id: true, name: true },
    })
    const nameOf = (id: string | null) => people.find((p) => p.id === id)?.name ?? null
    return {
      applicationId: item.id,
      merchant: item.name,
      state: item.state,
      batch: item.batch.code,
      mode: item.batch.mode,
      today,
      amountFen,
      requiredFen: standing.requiredFen,
      problem: standing.problem,
      mayRecord: hasRole(actor, 'RM'),
      charges: rows.map((r) => ({
        id: r.id,
        collateralId: r.collateralId,
        kind: r.collateral.kind as CollateralKind,
        certificateNo: r.collateral.certificateNo,
        description: r.collateral.description,
        ownerName: r.collateral.ownerName,
        ownerIdNo: maskIdNo(r.collateral.ownerIdNo),
        priceFen: r.collateral.priceFen,
        valueFen: r.collateral.valueFen,
        appraisedOn: fromDb(r.collateral.appraisedOn),
        securedFen: r.securedFen,
        cap: standing.charges.find((c) => c.id === r.id)?.cap ?? null,
        onAssetFen: standing.charges.find((c) => c.id === r.id)?.onAssetFen ?? null,
        state: r.state,
        reuseNote: r.reuseNote,
        registry: r.registry,
        advanceNo: r.advanceNo,
        advanceOn: fromDbOrNull(r.advanceOn),
        registerNo: r.registerNo,
        registeredOn: fromDbOrNull(r.registeredOn),
        releasedOn: fromDbOrNull(r.releasedOn),
        fileId: r.fileId,
        recordedBy: nameOf(r.createdBy),
        confirmedBy: nameOf(r.confirmedBy),
        proposal: r.proposal as RegistryProposal | null,
        proposedBy: nameOf(r.proposedBy),
        mayConfirm: r.proposal !== null && r.proposedBy !== actor.userId && hasRole(actor, ...REGISTRY_CHECKERS),
        allowedEvents: allowedEvents(chargeMachine, r.state, actor),
        valuations: r.collateral.valuations.map((v) => ({
          id: v.id,
          valueFen: v.valueFen,
          appraisedOn: fromDb(v.appraisedOn),
          appraiser: v.appraiser,
          fileId: v.fileId,
        })),
      })),
    }
  },
})
