/** A partner's first page: its own entry with the bank, the agreements that bind it, and its own people. Nothing else is open to it. */
import { z } from 'zod'
import { fromDb, fromDbOrNull, isAfter } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { PARTNER_HOME_ROLES } from './roles'

export const partnerHome = defineQuery({
  name: 'partners.home',
  input: z.strictObject({}),
  access: { roles: PARTNER_HOME_ROLES },
  async run({ tx, actor, today }) {
    const bankId = actor.bankId
    const partyId = actor.partyId
    if (!partyId) throw refuse('E_NOT_FOUND', { object: 'party' })
    const [party, bank, schemes, people, consents, cases, letters, returns, papers, calls] = [
      await tx.party.findFirst({
        where: { bankId, id: partyId },
        select: { code: true, kind: true, name: true, nameEn: true, uscc: true, state: true, createdAt: true },
      }),
      await tx.bank.findUnique({ where: { id: bankId }, select: { name: true, nameEn: true } }),
      await tx.cooperationScheme.findMany({
        where: { bankId, partyId, state: { not: 'DRAFT' } },
        orderBy: [{ mode: 'asc' }, { versionNo: 'desc' }],
        take: 100,
      }),
      await tx.appUser.findMany({
        where: { bankId, partyId, state: 'ACTIVE' },
        orderBy: { login: 'asc' },
        select: { id: true, name: true, login: true, lastSignInAt: true },
        take: 100,
      }),
      await tx.schemeConsent.findMany({ where: { bankId, partyId }, orderBy: { askedAt: 'desc' }, take: 50 }),
      await tx.partnerCase.findMany({
        where: { bankId, partyId },
        orderBy: [{ state: 'asc' }, { answerBy: 'asc' }],
        take: 200,
      }),
      await tx.claimNotice.findMany({
        where: { bankId, partyId },
        orderBy: [{ sentOn: 'desc' }, { number: 'desc' }],
        take: 200,
      }),
      await tx.partnerReturn.findMany({ where: { bankId, partyId }, orderBy: { month: 'desc' }, take: 24 }),
      await tx.claimPaper.findMany({
        where: { bankId, partyId },
        orderBy: [{ claimNumber: 'desc' }, { kind: 'asc' }],
        include: { file: { select: { id: true, name: true } } },
        take: 1000,
      }),
      await tx.issueCall.findMany({
        where: { bankId, partyId },
        orderBy: [{ dueOn: 'desc' }, { issuer: 'asc' }],
        take: 100,
      }),
    ]
    if (!party || !bank) throw refuse('E_NOT_FOUND', { object: 'party' })
    return {
      lastMonth: today.subtract({ months: 1 }).with({ day: 1 }),
      party,
      bank,
      schemes: schemes.map((s) => ({
        id: s.id,
        mode: s.mode,
        versionNo: s.versionNo,
        state: s.state,
        totalCoopLimitFen: s.totalCoopLimitFen,
        singleClientLimitFen: s.singleClientLimitFen,
        marginRatioPpm: s.marginRatioPpm,
        number: s.number,
        usedFen: s.usedFen,
        startsOn: fromDbOrNull(s.startsOn),
        endsOn: fromDbOrNull(s.endsOn),
      })),
      people,
      consents: consents.map((c) => ({
        id: c.id,
        schemeId: c.schemeId,
        state: c.state,
        changes: c.changes as { field: string; before: string; after: string }[],
        askedAt: c.askedAt,
      })),
      cases: cases.map((c) => ({
        id: c.id,
        number: c.number,
        kind: c.kind,
        borrower: c.borrower,
        purpose: c.purpose,
        amountFen: c.amountFen,
        tenorMonths: c.tenorMonths,
        jointDiligence: c.jointDiligence,
        state: c.state,
        answerBy: fromDb(c.answerBy),
        referenceNo: c.referenceNo,
        answerNote: c.answerNote,
      })),
      letters: letters.map((l) => ({
        id: l.id,
        number: l.number,
        claimNumber: l.claimNumber,
        borrower: l.borrower,
        loanNumber: l.loanNumber,
        amountFen: l.amountFen,
        principalFen: l.principalFen,
        interestFen: l.interestFen,
        sentOn: fromDb(l.sentOn),
        answerBy: fromDb(l.answerBy),
        payBy: fromDbOrNull(l.payBy),
        state: l.state,
        answerNote: l.answerNote,
        // its days to say whether the file is complete run until its answer
        mayQuery: ['SENT', 'DELIVERED'].includes(l.state) && !isAfter(today, fromDb(l.answerBy)),
        papers: papers
          .filter((p) => p.claimId === l.claimId)
          .map((p) => ({
            id: p.id,
            kind: p.kind,
            state: p.state,
            reference: p.reference,
            file: p.file,
            receivedOn: fromDbOrNull(p.receivedOn),
            queryNote: p.state === 'QUERIED' ? p.queryNote : null,
          })),
      })),
      calls: calls.map((c) => ({
        id: c.id,
        pool: c.poolName,
        issuer: c.issuer,
        dueOn: fromDb(c.dueOn),
        amountFen: c.amountFen,
        paidFen: c.paidFen,
        stage: c.stage,
        state: c.state,
        answerNote: c.answerNote,
      })),
      returns: returns.map((r) => ({
        id: r.id,
        month: fromDb(r.month),
        figures: r.figures as Record<string, string>,
        at: r.at,
      })),
    }
  },
})
