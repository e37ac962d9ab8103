/** Referring a serious case to an authority: papers collected, a second person's decision, what was answered (§9 row 10). */
import { z } from 'zod'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { fromDb, fromDbOrNull, isAfter, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { nextCode } from '@/lib/platform/numbering'
import { defineQuery } from '@/lib/platform/queries'
import { zDate, zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { allowedEvents, recordCreation, transition } from '@/lib/platform/workflow'
import { AUTHORITIES, type Authority, documentsFor, missingDocuments, REFERRAL_DOCUMENTS, type ReferralDocument } from '../rules/referrals' // biome-ignore format: one line
import { DECIDERS, REFERRERS, referralMachine } from './workflow'

type Ctx = CommandContext<unknown>
const words = z.string().trim().min(2).max(2000)
type Papers = Partial<Record<ReferralDocument, string>>

/** Begins a referral about somebody of a market, or about what goes on in it. */
export const openReferral = defineCommand({
  name: 'referrals.open',
  input: z.strictObject({
    authority: z.enum(AUTHORITIES),
    /** which police station, bureau or court */
    office: z.string().trim().min(2).max(100),
    subject: z.string().trim().min(2).max(100),
    facts: z.string().trim().min(10).max(4000),
    market: z.string().trim().max(40).optional(),
    merchantId: zId.optional(),
  }),
  access: { roles: REFERRERS },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const { bankId } = actor
    const market = input.market ? await tx.market.findFirst({ where: { bankId, code: input.market }, select: { id: true } }) : null // biome-ignore format: one line
    if (input.market && !market)
      throw refuse('E_NOT_FOUND', { object: 'market' }, { fields: [{ path: 'market', code: 'E_NOT_FOUND' }] })
    const merchant = input.merchantId ? await tx.merchant.findFirst({ where: { bankId, id: input.merchantId }, select: { id: true, marketId: true } }) : null // biome-ignore format: one line
    if (input.merchantId && !merchant) throw refuse('E_NOT_FOUND', { object: 'merchant' })
    const id = newId()
    const number = await nextCode(tx, bankId, 'YS', today.year)
    await tx.externalReferral.create({
      data: { bankId, id, number, authority: input.authority, office: input.office, subject: input.subject, facts: input.facts, marketId: market?.id ?? merchant?.marketId ?? null, merchantId: merchant?.id ?? null, state: 'DRAFT', proposedBy: actor.userId! }, // biome-ignore format: one line
    })
    await recordCreation(ctx, referralMachine, { id }, { number, authority: input.authority })
    return { id, number }
  },
})

async function referralOf({ tx, actor }: Ctx, id: string, own: boolean) {
  const row = await tx.externalReferral.findFirst({ where: { bankId: actor.bankId, id } })
  if (!row || (own && row.proposedBy !== actor.userId && !actor.roles.includes('LEGAL')))
    throw refuse('E_NOT_FOUND', { object: 'external-referral' })
  return row
}

/** Notes where papers are to be found; one that the authority's list does not know is refused. */
export const fileReferralPapers = defineCommand({
  name: 'referrals.file',
  input: z.strictObject({ referralId: zId, documents: z.partialRecord(z.enum(REFERRAL_DOCUMENTS), z.string().trim().max(200)) }), // biome-ignore format: one line
  access: { roles: REFERRERS },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const row = await referralOf(ctx, input.referralId, true)
    if (row.state !== 'DRAFT') throw refuse('E_STATE', { object: 'external-referral', state: row.state, event: 'file' }, { allowed: [] }) // biome-ignore format: one line
    const known = documentsFor(row.authority as Authority)
    const other = (Object.keys(input.documents) as ReferralDocument[]).find((d) => !known.includes(d))
    if (other) throw refuse('E_REFERRAL_PAPER', { name: other })
    const done = await tx.externalReferral.updateMany({
      where: { bankId: actor.bankId, id: row.id, version: row.version },
      data: { documents: { ...(row.documents as Papers), ...input.documents }, version: { increment: 1 } },
    })
    if (done.count !== 1) throw refuse('E_VERSION_CONFLICT', { seen: row.version })
    ctx.audit({ objectType: 'external-referral', objectId: row.id, detail: { event: 'file', documents: Object.keys(input.documents) } }) // biome-ignore format: one line
    return { id: row.id }
  },
})

export const proposeReferral = defineCommand({
  name: 'referrals.propose',
  input: z.strictObject({ referralId: zId }),
  access: { roles: REFERRERS },
  async run(ctx) {
    const row = await referralOf(ctx, ctx.input.referralId, true)
    const missing = missingDocuments(row.authority as Authority, row.documents as Papers)
    if (missing.length > 0) throw refuse(`E_REFERRAL_PAPERS:${missing[0]}`, { missing })
    return { id: row.id, ...(await transition(ctx, referralMachine, row, { event: 'propose' })) }
  },
})

