/** A partner enters the bank's book and is kept true there: what it is, its people, papers and figures. */

import { z } from 'zod'
import { checkUscc } from '@/lib/merchants/rules/uscc'
import { type CommandContext, checkVersion, defineCommand } from '@/lib/platform/commands'
import { fromDb, isAfter, type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { formatYuan, toPercent, toYuan } from '@/lib/platform/money'
import { nextCode } from '@/lib/platform/numbering'
import { pinyinOfName } from '@/lib/platform/pinyin'
import { zDate, zId } from '@/lib/platform/schema'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { recordCreation, transition } from '@/lib/platform/workflow'
import type { PartnerKind } from '../rules/kinds'
import {
  AddDocument,
  AddPerson,
  CreatePartner,
  type ProfileFields,
  RecordFigures,
  SetPool,
  UpdateProfile,
} from '../schema'
import { partnerMachine } from '../workflow'

type Ctx = CommandContext<unknown>
const KEEPERS = ['POST_PARTNER'] as const
const PREFIX: Record<PartnerKind, string> = {
  OPERATOR: 'OP',
  GUARANTOR: 'GC',
  INSURER: 'IN',
  INSURANCE_POOL: 'IP',
  GOV_FUND: 'GF',
  PARK: 'PA',
  DEVELOPER: 'DV',
  UNDERWRITER: 'UW',
  TRUSTEE: 'TR',
}

type Profile = z.output<z.ZodObject<typeof ProfileFields>>
const profileRow = (input: Profile) => ({
  legalForm: input.legalForm,
  licenceNo: input.licenceNo ?? null,
  licenceValidUntil: input.licenceValidUntil ? toDb(input.licenceValidUntil) : null,
  establishedOn: input.establishedOn ? toDb(input.establishedOn) : null,
  paidInCapitalFen: input.paidInCapital ?? null,
  governmentBacked: input.governmentBacked,
  mainlySmallOrAgri: input.mainlySmallOrAgri,
  listedInPlan: input.listedInPlan,
})

/** The form of a government's office is that of the state; refuses the others, so that LEG-1 cannot be written away. */
function checkForm(kind: PartnerKind, form: Profile['legalForm']): void {
  const wrong =
    (kind === 'GOV_FUND' && !['STATE_ORGAN', 'PUBLIC_INSTITUTION'].includes(form)) ||
    (kind === 'INSURANCE_POOL') !== (form === 'POOL') ||
    (['GUARANTOR', 'INSURER', 'UNDERWRITER', 'TRUSTEE', 'DEVELOPER'].includes(kind) &&
      !['COMPANY', 'BRANCH'].includes(form))
  if (wrong) throw refuse('E_PARTNER_FORM', {}, { fields: [{ path: 'legalForm', code: 'E_PARTNER_FORM' }] })
}

export async function requireParty(ctx: Ctx, partyId: string) {
  const party = await ctx.tx.party.findFirst({
    where: { bankId: ctx.actor.bankId, id: partyId },
    include: { partnerProfile: true },
  })
  if (!party) throw refuse('E_NOT_FOUND', { object: 'party' })
  return party
}

function notAfter(day: PlainDate | undefined, today: PlainDate, path: string): void {
  if (day && isAfter(day, today)) throw refuse('E_DATE', {}, { fields: [{ path, code: 'E_DATE' }] })
}

/** A partner applies. Refuses one whose credit code is known already. */
export const createPartner = defineCommand({
  name: 'partners.create',
  input: CreatePartner,
  access: { roles: KEEPERS },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    checkForm(input.kind, input.legalForm)
    notAfter(input.establishedOn, today, 'establishedOn')
    let uscc: string | null = null
    if (input.uscc) {
      const read = checkUscc(input.uscc)
      if (read.codes[0]) throw refuse(read.codes[0], {}, { fields: [{ path: 'uscc', code: read.codes[0] }] })
      uscc = read.parts.normalized
    }
    const known = await tx.party.findFirst({
      where: { bankId: actor.bankId, kind: input.kind, ...(uscc ? { uscc } : { name: input.name }) },
      select: { code: true, name: true },
    })
    if (known) {
      const params = { party: known.code, partyName: known.name }
      throw refuse('E_PARTY_EXISTS', params, {
        fields: [{ path: uscc ? 'uscc' : 'name', code: 'E_PARTY_EXISTS', params }],
      })
    }
    const id = newId()
    const code = await nextCode(tx, actor.bankId, PREFIX[input.kind], today.year, 3)
    const py = pinyinOfName(input.name)
    await tx.party.create({
      data: {
        bankId: actor.bankId,
        id,
        code,
        kind: input.kind,
        name: input.name,
        nameEn: input.nameEn || null,
        uscc,
        accountNo: input.accountNo ?? null,
        state: partnerMachine.initial,
        pyFull: py.full,
        pyInitials: py.initials,
        partnerProfile: { create: profileRow(input) },
      },
    })
    await recordCreation(ctx, partnerMachine, { id }, { code, kind: input.kind, name: input.name })
    return { id, code, state: partnerMachine.initial, version: 1 }
  },
})

