import { z } from 'zod'
import { fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { maskIdNo } from '@/lib/platform/masks'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { allowedEvents } from '@/lib/platform/workflow'
import { keyClausesOf } from './rules'
import { contractMachine } from './workflow'

/** Who reads contracts and signings. */
export const CONTRACT_READERS = [
  'RM',
  'CONTRACT_OFFICER',
  'LEGAL',
  'DISB_REVIEWER',
  'DISB_APPROVER',
  'EVALUATOR',
  'RISK_MGR',
  'SB_REVIEWER',
  'SB_HEAD',
  'CR_REVIEWER',
  'CR_APPROVER',
  'CR_HEAD',
  'COLLECTOR',
  'POST_MKT',
  'AUDITOR',
] as const

/** Who sits at the table: one merchant signs as borrower and as member; an operator or partner signs for all of them at once. */
function personKey(p: { role: string; name: string; applicationId: string | null }): string {
  if (p.role === 'OPERATOR') return 'OPERATOR:'
  if (p.role === 'PARTNER') return `PARTNER:${p.name}`
  const who = p.role === 'SPOUSE' || p.role === 'MORTGAGOR' ? p.role : 'MERCHANT'
  return `${who}:${p.applicationId ?? ''}`
}

/** One signing as it lies on the table: person by person, each document with its key clauses and what is confirmed. */
export const signingTable = defineQuery({
  name: 'signing.table',
  input: z.strictObject({ sessionId: zId }),
  access: { roles: CONTRACT_READERS },
  async run({ tx, actor, input }) {
    const bankId = actor.bankId
    const s = await tx.signingSession.findFirst({
      where: { bankId, id: input.sessionId },
      include: { group: true, batch: { select: { id: true, code: true, market: { select: { name: true } } } } },
    })
    if (!s) throw refuse('E_NOT_FOUND', { object: 'signingSession' })
    const contracts = await tx.contract.findMany({
      where: { bankId, sessionId: s.id, state: { not: 'VOID' } },
      orderBy: { number: 'asc' },
      include: {
        contractSigners: { orderBy: { position: 'asc' } },
        explanationRecords: { select: { signerId: true, clauseId: true, contractSha256: true } },
        application: { select: { name: true, stallNo: true, rowNo: true } },
      },
    })
    const people = await tx.appUser.findMany({
      where: { bankId, id: { in: [s.rmId, s.contractOfficerId] } },
      select: { id: true, name: true },
    })
    const signers = contracts.flatMap((c) =>
      c.contractSigners.map((p) => {
        const clauses = keyClausesOf(c)
        const confirmed = c.explanationRecords
          .filter((r) => r.signerId === p.id && r.contractSha256 === c.sha256)
          .map((r) => r.clauseId)
        return {
          signerId: p.id,
          person: personKey(p),
          role: p.role,
          name: p.name,
          idNo: maskIdNo(p.idNo),
          applicationId: p.applicationId,
          contractId: c.id,
          kind: c.kind,
          number: c.number,
          sha256: c.sha256,
          fileId: c.fileId,
          state: c.state,
          merchant: c.application?.name ?? null,
          clauses: clauses.map((id) => ({ id, confirmed: confirmed.includes(id) })),
          identityChecked: p.identityCheckedAt !== null,
          signedAt: p.signedAt,
          method: p.method,
          deliveredAt: p.deliveredAt,
        }
      }),
    )
    const persons = [...Map.groupBy(signers, (x) => x.person).entries()].map(([key, docs]) => ({
      key,
      role: docs[0]!.role,
      name: docs[0]!.name,
      idNo: docs[0]!.idNo,
      merchant: docs.find((d) => d.merchant)?.merchant ?? null,
      identityChecked: docs.every((d) => d.identityChecked),
      clausesOpen: docs.reduce((n, d) => n + d.clauses.filter((c) => !c.confirmed).length, 0),
      signed: docs.filter((d) => d.signedAt).length,
      documents: docs,
    }))
    return {
      id: s.id,
      version: s.version,
      state: s.state,
      note: s.note,
      place: s.place,
      startsAt: s.startsAt,
      group: s.group && { id: s.group.id, code: s.group.code, name: s.group.name },
      batch: s.batch,
      recordingRef: s.recordingRef,
      rm: people.find((p) => p.id === s.rmId)?.name ?? '',
      contractOfficer: people.find((p) => p.id === s.contractOfficerId)?.name ?? '',
      iAmRm: actor.userId === s.rmId,
      iAmOfficer: actor.userId === s.contractOfficerId,
      contracts: contracts.map((c) => ({
        id: c.id,
        kind: c.kind,
        number: c.number,
        state: c.state,
        sha256: c.sha256,
        fileId: c.fileId,
        version: c.version,
        merchant: c.application?.name ?? null,
        amountFen: c.amountFen,
        ratePpm: c.ratePpm,
        tenorMonths: c.tenorMonths,
        signatures: c.contractSigners.length,
        signaturesDone: c.contractSigners.filter((x) => x.signedAt).length,
        allowedEvents: allowedEvents(contractMachine, c.state, actor),
      })),
      persons,
    }
  },
})

/** GET /contracts/{id}: the document's data, its signers and explanations. */
export const contractDetail = defineQuery({
  name: 'contracts.detail',
  input: z.strictObject({ contractId: zId }),
  access: { roles: CONTRACT_READERS },
  async run({ tx, actor, input }) {
    const c = await tx.contract.findFirst({
      where: { bankId: actor.bankId, id: input.contractId },
      include: { contractSigners: { orderBy: { position: 'asc' } }, explanationRecords: { orderBy: { at: 'asc' } } },
    })
    if (!c) throw refuse('E_NOT_FOUND', { object: 'contract' })
    return {
      id: c.id,
      kind: c.kind,
      number: c.number,
      state: c.state,
      version: c.version,
      batchId: c.batchId,
      applicationId: c.applicationId,
      groupId: c.groupId,
      sessionId: c.sessionId,
      sha256: c.sha256,
      fileId: c.fileId,
      amountFen: c.amountFen,
      ratePpm: c.ratePpm,
      tenorMonths: c.tenorMonths,
      guaranteePeriodEnd: fromDbOrNull(c.guaranteePeriodEnd),
      waterfallVersion: c.waterfallVersion,
      mode: c.mode,
      templateVersion: c.templateVersion,
      contentSha256: c.contentSha256,
      clauses: c.clauses as { id: string; key: boolean }[],
      issuedAt: c.issuedAt,
      signedAt: c.signedAt,
      keyClauses: keyClausesOf(c),
      signers: c.contractSigners.map((s) => ({
        id: s.id,
        role: s.role,
        name: s.name,
        idNo: maskIdNo(s.idNo),
        identityCheckedAt: s.identityCheckedAt,
        signedAt: s.signedAt,
        method: s.method,
      })),
      explanations: c.explanationRecords.map((e) => ({
        signerId: e.signerId,
        clause: e.clauseId,
        readAloud: e.readAloud,
        question: e.question,
        answer: e.answer,
        at: e.at,
      })),
      allowedEvents: allowedEvents(contractMachine, c.state, actor),
    }
  },
})

export const contractsOf = defineQuery({
  name: 'contracts.list',
  input: z.strictObject({
    batchId: zId.optional(),
    applicationId: zId.optional(),
    state: z.string().max(60).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: zId.optional(),
  }),
  access: { roles: CONTRACT_READERS },
  async run({ tx, actor, input }) {
    const rows = await tx.contract.findMany({
      where: {
        bankId: actor.bankId,
        ...(input.batchId ? { batchId: input.batchId } : {}),
        ...(input.applicationId ? { applicationId: input.applicationId } : {}),
        ...(input.state ? { state: { in: input.state.split(',') } } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
      include: { application: { select: { name: true } } },
    })
    const page = rows.slice(0, input.limit)
    return {
      items: page.map((c) => ({
        id: c.id,
        kind: c.kind,
        number: c.number,
        state: c.state,
        merchant: c.application?.name ?? null,
        applicationId: c.applicationId,
        amountFen: c.amountFen,
        fileId: c.fileId,
        sessionId: c.sessionId,
        signedAt: c.signedAt,
      })),
      nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
    }
  },
})
