import { describe, expect, it } from 'vitest'
import { DISBURSEMENT_DEFAULTS } from '@/lib/disbursement/parameters'
import {
  checkOrders,
  drawdownCeiling,
  forbiddenPayee,
  generateConditions,
  missingTicks,
  type Payee,
  type PayeeContext,
  type PaymentCase,
  paymentMethod,
  REVIEW_TICKS,
} from '@/lib/disbursement/rules'
import { yuan } from '@/lib/platform/money'

const p = DISBURSEMENT_DEFAULTS.payment

describe('conditions precedent (§7.3)', () => {
  const codes = (...args: Parameters<typeof generateConditions>) => generateConditions(...args).map((c) => c.code)
  it('gives a joint-guarantee drawdown the twelve common and four own conditions', () => {
    const list = codes('JG', {}, [])
    expect(list).toHaveLength(16)
    expect(list.slice(12)).toEqual(['CP-J1', 'CP-J2', 'CP-J3', 'CP-J4'])
  })
  it('adds each mode’s own conditions and no other’s', () => {
    expect(codes('AF', {}, []).slice(12)).toEqual(['CP-A1', 'CP-A2', 'CP-A3', 'CP-A4'])
    expect(codes('GC', {}, []).slice(12)).toEqual(['CP-G1', 'CP-G2', 'CP-G3'])
    expect(codes('LI', {}, []).slice(12)).toEqual(['CP-L1', 'CP-L2', 'CP-L3'])
    expect(codes('PK', { stagePayment: true, propertyInsurance: true }, []).slice(12)).toEqual([
      'CP-P1',
      'CP-P2',
      'CP-P3',
      'CP-P4',
      'CP-P5',
    ])
    expect(codes('PK', {}, []).slice(12)).toEqual(['CP-P1', 'CP-P2', 'CP-P3'])
  })
  it('turns every approval condition into a checklist item that its owner cannot close', () => {
    const items = generateConditions('JG', {}, [{ id: 'c1', text: '补签承诺', ownerId: 'rm' }])
    expect(items.at(-1)).toMatchObject({ code: 'CP-X1', conditionId: 'c1', text: '补签承诺', notClosedBy: 'rm' })
  })
  it('does not pass a review with four ticks', () => {
    expect(missingTicks(REVIEW_TICKS)).toEqual([])
    expect(missingTicks(['COMPLETE', 'CORRECT', 'TRUE', 'CONDITIONS_MET'])).toEqual(['CONTRACT_REGULAR'])
  })
})

describe('entrusted or self payment (§7.4)', () => {
  const firm: PaymentCase = {
    product: 'WORKING_CAPITAL',
    mode: 'JG',
    paymentFen: yuan('400000'),
    drawdownFen: yuan('400000'),
    loanFen: yuan('400000'),
    firstLoan: true,
    newBorrowerOrdinaryCredit: false,
    payeeClear: true,
    onMisuseWatchList: false,
    lenderRequires: false,
    counterpartyKnown: true,
    counterpartyTakesTransfers: true,
    operationPurpose: true,
  }
  const reasons = (over: Partial<PaymentCase>, params = p) => paymentMethod({ ...firm, ...over }, params).value.reasons

  it('lets a small repeat payment of a known firm be paid by itself', () => {
    expect(paymentMethod(firm, p).value).toEqual({ method: 'SELF', reasons: [] })
  })
  it('pays the counterparty itself above the platform’s lines, not on them', () => {
    expect(reasons({ paymentFen: yuan('1000000') })).toEqual([])
    expect(reasons({ paymentFen: yuan('1000000.01') })).toEqual(['PAYMENT_LINE'])
    expect(reasons({ loanFen: yuan('500000') })).toEqual([])
    expect(reasons({ loanFen: yuan('500000.01') })).toEqual(['FIRST_LOAN'])
    expect(reasons({ loanFen: yuan('900000'), firstLoan: false })).toEqual([])
    expect(reasons({ mode: 'PK' })).toEqual(['PARK_PURCHASE'])
    expect(reasons({ onMisuseWatchList: true, lenderRequires: true })).toEqual(['MISUSE_WATCH', 'LENDER_REQUIRES'])
    expect(reasons({ newBorrowerOrdinaryCredit: true })).toEqual(['NEW_BORROWER'])
  })
  it('never falls below the regulation when the bank sets its own lines high', () => {
    const loose = { ...p, paymentLineFen: yuan('10000000'), firstLoanLineFen: yuan('10000000') }
    const big = { paymentFen: yuan('10000000.01'), firstLoan: false }
    expect(reasons(big, { ...loose, paymentLineFen: yuan('99000000') })).toEqual(['STATUTORY_LINE'])
    const silent = { ...loose, paymentLineFen: yuan('99000000') }
    expect(reasons({ ...big, payeeClear: false }, silent)).toEqual([])
    expect(reasons({ ...big, payeeClear: false, product: 'FIXED_ASSET' }, silent)).toEqual(['STATUTORY_LINE'])
  })
  it('pays a person’s operating loan to the counterparty unless one of the three exceptions holds', () => {
    const person = { product: 'PERSONAL_OPERATING' as const, loanFen: yuan('100000') }
    expect(reasons({ ...person, drawdownFen: yuan('500000') })).toEqual([])
    expect(reasons({ ...person, drawdownFen: yuan('500000.01') })).toEqual(['PERSONAL_DEFAULT'])
    const other = { ...person, operationPurpose: false }
    expect(reasons({ ...other, drawdownFen: yuan('300000') })).toEqual(['PERSONAL_DEFAULT'])
    expect(reasons({ ...other, drawdownFen: yuan('300000'), counterpartyKnown: false })).toEqual([])
    expect(reasons({ ...other, drawdownFen: yuan('300000'), counterpartyTakesTransfers: false })).toEqual([])
    expect(reasons({ ...other, drawdownFen: yuan('300000.01'), counterpartyKnown: false })).toEqual([
      'PERSONAL_DEFAULT',
    ])
  })
  it('says in its derivation which rule decided', () => {
    const { trace } = paymentMethod({ ...firm, paymentFen: yuan('2000000') }, p)
    expect(trace.result.value).toBe('ENTRUSTED')
    expect(trace.steps.filter((s) => s.binding).map((s) => s.label)).toEqual(['entrusted_PAYMENT_LINE'])
  })
})