/** Corrects what a partner is; one that was registered without a profile gets its own. */
export const updatePartnerProfile = defineCommand({
  name: 'partners.profile',
  input: UpdateProfile,
  access: { roles: KEEPERS },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const party = await requireParty(ctx, input.partyId)
    if (party.partnerProfile) checkVersion(party.partnerProfile.version, ctx.ifMatch)
    checkForm(party.kind as PartnerKind, input.legalForm)
    notAfter(input.establishedOn, today, 'establishedOn')
    const row = profileRow(input)
    await tx.partnerProfile.upsert({
      where: { bankId_partyId: { bankId: actor.bankId, partyId: party.id } },
      create: { bankId: actor.bankId, partyId: party.id, ...row },
      update: { ...row, version: { increment: 1 } },
    })
    ctx.audit({ objectType: 'party', objectId: party.id, detail: { event: 'profile', legalForm: input.legalForm } })
    return { id: party.id }
  },
})

export const addPartnerPerson = defineCommand({
  name: 'partners.addPerson',
  input: AddPerson,
  access: { roles: KEEPERS },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const party = await requireParty(ctx, input.partyId)
    notAfter(input.since, today, 'since')
    const id = newId()
    await tx.partnerPerson.create({
      data: {
        bankId: actor.bankId,
        id,
        partyId: party.id,
        role: input.role,
        name: input.name,
        idNo: input.idNo?.toUpperCase() ?? null,
        phone: input.phone ?? null,
        sharePpm: input.share ?? null,
        since: toDb(input.since),
      },
    })
    ctx.audit({
      objectType: 'party',
      objectId: party.id,
      detail: { event: 'person', role: input.role, name: input.name },
    })
    return { id }
  },
})

/** A person is no longer with the partner; who it was is kept. */
export const endPartnerPerson = defineCommand({
  name: 'partners.endPerson',
  input: z.strictObject({ personId: zId, until: zDate }),
  access: { roles: KEEPERS },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const person = await tx.partnerPerson.findFirst({ where: { bankId: actor.bankId, id: input.personId } })
    if (!person) throw refuse('E_NOT_FOUND', { object: 'person' })
    if (person.until) throw refuse('E_STATE', { object: 'person', state: 'ENDED', event: 'end' })
    if (isAfter(fromDb(person.since), input.until))
      throw refuse('E_DATE', {}, { fields: [{ path: 'until', code: 'E_DATE' }] })
    await tx.partnerPerson.update({
      where: { bankId_id: { bankId: actor.bankId, id: person.id } },
      data: { until: toDb(input.until), version: { increment: 1 } },
    })
    ctx.audit({
      objectType: 'party',
      objectId: person.partyId,
      detail: { event: 'person-left', role: person.role, name: person.name },
    })
    return { id: person.id }
  },
})

export const addPartnerDocument = defineCommand({
  name: 'partners.addDocument',
  input: AddDocument,
  access: { roles: KEEPERS },
  async run(ctx) {
    const { tx, actor, input, today, now } = ctx
    const party = await requireParty(ctx, input.partyId)
    notAfter(input.issuedOn, today, 'issuedOn')
    if (
      input.fileId &&
      !(await tx.fileObject.findFirst({ where: { bankId: actor.bankId, id: input.fileId }, select: { id: true } }))
    )
      throw refuse('E_NOT_FOUND', { object: 'file' })
    const id = newId()
    await tx.partnerDocument.create({
      data: {
        bankId: actor.bankId,
        id,
        partyId: party.id,
        kind: input.kind,
        fileId: input.fileId ?? null,
        number: input.number ?? null,
        issuedOn: input.issuedOn ? toDb(input.issuedOn) : null,
        validUntil: input.validUntil ? toDb(input.validUntil) : null,
        recordedBy: actor.userId,
        at: now,
      },
    })
    ctx.audit({ objectType: 'party', objectId: party.id, detail: { event: 'document', kind: input.kind } })
    return { id }
  },
})

