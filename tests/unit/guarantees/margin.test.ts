import { describe, expect, it } from 'vitest'
import { blockingSource, checkClaim } from '@/lib/guarantees/rules/claim-order'
import {
  checkMarginPaid,
  checkMarginSource,
  marginNeeded,
  marginPool,
  marginRequired,
  memberMargin,
} from '@/lib/guarantees/rules/margin'
import {
  type CompensationRequest,
  checkCompensation,
  checkRelease,
  movementSide,
  PERMITTED_MOVEMENTS,
  type ReleaseRequest,
  reconciliationDifference,
} from '@/lib/guarantees/rules/movements'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'
import golden from '@/tests/fixtures/golden-vectors.json' with { type: 'json' }

describe('margin (§2.2, INV-A5)', () => {
  it('asks of each member of the worked group what the agreement says', () => {
    const loans = { 甲: '500000', 乙: '400000', 丙: '300000', 丁: '300000', 戊: '500000' }
    const { value } = marginPool(
      Object.entries(loans).map(([id, loan]) => ({ id, loanFen: yuan(loan) })),
      100_000,
    )
    const { pool, ...members } = golden.margin
    expect(Object.fromEntries(value.members.map((m) => [m.id, m.marginFen]))).toEqual(
      Object.fromEntries(Object.entries(members).map(([k, v]) => [k, yuan(v)])),
    )
    expect(value.poolFen).toBe(yuan(pool))
  })

  it('never lets rounding down let a disbursement through', () => {
    expect(memberMargin(yuan('100000.04'), 100_000)).toBe(yuan('10000.00'))
    expect(marginRequired(yuan('100000.04'), 100_000)).toBe(yuan('10000.01'))
    const paid = (amount: string, on: string) =>
      checkMarginPaid(
        yuan('100000.04'),
        100_000,
        [{ amountFen: yuan(amount), valueDate: date(on) }],
        date('2026-03-02'),
      )
    expect(paid('10000.01', '2026-03-02')).toBeNull()
    expect(paid('10000.00', '2026-03-02')).toMatchObject({ code: 'E_MARGIN_SHORT', missingFen: 1n })
    expect(paid('10000.01', '2026-03-03')?.paidFen).toBe(0n)
  })

  it('sizes a partner’s margin by balance in one rounding', () => {
    const balancesFen = [yuan('100.05'), yuan('100.05'), yuan('100.05')]
    expect(marginNeeded({ method: 'BY_BALANCE', balancesFen, marginRatioPpm: 100_000 })).toBe(yuan('30.02'))
    const contractAmountsFen = balancesFen
    expect(marginNeeded({ method: 'BY_LOAN_AMOUNT', contractAmountsFen, marginRatioPpm: 100_000 })).toBe(yuan('30.03'))
    expect(marginNeeded({ method: 'FIXED_PREPAID', amountFen: 7n })).toBe(7n)
  })

  it('does not take margin out of the loan it secures (INV-A6)', () => {
    const source = {
      sourceAccountNo: 'S1',
      amountFen: yuan('50000'),
      valueDate: date('2026-03-05'),
      forbiddenAccountNos: ['LOAN', 'TRANSIT'],
      loanOutflows: [{ amountFen: yuan('50000'), date: date('2026-03-02') }],
    }
    expect(checkMarginSource(source, 3)).toBe('E_MARGIN_FROM_LOAN')
    expect(checkMarginSource({ ...source, valueDate: date('2026-03-06') }, 3)).toBeNull()
    expect(checkMarginSource({ ...source, amountFen: 1n, sourceAccountNo: 'LOAN' }, 3)).toBe('E_MARGIN_FROM_LOAN')
  })
})

