import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appointSigning, openContracting } from '@/lib/contracts/commands/appoint'
import { completeContracts } from '@/lib/contracts/commands/complete'
import { checkIdentity, explainClauses, signContract } from '@/lib/contracts/commands/sign'
import { contractsOf, signingTable } from '@/lib/contracts/queries'
import '@/lib/contracts/jobs'
import { recheckConditions, submitEvidence, verifyEvidence } from '@/lib/disbursement/commands/conditions'
import { approveDrawdown, reviewDrawdown } from '@/lib/disbursement/commands/pay'
import { requestDrawdown, submitDrawdown } from '@/lib/disbursement/commands/request'
import { conditionList, conditionQueue } from '@/lib/disbursement/queries'
import { REVIEW_TICKS } from '@/lib/disbursement/rules'
import { confirmCompensation, createClaim, makeCompensation, reviewClaim } from '@/lib/guarantees/commands/claims'
import { decideMovement, requestMovement } from '@/lib/guarantees/commands/margin'
import { marginAccounts, subLedgers } from '@/lib/guarantees/queries'
import { claimDetail } from '@/lib/guarantees/queries-claims'
import { fromDb } from '@/lib/platform/dates'
import type { Result } from '@/lib/platform/errors'
import { drainJobs } from '@/lib/platform/jobs/worker'
import { yuan } from '@/lib/platform/money'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { repayLoan } from '@/lib/servicing/commands/repay'
import { requestEndOfDay } from '@/lib/servicing/end-of-day/run'
import '@/lib/servicing/jobs'
import { trialBalance } from '@/lib/servicing/ledger/queries'
import { loanPositions } from '@/lib/servicing/position'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup, type TestGroup, type TestMember } from '../../fixtures/group'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'

let db: TestDatabase
let bank: BankRow
let market: TestMarket
let group: TestGroup
let sessionId: string
const who = {} as Record<
  | 'rm'
  | 'officer'
  | 'reviewer'
  | 'approver'
  | 'approver2'
  | 'both'
  | 'maker'
  | 'checker'
  | 'opsBoth'
  | 'risk'
  | 'evaluator',
  Person
>

function value<T>(r: Result<T>): T {
  if (!r.ok) throw new Error(`${r.error.code} ${JSON.stringify(r.error.params)}`)
  return r.value
}
const refused = (code: string) => ({ ok: false, error: { code } })
const member = (key: string): TestMember => group.members.find((m) => m.key === key)!
const staff = () => ({ bankId: bank.id, partyId: null })

beforeAll(async () => {
  process.env.FANGSHI_FILES = mkdtempSync(join(tmpdir(), 'fangshi-files-'))
  db = await testDatabase()
  bank = await testBank('JGB')
  who.rm = await testPerson(bank, 'rm', ['RM'])
  who.evaluator = await testPerson(bank, 'evaluator', ['EVALUATOR'])
  who.officer = await testPerson(bank, 'officer', ['CONTRACT_OFFICER'])
  who.reviewer = await testPerson(bank, 'reviewer', ['DISB_REVIEWER'])
  who.approver = await testPerson(bank, 'approver', ['DISB_APPROVER'])
  who.approver2 = await testPerson(bank, 'approver2', ['DISB_APPROVER'])
  who.both = await testPerson(bank, 'both', ['DISB_REVIEWER', 'DISB_APPROVER'])
  who.maker = await testPerson(bank, 'maker', ['OPS_MAKER'])
  who.checker = await testPerson(bank, 'checker', ['OPS_CHECKER'])
  who.opsBoth = await testPerson(bank, 'ops', ['OPS_MAKER', 'OPS_CHECKER'])
  who.risk = await testPerson(bank, 'risk', ['RISK_MGR'])
  market = await admittedMarket(bank, 'M1', { people: { rmId: who.rm.userId } })
  group = await approvedGroup(bank, market, { rmId: who.rm.userId })
})
afterAll(() => db.drop())

type Table = Awaited<ReturnType<typeof signingTable>>
const table = (): Promise<Table> => signingTable(who.rm, { sessionId })
const documents = (t: Table) => t.persons.flatMap((p) => p.documents)