/** Figures of one day; what was recorded before stays, the latest of the latest day counts. */
export const recordPartnerFigures = defineCommand({
  name: 'partners.recordFigures',
  input: RecordFigures,
  access: { roles: KEEPERS },
  async run(ctx) {
    const { tx, actor, input, today, now } = ctx
    const party = await requireParty(ctx, input.partyId)
    notAfter(input.asOf, today, 'asOf')
    const id = newId()
    await tx.partnerFinancial.create({
      data: {
        bankId: actor.bankId,
        id,
        partyId: party.id,
        asOf: toDb(input.asOf),
        audited: input.audited,
        figures: storedFigures(input.figures),
        recordedBy: actor.userId,
        at: now,
      },
    })
    ctx.audit({
      objectType: 'party',
      objectId: party.id,
      detail: { event: 'figures', asOf: input.asOf.toString(), audited: input.audited },
    })
    return { id }
  },
})

const RATES = ['coreSolvency', 'comprehensiveSolvency']
/** Back into the text form in which figures are stored and read again. */
function storedFigures(figures: z.output<typeof RecordFigures>['figures']): Prisma.InputJsonObject {
  return Object.fromEntries(
    Object.entries(figures).flatMap(([k, v]) =>
      v === undefined ? [] : [[k, RATES.includes(k) ? toPercent(v as number) : toYuan(v as bigint)]],
    ),
  )
}

/** The insurers of a co-insurance pool, all at once. Their sum and their lead are tested at its review. */
export const setPool = defineCommand({
  name: 'partners.setPool',
  input: SetPool,
  access: { roles: KEEPERS },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const pool = await requireParty(ctx, input.partyId)
    if (pool.kind !== 'INSURANCE_POOL')
      throw refuse('E_STATE', { object: 'party', state: pool.kind, event: 'set-pool' })
    const ids = input.shares.map((s) => s.partyId)
    const insurers = await tx.party.count({ where: { bankId: actor.bankId, id: { in: ids }, kind: 'INSURER' } })
    if (insurers !== new Set(ids).size || insurers !== ids.length) throw refuse('E_POOL_MEMBER')
    const total = input.shares.reduce((n, s) => n + s.share, 0)
    if (total !== 1_000_000) throw refuse('E_POOL_SHARES', { total: toPercent(total) })
    await tx.poolShare.deleteMany({ where: { bankId: actor.bankId, poolId: pool.id } })
    await tx.poolShare.createMany({
      data: input.shares.map((s) => ({
        bankId: actor.bankId,
        poolId: pool.id,
        partyId: s.partyId,
        sharePpm: s.share,
        lead: s.lead,
      })),
    })
    ctx.audit({ objectType: 'party', objectId: pool.id, detail: { event: 'pool', insurers: ids.length } })
    return { id: pool.id }
  },
})

/** The partner leaves: only when nothing is used of any of its agreements. */
export const exitPartner = defineCommand({
  name: 'partners.exit',
  input: z.strictObject({ partyId: zId, reason: z.string().trim().min(2).max(500) }),
  access: { roles: ['SB_HEAD'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const party = await requireParty(ctx, input.partyId)
    const used = await tx.cooperationScheme.aggregate({
      where: { bankId: actor.bankId, partyId: party.id },
      _sum: { usedFen: true },
    })
    if ((used._sum.usedFen ?? 0n) > 0n)
      throw refuse('E_PARTNER_OUTSTANDING', { used: formatYuan(used._sum.usedFen ?? 0n) })
    const moved = await transition(
      ctx,
      partnerMachine,
      { ...party, partyId: null },
      { event: 'exit', reason: input.reason },
    )
    return { id: party.id, ...moved }
  },
})
