/** The papers of a claim as rows: opened with it, filled from the bank's own books where they have them, handed over with the letter. */
import { readParticulars } from '@/lib/contracts/particulars'
import type { CommandContext } from '@/lib/platform/commands'
import { fromDb, fromDbOrNull, type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { newId } from '@/lib/platform/tenant'
import { type PaperKind, papersOf, wantingPapers } from '../rules/claim-papers'
import type { ClaimType } from '../rules/claim-parts'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today'>
type ClaimOf = { id: string; number: string; type: string; loanId: string; applicationId: string; asOf: Date }

/**
 * One row for each paper that the claim needs, with the window's last day; what the bank's own books have is there at once:
 * the signed contract, the policy that the insurer gave, the drawdown, the arrears frozen with the claim, the collector's acts.
 * Asked again, it fills what has come since and leaves the rest as it is.
 */
export async function openPapers(ctx: Ctx, claim: ClaimOf): Promise<void> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const kinds = papersOf(claim.type as ClaimType)
  if (kinds.length === 0) return
  const window = await tx.claimLine.findFirst({
    where: { bankId, claimId: claim.id, periodEnd: { not: null } },
    orderBy: { periodEnd: 'asc' },
    select: { periodEnd: true },
  })
  await tx.claimPaper.createMany({
    data: kinds.map((kind) => ({
      bankId,
      id: newId(),
      claimId: claim.id,
      claimNumber: claim.number,
      kind,
      state: 'MISSING',
      dueOn: window?.periodEnd ?? null,
    })),
    skipDuplicates: true,
  })
  const found = await inTheBooks(ctx, claim)
  const rows = JSON.stringify(
    kinds
      .map((kind) => ({ kind, reference: found[kind]?.reference ?? null, file: found[kind]?.fileId ?? null }))
      .filter((r) => r.reference !== null),
  )
  await tx.$executeRaw`
    update claim_paper p set state = 'RECEIVED', origin = 'BOOKS', reference = r.reference, file_id = r.file, received_on = ${toDb(today)}::date, version = p.version + 1
    from jsonb_to_recordset(${rows}::jsonb) as r(kind text, reference text, file uuid)
    where p.bank_id = ${bankId}::uuid and p.claim_id = ${claim.id}::uuid and p.kind = r.kind and p.state = 'MISSING'`
}

type Found = { reference: string; fileId: string | null }

async function inTheBooks({ tx, actor }: Ctx, claim: ClaimOf): Promise<Partial<Record<PaperKind, Found>>> {
  const bankId = actor.bankId
  const contract = await tx.contract.findFirst({
    where: { bankId, applicationId: claim.applicationId, kind: 'LOAN_CONTRACT', state: 'SIGNED' },
    orderBy: { signedAt: 'desc' },
    select: { number: true, fileId: true },
  })
  const policy = await tx.partnerCase.findFirst({
    where: { bankId, applicationId: claim.applicationId, kind: 'POLICY', state: 'GIVEN', referenceNo: { not: null } },
    orderBy: { answeredOn: 'desc' },
    select: { referenceNo: true },
  })
  const noted = await tx.contractParticulars.findFirst({ where: { bankId, applicationId: claim.applicationId } })
  const policyNo = policy?.referenceNo ?? readParticulars(noted?.data).policy?.number ?? null
  const loan = await tx.loan.findFirst({
    where: { bankId, id: claim.loanId },
    select: { drawdown: { select: { number: true } } },
  })
  const act = await tx.collectionAct.findFirst({
    where: { bankId, loanId: claim.loanId },
    orderBy: { at: 'desc' },
    select: { number: true, onDate: true },
  })
  return {
    ...(contract ? { LOAN_CONTRACT: { reference: contract.number, fileId: contract.fileId } } : {}),
    ...(policyNo ? { POLICY: { reference: policyNo, fileId: null } } : {}),
    ...(loan ? { DRAWDOWN_VOUCHER: { reference: loan.drawdown.number, fileId: null } } : {}),
    // principal, interest, penalty and costs as they stood on the claim's day are frozen with the claim itself
    ARREARS_STATEMENT: { reference: `${claim.number} ${fromDb(claim.asOf)}`, fileId: null },
    ...(act ? { COLLECTION_RECORD: { reference: act.number ?? fromDb(act.onDate).toString(), fileId: null } } : {}),
  }
}

/** The file goes with the letter: refused while a paper is wanting, and from then on the insurer reads it on its desk. */
export async function handOverPapers(ctx: Ctx, claim: ClaimOf, partyId: string | null): Promise<void> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const type = claim.type as ClaimType
  if (papersOf(type).length === 0) return
  await openPapers(ctx, claim)
  const file = await tx.claimPaper.findMany({ where: { bankId, claimId: claim.id } })
  const wanting = wantingPapers(type, file)
  if (wanting.length > 0) throw refuse('E_CLAIM_PAPERS', { count: wanting.length, missing: [...wanting] })
  if (!partyId) return
  const copies = await partysCopies(
    ctx,
    partyId,
    file.map((p) => p.fileId),
  )
  const rows = JSON.stringify(
    file.map((p) => ({ id: p.id, file: p.fileId ? (copies.get(p.fileId) ?? p.fileId) : null })),
  )
  await tx.$executeRaw`
    update claim_paper p set party_id = ${partyId}::uuid, file_id = r.file, version = p.version + 1
    from jsonb_to_recordset(${rows}::jsonb) as r(id uuid, file uuid) where p.bank_id = ${bankId}::uuid and p.id = r.id`
}

/** The bank's file is the bank's; what a partner may open is a row of its own for the same content. By the id of the bank's. */
export async function partysCopies(
  { tx, actor }: Ctx,
  partyId: string,
  fileIds: readonly (string | null)[],
): Promise<Map<string, string>> {
  const ids = fileIds.filter((id) => id !== null)
  if (ids.length === 0) return new Map()
  const files = await tx.fileObject.findMany({ where: { bankId: actor.bankId, id: { in: ids } } })
  const copies = new Map(files.filter((f) => f.partyId !== partyId).map((f) => [f.id, newId()]))
  await tx.fileObject.createMany({
    data: files
      .filter((f) => copies.has(f.id))
      .map(({ createdAt: _, ...f }) => ({ ...f, id: copies.get(f.id)!, partyId, createdBy: actor.userId })),
  })
  return copies
}

/** The day on which a paper's window closes for the bank, when it has not yet been handed over. */
export const paperClosed = (p: { partyId: string | null; dueOn: Date | null }, today: PlainDate): PlainDate | null => {
  const due = fromDbOrNull(p.dueOn)
  return p.partyId === null && due !== null && due.until(today).days > 0 ? due : null
}