/** Everything of a batch's items out of the way, one application after the other, up to READY_TO_DRAW but for a drawdown. */
async function closeEvidence(applicationId: string) {
  const list = await conditionList(who.rm, { applicationId })
  const items = list.conditions
    .filter((c) => !c.isAutomatic && c.state !== 'CLOSED')
    .map((c) => ({ applicationId, code: c.code }))
  if (items.length === 0) return
  value(await submitEvidence(who.rm, { items, checkedOn: '2026-03-20', note: '原件已核对' }))
  value(await verifyEvidence(who.reviewer, { items, verdict: 'CLOSE' }))
}
const payment = (amount: string, payeeName = '永康市大通工具有限公司') => ({
  payeeName,
  payeeAccount: '6222000011112222',
  payeeBank: '工商银行永康支行',
  amount,
  purpose: '货款',
})
async function balance() {
  const t = await trialBalance(who.checker, {})
  expect(t.differenceFen).toBe(0n)
  return t
}

describe('signing', () => {
  test('contracts are opened, and a signing needs a second bank person', async () => {
    value(await openContracting(who.rm, { batchId: group.batchId }))
    const input = {
      batchId: group.batchId,
      groupIds: [group.groupId],
      place: '兴隆市场管理处二楼',
      startsAt: '2026-03-21T09:00:00+08:00',
    }
    expect(await appointSigning(who.rm, { ...input, contractOfficerId: who.reviewer.userId })).toMatchObject(
      refused('E_NOT_FOUND'),
    )
    const { sessions } = value(await appointSigning(who.rm, { ...input, contractOfficerId: who.officer.userId }))
    sessionId = sessions[0]!.id
    expect(sessions[0]!.merchants).toBe(5)
  })

  test('every contract of the group is merged once into a PDF with its hash', async () => {
    await drainJobs(bank.id)
    const t = await table()
    const kinds = Map.groupBy(t.contracts, (c) => c.kind)
    expect(Object.fromEntries([...kinds].map(([k, v]) => [k, v.length]))).toEqual({
      COOPERATION_AGREEMENT: 1,
      JOINT_GUARANTEE_AGREEMENT: 1,
      MARGIN_PLEDGE: 1,
      LOAN_CONTRACT: 5,
      STALL_UNDERTAKING: 5,
      CONSENTS: 5,
    })
    for (const c of t.contracts) {
      expect(c).toMatchObject({ state: 'ISSUED' })
      expect(c.sha256).toMatch(/^[0-9a-f]{64}$/)
      expect(c.fileId).toBeTruthy()
    }
    expect(t.persons).toHaveLength(6)
  })

  test('nobody signs before identity and every key clause are recorded, or on another text', async () => {
    const doc = documents(await table()).find((d) => d.kind === 'LOAN_CONTRACT')!
    const sign = (sha256 = doc.sha256!) =>
      signContract(who.rm, { signatures: [{ signerId: doc.signerId, sha256 }], method: 'PAPER' })
    expect(await sign()).toMatchObject(refused('E_SIGNER_IDENTITY'))
    const all = documents(await table()).map((d) => d.signerId)
    value(await checkIdentity(who.officer, { signerIds: all, originalSeen: true, faceMatched: true }))
    expect(await sign()).toMatchObject(refused('E_CLAUSE_UNCONFIRMED'))
    const [first, ...rest] = doc.clauses.map((c) => c.id)
    value(
      await explainClauses(who.rm, {
        explanations: [{ signerId: doc.signerId, clauses: rest as string[], readAloud: true }],
      }),
    )
    expect(await sign()).toMatchObject({
      ok: false,
      error: { code: 'E_CLAUSE_UNCONFIRMED', params: { clauses: [first!] } },
    })
    expect(await explainClauses(who.officer, { explanations: [] })).toMatchObject({ ok: false })
    value(
      await explainClauses(who.rm, {
        explanations: [
          {
            signerId: doc.signerId,
            clauses: [first!],
            readAloud: true,
            question: '逾期怎么办',
            answer: '按日计收罚息',
          },
        ],
      }),
    )
    expect(await sign('0'.repeat(64))).toMatchObject(refused('E_CONTRACT_HASH'))
    value(await sign())
    expect(await sign()).toMatchObject(refused('E_STATE'))
  })

  test('an unsigned contract is not completed; a signed one without its recording neither', async () => {
    const t = await table()
    const ids = t.contracts.map((c) => c.id)
    const r = value(await completeContracts(who.officer, { contractIds: ids, recordingRef: 'AV-2026-0321' }))
    expect(r.done).toHaveLength(1)
    expect(r.refused.map((x) => x.code)).toContain('E_CLAUSE_UNCONFIRMED')
    expect(r.signedItems).toEqual([])
    expect(await table()).toMatchObject({ state: 'APPOINTED', recordingRef: 'AV-2026-0321' })
    expect(await completeContracts(who.rm, { contractIds: ids })).toMatchObject(refused('E_FORBIDDEN'))
  })

  test('when all have signed, the items are signed and their conditions precedent are generated', async () => {
    const open = documents(await table()).filter((d) => !d.signedAt)
    value(
      await explainClauses(who.rm, {
        explanations: open.map((d) => ({ signerId: d.signerId, clauses: d.clauses.map((c) => c.id), readAloud: true })),
      }),
    )
    value(
      await signContract(who.officer, {
        signatures: open.map((d) => ({ signerId: d.signerId, sha256: d.sha256! })),
        method: 'PAPER',
      }),
    )
    const t = await table()
    const r = value(
      await completeContracts(who.officer, {
        contractIds: t.contracts.filter((c) => c.state === 'ISSUED').map((c) => c.id),
        recordingRef: 'AV-2026-0321',
      }),
    )
    expect(r.refused).toEqual([])
    expect(r.signedItems).toHaveLength(5)
    expect((await table()).state).toBe('HELD')
    const queue = await conditionQueue(who.reviewer, { batchId: group.batchId })
    expect(queue.items.map((i) => i.state)).toEqual(Array(5).fill('CP_PENDING'))
    expect(queue.items.map((i) => i.conditions)).toEqual(Array(5).fill(16))
    expect((await contractsOf(who.rm, { batchId: group.batchId, state: 'SIGNED' })).items).toHaveLength(18)
  })
})