describe('payee and amount (§7.4)', () => {
  const payee: Payee = { name: '恒山轴承有限公司', accountNo: '9001', partyId: null, business: 'TRADE' }
  const context: PayeeContext = {
    mode: 'JG',
    borrower: { partyId: 'b', names: ['林某五金', '林某'], accountNos: ['6001'] },
    spouse: { partyId: null, names: ['王某'], accountNos: [] },
    groupMembers: [{ partyId: 'g', names: ['周某五金'], accountNos: ['6002'] }],
    tradeProven: false,
  }
  const who = (over: Partial<Payee>, c: Partial<PayeeContext> = {}) =>
    forbiddenPayee({ ...payee, ...over }, { ...context, ...c })
  it('does not send the money in a circle, or into securities and property', () => {
    expect(who({})).toBeNull()
    expect(who({ accountNo: '60 01' })).toBe('BORROWER')
    expect(who({ name: '林 某' })).toBe('BORROWER')
    expect(who({ name: '王某' })).toBe('SPOUSE')
    expect(who({ accountNo: '6002' })).toBe('GROUP_MEMBER')
    expect(who({ partyId: 'g' })).toBe('GROUP_MEMBER')
    expect(who({ partyId: 'g' }, { tradeProven: true })).toBeNull()
    expect(who({ business: 'SECURITIES' })).toBe('SECURITIES')
    expect(who({ business: 'REAL_ESTATE' })).toBe('REAL_ESTATE')
    expect(who({ business: 'REAL_ESTATE' }, { mode: 'PK' })).toBeNull()
  })
  it('pays orders that make exactly the drawdown', () => {
    expect(checkOrders(100n, [60n, 40n])).toBeNull()
    expect(checkOrders(100n, [60n, 39n])).toMatchObject({ code: 'E_PAYMENT_SUM', ordersFen: 99n })
    expect(checkOrders(100n, [140n, -40n])?.code).toBe('E_PAYMENT_SUM')
    expect(checkOrders(100n, [])?.code).toBe('E_PAYMENT_SUM')
  })
  it('draws no more than the tightest of all ceilings and names it', () => {
    const c = {
      availableLimitFen: 500n,
      approvedFen: 400n,
      contractFen: 400n,
      planHeadroomFen: 900n,
      groupHeadroomFen: 350n,
      partnerHeadroomFen: null,
    }
    expect(drawdownCeiling(c)).toEqual({ capFen: 350n, cap: 'group' })
    expect(drawdownCeiling({ ...c, groupHeadroomFen: null })).toEqual({ capFen: 400n, cap: 'approval' })
  })
})
