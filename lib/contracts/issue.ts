/**
 * Merging the documents of a signing: numbers, PDFs, seals, signers. A command merges one group, or some dozens of
 * merchants, in a few statements; what exists already is left alone, so a batch goes on where it stopped.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { storeBuffers } from '@/lib/platform/files'
import { nextNumber } from '@/lib/platform/numbering'
import { zId } from '@/lib/platform/schema'
import type { Prisma } from '@/lib/platform/tenant'
import { newId } from '@/lib/platform/tenant'
import { freeze } from '@/lib/platform/wire'
import { recordCreations, transitionMany } from '@/lib/platform/workflow'
import { contractContext } from './context'
import { type ContractContext, documentData, groupExpiry, type MemberTerms } from './document'
import { WATERFALLS } from './mode-terms'
import { resolutionProblem } from './particulars'
import { ofScheme, type PlannedDocument, plannedDocuments, ROLE_TEXT } from './plan-documents'
import { guaranteePeriodEnd } from './rules'
import { askForSpouses } from './spouse'
import { mergeDocument, TEMPLATE_VERSIONS } from './templates'
import { contractMachine } from './workflow'

type Ctx = CommandContext<unknown>
type Session = { id: string; batchId: string; groupId: string | null; rmId: string; contractOfficerId: string }
type Numbered = PlannedDocument & { id: string; number: string; loanContractNo: string }

/** Merges and stores the documents of one signing, or of some of its merchants. A repeated job merges only what is missing. */
export const issueContracts = defineCommand({
  name: 'contracts.issue',
  input: z.strictObject({ sessionId: zId, applicationIds: z.array(zId).min(1).max(100).optional() }),
  access: { roles: ['SYSTEM', 'RM'] },
  timeoutMs: 120_000,
  async run(ctx) {
    const { tx, actor, input } = ctx
    // a signing that is called off at this moment is not merged any more
    await tx.$queryRaw`select 1 from signing_session where bank_id = ${actor.bankId}::uuid and id = ${input.sessionId}::uuid for update`
    const session = await tx.signingSession.findFirst({ where: { bankId: actor.bankId, id: input.sessionId } })
    if (!session) throw refuse('E_NOT_FOUND', { object: 'signingSession' })
    if (session.state === 'CANCELLED') {
      ctx.audit({
        objectType: 'signingSession',
        objectId: session.id,
        detail: { event: 'contracts-issued', contracts: 0 },
      })
      return { sessionId: session.id, merchants: 0, issued: 0 }
    }
    const applicationIds = input.applicationIds ?? (session.applicationIds as string[] | null) ?? []
    const context = await contractContext(
      ctx,
      session.batchId,
      session.groupId ? { groupId: session.groupId } : { applicationIds },
    )
    if (context.members.length === 0) throw refuse('E_GROUP_MIN', { size: 0, min: 1 })
    checkGuarantors(context)
    const issued = await issueDocuments(ctx, session, context)
    await askForSpouses(ctx, context.members, session.rmId)
    ctx.audit({
      objectType: 'signingSession',
      objectId: session.id,
      detail: { event: 'contracts-issued', contracts: issued },
    })
    return { sessionId: session.id, merchants: context.members.length, issued }
  },
})

/** LEG-3: no guarantee of a company is merged before its resolution was seen by two people. */
function checkGuarantors(c: ContractContext): void {
  for (const m of c.members) {
    const problem = m.particulars.guarantor && resolutionProblem(m.particulars.guarantor, m.reviewed)
    if (problem) throw refuse(problem, { guarantor: m.particulars.guarantor!.name, row: m.rowNo })
  }
}

async function issueDocuments(ctx: Ctx, session: Session, context: ContractContext): Promise<number> {
  const { tx, actor, now } = ctx
  const bankId = actor.bankId
  const documents = await numbered(ctx, session, context)
  if (documents.length === 0) return 0
  const people = await tx.appUser.findMany({
    where: { bankId, id: { in: [session.rmId, session.contractOfficerId] } },
    select: { id: true, name: true },
  })
  const bankSide = [session.rmId, session.contractOfficerId].map((id, i) => ({
    role: `${context.bank.name} ${i === 0 ? '经办' : '见证'}`,
    name: people.find((p) => p.id === id)?.name ?? '',
  }))
  const merged = documents.map((d) => merge(d, context, bankSide))
  const files = await storeBuffers(
    tx,
    bankId,
    merged.map((m) => ({
      bytes: m.pdf,
      name: `${m.document.number}.pdf`,
      mediaType: 'application/pdf',
      kind: 'CONTRACT',
      createdBy: actor.userId,
    })),
  )
  await tx.contract.createMany({
    data: merged.map((m, i) => ({ bankId, fileId: files[i]!.id, ...row(m, session, context) })),
  })
  await tx.contractSigner.createMany({
    data: documents.flatMap((d) =>
      d.signers.map((s, position) => ({ bankId, id: newId(), contractId: d.id, position, ...s })),
    ),
  })
  const ids = documents.map((d) => d.id)
  await recordCreations(ctx, contractMachine, ids, { numbers: documents.map((d) => d.number) })
  await transitionMany(ctx, contractMachine, ids, { event: 'issue', set: { issuedAt: now } })
  return documents.length
}