describe('margin', () => {
  test('a deposit takes two people; the sum of sub-ledgers is the account', async () => {
    const subs = await subLedgers(who.maker, { batchId: group.batchId })
    expect(subs.items.map((s) => s.requiredFen).sort()).toEqual(
      ['30000', '30000', '40000', '50000', '50000'].map((a) => yuan(a)),
    )
    const deposit = (actor: Person, s: (typeof subs.items)[number]) =>
      requestMovement(actor, {
        subLedgerId: s.id,
        kind: 'MARGIN_IN',
        amount: (s.requiredFen / 100n).toString(),
        valueDate: '2026-03-20',
        sourceAccount: '6222888800001111',
      })
    const [first, ...rest] = subs.items
    const mine = value(await deposit(who.opsBoth, first!))
    expect(await decideMovement(who.opsBoth, { requestId: mine.id, decision: 'POST' })).toMatchObject(refused('E_SOD'))
    const done = value(await decideMovement(who.checker, { requestId: mine.id, decision: 'POST' }))
    expect(done.balanceFen).toBe(first!.requiredFen)
    expect(await decideMovement(who.checker, { requestId: mine.id, decision: 'POST' })).toMatchObject(
      refused('E_STATE'),
    )
    for (const s of rest) {
      const { id } = value(await deposit(who.maker, s))
      value(await decideMovement(who.checker, { requestId: id, decision: 'POST' }))
    }
    const { items } = await marginAccounts(who.checker, {})
    expect(items[0]).toMatchObject({ ledgerFen: yuan('200000'), subLedgerSumFen: yuan('200000'), differenceFen: 0n })
    const t = await balance()
    expect(t.accounts.find((a) => a.code === '2511')?.balanceFen).toBe(-yuan('200000'))
  })
})

