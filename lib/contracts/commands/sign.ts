import { z } from 'zod'
import { performDuty } from '@/lib/approvals/duties'
import { requireExam } from '@/lib/desk/training/gate'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { fromDb, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { type ContractKind, type KeyClause, keyClausesOf, missingClauses } from '../rules'
import { recordSignatures, type SignedDocument } from '../signature/record'

type Ctx = CommandContext<unknown>

async function signerOf(ctx: Ctx, signerId: string) {
  const signer = await ctx.tx.contractSigner.findFirst({
    where: { bankId: ctx.actor.bankId, id: signerId },
    include: { contract: { include: { session: true } } },
  })
  if (!signer?.contract.session) throw refuse('E_NOT_FOUND', { object: 'signer' })
  if (signer.contract.state !== 'ISSUED')
    throw refuse('E_STATE', { object: 'contract', state: signer.contract.state, event: 'sign' })
  return { signer, contract: signer.contract, session: signer.contract.session }
}

/** When the act was done, where it was done without a line and sent later. The bank's own time counts; the trail keeps both. */
const zMadeAt = z.iso.datetime().optional().meta({ description: 'when it was done, if it was sent later' })
const madeAtOf = ({ madeAt }: { madeAt?: string | undefined }) => (madeAt ? { madeAt } : {})

/** Only the two bank people of the appointment may act at the table. */
function atTheTable(ctx: Ctx, session: { rmId: string; contractOfficerId: string }): void {
  if (ctx.actor.userId !== session.rmId && ctx.actor.userId !== session.contractOfficerId)
    throw refuse('E_FORBIDDEN', { need: 'signing' })
}

/** At signing an identity card and a licence must be good for so many days more (§4.2 Dates). */
const VALID_DAYS = 30
const AT_SIGNING = ['ID_LEGAL_REP', 'BUSINESS_LICENSE']

/** What was read off the borrower's own papers while they were checked: a card or licence about to run out is renewed first. */
async function requireValidPapers(ctx: Ctx, signerIds: string[]): Promise<void> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const borrowers = await tx.contractSigner.findMany({
    where: { bankId, id: { in: signerIds }, role: 'BORROWER', applicationId: { not: null } },
    select: { applicationId: true, name: true },
  })
  const must = today.add({ days: VALID_DAYS })
  const short = await tx.document.findFirst({
    where: {
      bankId,
      applicationId: { in: borrowers.flatMap((b) => b.applicationId ?? []) },
      slot: { in: AT_SIGNING },
      state: { in: ['MATCHED', 'ACCEPTED'] },
      expiresOn: { lt: toDb(must) },
    },
    orderBy: { id: 'asc' },
    select: { slot: true, expiresOn: true, applicationId: true },
  })
  if (!short?.slot || !short.expiresOn) return
  throw refuse(short.slot === 'ID_LEGAL_REP' ? 'E_ID_EXPIRED' : `E_DOC_EXPIRED:${short.slot}`, {
    merchant: borrowers.find((b) => b.applicationId === short.applicationId)?.name ?? '',
    expiresOn: fromDb(short.expiresOn).toString(),
    days: VALID_DAYS,
  })
}

