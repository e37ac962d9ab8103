/** Merging the contracts of one group: numbers, PDFs, hashes, signers. One group is one command, so a batch resumes group by group. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { storeBuffer } from '@/lib/platform/files'
import { nextNumber } from '@/lib/platform/numbering'
import { zId } from '@/lib/platform/schema'
import type { Prisma } from '@/lib/platform/tenant'
import { newId } from '@/lib/platform/tenant'
import { freeze } from '@/lib/platform/wire'
import { recordCreation, transition } from '@/lib/platform/workflow'
import { contractContext } from './context'
import {
  type ContractContext,
  type DocumentParty,
  documentData,
  groupExpiry,
  JG_WATERFALL_VERSION,
  type MemberTerms,
  TEMPLATE_VERSION,
} from './document'
import { type ContractKind, guaranteePeriodEnd, requiredContracts } from './rules'
import { renderPdf } from './typst'
import { contractMachine } from './workflow'

type Ctx = CommandContext<unknown>
type SignerRow = {
  role: 'BORROWER' | 'SPOUSE' | 'GUARANTOR' | 'OPERATOR'
  name: string
  idNo: string | null
  applicationId: string | null
}
type Plan = { kind: ContractKind; member: MemberTerms | null; signers: SignerRow[] }

const ROLE_TEXT: Record<SignerRow['role'], string> = {
  BORROWER: '借款人',
  SPOUSE: '配偶',
  GUARANTOR: '联保成员',
  OPERATOR: '市场管理方',
}

/** Which documents the group and its members need (§7.2, JG) and who signs each. */
export function plannedContracts(c: ContractContext, withScheme: boolean): Plan[] {
  const operator: SignerRow = { role: 'OPERATOR', name: c.operator.name, idNo: c.operator.uscc, applicationId: null }
  const out: Plan[] = []
  for (const { kind, per } of requiredContracts('JG', {}, [])) {
    if (per === 'SCHEME' && withScheme) out.push({ kind, member: null, signers: [operator] })
    if (per === 'GROUP') {
      out.push({
        kind,
        member: null,
        signers: c.members.map((m) => ({
          role: 'GUARANTOR',
          name: m.ownerName,
          idNo: m.ownerIdNo,
          applicationId: m.applicationId,
        })),
      })
    }
  }
  for (const m of c.members) {
    const borrower: SignerRow = {
      role: 'BORROWER',
      name: m.ownerName,
      idNo: m.ownerIdNo,
      applicationId: m.applicationId,
    }
    for (const { kind, per } of requiredContracts('JG', { coDebtor: m.spouse !== null }, [])) {
      if (per !== 'MERCHANT') continue
      const signers: SignerRow[] =
        kind === 'SPOUSE_CONSENT'
          ? [{ role: 'SPOUSE', name: m.spouse!.name, idNo: m.spouse!.idNo, applicationId: m.applicationId }]
          : kind === 'STALL_UNDERTAKING'
            ? [{ ...operator, applicationId: m.applicationId }]
            : [borrower]
      out.push({ kind, member: m, signers })
    }
  }
  return out
}