describe('payment', () => {
  let drawdownId: string

  test('conditions are closed with evidence by someone else; old evidence is refused', async () => {
    const applicationId = member('甲').applicationId
    const old = { items: [{ applicationId, code: 'CP-07' }], checkedOn: '2026-03-10', note: '公开信息查询' }
    expect(await submitEvidence(who.rm, old)).toMatchObject(refused('E_EVIDENCE_TOO_OLD'))
    for (const m of group.members) await closeEvidence(m.applicationId)
    const open = value(await recheckConditions(who.rm, { applicationIds: [applicationId] })).results[0]!.open
    expect(open).toEqual(['CP-12'])
  })

  test('a drawdown over the contract, to a forbidden payee or with orders that do not add up is refused', async () => {
    const base = {
      applicationId: member('甲').applicationId,
      settlementAccount: '6217001122334455',
      lenderRequiresEntrusted: true,
    }
    const ask = (amount: string, payments: ReturnType<typeof payment>[]) =>
      requestDrawdown(who.rm, { ...base, amount, payments })
    expect(await ask('500000.01', [payment('500000.01')])).toMatchObject(refused('E_AMOUNT_OVER_CAP:contract'))
    expect(await ask('500000', [payment('300000')])).toMatchObject(refused('E_PAYMENT_SUM'))
    expect(await ask('500000', [payment('500000', member('乙').name)])).toMatchObject(refused('E_PAYEE_FORBIDDEN'))
    const d = value(await ask('500000', [payment('300000'), payment('200000', '临沂华瑞五金批发部')]))
    expect(d).toMatchObject({ paymentMethod: 'ENTRUSTED', openConditions: [] })
    drawdownId = d.id
    expect(await ask('500000', [payment('500000')])).toMatchObject(refused('E_DRAWDOWN_OPEN'))
  })

  test('the review needs its five ticks, and the reviewer does not approve', async () => {
    expect(await reviewDrawdown(who.both, { drawdownId, result: 'PASS', ticks: [...REVIEW_TICKS] })).toMatchObject(
      refused('E_STATE'),
    )
    value(await submitDrawdown(who.rm, { drawdownId }))
    expect(await reviewDrawdown(who.both, { drawdownId, result: 'PASS', ticks: ['TRUE'] })).toMatchObject(
      refused('E_TICKS_MISSING'),
    )
    expect(await approveDrawdown(who.approver, { drawdownId })).toMatchObject(refused('E_STATE'))
    value(await reviewDrawdown(who.both, { drawdownId, result: 'PASS', ticks: [...REVIEW_TICKS] }))
    expect(await approveDrawdown(who.both, { drawdownId })).toMatchObject(refused('E_SOD'))
  })

  test('two approvals at the same moment pay once', async () => {
    const both = await Promise.all([
      approveDrawdown(who.approver, { drawdownId }),
      approveDrawdown(who.approver2, { drawdownId }),
    ])
    expect(both.filter((r) => r.ok)).toHaveLength(1)
    expect(both.find((r) => !r.ok)).toMatchObject(refused('E_STATE'))
    const loans = await withTenant(staff(), (tx) =>
      tx.loan.findMany({ where: { bankId: bank.id }, include: { scheduleRows: true, loanState: true } }),
    )
    expect(loans).toHaveLength(1)
    expect(loans[0]).toMatchObject({ principalFen: yuan('500000'), state: 'CURRENT' })
    expect(loans[0]!.scheduleRows.reduce((s, r) => s + r.principalFen, 0n)).toBe(yuan('500000'))
    const t = await balance()
    expect(t.accounts.find((a) => a.code === '1301')?.balanceFen).toBe(yuan('500000'))
    expect(t.accounts.find((a) => a.code === '2411')?.balanceFen).toBe(0n)
  })

  test('the others are paid too, each by itself', async () => {
    for (const m of group.members.slice(1)) {
      const amount = (m.amountFen / 100n).toString()
      const d = value(
        await requestDrawdown(who.rm, {
          applicationId: m.applicationId,
          amount,
          settlementAccount: `6217${m.amountFen}`,
          payments: [payment(amount)],
          lenderRequiresEntrusted: false,
        }),
      )
      value(await submitDrawdown(who.rm, { drawdownId: d.id }))
      value(await reviewDrawdown(who.reviewer, { drawdownId: d.id, result: 'PASS', ticks: [...REVIEW_TICKS] }))
      expect(value(await approveDrawdown(who.approver, { drawdownId: d.id }))).toMatchObject({ state: 'DISBURSED' })
    }
    const t = await balance()
    expect(t.accounts.find((a) => a.code === '1301')?.balanceFen).toBe(yuan('2000000'))
    const after = await withTenant(staff(), (tx) =>
      Promise.all([
        tx.batch.findFirstOrThrow({ where: { bankId: bank.id, id: group.batchId } }),
        tx.jointGroup.findFirstOrThrow({ where: { bankId: bank.id, id: group.groupId } }),
        tx.visit.count({ where: { bankId: bank.id, kind: 'FIRST_CHECK' } }),
      ]),
    )
    expect(after[0].state).toBe('ACTIVE')
    expect(after[1].state).toBe('ACTIVE')
    expect(after[2]).toBe(5)
  })
})