describe('movements of a margin account (§2.1.3)', () => {
  it('knows no withdrawal: every debit is compensation, release, interest, a bond’s payment or the end of the programme', () => {
    const debits = new Set(Object.values(PERMITTED_MOVEMENTS).flatMap((m) => m.debits))
    expect([...debits].sort()).toEqual([
      'BOND_PAYMENT_OUT',
      'COMPENSATION_OUT',
      'INTEREST_OUT',
      'PROGRAM_END_OUT',
      'RELEASE_OUT',
    ])
    expect(movementSide('JG_MARGIN', 'WITHDRAW')).toBeNull()
    expect(movementSide('RISK_COMP_FUND', 'RELEASE_OUT')).toBeNull()
    expect(movementSide('RISK_COMP_FUND', 'SEED_IN')).toBe('IN')
    expect(movementSide('DEVELOPER_MARGIN', 'DEPOSIT_INTEREST')).toBeNull()
  })

  const compensation: CompensationRequest = {
    amountFen: yuan('50000'),
    claimState: 'BANK_CONFIRMED',
    claimUnpaidFen: yuan('50000'),
    makerId: 'maker',
    checkerId: 'checker',
    loanManagerId: 'rm',
    beneficiaryAccountNo: '6001',
    loanRepaymentAccountNo: '6001',
    account: { ledgerFen: yuan('60000'), frozenFen: yuan('10000') },
  }
  it('does not compensate without a confirmed claim and two people who do not manage the loan (INV-A1)', () => {
    expect(checkCompensation(compensation)).toEqual([])
    expect(checkCompensation({ ...compensation, claimState: 'SUBMITTED' })).toEqual(['E_CLAIM_NOT_CONFIRMED'])
    expect(checkCompensation({ ...compensation, checkerId: 'maker' })).toEqual(['E_SOD'])
    expect(checkCompensation({ ...compensation, makerId: 'rm' })).toEqual(['E_SOD'])
    expect(checkCompensation({ ...compensation, amountFen: yuan('50000.01') })).toEqual([
      'E_AMOUNT_OVER_CAP:claim',
      'E_MARGIN_UNAVAILABLE',
    ])
    expect(checkCompensation({ ...compensation, beneficiaryAccountNo: '6002' })).toEqual(['E_BENEFICIARY'])
  })

  const release: ReleaseRequest = {
    amountFen: yuan('50000'),
    account: { ledgerFen: yuan('50000'), frozenFen: 0n },
    coveredDebtFen: 0n,
    openClaimsInScope: 0,
    replenishmentDueFen: 0n,
    settledOn: date('2026-03-01'),
    today: date('2026-03-01'),
    releaseDelayDays: 0,
    beneficiaryAccountNo: 'A',
    originAccountNo: 'A',
    reconciliationDifferenceFen: 0n,
  }
  it('does not give margin back while anything is owed, open, different or meant for someone else (INV-A2)', () => {
    expect(checkRelease(release)).toEqual([])
    expect(checkRelease({ ...release, coveredDebtFen: 1n })).toEqual(['E_MARGIN_STILL_COVERS'])
    expect(checkRelease({ ...release, openClaimsInScope: 1, replenishmentDueFen: 1n })).toEqual([
      'E_CLAIM_OPEN',
      'E_REPLENISH_DUE',
    ])
    expect(checkRelease({ ...release, releaseDelayDays: 1 })).toEqual(['E_RELEASE_DELAY'])
    expect(checkRelease({ ...release, originAccountNo: 'B', reconciliationDifferenceFen: -1n })).toEqual([
      'E_BENEFICIARY',
      'E_RECONCILIATION',
    ])
    expect(checkRelease({ ...release, account: { ledgerFen: yuan('50000'), frozenFen: 1n } })).toEqual([
      'E_MARGIN_UNAVAILABLE',
    ])
  })

  it('sees a difference of one fen between main account and sub-ledgers', () => {
    expect(
      reconciliationDifference(100n, [
        { ledgerFen: 60n, frozenFen: 60n },
        { ledgerFen: 39n, frozenFen: 0n },
      ]),
    ).toBe(1n)
  })
})

describe('claims (§8.6)', () => {
  it('does not let a later source be asked before the earlier ones are done', () => {
    const order = [
      { source: 'ownMargin' as const, state: 'PAID' as const },
      { source: 'mutualMargin' as const, state: 'PAID_PARTIAL' as const },
      { source: 'jointLiability' as const, state: 'OPEN' as const },
    ]
    expect(blockingSource(order, 'jointLiability', false)).toBe('mutualMargin')
    expect(blockingSource(order, 'jointLiability', true)).toBeNull()
    expect(blockingSource(order, 'mutualMargin', false)).toBeNull()
  })

  it('does not claim more than is due, too early, or after the guarantor’s period', () => {
    const claim = {
      amountFen: 60n,
      otherClaimsFen: [40n],
      totalDueFen: 100n,
      on: date('2026-04-20'),
      dpd: 30,
      triggerDpd: 30,
      guaranteePeriodEnd: date('2026-04-20'),
    }
    expect(checkClaim(claim)).toEqual([])
    expect(checkClaim({ ...claim, amountFen: 61n, dpd: 29, on: date('2026-04-21') })).toEqual([
      'E_CLAIM_OVER_DUE',
      'E_CLAIM_TOO_EARLY',
      'E_CLAIM_PERIOD',
    ])
  })
})
