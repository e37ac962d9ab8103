import { describe, expect, it } from 'vitest'
import {
  checkCeiling,
  guaranteePeriodEnd,
  KEY_CLAUSES,
  type KeyClause,
  requiredContracts,
  type SigningCase,
  signingGuard,
} from '@/lib/contracts/rules'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'

const kinds = (...args: Parameters<typeof requiredContracts>) => requiredContracts(...args).map((c) => c.kind)

describe('required contracts (§7.2)', () => {
  it('a joint guarantee lacks none of its seven papers', () => {
    expect(kinds('JG', { coDebtor: true }, [])).toEqual([
      'COOPERATION_AGREEMENT',
      'LOAN_CONTRACT',
      'JOINT_GUARANTEE_AGREEMENT',
      'MARGIN_PLEDGE',
      'SPOUSE_CONSENT',
      'STALL_UNDERTAKING',
      'CONSENTS',
    ])
    expect(kinds('JG', {}, ['GUARANTEE_CONTRACT'])).toContain('GUARANTEE_CONTRACT')
    expect(kinds('JG', {}, [])).not.toContain('SPOUSE_CONSENT')
  })
  it('asks each mode for its own security', () => {
    expect(kinds('AF', { securityAtMinimum: true }, [])).toEqual(
      expect.arrayContaining(['ASSIST_FUND_AGREEMENT', 'MORTGAGE_CONTRACT', 'PARTNER_AGREEMENT']),
    )
    expect(kinds('GC', { guarantorMargin: true }, [])).toEqual(
      expect.arrayContaining(['GUARANTEE_CONTRACT', 'COUNTER_GUARANTEE', 'MARGIN_PLEDGE']),
    )
    expect(kinds('GC', {}, [])).not.toContain('MARGIN_PLEDGE')
    expect(kinds('LI', {}, [])).toContain('INSURANCE_POLICY')
    expect(kinds('PK', {}, [])).toContain('MORTGAGE_CONTRACT')
    expect(kinds('DF', {}, [])).not.toContain('LOAN_CONTRACT')
  })
  it('has one agreement a scheme and one document a group', () => {
    const per = Object.fromEntries(requiredContracts('JG', {}, []).map((c) => [c.kind, c.per]))
    expect(per).toMatchObject({
      COOPERATION_AGREEMENT: 'SCHEME',
      JOINT_GUARANTEE_AGREEMENT: 'GROUP',
      LOAN_CONTRACT: 'MERCHANT',
    })
  })
})

const approval = {
  amountFen: yuan('400000'),
  ratePpm: 47_000,
  tenorMonths: 12,
  marginRatioPpm: 100_000,
  coveragePpm: 0,
  enhancements: ['STALL_UNDERTAKING'],
}

describe('the approval is a ceiling (§6.4, §7.1)', () => {
  it('lets a contract take all of it and not a fen, a basis point, a month or a security more', () => {
    expect(checkCeiling(approval, approval)).toEqual([])
    expect(checkCeiling({ ...approval, amountFen: yuan('100000'), ratePpm: 50_000, tenorMonths: 6 }, approval)).toEqual(
      [],
    )
    const worse = {
      amountFen: approval.amountFen + 1n,
      ratePpm: 46_900,
      tenorMonths: 13,
      marginRatioPpm: 99_999,
      coveragePpm: 0,
      enhancements: [],
    }
    expect(checkCeiling(worse, approval).map((v) => v.code)).toEqual([
      'E_AMOUNT_OVER_CAP:approval',
      'E_RATE_BELOW_APPROVAL',
      'E_TENOR_OVER_CAP',
      'E_ENHANCEMENT_WEAKER',
    ])
  })
})

describe('signing (§7.1)', () => {
  const confirm = (signerId: string, clauses: readonly KeyClause[], textVersion = 'v1') =>
    clauses.map((clause) => ({ clause, signerId, textVersion }))
  const signer = { id: 'lin', naturalPerson: true, identityVerified: true, documentValidUntil: null, signed: true }
  const good: SigningCase = {
    kind: 'LOAN_CONTRACT',
    textVersion: 'v1',
    documentHash: 'h',
    signedHash: 'h',
    fullyMerged: true,
    signers: [signer],
    confirmations: confirm('lin', KEY_CLAUSES.LOAN_CONTRACT),
    ceiling: [],
    approvalValidUntil: date('2026-05-01'),
    signingDate: date('2026-05-01'),
    twoBankPersons: true,
    recorded: true,
    recordingRequired: true,
  }
  const refused = (over: Partial<SigningCase>) => signingGuard({ ...good, ...over }).map((r) => r.code)

  it('signs what is explained, verified and within its approval', () => {
    expect(refused({})).toEqual([])
  })
  it('does not sign while any signer lacks any key clause in the text on the table', () => {
    expect(refused({ confirmations: good.confirmations.slice(1) })).toEqual(['E_CLAUSE_UNCONFIRMED'])
    expect(refused({ confirmations: confirm('lin', KEY_CLAUSES.LOAN_CONTRACT, 'v0') })).toEqual([
      'E_CLAUSE_UNCONFIRMED',
    ])
    const spouse = { ...signer, id: 'wife' }
    const both = signingGuard({ ...good, signers: [signer, spouse] })
    expect(both).toEqual([{ code: 'E_CLAUSE_UNCONFIRMED', signerId: 'wife', clauses: KEY_CLAUSES.LOAN_CONTRACT }])
  })
  it('does not sign blank, changed, unrecorded, alone, late or by an unknown hand', () => {
    expect(refused({ fullyMerged: false })).toEqual(['E_CONTRACT_BLANK'])
    expect(refused({ signedHash: 'other' })).toEqual(['E_CONTRACT_HASH'])
    expect(refused({ recorded: false })).toEqual(['E_RECORDING_MISSING'])
    expect(refused({ recorded: false, recordingRequired: false })).toEqual([])
    expect(refused({ twoBankPersons: false })).toEqual(['E_TWO_PERSONS'])
    expect(refused({ signingDate: date('2026-05-02') })).toEqual(['E_APPROVAL_EXPIRED'])
    expect(refused({ signers: [] })).toEqual(['E_SIGNATURE_MISSING'])
    expect(refused({ signers: [{ ...signer, signed: false, documentValidUntil: date('2026-04-30') }] })).toEqual([
      'E_SIGNER_IDENTITY',
      'E_SIGNATURE_MISSING',
    ])
    const over = checkCeiling({ ...approval, amountFen: yuan('400000.01') }, approval)
    expect(refused({ ceiling: over })).toEqual(['E_AMOUNT_OVER_CAP:approval'])
  })
  it('explains joint liability and its period in every contract that makes someone liable for another', () => {
    for (const kind of ['JOINT_GUARANTEE_AGREEMENT', 'GUARANTEE_CONTRACT', 'COUNTER_GUARANTEE'] as const) {
      expect(KEY_CLAUSES[kind]).toEqual(expect.arrayContaining(['JOINT_LIABILITY', 'GUARANTEE_PERIOD']))
    }
  })
  it('ends a guarantee three years after maturity, on a real day', () => {
    expect(guaranteePeriodEnd(date('2024-02-29'), 36).toString()).toBe('2027-02-28')
  })
})