describe('default of 戊 (§2.2)', () => {
  const loanOf = (key: string) =>
    withTenant(staff(), (tx) =>
      tx.loan.findFirstOrThrow({
        where: { bankId: bank.id, applicationId: member(key).applicationId },
        include: { scheduleRows: { orderBy: { no: 'asc' } }, loanState: true },
      }),
    )
  /** Closes days up to the one that the bank shall stand on. */
  async function standOn(day: string) {
    value(await requestEndOfDay(who.maker, { date: Temporal.PlainDate.from(day).subtract({ days: 1 }).toString() }))
    await drainJobs(bank.id)
  }

  /** What the loan's book says, told from its terms and events. */
  const owed = async (loanId: string, on: string) => {
    const all = await withTenant(staff(), (tx) => loanPositions(tx, bank.id, [loanId], Temporal.PlainDate.from(on)))
    return all.get(loanId)!
  }

  test('day by day the state table says what the schedule and the pure rules say', async () => {
    await standOn('2026-05-10')
    const loan = await loanOf('戊')
    expect(fromDb(loan.loanState!.asOf).toString()).toBe('2026-05-10')
    const told = await owed(loan.id, '2026-05-10')
    expect(told.penaltyFen).toBeGreaterThan(0n)
    expect(loan.loanState).toMatchObject({
      dpd: 20,
      principalFen: told.principalFen,
      principalDueFen: told.principalDueFen,
      interestDueFen: told.interestDueFen,
      class: 'SPECIAL_MENTION',
    })
    expect(loan.loanState!.penaltyFen + loan.loanState!.compoundFen).toBe(told.penaltyFen)
    expect(loan.state).toBe('OVERDUE')
    const signals = await withTenant(staff(), (tx) =>
      tx.warningSignal.findMany({ where: { bankId: bank.id, objectId: member('戊').merchantId } }),
    )
    // late, and nobody has shown what the money was spent on
    expect(signals.map((s) => s.code).sort()).toEqual(['W-C01', 'W-C09'])
    // the story of a signal begins with its raising, whichever look raised it
    const begun = await withTenant(staff(), (tx) =>
      tx.stateHistory.findMany({
        where: { bankId: bank.id, objectId: { in: signals.map((s) => s.id) }, event: 'create' },
      }),
    )
    expect(begun.map((h) => h.objectId).sort()).toEqual(signals.map((s) => s.id).sort())
    expect(await createClaim(who.rm, { loanId: loan.id })).toMatchObject(refused('E_CLAIM_TOO_EARLY'))
    await balance()
  })

  test('on day 30 the claim takes the own sub-ledger, then the others, and leaves the worked example to the fen', async () => {
    await standOn('2026-05-20')
    const loan = await loanOf('戊')
    // What is due today beyond the worked example's 356,832.50 is paid by the borrower first.
    const due = (await owed(loan.id, '2026-05-20')).totalDueFen
    const part = due - yuan('356832.50')
    value(
      await repayLoan(who.maker, {
        loanId: loan.id,
        amount: `${part / 100n}.${(part % 100n).toString().padStart(2, '0')}`,
        valueDate: '2026-05-20',
      }),
    )
    const claim = value(await createClaim(who.rm, { loanId: loan.id }))
    expect(claim).toMatchObject({ amountFen: yuan('356832.50'), dpd: 30 })
    expect(await createClaim(who.rm, { loanId: loan.id })).toMatchObject({ ok: false })
    expect(await makeCompensation(who.maker, { claimId: claim.id })).toMatchObject(refused('E_STATE'))
    value(await reviewClaim(who.risk, { claimId: claim.id, agree: true, reason: '同意代偿' }))
    expect(await confirmCompensation(who.checker, { claimId: claim.id })).toMatchObject(refused('E_STATE'))
    value(await makeCompensation(who.opsBoth, { claimId: claim.id }))
    expect(await confirmCompensation(who.opsBoth, { claimId: claim.id })).toMatchObject(refused('E_SOD'))
    const paid = value(await confirmCompensation(who.checker, { claimId: claim.id }))
    expect(paid).toMatchObject({ state: 'SHORTFALL', paidFen: yuan('200000'), shortfallFen: yuan('156832.50') })
    expect(await confirmCompensation(who.checker, { claimId: claim.id })).toMatchObject(refused('E_STATE'))
    const d = await claimDetail(who.risk, { claimId: claim.id })
    expect(d.payments.map((p) => [p.step, p.payer, p.amountFen])).toEqual([
      [2, member('戊').name, yuan('50000')],
      [3, member('甲').name, yuan('50000')],
      [3, member('乙').name, yuan('40000')],
      [3, member('丙').name, yuan('30000')],
      [3, member('丁').name, yuan('30000')],
    ])
    expect(paid.waterfall.jointLiability?.map((l) => l.amountFen)).toEqual(
      ['52277.50', '41822.00', '31366.50', '31366.50'].map((a) => yuan(a)),
    )
    expect(d.replenishments.map((r) => r.amountFen)).toEqual(['50000', '40000', '30000', '30000'].map((a) => yuan(a)))
    expect(paid.replenishDueOn.toString()).toBe('2026-06-03')
  })

  test('after the compensation the account, its sub-ledgers, the loan and the ledger agree', async () => {
    const { items } = await marginAccounts(who.checker, {})
    expect(items[0]).toMatchObject({
      ledgerFen: 0n,
      subLedgerSumFen: 0n,
      differenceFen: 0n,
      replenishDueFen: yuan('150000'),
    })
    const loan = await loanOf('戊')
    expect(loan.state).toBe('COMPENSATED_PARTIAL')
    expect((await owed(loan.id, '2026-05-20')).totalDueFen).toBe(yuan('156832.50'))
    const t = await balance()
    expect(t.accounts.find((a) => a.code === '2511')?.balanceFen).toBe(0n)
    expect(t.accounts.find((a) => a.code === '2241')?.balanceFen).toBe(0n)
    expect(t.accounts.find((a) => a.code === '1301')?.balanceFen).toBe(yuan('1500000') + loan.loanState!.principalFen)
  })

  test('a replenishment pays the call of its member and no more', async () => {
    const subs = await subLedgers(who.maker, { batchId: group.batchId })
    const sub = subs.items.find((s) => s.application?.id === member('甲').applicationId)!
    const { id } = value(
      await requestMovement(who.maker, {
        subLedgerId: sub.id,
        kind: 'REPLENISH_IN',
        amount: '50000',
        valueDate: '2026-05-20',
        sourceAccount: '6222888800001111',
      }),
    )
    value(await decideMovement(who.checker, { requestId: id, decision: 'POST' }))
    const after = (await subLedgers(who.maker, { batchId: group.batchId })).items.find((s) => s.id === sub.id)!
    expect(after).toMatchObject({
      state: 'FUNDED',
      replenishDueFen: 0n,
      replenishDueOn: null,
      ledgerFen: yuan('50000'),
    })
    await balance()
  })

  test('penalty in SQL still equals the pure rule after a part payment', async () => {
    await standOn('2026-05-28')
    const loan = await loanOf('戊')
    const told = await owed(loan.id, '2026-05-28')
    expect(loan.loanState!.principalDueFen).toBe(told.principalDueFen)
    expect(loan.loanState!.penaltyFen + loan.loanState!.compoundFen).toBe(told.penaltyFen)
    expect(told.penaltyFen).toBeGreaterThan(0n)
  })
})