type MergedDocument = ReturnType<typeof merge>

/** One document as it will be signed; refused when a field is empty or a clause that the law asks for is not there. */
function merge(d: Numbered, context: ContractContext, bankSide: { role: string; name: string }[]) {
  const data = documentData(d.kind, context, {
    number: d.number,
    loanContractNo: d.loanContractNo,
    member: d.member,
    signers: [
      ...d.signers.map((s) => ({ role: ROLE_TEXT[s.role], name: s.name, ...(s.idNo ? { idNo: s.idNo } : {}) })),
      ...bankSide,
    ],
    draft: false,
  })
  const merged = mergeDocument(d.kind, context.mode, data)
  const about = { contract: d.number, document: d.kind, row: d.member?.rowNo ?? '' }
  if (merged.blanks > 0) throw refuse('E_CONTRACT_BLANK', { ...about, blanks: merged.blanks })
  if (merged.missing.length > 0)
    throw refuse('E_CLAUSE_REQUIRED', {
      ...about,
      clauses: merged.missing.map((r) => r.clause),
      laws: merged.missing.map((r) => r.law),
    })
  return { ...merged, document: d, data, sha256: createHash('sha256').update(merged.pdf).digest('hex') }
}

function row(m: MergedDocument, session: Session, context: ContractContext) {
  const { kind, member } = m.document
  const guarantee = m.clauses.some((c) => c.id === 'GUARANTEE_END')
  const longest = member ? { members: [member], signingDate: context.signingDate } : context
  return {
    id: m.document.id,
    batchId: session.batchId,
    applicationId: member?.applicationId ?? null,
    groupId: ofScheme(m.document, context) ? null : session.groupId,
    sessionId: session.id,
    kind,
    number: m.document.number,
    templateVersion: TEMPLATE_VERSIONS[kind],
    state: 'DRAFT',
    mode: context.mode,
    data: freeze(m.data) as Prisma.InputJsonValue,
    sha256: m.sha256,
    contentSha256: m.contentSha256,
    clauses: m.clauses,
    refinancing: m.data.refinancing,
    agreementVersion: kind === 'JOINT_GUARANTEE_AGREEMENT' ? (context.group?.agreementVersion ?? null) : null,
    waterfallVersion: WATERFALLS[context.mode].version,
    ...(kind === 'LOAN_CONTRACT' && member
      ? { amountFen: member.amountFen, ratePpm: member.ratePpm, tenorMonths: member.tenorMonths }
      : {}),
    ...(guarantee
      ? { guaranteePeriodEnd: toDb(guaranteePeriodEnd(groupExpiry(longest), context.scheme.guaranteePeriodMonths)) }
      : {}),
  }
}

/** The documents that are not there yet, with their numbers. */
async function numbered(ctx: Ctx, session: Session, context: ContractContext): Promise<Numbered[]> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const members = context.members.map((m) => m.applicationId)
  const existing = await tx.contract.findMany({
    where: {
      bankId,
      batchId: session.batchId,
      state: { not: 'VOID' },
      OR: [{ applicationId: null }, { applicationId: { in: members } }],
    },
    select: { kind: true, applicationId: true, groupId: true, number: true, agreementVersion: true },
  })
  const keyOf = (kind: string, applicationId: string | null, groupId: string | null) =>
    `${kind} ${applicationId ?? groupId ?? ''}`
  const superseded = (e: { kind: string; groupId: string | null; agreementVersion: number | null }) =>
    e.kind === 'JOINT_GUARANTEE_AGREEMENT' &&
    e.groupId === session.groupId &&
    (e.agreementVersion ?? 1) !== (context.group?.agreementVersion ?? 1)
  const have = new Map(
    existing.filter((e) => !superseded(e)).map((e) => [keyOf(e.kind, e.applicationId, e.groupId), e.number]),
  )
  const plans = plannedDocuments(context).filter(
    (d) => !have.has(keyOf(d.kind, d.member?.applicationId ?? null, ofScheme(d, context) ? null : session.groupId)),
  )
  if (plans.length === 0) return []
  const first = await nextNumber(tx, bankId, `contract-${today.year}`, plans.length)
  const documents = plans.map((d, i) => ({
    ...d,
    id: newId(),
    number:
      d.kind === 'JOINT_GUARANTEE_AGREEMENT' && context.group
        ? context.group.agreementNo
        : `HT-${today.year}-${(first + BigInt(i)).toString().padStart(6, '0')}`,
  }))
  const loanNo = new Map<string, string>(
    documents.filter((d) => d.kind === 'LOAN_CONTRACT').map((d) => [d.member!.applicationId, d.number]),
  )
  const loanNumber = (m: MemberTerms | null) =>
    m ? (loanNo.get(m.applicationId) ?? have.get(keyOf('LOAN_CONTRACT', m.applicationId, null)) ?? '') : ''
  return documents.map((d) => ({ ...d, loanContractNo: loanNumber(d.member) }))
}