/** Legal or risk decides, never who proposed it: it goes out, back for more, or is dropped. */
export const decideReferral = defineCommand({
  name: 'referrals.decide',
  input: z.strictObject({ referralId: zId, decision: z.enum(['APPROVE', 'RETURN', 'DROP']), note: words }),
  access: { roles: DECIDERS },
  async run(ctx) {
    const { actor, input } = ctx
    const row = await referralOf(ctx, input.referralId, false)
    if (row.proposedBy === actor.userId) throw refuse('E_SOD', { act: 'REVIEW', earlierAct: 'MANAGE_LOAN', earlierAt: '', turn: [...DECIDERS] }) // biome-ignore format: one line
    const to = { APPROVE: 'APPROVED', RETURN: 'DRAFT', DROP: 'DROPPED' } as const
    const moved = await transition(ctx, referralMachine, row, {
      event: 'decide',
      to: to[input.decision],
      reason: input.note,
      set: { decidedBy: actor.userId, decisionNote: input.note },
    })
    return { id: row.id, ...moved }
  },
})

/** What happened outside: handed in with a receipt, taken or refused with a case number, ended with a result; or never mind. */
export const followReferral = defineCommand({
  name: 'referrals.follow',
  input: z.discriminatedUnion('event', [
    z.strictObject({ referralId: zId, event: z.literal('send'), on: zDate, receipt: words }),
    z.strictObject({ referralId: zId, event: z.literal('answer'), on: zDate, accepted: z.boolean(), caseNo: z.string().trim().max(100).optional(), note: words }), // biome-ignore format: one line
    z.strictObject({ referralId: zId, event: z.literal('close'), result: words }),
    z.strictObject({ referralId: zId, event: z.literal('drop'), reason: words }),
  ]),
  access: { roles: REFERRERS },
  async run(ctx) {
    const { input, today } = ctx
    const row = await referralOf(ctx, input.referralId, true)
    if ('on' in input && isAfter(input.on, today))
      throw refuse('E_DATE', {}, { fields: [{ path: 'on', code: 'E_DATE' }] })
    if (input.event === 'answer' && input.accepted && !input.caseNo)
      throw refuse('E_REQUIRED:caseNo', {}, { fields: [{ path: 'caseNo', code: 'E_REQUIRED' }] })
    const move = () => {
      switch (input.event) {
        case 'send':
          return { set: { sentOn: toDb(input.on), receipt: input.receipt } }
        case 'answer':
          return { to: input.accepted ? ('ACCEPTED' as const) : ('REFUSED' as const), reason: input.note, set: { answeredOn: toDb(input.on), caseNo: input.caseNo ?? null } } // biome-ignore format: one line
        case 'close':
          return { reason: input.result, set: { result: input.result, closedOn: toDb(today) } }
        case 'drop':
          return { reason: input.reason }
      }
    }
    return { id: row.id, ...(await transition(ctx, referralMachine, row, { event: input.event, ...move() })) }
  },
})

/** One's own; legal, risk, the head and the auditor see all. */
export const referralList = defineQuery({
  name: 'referrals.list',
  input: z.strictObject({ state: z.string().max(100).optional(), cursor: zId.optional(), limit: z.coerce.number().int().min(1).max(200).default(100) }), // biome-ignore format: one line
  access: { roles: [...REFERRERS, 'SB_HEAD', 'AUDITOR'] },
  async run({ tx, actor, input }) {
    const { bankId } = actor
    const all = actor.roles.some((r) => ['LEGAL', 'RISK_MGR', 'SB_HEAD', 'AUDITOR'].includes(r))
    const rows = await tx.externalReferral.findMany({
      where: {
        bankId,
        ...(all ? {} : { proposedBy: actor.userId! }),
        ...(input.state ? { state: { in: input.state.split(',') } } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
    })
    const shown = rows.slice(0, input.limit)
    const people = await tx.appUser.findMany({
      where: { bankId, id: { in: shown.flatMap((r) => [r.proposedBy, r.decidedBy]).filter((x) => x !== null) } },
      select: { id: true, name: true },
    })
    const markets = await tx.market.findMany({
      where: { bankId, id: { in: shown.map((r) => r.marketId).filter((x) => x !== null) } },
      select: { id: true, name: true },
    })
    const who = (id: string | null) => people.find((p) => p.id === id)?.name ?? null
    return {
      items: shown.map((r) => {
        const mine = r.proposedBy === actor.userId || actor.roles.includes('LEGAL')
        const papers = r.documents as Papers
        return {
          id: r.id,
          number: r.number,
          authority: r.authority as Authority,
          office: r.office,
          subject: r.subject,
          facts: r.facts,
          market: markets.find((m) => m.id === r.marketId)?.name ?? null,
          merchantId: r.merchantId,
          state: r.state,
          documents: documentsFor(r.authority as Authority).map((d) => ({ document: d, at: papers[d] ?? '' })),
          proposer: who(r.proposedBy),
          decider: who(r.decidedBy),
          decisionNote: r.decisionNote,
          sentOn: fromDbOrNull(r.sentOn),
          receipt: r.receipt,
          caseNo: r.caseNo,
          answeredOn: fromDbOrNull(r.answeredOn),
          result: r.result,
          openedOn: fromDb(r.createdAt),
          mayFile: mine && r.state === 'DRAFT',
          allowedEvents: allowedEvents(referralMachine, r.state, actor).filter((e) => (e === 'decide' ? r.proposedBy !== actor.userId : mine)), // biome-ignore format: one line
        }
      }),
      nextCursor: rows.length > input.limit ? shown.at(-1)!.id : null,
    }
  },
})
export type ReferralRow = Awaited<ReturnType<typeof referralList>>['items'][number]