/** §7.1 step 3: the original ID was seen and the face compared. The same person on several contracts is marked on all of them. */
export const checkIdentity = defineCommand({
  name: 'signing.identify',
  input: z.strictObject({
    signerIds: z.array(zId).min(1).max(500),
    originalSeen: z.literal(true),
    faceMatched: z.literal(true),
    madeAt: zMadeAt,
  }),
  access: { roles: ['RM', 'CONTRACT_OFFICER'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const { session } = await signerOf(ctx, input.signerIds[0]!)
    atTheTable(ctx, session)
    await requireValidPapers(ctx, input.signerIds)
    const done = await tx.contractSigner.updateMany({
      where: {
        bankId: actor.bankId,
        id: { in: input.signerIds },
        contract: { state: 'ISSUED', OR: [{ sessionId: session.id }, { batchId: session.batchId }] },
      },
      data: { identityCheckedBy: actor.userId, identityCheckedAt: now },
    })
    ctx.audit({
      objectType: 'signingSession',
      objectId: session.id,
      detail: { event: 'identify', signers: done.count, ...madeAtOf(input) },
    })
    return { identified: done.count }
  },
})

const Explanation = z.strictObject({
  signerId: zId,
  clauses: z.array(z.string().max(40)).min(1).max(20),
  readAloud: z.boolean(),
  question: z.string().trim().max(1000).optional(),
  answer: z.string().trim().max(1000).optional(),
})

/** §7.1 step 4: the signer confirms each key clause that was explained, in the text that lies on the table (its hash). */
export const explainClauses = defineCommand({
  name: 'signing.explain',
  input: z.strictObject({ explanations: z.array(Explanation).min(1).max(500), madeAt: zMadeAt }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    let records = 0
    const batches = new Set<string>()
    for (const e of input.explanations) {
      const { signer, contract, session } = await signerOf(ctx, e.signerId)
      if (actor.userId !== session.rmId) throw refuse('E_FORBIDDEN', { need: 'signing' })
      const known: readonly string[] = keyClausesOf(contract)
      const unknown = e.clauses.filter((c) => !known.includes(c))
      if (unknown.length > 0) throw refuse('E_CLAUSE_UNKNOWN', { clauses: unknown })
      await tx.explanationRecord.createMany({
        data: e.clauses.map((clauseId) => ({
          bankId: actor.bankId,
          id: newId(),
          contractId: contract.id,
          signerId: signer.id,
          clauseId,
          clauseVersion: contract.templateVersion,
          contractSha256: contract.sha256!,
          explainedBy: session.rmId,
          witnessId: session.contractOfficerId,
          readAloud: e.readAloud,
          question: e.question ?? null,
          answer: e.answer ?? null,
          confirmed: true,
          at: now,
        })),
      })
      records += e.clauses.length
      if (!batches.has(contract.batchId))
        await performDuty(ctx, 'SIGN_CONTRACT', {
          batch: [contract.batchId],
          merchant: signer.applicationId ? [signer.applicationId] : [],
        })
      batches.add(contract.batchId)
      ctx.audit({
        objectType: 'contract',
        objectId: contract.id,
        detail: { event: 'explain', signerId: signer.id, clauses: e.clauses, ...madeAtOf(input) },
      })
    }
    return { records }
  },
})

/** §7.1 step 5: one person signs. Refused while a key clause is unconfirmed or when the text changed since it was shown. */
export const signContract = defineCommand({
  name: 'contracts.sign',
  input: z.strictObject({
    signatures: z
      .array(z.strictObject({ signerId: zId, sha256: z.string().length(64) }))
      .min(1)
      .max(500),
    method: z.enum(['PAPER', 'DRAWN', 'SEAL', 'SCAN']),
    signatureFileId: zId.optional(),
    madeAt: zMadeAt,
  }),
  access: { roles: ['RM', 'CONTRACT_OFFICER'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    await requireExam(ctx, 'SIGNING')
    const sheet = await signatureSheet(ctx, input)
    const signed: SignedDocument[] = []
    for (const s of input.signatures) {
      const { signer, contract, session } = await signerOf(ctx, s.signerId)
      atTheTable(ctx, session)
      // A sheet that is older than the text was signed before there was anything to sign.
      if (sheet && contract.issuedAt && sheet.createdAt < contract.issuedAt)
        throw refuse('E_PRESIGNED', { contract: contract.number })
      if (signer.signedAt) throw refuse('E_STATE', { object: 'signer', state: 'SIGNED', event: 'sign' })
      if (s.sha256 !== contract.sha256) throw refuse('E_CONTRACT_HASH', { contract: contract.number })
      if (!signer.identityCheckedAt) throw refuse('E_SIGNER_IDENTITY', { signer: signer.name })
      const confirmations = await tx.explanationRecord.findMany({
        where: { bankId: actor.bankId, signerId: signer.id, contractSha256: contract.sha256! },
        select: { clauseId: true },
      })
      const missing = missingClauses(
        {
          kind: contract.kind as ContractKind,
          keyClauses: keyClausesOf(contract),
          textVersion: contract.sha256!,
          confirmations: confirmations.map((c) => ({
            clause: c.clauseId as KeyClause,
            signerId: signer.id,
            textVersion: contract.sha256!,
          })),
        },
        signer.id,
      )
      if (missing.length > 0) throw refuse('E_CLAUSE_UNCONFIRMED', { contract: contract.number, clauses: missing })
      await tx.contractSigner.update({
        where: { bankId_id: { bankId: actor.bankId, id: signer.id } },
        data: {
          signedAt: now,
          method: input.method,
          signedSha256: s.sha256,
          signatureFileId: input.signatureFileId ?? null,
        },
      })
      signed.push({
        contractId: contract.id,
        number: contract.number,
        sha256: s.sha256,
        contentSha256: contract.contentSha256,
        signer: { id: signer.id, name: signer.name, role: signer.role, idNo: signer.idNo },
        method: input.method,
      })
      ctx.audit({
        objectType: 'contract',
        objectId: contract.id,
        detail: { event: 'sign', signerId: signer.id, method: input.method, ...madeAtOf(input) },
      })
    }
    await recordSignatures(ctx, signed)
    return { signed: input.signatures.length }
  },
})

/** The picture of what was signed: needed where the signature was drawn or scanned. */
async function signatureSheet(ctx: Ctx, input: { method: string; signatureFileId?: string | undefined }) {
  if (!input.signatureFileId) {
    if (input.method === 'DRAWN' || input.method === 'SCAN')
      throw refuse(
        'E_REQUIRED:signatureFileId',
        {},
        { fields: [{ path: 'signatureFileId', code: 'E_REQUIRED:signatureFileId' }] },
      )
    return null
  }
  const file = await ctx.tx.fileObject.findFirst({
    where: { bankId: ctx.actor.bankId, id: input.signatureFileId },
    select: { createdAt: true },
  })
  if (!file) throw refuse('E_NOT_FOUND', { object: 'file' })
  return file
}