/** Merges and stores every contract of one group's signing. Contracts that exist already are left alone (a repeated job). */
export const issueContracts = defineCommand({
  name: 'contracts.issue',
  input: z.strictObject({ sessionId: zId }),
  access: { roles: ['SYSTEM', 'RM'] },
  timeoutMs: 120_000,
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const session = await tx.signingSession.findFirst({ where: { bankId, id: input.sessionId } })
    if (!session?.groupId) throw refuse('E_NOT_FOUND', { object: 'signingSession' })
    const context = await contractContext(ctx, session.batchId, session.groupId)
    if (context.members.length === 0) throw refuse('E_GROUP_MIN', { size: 0, min: 1 })
    const bankSigners = await tx.appUser.findMany({
      where: { bankId, id: { in: [session.rmId, session.contractOfficerId] } },
      select: { name: true },
    })
    const existing = await tx.contract.findMany({
      where: { bankId, batchId: session.batchId, state: { not: 'VOID' } },
      select: { kind: true, applicationId: true, groupId: true },
    })
    const have = (p: Plan) =>
      existing.some(
        (e) =>
          e.kind === p.kind &&
          (p.kind === 'COOPERATION_AGREEMENT' ||
            (p.member ? e.applicationId === p.member.applicationId : e.groupId === session.groupId)),
      )
    const plans = plannedContracts(context, true).filter((p) => !have(p))
    const first = plans.length ? await nextNumber(tx, bankId, `contract-${today.year}`, plans.length) : 1n
    const numbered = plans.map((p, i) => ({
      ...p,
      number: `HT-${today.year}-${(first + BigInt(i)).toString().padStart(6, '0')}`,
    }))
    const loanNo = (m: MemberTerms | null) =>
      numbered.find((n) => n.kind === 'LOAN_CONTRACT' && n.member === m)?.number ?? ''
    for (const p of numbered) {
      const number = p.kind === 'JOINT_GUARANTEE_AGREEMENT' ? context.agreementNo : p.number
      await issueOne(
        ctx,
        { ...p, number, loanContractNo: loanNo(p.member) },
        context,
        session,
        bankSigners.map((b) => b.name),
      )
    }
    ctx.audit({
      objectType: 'signingSession',
      objectId: session.id,
      detail: { event: 'contracts-issued', contracts: numbered.length },
    })
    return { sessionId: session.id, issued: numbered.length }
  },
})

async function issueOne(
  ctx: Ctx,
  p: Plan & { number: string; loanContractNo: string },
  context: ContractContext,
  session: { id: string; batchId: string; groupId: string | null },
  bankNames: string[],
): Promise<void> {
  const { tx, actor, now } = ctx
  const parties: DocumentParty[] = [
    ...p.signers.map((s) => ({ role: ROLE_TEXT[s.role], name: s.name, ...(s.idNo ? { idNo: s.idNo } : {}) })),
    ...bankNames.map((name, i) => ({
      role: i === 0 ? `${context.bank.name} 经办` : `${context.bank.name} 见证`,
      name,
    })),
  ]
  const data = documentData(p.kind, context, {
    number: p.number,
    loanContractNo: p.loanContractNo,
    member: p.member,
    signers: parties,
    draft: false,
  })
  const pdf = renderPdf(`contracts/${p.kind}.typ`, data)
  const sha256 = createHash('sha256').update(pdf).digest('hex')
  const file = await storeBuffer(tx, actor.bankId, pdf, {
    name: `${p.number}.pdf`,
    mediaType: 'application/pdf',
    kind: 'CONTRACT',
    partyId: null,
    createdBy: actor.userId,
  })
  const guarantee = p.kind === 'JOINT_GUARANTEE_AGREEMENT'
  const id = newId()
  await tx.contract.create({
    data: {
      bankId: actor.bankId,
      id,
      batchId: session.batchId,
      applicationId: p.member?.applicationId ?? null,
      groupId: p.kind === 'COOPERATION_AGREEMENT' ? null : session.groupId,
      sessionId: session.id,
      kind: p.kind,
      number: p.number,
      templateVersion: TEMPLATE_VERSION,
      state: 'DRAFT',
      data: freeze(data) as Prisma.InputJsonValue,
      fileId: file.id,
      sha256,
      waterfallVersion: JG_WATERFALL_VERSION,
      ...(p.kind === 'LOAN_CONTRACT' && p.member
        ? { amountFen: p.member.amountFen, ratePpm: p.member.ratePpm, tenorMonths: p.member.tenorMonths }
        : {}),
      ...(guarantee
        ? { guaranteePeriodEnd: toDb(guaranteePeriodEnd(groupExpiry(context), context.scheme.guaranteePeriodMonths)) }
        : {}),
    },
  })
  await tx.contractSigner.createMany({
    data: p.signers.map((s, position) => ({ bankId: actor.bankId, id: newId(), contractId: id, position, ...s })),
  })
  await recordCreation(ctx, contractMachine, { id }, { number: p.number, kind: p.kind })
  await transition(
    { ...ctx, ifMatch: undefined },
    contractMachine,
    { id, state: 'DRAFT', version: 1 },
    { event: 'issue', detail: { sha256 }, set: { issuedAt: now } },
  )
}
